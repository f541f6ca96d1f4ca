import { Workbench } from '../lib/workbench.mjs';

export const name = 'a server that is killed mid-edit loses nothing: the browser keeps it, and saves when the server is back';
export const timeout = 180_000;

export default async function ({ page, open, newTab, newPerson, server, expect, assert, allowError }) {
  allowError(/ERR_CONNECTION_REFUSED|ERR_CONNECTION_RESET|ERR_EMPTY_RESPONSE/);
  await open();
  const bench = new Workbench(page);
  await bench.saved(1);

  // Saved by itself, as one revision after another.
  await bench.select('task definition', 'matabit-prod');
  const memory = bench.field('Task memory');
  await memory.fill('1024');
  await bench.saved(2);

  // Killed, and back while the page is open.
  await server.kill();
  await memory.fill('2048');
  await expect(bench.saveState).toHaveText('Kept in this browser: the server is away');
  await bench.undo();
  await bench.redo();
  await server.restart();
  await bench.saved(3);

  // Killed in the middle of typing; the page is reloaded when the server is back.
  await memory.press('End');
  await memory.pressSequentially('0');
  await server.kill();
  await memory.pressSequentially('0');
  await expect(bench.saveState).toHaveText('Kept in this browser: the server is away');
  await server.restart();
  await page.reload();
  await open();
  await bench.select('task definition', 'matabit-prod');
  await expect(memory).toHaveValue('204800');
  await bench.saved();

  // Killed, edited, and the tab closed: the next tab has it.
  await server.kill();
  await memory.fill('512');
  await expect(bench.saveState).toHaveText('Kept in this browser: the server is away');
  await page.close({ runBeforeUnload: true });
  await server.restart();
  const tab = await newTab();
  const again = new Workbench(tab);
  await again.select('task definition', 'matabit-prod');
  await expect(again.field('Task memory')).toHaveValue('512');
  await again.saved();

  // And so has somebody else, from the server.
  const other = await newPerson();
  await open('/', other);
  const theirs = new Workbench(other);
  await theirs.select('task definition', 'matabit-prod');
  await expect(theirs.field('Task memory')).toHaveValue('512');
  assert.deepEqual(await theirs.design(), await again.design());
}
