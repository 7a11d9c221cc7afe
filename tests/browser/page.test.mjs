// The page at `/`, in headless Chromium, against a running system with the
// example: Bắc Giang on 10/10/2021.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';

import { openBrowser } from './browser.mjs';

const site = process.env.RASOAT_URL ?? 'http://127.0.0.1:8080';
const address = `${site}/?round=bac-giang-2021&as_of=2021-10-10`;
const account = 'tinh';
const password = 'ra-soat-2021';

let browser;
before(async () => { browser = await openBrowser(); });
after(async () => { await browser?.close(); });

/** A new tab, as a new visitor; what it complains of is collected. */
async function visit(t, options = {}) {
  const { visitor, page } = await browser.visit(options);
  t.after(() => visitor.close());
  const complaints = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || /Content.Security.Policy/i.test(message.text())) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('request', (request) => {
    if (!request.url().startsWith(`${site}/`)) complaints.push(`outside: ${request.url()}`);
  });
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => console.error(`CSP ${event.violatedDirective}`));
  });
  await page.goto(address);
  return { page, complaints };
}

/** Signs in with the keyboard alone; the account field has the focus at the start. */
async function signIn(page, secret = password) {
  await page.locator('#account:focus').waitFor();
  await page.keyboard.type(account);
  await page.keyboard.press('Tab');
  await page.keyboard.type(secret);
  await page.keyboard.press('Enter');
}

async function signedIn(t, options) {
  const opened = await visit(t, options);
  await signIn(opened.page);
  await opened.page.locator('#live[data-state=live]').waitFor();
  await opened.page.getByText('Tiến độ đến ngày 10/10/2021').waitFor();
  return opened;
}

/** The numbers of the table's rows, each after its name. */
function rowsOf(page, part) {
  return page.locator(`#progress ${part} tr`).evaluateAll((rows) => rows.map((row) =>
    [...row.cells].map((cell, at) => at === 0 ? cell.textContent : Number(cell.textContent.replaceAll('.', '')))));
}

/** Lets the first stream end after its first figures, changed; the next ones stay. */
async function endFirstStream(page, change) {
  let streams = 0;
  await page.route('**/progress:watch**', async (route) => {
    streams += 1;
    if (streams > 1) return route.continue();
    const query = route.request().url().replace('progress:watch', 'progress');
    const { authorization } = await route.request().allHeaders();
    const report = await (await fetch(query, { headers: { authorization } })).json();
    return route.fulfill({ contentType: 'text/event-stream', body: `data: ${JSON.stringify(change(report))}\n\n` });
  });
}

async function picture(page, name, options = {}) {
  const folder = process.env.RASOAT_SCREENSHOTS;
  if (!folder) return;
  fs.mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: path.join(folder, `${name}.png`), fullPage: true, ...options });
}

test('a wrong password is told as such and can be corrected', async (t) => {
  const { page } = await visit(t);
  await signIn(page, 'wrong-password');
  const message = page.getByRole('alert');
  await message.filter({ hasText: 'mật khẩu' }).waitFor();
  assert.match(await message.textContent(), /không đúng/);
  await picture(page, 'wrong-password');
  // The password is selected, so that typing replaces it.
  await page.locator('#password:focus').waitFor();
  await page.keyboard.type(password);
  await page.keyboard.press('Enter');
  await page.locator('#progress').waitFor();
});

test('the committee sees its figures, live, and nothing is refused or fails', async (t) => {
  const { page, complaints } = await signedIn(t);
  assert.equal(await page.locator('#live').textContent(), 'trực tiếp');
  assert.equal(await page.locator('html').getAttribute('lang'), 'vi');
  const step = (number) => page.locator(`.cards [data-step="${number}"]`);
  assert.match(await step(2).textContent(), /1\.982\/2\.127\D*\(93%\)/);
  assert.match(await step(3).textContent(), /1\.019\/2\.127/);
  assert.match(await step(4).textContent(), /408/);
  await page.getByText('ĐỢT TẬP HUẤN', { exact: true }).waitFor();
  assert.match(await page.locator('#training').textContent(), /10.*từ 08\/09\/2021 đến 20\/09\/2021.*558.*12\.143/);
  assert.deepEqual(complaints, []);
  await picture(page, 'desktop');
});

test('ten districts sum to the total, in the table and in the bars', async (t) => {
  const { page } = await signedIn(t);
  const rows = await rowsOf(page, 'tbody');
  const [total] = await rowsOf(page, 'tfoot');
  assert.equal(rows.length, 10);
  assert.equal(new Set(rows.map(([name]) => name)).size, 10);
  const sums = total.slice(1).map((_, column) => rows.reduce((sum, row) => sum + row[column + 1], 0));
  assert.deepEqual(total, ['Tổng cộng', ...sums]);
  // Villages, then done and in it of the steps 1 to 4.
  assert.deepEqual([total[1], total[4], total[6], total[8] + total[9]], [2127, 1982, 1019, 408]);

  const bars = await page.locator('.bars li').evaluateAll((items) => items.map((item) => ({
    parts: [...item.querySelectorAll('rect')].reduce((sum, rect) => sum + Number(rect.dataset.villages), 0),
    width: [...item.querySelectorAll('rect')].reduce((sum, rect) => sum + Number(rect.getAttribute('width')), 0),
  })));
  assert.deepEqual(bars.map((bar) => bar.parts), rows.map((row) => row[1]));
  for (const bar of bars) assert.ok(Math.abs(bar.width - 1000) < 0.01);
});

