// The API's HouseholdFacts, as JSON, checked for their shape and in order.

/** In what way a question was answered; `Way` of household.h. */
export const way = Object.freeze({ not: 0, choice: 1, choices: 2, yesNo: 3, number: 4, other: 5 });

const settlements = ['SETTLEMENT_UNSPECIFIED', 'SETTLEMENT_RURAL', 'SETTLEMENT_URBAN'];
const regions = [
  'REGION_UNSPECIFIED', 'REGION_NORTHERN_MIDLANDS_AND_MOUNTAINS', 'REGION_RED_RIVER_DELTA',
  'REGION_NORTH_CENTRAL_AND_CENTRAL_COAST', 'REGION_CENTRAL_HIGHLANDS', 'REGION_SOUTH_EAST',
  'REGION_MEKONG_RIVER_DELTA',
];
const sexes = ['SEX_UNSPECIFIED', 'SEX_MALE', 'SEX_FEMALE'];

/**
 * @typedef {object} Answer
 * @property {string} question
 * @property {number} way
 * @property {string[]} options  As given; `yes` or `no` for a yes-or-no answer.
 * @property {bigint} number
 *
 * @typedef {object} Member
 * @property {string} id
 * @property {string} birthDate
 * @property {Answer[]} answers
 *
 * @typedef {object} Facts
 * @property {number} settlement  0 unknown, 1 rural, 2 urban.
 * @property {number} region  0 unknown, else 1 to 6.
 * @property {string} reviewDate
 * @property {Answer[]} answers
 * @property {Member[]} members  In the order in which they were given.
 * @property {{b1: number | undefined, deprivations: string[]} | undefined} declared
 */

/**
 * Reads facts. What a person can have got wrong is left in them; what is not a
 * message at all (a program's mistake, 400 of the gateway) is a TypeError that
 * names the field.
 *
 * @param {unknown} json
 * @returns {Facts}
 */
export function readFacts(json) {
  const facts = object(json, 'household',
    ['settlement', 'region', 'reviewDate', 'answers', 'members', 'declared']);
  return {
    settlement: place(settlements, facts.settlement, 'household.settlement'),
    region: place(regions, facts.region, 'household.region'),
    reviewDate: text(facts.reviewDate, 'household.reviewDate'),
    answers: list(facts.answers, 'household.answers').map(readAnswer),
    members: list(facts.members, 'household.members').map(readMember),
    declared: facts.declared === undefined ? undefined : readDeclared(facts.declared),
  };
}

function readMember(json, at) {
  const field = `household.members[${at}]`;
  const member = object(json, field, ['member', 'birthDate', 'sex', 'answers']);
  place(sexes, member.sex, `${field}.sex`);
  return {
    id: text(member.member, `${field}.member`),
    birthDate: text(member.birthDate, `${field}.birthDate`),
    answers: list(member.answers, `${field}.answers`).map(readAnswer),
  };
}

function readDeclared(json) {
  const declared = object(json, 'household.declared', ['b1', 'deprivations']);
  const b1 = declared.b1 === undefined ? undefined : Number(wholeNumber(declared.b1, 32, 'household.declared.b1'));
  return {
    b1,
    deprivations: list(declared.deprivations, 'household.declared.deprivations')
      .map((code) => text(code, 'household.declared.deprivations')),
  };
}

function readAnswer(json) {
  const answer = object(json, 'answers[]',
    ['question', 'choice', 'choices', 'number', 'yes', 'text']);
  const { question, ...values } = answer;
  const given = Object.keys(values);
  const read = { question: text(question, 'question'), way: way.other, options: [], number: 0n };
  const field = `answers[${read.question}]`;
  if (given.length > 1) throw new TypeError(`${field}: ${given.join(' and ')} at once`);
  switch (given[0]) {
    case 'choice':
      return { ...read, way: way.choice, options: [text(values.choice, field)] };
    case 'choices': {
      const chosen = object(values.choices, field, ['options']);
      const options = list(chosen.options, field).map((option) => text(option, field));
      return { ...read, way: way.choices, options };
    }
    case 'number':
      return { ...read, way: way.number, number: wholeNumber(values.number, 64, field) };
    case 'yes':
      if (typeof values.yes !== 'boolean') throw new TypeError(`${field}: not true or false`);
      return { ...read, way: way.yesNo, options: [values.yes ? 'yes' : 'no'] };
    case 'text':
      text(values.text, field);
      return read;
    default:
      return read;
  }
}

/**
 * The fields of a message that are set; null stands for one that is not.
 *
 * @returns {Record<string, any>}
 */
function object(json, field, known) {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) {
    throw new TypeError(`${field}: not an object`);
  }
  const set = {};
  for (const [name, value] of Object.entries(json)) {
    if (!known.includes(name)) throw new TypeError(`${field}: no field ${name}`);
    if (value !== null && value !== undefined) set[name] = value;
  }
  return set;
}

function list(json, field) {
  if (json === undefined) return [];
  if (!Array.isArray(json)) throw new TypeError(`${field}: not a list`);
  return json;
}

function text(json, field) {
  if (json === undefined) return '';
  if (typeof json !== 'string') throw new TypeError(`${field}: not a text`);
  return json;
}

/** The place of an enum's value, given by name or by number. */
function place(names, json, field) {
  if (json === undefined) return 0;
  const at = typeof json === 'number' ? json : names.indexOf(json);
  if (names[at] === undefined) throw new TypeError(`${field}: not one of ${names.join(', ')}`);
  return at;
}

function wholeNumber(json, bits, field) {
  const whole = typeof json === 'number' ? Number.isSafeInteger(json)
    : typeof json === 'string' && /^-?[0-9]+$/.test(json);
  const number = whole ? BigInt(json) : undefined;
  if (number === undefined || BigInt.asIntN(bits, number) !== number) {
    throw new TypeError(`${field}: not a whole number of ${bits} bits`);
  }
  return number;
}

/**
 * A day `YYYY-MM-DD` as the number YYYYMMDD; undefined for anything else and for
 * days that do not exist.
 *
 * @param {string} written
 * @returns {number | undefined}
 */
export function readDay(written) {
  const parts = /^([0-9]{4})-([0-9]{2})-([0-9]{2})$/.exec(written);
  if (!parts) return undefined;
  const [year, month, day] = parts.slice(1).map(Number);
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const days = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
  if (month < 1 || month > 12 || day < 1 || day > days[month - 1]) return undefined;
  return year * 10000 + month * 100 + day;
}

/**
 * Members in the order of their ids, which is that of their UTF-8 bytes.
 *
 * @param {Member[]} members
 * @returns {Member[]}
 */
export function inOrder(members) {
  return [...members].sort((one, other) => compare(one.id, other.id));
}

function compare(one, other) {
  for (let i = 0; i < one.length && i < other.length; i += 1) {
    const [a, b] = [one.charCodeAt(i), other.charCodeAt(i)];
    if (a === b) continue;
    // Halves of a pair stand for characters behind all others.
    return isHalf(a) === isHalf(b) ? a - b : isHalf(a) - isHalf(b);
  }
  return one.length - other.length;
}

function isHalf(unit) {
  return unit >= 0xd800 && unit <= 0xdfff ? 1 : 0;
}
