// Erasing a household through the gateway: asked by one, held up by a hold,
// approved by another, and nothing personal left to be found.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, before, test } from 'node:test';
import { claimNumbers } from './support/free_numbers.mjs';
import { System } from './support/system.mjs';

const system = new System();
const name = `Lường Thị ${randomBytes(4).toString('hex').replaceAll(/\d/g, 'o')}`;
const ground = 'căn cứ dùng để thử';
let household;
let erasure;
let hold;

after(() => system.close());

async function send(account, verb, target, json) {
  return system.http(verb, target, { token: await system.token(account), ...(json && { json }) });
}

async function ask(account, verb, target, json) {
  const { status, body } = await send(account, verb, target, json);
  assert.equal(status, 200, `${verb} ${target}: ${JSON.stringify(body)}`);
  return body;
}

async function refused(account, verb, target, json) {
  const { status, refusal, body } = await send(account, verb, target, json);
  assert.notEqual(status, 200, JSON.stringify(body));
  return refusal?.reason;
}

function ulid() {
  const digits = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
  return '01' + [...randomBytes(24)].map((byte) => digits[byte % 32]).join('');
}

before(async () => {
  const { areas } = await ask('tinh', 'GET', '/v1/areas?parent=areas/07525&as_of=2021-10-10');
  const free = await claimNumbers(system, await system.token('admin'), areas[1].name.slice('areas/'.length));
  household = await ask('admin', 'POST', '/v1/households', {
    village: areas[1].name,
    number: free.number(1),
    address: 'Xóm thử',
    phone: '0912345678',
    members: [
      { memberId: '01', fullName: name, birthDate: '1980-05-06', sex: 'SEX_FEMALE', relation: 'RELATION_HEAD', ethnicGroup: '01' },
      { memberId: '02', fullName: 'Người Con', birthDate: '2015-01-02', sex: 'SEX_MALE', relation: 'RELATION_CHILD', ethnicGroup: '01' },
    ],
  });
});

async function found() {
  const { people = [] } = await ask('xa', 'POST', '/v1/people:search', { name, area: 'areas/07525' });
  return people.length;
}

test('a request says why and by which text', async () => {
  const erasureId = ulid();
  assert.equal(await refused('xa', 'POST', `/v1/erasures?erasure_id=${erasureId}`,
    { household: household.name, reason: 'theo đơn' }), 'LEGAL_GROUND_MALFORMED');
  const json = { household: household.name, reason: 'theo đơn', legalGround: ground };
  erasure = await ask('huyen', 'POST', `/v1/erasures?erasure_id=${erasureId}`, json);
  assert.equal(erasure.state, 'ERASURE_STATE_REQUESTED');
  assert.deepEqual(await ask('huyen', 'POST', `/v1/erasures?erasure_id=${erasureId}`, json), erasure);
  const { erasures } = await ask('xa', 'GET', '/v1/erasures?area=areas/07525&state=ERASURE_STATE_REQUESTED&page_size=200');
  assert.ok(erasures.some((one) => one.name === erasure.name));
});

test('who asked does not approve, nor does a commune; nor does that reject what another asked', async () => {
  assert.equal(await refused('xa', 'POST', `/v1/${erasure.name}:reject`, { remark: 'không cần' }), 'ERASURE_OF_ANOTHER');
  assert.equal(await refused('huyen', 'POST', `/v1/${erasure.name}:approve`, {}), 'ERASURE_OF_OWN_REQUEST');
  const { status } = await send('xa', 'POST', `/v1/${erasure.name}:approve`, {});
  assert.equal(status, 403);
});

test('a legal hold stops it', async () => {
  hold = await ask('tinh', 'POST', '/v1/legalHolds', { household: household.name, reason: 'đang có khiếu nại' });
  const { legalHolds } = await ask('xa', 'GET', '/v1/legalHolds?area=areas/07525&page_size=200');
  assert.ok(legalHolds.some((one) => one.name === hold.name && one.holder === hold.holder));
  assert.equal(await refused('tinh', 'POST', `/v1/${erasure.name}:approve`, {}), 'LEGAL_HOLD');
  const over = { reason: 'vụ việc đã xong' };
  assert.equal(await refused('tinh', 'POST', `/v1/${hold.name}:release`, {}), 'REASON_MALFORMED');
  assert.equal(await refused('huyen', 'POST', `/v1/${hold.name}:release`, over), 'LEGAL_HOLD_FROM_ABOVE');
  assert.equal(await refused('huyen', 'POST', '/v1/legalHolds', { household: household.name, reason: 'lý do khác' }),
    'LEGAL_HOLD_FROM_ABOVE');
  await ask('tinh', 'POST', `/v1/${hold.name}:release`, over);
  assert.equal(await refused('tinh', 'POST', `/v1/${hold.name}:release`, over), 'LEGAL_HOLD_NOT_FOUND');
  const { pastLegalHolds } = await ask('huyen', 'GET', `/v1/${household.name}/pastLegalHolds`);
  assert.equal(pastLegalHolds.length, 1);
  assert.equal(pastLegalHolds[0].endReason, over.reason);
  assert.equal(pastLegalHolds[0].legalHold.reason, hold.reason);
});

test('another officer approves, and the persons are gone', async () => {
  assert.equal(await found(), 1);
  const done = await ask('tinh', 'POST', `/v1/${erasure.name}:approve`, { remark: 'đồng ý' });
  assert.equal(done.state, 'ERASURE_STATE_DONE');
  assert.notEqual(done.decider, done.creator);
  assert.deepEqual(await ask('tinh', 'POST', `/v1/${erasure.name}:approve`, {}), done);
  assert.equal(await found(), 0);
  const left = await ask('xa', 'GET', `/v1/${household.name}`);
  assert.equal(left.phone, '');
  assert.equal(left.address, '');
  assert.equal(left.members.length, 2);
  assert.ok(left.members.every((member) => member.fullName === ''));
  assert.equal(await refused('tinh', 'POST', `/v1/${erasure.name}:reject`, { remark: 'muộn' }), 'ERASURE_DECIDED');
});
