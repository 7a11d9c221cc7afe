// A survey from its draft to its acceptance, through the gateway: written,
// submitted with photos, returned with comments, submitted again, accepted. The
// committee's figures do not move for it, and it may be run over and over.
import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { after, before, test } from 'node:test';
import { System, until } from './support/system.mjs';

const system = new System();
const round = 'rounds/bac-giang-2021';
const village = 'areas/07525001';

let reviewer;
let officer;
let province;
let base;
let figures;
let draft;
let first;
let second;
let photo;

async function call(verb, target, json, token) {
  const { status, body } = await system.http(verb, target, { token, json });
  assert.equal(status, 200, `${verb} ${target}: ${JSON.stringify(body)}`);
  return body;
}

async function refused(verb, target, json, token) {
  const { refusal } = await system.http(verb, target, { token, json });
  return refusal?.reason;
}

/** Everything the committee is told, once all feeds have been read. */
function whatIsReported() {
  return until('the figures are up to date', 20, async () => {
    const report = await call('GET', `/v1/${round}/progress?area=24&as_of=2021-10-10&group_by=district`, undefined, province);
    if (!report.completeness.upToDate) return undefined;
    const { total, rows } = report;
    return { total, rows };
  });
}

/** A ULID of this moment, as a client makes it. */
function ulid() {
  const digits = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
  let time = Date.now();
  let text = '';
  for (let i = 0; i < 10; i += 1) {
    text = digits[time % 32] + text;
    time = Math.floor(time / 32);
  }
  return text + [...randomBytes(16)].map((byte) => digits[byte % 32]).join('');
}

/** The same answers once more, as what takes the place of `former`. */
function filled(former, changes = {}) {
  const { household, form, answers, members, declared, reviewDate } = base;
  return {
    household, form, answers, members, declared, reviewDate, round, replaces: former.name,
    correctionReason: 'Chạy thử hành trình của phiếu', deviceTime: new Date().toISOString(),
    location: { latitude: 21.273123, longitude: 106.194568, accuracyM: 12 }, ...changes,
  };
}

/** A JPEG with the EXIF directory that phones write, GPS part included. */
function jpeg(size) {
  const tiff = Buffer.from('4d4d002a00000008000188250004000000010000004000000000', 'hex');
  const exif = Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), tiff]);
  const length = Buffer.from([0, 2 + exif.length]);
  const head = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe1]), length, exif, Buffer.from([0xff, 0xda])]);
  return Buffer.concat([head, randomBytes(size - head.length)]);
}

function announced(content, parent, mediaType = 'image/jpeg') {
  return {
    attachment: {
      parent, mediaType, sizeBytes: String(content.length),
      contentHash: createHash('sha256').update(content).digest('hex'),
    },
  };
}

async function upload(name, offset, bytes) {
  const response = await fetch(`${system.url}/v1/${name}:upload?offset=${offset}`, {
    method: 'PUT', body: bytes,
    headers: { authorization: `Bearer ${reviewer}`, 'content-type': 'application/octet-stream' },
  });
  return { status: response.status, body: await response.json() };
}

before(async () => {
  [reviewer, officer, province] = await Promise.all(
    ['dieu-tra-vien', 'xa', 'tinh'].map((account) => system.token(account)));
  const { surveys } = await call('GET', `/v1/surveys?village=${village}&round=${round}&form_kind=FORM_KIND_SURVEY&page_size=1`, undefined, officer);
  [base] = surveys;
  figures = await whatIsReported();
});

after(() => system.close());

