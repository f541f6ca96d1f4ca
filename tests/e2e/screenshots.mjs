#!/usr/bin/env node
// Retakes the screenshots of the README from the release build: node screenshots.mjs
import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Complaints, launch, newContext } from './lib/browser.mjs';
import { Server } from './lib/server.mjs';
import { Workbench } from './lib/workbench.mjs';

const folder = fileURLToPath(new URL('../../docs/screenshots/', import.meta.url));
mkdirSync(folder, { recursive: true });

const server = await Server.start();
const browser = await launch();
try {
  for (const colorScheme of ['light', 'dark']) {
    const context = await newContext(browser, server.base, new Complaints(), { colorScheme });
    const page = await context.newPage();
    await page.goto('/');
    await page.waitForFunction(() => document.documentElement.dataset.editing === '1');
    const bench = new Workbench(page);
    await bench.saved();
    await bench.select('service', 'matabit-prod-service');
    // Focus without the caret, and the form from its beginning.
    await bench.canvas.focus();
    const path = `${folder}workbench-${colorScheme}.png`;
    await page.screenshot({ path, caret: 'hide', animations: 'disabled' });
    console.log(path);
    await context.close();
  }
} finally {
  await browser.close();
  await server.dispose();
}
