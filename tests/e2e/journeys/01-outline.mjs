import { Workbench } from '../lib/workbench.mjs';

export const name = 'the outline is the drawing as a tree: the same things, the same selection, by mouse and by keyboard';

export default async function ({ page, open, expect, assert }) {
  await open();
  const bench = new Workbench(page);
  const records = [
    ['cluster', 'matabit-cluster'],
    ['service', 'matabit-prod-service'],
    ['task definition', 'matabit-prod'],
    ['container', 'matabit-prod-container'],
    ['target group', 'alb-target-group-prod'],
    ['network', 'private'],
    ['role', 'ecsTaskExecutionRole'],
  ];
  for (const [kind, name] of records) await expect(bench.line(kind, name).first()).toBeVisible();

  // What runs in the cluster stands below it.
  const level = async (kind, name) => Number(await bench.line(kind, name).first().getAttribute('aria-level'));
  const levels = await Promise.all(records.slice(0, 4).map(([kind, name]) => level(kind, name)));
  assert.deepEqual(levels, [1, 2, 3, 4]);

  // Selected here, shown there.
  await bench.selectInOutline('service', 'matabit-prod-service');
  await expect(bench.line('service', 'matabit-prod-service')).toHaveAttribute('aria-selected', 'true');
  const card = await bench.box('network private');
  await page.mouse.click(card.x + 40, card.y + 14);
  await expect(bench.line('network', 'private')).toHaveAttribute('aria-selected', 'true');
  await bench.shows('network', 'private');

  // By keyboard: down, into the form, and removing.
  await bench.selectInOutline('service', 'matabit-prod-service');
  await page.keyboard.press('ArrowDown');
  await bench.shows('task definition', 'matabit-prod');
  await expect(bench.line('task definition', 'matabit-prod')).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await bench.shows('container', 'matabit-prod-container');
  await page.keyboard.press('ArrowLeft');
  await bench.shows('task definition', 'matabit-prod');
  await page.keyboard.press('ArrowLeft');
  await expect(bench.line('task definition', 'matabit-prod')).toHaveAttribute('aria-expanded', 'false');
  await expect(bench.line('container', 'matabit-prod-container')).toHaveCount(0);
  await page.keyboard.press('ArrowRight');
  await expect(bench.line('container', 'matabit-prod-container')).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(bench.field('Family')).toBeFocused();

  await bench.selectInOutline('role', 'ecsTaskExecutionRole');
  await page.keyboard.press('Delete');
  await expect(bench.dialog.getByRole('listitem')).toHaveCount(2);
  await bench.dialog.getByRole('button', { name: 'Keep it' }).click();
  await expect(bench.line('role', 'ecsTaskExecutionRole')).toBeFocused();

  // Added from the list below it.
  const before = await bench.design();
  for (const kind of ['cluster', 'service', 'task definition', 'container', 'load balancer', 'target group', 'network', 'role', 'log group', 'namespace']) {
    await bench.outline.getByRole('button', { name: `Add a ${kind}` }).click();
    await bench.shows(kind);
    await bench.undo();
  }
  await bench.outline.getByRole('button', { name: 'Add scaling' }).click();
  await bench.shows('scaling');
  await bench.undo();
  assert.deepEqual(await bench.design(), before);

  // It follows the environment.
  await bench.environment('staging');
  await expect(bench.line('service', 'matabit-staging-service').first()).toBeVisible();
  await expect(bench.line('service', 'matabit-prod-service')).toHaveCount(0);
}
