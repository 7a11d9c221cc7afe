// A reviewer's device that works for days without a signal: it takes a package
// of its village along, does its work, loses replies, and ends where the
// register is. Over gRPC straight to the registry, and with curl through the
// gateway; at last the registry is killed in the middle of a batch.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { after, before, test } from 'node:test';
import { claimNumbers } from './support/free_numbers.mjs';
import { rasoat, System } from './support/system.mjs';

let system = new System();
const round = 'rounds/bac-giang-2021';
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

let village;
let token;
let free;
let template;
const device = `devices/${ulid()}`;

after(() => system.close());

/** An id as a device makes it. */
function ulid() {
  let value = (BigInt(Date.now()) << 80n) | BigInt(`0x${randomBytes(10).toString('hex')}`);
  let text = '';
  for (let i = 0; i < 26; i += 1) {
    text = alphabet[Number(value & 31n)] + text;
    value >>= 5n;
  }
  return text;
}

/** Every message of a package. */
async function take(request = {}) {
  const parts = [];
  let pageToken = '';
  for (;;) {
    const query = { villages: [village], area: 'areas/07525', round, device, pageToken, ...request };
    const part = await system.all('FieldWork.GetAreaPackage', query, token);
    parts.push(...part);
    if (part.at(-1).complete) return parts;
    pageToken = part.at(-1).nextPageToken;
  }
}

function households(parts) {
  return parts.flatMap((part) => part.households ?? []);
}

function send(items, sendTime = new Date()) {
  return system.call('FieldWork.SubmitFieldWork', { device, sendTime: stamp(sendTime), items }, token);
}

function stamp(date) {
  return { seconds: String(Math.floor(date.getTime() / 1000)), nanos: (date.getTime() % 1000) * 1e6 };
}

/** Today in Vietnam. */
function today() {
  return new Date(Date.now() + 7 * 3600 * 1000).toISOString().slice(0, 10);
}

let sequence = 0;
function item(work, deviceTime = new Date()) {
  sequence += 1;
  return { itemId: ulid(), village, sequence: String(sequence), deviceTime: stamp(deviceTime), ...work };
}

let registered = 0;
function registration() {
  registered += 1;
  const number = free.number(registered);
  const householdId = ulid();
  const members = template.household.members.map((member) =>
    ({ ...member, identityKind: 'IDENTITY_KIND_UNSPECIFIED', identityNumber: '' }));
  return {
    name: `households/${householdId}`,
    work: { registration: { householdId, household: { village, number, address: 'Xóm Thử', phone: '', members } } },
  };
}

function surveyOf(household) {
  const { survey } = template.surveys[0];
  return {
    survey: {
      surveyId: ulid(),
      survey: {
        household, round, form: survey.form, reviewDate: survey.reviewDate, answers: survey.answers,
        members: survey.members,
      },
    },
  };
}

function change(household, phone) {
  return { change: { household: { name: household.name, etag: household.etag, phone }, updateMask: { paths: ['phone'] } } };
}

/** Outcomes without the prefix, for short. */
function outcomes(reply) {
  return reply.receipts.map((receipt) => receipt.outcome.slice('ITEM_OUTCOME_'.length));
}

/** Every item was taken; one that was not is shown with its faults. */
function assertAccepted(reply) {
  assert.deepEqual(reply.receipts.filter((receipt) => receipt.outcome !== 'ITEM_OUTCOME_ACCEPTED'), []);
}

before(async () => {
  token = await system.token('xa');
  const officer = await system.token('tinh');
  village = 'areas/07525001';
  free = await claimNumbers(system, token, '07525001');
  const list = await system.call('Households.ListHouseholds', { village, pageSize: 500 }, officer);
  assert.ok(list.households.length > 0);
  const parts = await take();
  template = households(parts).find((one) => one.surveys?.length > 0);
  assert.ok(template, 'the example has a survey in this village');
});

test('a package has households, surveys, forms, and where the standards are', async () => {
  const parts = await take();
  const { header } = parts[0];
  assert.ok(Number(header.position) > 0);
  assert.ok(Math.abs(Number(header.packageTime.seconds) * 1000 - Date.now()) < 60000);
  assert.ok(parts[0].forms.length > 0);
  assert.equal(parts[0].forms.length, header.forms.length);
  const standards = await system.http('GET', header.standardsPath, { token });
  assert.equal(standards.status, 200, JSON.stringify(standards.body));
  const standard = await system.http('GET', `/v1/${standards.body.standards[0]}`, { token });
  assert.equal(standard.status, 200);
  assert.equal(parts.at(-1).complete, true);
});

test('a delta has what changed since, and a stream can be taken up', async () => {
  const position = (await take())[0].header.position;
  const made = registration();
  assertAccepted(await send([item(made.work)]));
  const delta = await take({ afterPosition: position });
  assert.ok(households(delta).some((one) => one.household.name === made.name));
  const again = await take({ afterPosition: position, pageToken: delta[0].nextPageToken });
  assert.equal(again[0].header.position, delta[0].header.position);
  assert.ok(households(again).some((one) => one.household.name === made.name));
  const later = await take({ afterPosition: (await take())[0].header.position });
  assert.equal(households(later).length, 0);
});

