import { Workbench } from '../lib/workbench.mjs';

export const name = 'production and staging: what is edited in staging only is an override, marked, and can be reset';

export default async function ({ page, open, expect, assert }) {
  await open();
  const bench = new Workbench(page);
  const before = await bench.design();
  await expect(bench.environmentButton('production')).toHaveAttribute('aria-pressed', 'true');

  // The example's two task definitions are one, with the image overridden.
  await bench.select('container', 'matabit-prod-container');
  const image = bench.field('Image');
  await expect(image).toHaveValue(/matabit-ecr:prod$/);
  await expect(bench.button('Reset Image')).toHaveCount(0);
  await bench.environment('staging');
  await expect(image).toHaveValue(/matabit-ecr:staging$/);
  await expect(bench.inspector.getByText('staging only', { exact: true })).toBeVisible();
  await expect(bench.button('Reset Image')).toBeVisible();
  await expect(bench.node('task definition matabit-staging')).toContainText('matabit-ecr:staging');

  // An edit of what is overridden stays an override.
  await image.fill('485876055632.dkr.ecr.us-west-2.amazonaws.com/matabit-ecr:2.0');
  await bench.environment('production');
  await expect(image).toHaveValue(/matabit-ecr:prod$/);

  // A new override: staging runs one task, production two.
  await bench.environment('staging');
  await bench.select('service', 'matabit-staging-service');
  const count = bench.field('Desired count');
  await expect(count).toHaveValue('2');
  await bench.editsApply('in staging only');
  await count.fill('1');
  await expect(bench.button('Reset Desired count')).toBeVisible();
  await expect(bench.node('service matabit-staging-service').getByRole('img', { name: '1 tasks' })).toBeVisible();
  await bench.environment('production');
  await expect(count).toHaveValue('2');
  await expect(bench.button('Reset Desired count')).toHaveCount(0);
  const { body, overrides } = (await bench.design()).records['service.matabit'];
  assert.equal(body.desiredCount, 2);
  assert.deepEqual(overrides, { staging: { set: { desiredCount: 1 } } });

  // An edit everywhere goes to both, and leaves the override.
  await bench.editsApply('everywhere');
  await count.fill('3');
  await bench.environment('staging');
  await expect(count).toHaveValue('1');

  // Reset: the base value holds again; undo brings the override back.
  await bench.button('Reset Desired count').click();
  await expect(count).toHaveValue('3');
  await expect(bench.button('Reset Desired count')).toHaveCount(0);
  await bench.undo();
  await expect(count).toHaveValue('1');
  await expect(bench.button('Reset Desired count')).toBeVisible();

  // By keyboard: E shows the next environment.
  await bench.canvas.press('e');
  await expect(bench.environmentButton('production')).toHaveAttribute('aria-pressed', 'true');
  await bench.undoesTo(before);
}
