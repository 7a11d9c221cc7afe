// The library for devices in a browser, under the gateway's own rules for pages:
// what a page scores is what the server says.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { System } from '../integration/support/system.mjs';
import { trainingHousehold } from '../integration/support/training_household.mjs';
import { openBrowser } from './browser.mjs';

const system = new System();
let browser;
before(async () => { browser = await openBrowser(); });
after(async () => {
  await browser?.close();
  system.close();
});

test('a page scores with the network gone', async (t) => {
  const { visitor, page } = await browser.visit();
  t.after(() => visitor.close());
  await page.goto(system.url);
  await page.evaluate(async () => {
    const { Engine } = await import('/device/scoring.mjs');
    const bytes = await (await fetch('/device/scoring.wasm')).arrayBuffer();
    const program = await (await fetch('/v1/standards/training-2022-2/program')).json();
    globalThis.engine = await Engine.load(bytes, program);
  });
  await visitor.setOffline(true);
  const households = Array.from({ length: 20 }, (_, n) => trainingHousehold(n));
  const told = await page.evaluate((all) => all.map((one) => globalThis.engine.score(one)), households);
  for (const [n, household] of households.entries()) {
    const { body } = await system.http('POST', '/v1/standards/training-2022-2:score',
      { json: household, token: await system.token('xa') });
    assert.deepEqual(told[n], body);
  }
});
