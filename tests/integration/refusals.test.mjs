// Bad input through the gateway: refused with the field, the rule and what to
// do in both languages, and nothing stored.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { System } from './support/system.mjs';

const system = new System();
const round = 'bac-giang-2021';
const village = 'areas/07525001';
const services = ['registry', 'scoring', 'workflow'];

let stored;
let survey;
let lateVillage;

/** What would show if a refused request had stored something. */
async function whatIsStored() {
  const positions = {};
  for (const name of services) positions[name] = await system.newestPosition(name);
  const report = await system.call('Progress.GetProgress', { round: `rounds/${round}`, area: '24' },
    await system.token('admin'));
  return { positions, households: report.total.households, steps: report.total.steps };
}

before(async () => {
  const token = await system.token('xa');
  const surveys = await system.http('GET', `/v1/surveys?village=${village}&round=rounds/${round}&page_size=1`, { token });
  [survey] = surveys.body.surveys;
  const villages = await system.http('GET', `/v1/rounds/${round}/villages?area=07525`, { token });
  lateVillage = villages.body.villages.find((one) => one.steps[2].completeDate === '');
  stored = await whatIsStored();
});

after(() => system.close());

function member(changes = {}) {
  return {
    memberId: '01', fullName: 'Nguyễn Thị Thử', birthDate: '1980-05-20', sex: 'SEX_FEMALE',
    relation: 'RELATION_HEAD', ethnicGroup: '01', ...changes,
  };
}

function household(changes = {}) {
  return { village, number: 90001, members: [member()], ...changes };
}

/** The stored survey once more, as its successor. */
function successor(changes = {}) {
  const { household: of, form, reviewDate, answers, members } = survey;
  return {
    survey: {
      household: of, round: `rounds/${round}`, form, reviewDate, answers, members,
      replaces: survey.name, ...changes,
    },
  };
}

function withAnswer(question, value) {
  return survey.answers.map((one) => (one.question === question ? { question, ...value } : one));
}

function facts(changes = {}) {
  return {
    settlement: 'SETTLEMENT_RURAL', region: 'REGION_NORTHERN_MIDLANDS_AND_MOUNTAINS',
    reviewDate: '2021-10-01', members: [{ member: '01', birthDate: '1980-05-20', sex: 'SEX_FEMALE' }],
    declared: { b1: 120, deprivations: [] }, ...changes,
  };
}

const bulletin = `/v1/rounds/${round}/bulletin`;

/**
 * `as` signs in; `json` is the body (a function where it needs what `before`
 * read); `field` is to be blamed for `rule` (the reason, unless given); none
 * where no field is to blame.
 */
