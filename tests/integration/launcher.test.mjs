// The launcher, against the system it started for these tests.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const launcher = fileURLToPath(new URL('../../rasoat', import.meta.url));

/** Runs `./rasoat words…` with changes to the environment. */
function rasoat(words, changes = {}) {
  const run = spawnSync(launcher, words, { env: { ...process.env, ...changes }, encoding: 'utf8' });
  return { code: run.status, out: run.stdout, err: run.stderr };
}

function status() {
  const { code, out, err } = rasoat(['status', '--json']);
  assert.equal(err, '');
  return { code, ...JSON.parse(out) };
}

function pids(system) {
  return Object.fromEntries(system.parts.map((part) => [part.name, part.pid]));
}

/** A home that is removed, with what runs in it, when the test ends. */
function otherHome(t) {
  const home = fs.mkdtempSync(path.join(os.tmpdir(), 'rasoat-home-'));
  t.after(() => {
    rasoat(['down', '--purge'], { RASOAT_HOME: home });
    fs.rmSync(home, { recursive: true, force: true });
  });
  return home;
}

test('status lists every part, ready, with its address and a live process', () => {
  const system = status();
  assert.equal(system.code, 0);
  assert.deepEqual(system.parts.map((part) => part.name),
    ['mariadb', 'registry', 'scoring', 'workflow', 'reporting', 'gateway']);
  for (const part of system.parts) {
    assert.equal(part.state, 'ready', part.name);
    assert.ok(fs.existsSync(`/proc/${part.pid}`), part.name);
    assert.match(part.address, /127\.0\.0\.1:\d+$/);
  }
  assert.equal(system.url, process.env.RASOAT_URL);
});

test('a second up keeps every process and is quick', () => {
  const before = pids(status());
  const began = process.hrtime.bigint();
  const { code, out } = rasoat(['up'], { RASOAT_EXAMPLE: '0' });
  const seconds = Number(process.hrtime.bigint() - began) / 1e9;
  assert.equal(code, 0, out);
  assert.deepEqual(pids(status()), before);
  assert.ok(seconds <= 15, `took ${seconds} s`);
});

for (const victim of ['scoring', 'gateway']) {
  test(`up brings back a killed ${victim}, and nothing else`, () => {
    const before = pids(status());
    process.kill(before[victim], 'SIGKILL');
    const { code, out } = rasoat(['up'], { RASOAT_EXAMPLE: '0' });
    assert.equal(code, 0, out);
    const after = pids(status());
    assert.notEqual(after[victim], before[victim]);
    assert.deepEqual({ ...after, [victim]: 0 }, { ...before, [victim]: 0 });
  });
}

test('up on a taken port says which step, why, and what to do', (t) => {
  const { code, err } = rasoat(['up'], { RASOAT_HOME: otherHome(t) });
  assert.notEqual(code, 0);
  assert.match(err, /failed: private MariaDB/);
  assert.match(err, /why: +port \d+/);
  assert.match(err, /do: +.*RASOAT_PORT_BASE/);
  assert.equal(status().code, 0);
});

test('down leaves a process alone that took over a recorded number', (t) => {
  const home = otherHome(t);
  const stranger = spawn('sleep', ['600']);
  t.after(() => stranger.kill('SIGKILL'));
  fs.mkdirSync(path.join(home, 'run'));
  const boot = fs.readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  fs.writeFileSync(path.join(home, 'run/gateway.pid'), `${stranger.pid} 1 ${boot} -\n`);
  assert.equal(rasoat(['down'], { RASOAT_HOME: home }).code, 0);
  assert.ok(!fs.readFileSync(`/proc/${stranger.pid}/stat`, 'utf8').includes(') Z '));
  assert.ok(!fs.existsSync(path.join(home, 'run/gateway.pid')));
});

test('down --purge refuses a directory that is not a home', (t) => {
  const home = fs.mkdtempSync(path.join(os.tmpdir(), 'rasoat-strange-'));
  t.after(() => fs.rmSync(home, { recursive: true, force: true }));
  fs.mkdirSync(path.join(home, 'run'));
  fs.writeFileSync(path.join(home, 'precious'), 'kept');
  assert.notEqual(rasoat(['down', '--purge'], { RASOAT_HOME: home }).code, 0);
  assert.equal(fs.readFileSync(path.join(home, 'precious'), 'utf8'), 'kept');
});

test('an unknown command or a wrong setting is refused with the remedy', () => {
  const unknown = rasoat(['upp']);
  assert.equal(unknown.code, 2);
  assert.match(unknown.err, /rasoat help/);
  const wrong = rasoat(['status'], { RASOAT_HTTP_PORT: 'eighty' });
  assert.notEqual(wrong.code, 0);
  assert.match(wrong.err, /RASOAT_HTTP_PORT is 'eighty'/);
});
