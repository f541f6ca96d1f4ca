import { Workbench } from '../lib/workbench.mjs';

export const name = 'what is added everywhere is there, though the environment on screen has elements of its own';

export default async function ({ page, open, expect, assert }) {
  await open();
  const bench = new Workbench(page);
  const containers = async () => (await bench.design()).records['taskDefinition.matabit'].body.containerDefinitions.length;
  const before = await containers();
  await bench.environment('staging');
  await bench.select('task definition', 'matabit-staging');
  await bench.editsApply('in staging only');
  await bench.palette('Add a container');
  await bench.shows('container');
  assert.equal(await containers(), before, 'production has none of it');
  await bench.select('task definition', 'matabit-staging');
  await bench.editsApply('everywhere');
  await bench.palette('Add a container');
  await expect.poll('the containers of every environment', containers, before + 1);
}
