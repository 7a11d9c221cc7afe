// The reform of 2025: Bắc Giang and Bắc Ninh become one province under the
// code 24, its districts go, and a household that was registered in 2021 is
// found under the ward of 2026. Starts a system of its own.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { freeBase } from './support/ports.mjs';
import { System, checkout, rasoat, until } from './support/system.mjs';

const village = '07207001';
let settings;
let system;
let household;

/** Runs `registryd import-areas` with the settings of the running service. */
function importAreas(...words) {
  const lines = fs.readFileSync(`/proc/${system.parts.registry.pid}/environ`, 'utf8').split('\0');
  const env = Object.fromEntries(lines.filter((line) => line.includes('='))
    .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]));
  const run = spawnSync(path.join(checkout, '.build/bin/registryd'), ['import-areas', ...words],
    { env, encoding: 'utf8' });
  return { code: run.status, lines: run.stdout.split('\n').filter(Boolean), err: run.stderr };
}

async function addOfficer(id, role, area) {
  const admin = await system.token('admin');
  await system.call('StaffRoster.BatchCreateStaff', {
    staff: [{
      name: `staff/${id}`, fullName: 'Cán bộ thử', area: `areas/${area}`,
      position: 'POSITION_SUPERVISOR', grants: [{ role, area }],
    }],
  }, admin);
  await system.call('Accounts.SetAccount',
    { name: `staff/${id}`, account: id, password: 'ra-soat-2021' }, admin);
}

async function get(target, account = 'admin') {
  const { status, body } = await system.http('GET', target, { token: await system.token(account) });
  assert.equal(status, 200, JSON.stringify(body));
  return body;
}

before(async () => {
  const base = await freeBase();
  settings = {
    RASOAT_HOME: fs.mkdtempSync(path.join(os.tmpdir(), 'rasoat-areas-')),
    RASOAT_PORT_BASE: String(base), RASOAT_HTTP_PORT: String(base + 80),
    RASOAT_MYSQL_URL: '', RASOAT_EXAMPLE: '0',
  };
  const { code, out, err } = rasoat(['up'], settings);
  assert.equal(code, 0, out + err);
  system = new System(settings);
});

after(() => {
  system?.close();
  rasoat(['down', '--purge'], settings);
  fs.rmSync(settings.RASOAT_HOME, { recursive: true, force: true });
});

test('in 2021 a household is registered in a ward of Bắc Giang city', async () => {
  const { code, lines, err } = importAreas('--province', '24', '--until', '2021-12-31');
  assert.equal(code, 0, err);
  assert.match(lines[0], /^step\t24\t2021-01-01\tended 0\tbegun 3[0-9]+\t/);
  await system.call('Areas.ImportAreas', {
    areas: [{
      name: `areas/${village}`, parent: 'areas/07207', tier: 'TIER_VILLAGE',
      displayName: 'Tổ dân phố 1 (giả lập)', validFrom: '2021-01-01', synthetic: true,
    }],
  }, await system.token('admin'));
  await addOfficer('phuong-cu', 'ROLE_COMMUNE_OFFICER', '07207');
  household = await system.call('Households.CreateHousehold', {
    household: {
      village: `areas/${village}`, number: 1, address: 'Ngõ 1',
      members: [{
        memberId: '01', fullName: 'Nguyễn Văn Thử', birthDate: '1980-05-06', sex: 'SEX_MALE',
        relation: 'RELATION_HEAD', ethnicGroup: '01',
      }],
    },
  }, await system.token('phuong-cu'));
  assert.match(household.name, /^households\//);
});

test('the reform is tried, told line by line, and then done', async () => {
  const tried = importAreas('--province', '24', '--dry-run');
  assert.equal(tried.code, 0, tried.err);
  assert.equal((await get('/v1/areas/24?as_of=2026-01-01')).displayName, 'Tỉnh Bắc Giang');
  const done = importAreas('--province', '24');
  assert.equal(done.code, 0, done.err);
  assert.deepEqual(done.lines, tried.lines);
  assert.ok(done.lines.some((line) => /^step\t24\t2025-07-01\t.*villages 1\t/.test(line)), done.lines.join('\n'));
  // Communes that were merged before 2025, into what the data do not say.
  assert.ok(done.lines.some((line) => /^loose\t2025-/.test(line)));
  const again = importAreas('--province', '24');
  assert.equal(again.code, 0, again.err);
  assert.ok(again.lines.filter((line) => line.startsWith('step'))
    .every((line) => line.includes('ended 0\tbegun 0')), again.lines.join('\n'));
});

test('one code is two provinces, each on its days', async () => {
  // The command is another process: the service looks for ends every other second.
  await until('the register to hear of the reform', 30,
    async () => (await get('/v1/areas/24?as_of=2025-07-01')).displayName === 'Tỉnh Bắc Ninh' || undefined);
  assert.equal((await get('/v1/areas/24?as_of=2025-06-30')).displayName, 'Tỉnh Bắc Giang');
  assert.equal((await get('/v1/areas/24?as_of=2025-07-01')).displayName, 'Tỉnh Bắc Ninh');
  const before = await get('/v1/areas/24:predecessors?as_of=2026-01-01&on=2021-11-01');
  assert.deepEqual(before.units.map((unit) => unit.area.displayName), ['Tỉnh Bắc Giang', 'Tỉnh Bắc Ninh']);
  const districts = await get('/v1/areas?parent=areas/24&tier=TIER_DISTRICT&as_of=2026-01-01');
  assert.deepEqual(districts.areas ?? [], []);
  const communes = await get('/v1/areas?parent=areas/24&tier=TIER_COMMUNE&as_of=2026-01-01');
  assert.equal(communes.areas.length, 99);
});

test('the household of 2021 is found under the ward of 2026', async () => {
  const now = await get('/v1/areas/07207:successors?as_of=2021-11-01&on=2026-01-01');
  assert.equal(now.certain, true);
  const [{ area: ward }] = now.units;
  assert.equal(ward.name, 'areas/07210');
  assert.equal(ward.parent, 'areas/24');
  assert.equal(ward.settlement, 'SETTLEMENT_URBAN');
  const villages = await get(`/v1/areas?parent=${ward.name}&as_of=2026-01-01`);
  assert.deepEqual(villages.areas.map((one) => one.name), [`areas/${village}`]);
  await addOfficer('phuong-moi', 'ROLE_COMMUNE_OFFICER', '07210');
  await addOfficer('tinh-moi', 'ROLE_PROVINCE_OFFICER', '24');
  // Who reaches what is looked up anew at most every ten seconds.
  const token = await system.token('phuong-moi');
  await until('the new ward to reach its village', 30, async () =>
    (await system.http('GET', `/v1/households?village=areas/${village}`, { token })).status === 200 || undefined);
  for (const account of ['phuong-moi', 'tinh-moi', 'phuong-cu']) {
    const listed = await get(`/v1/households?village=areas/${village}`, account);
    assert.deepEqual(listed.households.map((one) => one.name), [household.name], account);
  }
});

test('what was divided or is not known is told so', async () => {
  const loose = await get('/v1/areas:loose?tier=TIER_COMMUNE');
  assert.ok(loose.units.length > 0);
  for (const { area } of loose.units) {
    const gone = await get(`/v1/${area.name}:successors?as_of=${area.validFrom}&on=2026-01-01`);
    assert.notEqual(gone.certain, true);
    assert.ok(gone.unknown.some((one) => one.name === area.name));
  }
});
