// Households that the training standard can score, each a little different.
const choice = (question, option) => ({ question, choice: option });
const several = (question, options) => ({ question, choices: { options } });
const number = (question, value) => ({ question, number: String(value) });
const yes = (question, is) => ({ question, yes: is });
const pick = (at, ...of) => of[at % of.length];

/** Household number `n`: the same number, the same household. */
export function trainingHousehold(n) {
  const solid = (bit) => (n >> bit & 1 ? 'durable' : 'non_durable');
  return {
    settlement: pick(n, 'SETTLEMENT_RURAL', 'SETTLEMENT_RURAL', 'SETTLEMENT_URBAN'),
    region: pick(n, 'REGION_NORTHERN_MIDLANDS_AND_MOUNTAINS', 'REGION_RED_RIVER_DELTA', 'REGION_SOUTH_EAST'),
    reviewDate: '2021-10-10',
    answers: [
      choice('house.wall', solid(0)), choice('house.column', solid(1)), choice('house.roof', solid(2)),
      number('house.area', 90 + 53 * n), choice('water.source', pick(n, 'piped', 'drilled_well', 'other')),
      choice('toilet.kind', pick(n, 'none', 'septic', 'other')),
      several('info.devices', pick(n, [], ['tv'], ['smartphone', 'tv'])),
      several('assets', pick(n, [], ['motorbike', 'fridge'], ['car', 'audio', 'motorbike'])),
      number('electricity.kwh', 7 * n), number('land.crops', 300 * n), number('livestock.large', n % 5),
      number('livestock.small', n % 20),
    ],
    members: Array.from({ length: 1 + n % 6 }, (_, at) => (at % 3 === 2 ? child(n, at) : adult(n, at))),
  };
}

function adult(n, at) {
  const work = pick(n + at, 'farm', 'wage', 'unemployed');
  return {
    member: `0${at + 1}`, birthDate: pick(n, '1981-03-01', '1956-02-29', '1960-10-10'),
    sex: pick(at, 'SEX_MALE', 'SEX_FEMALE'),
    answers: [
      choice('member.certificate', pick(n + at, 'primary', 'upper_secondary', 'none')),
      choice('member.work', work), ...(work === 'wage' ? [yes('member.contract', n % 2 === 0)] : []),
      yes('member.pension', n % 5 === 0), yes('member.allowance', false),
      yes('member.no_labour_capacity', (n + at) % 4 === 0), yes('member.health_insurance', (n + at) % 3 !== 0),
      yes('member.internet', at % 2 === 0),
    ],
  };
}

function child(n, at) {
  return {
    member: `0${at + 1}`, birthDate: pick(n, '2012-02-29', '2018-10-10', '2009-10-11'), sex: 'SEX_FEMALE',
    answers: [
      choice('member.school', pick(n, 'none', 'preschool', 'primary')), yes('member.allowance', false),
      yes('member.no_labour_capacity', false), yes('member.health_insurance', n % 2 === 0),
      choice('member.nutrition', pick(n, 'normal', 'stunted')), yes('member.internet', false),
    ],
  };
}
