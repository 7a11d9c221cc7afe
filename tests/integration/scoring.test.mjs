// What scoring says beyond a score: why, the same again, everybody under another
// standard, who is surely not poor, and many at once. With the Bắc Giang example.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import grpc from '@grpc/grpc-js';
import { methodNamed } from './support/protos.mjs';
import { System } from './support/system.mjs';
import { trainingHousehold } from './support/training_household.mjs';

const system = new System();
const round = 'rounds/bac-giang-2021';
const village = 'areas/07525001';
let province;
let assessed;

before(async () => {
  province = await system.token('tinh');
  const { assessments } = await system.call('Scoring.ListAssessments', { village, round, pageSize: 5 }, province);
  assessed = assessments.find((one) => !one.failure);
});
after(() => system.close());

test('a stored assessment is explained in both languages, by its sums', async () => {
  const { status, body } = await system.http('GET', `/v1/${assessed.name}:explain`, { token: province });
  assert.equal(status, 200, JSON.stringify(body));
  assert.equal(body.assessment.b1, assessed.b1);
  assert.equal(body.indicators.reduce((sum, one) => sum + one.points, 0), assessed.b1);
  assert.equal(body.deprivations.reduce((sum, one) => sum + one.points, 0), assessed.b2);
  assert.match(body.text.vi, /\*\*\* TẬP HUẤN/);
  assert.match(body.text.vi, new RegExp(`Cộng B1 = ${assessed.b1} điểm`));
  assert.match(body.text.en, /RESULT: /);
  for (const one of body.decisiveAnswers) {
    assert.notEqual(one.householdClass, assessed.householdClass);
  }
});

test('the explanation of a household that is not kept promises what then comes true', async () => {
  const household = trainingHousehold(11);
  const { body } = await system.http('POST', '/v1/standards/training-2022-2:explain', { token: province, json: household });
  const toTry = body.decisiveAnswers.filter((one) => !one.member && household.answers.some(
    (answer) => answer.question === one.question && answer.choice !== undefined));
  for (const one of toTry.slice(0, 5)) {
    const answers = household.answers.map((answer) => (answer.question === one.question
      ? { question: one.question, choice: one.instead } : answer));
    const told = await system.http('POST', '/v1/standards/training-2022-2:score', { token: province, json: { ...household, answers } });
    assert.equal(told.body.householdClass, one.householdClass);
    assert.equal(told.body.b1, one.b1);
  }
  assert.ok(body.distances.length > 0);
});

test('scoring again gives the same bytes', async () => {
  const { status, body } = await system.http('GET', `/v1/${assessed.name}:replay`, { token: province });
  assert.equal(status, 200, JSON.stringify(body));
  assert.equal(body.same, true);
  assert.deepEqual(body.replayed, body.stored);
});

function sumOf(change) {
  return change.transitions.reduce((sum, one) => sum + Number(one.households), 0);
}

async function simulate(request, token = province) {
  const messages = await system.all('Simulations.Simulate', { round, area: 'areas/24', ...request }, token);
  return messages.filter((one) => one.result).map((one) => one.result);
}

test('the whole province is tried under the standard it has and under a draft', async () => {
  const draft = await system.call('Standards.GetStandard', { name: 'standards/training-2022-2' });
  draft.name = 'standards/what-if';
  for (const rule of draft.classRules) rule.upTo -= 20;
  const [same, stricter] = await simulate({
    standards: ['standards/training-2022-2'], drafts: [draft],
    benefits: [{ householdClass: 'HOUSEHOLD_CLASS_POOR', memberAmount: 100000 }],
  });
  assert.ok(sumOf(same.change) > 1000);
  assert.equal(sumOf(stricter.change), sumOf(same.change));
  assert.equal(same.change.needier, '0');
  assert.equal(same.change.lessNeedy, '0');
  assert.equal(stricter.change.included, '0');
  assert.ok(Number(stricter.change.excluded) > 0);
  assert.ok(Number(stricter.cost.then) < Number(stricter.cost.now));
  const byDistrict = same.groups.filter((one) => one.dimension === 'SIMULATION_DIMENSION_DISTRICT');
  assert.equal(byDistrict.length, 10);
  assert.equal(byDistrict.reduce((sum, one) => sum + sumOf(one.change), 0), sumOf(same.change));
  const bySex = same.groups.filter((one) => one.dimension === 'SIMULATION_DIMENSION_HEAD_SEX');
  assert.deepEqual(bySex.map((one) => one.key).sort(), ['SEX_FEMALE', 'SEX_MALE']);
});

