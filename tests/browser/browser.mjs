// A headless Chromium for the tests, with an empty profile of its own.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import { chromium } from 'playwright-core';

const switches = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
  '--disable-background-networking', '--disable-component-update', '--disable-sync'];

/** Starts the browser; `close` ends it and removes its profile. */
export async function openBrowser() {
  const profile = fs.mkdtempSync(path.join(os.tmpdir(), 'rasoat-browser-'));
  const remove = () => fs.rmSync(profile, { recursive: true, force: true });
  let window;
  try {
    // A profile given by hand needs the persistent kind; visitors get contexts
    // of their own from its browser, so that nothing carries over.
    window = await chromium.launchPersistentContext(profile, {
      executablePath: process.env.RASOAT_CHROMIUM ?? '/usr/bin/chromium',
      args: switches,
    });
  } catch (error) {
    remove();
    throw error;
  }
  return {
    /** A tab without cookies or storage. */
    async visit(options) {
      const visitor = await window.browser().newContext({ viewport: { width: 1200, height: 900 }, colorScheme: 'light', locale: 'vi-VN', ...options });
      visitor.setDefaultTimeout(20_000);
      return { visitor, page: await visitor.newPage() };
    },
    async close() {
      await window.close();
      remove();
    },
  };
}