test('a batch: receipts, repeats, conflicts, faults', async () => {
  const made = registration();
  const first = [item(made.work), item(surveyOf(made.name)), item(change({ name: made.name, etag: '"1"' }, '0912345678'))];
  const reply = await send(first);
  assertAccepted(reply);
  assert.equal(reply.receipts[2].householdEtag, '"2"');
  // In any order, in any part, the same receipts.
  const repeat = await send([first[2], first[0], first[1], first[0]]);
  assert.deepEqual(repeat.receipts,
    [reply.receipts[2], reply.receipts[0], reply.receipts[1], reply.receipts[0]]);
  const other = item(change({ name: made.name, etag: '"1"' }, '0987654321'));
  const faulty = item({ registration: { householdId: ulid(), household: { village, number: 0, members: [] } } });
  const second = await send([other, faulty]);
  assert.deepEqual(outcomes(second), ['CONFLICT', 'INVALID']);
  assert.deepEqual(second.receipts[0].conflicts.map((one) => [one.field, one.baseValue, one.serverValue, one.deviceValue]),
    [['phone', '', '0912345678', '0987654321']]);
  assert.ok(second.receipts[1].error.faults.every((fault) => fault.field.startsWith('registration.')
    && fault.messageVi && fault.messageEn));
  assert.deepEqual((await send([other])).receipts, [second.receipts[0]]);
});

test('births, deaths, moves and drafts that a device wrote down', async () => {
  const made = registration();
  const first = item(made.work);
  const child = {
    memberId: '91', fullName: 'Bé Thử', birthDate: today(), sex: 'SEX_FEMALE', relation: 'RELATION_OTHER', ethnicGroup: '01',
  };
  const birth = item({ birth: { name: made.name, member: child }, afterItem: first.itemId });
  assert.deepEqual(outcomes(await send([birth])), ['INVALID'], 'what it builds on has not come');
  const draft = item({ draft: { draft: { survey: { household: made.name, round, form: template.surveys[0].survey.form } } } });
  const move = item({ move: { name: made.name, etag: '"2"', village: 'areas/01001001', number: 1, eventDate: today(), reason: 'thử' } });
  const items = [first, birth, draft, move];
  const reply = await send(items);
  assert.deepEqual(outcomes(reply), ['ACCEPTED', 'ACCEPTED', 'ACCEPTED', 'INVALID'], JSON.stringify(reply.receipts));
  assert.equal(reply.receipts[1].householdEtag, '"2"');
  assert.match(reply.receipts[2].draft, /^surveyDrafts\//);
  assert.equal(reply.receipts[3].error.reason, 'AREA_OUT_OF_REACH');
  assert.deepEqual((await send(items)).receipts, reply.receipts);
  // An officer records the death that the device has written down as well.
  const death = { name: made.name, etag: '"2"', memberId: '91', eventDate: today() };
  await system.call('HouseholdEvents.RecordDeath', death, token);
  const same = item({ death });
  const other = item({ departure: { name: made.name, etag: '"2"', memberIds: ['91'], eventDate: today(), reason: 'đi xa' } });
  const second = await send([same, other]);
  assert.deepEqual(outcomes(second), ['DUPLICATE', 'CONFLICT'], JSON.stringify(second.receipts));
  assert.deepEqual((await send([other, same])).receipts, [second.receipts[1], second.receipts[0]]);
});

test('a clock that is a day ahead is told of, and no reason to refuse', async () => {
  const ahead = new Date(Date.now() + 24 * 3600 * 1000);
  const reply = await send([item(registration().work, ahead)], ahead);
  assert.deepEqual(outcomes(reply), ['ACCEPTED']);
  assert.equal(reply.clockWrong, true);
  assert.ok(reply.receipts[0].warnings.some((warning) => warning.rule === 'DEVICE_CLOCK_WRONG'));
  assert.ok(Math.abs(Number(reply.receipts[0].correctedTime.seconds) * 1000 - Date.now()) < 60000);
});

test('how far the work is, and which devices there are', async () => {
  const list = (page) => system.call('FieldWork.ListWork', { areas: [village], round, pageSize: 500, ...page }, token);
  const work = await list();
  let listed = work.items.length;
  for (let page = work; page.nextPageToken; listed += page.items.length) page = await list({ pageToken: page.nextPageToken });
  const counts = Object.fromEntries(['left', 'done', 'returned'].map((key) => [key, Number(work.counts[key] ?? 0)]));
  assert.equal(counts.left + counts.done + counts.returned, listed);
  assert.ok(counts.done > 0);
  const devices = await system.call('FieldWork.ListDevices', { area: 'areas/07525', pageSize: 500 }, token);
  const ours = devices.devices.find((one) => one.name === device);
  assert.ok(ours && Number(ours.packagePosition) > 0 && Number(ours.lastSequence) > 0);
});

test('curl takes a package line by line', () => {
  const run = spawnSync('curl', ['-fsSN', '-H', `Authorization: Bearer ${token}`, '-H', 'Accept: application/x-ndjson',
    `${system.url}/v1/fieldWork:package?villages=${village}&area=areas/07525&round=${round}`],
    { encoding: 'utf8', maxBuffer: 64 << 20 });
  assert.equal(run.status, 0, run.stderr);
  const parts = run.stdout.trim().split('\n').map((line) => JSON.parse(line));
  assert.ok(parts[0].header.position);
  assert.equal(parts.at(-1).complete, true);
});

test('the registry is killed in the middle of a batch; sent again, all is there once', async () => {
  const mine = [];
  for (let i = 0; i < 90; i += 1) {
    const made = registration();
    mine.push(item(made.work), item(surveyOf(made.name)));
  }
  const before = system.parts.registry.pid;
  const lost = send(mine).catch((error) => error);
  await new Promise((resolve) => { setTimeout(resolve, 15); });
  process.kill(before, 'SIGKILL');
  await lost;
  const { code, out, err } = rasoat(['up']);
  assert.equal(code, 0, out + err);
  system.close();
  system = new System();
  const first = await send(mine);
  assertAccepted(first);
  const second = await send([...mine].reverse());
  assert.deepEqual([...second.receipts].reverse(), first.receipts);
  const there = new Set(households(await take()).map((one) => one.household.name));
  for (const receipt of first.receipts) assert.ok(there.has(receipt.household));
});
