import { Workbench } from '../lib/workbench.mjs';

export const name = 'a service that is dropped into another cluster runs there, in one step of undo';

export default async function ({ page, open, expect, assert }) {
  await open();
  const bench = new Workbench(page);
  const cluster = async () => (await bench.design()).records['service.matabit'].body.cluster;
  const before = await cluster();
  await bench.palette('Add a cluster');
  await bench.shows('cluster');
  await bench.canvas.focus();
  await page.keyboard.press('1');
  // The view glides to where everything is seen: a point of it is one only when it has come to rest.
  let last = '';
  await expect.poll('the view is at rest', async () => {
    const now = JSON.stringify([await bench.box('cluster main'), await bench.box('service matabit-prod-service')]);
    const isAtRest = now === last;
    last = now;
    return isAtRest;
  }, true);
  const frame = await bench.box('cluster main');
  const card = await bench.box('service matabit-prod-service');
  await bench.drag(
    { x: card.x + card.width / 2, y: card.y + 10 },
    { x: frame.x + frame.width / 2, y: frame.y + frame.height / 2 },
  );
  await expect.poll('the cluster', cluster, '${cluster.main}');
  await bench.undo();
  assert.equal(await cluster(), before);
  await expect.poll('the card is where it was', async () => Math.round((await bench.box('service matabit-prod-service')).x), x => Math.abs(x - card.x) < 2);
  // Moved within its own frame, it stays in its cluster.
  const again = await bench.box('service matabit-prod-service');
  const at = { x: again.x + again.width / 2, y: again.y + 10 };
  await bench.drag(at, { x: at.x + 16, y: at.y + 16 });
  assert.equal(await cluster(), before);
}
