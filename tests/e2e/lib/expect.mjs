// Assertions that wait, named as in Playwright's test runner, whose package is not needed for them.
import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';

const PATIENCE = 5_000;

/** Repeats `probe` until `accept` takes what it answers; fails with the last answer. */
async function eventually(what, probe, accept, { timeout = PATIENCE } = {}) {
  const deadline = Date.now() + timeout;
  for (let last; ; await sleep(25)) {
    try {
      last = await probe();
      if (accept(last)) return last;
    } catch (error) {
      if (error instanceof TypeError || error instanceof ReferenceError) throw error;
      last = error.message.split('\n')[0];
    }
    if (Date.now() > deadline) {
      assert.fail(`${what}; after ${timeout} ms it is ${JSON.stringify(last)}`);
    }
  }
}

const matches = (wanted, actual) =>
  wanted instanceof RegExp ? wanted.test(actual ?? '') : isDeepStrictEqual(actual, wanted);
const spaced = text => text.replace(/\s+/g, ' ').trim();
const show = wanted => (wanted instanceof RegExp ? String(wanted) : JSON.stringify(wanted));

// Short, so that one attempt on an element that is not there leaves time for others.
const ATTEMPT = { timeout: 250 };

function assertions(locator, negated) {
  const check = (verb, probe, accept, options) =>
    eventually(
      `${locator} should ${negated ? 'not ' : ''}${verb}`,
      probe,
      value => accept(value) !== negated,
      options,
    );
  return {
    toBeVisible: o => check('be visible', () => locator.isVisible(), Boolean, o),
    toBeHidden: o => check('be hidden', () => locator.isHidden(), Boolean, o),
    toBeEnabled: o => check('be enabled', () => locator.isEnabled(ATTEMPT), Boolean, o),
    toBeDisabled: o => check('be disabled', () => locator.isDisabled(ATTEMPT), Boolean, o),
    toBeChecked: o => check('be checked', () => locator.isChecked(ATTEMPT), Boolean, o),
    toBeFocused: o =>
      check('be focused', () => locator.evaluate(e => e === document.activeElement, null, ATTEMPT), Boolean, o),
    toHaveCount: (n, o) => check(`be ${n} elements`, () => locator.count(), count => count === n, o),
    toHaveValue: (v, o) =>
      check(`have the value ${show(v)}`, () => locator.inputValue(ATTEMPT), value => matches(v, value), o),
    toHaveAttribute: (name, v, o) =>
      check(`have ${name}=${show(v)}`, () => locator.getAttribute(name, ATTEMPT), value => matches(v, value), o),
    toHaveText: (t, o) =>
      check(`have the text ${show(t)}`, () => locator.textContent(ATTEMPT), text => matches(t, spaced(text)), o),
    toContainText: (t, o) =>
      check(`contain the text ${show(t)}`, () => locator.textContent(ATTEMPT), text => spaced(text).includes(t), o),
  };
}

/** `expect(locator).toHaveText('…')`, `expect(locator).not.toBeVisible()`. */
export function expect(locator) {
  return { ...assertions(locator, false), not: assertions(locator, true) };
}

/** `await expect.poll('the title', () => page.title(), 'Bayplan')`: any value; a function as third argument judges it. */
expect.poll = (what, probe, wanted, options) =>
  eventually(
    `${what} should be ${typeof wanted === 'function' ? 'accepted' : show(wanted)}`,
    probe,
    typeof wanted === 'function' ? wanted : value => matches(wanted, value),
    options,
  );
