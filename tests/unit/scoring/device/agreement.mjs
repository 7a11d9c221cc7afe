// The library for devices says of every survey what the readable engine says,
// to the letter, refusals included:
//   node agreement.mjs DEVICE_SURVEYS FOLDER COUNT SEED
// FOLDER holds the built library. Ends with 1 at the first differences.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import readline from 'node:readline';
import { pathToFileURL } from 'node:url';

const [surveys, folder, count, seed] = process.argv.slice(2);
const { Engine } = await import(pathToFileURL(path.join(folder, 'scoring.mjs')));
const wasm = await WebAssembly.compile(fs.readFileSync(path.join(folder, 'scoring.wasm')));

// Every rule must have been seen, and every class.
const wanted = new Set([
  'DATE_MALFORMED', 'STANDARD_NOT_IN_FORCE', 'TOTALS_NEEDED', 'SETTLEMENT_MISSING',
  'REGION_MISSING', 'MEMBERS_MISSING', 'MEMBER_REPEATED', 'BIRTH_AFTER_REVIEW', 'ANSWER_MISSING',
  'ANSWER_KIND', 'ANSWER_UNKNOWN', 'ANSWER_REPEATED', 'ANSWER_OUT_OF_RANGE', 'B1_NEGATIVE',
  'DEPRIVATION_UNKNOWN', 'DEPRIVATION_REPEATED',
  'HOUSEHOLD_CLASS_POOR', 'HOUSEHOLD_CLASS_NEAR_POOR', 'HOUSEHOLD_CLASS_NOT_POOR',
]);
const seen = { standards: 0, scored: 0, refused: 0 };
let engine;
let differences = 0;

function compare(line) {
  const tab = line.indexOf('\t');
  const expected = line.slice(tab + 1);
  const facts = JSON.parse(line.slice(1, tab));
  const result = engine.score(facts);
  if (result.violations) {
    seen.refused += 1;
    for (const { rule } of result.violations) wanted.delete(rule);
  } else {
    seen.scored += 1;
    wanted.delete(result.householdClass);
  }
  if (JSON.stringify(result) === expected) return;
  try {
    assert.deepStrictEqual(result, JSON.parse(expected));
  } catch (difference) {
    differences += 1;
    console.error(`${engine.standard}\n${line.slice(1, tab)}\n${difference.message}\n`);
    if (differences === 3) throw new Error('they differ; see above');
  }
}

const writer = spawn(surveys, [count, seed], { stdio: ['ignore', 'pipe', 'inherit'] });
const ended = new Promise((resolve) => { writer.on('close', resolve); });
for await (const line of readline.createInterface({ input: writer.stdout, crlfDelay: Infinity })) {
  if (line[0] === 'P') {
    engine = await Engine.load(wasm, JSON.parse(line.slice(1)));
    seen.standards += 1;
  } else {
    compare(line);
  }
}
assert.equal(await ended, 0, 'device_surveys failed');
assert.equal(differences, 0);
assert.ok(seen.scored + seen.refused >= Number(count), 'too few surveys');
assert.ok(seen.scored > Number(count) / 3 && seen.refused > Number(count) / 10, 'one-sided surveys');
assert.deepEqual([...wanted], [], 'never seen');
console.log(`${seen.scored} scored and ${seen.refused} refused alike, `
  + `under ${seen.standards} standards`);
