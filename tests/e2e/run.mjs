#!/usr/bin/env node
// The end-to-end tests: journeys of people through the release build, in real Chromium.
//
//   node run.mjs [--headed] [PART_OF_A_NAME]...
//
// A journey is a file in journeys/ that exports `name`, optionally `timeout` in milliseconds, and a
// default async function. Each has a server with empty data and a browser context to itself, and
// fails also when the page logs an error that the journey did not allow. It receives:
//
//   page, context, browser     Playwright's; `page` is blank until `open()`
//   open(path, page)           goes there and waits until the design can be edited; answers the page
//   newTab(path)               a second tab in the same context, opened
//   newPerson(options)         a page in a context of its own: another person, another computer
//   server, base               the server (stop, kill, restart, log) and its address
//   expect, assert, axe        assertions that wait; node:assert; axe-core, light and dark
//   allowError(pattern)        for the errors that the journey provokes
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { axe } from './lib/axe.mjs';
import { Complaints, launch, newContext } from './lib/browser.mjs';
import { expect } from './lib/expect.mjs';
import { Server, binary, resultsDirectory } from './lib/server.mjs';

const { values: flags, positionals } = parseArgs({
  options: { headed: { type: 'boolean', default: false } },
  allowPositionals: true,
});
const folder = new URL('journeys/', import.meta.url);
// Drawn, and everything can be edited.
const READY = () => document.documentElement.dataset.ready === '1' && document.documentElement.dataset.editing === '1';

if (!existsSync(binary)) {
  console.error(`${binary} does not exist; 'make build' makes it.`);
  process.exit(2);
}

async function open(page, path) {
  await page.goto(path);
  await page.waitForFunction(READY, null, { timeout: 30_000 }).catch(() => {
    throw new Error(`${path} cannot be edited after 30 s (no data-editing="1" on the root element)`);
  });
  return page;
}

function withTimeout(promise, milliseconds) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`not finished after ${milliseconds} ms`)), milliseconds);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

async function run(browser, file, journey) {
  const complaints = new Complaints();
  const contexts = [];
  let server;
  try {
    server = await Server.start(journey.server);
    const person = async options => {
      const context = await newContext(browser, server.base, complaints, options);
      contexts.push(context);
      return context;
    };
    const context = await person(journey.context);
    const page = await context.newPage();
    await withTimeout(
      journey.default({
        page,
        context,
        browser,
        open: (path = '/', where = page) => open(where, path),
        newTab: async (path = '/') => open(await context.newPage(), path),
        newPerson: async options => (await person(options)).newPage(),
        server,
        base: server.base,
        expect,
        assert,
        axe,
        allowError: pattern => complaints.allow(pattern),
      }),
      journey.timeout ?? 120_000,
    );
    const errors = complaints.unexpected();
    if (errors.length > 0) assert.fail(`errors in the browser's console:\n  ${errors.join('\n  ')}`);
  } catch (error) {
    await keepEvidence(file, contexts, complaints, server);
    throw error;
  } finally {
    await Promise.all(contexts.map(context => context.close()));
    await server?.dispose();
  }
}

/** A screenshot of every page, what the pages logged, and what the server logged. */
async function keepEvidence(file, contexts, complaints, server) {
  const evidence = join(resultsDirectory, file.replace(/\.mjs$/, ''));
  mkdirSync(evidence, { recursive: true });
  const pages = contexts.flatMap(context => context.pages());
  for (const [index, page] of pages.entries()) {
    await page.screenshot({ path: join(evidence, `page-${index + 1}.png`), timeout: 5_000 }).catch(() => {});
  }
  writeFileSync(join(evidence, 'console.log'), complaints.lines.join('\n') + '\n');
  writeFileSync(join(evidence, 'server.log'), server?.log ?? '');
  console.log(`# see ${evidence}`);
}

rmSync(resultsDirectory, { recursive: true, force: true });
const files = readdirSync(folder).filter(file => file.endsWith('.mjs')).sort();
const journeys = [];
for (const file of files) journeys.push([file, await import(new URL(file, folder))]);
const chosen = journeys.filter(
  ([file, { name }]) => positionals.length === 0 || positionals.some(part => `${file} ${name}`.includes(part)),
);
if (chosen.length === 0) {
  console.error('No journey has such a name.');
  process.exit(2);
}

const browser = await launch(flags);
console.log(`TAP version 13\n# ${binary}, Chromium ${browser.version()}\n1..${chosen.length}`);
let failed = 0;
for (const [index, [file, journey]] of chosen.entries()) {
  const start = performance.now();
  let error = null;
  await run(browser, file, journey).catch(reason => (error = reason));
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  console.log(`${error ? 'not ok' : 'ok'} ${index + 1} - ${journey.name} (${file}) # ${seconds} s`);
  if (error) {
    failed += 1;
    console.log((error.stack ?? String(error)).replace(/^/gm, '#   '));
  }
}
await browser.close();
console.log(`# ${chosen.length - failed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
