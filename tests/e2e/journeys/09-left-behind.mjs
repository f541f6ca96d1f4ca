import { Workbench } from '../lib/workbench.mjs';

export const name = 'a design that is begun and left while the server is away is saved when it is back';
export const timeout = 120_000;

const design = name => JSON.stringify({ formatVersion: 1, name, environments: [{ name: 'production' }], records: { 'cluster.main': { body: { clusterName: name } } } });

export default async function ({ page, open, server, expect, assert, allowError }) {
  allowError(/ERR_CONNECTION_REFUSED|ERR_CONNECTION_RESET|ERR_EMPTY_RESPONSE/);
  await open();
  const bench = new Workbench(page);
  await bench.saved(1);
  await bench.paste(design('first'));
  await expect(bench.dialog).toHaveCount(0);
  await bench.saved(1);

  await server.kill();
  for (const name of ['second', 'third']) {
    await bench.paste(design(name));
    await expect(bench.dialog).toHaveCount(0);
    await bench.select('cluster', name);
    await bench.field('Name').fill(`${name}-edited`);
    await expect(bench.saveState).toHaveText('Kept in this browser: the server is away');
  }
  await server.restart();
  await bench.saved();

  const names = async () => {
    await page.getByRole('button', { name: 'Open', exact: true }).click();
    const list = bench.dialog.getByRole('region', { name: 'Designs on this server' });
    await expect(list).toBeVisible();
    const rows = await list.getByRole('button').allInnerTexts();
    await page.keyboard.press('Escape');
    await expect(bench.dialog).toHaveCount(0);
    return rows.map(row => row.split('\n')[0].trim()).sort();
  };
  await expect.poll('the designs on the server', names, ['Matabit', 'first', 'second', 'third']);
  await page.getByRole('button', { name: 'Open', exact: true }).click();
  await bench.dialog.getByRole('region', { name: 'Designs on this server' }).getByRole('button', { name: /^second/ }).click();
  await bench.select('cluster', 'second-edited');
  assert.equal((await bench.design()).records['cluster.main'].body.clusterName, 'second-edited');
}
