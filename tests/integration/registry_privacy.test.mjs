// What whom is shown of a household, and what is written down of it, through
// the gateway: masking by role, the log of looks, its chains.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { System } from './support/system.mjs';

const system = new System();
const masked = /^\*{4,}/;
let household;

after(() => system.close());

async function get(target, account, headers = {}) {
  return system.http('GET', target, { token: await system.token(account), headers });
}

async function ok(target, account, headers) {
  const { status, body } = await get(target, account, headers);
  assert.equal(status, 200, JSON.stringify(body));
  return body;
}

// A household of the commune of the account `xa`, with a telephone and numbers.
before(async () => {
  const { body } = await system.http('POST', '/v1/sessions', { json: { account: 'xa', password: 'ra-soat-2021' } });
  const { areas } = await ok(`/v1/areas?parent=${body.staff.area}&as_of=2021-10-10`, 'xa');
  for (const village of areas) {
    const { households = [] } = await ok(`/v1/households?village=${village.name}`, 'xa');
    household = households.find((one) => one.phone || one.address || one.members.some((m) => m.identityNumber));
    if (household) return;
  }
  throw new Error(`no household in ${body.staff.area} has anything personal`);
});

test('the commune sees whole what province and administrator see masked', async () => {
  const whole = await ok(`/v1/${household.name}`, 'xa');
  for (const account of ['tinh', 'admin']) {
    const seen = await ok(`/v1/${household.name}`, account);
    for (const field of ['phone', 'address']) {
      if (!whole[field]) continue;
      assert.doesNotMatch(whole[field], masked);
      assert.match(seen[field], masked);
    }
    for (const [i, member] of whole.members.entries()) {
      assert.equal(seen.members[i].fullName, member.fullName);
      if (!member.identityNumber) continue;
      assert.match(seen.members[i].identityNumber, masked);
      assert.equal(seen.members[i].identityNumber.slice(-4), member.identityNumber.slice(-4));
    }
  }
});

test('a masked value that comes back is refused', async () => {
  const seen = await ok(`/v1/${household.name}`, 'admin');
  const { status, body } = await system.http('PATCH', `/v1/${household.name}`, { token: await system.token('admin'), json: seen });
  assert.equal(status, 400);
  assert.match(JSON.stringify(body), /MASKED_VALUE/);
});

test('a look from outside is written down with its purpose, one from inside is not', async () => {
  const list = () => ok(`/v1/accesses?household=${household.name}&page_size=500`, 'xa');
  const before = (await list()).accesses ?? [];
  await ok(`/v1/${household.name}`, 'xa');
  assert.equal(((await list()).accesses ?? []).length, before.length);
  const purpose = 'Thanh tra đợt 2';
  await ok(`/v1/${household.name}`, 'tinh', { 'x-purpose': encodeURIComponent(purpose) });
  const [newest, ...rest] = (await list()).accesses;
  assert.equal(rest.length, before.length);
  assert.equal(newest.purpose, purpose);
  assert.equal(newest.method, 'rasoat.registry.v1.Households/GetHousehold');
  assert.deepEqual(newest.households, [household.name]);
  assert.match(newest.authority[0], /^ROLE_PROVINCE_OFFICER@/);
});

test('the chains of the access log hold', async () => {
  const token = await system.token('admin');
  let page = {};
  do {
    page = (await system.http('POST', '/v1/accesses:verify', { token, json: page.nextPageToken ? { pageToken: page.nextPageToken } : {} })).body;
    assert.equal(page.broken, undefined);
  } while (page.nextPageToken);
  assert.ok(page.heads.length >= 1);
});
