import { Workbench } from '../lib/workbench.mjs';

export const name = 'a record is in the environments that its form says, and in one at least';

export default async function ({ page, open, expect, assert }) {
  await open();
  const bench = new Workbench(page);
  const before = await bench.design();
  await bench.select('service', 'matabit-prod-service');
  const group = bench.inspector.getByRole('group', { name: 'Is in' });
  const box = name => group.getByRole('checkbox', { name, exact: true });
  await expect(box('production')).toBeChecked();
  await expect(box('staging')).toBeChecked();

  // By keyboard, taken out of staging: the other box cannot be cleared then.
  await box('staging').focus();
  await page.keyboard.press('Space');
  await expect(box('staging')).not.toBeChecked();
  await expect(box('staging')).toBeFocused();
  await expect(box('production')).toBeDisabled();
  const after = await bench.design();
  assert.deepEqual(after.records['service.matabit'].environments, ['production']);

  // In staging it is not drawn, and its form says so and brings it back.
  await bench.environment('staging');
  await expect(bench.inspector).toContainText('It is not in staging.');
  await expect(bench.node('service matabit-staging-service')).toHaveCount(0);
  await box('staging').check();
  await bench.shows('service', 'matabit-staging-service');
  assert.deepEqual(await bench.design(), before, 'in all of them, as at first');
  await bench.undo();
  await bench.undo();
  await expect(bench.undoButton).toHaveAttribute('aria-disabled', 'true');
  assert.deepEqual(await bench.design(), before);
}