test('a simulation comes over HTTP as JSON lines, and a draft with a fault is told where', async () => {
  const response = await fetch(`${system.url}/v1/${round}:simulate`, {
    method: 'POST', body: JSON.stringify({ area: 'areas/24', standards: ['standards/training-2022-2'] }),
    headers: { authorization: `Bearer ${province}`, 'content-type': 'application/json', accept: 'application/x-ndjson' },
  });
  assert.equal(response.status, 200);
  const lines = (await response.text()).trim().split('\n').map((line) => JSON.parse(line));
  assert.ok(lines.at(-1).result ?? lines.at(-1));
  await assert.rejects(
    simulate({ drafts: [{ name: 'standards/empty', title: { vi: 'a', en: 'a' }, area: '*', validFrom: '2021-01-01' }] }),
    (error) => error.code === 'INVALID_ARGUMENT' && /drafts\[standards\/empty\]/.test(JSON.stringify(error)),
  );
});

test('three items make surely not poor, unless somebody says why not', async () => {
  const codes = ['car', 'fridge', 'air_conditioner', 'washing_machine', 'solid_house', 'electricity', 'rents_out', 'public_job', 'pension'];
  const answers = (count) => codes.map((code, i) => ({ question: `item.${code}`, yes: i < count }));
  const screen = async (json) => (await system.http('POST', '/v1/standards/training-2022-2:screen', { token: province, json }));
  for (const [count, outcome] of [[2, 'SURVEY_NEEDED'], [3, 'SURELY_NOT_POOR'], [9, 'SURELY_NOT_POOR']]) {
    const { status, body } = await screen({ answers: answers(count) });
    assert.equal(status, 200, JSON.stringify(body));
    assert.equal(body.outcome, `SCREENING_OUTCOME_${outcome}`);
    assert.equal(body.foundCount, count);
    assert.equal(body.training, true);
  }
  const { body } = await screen({ answers: answers(4), surveyAnyway: true, reason: 'mới gặp thiên tai' });
  assert.equal(body.outcome, 'SCREENING_OUTCOME_SURVEY_NEEDED');
  assert.equal(body.overridden, true);
  assert.match(body.author, /^staff\//);
  assert.equal((await screen({ answers: answers(4), surveyAnyway: true })).refusal.reason, 'REASON_MISSING');
  assert.equal((await screen({ answers: answers(4).slice(1) })).refusal.reason, 'ANSWER_MISSING');
});

test('many households on one stream, each bad one with its own errors', async () => {
  const method = methodNamed('BatchScoring.ScoreBatch');
  const client = new grpc.Client(system.parts.scoring.address, grpc.credentials.createInsecure());
  const metadata = new grpc.Metadata();
  metadata.set('authorization', `Bearer ${province}`);
  const stream = client.makeBidiStreamRequest(method.path, method.requestSerialize, method.responseDeserialize, metadata);
  const responses = [];
  const ended = new Promise((resolve, reject) => {
    stream.on('data', (response) => responses.push(response));
    stream.on('error', reject);
    stream.on('end', resolve);
  });
  for (let message = 0; message < 3; message += 1) {
    const households = Array.from({ length: 100 }, (_, i) => trainingHousehold(100 * message + i));
    households[50].answers[0] = { question: 'house.wall', choice: 'gold' };
    // A child of six with a degree.
    Object.assign(households[60].members[0], { birthDate: '2015-03-01' });
    households[60].members[0].answers.find(({ question }) => question === 'member.certificate').choice = 'higher';
    stream.write({ standard: message === 0 ? 'standards/training-2022-2' : '', households });
  }
  stream.end();
  await ended;
  client.close();
  assert.equal(responses.length, 3);
  assert.deepEqual(responses.flatMap((one) => one.errors.map(({ item }) => item)), ['50', '60', '150', '160', '250', '260']);
  const [, degree] = responses[2].errors;
  assert.ok(degree.violations.some(({ field, rule, vi, en }) => rule === 'ANSWERS_CONTRADICT'
    && field === 'household.members[01].answers[member.certificate]' && vi && en), JSON.stringify(degree));
  const { body } = await system.http('POST', '/v1/standards/training-2022-2:score', { token: province, json: trainingHousehold(207) });
  assert.equal(responses[2].b1[7], body.b1);
  assert.equal(responses[2].classes[7], body.householdClass);
});

test('what is not known scores nobody, and says so', async () => {
  const { refusal } = await system.http('POST', '/v1/standards/national-2027:score', {
    token: province,
    json: { settlement: 'SETTLEMENT_RURAL', reviewDate: '2027-10-01', declared: { b1: 100, deprivations: [] } },
  });
  assert.equal(refusal.reason, 'STANDARD_INCOMPLETE');
  const { body } = await system.http('GET', '/v1/standards/bac-ninh-2025');
  assert.equal(body.parent, 'standards/national-2022');
  assert.equal(body.classRules[0].origin.mark, 'MARK_UNKNOWN');
});
