import { Workbench } from '../lib/workbench.mjs';

export const name = 'the design is drawn before the rules and the forms are there; a dialog waits for them, an edit says that it cannot be done yet';
export const timeout = 60_000;

export default async function ({ page, context, expect, assert, allowError }) {
  allowError(/ERR_FAILED|Failed to fetch|bayplan-(editing|rules|chunk)/i);
  // The first request of each file fails; from then on they are held.
  const refused = new Set();
  const held = new Map();
  const released = new Set();
  const part = url => url.match(/bayplan-(editing|rules|chunk)/)[1];
  await context.route(/bayplan-(editing|rules|chunk_\d+)-/, async route => {
    const name = part(route.request().url());
    if (!refused.has(name)) {
      refused.add(name);
      return route.abort();
    }
    if (!released.has(name)) await new Promise(resolve => held.set(name, resolve));
    return route.continue();
  });
  const release = name => {
    released.add(name);
    held.get(name)?.();
  };
  await page.goto('/');
  await page.waitForFunction(() => document.documentElement.dataset.ready === '1');
  const bench = new Workbench(page);

  // Drawn, in the outline too; the view moves, cards are selected, and what is missing is said.
  await expect(bench.node('service matabit-prod-service')).toBeVisible();
  await expect(bench.outline.getByRole('treeitem', { name: /^matabit-prod-service/ })).toBeVisible();
  const before = await bench.box('service matabit-prod-service');
  await bench.canvas.hover();
  await page.mouse.wheel(0, 80);
  await expect.poll('the card moves with the view', async () => (await bench.box('service matabit-prod-service')).y < before.y, true);
  const alert = page.getByRole('alert');
  await expect(alert).toContainText('could not be loaded');
  await expect(bench.inspector).toContainText('Loading…');
  await expect(bench.panel).toContainText('Loading…');

  // An edit is not done, and not done later either; nor is a drag.
  const notYet = page.getByText('Nothing was changed: Bayplan is still loading.', { exact: false });
  await bench.canvas.focus();
  await page.keyboard.press('u');
  await expect(notYet).toHaveCount(1);
  const card = await bench.box('task definition matabit-prod');
  const middle = { x: card.x + card.width / 2, y: card.y + 12 };
  await bench.drag(middle, { x: middle.x, y: middle.y + 60 });
  await expect.poll('the card is where it was', async () => (await bench.box('task definition matabit-prod')).y, card.y);

  // A dialog waits. Until it is there, the keyboard and the message stay.
  await page.keyboard.press('Control+k');
  await expect(alert).toHaveCount(1);
  await expect.poll('rules and forms are files of their own, and are asked for again', () => [...held.keys()].sort().join(), 'chunk,editing,rules', {
    timeout: 15_000,
  });
  release('chunk');

  // The forms come before the rules: nothing is claimed about problems, and what is missing is still said.
  release('editing');
  await expect(bench.dialog).toHaveCount(1, { timeout: 15_000 });
  await page.keyboard.press('Escape');
  await expect(bench.dialog).toHaveCount(0);
  await expect(bench.panelBody).toContainText('Checking…');
  await expect(page.getByRole('tab', { name: 'Problems', exact: true })).toHaveCount(1);
  await expect(alert).toHaveCount(1);
  await expect(bench.undoButton).toBeDisabled();

  release('rules');
  await expect(bench.panelBody.getByRole('listitem').first()).toBeVisible({ timeout: 15_000 });
  await expect(alert).toHaveCount(0);
  await expect(bench.saveState).toContainText('Saved');
  await bench.canvas.focus();
  await page.keyboard.press('u');
  await bench.shows('cluster', 'main');
  await bench.undo();
  await expect(bench.undoButton).toBeDisabled();
  assert.equal(refused.size, 3);
}
