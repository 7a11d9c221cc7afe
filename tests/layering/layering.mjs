// Checks the arrows of the house: node tests/layering/layering.mjs [ROOT]
// Prints one line a finding, FILE:LINE: RULE, and ends with 1 if there is any.
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { gateway, kindOf, kinds, longest, services, shelf, words } from './rules.mjs';

const skipped = new Set(['node_modules', 'dist', '.git', '.build', '.build-asan', '.rasoat']);

function* walk(root, folder) {
  for (const entry of fs.readdirSync(path.join(root, folder), { withFileTypes: true })) {
    if (skipped.has(entry.name)) continue;
    const at = folder ? `${folder}/${entry.name}` : entry.name;
    if (entry.isDirectory()) yield* walk(root, at);
    else if (entry.isFile()) yield at;
  }
}

/** The source without its comments and pages; lines stay where they are. */
export function withoutComments(text) {
  const blank = (match) => match.replace(/[^\n]/g, ' ');
  return text.replace(/R"(js|css|html)\([^]*?\)\1"/g, blank).replace(
    /"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])'|\/\/[^\n]*|\/\*[^]*?\*\//g,
    (match) => (match.startsWith('/') ? blank(match) : match));
}

/** Why `file` may not include `target`; undefined when it may. */
export function refusal(file, target) {
  const from = file.split('/');
  const to = target.split('/');
  const proto = /\.pb\.h$/.test(target);
  const grpc = /\.grpc\.pb\.h$/.test(target) || /^grpc(pp)?\//.test(target);

  if (from[0] === 'gateway') {
    if (to[0] === 'tests') return 'the product knows no tests';
    if (to[0] === 'services' && !(to[1] === 'common' && gateway.shelf.includes(to[2]))) {
      return `the gateway knows of services/ only common/{${gateway.shelf}}`;
    }
    if (proto && to[0] === 'rasoat' && !gateway.protos.some((p) => target.startsWith(p))) {
      return 'the gateway knows the messages of rasoat/api only';
    }
    return undefined;
  }
  if (from[0] !== 'services') return undefined;
  if (to[0] === 'tests' || to[0] === 'gateway') return `services know no ${to[0]}`;

  if (from[1] === 'common') {
    if (to[0] === 'services' && to[1] !== 'common') return 'the shelf knows no service';
    if (proto && to[0] === 'rasoat' && services.includes(to[1])) return 'the shelf knows no messages of a service';
    if (to[0] === 'services' && to[2] !== from[2] && !shelf[from[2]]?.includes(to[2])) {
      return from[2] in shelf ? `common/${from[2]} may not know common/${to[2]}`
        : `common/${from[2]} is not on the shelf: add it to tests/layering/rules.mjs`;
    }
    return undefined;
  }

  const service = from[1];
  const kind = kindOf(from.slice(2).join('/'));
  const may = kinds[kind];
  if (!may) return undefined;  // reported once, for its folder
  if (to[0] === 'services' && to[1] === 'common') {
    return may.shelf.includes(to[2]) ? undefined : `${kind} may not know common/${to[2]}`;
  }
  if (to[0] === 'services' && to[1] !== service) return `${service} knows ${to[1]} through its protos only`;
  if (to[0] === 'services') {
    const other = kindOf(to.slice(2).join('/'));
    return may.own.includes(other) ? undefined : `${kind} may not know ${other}`;
  }
  if (grpc && !may.grpc) return `${kind} may not know gRPC`;
  if ((proto || target.startsWith('google/protobuf/')) && !may.protos) return `${kind} may not know messages`;
  if (proto && to[0] === 'rasoat' && services.indexOf(to[1]) > services.indexOf(service)) {
    return `${service} may not know ${to[1]}: knowledge runs ${services.join(' → ')}`;
  }
  return undefined;
}

function* findingsInCode(file, text) {
  const code = withoutComments(text);
  const lines = code.split('\n');
  const parts = file.split('/');
  if (parts[0] === 'services' && parts[1] !== 'common' && !kindOf(parts.slice(2).join('/'))) {
    yield [1, `nobody knows the folder ${parts.slice(0, 3).join('/')}: give it a kind in tests/layering/rules.mjs`];
  }
  for (const [at, line] of lines.entries()) {
    const include = /^\s*#include\s*["<]([^">]+)[">]/.exec(line);
    if (include) {
      const why = refusal(file, include[1]);
      if (why) yield [at + 1, `${why} (${include[1]})`];
      if (/^\s*#include\s*"/.test(line) && !include[1].includes('/')) yield [at + 1, 'includes are written from the root'];
    }
    for (const word of words) {
      if (word.in.test(file) && !word.except.test(file) && word.pattern.test(line)) yield [at + 1, word.rule];
    }
  }
  if (file.endsWith('.h') && !/^#pragma once$/m.test(code)) yield [1, 'a header begins with #pragma once'];
}

function* findingsInProto(file, text) {
  const own = services.indexOf(/^protos\/rasoat\/(\w+)\//.exec(file)?.[1]);
  for (const [at, line] of text.split('\n').entries()) {
    const imported = /^import\s+(?:public\s+)?"rasoat\/(\w+)\//.exec(line)?.[1];
    if (imported && services.indexOf(imported) > own) {
      yield [at + 1, `knowledge runs ${services.join(' → ')}: no import of ${imported} here`];
    }
  }
}

/** Every finding in the tree under `root`, as "FILE:LINE: RULE", sorted. */
export function check(root) {
  const findings = [];
  const listed = [];
  const sources = [];
  for (const top of ['protos', 'services', 'gateway', 'tests']) {
    if (!fs.existsSync(path.join(root, top))) continue;
    for (const file of walk(root, top)) {
      if (!/(\.(cc|h|proto|mjs|ts|sh|sql|cmake)|\/CMakeLists\.txt)$/.test(file)) continue;
      const text = fs.readFileSync(path.join(root, file), 'utf8');
      const add = ([line, rule]) => findings.push(`${file}:${line}: ${rule}`);
      if (/\.(cc|h)$/.test(file)) for (const finding of findingsInCode(file, text)) add(finding);
      if (file.endsWith('.proto')) for (const finding of findingsInProto(file, text)) add(finding);
      if (file.endsWith('.cc')) sources.push(file);
      if (/(CMakeLists\.txt|\.cmake)$/.test(file)) {
        listed.push(text);
        if (/file\s*\(\s*GLOB/i.test(text)) add([1, 'sources are listed, never globbed']);
      }
      const lines = text.split('\n');
      const limit = longest.find((l) => l.in.test(file));
      if (limit && lines.length > limit.lines) add([limit.lines, `longer than ${limit.lines} lines: split it`]);
      if (!file.startsWith('tests/layering/')) {
        for (const [at, line] of lines.entries()) {
          if (/\b(TODO|FIXME|XXX|HACK)\b/.test(line)) add([at + 1, 'fix it, or decide it in services/DECISIONS.md']);
        }
      }
    }
  }
  const names = listed.join('\n');
  for (const file of sources) {
    if (!names.includes(path.basename(file))) findings.push(`${file}:1: no CMake file lists it, so nothing builds it`);
  }
  return findings.sort();
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const root = process.argv[2] ?? path.join(path.dirname(fileURLToPath(import.meta.url)), '../..');
  const findings = check(root);
  for (const finding of findings) console.log(finding);
  console.log(findings.length ? `${findings.length} findings` : 'every arrow points the right way');
  process.exitCode = findings.length ? 1 : 0;
}
