// What the gateway serves of its own: the document of the API, its pages, its
// probes and its metrics.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { camel, methods } from './support/protos.mjs';
import { checkout, System } from './support/system.mjs';

const system = new System();
const redocly = path.join(checkout, 'tests/node_modules/.bin/redocly');
const rules = path.join(checkout, 'tests/integration/support/redocly.yaml');

async function document() {
  const { status, body } = await system.http('GET', '/openapi.json');
  assert.equal(status, 200);
  return body;
}

test('the document of the API passes Redocly', async (t) => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'rasoat-openapi-'));
  t.after(() => fs.rmSync(folder, { recursive: true }));
  const file = path.join(folder, 'openapi.json');
  fs.writeFileSync(file, JSON.stringify(await document()));
  const run = spawnSync(redocly, ['lint', '--config', rules, '--max-problems', '20', file], {
    encoding: 'utf8',
    env: { ...process.env, REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' },
  });
  assert.equal(run.status, 0, run.stdout + run.stderr);
});

test('every method of the protos is in it, at its path', async () => {
  const { paths } = await document();
  const ids = Object.values(paths).flatMap((item) => Object.values(item))
    .map((operation) => operation.operationId).filter(Boolean);
  assert.equal(new Set(ids).size, ids.length);
  // A stream of requests has no place on HTTP.
  for (const method of methods.filter(({ http }) => http)) {
    const verb = method.http.verb.toLowerCase();
    const fixed = method.http.template.split('{')[0];
    const end = method.http.template.split('}').at(-1);
    const at = Object.keys(paths).filter((key) => key.startsWith(fixed) && key.endsWith(end) && paths[key][verb]);
    const name = camel(method.name.split('.')[1]);
    assert.ok(at.some((key) => paths[key][verb].operationId.includes(name)),
      `${method.name} ${method.http.verb} ${method.http.template}`);
  }
});

test('streams and errors are described', async () => {
  const { paths } = await document();
  const watch = Object.entries(paths).find(([key]) => key.endsWith('/progress:watch'))[1].get;
  assert.deepEqual(Object.keys(watch.responses[200].content).sort(),
    ['application/x-ndjson', 'text/event-stream']);
  for (const operation of Object.values(paths).flatMap((item) => Object.values(item))) {
    if (!operation.operationId) continue;
    for (const status of [400, 503]) assert.ok(operation.responses[status], operation.operationId);
  }
});

test('/docs is a page made from the document', async () => {
  const { status, headers, body } = await system.http('GET', '/docs');
  assert.equal(status, 200);
  assert.match(headers.get('content-type'), /^text\/html/);
  assert.match(body, /href="\/openapi\.json"/);
  for (const [, asset] of body.matchAll(/(?:src|href)="(\/docs\/[^"]+)"/g)) {
    assert.equal((await system.http('GET', asset)).status, 200, asset);
  }
});

test('/healthz and /readyz answer without signing in', async () => {
  const health = await system.http('GET', '/healthz');
  assert.deepEqual([health.status, health.body.status], [200, 'SERVING']);
  const ready = await system.http('GET', '/readyz');
  assert.equal(ready.status, 200);
  for (const name of ['registry', 'scoring', 'workflow', 'reporting']) {
    assert.ok(JSON.stringify(ready.body).includes(name), name);
  }
});

test('/metrics of the gateway and of each service count the calls', async () => {
  await system.http('GET', '/v1/forms');
  for (const [name, part] of Object.entries(system.parts)) {
    if (part.metrics === '') continue;
    const response = await fetch(part.metrics);
    assert.equal(response.status, 200, name);
    const text = await response.text();
    assert.match(text, /^# TYPE rasoat_\w*call\w* (counter|histogram)$/m, name);
    assert.match(text, /^rasoat_\w*call\w*_count\{.*\} [1-9]/m, name);
  }
});

test('the page at / is HTML', async () => {
  const { status, headers, body } = await system.http('GET', '/');
  assert.equal(status, 200);
  assert.match(headers.get('content-type'), /^text\/html/);
  assert.match(body, /<html lang="vi"/);
});

test('a request keeps its id, or gets one', async () => {
  const kept = await system.http('GET', '/v1/forms', { headers: { 'x-request-id': 'thu-123' } });
  assert.equal(kept.headers.get('x-request-id'), 'thu-123');
  const given = await system.http('GET', '/v1/nowhere');
  assert.ok(given.headers.get('x-request-id'));
});
