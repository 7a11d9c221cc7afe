// The commands of the README, as a reader types them.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { System } from './support/system.mjs';

const { url } = new System();

/** Runs a line of shell, with `$url` and what else it names. */
function shell(line, variables = {}) {
  const run = spawnSync('bash', ['-euo', 'pipefail', '-c', line], {
    encoding: 'utf8', env: { ...process.env, url, ...variables },
  });
  assert.equal(run.status, 0, `${line}\n${run.stdout}${run.stderr}`);
  return run.stdout;
}

function signIn() {
  return shell(String.raw`curl -fsS $url/v1/sessions --json '{"account": "tinh", "password": "ra-soat-2021"}' |
    sed -n 's/.*"token": *"\([^"]*\)".*/\1/p'`).trim();
}

test('curl signs in and gets the bulletin', () => {
  const token = signIn();
  assert.match(token, /^rasoat1\./);
  const told = shell(`curl -fsS -H "Authorization: Bearer $token" \
    "$url/v1/rounds/bac-giang-2021/bulletin?area=24&as_of=2021-10-10"`, { token });
  const bulletin = JSON.parse(told);
  assert.equal(bulletin.report.total.steps[1].completed, 1982);
  assert.ok(bulletin.textVi.includes('1.982/2.127'));
});

test('curl follows the progress line by line', () => {
  const line = shell(`read -r line < <(curl -sN --max-time 20 -H "Authorization: Bearer $token" \
    "$url/v1/rounds/bac-giang-2021/progress:watch?area=24&as_of=2021-10-10" 2>/dev/null); printf '%s' "$line"`, { token: signIn() });
  assert.equal(JSON.parse(line).total.villages, 2127);
});

test('curl scores a household from the totals on paper', () => {
  const told = shell(`curl -fsS -H "Authorization: Bearer $token" $url/v1/standards/national-2022:score --json '{
    "settlement": "SETTLEMENT_RURAL", "region": "REGION_NORTHERN_MIDLANDS_AND_MOUNTAINS",
    "reviewDate": "2021-10-01", "members": [{"member": "01", "birthDate": "1980-05-20", "sex": "SEX_MALE"}],
    "declared": {"b1": 140, "deprivations": ["water", "toilet", "telecom"]}}'`, { token: signIn() });
  assert.equal(JSON.parse(told).householdClass, 'HOUSEHOLD_CLASS_POOR');
});
