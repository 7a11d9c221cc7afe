// A census is played while every service, one after the other, is killed in
// the middle of it and started again. The play ends well, with exact figures,
// and playing it again changes nothing.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { freeBase } from './support/ports.mjs';
import { checkout, rasoat, System, until } from './support/system.mjs';

const villages = 418;
const householdsPerVillage = 8;
const figures = { villages, households: householdsPerVillage, scored: 300, met: 150, posted: 60, trained: 0 };
const areas = 1 + 10 + 209 + villages;
const services = ['registry', 'scoring', 'workflow', 'reporting'];
const round = 'thu-suc-ben';

let settings;
let system;

before(async () => {
  const base = await freeBase();
  settings = {
    RASOAT_HOME: fs.mkdtempSync(path.join(os.tmpdir(), 'rasoat-kill-')),
    RASOAT_PORT_BASE: String(base), RASOAT_HTTP_PORT: String(base + 80),
    RASOAT_MYSQL_URL: '', RASOAT_EXAMPLE: '0',
  };
  const { code, out, err } = rasoat(['up'], settings);
  assert.equal(code, 0, out + err);
  system = new System(settings);
});

after(() => {
  system?.close();
  rasoat(['down', '--purge'], settings);
  fs.rmSync(settings.RASOAT_HOME, { recursive: true, force: true });
});

/** Starts the census player; `ended` resolves to its exit code. */
function play() {
  const player = spawn(path.join(checkout, '.build/bin/census-player'), [
    ...Object.entries(figures).map(([name, value]) => `--${name}=${value}`), `--round=${round}`,
    '--workers=2', `--data=${checkout}/tests/census/data`, '--admin_account=admin',
    `--admin_password_file=${settings.RASOAT_HOME}/keys/admin-password`,
  ], { env: { ...process.env, ...system.addresses() } });
  const told = [];
  for (const stream of [player.stdout, player.stderr]) stream.on('data', (chunk) => told.push(chunk));
  const ended = once(player, 'exit').then(([code]) => code);
  return { player, ended, told: () => Buffer.concat(told).toString() };
}

/** Waits until a feed has passed a position, while the player plays. */
function passes(running, service, position) {
  return until(`${service} at ${position}\n${running.told()}`, 60, async () => {
    assert.equal(running.player.exitCode, null, `the play ended before ${service} ${position}: ${running.told()}`);
    const newest = await system.newestPosition(service);
    return newest >= position ? newest : undefined;
  });
}

function startAgain() {
  const { code, out, err } = rasoat(['up'], settings);
  assert.equal(code, 0, out + err);
  system.close();
  system = new System(settings);
}

async function report() {
  const { status, body } = await system.http('GET',
    `/v1/rounds/${round}/progress?area=24&as_of=2021-10-10&group_by=district`, { token: await system.token('admin') });
  assert.equal(status, 200, JSON.stringify(body));
  return body;
}

async function positions() {
  const all = {};
  for (const name of services.slice(0, 3)) all[name] = await system.newestPosition(name);
  return all;
}

test('a census survives the death of the player and of every service', async () => {
  const killed = [];
  const broken = play();
  await passes(broken, 'registry', areas + 400);
  broken.player.kill('SIGKILL');
  await broken.ended;

  const running = play();
  async function kill(victim, watched, position) {
    await passes(running, watched, position);
    process.kill(system.parts[victim].pid, 'SIGKILL');
    killed.push(victim);
    startAgain();
  }
  // While the households are visited …
  await kill('registry', 'registry', areas + 1500);
  const prepared = await system.newestPosition('workflow');
  await kill('scoring', 'scoring', 1000);
  // … and while the villages go from step to step.
  await kill('workflow', 'workflow', prepared + 200);
  await kill('reporting', 'workflow', prepared + 500);

  assert.deepEqual(killed.sort(), [...services].sort());
  assert.equal(await running.ended, 0, running.told());
});

test('the figures are exact', async () => {
  const { total, rows } = await report();
  assert.equal(total.villages, villages);
  assert.deepEqual(total.steps.slice(0, 4).map((step) => [step.started, step.completed]),
    [[villages, villages], [villages, figures.scored], [figures.scored, figures.met], [figures.posted, 0]]);
  assert.deepEqual(total.milestones.map((one) => [one.reached, one.expected]),
    [[10, 10], [10, 10], [10, 10], [209, 209], [villages, villages]]);
  assert.equal(total.training.ownDelegates, 558);
  assert.equal(total.training.personsTrained, villages * 5 + 209 * 7 + 10 * 4);
  assert.equal(total.households.registered, villages * householdsPerVillage);
  assert.equal(rows.reduce((so, row) => so + row.households.assessed, 0), total.households.assessed);
});

test('the register and the scores agree with the figures', async () => {
  const { total } = await report();
  const admin = await system.token('admin');
  const { villages: all } = await system.call('Rounds.ListVillages', { round: `rounds/${round}`, area: '24', pageSize: 3000 }, admin);
  const sum = (field) => all.reduce((so, village) => so + village[field], 0);
  assert.equal(sum('householdCount'), total.households.registered);
  assert.equal(sum('assessedCount'), total.households.assessed);
  // One change an area, a household and a survey: nothing was stored twice.
  assert.equal((await positions()).registry, areas + total.households.registered + total.households.assessed);
});

test('played again, nothing changes', async () => {
  const before = { positions: await positions(), report: await report() };
  const again = play();
  assert.equal(await again.ended, 0, again.told());
  const now = { positions: await positions(), report: await report() };
  for (const { report: told } of [before, now]) {
    delete told.readTime;
    delete told.completeness;
  }
  assert.deepEqual(now, before);
});
