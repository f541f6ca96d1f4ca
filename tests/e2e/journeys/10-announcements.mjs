import { Workbench } from '../lib/workbench.mjs';

export const name = 'a screen reader hears nothing of saving as such, and once what a person must know of it';

const REFUSAL = JSON.stringify({ error: { designTooLarge: { size: 99_000_000, limit: 16_777_216 } }, message: 'This design has 94.4 MiB, and the server stores at most 16 MiB.' });

export default async function ({ page, open, newTab, server, expect, assert, allowError }) {
  allowError(/ERR_CONNECTION_REFUSED|ERR_CONNECTION_RESET|ERR_EMPTY_RESPONSE|status of 413/);
  await open();
  const bench = new Workbench(page);
  await bench.saved(1);
  await bench.select('task definition', 'matabit-prod');

  // What comes into a live region is spoken: all of a new one, what changes in one that is there.
  await page.evaluate(() => {
    window.heard = [];
    const live = node => {
      const region = (node.nodeType === 1 ? node : node.parentElement)?.closest('[aria-live], [role=status], [role=alert]');
      return region && region.getAttribute('aria-live') !== 'off' ? region : null;
    };
    new MutationObserver(changes => {
      const spoken = new Set();
      for (const { type, target, addedNodes } of changes) {
        if (type === 'characterData') spoken.add(live(target));
        for (const node of addedNodes) {
          spoken.add(live(node));
          if (node.nodeType === 1) for (const inner of node.querySelectorAll('[role=status], [role=alert]')) spoken.add(live(inner));
        }
      }
      for (const region of spoken) if (region?.isConnected) window.heard.push(region.textContent.trim());
    }).observe(document.body, { childList: true, subtree: true, characterData: true });
  });
  const heard = () => page.evaluate(() => window.heard.splice(0));
  const about = (texts, what) => texts.filter(text => what.test(text));

  // Typing, pausing, saving.
  const memory = bench.field('Task memory');
  for (const [revision, value] of [[2, '1024'], [3, '2048'], [4, '1024']]) {
    await memory.fill('');
    await memory.pressSequentially(value);
    await bench.saved(revision);
  }
  assert.deepEqual(about(await heard(), /sav|edits|server/i), []);

  // The server goes away and comes back: each is said once, however much is typed in between.
  await server.kill();
  await memory.fill('2048');
  await expect(bench.saveState).toHaveText('Kept in this browser: the server is away');
  for (const value of ['512', '1024', '2048']) await memory.fill(value);
  await server.restart();
  await bench.saved(5);
  await expect.poll(
    'what was said about the server',
    () => page.evaluate(() => window.heard.filter(text => /server/i.test(text))),
    ['The server is away. Your edits are kept in this browser.', 'The server is back, and has every edit.'],
  );
  await heard();

  // Somebody else saved first: an alert, once, while edits go on.
  const other = new Workbench(await newTab(page.url()));
  await other.select('task definition', 'matabit-prod');
  await other.field('Task memory').fill('1024');
  await other.saved(6);
  await memory.fill('512');
  await expect(page.getByRole('group', { name: 'Changed elsewhere' })).toBeVisible();
  for (const value of ['1024', '2048']) await memory.fill(value);
  await page.getByRole('button', { name: 'Save mine over revision 6…' }).click();
  await page.getByRole('button', { name: 'Replace revision 6 with mine' }).click();
  await bench.saved(7);
  const alerts = about(await heard(), /saved elsewhere|sav(ed|ing)|edits|server/i);
  assert.equal(alerts.length, 1, JSON.stringify(alerts));
  assert.match(alerts[0], /saved elsewhere first/);

  // The server does not take the design: an alert, once, that stays while it is tried again.
  await page.route('**/api/save_design', route => route.fulfill({ status: 413, contentType: 'application/json', body: REFUSAL }));
  await memory.fill('1024');
  const refused = page.getByRole('alert', { name: 'Not saved' });
  await expect(refused).toContainText('stores at most');
  await refused.evaluate(element => (element.dataset.same = 'yes'));
  await memory.fill('512');
  await expect(bench.saveState).toHaveText(/^Not saved yet|^Saving/);
  await expect(bench.saveState).toHaveText('Not saved');
  await expect(refused).toHaveAttribute('data-same', 'yes');
  await page.unroute('**/api/save_design');
  await refused.getByRole('button', { name: 'Try again' }).press('Enter');
  await bench.saved(8);
  await expect(refused).toHaveCount(0);
  await expect(bench.canvas).toBeFocused();
  const said = about(await heard(), /sav/i);
  assert.equal(said.length, 2, JSON.stringify(said));
  assert.match(said[0], /^Not saved/);
  assert.equal(said[1], 'Saved now.');
}