test('a form is written as a draft, saved over and over', async () => {
  const written = { household: base.household, round, form: base.form, reviewDate: 'chưa điền' };
  const list = await call('GET', `/v1/surveyDrafts?village=${village}&round=${round}`, undefined, reviewer);
  for (const { name } of list.drafts) await call('DELETE', `/v1/${name}`, undefined, reviewer);
  draft = await call('POST', '/v1/surveyDrafts:save', { draft: { survey: written } }, reviewer);
  assert.equal(draft.survey.reviewDate, 'chưa điền');
  const again = await call('POST', '/v1/surveyDrafts:save', { draft: { survey: written } }, reviewer);
  assert.deepEqual(again, draft);
  const next = { survey: { ...written, reviewDate: base.reviewDate }, etag: draft.etag };
  const saved = await call('POST', '/v1/surveyDrafts:save', { draft: next }, reviewer);
  assert.equal(saved.name, draft.name);
  assert.equal(await refused('POST', '/v1/surveyDrafts:save', { draft: { ...next, survey: written } }, reviewer), 'STALE_DRAFT');
  assert.equal(await refused('GET', `/v1/${draft.name}`, undefined, officer), 'DRAFT_NOT_FOUND');
});

test('what is wrong with it is told without keeping it', async () => {
  const { faults } = await call('POST', '/v1/surveys:check', { survey: filled(base, { answers: [], declared: undefined }) }, reviewer);
  assert.ok(faults.some(({ rule }) => rule === 'ANSWER_MISSING'));
  const good = await call('POST', '/v1/surveys:check', { survey: filled(base, { location: { latitude: 0, longitude: 0 } }) }, reviewer);
  assert.deepEqual(good.faults, []);
  assert.deepEqual(good.warnings.map(({ rule }) => rule), ['LOCATION_OUTSIDE_VIETNAM']);
});

test('submitted, it takes the draft away and keeps where it was filled', async () => {
  const request = { survey: filled(base), surveyId: ulid(), draft: draft.name };
  first = await call('POST', '/v1/surveys:submit', request, reviewer);
  assert.equal(first.status, 'SURVEY_STATUS_SUBMITTED');
  assert.equal(first.location.latitude, 21.273123);
  assert.equal(first.location.outsideVietnam, false);
  assert.ok(first.deviceTime && first.submitTime);
  assert.equal(await refused('GET', `/v1/${draft.name}`, undefined, reviewer), 'DRAFT_NOT_FOUND');
  assert.deepEqual(await call('POST', '/v1/surveys:submit', request, reviewer), first);
});

test('a photo goes up by chunks, broken off and taken up again', async () => {
  photo = jpeg(2_500_000);
  const begun = await call('POST', '/v1/attachments:begin', announced(photo, first.name), reviewer);
  const mebibyte = 1 << 20;
  assert.equal((await upload(begun.name, 0, photo.subarray(0, mebibyte))).status, 200);
  assert.equal((await upload(begun.name, 0, photo.subarray(0, mebibyte))).body.receivedBytes, String(mebibyte));
  assert.equal((await upload(begun.name, 2 * mebibyte, photo.subarray(2 * mebibyte))).status, 409);
  assert.equal(await refused('POST', `/v1/${begun.name}:finish`, {}, reviewer), 'UPLOAD_INCOMPLETE');
  const { receivedBytes } = await call('GET', `/v1/${begun.name}:state`, undefined, reviewer);
  for (let at = Number(receivedBytes); at < photo.length; at += mebibyte) {
    assert.equal((await upload(begun.name, at, photo.subarray(at, at + mebibyte))).status, 200);
  }
  const file = await call('POST', `/v1/${begun.name}:finish`, {}, reviewer);
  assert.equal(file.finished, true);
  assert.equal(file.carriesPosition, true);
  const { attachments } = await call('GET', `/v1/attachments?parent=${first.name}`, undefined, officer);
  assert.deepEqual(attachments, [file]);

  const response = await fetch(`${system.url}/v1/${file.name}:download`, { headers: { authorization: `Bearer ${province}` } });
  assert.equal(response.headers.get('content-type'), 'image/jpeg');
  assert.match(response.headers.get('content-disposition'), /attachment-.*\.jpg/);
  assert.ok(Buffer.from(await response.arrayBuffer()).equals(photo));
});

