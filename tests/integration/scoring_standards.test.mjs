// A province's standard: the training one as a workbook, a number changed in it, looked over, imported, approved by a
// second person, given to a round and scored by.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { System } from './support/system.mjs';
import { trainingHousehold } from './support/training_household.mjs';
import { editWorkbook, readWorkbook } from './support/workbook.mjs';

const system = new System();
const id = `bac-giang-thu-${Date.now()}`;
const xlsx = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
let province;
let administrator;
let sheet;
let hash;

before(async () => {
  province = await system.token('tinh');
  administrator = await system.token('admin');
});
after(() => system.close());

async function bring(bytes, query = '', token = province) {
  const answer = await fetch(`${system.url}/v1/standards/${id}:importSheet?area=areas/24${query}`, {
    method: 'POST', body: bytes, headers: { authorization: `Bearer ${token}`, 'content-type': xlsx },
  });
  return { status: answer.status, body: await answer.json() };
}

const provincial = [
  { sheet: 'Chuẩn', cell: 'B2', value: 'TẬP HUẤN - chuẩn thử của tỉnh' },
  { sheet: 'Chuẩn', cell: 'B5', value: '24' },
  { sheet: 'Phân loại', cell: 'C3', value: 150 },
];

test('a standard goes out as a workbook', async () => {
  const answer = await fetch(`${system.url}/v1/standards/training-2022-2:exportSheet`, {
    headers: { authorization: `Bearer ${province}` },
  });
  assert.equal(answer.status, 200);
  assert.equal(answer.headers.get('content-type'), xlsx);
  assert.match(answer.headers.get('content-disposition'), /training-2022-2\.xlsx/);
  sheet = Buffer.from(await answer.arrayBuffer());
  const values = Object.fromEntries(readWorkbook(sheet).sheets[0].map((row) => [row.A, row.B]));
  assert.equal(values.area, '*');
  assert.equal(values.training, 'x');
});

test('a mistake is told by its sheet and cell, in both languages, and nothing is kept', async () => {
  const { status, body } = await bring(editWorkbook(sheet, [
    ...provincial, { sheet: 'Khoảng số B1', cell: 'D3', value: 'nhiều' },
    { sheet: 'Phân loại', cell: 'F3', value: 'chắc chắn' },
  ]), '&dry_run=true');
  assert.equal(status, 200, JSON.stringify(body));
  assert.deepEqual(body.faults.map((one) => `${one.sheet}!${one.cell}`), ['Khoảng số B1!D3', 'Phân loại!F3']);
  for (const fault of body.faults) {
    assert.ok(fault.vi && fault.en);
  }
  const refused = await bring(editWorkbook(sheet, [...provincial, { sheet: 'Khoảng số B1', cell: 'D3', value: 'nhiều' }]));
  assert.equal(refused.status, 400);
  const got = await system.http('GET', `/v1/standards/${id}`);
  assert.equal(got.status, 404);
});

test('a question that none of the forms asks is told at its cell, in both languages', async () => {
  const { status, body } = await bring(editWorkbook(sheet, [
    ...provincial, { sheet: 'Chỉ số B1', cell: 'D8', value: 'house.wal' },
  ]), '&dry_run=true');
  assert.equal(status, 200, JSON.stringify(body));
  assert.deepEqual(body.faults.map((one) => `${one.sheet}!${one.cell}`), ['Chỉ số B1!D8']);
  assert.match(body.faults[0].en, /question 'house\.wal' is asked of the household by none of the forms/);
  assert.match(body.faults[0].vi, /không mẫu phiếu nào .* hỏi hộ câu “house\.wal”/);
});

test('the workbook becomes a draft that nobody is scored by', async () => {
  const { status, body } = await bring(editWorkbook(sheet, provincial));
  assert.equal(status, 200, JSON.stringify(body));
  assert.equal(body.standard.state, 'STANDARD_STATE_DRAFT');
  hash = body.standard.contentHash;
  const shown = await system.http('GET', `/v1/standards/${id}`);
  assert.equal(shown.body.state, 'STANDARD_STATE_DRAFT');
  const scored = await system.http('POST', `/v1/standards/${id}:score`, { token: province, json: trainingHousehold(3) });
  assert.equal(scored.status, 404);
});

test('a second person approves it, and a round is scored by it', async () => {
  const approve = (token) => system.http('POST', `/v1/standards/${id}:approve`, { token, json: { area: 'areas/24', contentHash: hash } });
  assert.equal((await approve(province)).status, 400);
  const { status, body } = await approve(administrator);
  assert.equal(status, 200, JSON.stringify(body));
  assert.equal(body.state, 'STANDARD_STATE_ACTIVE');
  assert.notEqual(body.import.decidedBy, body.import.importedBy);
  const given = await system.http('PUT', `/v1/roundStandards/${id}`, {
    token: administrator, json: { standards: [`standards/${id}`], training: true },
  });
  assert.equal(given.status, 200, JSON.stringify(given.body));
  const scored = await system.http('POST', `/v1/standards/${id}:score`, { token: province, json: trainingHousehold(3) });
  assert.equal(scored.status, 200, JSON.stringify(scored.body));
  assert.equal(scored.body.standardHash, hash);
});