const refused = [
  // What the gateway itself refuses.
  { what: 'malformed JSON', as: 'dieu-tra-vien', verb: 'POST', target: '/v1/households', json: '{"village": ', status: 400, reason: 'MALFORMED_JSON' },
  { what: 'an unknown field', as: 'dieu-tra-vien', verb: 'POST', target: '/v1/households', json: household({ colour: 'red' }), status: 400, reason: 'UNKNOWN_FIELD', field: 'household.colour' },
  { what: 'a field of the wrong type', as: 'dieu-tra-vien', verb: 'POST', target: '/v1/households', json: household({ number: 'many' }), status: 400, reason: 'WRONG_TYPE', field: 'household.number' },
  { what: 'an unknown query parameter', as: 'tinh', verb: 'GET', target: `${bulletin}?area=24&colour=red`, status: 400, reason: 'UNKNOWN_FIELD', field: 'colour' },
  { what: 'an empty body', as: 'xa', verb: 'POST', target: '/v1/households', json: '', status: 400, reason: /./ },
  { what: 'a body too large', as: 'dieu-tra-vien', verb: 'POST', target: '/v1/households', json: () => JSON.stringify(household({ address: 'x'.repeat(9 << 20) })), status: 413, reason: 'BODY_TOO_LARGE' },
  { what: 'a body that is not JSON', as: 'xa', verb: 'POST', target: '/v1/households', json: 'a=1', headers: { 'content-type': 'application/x-www-form-urlencoded' }, status: 415, reason: 'UNSUPPORTED_MEDIA_TYPE' },
  { what: 'a method not allowed', as: 'tinh', verb: 'DELETE', target: `/v1/rounds/${round}`, status: 405, reason: 'METHOD_NOT_ALLOWED' },
  { what: 'an unknown path', as: 'tinh', verb: 'GET', target: '/v1/nowhere', status: 404, reason: 'NO_SUCH_PATH' },

  // The register.
  { what: 'a wrong area code', as: 'tinh', verb: 'GET', target: '/v1/areas/99999?as_of=2021-10-10', status: 404, reason: 'AREA_NOT_FOUND', field: 'name' },
  { what: 'a malformed area code', as: 'tinh', verb: 'GET', target: '/v1/areas/24x?as_of=2021-10-10', status: 400, reason: 'RESOURCE_NAME_MALFORMED', field: 'name' },
  { what: 'a village nobody knows', as: 'admin', verb: 'POST', target: '/v1/households', json: household({ village: 'areas/07525999' }), status: 404, reason: 'VILLAGE_NOT_FOUND', field: 'household.village' },
  { what: 'a member born in the future', as: 'dieu-tra-vien', verb: 'POST', target: '/v1/households', json: household({ members: [member({ birthDate: '2100-01-01' })] }), status: 400, reason: 'BIRTH_DATE_IN_FUTURE', field: 'household.members[0].birth_date' },
  { what: 'two heads', as: 'dieu-tra-vien', verb: 'POST', target: '/v1/households', json: household({ members: [member(), member({ memberId: '02' })] }), status: 400, reason: 'HEAD_NOT_ONE', field: 'household.members' },
  { what: 'no head', as: 'dieu-tra-vien', verb: 'POST', target: '/v1/households', json: household({ members: [member({ relation: 'RELATION_SPOUSE' })] }), status: 400, reason: 'HEAD_NOT_ONE', field: 'household.members' },
  { what: 'a citizen id of another year of birth', as: 'dieu-tra-vien', verb: 'POST', target: '/v1/households', json: household({ members: [member({ identityKind: 'IDENTITY_KIND_CITIZEN_ID', identityNumber: '024181000001' })] }), status: 400, reason: 'IDENTITY_YEAR_DIFFERS', field: 'household.members[0].identity_number' },
  { what: 'several faults at once', as: 'dieu-tra-vien', verb: 'POST', target: '/v1/households', json: household({ number: 0, members: [member({ birthDate: '1980-02-30', fullName: '' })] }), status: 400, reason: 'INVALID_FIELDS', field: 'household.members[0].full_name', rule: 'NAME_MALFORMED' },

  // Forms.
  { what: 'an option outside the form', as: 'dieu-tra-vien', verb: 'POST', target: '/v1/surveys:submit', json: () => successor({ answers: withAnswer('house.wall', { choice: 'gold' }) }), status: 400, reason: 'OPTION_UNKNOWN', field: /^survey\.answers/ },
  { what: 'a question outside the form', as: 'dieu-tra-vien', verb: 'POST', target: '/v1/surveys:submit', json: () => successor({ answers: [...survey.answers, { question: 'house.colour', choice: 'red' }] }), status: 400, reason: 'QUESTION_UNKNOWN', field: /^survey\.answers/ },
  { what: 'a missing answer', as: 'dieu-tra-vien', verb: 'POST', target: '/v1/surveys:submit', json: () => successor({ answers: survey.answers.filter((one) => one.question !== 'house.wall') }), status: 400, reason: 'ANSWER_MISSING', field: /^survey\.answers/ },
  { what: 'a number out of range', as: 'dieu-tra-vien', verb: 'POST', target: '/v1/surveys:submit', json: () => successor({ answers: withAnswer('electricity.kwh', { number: '5001' }) }), status: 400, reason: 'ANSWER_OUT_OF_RANGE', field: /^survey\.answers/ },
  { what: 'a visit in the future', as: 'dieu-tra-vien', verb: 'POST', target: '/v1/surveys:submit', json: () => successor({ reviewDate: '2100-01-01' }), status: 400, reason: 'INVALID_FIELDS', field: 'survey.review_date', rule: 'REVIEW_DATE_IN_FUTURE' },
  { what: 'a second first survey', as: 'dieu-tra-vien', verb: 'POST', target: '/v1/surveys:submit', json: () => successor({ replaces: '' }), status: 409, reason: 'SURVEY_EXISTS', field: /^survey\./ },

  // Scores.
  { what: 'an unknown standard', as: 'xa', verb: 'POST', target: '/v1/standards/none:score', json: facts(), status: 404, reason: 'STANDARD_NOT_FOUND', field: 'standard' },
  { what: 'no totals where the table is not known', as: 'xa', verb: 'POST', target: '/v1/standards/national-2022:score', json: facts({ declared: null }), status: 400, reason: 'TOTALS_NEEDED', field: 'household.declared' },
  { what: 'a deprivation nobody knows', as: 'xa', verb: 'POST', target: '/v1/standards/national-2022:score', json: facts({ declared: { b1: 120, deprivations: ['gold'] } }), status: 400, reason: 'DEPRIVATION_UNKNOWN', field: /^household\.declared\.deprivations/ },

  // Steps.
  { what: 'a step out of order', as: 'xa', verb: 'POST', target: () => `/v1/${lateVillage.name}:startStep`, json: { step: 4, date: '2021-10-09' }, status: 400, reason: 'STEP_OUT_OF_ORDER', field: 'step' },
  { what: 'a step nobody knows', as: 'xa', verb: 'POST', target: () => `/v1/${lateVillage.name}:startStep`, json: { step: 9, date: '2021-10-09' }, status: 400, reason: 'STEP_UNKNOWN', field: 'step' },
  { what: 'a date in the future', as: 'xa', verb: 'POST', target: () => `/v1/${lateVillage.name}:startStep`, json: { step: 4, date: '2100-01-01' }, status: 400, reason: 'DATE_IN_FUTURE', field: 'date' },
  { what: 'a date that is none', as: 'xa', verb: 'POST', target: () => `/v1/${lateVillage.name}:completeStep`, json: { step: 2, date: '2021-13-01' }, status: 400, reason: 'DATE_MALFORMED', field: 'date' },
  { what: 'an unknown milestone', as: 'xa', verb: 'POST', target: `/v1/rounds/${round}/milestones:record`, json: { milestones: [{ area: 'areas/07525', kind: 'party', date: '2021-08-20' }] }, status: 400, reason: 'MILESTONE_UNKNOWN', field: 'milestones[0].kind' },

  // Figures.
  { what: 'a malformed as_of', as: 'tinh', verb: 'GET', target: `${bulletin}?area=24&as_of=10/10/2021`, status: 400, reason: 'AS_OF_MALFORMED', field: 'as_of' },
  { what: 'an unknown grouping', as: 'tinh', verb: 'GET', target: `/v1/rounds/${round}/progress?area=24&group_by=street`, status: 400, reason: 'GROUP_BY_UNKNOWN', field: 'group_by' },
  { what: 'an area outside the round', as: 'admin', verb: 'GET', target: `${bulletin}?area=01`, status: 404, reason: 'AREA_NOT_IN_ROUND', field: 'area' },
  { what: 'an unknown round', as: 'tinh', verb: 'GET', target: '/v1/rounds/none/bulletin?area=24', status: 404, reason: 'ROUND_NOT_FOUND', field: 'round' },

  // People.
  { what: 'a password too short', as: 'admin', verb: 'PUT', target: '/v1/staff/xa-vi-du/account', json: { account: 'can-bo-xa', password: 'ngan' }, status: 400, reason: 'PASSWORD_TOO_SHORT', field: 'password' },
];

