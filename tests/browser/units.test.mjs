// The unit tests of gateway/web: they need no browser and no system, but the
// page's tests run here.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

test('the unit tests of gateway/web pass', () => {
  const cwd = fileURLToPath(new URL('../../gateway/web', import.meta.url));
  const env = { ...process.env, NODE_OPTIONS: '' };
  delete env.NODE_TEST_CONTEXT;
  const run = spawnSync('npm', ['test', '--silent'], { cwd, env, encoding: 'utf8' });
  assert.equal(run.status, 0, `${run.stdout}\n${run.stderr}`);
});