test('the bulletin can be copied, and says the same as the page', async (t) => {
  const { page } = await signedIn(t, { permissions: ['clipboard-read', 'clipboard-write'] });
  await page.getByRole('button', { name: 'Sao chép bản tin' }).press('Enter');
  await page.getByText('Đã sao chép.').waitFor();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  for (const words of ['ĐỢT TẬP HUẤN', '1.982/2.127 thôn hoàn thành (93%)', '1.019/2.127', '408', '10 lớp cho 558 đại biểu', '12.143']) {
    assert.ok(copied.includes(words), `${words} in:\n${copied}`);
  }
});

test('English is one key away and is remembered', async (t) => {
  const { page } = await signedIn(t);
  await page.getByRole('button', { name: 'English' }).press('Enter');
  await page.getByText('1,982/2,127', { exact: true }).waitFor();
  assert.equal(await page.locator('html').getAttribute('lang'), 'en');
  await page.getByText('TRAINING ROUND', { exact: true }).waitFor();
  await page.reload();
  await page.getByRole('button', { name: 'Tiếng Việt' }).waitFor();
});

test('an earlier day is asked for by the field and stands in the address', async (t) => {
  const { page } = await signedIn(t);
  await page.locator('#as-of').fill('2021-08-31');
  await page.getByRole('heading', { name: 'đến ngày 31/08/2021' }).waitFor();
  assert.match(page.url(), /as_of=2021-08-31/);
  await page.goBack();
  await page.getByText('1.982/2.127', { exact: true }).waitFor();
});

test('a broken line is told, mended, and the figures stay in sight', async (t) => {
  const { page } = await visit(t);
  await endFirstStream(page, (report) => report);
  await page.addInitScript(() => {
    window.said = [];
    new MutationObserver(() => {
      const words = document.querySelector('#live')?.textContent;
      if (words && words !== window.said.at(-1)) window.said.push(words);
    }).observe(document, { subtree: true, childList: true, characterData: true });
  });
  await page.reload();
  await signIn(page);
  await page.waitForFunction(() => window.said.filter((words) => words === 'trực tiếp').length === 2);
  assert.deepEqual(await page.evaluate(() => window.said), ['đang kết nối', 'trực tiếp', 'đang kết nối lại', 'trực tiếp']);
  assert.equal(await page.getByText('1.982/2.127', { exact: true }).count(), 1);
});

test('figures that lag are said to be incomplete, until they no longer are', async (t) => {
  const { page } = await visit(t);
  const feeds = [{ service: 'registry', positionsBehind: '1200' }, { service: 'workflow', positionsBehind: '40' }];
  await endFirstStream(page, (report) => ({ ...report, completeness: { upToDate: false, feeds } }));
  await signIn(page);
  const warning = page.locator('#incomplete');
  await warning.waitFor();
  assert.match(await warning.textContent(), /^Số liệu chưa đầy đủ: .*1\.240/);
  await warning.waitFor({ state: 'detached' });
});

test('a token no longer good leads back to the sign-in, which says why', async (t) => {
  const { page } = await signedIn(t);
  await page.evaluate(() => {
    const kept = JSON.parse(sessionStorage.getItem('rasoat.session'));
    sessionStorage.setItem('rasoat.session', JSON.stringify({ ...kept, token: `${kept.token}x` }));
  });
  await page.reload();
  await page.getByRole('alert').filter({ hasText: 'Phiên làm việc đã hết hạn' }).waitFor();
  assert.equal(await page.evaluate(() => sessionStorage.getItem('rasoat.session')), null);
  await signIn(page);
  await page.getByText('1.982/2.127', { exact: true }).waitFor();
});

test('paper shows the figures without the controls', async (t) => {
  const { page } = await signedIn(t);
  await page.emulateMedia({ media: 'print' });
  for (const control of ['.page-head', '.controls', '#live', 'button >> nth=0']) {
    assert.equal(await page.locator(control).isVisible(), false, control);
  }
  for (const shown of ['.cards', '.bars', '#progress', '#preparation', '#bulletin', '.training-round']) {
    assert.equal(await page.locator(shown).isVisible(), true, shown);
  }
  await picture(page, 'print');
});

test('a phone and the dark show it all without the page scrolling sideways', async (t) => {
  const { page } = await signedIn(t, { viewport: { width: 390, height: 844 }, colorScheme: 'dark' });
  const wide = await page.evaluate(() => document.documentElement.scrollWidth);
  assert.ok(wide <= 390, `${wide} px`);
  // The table scrolls on its own, and by the keyboard.
  assert.equal(await page.locator('.scroll').getAttribute('tabindex'), '0');
  await picture(page, 'phone-dark');
});
