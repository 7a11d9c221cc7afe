// What the library for devices takes and does not take:
//   DEVICE_SURVEYS=… DEVICE_FOLDER=… node --test engine.test.mjs
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';

const { DEVICE_SURVEYS: surveys, DEVICE_FOLDER: folder } = process.env;
const { Engine } = await import(pathToFileURL(path.join(folder, 'scoring.mjs')));
const wasm = fs.readFileSync(path.join(folder, 'scoring.wasm'));
const lines = execFileSync(surveys, ['1000', '1'], { encoding: 'utf8', maxBuffer: 1 << 28 }).split('\n');
const start = lines.findIndex((line) => line.startsWith('P{"standard":"standards/training-2022-2"'));
const program = JSON.parse(lines[start].slice(1));
// The first survey of the training standard that can be scored.
const [facts, assessment] = lines.slice(start + 1).map((line) => line.slice(1).split('\t'))
  .find(([, answer]) => answer.startsWith('{"name":""')).map((json) => JSON.parse(json));

const engine = await Engine.load(wasm, program);
const changed = (change) => {
  const copy = structuredClone(facts);
  change(copy);
  return copy;
};

test('the library is small enough for any line', () => {
  assert.ok(wasm.length < 12_000, `scoring.wasm has ${wasm.length} bytes`);
});

test('a module may be compiled once for several standards, which do not mix', async () => {
  const module = await WebAssembly.compile(wasm);
  const other = JSON.parse(lines.find((line) => line.startsWith('P{"standard":"standards/narrow"')).slice(1));
  const engines = [await Engine.load(module, program), await Engine.load(module, other)];
  for (let i = 0; i < 3; i += 1) {
    assert.deepEqual(engines[0].score(facts), assessment);
    assert.notDeepEqual(engines[1].score(facts), assessment);
  }
  assert.deepEqual(engines.map((one) => one.standard), ['standards/training-2022-2', 'standards/narrow']);
  assert.equal(engines[0].contentHash, program.contentHash);
});

test('what the API leaves out may be left out, null too, and enums may be numbers', () => {
  const bare = changed((copy) => {
    copy.settlement = copy.settlement === 'SETTLEMENT_URBAN' ? 2 : 1;
    copy.declared = null;
    for (const member of copy.members) {
      delete member.sex;
      if (member.answers.length === 0) delete member.answers;
    }
    for (const answer of copy.answers) {
      if (answer.number !== undefined) answer.number = Number(answer.number);
    }
  });
  assert.deepEqual(engine.score(bare), assessment);
});

test('what is not of the shape of HouseholdFacts is a mistake of the program', () => {
  for (const [wrong, field] of [
    [null, /household: not an object/],
    [[], /household: not an object/],
    [changed((copy) => { copy.review_date = '2021-10-10'; }), /household: no field review_date/],
    [changed((copy) => { copy.settlement = 'URBAN'; }), /household\.settlement/],
    [changed((copy) => { copy.region = 7; }), /household\.region/],
    [changed((copy) => { copy.members = {}; }), /household\.members: not a list/],
    [changed((copy) => { copy.members[0].birthDate = 19800101; }), /members\[0\]\.birthDate: not a text/],
    [changed((copy) => { copy.members[0].sex = 'SEX_OTHER'; }), /members\[0\]\.sex/],
    [changed((copy) => { copy.answers = [{ question: 'a', choice: 'b', yes: true }]; }), /answers\[a\]: choice and yes at once/],
    [changed((copy) => { copy.answers = [{ question: 'a', yes: 'true' }]; }), /answers\[a\]: not true or false/],
    [changed((copy) => { copy.answers = [{ question: 'a', number: 1.5 }]; }), /answers\[a\]: not a whole number/],
    [changed((copy) => { copy.answers = [{ question: 'a', number: '9223372036854775808' }]; }), /answers\[a\]/],
    [changed((copy) => { copy.answers = [{ question: 'a', choices: ['b'] }]; }), /answers\[a\]: not an object/],
    [changed((copy) => { copy.declared = { b1: 2 ** 31 }; }), /declared\.b1/],
  ]) {
    assert.throws(() => engine.score(wrong), (error) => {
      assert.ok(error instanceof TypeError, String(error));
      assert.match(error.message, field);
      return true;
    });
  }
});

test('more members than there is room for are told, not miscounted', () => {
  const crowd = changed((copy) => {
    copy.members = Array.from({ length: 256 }, (_, at) => ({ ...copy.members[0], member: `${at}` }));
  });
  assert.throws(() => engine.score(crowd), RangeError);
  crowd.members.pop();
  assert.ok(engine.score(crowd).violations ?? engine.score(crowd).householdClass);
});

test('a long result makes its own room', () => {
  const crowd = changed((copy) => {
    copy.members = Array.from({ length: 255 }, (_, at) => (
      { member: `${at}`.padStart(3, '0'), birthDate: '1990-01-01', answers: [] }));
  });
  const { violations } = engine.score(crowd);
  assert.ok(violations.length > 1000, `${violations.length}`);
  assert.deepEqual(engine.score(facts), assessment);
});

test('a program of another version, or a damaged one, is not loaded', async () => {
  const bytes = Buffer.from(program.words, 'base64');
  bytes.writeInt32LE(99, 0);
  const newer = { ...program, engineVersion: 99, words: bytes.toString('base64') };
  await assert.rejects(Engine.load(wasm, newer), /standards\/training-2022-2 has version 99/);
  const cut = { ...program, words: Buffer.from(program.words, 'base64').subarray(0, 400).toString('base64') };
  await assert.rejects(Engine.load(wasm, cut), /damaged/);
  const short = { ...program, choices: program.choices.slice(1) };
  const mixed = await Engine.load(wasm, short);
  assert.throws(() => mixed.score(facts), /do not fit together/);
});
