// People are found however their names are typed; who stands in the register
// twice is noticed, looked at and made one. Through the gateway.
import assert from 'node:assert/strict';
import { randomInt } from 'node:crypto';
import { after, before, test } from 'node:test';
import { claimNumbers } from './support/free_numbers.mjs';
import { System } from './support/system.mjs';

const system = new System();
const village = 'areas/07525001';
const commune = 'areas/07525';

let token;
let free;
let people = 0;
let households = 0;

before(async () => {
  token = await system.token('xa');
  free = await claimNumbers(system, token, village.slice('areas/'.length));
});
after(() => system.close());

async function post(target, json, account = 'xa') {
  return system.http('POST', target, { json, token: await system.token(account) });
}

async function search(criterion, account = 'xa') {
  const { status, body } = await post('/v1/people:search', { area: commune, ...criterion }, account);
  assert.equal(status, 200, JSON.stringify(body));
  return body.people ?? [];
}

function plain(name) {
  return name.normalize('NFD').replace(/\p{Mn}/gu, '').replace(/đ/gu, 'd').replace(/Đ/gu, 'D').toLowerCase();
}

/** A name, a day and a number that nobody else has. */
function somebody() {
  const tail = String(randomInt(1_000_000)).padStart(6, '0');
  const letters = [...tail].map((digit) => 'bcdghklmnx'[digit]).join('a');
  return {
    fullName: `Đặng Thị Thử ${letters}`,
    birthDate: `1971-0${1 + randomInt(9)}-1${randomInt(9)}`,
    citizenId: free.citizenId(people += 1, 1971),
  };
}

function household(person, changes = {}) {
  return {
    village, number: free.number(households += 1), members: [{
      memberId: '01', fullName: person.fullName, birthDate: person.birthDate, sex: 'SEX_FEMALE',
      relation: 'RELATION_HEAD', ethnicGroup: '01', ...changes,
    }],
  };
}

/** Is this pair in the commune's list, on whatever page? */
async function isListed(duplicate) {
  for (let page = '', first = true; first || page; first = false) {
    const { body } = await system.http('GET', `/v1/duplicates?area=${commune}&page_size=200&page_token=${page}`, { token });
    if (body.duplicates?.some((one) => one.name === duplicate)) return true;
    page = body.nextPageToken ?? '';
  }
  return false;
}

test('a name is found without accents, in capitals and from the given name on', async () => {
  const { body } = await system.http('GET', `/v1/households?village=${village}&page_size=1`, { token });
  const [known] = body.households;
  const head = known.members.find((one) => one.relation === 'RELATION_HEAD');
  for (const typed of [head.fullName, plain(head.fullName), head.fullName.toUpperCase(),
    head.fullName.normalize('NFD'), `  ${plain(head.fullName).replaceAll(' ', '   ')} `]) {
    const found = await search({ area: village, name: typed, pageSize: 100 });
    assert.equal(found[0].match, 'PERSON_MATCH_EXACT_NAME', typed);
    assert.ok(found.some((one) => one.household === known.name && one.memberId === head.memberId), typed);
  }
  const words = plain(head.fullName).split(' ');
  const byGiven = await search({ area: village, name: words.at(-1), pageSize: 100 });
  const same = byGiven.find((one) => one.household === known.name && one.memberId === head.memberId);
  assert.equal(same.match, 'PERSON_MATCH_GIVEN_NAME_FIRST');
  const [span] = same.highlights;
  assert.equal([...same.fullName].slice(span.begin, span.end).join(''), head.fullName.split(' ').at(-1));
});

