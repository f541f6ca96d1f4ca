import { Workbench } from '../lib/workbench.mjs';

export const name = 'the example opens as a drawing that pans, zooms and fits, and whose cards stay where they are put';

const SERVICE = 'service matabit-prod-service';
const TASK = 'task definition matabit-prod';

export default async function ({ page, open, expect, assert }) {
  await open();
  const bench = new Workbench(page);
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Matabit');

  // Every record is drawn: the cluster as a frame around its service.
  for (const name of [SERVICE, TASK, 'target group alb-target-group-prod', 'network private', 'role ecsTaskExecutionRole']) {
    await expect(bench.node(name)).toBeVisible();
  }
  const frame = await bench.box('cluster matabit-cluster');
  const service = await bench.box(SERVICE);
  assert.ok(
    frame.x < service.x && frame.y < service.y &&
      frame.x + frame.width > service.x + service.width && frame.y + frame.height > service.y + service.height,
    'the frame of the cluster is around its service',
  );
  await expect(bench.node(TASK)).toContainText('matabit-prod-container');
  await expect(bench.node(TASK)).toContainText('matabit-ecr:prod');

  // The same as a tree.
  for (const name of ['matabit-cluster', 'ecsTaskExecutionRole']) await expect(bench.outline).toContainText(name);

  // References are lines, painted between the cards.
  const task = await bench.box(TASK);
  const painted = () =>
    page.evaluate(
      ({ left, right, y }) => {
        const canvas = document.querySelector('canvas');
        const place = canvas.getBoundingClientRect();
        const scale = canvas.width / place.width;
        const [x, width] = [(left - place.left) * scale, (right - left) * scale];
        const { data } = canvas.getContext('2d').getImageData(x, (y - place.top) * scale, width, 60 * scale);
        return data.some((value, index) => index % 4 === 3 && value > 0);
      },
      { left: service.x + service.width + 4, right: task.x - 4, y: service.y + service.height / 2 - 30 },
    );
  await expect.poll('a line between service and task definition', painted, true);

  // Pan: by dragging beside the cards, and by the wheel.
  const near = (a, b) => Math.abs(a - b) < 2;
  const empty = { x: service.x, y: frame.y + frame.height + 180 };
  await bench.drag(empty, { x: empty.x + 60, y: empty.y - 30 });
  await expect.poll('the place after panning', async () => (await bench.box(SERVICE)).x, x => near(x, service.x + 60));
  await page.mouse.wheel(60, -30);
  await expect.poll('the place after the wheel', async () => (await bench.box(SERVICE)).x, x => near(x, service.x));
  await expect.poll('and its height', async () => (await bench.box(SERVICE)).y, y => near(y, service.y));

  // Zoom: by wheel with Control, by button, to 100 %, and back to all of it.
  const zoom = page.getByRole('group', { name: 'Zoom' });
  await page.keyboard.down('Control');
  await page.mouse.wheel(0, -100);
  await page.keyboard.up('Control');
  await expect.poll('the width after zooming in', async () => (await bench.box(SERVICE)).width, w => w > service.width * 1.2);
  await zoom.getByRole('button', { name: 'Zoom out' }).click();
  await zoom.getByRole('button', { name: 'Zoom in' }).click();
  await zoom.getByRole('button', { name: /%/ }).click();
  await expect(zoom.getByRole('button', { name: '100 %' })).toBeVisible();
  await zoom.getByRole('button', { name: 'Fit' }).click();
  await expect.poll('the place after fitting', async () => (await bench.box(SERVICE)).x, x => near(x, service.x));

  // A card that is dragged stays there, over undo, redo and a reload.
  const away = async () => {
    const [role, other] = [await bench.box('role ecsTaskExecutionRole'), await bench.box('network private')];
    // In widths of a card, so that the zoom does not matter.
    return { x: (role.x - other.x) / role.width, y: (role.y - other.y) / role.width };
  };
  const before = await away();
  const role = await bench.box('role ecsTaskExecutionRole');
  await bench.drag({ x: role.x + 40, y: role.y + 14 }, { x: role.x + 40 - 60, y: role.y + 14 + 110 });
  const after = await away();
  assert.ok(after.x < before.x - 0.2 && after.y > before.y + 0.4, `moved: ${JSON.stringify({ before, after })}`);
  await bench.undo();
  assert.deepEqual(await away(), before);
  await bench.redo();
  assert.deepEqual(await away(), after);
  await expect(bench.redoButton).toBeDisabled();
  await bench.saved();
  await page.reload();
  await open();
  const kept = await away();
  assert.ok(Math.abs(kept.x - after.x) < 0.01 && Math.abs(kept.y - after.y) < 0.01, `kept: ${JSON.stringify({ kept, after })}`);
}
