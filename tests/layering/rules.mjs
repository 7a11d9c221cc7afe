// Who may include whom, as data. services/README.md draws the same arrows.

/** Knowledge runs one way: a service may read the protos of those before it. */
export const services = ['registry', 'scoring', 'workflow', 'reporting'];

/** Shelf item → shelf items it may include. Never a service. */
export const shelf = {
  status: [],
  clock: ['status'],
  config: ['status'],
  log: ['status', 'clock'],
  metrics: ['status'],
  crypto: ['status'],
  ids: ['status', 'clock'],
  sheet: ['status'],
  mysql: ['status', 'clock', 'ids', 'log', 'metrics', 'config'],
  access: ['status', 'clock', 'ids', 'log', 'config'],
  rpc: ['status', 'clock', 'ids', 'log', 'metrics', 'config', 'access'],
  feed: ['status', 'clock', 'ids', 'log', 'metrics', 'config', 'access', 'mysql', 'rpc'],
  server: ['status', 'clock', 'ids', 'log', 'metrics', 'config', 'access', 'mysql', 'rpc', 'feed'],
};

/**
 * What a file of a service is, by its place. `own` are the kinds of its own
 * service it may include, `shelf` the items; `protos` and `grpc` whether it
 * may know messages and gRPC.
 */
export const kinds = {
  main: {
    own: ['main', 'rpc', 'use case', 'client', 'wire', 'mysql store', 'memory store', 'store', 'domain'],
    shelf: Object.keys(shelf), protos: true, grpc: true,
  },
  rpc: {
    own: ['rpc', 'use case', 'client', 'wire', 'store', 'domain'],
    shelf: ['rpc', 'status', 'access', 'ids', 'clock', 'feed', 'metrics', 'sheet'], protos: true, grpc: true,
  },
  'use case': {
    own: ['use case', 'client', 'wire', 'store', 'domain'],
    shelf: ['clock', 'ids', 'status', 'feed', 'log', 'metrics', 'crypto', 'sheet'], protos: true, grpc: false,
  },
  client: {
    own: ['client', 'domain'],
    shelf: ['clock', 'ids', 'status', 'rpc', 'access'], protos: true, grpc: true,
  },
  // Turns messages into domain values and back, for those who may know both.
  wire: { own: ['wire', 'domain'], shelf: ['status', 'ids', 'clock'], protos: true, grpc: false },
  'mysql store': {
    own: ['mysql store', 'wire', 'store', 'domain'],
    shelf: ['mysql', 'clock', 'status', 'feed', 'ids', 'crypto'], protos: true, grpc: false,
  },
  'memory store': {
    own: ['memory store', 'store', 'domain'],
    shelf: ['clock', 'status', 'ids', 'crypto'], protos: false, grpc: false,
  },
  store: { own: ['store', 'domain'], shelf: ['clock', 'status', 'ids', 'feed'], protos: false, grpc: false },
  domain: { own: ['domain'], shelf: ['status'], protos: false, grpc: false },
};

/** The kind of services/SERVICE/REST, or undefined for a place nobody knows. */
export function kindOf(rest) {
  const [folder, file] = rest.includes('/') ? rest.split('/') : ['', rest];
  switch (folder) {
    case '': return 'main';
    case 'domain': case 'flat': return 'domain';
    case 'rpc': return 'rpc';
    case 'follow': case 'engine': case 'load': case 'batch': case 'simulation': case 'explain': case 'device': case 'intake': case 'sign_in': case 'transfer': return 'use case';
    case 'wire': return 'wire';
    case 'client': return 'client';
    case 'store':
      // household_store.h is the interface; mysql_household_store.cc, with
      // mysql_household_rows.h beside it, is how MySQL keeps it.
      if (file.startsWith('mysql_')) return 'mysql store';
      return file.startsWith('memory_') ? 'memory store' : 'store';
    default: return undefined;
  }
}

/** The shelf items and protos the gateway may include. */
export const gateway = {
  shelf: ['status', 'config', 'log', 'metrics', 'access', 'clock'],
  protos: ['rasoat/api/'],
};

/**
 * Words that belong in one place. `in`: where the rule holds; `except`: the
 * place the words belong to; both are regular expressions on the path.
 */
export const words = [
  {
    rule: 'the connector is known to services/common/mysql only',
    pattern: /#include\s*<(cppconn\/|mysql_driver|mysql_connection)|\bsql::/,
    in: /^(services|gateway)\//, except: /^services\/common\/mysql\//,
  },
  {
    rule: 'SQL stands in store/, common/mysql and common/feed only',
    pattern: /"\s*(SELECT\s|INSERT\s+(IGNORE\s+)?INTO\s|UPDATE\s+\w+\s+SET\s|DELETE\s+FROM\s|CREATE\s+TABLE\s)/,
    in: /^(services|gateway)\//, except: /^services\/(\w+\/store|common\/(mysql|feed))\//,
  },
  {
    // The gateway dates its replies and names its requests; no rule of the trade hangs on either.
    rule: 'time is handed in; only services/common/clock reads it',
    pattern: /\babsl::Now\(|\bGetCurrentTimeNanos\(|system_clock::now\(|\bgettimeofday\(|\btime\((nullptr|NULL|0)\)/,
    in: /^services\//, except: /^services\/common\/clock\//,
  },
  {
    rule: 'chance is handed in; only services/common/ids rolls dice',
    pattern: /\bstd::random_device\b|\bstd::mt19937|\babsl::(InsecureBitGen|BitGen)\b|\bs?rand\(/,
    in: /^services\//, except: /^services\/common\/ids\//,
  },
  {
    rule: 'exceptions end in common/mysql, common/rpc and at the edges of gateway/http',
    pattern: /\bcatch\s*\(/,
    in: /^(services|gateway)\//, except: /^(services\/common\/(mysql|rpc|metrics|server)|gateway\/(http|upstream))\//,
  },
  {
    rule: 'a test waits for what it needs, never for time to pass',
    pattern: /\bsleep_for\b|\bsleep_until\b|\bSleepFor\(|\busleep\(|\bsleep\(/,
    in: /^tests\/(unit|contract|integration|migrations)\/.*\.(cc|h)$/, except: /^$/,
  },
  {
    rule: 'a test that cannot run fails; it is not skipped',
    pattern: /\bGTEST_SKIP\b|\bDISABLED_\w+/,
    in: /^tests\//, except: /^tests\/layering\//,
  },
];

/** Lines a file may have: what style asks for, and a fifth over it. */
export const longest = [
  { in: /^tests\/.*\.(cc|h|mjs)$/, lines: 600 },
  { in: /^(services|gateway)\/.*\.h$/, lines: 200 },
  { in: /^(services|gateway)\/.*\.(cc|ts)$/, lines: 360 },
];
