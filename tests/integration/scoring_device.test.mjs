// A device fetches the library and a standard through the gateway, and scores
// without it: what it says is what POST :score says, to the letter.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { System } from './support/system.mjs';
import { trainingHousehold } from './support/training_household.mjs';

const system = new System();
const files = ['scoring.mjs', 'facts.mjs', 'violations.mjs', 'scoring.wasm'];
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'rasoat-device-'));
let Engine;
let wasm;

after(() => {
  system.close();
  fs.rmSync(folder, { recursive: true, force: true });
});

before(async () => {
  for (const file of files) {
    const response = await fetch(`${system.url}/device/${file}`);
    assert.equal(response.status, 200, file);
    fs.writeFileSync(path.join(folder, file), Buffer.from(await response.arrayBuffer()));
  }
  ({ Engine } = await import(pathToFileURL(path.join(folder, 'scoring.mjs'))));
  wasm = fs.readFileSync(path.join(folder, 'scoring.wasm'));
});

async function engineFor(standard) {
  const { status, body } = await system.http('GET', `/v1/standards/${standard}/program`);
  assert.equal(status, 200, JSON.stringify(body));
  return Engine.load(wasm, body);
}

/** The server's answer as it came: the text of an assessment, or a refusal. */
async function ask(standard, household) {
  const response = await fetch(`${system.url}/v1/standards/${standard}:score`, {
    method: 'POST', body: JSON.stringify(household),
    headers: { authorization: `Bearer ${await system.token('xa')}`, 'content-type': 'application/json' },
  });
  const text = await response.text();
  if (response.ok) return { text };
  const details = JSON.parse(text).error.details;
  const of = (type) => details.filter((one) => one['@type'].endsWith(type));
  return {
    text: undefined,
    violations: of('BadRequest')[0].fieldViolations,
    messages: Object.fromEntries(of('LocalizedMessage').map((one) => [one.locale, one.message])),
  };
}

test('the library is there, with its kinds, and is not sent twice', async () => {
  for (const [file, kind] of [['scoring.mjs', /^text\/javascript/], ['scoring.wasm', /^application\/wasm$/]]) {
    const first = await fetch(`${system.url}/device/${file}`);
    assert.match(first.headers.get('content-type'), kind);
    const again = await fetch(`${system.url}/device/${file}`,
      { headers: { 'if-none-match': first.headers.get('etag') } });
    assert.equal(again.status, 304);
  }
});

test('a standard on a device is the one that the server shows', async () => {
  const { body } = await system.http('GET', '/v1/standards/training-2022-2');
  assert.equal((await engineFor('training-2022-2')).contentHash, body.contentHash);
  const { refusal } = await system.http('GET', '/v1/standards/none/program');
  assert.equal(refusal.reason, 'STANDARD_NOT_FOUND');
});

test('scores agree with the server to the byte', async () => {
  const engine = await engineFor('training-2022-2');
  const classes = new Set();
  for (let n = 0; n < 120; n += 1) {
    const household = trainingHousehold(n);
    const { text, violations } = await ask('training-2022-2', household);
    assert.ok(text, JSON.stringify(violations));
    assert.equal(JSON.stringify(engine.score(household)), text);
    classes.add(JSON.parse(text).householdClass);
  }
  assert.equal(classes.size, 3, [...classes].join());
});

test('totals from paper agree too', async () => {
  const engine = await engineFor('national-2022');
  for (const [b1, deprivations] of [[140, ['job', 'dependants', 'nutrition']], [140, []], [141, ['job']]]) {
    const household = { settlement: 'SETTLEMENT_RURAL', reviewDate: '2022-10-10', declared: { b1, deprivations } };
    const { text } = await ask('national-2022', household);
    assert.equal(JSON.stringify(engine.score(household)), text);
  }
});

const without = (list, question) => list.filter((one) => one.question !== question);
for (const [what, standard, change] of [
  ['answers that are missing', 'training-2022-2', (one) => {
    one.answers = without(one.answers, 'house.wall');
    one.members[0].answers = without(one.members[0].answers, 'member.work');
  }],
  ['an option nobody lists', 'training-2022-2', (one) => { one.answers[0].choice = 'gold'; }],
  ['an answer given twice', 'training-2022-2', (one) => { one.answers.push(one.answers[0]); }],
  ['a number in place of an option', 'training-2022-2', (one) => { one.answers[0] = { question: 'house.wall', number: '4' }; }],
  ['less than nothing', 'training-2022-2', (one) => { one.answers[3].number = '-1'; }],
  ['a birth to come', 'training-2022-2', (one) => { one.members[0].birthDate = '2021-10-11'; }],
  ['days that do not exist', 'training-2022-2', (one) => { one.members[0].birthDate = '2021-02-29'; }],
  ['nobody, nowhere', 'training-2022-2', (one) => { one.members = []; one.settlement = 'SETTLEMENT_UNSPECIFIED'; }],
  ['another time', 'training-2022-2', (one) => { one.reviewDate = '2031-10-10'; }],
  ['totals that are needed', 'national-2022', (one) => { one.reviewDate = '2022-10-10'; }],
]) {
  test(`what the server refuses, the device refuses in the same words: ${what}`, async () => {
    const household = trainingHousehold(3);
    change(household);
    const server = await ask(standard, household);
    const { violations } = (await engineFor(standard)).score(household);
    assert.ok(violations.length > 0);
    assert.deepEqual(violations.map(({ field, rule, en }) => [field, rule, en]),
      server.violations.map((one) => [one.field, one.reason, one.description]));
    for (const locale of ['vi', 'en']) {
      assert.equal(violations.map((one) => one[locale]).join('\n'), server.messages[locale]);
    }
  });
}
