import { Workbench } from '../lib/workbench.mjs';

export const name = 'environments are compared side by side, and with files: what means the same to ECS is no difference';
export const timeout = 120_000;

export default async function ({ page, open, expect, assert }) {
  await open();
  const bench = new Workbench(page);
  const { dialog } = bench;
  const rows = () => dialog.getByRole('row').filter({ has: page.getByRole('cell') });
  const summary = dialog.locator('.compare-summary');

  // Production and staging: one field is meant to differ, the rest follows from placeholders.
  await page.getByRole('button', { name: 'Compare', exact: true }).click();
  await expect(summary).toContainText('1 field with different values.');
  await expect(summary).toContainText('more through placeholders');
  const image = dialog.getByRole('row', { name: /Image/ });
  await expect(image.getByRole('cell').nth(0)).toContainText('matabit-ecr:prod');
  await expect(image.getByRole('cell').nth(1)).toContainText('matabit-ecr:staging');
  await dialog.getByRole('button', { name: 'Swap the sides' }).click();
  await expect(image.getByRole('cell').nth(0)).toContainText('matabit-ecr:staging');
  // The differences through placeholders are there for who wants them.
  await dialog.getByText(/differences through placeholders/).click();
  await expect(dialog.getByRole('row', { name: /Family/ })).toBeVisible();

  // A field leads to its place.
  await image.getByRole('button').click();
  await expect(dialog).toHaveCount(0);
  await bench.shows('container');
  await expect(bench.environmentButton('staging')).toHaveAttribute('aria-pressed', 'true');

  // With a task definition as AWS prints it, by keyboard: the same, however it is written.
  await bench.select('task definition', 'matabit-staging');
  await bench.tab('JSON');
  await expect.poll('the JSON', () => bench.json().then(json => json.family), 'matabit-staging');
  const task = await bench.json();
  await bench.canvas.focus();
  await page.keyboard.press('v');
  await dialog.getByLabel('Compare', { exact: true }).selectOption('staging');
  await dialog.getByLabel('with', { exact: true }).selectOption({ label: 'files, or what I paste…' });
  const text = dialog.getByLabel('Text to compare with');
  const [container] = task.containerDefinitions;
  const described = {
    ...task,
    revision: 7,
    status: 'ACTIVE',
    cpu: '.25 vCPU',
    containerDefinitions: [{ ...container, environment: [], essential: true, mountPoints: [] }],
  };
  await text.fill(JSON.stringify({ taskDefinition: described }));
  await expect(summary).toContainText('The same to ECS.');
  await text.fill(JSON.stringify({ ...described, memory: '1024' }));
  await expect(summary).toContainText('1 field with different values.');
  await expect(rows().first()).toContainText('Task memory');
  await text.fill('{"family" "x"}');
  await expect(dialog.getByRole('alert').filter({ hasText: /./ })).toContainText('line 1, column 11');
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
  assert.equal(await bench.undoButton.getAttribute('aria-disabled'), 'true', 'comparing changes nothing');
}
