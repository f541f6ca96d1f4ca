import { readFileSync } from 'node:fs';
import { Workbench } from '../lib/workbench.mjs';

export const name = 'the design is downloaded as a file, opened again, and copied';

export default async function ({ page, open, expect, assert }) {
  await open();
  const bench = new Workbench(page);
  await bench.select('task definition', 'matabit-prod');
  await bench.field('Task memory').fill('1024');
  const design = await bench.design();

  await page.getByRole('button', { name: 'Export', exact: true }).click();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    bench.dialog.getByRole('button', { name: 'Download the design' }).click(),
  ]);
  assert.equal(download.suggestedFilename(), 'matabit.json');
  const file = await download.path();
  assert.deepEqual(JSON.parse(readFileSync(file, 'utf8')), design);
  await page.keyboard.press('Escape');
  await expect(bench.dialog).toHaveCount(0);

  // Opened in place of another design, which stays on the server.
  await bench.undo();
  await bench.saved();
  await page.getByRole('button', { name: 'Open', exact: true }).click();
  await bench.dialog.getByLabel('Choose files…').setInputFiles({ name: 'matabit.json', mimeType: 'application/json', buffer: readFileSync(file) });
  await expect(bench.dialog).toHaveCount(0);
  await bench.saved(1);
  assert.deepEqual(await bench.design(), design);
  await expect(bench.undoButton).toBeDisabled();
  await page.reload();
  await open();
  assert.deepEqual(await bench.design(), design);

  // What is on screen, by its own button.
  await bench.select('task definition', 'matabit-prod');
  await bench.tab('JSON');
  const code = await bench.json();
  await bench.panelBody.getByRole('button', { name: 'Copy' }).click();
  await expect.poll('the clipboard', async () => JSON.parse(await page.evaluate(() => navigator.clipboard.readText())), code);
  await expect(page.getByRole('region', { name: 'Messages' }).getByText('Copied.')).toBeVisible();

  // And it is text with line breaks, as it was shown.
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  assert.ok(copied.split('\n').length > 20 && copied.endsWith('}\n'), JSON.stringify(copied.slice(-20)));
}
