// An officer of a commune imports the list of 400 people that the commune has
// kept in a spreadsheet, with twelve mistakes in it: uploads it in pieces,
// reads what is wrong, downloads the marked file, and takes the good rows.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, before, test } from 'node:test';
import { claimNumbers } from './support/free_numbers.mjs';
import { System, until } from './support/system.mjs';

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

/** Announces a file and sends it, cut where a bad line might cut it. */
async function upload(bytes) {
  const announced = await system.http('POST', `/v1/areas/${commune}/imports`, {
    token,
    json: { fileName: 'danh-sach.csv', sizeBytes: String(bytes.length), sha256: createHash('sha256').update(bytes).digest('hex') },
  });
  assert.equal(announced.status, 200, JSON.stringify(announced.body));
  const { name } = announced.body;
  const sent = await fetch(`${system.url}/v1/${name}:upload?offset=0`, {
    method: 'POST', body: bytes, headers: { authorization: `Bearer ${token}`, 'content-type': 'text/csv' },
  });
  const answer = await sent.json();
  assert.equal(sent.status, 200, JSON.stringify(answer));
  assert.equal(answer.state, 'IMPORT_STATE_UPLOADED');
  return name;
}

async function ask(name, verb, json = {}) {
  const { status, body } = await system.http('POST', `/v1/${name}:${verb}`, { token, json });
  assert.equal(status, 200, JSON.stringify(body));
  return until(`${verb} ends`, 30, async () => {
    const { body: now } = await system.http('GET', `/v1/${name}`, { token });
    return /CHECKING|RUNNING/.test(now.state) ? undefined : now;
  });
}

test('twelve mistakes of four hundred rows come back marked, the other households go in', async () => {
  const lines = list();
  // One mistake in each of twelve households.
  for (let i = 0; i < 12; i += 1) lines[i * 20][[3, 4, 6][i % 3]] = '??';
  const name = await upload(textOf(lines));
  const checked = await ask(name, 'check');
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

  const report = await fetch(`${system.url}/v1/${name}:report`, { headers: { authorization: `Bearer ${token}` } });
  assert.equal(report.status, 200);
  assert.match(report.headers.get('content-disposition'), /\.xlsx/);
  const bytes = Buffer.from(await report.arrayBuffer());
  assert.equal(bytes.subarray(0, 2).toString(), 'PK');

  const done = await ask(name, 'run');
  assert.equal(done.state, 'IMPORT_STATE_DONE', JSON.stringify(done));
  assert.equal(done.counts.created, '88');
  assert.equal(done.counts.refused, '12');
});

test('the corrected list brings the twelve, and once more nothing', async () => {
  const bytes = textOf(list());
  for (const created of ['12', '0']) {
    const name = await upload(bytes);
    await ask(name, 'check');
    const done = await ask(name, 'run');
    assert.equal(done.counts.created ?? '0', created, JSON.stringify(done.counts));
    assert.equal(done.counts.updated ?? '0', '0');
  }
});

test('a web page is no list', async () => {
  const name = await upload(Buffer.from('<html><body>danh sách</body></html>'));
  const checked = await ask(name, 'check');
  assert.equal(checked.state, 'IMPORT_STATE_REFUSED');
  assert.equal(checked.fault.reason, 'SHEET_KIND_WRONG');
  assert.ok(checked.fault.faults[0].messageVi);
});
