import { Workbench } from '../lib/workbench.mjs';

export const name = 'the design is drawn before the rules and the forms are there; what is asked of them meanwhile is done when they come';
export const timeout = 60_000;

export default async function ({ page, context, open, expect, assert, allowError }) {
  allowError(/ERR_FAILED|Failed to fetch|bayplan-(editing|rules|chunk)/i);
  const held = [];
  let refused = 0;
  // The first request of each part fails; from then on they are late.
  const failed = new Set();
  await context.route(/bayplan-(editing|rules|chunk_\d+)-/, async route => {
    const url = route.request().url();
    if (!failed.has(url)) {
      failed.add(url);
      refused += 1;
      return route.abort();
    }
    await new Promise(resolve => held.push(resolve));
    return route.continue();
  });
  await open();
  const bench = new Workbench(page);

  // Drawn, in the outline too; the view moves, and what is missing is said.
  await expect(bench.node('service matabit-prod-service')).toBeVisible();
  await expect(bench.outline.getByRole('treeitem', { name: /^matabit-prod-service/ })).toBeVisible();
  const before = await bench.box('service matabit-prod-service');
  await bench.canvas.hover();
  await page.mouse.wheel(0, 80);
  await expect.poll('the card moves with the view', async () => (await bench.box('service matabit-prod-service')).y < before.y, true);
  await expect(page.getByRole('alert')).toContainText('could not be loaded');
  await expect(page.getByText(/problems?$/)).toHaveCount(0);

  // Asked for now, done when it can be.
  await bench.canvas.focus();
  await page.keyboard.press('u');
  await page.keyboard.press('Control+k');
  await expect(bench.dialog).toHaveCount(0);
  await expect.poll('every part was asked for again', () => held.length >= 2, true, { timeout: 15_000 });
  assert.ok(refused >= 2, 'the rules and the forms are parts of their own');
  const release = setInterval(() => held.splice(0).forEach(go => go()), 50);
  try {
    await expect(bench.dialog).toHaveCount(1);
    await page.keyboard.press('Escape');
    await expect(bench.dialog).toHaveCount(0);
    await bench.shows('cluster', 'main');
    await expect(page.getByRole('alert')).toHaveCount(0);
    await expect(bench.panelBody.getByRole('listitem').first()).toBeVisible();
    await expect(bench.saveState).toContainText('Saved');
    await bench.undo();
    await expect(bench.undoButton).toBeDisabled();
  } finally {
    clearInterval(release);
  }
}
