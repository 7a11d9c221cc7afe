// What happens to a household over the years, through the gateway: births and
// deaths, a split, a merger and a move, with the history that comes of it and
// the figures that follow.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { claimNumbers } from './support/free_numbers.mjs';
import { System, until } from './support/system.mjs';

const system = new System();
const round = 'bac-giang-2021';
const reason = 'việc trong nhà';
let token;
let villages;
let today;
let free;
let freeThere;
let numbers = 0;
const nextNumber = () => free.number(numbers += 1);

after(() => system.close());

before(async () => {
  token = await system.token('admin');
  const { areas } = await system.call('Areas.ListAreas',
    { parent: 'areas/07525', tier: 'TIER_VILLAGE', asOf: '2021-10-10' }, await system.token('tinh'));
  villages = areas.slice(0, 2).map((area) => area.name);
  free = await claimNumbers(system, token, villages[0].slice('areas/'.length));
  freeThere = await claimNumbers(system, token, villages[1].slice('areas/'.length));
});

async function send(verb, target, json) {
  const { status, body, refusal } = await system.http(verb, target, { token, ...(json && { json }) });
  return { status, body, refusal };
}

async function ask(verb, target, json) {
  const { status, body } = await send(verb, target, json);
  assert.equal(status, 200, JSON.stringify(body));
  return body;
}

function person(memberId, fullName, more = {}) {
  return {
    memberId, fullName, birthDate: '1980-05-06', sex: 'SEX_MALE',
    relation: 'RELATION_OTHER', ethnicGroup: '01', ...more,
  };
}

/** Registers a household of a couple and a child. */
async function register(village = villages[0]) {
  const household = await ask('POST', '/v1/households', {
    village, number: nextNumber(), address: 'Xóm thử', phone: '',
    members: [
      person('01', 'Người Chủ Hộ', { relation: 'RELATION_HEAD' }),
      person('02', 'Người Vợ', { sex: 'SEX_FEMALE', relation: 'RELATION_SPOUSE' }),
      person('03', 'Người Con', { birthDate: '2015-01-02', relation: 'RELATION_CHILD' }),
    ],
  });
  today = household.registerDate;
  return household;
}

/** Records an event, with what every event has. */
function event(household, verb, more) {
  return ask('POST', `/v1/${household.name}:${verb}`, {
    etag: household.etag, eventDate: today, reason, requestId: randomUUID(), ...more,
  });
}

async function registered(village) {
  const { total } = await ask('GET',
    `/v1/rounds/${round}/progress?area=${village.slice('areas/'.length)}&as_of=2021-10-10`);
  return total.households.registered;
}

test('a household has a history from its first day on', async () => {
  let household = await register();
  assert.equal(household.event.kind, 'HOUSEHOLD_EVENT_KIND_REGISTERED');
  household = await ask('POST', `/v1/${household.name}:recordBirth`, {
    etag: household.etag,
    member: person('04', 'Người Mới Sinh', { birthDate: today, relation: 'RELATION_CHILD' }),
  });
  household = await event(household, 'recordDeath', { memberId: '01', newHead: '02' });
  assert.deepEqual(household.members.map((one) => [one.memberId, one.relation]), [
    ['02', 'RELATION_HEAD'], ['03', 'RELATION_OTHER'], ['04', 'RELATION_OTHER']]);
  assert.equal(household.formerMembers[0].member.deathDate, today);

  const { changes } = await ask('GET', `/v1/${household.name}/history`);
  assert.deepEqual(changes.map((one) => one.event.kind), [
    'HOUSEHOLD_EVENT_KIND_DIED', 'HOUSEHOLD_EVENT_KIND_BORN', 'HOUSEHOLD_EVENT_KIND_REGISTERED']);
  assert.ok(changes[0].changedFields.includes('members[01]'));
  assert.equal(changes[0].event.actor, 'staff/administrator');

  const first = await ask('GET', `/v1/${household.name}?revision=1`);
  assert.equal(first.members.length, 3);
  const now = await ask('GET', `/v1/${household.name}?as_of=${today}`);
  assert.deepEqual(now, household);
  const { status, refusal } = await send('GET', `/v1/${household.name}?as_of=2000-01-01`);
  assert.deepEqual([status, refusal.reason], [404, 'HOUSEHOLD_NOT_THEN']);
});