function matches(value, wanted) {
  return wanted instanceof RegExp ? wanted.test(value) : value === wanted;
}

function valueOf(given) {
  return typeof given === 'function' ? given() : given;
}

for (const wanted of refused) {
  test(`refuses ${wanted.what}`, async () => {
    const { status, refusal } = await system.http(wanted.verb, valueOf(wanted.target), {
      token: await system.token(wanted.as), json: valueOf(wanted.json), headers: wanted.headers,
    });
    const told = JSON.stringify({ status, ...refusal, text: refusal?.message });
    assert.equal(status, wanted.status, told);
    assert.ok(matches(refusal.reason, wanted.reason), told);
    assert.equal(refusal.domain, 'rasoat', told);
    assert.ok(refusal.messages.vi.length > 10 && refusal.messages.en.length > 10, told);
    assert.notEqual(refusal.messages.vi, refusal.messages.en, told);
    assert.equal(refusal.messages.vi, refusal.messages.vi.normalize('NFC'));
    if (wanted.field === undefined) return;
    const rule = wanted.rule ?? wanted.reason;
    const blamed = refusal.violations.find((one) => matches(one.field, wanted.field) && one.reason === rule);
    assert.ok(blamed, told);
    assert.ok(blamed.description, told);
    assert.ok(blamed.localizedMessage.message, told);
  });
}

test('several faults are told all at once', async () => {
  const { refusal } = await system.http('POST', '/v1/households', {
    token: await system.token('dieu-tra-vien'),
    json: household({ number: 0, members: [member({ birthDate: '2100-01-01', fullName: '' })] }),
  });
  assert.deepEqual(refusal.violations.map((one) => one.field).sort(),
    ['household.members[0].birth_date', 'household.members[0].full_name', 'household.number']);
});

test('the same refusals come straight from the service', async () => {
  const token = await system.token('dieu-tra-vien');
  const twoHeads = { household: household({ members: [member(), member({ memberId: '02' })] }) };
  await assert.rejects(system.call('Households.CreateHousehold', twoHeads, token), (refusal) => {
    assert.equal(refusal.code, 'INVALID_ARGUMENT');
    assert.equal(refusal.reason, 'HEAD_NOT_ONE');
    assert.equal(refusal.violations[0].field, 'household.members');
    assert.ok(refusal.messages.vi && refusal.messages.en);
    return true;
  });
});

test('after all of this, nothing has changed', async () => {
  assert.deepEqual(await whatIsStored(), stored);
});
