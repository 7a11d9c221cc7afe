// Household numbers and citizen ids that nobody else has, on a system where
// other tests, earlier runs and the example have theirs.
import assert from 'node:assert/strict';
import { randomInt } from 'node:crypto';

// Provinces of birth that the example gives nobody (tests/census/people.cc), nor any other test.
const provinces = ['001', '002', '004', '006', '008', '010', '011', '012', '014', '015'];
// Centuries to come: no living person's number.
const centuries = [4, 5, 6, 7, 8, 9];
const blockNumbers = 200;
const blockPeople = 1000;
const firstNumber = 50_000;
const blocks = Math.floor((91_000 - firstNumber) / blockNumbers);

/**
 * Claims 200 household numbers of a village and a thousand citizen ids a year of birth: a household is registered
 * with the first number and an id of the block, which the register refuses when anybody has had the block before.
 *
 * Returns `number(i)`, 1 ≤ i < 200, and `citizenId(i, year)`, 0 ≤ i < 1000, which belongs to somebody born in that year.
 */
export async function claimNumbers(system, token, village) {
  const start = randomInt(blocks);
  for (let i = 0; i < blocks; i += 1) {
    const block = (start + i) % blocks;
    const prefix = `${provinces[randomInt(provinces.length)]}${centuries[randomInt(centuries.length)]}`;
    const thousand = String(randomInt(1000)).padStart(3, '0');
    const citizenId = (at, year) => `${prefix}${String(year % 100).padStart(2, '0')}${thousand}${String(at).padStart(3, '0')}`;
    const number = (at) => firstNumber + block * blockNumbers + at;
    const marker = {
      village: `areas/${village}`, number: number(0), members: [{
        memberId: '01', fullName: `Giữ Chỗ ${prefix} ${thousand}`, birthDate: '1999-01-01', sex: 'SEX_MALE',
        relation: 'RELATION_HEAD', ethnicGroup: '01',
        // All ids of the block stand or fall with this one, whatever their year.
        identityKind: 'IDENTITY_KIND_CITIZEN_ID', identityNumber: citizenId(blockPeople - 1, 1999),
      }],
    };
    const { status, body } = await system.http('POST', '/v1/households', { token, json: marker });
    if (status === 200) return { number, citizenId };
    assert.equal(status, 409, JSON.stringify(body));
  }
  throw new Error(`all ${blocks} blocks of numbers of village ${village} are taken; start with an empty system`);
}