test('a citizen id is found, and only where the caller may look', async () => {
  const person = somebody();
  const made = await post('/v1/households', household(person, {
    identityKind: 'IDENTITY_KIND_CITIZEN_ID', identityNumber: person.citizenId,
  }));
  assert.equal(made.status, 200, JSON.stringify(made.body));
  const [found] = await search({ citizenId: person.citizenId });
  assert.equal(found.household, made.body.name);
  assert.equal(found.match, 'PERSON_MATCH_IDENTITY');
  assert.deepEqual(await search({ area: 'areas/07525002', citizenId: person.citizenId }), []);

  const outside = await post('/v1/people:search', { area: 'areas/24', citizenId: person.citizenId });
  assert.equal(outside.status, 403);
  assert.equal(outside.refusal.reason, 'AREA_OUT_OF_REACH');
  const get = await system.http('GET', `/v1/people:search?area=${commune}&citizen_id=${person.citizenId}`, { token });
  assert.notEqual(get.status, 200, 'numbers do not stand in addresses');

  const second = await post('/v1/households', household({ ...somebody(), birthDate: person.birthDate }, {
    identityKind: 'IDENTITY_KIND_CITIZEN_ID', identityNumber: person.citizenId,
  }));
  assert.equal(second.status, 409);
  assert.equal(second.refusal.reason, 'PERSON_REGISTERED');
  const told = JSON.stringify(second.body);
  assert.ok(told.includes(made.body.name), 'the other household is named to who reaches it');
  assert.ok(!told.includes(person.citizenId), 'and no number is repeated');
});

test('who is entered twice is warned of, compared and made one', async () => {
  const person = somebody();
  const first = await post('/v1/households', household(person));
  assert.equal(first.status, 200, JSON.stringify(first.body));
  assert.equal(first.body.suspectedDuplicates?.length ?? 0, 0);
  const second = await post('/v1/households', household({ ...person, fullName: plain(person.fullName) }));
  assert.equal(second.status, 200, 'an entry is never held up');
  const [warned] = second.body.suspectedDuplicates;
  assert.equal(warned.household, first.body.name);
  assert.equal(warned.score, 80);
  assert.ok(warned.matches[0].reasons.every((one) => one.label.vi && one.label.en));

  assert.ok(await isListed(warned.duplicate));
  const shown = await system.http('GET', `/v1/${warned.duplicate}`, { token });
  const verdict = (field) => shown.body.comparisons.find((one) => one.field === field).verdict;
  assert.equal(verdict('village'), 'FIELD_VERDICT_EQUAL');
  assert.equal(verdict('full_name'), 'FIELD_VERDICT_DIFFERENT');

  const merged = await post(`/v1/${warned.duplicate}:merge`, {
    keep: first.body.name, reason: 'Đăng ký hai lần', etag: shown.body.etag,
  });
  assert.equal(merged.status, 200, JSON.stringify(merged.body));
  assert.equal(merged.body.state, 'DUPLICATE_STATE_MERGED');
  const gone = await system.http('GET', `/v1/${second.body.name}`, { token });
  assert.equal(gone.body.mergedInto, first.body.name);
  assert.equal(gone.body.formerMembers.length, 1);
  assert.equal((await search({ name: person.fullName })).length, 1);
});

test('"not a duplicate" is remembered by the next scan', async () => {
  const person = somebody();
  await post('/v1/households', household(person));
  const second = await post('/v1/households', household(person));
  const [warned] = second.body.suspectedDuplicates;
  const shown = await system.http('GET', `/v1/${warned.duplicate}`, { token });
  const dismissed = await post(`/v1/${warned.duplicate}:dismiss`,
    { reason: 'Hai chị em họ trùng tên', etag: shown.body.etag });
  assert.equal(dismissed.status, 200, JSON.stringify(dismissed.body));
  const scan = await post('/v1/duplicates:scan', { area: village });
  assert.equal(scan.status, 200, JSON.stringify(scan.body));
  assert.ok(scan.body.dismissedCount >= 1);
  const open = await system.http('GET', `/v1/duplicates?area=${village}&page_size=200`, { token });
  assert.ok(!(open.body.duplicates ?? []).some((one) => one.name === warned.duplicate));
});
