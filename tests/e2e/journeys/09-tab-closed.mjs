import { Workbench } from '../lib/workbench.mjs';

export const name = 'a tab that is closed or reloaded right after an edit loses nothing';

export default async function ({ page, open, newTab, context, expect, assert }) {
  await open();
  await new Workbench(page).saved(1);
  let tab = page;
  let bench = new Workbench(page);
  await bench.select('task definition', 'matabit-prod');
  for (const [memory, leave] of [
    ['1024', tab => tab.close({ runBeforeUnload: true })],
    ['2048', tab => tab.reload()],
    ['1024', tab => tab.goto('about:blank')],
    ['512', tab => tab.close({ runBeforeUnload: true })],
  ]) {
    const edited = performance.now();
    await bench.field('Task memory').fill(memory);
    const left = leave(tab);
    assert.ok(performance.now() - edited < 1_000);
    await left;
    await expect.poll('the tab is gone', () => tab.isClosed() || tab.url() === 'about:blank' || memory === '2048', true);
    if (!tab.isClosed()) await tab.close();
    tab = await newTab();
    bench = new Workbench(tab);
    await bench.select('task definition', 'matabit-prod');
    await expect(bench.field('Task memory')).toHaveValue(memory);
    await bench.saved();
  }
  assert.equal(context.pages().length, 1);
}
