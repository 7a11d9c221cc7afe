// The committee's figures of 10/10/2021, through the gateway and straight from
// the services; and scores.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { System, until } from './support/system.mjs';

const system = new System();
const round = 'bac-giang-2021';
const tiers = ['district', 'commune', 'village'];

after(() => system.close());

async function get(target, account = 'tinh') {
  const { status, body } = await system.http('GET', target, { token: await system.token(account) });
  assert.equal(status, 200, JSON.stringify(body));
  return body;
}

// A service that has just started has not yet read every feed to its end.
before(() => until('the figures are up to date', 20, async () => {
  const { completeness } = await progress('2021-10-10');
  return completeness.upToDate || undefined;
}));

function progress(asOf, groupBy = '') {
  return get(`/v1/rounds/${round}/progress?area=24&as_of=${asOf}&group_by=${groupBy}`);
}

/** What the committee was told, as far as the two shapes of a report agree. */
function assertCommitteesFigures(report) {
  assert.equal(report.asOf, '2021-10-10');
  assert.equal(report.trainingRound, true);
  assert.equal(report.completeness.upToDate, true);
  const { total } = report;
  assert.equal(total.area, '24');
  assert.equal(total.villages, 2127);
  const [listed, scored, met, posting, told, recognised] = total.steps;
  assert.equal(listed.completed, 2127);
  assert.equal(scored.completed, 1982);
  assert.equal(scored.inProgress, 145);
  assert.equal(met.completed, 1019);
  assert.equal(met.started, 1982);
  assert.equal(posting.started, 408);
  assert.equal(posting.inProgress, 408);
  assert.equal(posting.completed, 0);
  assert.equal(told.started + recognised.started, 0);
  assert.deepEqual(Object.fromEntries(total.milestones.map((one) =>
    [one.kind, [one.reached, one.expected, one.lastDate]])), {
    'district-plan': [10, 10, '2021-08-30'],
    'district-committee': [10, 10, '2021-08-30'],
    'district-supervisors': [10, 10, '2021-08-30'],
    'commune-committee': [209, 209, '2021-08-30'],
    'village-team': [2127, 2127, '2021-08-30'],
  });
  assert.deepEqual(total.training, {
    ownClasses: 10, ownDelegates: 558, ownFirstDate: '2021-09-08', ownLastDate: '2021-09-20',
    personsTrained: 12143, personsLastDate: '2021-09-21',
  });
}

test('signing in tells who it is and until when', async () => {
  const { status, body } = await system.http('POST', '/v1/sessions',
    { json: { account: 'huyen', password: 'ra-soat-2021' } });
  assert.equal(status, 200);
  assert.match(body.token, /^rasoat1\.[\w-]+\.[\w-]+$/);
  assert.equal(body.staff.area, 'areas/219');
  assert.deepEqual(body.staff.grants, [{ role: 'ROLE_DISTRICT_OFFICER', area: '219' }]);
  const minutes = (Date.parse(body.expireTime) - Date.now()) / 60000;
  assert.ok(minutes > 28 && minutes <= 30.5, body.expireTime);
});

test('a wrong password does not tell whether the account exists; five of them lock it', async () => {
  const admin = await system.token('admin');
  const id = `quen-mat-khau-${Date.now().toString(36)}`;
  const staff = {
    name: `staff/${id}`, fullName: 'Người quên mật khẩu', area: 'areas/219',
    position: 'POSITION_SUPERVISOR', grants: [],
  };
  await system.call('StaffRoster.BatchCreateStaff', { staff: [staff] }, admin);
  await system.call('Accounts.SetAccount',
    { name: staff.name, account: id, password: 'mật khẩu đúng' }, admin);
  const attempt = (account, password) =>
    system.http('POST', '/v1/sessions', { json: { account, password } });

  const nobody = await attempt(`${id}-khac`, 'mật khẩu sai');
  for (let i = 0; i < 5; i += 1) {
    const wrong = await attempt(id, 'mật khẩu sai');
    assert.equal(wrong.status, 401);
    assert.equal(wrong.refusal.reason, 'SIGN_IN_FAILED');
    assert.deepEqual(wrong.body, nobody.body);
  }
  const locked = await attempt(id, 'mật khẩu đúng');
  assert.equal(locked.status, 429);
  assert.equal(locked.refusal.reason, 'TOO_MANY_ATTEMPTS');
  assert.ok(Number(locked.headers.get('retry-after')) > 0);
  assert.ok(locked.refusal.messages.vi && locked.refusal.messages.en);
});

