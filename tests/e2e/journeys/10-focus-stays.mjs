import { Workbench } from '../lib/workbench.mjs';

export const name = 'what is removed, taken away, fixed or dismissed hands its focus to a neighbour, never to nothing';
export const timeout = 240_000;

export default async function ({ page, open, newTab, expect, assert }) {
  await open();
  const bench = new Workbench(page);
  const { inspector } = bench;
  const press = async locator => {
    await locator.focus();
    await page.keyboard.press('Enter');
  };
  const unfold = () => bench.unfold();

  // A row of a table, an element of a list: to the button that adds another.
  await bench.select('container', 'matabit-prod-container');
  await unfold();
  const addVariable = bench.button('Add to Environment variables');
  await press(addVariable);
  await expect(inspector.getByRole('textbox', { name: 'name 1', exact: true }).first()).toBeFocused();
  await page.keyboard.type('MODE');
  await press(bench.button('Remove MODE'));
  await expect(bench.button('Remove MODE')).toHaveCount(0);
  await expect(addVariable).toBeFocused();
  await press(bench.button('Remove 80'));
  await expect(bench.button('Add port mapping')).toBeFocused();

  // A structure that is taken away: to its heading.
  const health = inspector.locator('summary').filter({ hasText: /^Health check/ });
  const command = inspector.getByLabel('Command', { exact: true }).last();
  await command.selectOption('shell');
  await bench.field('Command: shell line').fill('true');
  await press(bench.button('Take Health check away'));
  await expect(bench.button('Take Health check away')).toHaveCount(0);
  await expect(health).toBeFocused();

  // What is fixed in the form: to the field.
  await bench.select('task definition', 'matabit-prod');
  const memory = bench.field('Task memory');
  await memory.fill('4096');
  await memory.press('Tab');
  await press(bench.button('Set memory to 2,048'));
  await expect(memory).toHaveValue('2048');
  await expect(memory).toBeFocused();

  // What is fixed in the list: to the problem that took the place, and to the list when it was the last.
  await memory.fill('4096');
  const problems = bench.panelBody.getByRole('listitem');
  const fixed = bench.problem('4,096 MiB is too much');
  const at = (await problems.allInnerTexts()).findIndex(text => text.includes('4,096 MiB is too much'));
  await press(fixed.getByRole('button', { name: 'Set memory to 2,048' }));
  await expect(fixed).toHaveCount(0);
  const left = await problems.count();
  assert.ok(left > 0, 'there is a next problem');
  await expect(problems.nth(Math.min(at, left - 1)).locator('.what')).toBeFocused();

  // A container or a record by its button: it stays in the settings, whatever they show instead.
  await bench.palette('Add a container');
  await bench.shows('container');
  await press(inspector.getByRole('button', { name: /^Remove / }).first());
  await bench.shows('task definition');
  await expect(inspector.locator(':focus')).toHaveCount(1);
  await bench.palette('Add a role');
  await press(bench.button('Remove execution'));
  await bench.shows('design');
  await expect(inspector.locator('.form')).toBeFocused();

  // The buttons of undo and redo keep it at their end.
  while ((await bench.undoButton.getAttribute('aria-disabled')) === 'false') await press(bench.undoButton);
  await expect(bench.undoButton).toBeFocused();
  await expect(bench.undoButton).toBeDisabled();
  await press(bench.redoButton);
  await expect(bench.redoButton).toBeFocused();
  await bench.undo();

  // A message: to the next one, or to the drawing. A click beside everything takes nothing anywhere.
  await bench.saved();
  await press(page.getByRole('button', { name: 'Export', exact: true }));
  await page.keyboard.press('Tab');
  await press(bench.dialog.getByRole('button', { name: 'Copy the design' }));
  const dismiss = page.getByRole('region', { name: 'Messages' }).getByRole('button', { name: 'Dismiss' });
  await press(dismiss);
  await expect(dismiss).toHaveCount(0);
  await expect.poll('what has focus', () => page.evaluate(() => document.activeElement.tagName), 'BUTTON');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('button', { name: 'Export', exact: true })).toBeFocused();

  // A conflict that was settled: to the drawing.
  await bench.saved();
  const other = await newTab(page.url());
  const theirs = new Workbench(other);
  await theirs.select('task definition', 'matabit-prod');
  await theirs.field('Task memory').fill('1024');
  await theirs.saved();
  await bench.select('task definition', 'matabit-prod');
  await bench.field('Task memory').fill('2048');
  await press(page.getByRole('group', { name: 'Changed elsewhere' }).getByRole('button', { name: 'Show theirs' }));
  await expect(page.getByRole('group', { name: 'Changed elsewhere' })).toHaveCount(0);
  await expect(bench.canvas).toBeFocused();
}
