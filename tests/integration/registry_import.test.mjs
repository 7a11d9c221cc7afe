// An officer of a commune imports the list of 400 people that the commune has
// kept in a spreadsheet, with twelve mistakes in it: uploads it in pieces,
// reads what is wrong, downloads the marked file, and takes the good rows.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { claimNumbers } from './support/free_numbers.mjs';
import { ask, download, upload } from './support/lists.mjs';
import { System } from './support/system.mjs';
import { packWorkbook, readWorkbook } from './support/workbook.mjs';

const system = new System();
const header = 'Số hộ,Họ và tên,Quan hệ với chủ hộ,Ngày sinh,Giới tính,Số CCCD,Dân tộc,Mã thôn,Phân loại hộ\n';
let commune;
let village;
let token;
let free;

after(() => system.close());

// A made-up village of the example, and households with numbers that nobody has.
before(async () => {
  token = await system.token('admin');
  const { body } = await system.http('GET', '/v1/areas?parent=areas/24&tier=TIER_VILLAGE&as_of=2021-10-10&page_size=1', { token });
  const [first] = body.areas;
  village = first.name.replace('areas/', '');
  commune = first.parent.replace('areas/', '');
  free = await claimNumbers(system, token, village);
});

/** 100 households of four, with citizen ids that no living person has. */
function list() {
  const lines = [];
  for (let household = 1; household <= 100; household += 1) {
    for (let member = 0; member < 4; member += 1) {
      const id = free.citizenId(household * 4 + member, member < 2 ? 1980 : 2010);
      lines.push([
        member === 0 ? free.number(household) : '',
        `Nhập Danh Sách ${free.number(household)} ${member}`,
        ['Chủ hộ', 'Vợ', 'Con', 'Con'][member],
        member < 2 ? `05/06/1980` : '2010-03-04',
        member % 2 ? 'Nữ' : 'Nam', id, 'Kinh', village, member === 0 ? 'Hộ nghèo' : '',
      ]);
    }
  }
  return lines;
}

const textOf = (lines) => Buffer.from(header + lines.map((line) => line.join(',')).join('\n') + '\n');

test('twelve mistakes of four hundred rows come back marked, the other households go in', async () => {
  const lines = list();
  // One mistake in each of twelve households.
  for (let i = 0; i < 12; i += 1) lines[i * 20][[3, 4, 6][i % 3]] = '??';
  const name = await upload(system, token, commune, textOf(lines));
  const checked = await ask(system, token, name, 'check');
  assert.equal(checked.state, 'IMPORT_STATE_CHECKED', JSON.stringify(checked));
  assert.equal(checked.counts.rows, '400');
  assert.equal(checked.counts.errorRows, '12');
  assert.equal(checked.counts.created, '88');

  const rows = await system.http('GET', `/v1/${name}/rows?kind=IMPORT_FINDING_KIND_ERROR`, { token });
  assert.equal(rows.body.rows.length, 12);
  for (const row of rows.body.rows) {
    const [finding] = row.findings.filter((one) => one.kind === 'IMPORT_FINDING_KIND_ERROR');
    assert.ok(finding.messageVi && finding.messageEn && finding.column, JSON.stringify(row));
  }

  const report = await download(system, token, `/v1/${name}:report`);
  assert.match(report.disposition, /\.xlsx/);
  const book = readWorkbook(report.bytes);
  // Header, 400 people; what is wrong stands in the last column, and beside the cell.
  assert.equal(book.sheets[0].length, 401);
  assert.ok(book.sheets[0][1].J, JSON.stringify(book.sheets[0][1]));
  assert.ok(book.parts.some((part) => part.includes('comments')), book.parts.join());

  const done = await ask(system, token, name, 'run');
  assert.equal(done.state, 'IMPORT_STATE_DONE', JSON.stringify(done));
  assert.equal(done.counts.created, '88');
  assert.equal(done.counts.refused, '12');
});

test('the corrected list brings the twelve, and once more nothing', async () => {
  const bytes = textOf(list());
  for (const created of ['12', '0']) {
    const name = await upload(system, token, commune, bytes);
    await ask(system, token, name, 'check');
    const done = await ask(system, token, name, 'run');
    assert.equal(done.counts.created ?? '0', created, JSON.stringify(done.counts));
    assert.equal(done.counts.updated ?? '0', '0');
  }
});

test('a web page is no list', async () => {
  const name = await upload(system, token, commune, Buffer.from('<html><body>danh sách</body></html>'));
  const checked = await ask(system, token, name, 'check');
  assert.equal(checked.state, 'IMPORT_STATE_REFUSED');
  assert.equal(checked.fault.reason, 'SHEET_KIND_WRONG');
  assert.ok(checked.fault.faults[0].messageVi);
});

test('a spreadsheet of which the sheet is far larger than the pieces it is read in', async () => {
  const people = 12_000;
  const rows = [header.trim().split(',')];
  // Errors in every row, so that nothing of it stays: no day of birth, and a village that is none.
  for (let i = 0; i < people; i += 1) {
    rows.push([1 + Math.floor(i / 4), `Người Thứ ${i} của một bảng tính rất dài`, i % 4 ? 'Con' : 'Chủ hộ', 'không rõ', 'Nam', '', 'Kinh', village, '']);
  }
  const { bytes, sheetSize } = packWorkbook(rows);
  assert.ok(sheetSize > 64 * 65_536, `${sheetSize}`);
  const name = await upload(system, token, commune, bytes, 'dai.xlsx');
  const checked = await ask(system, token, name, 'check');
  assert.equal(checked.state, 'IMPORT_STATE_CHECKED', JSON.stringify(checked.fault));
  assert.equal(checked.counts.rows, String(people));
  assert.equal(checked.counts.households, String(people / 4));
  assert.equal(checked.counts.errorRows, String(people));
});

test('ten thousand malformed rows are ten thousand rows with an error', async () => {
  const faults = [
    ['', 'Không Ngày', 'Chủ hộ', '32/13/1980', 'Nam', '', 'Kinh', village, ''],
    ['', 'Không Giới', 'Chủ hộ', '01/02/1980', 'khác', '', 'Kinh', village, ''],
    ['', 'Không Thôn', 'Chủ hộ', '01/02/1980', 'Nam', '', 'Kinh', 'không có', ''],
    ['', 'Số Sai', 'Chủ hộ', '01/02/1980', 'Nam', '12345', 'Kinh', village, ''],
    ['số', 'Số Hộ Sai', 'Chủ hộ', '01/02/1980', 'Nam', '', 'Kinh', village, ''],
    ['', '=1+1"', 'Chủ hộ', '0/0/0', '??', '1E+11', '??', '', ''],
  ];
  const lines = Array.from({ length: 10_000 }, (_, i) => {
    const line = [...faults[i % faults.length]];
    line[0] ||= 1 + i;
    return line;
  });
  const name = await upload(system, token, commune, textOf(lines));
  const checked = await ask(system, token, name, 'check');
  assert.equal(checked.state, 'IMPORT_STATE_CHECKED', JSON.stringify(checked.fault));
  assert.equal(checked.counts.errorRows, '10000', JSON.stringify(checked.counts));
  assert.equal(checked.counts.created ?? '0', '0');
  let told = 0;
  for (let page = ''; ;) {
    const { body } = await system.http('GET', `/v1/${name}/rows?kind=IMPORT_FINDING_KIND_ERROR&page_size=1000&page_token=${page}`, { token });
    told += (body.rows ?? []).length;
    page = body.nextPageToken ?? '';
    if (page === '') break;
  }
  assert.equal(told, 10_000);
});