test("the bulletin of 10/10/2021 has exactly the committee's figures", async () => {
  const bulletin = await get(`/v1/rounds/${round}/bulletin?area=24&as_of=2021-10-10`);
  assertCommitteesFigures(bulletin.report);
  for (const words of ['1.982/2.127', '93%', '1.019/2.127', '408 thôn', '10 lớp', '558 đại biểu',
    'từ ngày 08/09/2021 đến ngày 20/09/2021', '12.143', '21/09/2021', '30/08/2021', 'TẬP HUẤN']) {
    assert.ok(bulletin.textVi.includes(words), `${words} in ${bulletin.textVi}`);
  }
  for (const words of ['1,982 of 2,127', '93%', '12,143', 'TRAINING']) {
    assert.ok(bulletin.textEn.includes(words), `${words} in ${bulletin.textEn}`);
  }
  assert.equal(bulletin.textVi, bulletin.textVi.normalize('NFC'));
});

test('reporting itself tells the same over gRPC', async () => {
  const bulletin = await system.call('Progress.GetBulletin',
    { round: `rounds/${round}`, area: 'areas/24', asOf: '2021-10-10' }, await system.token('tinh'));
  assertCommitteesFigures(bulletin.report);
  const { textVi } = await get(`/v1/rounds/${round}/bulletin?area=24&as_of=2021-10-10`);
  assert.equal(bulletin.textVi, textVi);
});

test('earlier days have smaller figures, and the first day none', async () => {
  const counts = ({ total }) => [
    ...total.steps.slice(0, 4).map((step) => step.started),
    ...total.steps.slice(0, 4).map((step) => step.completed),
    ...total.milestones.map((one) => one.reached),
    total.training.ownClasses, total.training.ownDelegates, total.training.personsTrained,
  ];
  const days = ['2021-08-01', '2021-08-20', '2021-09-15', '2021-09-30', '2021-10-10'];
  const told = [];
  for (const day of days) told.push(counts(await progress(day)));
  assert.equal(Math.max(...told[0].slice(4)), 0);
  for (let i = 1; i < days.length; i += 1) {
    assert.ok(told[i].every((count, at) => count >= told[i - 1][at]), `${days[i]}: ${told[i]}`);
    assert.notDeepEqual(told[i], told[i - 1]);
  }
});

for (const tier of tiers) {
  test(`the rows by ${tier} sum to the whole`, async () => {
    const { total, rows } = await progress('2021-10-10', tier);
    const expected = { district: 10, commune: 209, village: 2127 }[tier];
    assert.equal(rows.filter((row) => row.area !== total.area).length, expected);
    const flat = (row) => ({
      villages: row.villages,
      ...Object.fromEntries(row.steps.flatMap((step) => ['started', 'completed', 'inProgress']
        .map((what) => [`step ${step.step} ${what}`, step[what]]))),
      ...Object.fromEntries(row.milestones.flatMap((one) => ['expected', 'reached']
        .map((what) => [`${one.kind} ${what}`, one[what]]))),
      trained: row.training.personsTrained,
      ...row.households,
    });
    const whole = flat(total);
    const sum = Object.fromEntries(Object.keys(whole).map((key) =>
      [key, rows.reduce((so, row) => so + (flat(row)[key] ?? 0), 0)]));
    assert.deepEqual(sum, whole);
  });
}

test('households: those registered are assessed or not, and each assessed one has a class', async () => {
  const { total: { households: all } } = await progress('2021-10-10');
  assert.ok(all.registered >= 2127, all.registered);
  assert.ok(all.assessed > 0 && all.assessed < all.registered);
  assert.equal(all.poor + all.nearPoor + all.notPoor, all.assessed);
  assert.ok(all.poor > 0 && all.nearPoor > 0 && all.notPoor > 0);
});

/** The first bytes of a stream that end in `mark`, with its content type. */
async function beginningOf(target, accept, mark) {
  const response = await fetch(system.url + target, {
    headers: { authorization: `Bearer ${await system.token('tinh')}`, accept },
    signal: AbortSignal.timeout(10000),
  });
  assert.equal(response.status, 200);
  let text = '';
  const decoder = new TextDecoder();
  for await (const chunk of response.body) {
    text += decoder.decode(chunk, { stream: true });
    if (text.includes(mark)) break;
  }
  return { type: response.headers.get('content-type'), text: text.slice(0, text.indexOf(mark)) };
}

const watch = `/v1/rounds/${round}/progress:watch?area=24&as_of=2021-10-10`;

test('progress is watched as JSON lines', async () => {
  const { type, text } = await beginningOf(watch, 'application/x-ndjson', '\n');
  assert.match(type, /^application\/x-ndjson/);
  assertCommitteesFigures(JSON.parse(text));
});

test('progress is watched as server-sent events', async () => {
  const { type, text } = await beginningOf(watch, 'text/event-stream', '\n\n');
  assert.match(type, /^text\/event-stream/);
  const data = text.split('\n').filter((line) => line.startsWith('data:'))
    .map((line) => line.slice(5)).join('\n');
  assertCommitteesFigures(JSON.parse(data));
});

