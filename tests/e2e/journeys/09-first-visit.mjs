import { setTimeout as sleep } from 'node:timers/promises';
import { Workbench } from '../lib/workbench.mjs';

export const name = 'two tabs that are the first to open an empty server end up on one design';

export default async function ({ page, context, open, newTab, expect, assert }) {
  // The first design takes a while to be made, in which the other tab could make its own.
  let made = 0;
  await context.route('**/api/create_design', async route => {
    made += 1;
    await sleep(1_000);
    await route.continue();
  });
  const [first, second] = await Promise.all([open(), newTab()]);
  const [one, other] = [new Workbench(first), new Workbench(second)];
  await one.saved(1);
  await other.saved(1);
  assert.equal(made, 1);
  assert.match(first.url(), /[?]design=/);
  assert.equal(second.url(), first.url());
  assert.deepEqual(await other.design(), await one.design());

  // What one of them saves, the other one opens.
  await one.select('task definition', 'matabit-prod');
  await one.field('Task memory').fill('1024');
  await one.saved(2);
  await second.reload();
  await open(second.url(), second);
  await other.select('task definition', 'matabit-prod');
  await expect(other.field('Task memory')).toHaveValue('1024');
  await page.getByRole('button', { name: 'Open', exact: true }).click();
  await expect(one.dialog.getByRole('region', { name: 'Designs on this server' }).getByRole('button')).toHaveCount(1);
}
