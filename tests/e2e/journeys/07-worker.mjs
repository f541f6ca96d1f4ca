import { Workbench } from '../lib/workbench.mjs';

export const name = 'exports and imports come from a worker: late, missing or no longer wanted, it breaks nothing';
export const timeout = 120_000;

const TASK = JSON.stringify({
  family: 'worker',
  networkMode: 'awsvpc',
  requiresCompatibilities: ['FARGATE'],
  cpu: '512',
  memory: '1024',
  containerDefinitions: [{ name: 'worker', image: 'public.ecr.aws/docker/library/busybox:1.36', essential: true }],
});

export default async function ({ page, context, open, expect, assert, allowError }) {
  allowError(/ERR_FAILED|bayplan-worker|worker/i);
  const program = '**/bayplan-worker_bg.wasm';
  await context.route(program, route => route.abort());
  await open();
  const bench = new Workbench(page);
  const before = await bench.design();

  // Not to be had: said in the panel and in the dialog, with a way to try again.
  await bench.select('task definition', 'matabit-prod');
  await bench.tab('JSON');
  await expect(bench.panelBody).toContainText('could not be loaded');
  await bench.paste(TASK);
  await expect(bench.dialog.getByRole('alert')).toContainText('could not be loaded');
  await page.keyboard.press('Escape');
  await expect(bench.dialog).toHaveCount(0);

  // Late: the dialog was closed meanwhile, so nothing is added, and the dialog that is open by then stays open.
  let arrive;
  const late = new Promise(resolve => (arrive = resolve));
  await context.unroute(program);
  await context.route(program, async route => {
    await late;
    await route.continue();
  });
  await bench.paste(TASK);
  await expect(bench.dialog.getByRole('button', { name: 'Reading…' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(bench.dialog).toHaveCount(0);
  await page.getByRole('button', { name: 'Export', exact: true }).click();
  await expect(bench.dialog).toHaveCount(1);
  arrive();
  await bench.panelBody.getByRole('button', { name: 'Try again' }).evaluate(button => button.click());
  await expect(bench.panelBody.locator('pre')).toContainText('"family": "matabit-prod"');
  await expect(bench.dialog).toHaveCount(1);
  await page.keyboard.press('Escape');
  await expect(bench.dialog).toHaveCount(0);
  assert.deepEqual(await bench.design(), before, 'nothing was added');
  await expect(bench.undoButton).toBeDisabled();

  // There: what was linked by an import is one step of undo, and the rest of the design stays what it was.
  await bench.paste(TASK);
  await bench.shows('task definition', 'worker');
  await bench.undo();
  assert.deepEqual(await bench.design(), before);

  // What one selection becomes never stands under another.
  await bench.select('service', 'matabit-prod-service');
  assert.equal((await bench.json()).serviceName, 'matabit-prod-service');
}