/** A rural household of the region with a member of each age that matters. */
function facts(changes) {
  return {
    settlement: 'SETTLEMENT_RURAL', region: 'REGION_NORTHERN_MIDLANDS_AND_MOUNTAINS',
    reviewDate: '2021-10-01', answers: [],
    members: [{ member: '01', birthDate: '1980-05-20', sex: 'SEX_MALE', answers: [] }],
    ...changes,
  };
}

async function score(standard, household) {
  const { status, body } = await system.http('POST', `/v1/standards/${standard}:score`,
    { token: await system.token('xa'), json: household });
  assert.equal(status, 200, JSON.stringify(body));
  return body;
}

const twelve = ['job', 'dependants', 'nutrition', 'health_insurance'];
for (const [settlement, b1, deprivations, householdClass] of [
  ['RURAL', 140, 3, 'POOR'], ['RURAL', 140, 2, 'NEAR_POOR'], ['RURAL', 141, 3, 'NOT_POOR'],
  ['URBAN', 175, 3, 'POOR'], ['URBAN', 175, 2, 'NEAR_POOR'], ['URBAN', 176, 4, 'NOT_POOR'],
  ['RURAL', 0, 0, 'NEAR_POOR'],
]) {
  test(`totals from paper: ${settlement} ${b1} points, ${deprivations} deprivations: ${householdClass}`, async () => {
    const told = await score('national-2022', facts({
      settlement: `SETTLEMENT_${settlement}`,
      declared: { b1, deprivations: twelve.slice(0, deprivations) },
    }));
    assert.equal(told.householdClass, `HOUSEHOLD_CLASS_${householdClass}`);
    assert.equal(told.b1, b1);
    assert.equal(told.b2, deprivations * 10);
    assert.equal(told.declared, true);
    assert.equal(told.training, false);
  });
}

const choice = (question, option) => ({ question, choice: option });
const number = (question, value) => ({ question, number: String(value) });
const yes = (question, is) => ({ question, yes: is });

test('answers are scored one by one under the standard for training', async () => {
  const adult = (member, sex, certificate) => ({
    member, birthDate: '1981-03-01', sex,
    answers: [choice('member.certificate', certificate), choice('member.work', 'farm'),
      yes('member.pension', false), yes('member.allowance', false),
      yes('member.no_labour_capacity', false), yes('member.health_insurance', sex === 'SEX_FEMALE'),
      yes('member.internet', true)],
  });
  const told = await score('training-2022-2', facts({
    answers: [choice('house.wall', 'durable'), choice('house.column', 'non_durable'),
      choice('house.roof', 'durable'), number('house.area', 425), choice('water.source', 'piped'),
      choice('toilet.kind', 'none'), { question: 'info.devices', choices: { options: ['tv'] } },
      { question: 'assets', choices: { options: ['fridge', 'motorbike'] } },
      number('electricity.kwh', 40), number('land.crops', 0), number('livestock.large', 0),
      number('livestock.small', 0)],
    members: [adult('01', 'SEX_MALE', 'primary'), adult('02', 'SEX_FEMALE', 'upper_secondary'), {
      member: '03', birthDate: '2012-02-29', sex: 'SEX_MALE',
      answers: [choice('member.school', 'none'), yes('member.allowance', false),
        yes('member.no_labour_capacity', false), yes('member.health_insurance', true),
        choice('member.nutrition', 'normal'), yes('member.internet', false)],
    }],
  }));
  const points = Object.fromEntries(told.indicators.map((one) => [one.indicator, one.points]));
  assert.deepEqual({
    size: points.household_size, dependants: points.dependants, certificate: points.certificate,
    work: points.work, wall: points.wall, column: points.column, roof: points.roof,
    water: points.water, toilet: points.toilet, assets: points.assets,
  }, {
    size: 45, dependants: 10, certificate: 5, work: 0, wall: 10, column: 0, roof: 10, water: 10,
    toilet: 0, assets: 25,
  });
  assert.equal(told.b1, told.indicators.reduce((so, one) => so + one.points, 0));
  const found = told.deprivations.filter((one) => one.deprived);
  assert.deepEqual(found.map((one) => [one.deprivation, one.members]), [
    ['health_insurance', ['01']], ['child_schooling', ['03']], ['toilet', []],
  ]);
  assert.equal(told.deprivations.length, 12);
  assert.equal(told.b2, 30);
  assert.equal(told.householdClass,
    told.b1 <= 140 ? 'HOUSEHOLD_CLASS_POOR' : 'HOUSEHOLD_CLASS_NOT_POOR');
  assert.equal(told.training, true);
  assert.match(told.standardHash, /^[0-9a-f]{64}$/);
});