test('what is not what it claims to be is not taken', async () => {
  const page = Buffer.from('<html>no photo</html>');
  const begun = await call('POST', '/v1/attachments:begin', announced(page, first.name), reviewer);
  assert.equal((await upload(begun.name, 0, page)).status, 200);
  assert.equal(await refused('POST', `/v1/${begun.name}:finish`, {}, reviewer), 'ATTACHMENT_TYPE_DIFFERS');
  const other = await call('POST', '/v1/attachments:begin', announced(jpeg(100), first.name), reviewer);
  assert.equal((await upload(other.name, 0, jpeg(100))).status, 200);
  assert.equal(await refused('POST', `/v1/${other.name}:finish`, {}, reviewer), 'ATTACHMENT_HASH_DIFFERS');
  assert.equal(await refused('POST', '/v1/attachments:begin', announced(Buffer.from('x'), first.name, 'text/html'), reviewer), 'MEDIA_TYPE_NOT_TAKEN');
});

test('a supervisor sends it back with comments, once', async () => {
  const comments = { general: 'Xem lại nhà ở', fields: [{ path: 'answers[house.wall]', text: 'Tường gì?' }] };
  const order = { etag: first.etag, comments, requestId: ulid() };
  assert.equal(await refused('POST', `/v1/${first.name}:return`, order, reviewer), 'ROLE_NOT_ALLOWED');
  const returned = await call('POST', `/v1/${first.name}:return`, order, officer);
  assert.equal(returned.status, 'SURVEY_STATUS_RETURNED');
  assert.deepEqual(await call('POST', `/v1/${first.name}:return`, order, officer), returned);
  assert.equal(await refused('POST', `/v1/${first.name}:accept`, { etag: first.etag }, province), 'STALE_SURVEY');
  assert.equal(await refused('POST', `/v1/${first.name}:accept`, { etag: returned.etag }, province), 'SURVEY_RETURNED');
  const { reviews } = await call('GET', `/v1/${first.name}/reviews`, undefined, reviewer);
  assert.equal(reviews.length, 1);
  assert.deepEqual(reviews[0].comments, comments);
});

test('the new version is accepted, and what hangs on it is final', async () => {
  second = await call('POST', '/v1/surveys:submit', { survey: filled(first, { correctionReason: '' }), surveyId: ulid() }, reviewer);
  const begun = await call('POST', '/v1/attachments:begin', announced(photo, second.name), reviewer);
  for (let at = 0; at < photo.length; at += 1 << 20) await upload(begun.name, at, photo.subarray(at, at + (1 << 20)));
  await call('POST', `/v1/${begun.name}:finish`, {}, reviewer);

  const { results } = await call('POST', '/v1/surveys:batchAccept', {
    area: 'areas/07525',
    requests: [{ name: first.name, etag: first.etag }, { name: second.name, etag: second.etag }],
  }, officer);
  assert.deepEqual(results.map(({ status, error }) => [status, error?.reason]), [
    ['SURVEY_STATUS_UNSPECIFIED', 'SURVEY_OUTDATED'], ['SURVEY_STATUS_ACCEPTED', undefined]]);
  assert.equal(await refused('DELETE', `/v1/${begun.name}`, undefined, reviewer), 'ATTACHMENTS_CLOSED');
  assert.equal(await refused('POST', '/v1/surveys:submit', { survey: filled(second, { correctionReason: '' }) }, reviewer), 'CORRECTION_REASON_MISSING');
});

test('every version is kept', async () => {
  const { surveys } = await call('GET', `/v1/${second.name}/versions?page_size=500`, undefined, officer);
  const [returned, accepted] = surveys.slice(-2);
  assert.equal(returned.name, first.name);
  assert.equal(returned.status, 'SURVEY_STATUS_RETURNED');
  assert.equal(accepted.name, second.name);
  assert.equal(accepted.status, 'SURVEY_STATUS_ACCEPTED');
  assert.equal(accepted.replaces, first.name);
  const newest = await call('GET', `/v1/surveys?village=${village}&round=${round}&status=SURVEY_STATUS_ACCEPTED&page_size=500`, undefined, officer);
  assert.ok(newest.surveys.some(({ name }) => name === second.name));
});

test('the committee is told what it was told before', async () => {
  assert.deepEqual(await whatIsReported(), figures);
});