test('a split, sent twice, happens once; a merger undoes it and keeps both histories', async () => {
  const household = await register();
  const split = {
    etag: household.etag, eventDate: today, reason, requestId: randomUUID(),
    newHousehold: { number: nextNumber(), memberIds: ['03'], newHead: '03' },
  };
  const parted = await ask('POST', `/v1/${household.name}:split`, split);
  assert.deepEqual(await ask('POST', `/v1/${household.name}:split`, split), parted);
  assert.equal(parted.household.members.length, 2);
  assert.equal(parted.related.members[0].relation, 'RELATION_HEAD');

  const joined = await ask('POST', `/v1/${parted.related.name}:merge`, {
    etag: parted.related.etag, into: parted.household.name, intoEtag: parted.household.etag,
    eventDate: today, reason, relations: [{ memberId: '03', relation: 'RELATION_CHILD' }],
  });
  assert.equal(joined.household.status, 'HOUSEHOLD_STATUS_MERGED');
  assert.equal(joined.related.members.length, 3);
  for (const { name } of [joined.household, joined.related]) {
    const { changes } = await ask('GET', `/v1/${name}/history`);
    assert.ok(changes.length >= 2, name);
  }
  const gone = await ask('GET', `/v1/households?village=${villages[0]}&status=HOUSEHOLD_STATUS_MERGED`);
  assert.ok(gone.households.some((one) => one.name === joined.household.name));
  const { status, refusal } = await send('POST', `/v1/${joined.household.name}:recordDeath`,
    { etag: joined.household.etag, memberId: '03', eventDate: today });
  assert.deepEqual([status, refusal.reason], [400, 'HOUSEHOLD_NOT_ACTIVE']);
});

test('two officers edit one household: the second is told what has changed', async () => {
  const household = await register();
  const edit = (phone) => send('PATCH', `/v1/${household.name}?update_mask=phone`,
    { etag: household.etag, phone });
  const outcomes = await Promise.all([edit('0912345678'), edit('0987654321')]);
  assert.deepEqual(outcomes.map((one) => one.status).sort(), [200, 409]);
  const { refusal } = outcomes.find((one) => one.status === 409);
  assert.equal(refusal.reason, 'STALE_HOUSEHOLD');
  const stale = await send('POST', `/v1/${household.name}:dissolve`,
    { etag: household.etag, eventDate: today, reason, departures: [] });
  assert.deepEqual([stale.status, stale.refusal.reason], [409, 'STALE_HOUSEHOLD']);
  assert.ok(stale.refusal.violations.some((one) => one.field === 'household.phone'));
});

test('two splits of one household race: one wins, and nobody is in two', async () => {
  const household = await register();
  const outcomes = await Promise.all(['02', '03'].map((member) => {
    return send('POST', `/v1/${household.name}:split`, {
      etag: household.etag, eventDate: today, reason, requestId: randomUUID(),
      newHousehold: { number: nextNumber(), memberIds: [member], newHead: member },
    });
  }));
  assert.deepEqual(outcomes.map((one) => one.status).sort(), [200, 409]);
  const { body } = outcomes.find((one) => one.status === 200);
  assert.equal(body.household.members.length + body.related.members.length, 3);
});

test('a household that moves is counted in its new village, and once', async () => {
  const reached = async (wanted) => until(`the villages have ${wanted}`, 20, async () => {
    const counts = await Promise.all(villages.map(registered));
    return counts.join() === wanted.join() || undefined;
  });
  const start = await Promise.all(villages.map(registered));
  assert.ok(start.every(Number.isInteger), start);
  let household = await register();
  await reached([start[0] + 1, start[1]]);
  household = await event(household, 'move', { village: villages[1], number: freeThere.number(1) });
  assert.equal(household.village, villages[1]);
  await reached([start[0], start[1] + 1]);
  await event(household, 'dissolve', {
    departures: ['01', '02', '03'].map((memberId) =>
      ({ memberId, kind: 'HOUSEHOLD_EVENT_KIND_MOVED_OUT' })),
  });
  await reached(start);
});

test('who reaches one village of two cannot move a household between them', async () => {
  const household = await register();
  const id = `hai-thon-${Date.now().toString(36)}`;
  const staff = {
    name: `staff/${id}`, fullName: 'Người một thôn', area: villages[0], position: 'POSITION_SUPERVISOR',
    grants: [{ role: 'ROLE_COMMUNE_OFFICER', area: villages[0].slice('areas/'.length) }],
  };
  await system.call('StaffRoster.BatchCreateStaff', { staff: [staff] }, token);
  const password = randomUUID();
  await system.call('Accounts.SetAccount', { name: staff.name, account: id, password }, token);
  const { status, refusal } = await system.http('POST', `/v1/${household.name}:move`, {
    token: await system.token(id, password),
    json: { etag: household.etag, village: villages[1], number: 1, eventDate: today, reason },
  });
  assert.deepEqual([status, refusal.reason], [403, 'AREA_OUT_OF_REACH']);
});
