// Chromium, and what a page complains about.
import { accessSync, constants } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright-core';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

function findChromium() {
  if (process.env.CHROMIUM) return process.env.CHROMIUM;
  for (const name of NAMES) {
    for (const folder of (process.env.PATH ?? '').split(':')) {
      const path = join(folder, name);
      try {
        accessSync(path, constants.X_OK);
        return path;
      } catch {}
    }
  }
  throw new Error(`No Chromium on PATH (looked for ${NAMES.join(', ')}); set CHROMIUM to its path.`);
}

/** Each launch has a fresh profile. */
export function launch({ headed = false } = {}) {
  return chromium.launch({
    executablePath: findChromium(),
    headless: !headed,
    args: [
      '--no-sandbox', // the tests also run as root in containers, where the sandbox cannot start
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

/** A context of its own: no storage shared with other contexts. Its pages' complaints go to `complaints`. */
export async function newContext(browser, base, complaints, options = {}) {
  const context = await browser.newContext({
    baseURL: base,
    viewport: { width: 1440, height: 900 },
    reducedMotion: 'reduce',
    permissions: ['clipboard-read', 'clipboard-write'],
    ...options,
  });
  // The longest that any one click or key waits for its element.
  context.setDefaultTimeout(8_000);
  context.on('page', page => complaints.listen(page));
  return context;
}

/** What pages log, and which of it is wrong. */
export class Complaints {
  lines = [];
  errors = [];
  allowed = [];

  listen(page) {
    page.on('console', message => {
      const { url, lineNumber } = message.location();
      const line = `${message.type()}: ${message.text()}${url ? ` (${url}:${lineNumber})` : ''}`;
      this.lines.push(line);
      if (message.type() === 'error') this.errors.push(line);
    });
    page.on('pageerror', error => {
      this.lines.push(`uncaught: ${error.stack ?? error}`);
      this.errors.push(`uncaught: ${error.message ?? error}`);
    });
    page.on('crash', () => this.errors.push('the page crashed'));
  }

  /** Errors that match are what the journey provokes, such as a refused connection. */
  allow(pattern) {
    this.allowed.push(pattern);
  }

  unexpected() {
    return this.errors.filter(error => !this.allowed.some(pattern => pattern.test(error)));
  }
}
