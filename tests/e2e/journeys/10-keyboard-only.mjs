import { readFileSync } from 'node:fs';
import { Workbench } from '../lib/workbench.mjs';

export const name = 'by keyboard alone: find, edit, see a problem, take its fix, undo, add, move, export';

export default async function ({ page, open, expect, assert }) {
  await open();
  const bench = new Workbench(page);
  const press = async (...keys) => {
    for (const key of keys) await page.keyboard.press(key);
  };
  /** Tab until something has focus; fails after `most` stops. */
  const tabTo = async (locator, most, key = 'Tab') => {
    for (let stops = 1; stops <= most; stops += 1) {
      await press(key);
      if ((await locator.count()) > 0 && (await locator.first().evaluate(e => e === document.activeElement))) return stops;
    }
    assert.fail(`${locator} has no focus after ${most} times ${key}`);
  };

  // The drawing is a dozen stops away at most, and one stop itself.
  await tabTo(bench.canvas, 14);
  await press('ArrowRight');
  await expect(bench.inspector.getByRole('heading', { level: 2 })).not.toHaveText(/design/i);
  await expect(bench.canvas).toBeFocused();
  await expect(bench.canvas).toHaveAttribute('aria-activedescendant', /./);
  await press('Control+k');
  await page.keyboard.type('matabit-prod-service');
  await press('Enter');
  await bench.shows('service', 'matabit-prod-service');
  await expect(bench.inspector.getByRole('textbox').or(bench.inspector.getByRole('combobox')).first()).toBeFocused();

  // Along the line to the task definition, and into its form.
  await tabTo(bench.canvas, 60, 'Shift+Tab');
  await press('Control+ArrowRight');
  await bench.shows('task definition', 'matabit-prod');
  await press('Enter');
  await expect(bench.field('Family')).toBeFocused();

  // An edit, its problem, the problem's fix.
  const memory = bench.field('Task memory');
  await tabTo(memory, 12);
  await press('Control+a');
  await page.keyboard.type('4096');
  await press('F8');
  await expect(memory).toBeFocused();
  await expect(bench.inspector.getByText('4,096 MiB is too much for 0.25 vCPU')).toBeVisible();
  const fix = bench.inspector.getByRole('button', { name: 'Set memory to 2,048' });
  await tabTo(fix, 3);
  await press('Enter');
  await expect(memory).toHaveValue('2048');
  await press('Control+z');
  await expect(memory).toHaveValue('4096');
  await press('Control+z');
  await expect(memory).toHaveValue('512');
  await press('Control+Shift+z');
  await expect(memory).toHaveValue('4096');
  await press('Control+z');

  // A container, by the palette; then away and back.
  await press('Control+k');
  await page.keyboard.type('add a container');
  await press('Enter');
  await bench.shows('container');
  await expect(bench.node('task definition matabit-prod')).toContainText('nginx');
  await press('Control+z');
  await expect(bench.node('task definition matabit-prod')).not.toContainText('nginx');
  await press('Control+Shift+z');
  await expect(bench.node('task definition matabit-prod')).toContainText('nginx');

  // A card is moved without dragging.
  await press('Control+k');
  await page.keyboard.type('private');
  await press('Enter');
  await bench.shows('network', 'private');
  await tabTo(bench.canvas, 60, 'Shift+Tab');
  const { y } = await bench.box('network private');
  await press('Shift+ArrowDown');
  await expect.poll('the height of the card', async () => (await bench.box('network private')).y, now => now > y + 20);

  // Added by its letter, and away again.
  await press('g');
  await bench.shows('target group');
  await press('Delete');
  await expect(bench.node('target group web-production')).toHaveCount(0);

  // The other environment, the code, the shortcuts.
  await press('e');
  await expect(bench.node('service matabit-staging-service')).toBeVisible();
  await press('e');
  await press('Alt+3');
  await expect(bench.panel.getByRole('tab', { name: 'JSON' })).toHaveAttribute('aria-selected', 'true');
  await press('Alt+1');
  await press('?');
  await expect(bench.dialog.getByRole('heading', { name: 'Shortcuts' })).toBeVisible();
  await press('Escape');
  await expect(bench.dialog).toHaveCount(0);
  await expect(bench.canvas).toBeFocused();

  // Taken away as a file.
  await press('Control+e');
  const download = bench.dialog.getByRole('button', { name: 'Download the design' });
  await tabTo(download, 8);
  const [file] = await Promise.all([page.waitForEvent('download'), press('Enter')]);
  const design = JSON.parse(readFileSync(await file.path(), 'utf8'));
  assert.equal(design.records['taskDefinition.matabit'].body.containerDefinitions.length, 2);
  assert.equal(design.records['taskDefinition.matabit'].body.memory, '512');
  await press('Escape');
  await expect(bench.canvas).toBeFocused();
  await bench.saved();
}
