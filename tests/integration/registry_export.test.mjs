// An officer takes the register of a commune along as a file in each format, reads it with another program, and imports
// it again without edits: nothing is wrong with it, and nothing changes.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { claimNumbers } from './support/free_numbers.mjs';
import { ask, download, upload } from './support/lists.mjs';
import { System } from './support/system.mjs';
import { readWorkbook } from './support/workbook.mjs';

const system = new System();
let token;
let household;
// Of the example: who works in the commune sees whole values.
const commune = '07525';
const village = '07525002';

after(() => system.close());

before(async () => {
  token = await system.token('xa');
  const free = await claimNumbers(system, token, village);
  const made = await system.http('POST', '/v1/households', {
    token, json: {
      village: `areas/${village}`, number: free.number(1), address: '=Xóm "trên", gần cầu', phone: '+84912345678', members: [
        {
          memberId: '01', fullName: 'Lò Thị Kết Xuất', birthDate: '1980-02-03', sex: 'SEX_FEMALE', relation: 'RELATION_HEAD',
          ethnicGroup: '05', ethnicCodeSystem: 'ETHNIC_CODE_SYSTEM_CENSUS',
          identityKind: 'IDENTITY_KIND_CITIZEN_ID', identityNumber: free.citizenId(1, 1980),
        },
        { memberId: '02', fullName: 'Lò Văn Con', birthDate: '2012-11-30', sex: 'SEX_MALE', relation: 'RELATION_CHILD', ethnicGroup: '01' },
      ],
    },
  });
  assert.equal(made.status, 200, JSON.stringify(made.body));
  household = made.body;
});

const exported = (format, more = '', area = commune) =>
  download(system, token, `/v1/households:export?area=areas/${area}&format=EXPORT_FORMAT_${format}${more}`);

const linesOf = ({ bytes }) => bytes.toString().trimEnd().split('\n').map((line) => JSON.parse(line));

test('lines of JSON hold every household, and say so', async () => {
  const file = await exported('NDJSON');
  assert.match(file.type, /ndjson/);
  const lines = linesOf(file);
  const households = lines.slice(1, -1);
  assert.equal(lines[0].export.households, households.length);
  assert.equal(lines.at(-1).end.households, households.length);
  const mine = households.find((one) => one.name === household.name);
  assert.equal(mine.address, '=Xóm "trên", gần cầu');
  assert.equal(mine.members[0].ethnicCodeSystem, 'ETHNIC_CODE_SYSTEM_CENSUS');
  assert.equal(new Set(households.map((one) => one.name)).size, households.length);
});

test('a workbook opens in another program, and holds the same people', async () => {
  const lines = linesOf(await exported('NDJSON'));
  const people = lines.slice(1, -1).flatMap((one) => one.members.map((member) => member.fullName)).filter(Boolean);
  const { sheets } = readWorkbook((await exported('XLSX')).bytes);
  const rows = sheets.flat();
  const at = rows.findIndex((row) => row.A === 'Số hộ');
  assert.ok(at > 0, JSON.stringify(rows[0]));
  assert.deepEqual(rows.slice(at + 1).map((row) => row.C), people);
  const mine = rows.find((row) => row.C === 'Lò Thị Kết Xuất');
  assert.equal(mine.H, '05 (TĐT)');
});

for (const [format, ending] of [['CSV', 'csv'], ['XLSX', 'xlsx']]) {
  test(`an exported ${format} is imported again without edits and changes nothing`, async () => {
    // One that was erased is in the lines alone.
    const count = linesOf(await exported('NDJSON', '', village)).slice(1, -1)
      .filter((one) => one.members.some((member) => member.fullName)).length;
    const { bytes } = await exported(format, '', village);
    const name = await upload(system, token, commune, bytes, `lai.${ending}`);
    const checked = await ask(system, token, name, 'check', { options: { known: 'IMPORT_KNOWN_UPDATE' } });
    assert.equal(checked.state, 'IMPORT_STATE_CHECKED', JSON.stringify(checked.fault));
    assert.equal(checked.counts.errorRows ?? '0', '0', JSON.stringify(checked.counts));
    assert.equal(checked.counts.known, String(count), JSON.stringify(checked.counts));
    assert.equal(checked.counts.created ?? '0', '0');
    assert.equal(checked.counts.updated ?? '0', '0');
  });
}

test('a day, a time of change and a class narrow it', async () => {
  const names = async (more) => linesOf(await exported('NDJSON', more)).slice(1, -1).map((one) => one.name);
  const today = new Date(Date.now() + 7 * 3_600_000).toISOString().slice(0, 10);
  assert.ok((await names(`&as_of=${today}`)).includes(household.name));
  assert.ok(!(await names('&as_of=2021-10-01')).includes(household.name), 'it was not in the register yet');
  assert.ok((await names(`&areas=areas/${village}`)).includes(household.name));
  assert.ok((await names(`&changed_since=${household.updateTime}`)).includes(household.name));
  const later = new Date(Date.parse(household.updateTime) + 1000).toISOString();
  assert.ok(!(await names(`&changed_since=${later}`)).includes(household.name));
  assert.ok(!(await names(`&listed_class=${encodeURIComponent('Hộ nghèo')}`)).includes(household.name), 'no list said so');
});

test('a day that is none is refused', async () => {
  const { status, refusal } = await system.http('GET', `/v1/households:export?area=areas/${commune}&format=EXPORT_FORMAT_CSV&as_of=2021-13-01`, { token });
  assert.equal(status, 400);
  assert.equal(refusal.reason, 'DATE_MALFORMED');
});
