import { Workbench } from '../lib/workbench.mjs';

export const name = 'axe finds nothing on any screen, light and dark, wide and narrow';
export const timeout = 420_000;

export default async function ({ page, open, expect, assert, axe, server, allowError }) {
  await open();
  const bench = new Workbench(page);
  // All of it is looked at, then what was found is told together, each thing once.
  const found = new Map();
  const look = async screen => {
    try {
      await axe(page, screen);
    } catch (error) {
      const what = error.message.split('\n').slice(1).join('\n');
      found.set(what, [...(found.get(what) ?? []), screen]);
    }
  };

  for (const [width, height] of [[1440, 900], [1024, 768]]) {
    const at = screen => look(`${screen}, ${width}x${height}`);
    await page.setViewportSize({ width, height });
    await at('nothing selected');

    // Everything selected once, and with every fold open at one of the two sizes.
    for (const [kind, name] of [
      ['cluster', 'matabit-cluster'],
      ['service', 'matabit-prod-service'],
      ['task definition', 'matabit-prod'],
      ['container', 'matabit-prod-container'],
      ['target group', 'alb-target-group-prod'],
      ['network', 'private'],
      ['role', 'ecsTaskExecutionRole'],
    ]) {
      await bench.select(kind, name);
      if (width === 1440) await unfold();
      await at(`${kind} selected`);
    }
    for (const kind of ['load balancer', 'log group']) {
      await bench.palette(`Add a ${kind}`);
      await bench.shows(kind);
      if (width === 1440) await unfold();
      await at(`${kind} selected`);
      await bench.undo();
    }

    // An error at a field, and an override.
    await bench.select('task definition', 'matabit-prod');
    await bench.environment('staging');
    await bench.editsApply('in staging only');
    await bench.field('Task memory').fill('4096');
    await bench.field('Task memory').press('Tab');
    await expect(bench.problem('4,096 MiB')).toBeVisible();
    await at('an error and an override');
    await bench.editsApply('everywhere');
    await bench.environment('production');

    // Every tab.
    for (const tab of ['Terraform', 'JSON', 'Container array', 'Problems']) {
      await bench.tab(tab);
      await at(`the ${tab} tab`);
    }

    // Every dialog.
    for (const [action, title] of [
      ['Paste or open…', 'Paste or open'],
      ['Export…', 'Export'],
      ['Show shortcuts', 'Shortcuts'],
      ['Edit environments…', 'Environments'],
    ]) {
      await bench.palette(action);
      await expect(bench.dialog.getByRole('heading', { level: 2 })).toHaveText(title);
      if (title === 'Paste or open') {
        await bench.dialog.getByLabel('JSON to add').fill('{');
        await bench.dialog.getByRole('button', { name: 'Add to the design' }).click();
        await expect(bench.dialog.getByRole('alert')).toContainText('line 1');
      }
      await at(`the dialog ${title}`);
      await page.keyboard.press('Escape');
      await expect(bench.dialog).toHaveCount(0);
    }
    await page.keyboard.press('Control+k');
    await expect(bench.dialog.getByRole('option').first()).toBeVisible();
    await at('the palette');
    await page.keyboard.press('Escape');
    await bench.select('target group', 'alb-target-group-prod');
    await bench.canvas.press('Delete');
    await expect(bench.dialog).toBeVisible();
    await at('the dialog Remove');
    await bench.dialog.getByRole('button', { name: 'Keep it' }).click();

    // Far out, and with nothing drawn.
    const out = page.getByRole('group', { name: 'Zoom' }).getByRole('button', { name: 'Zoom out' });
    for (let step = 0; step < 7; step += 1) await out.click();
    await at('zoomed far out');
    await page.getByRole('group', { name: 'Zoom' }).getByRole('button', { name: 'Fit' }).click();
    await bench.undo();
  }
  await bench.paste(JSON.stringify({ formatVersion: 1, name: 'Empty', region: '', environments: [{ name: 'production' }], records: {} }));
  await expect(page.getByRole('heading', { name: 'Nothing is drawn yet' })).toBeVisible();
  await bench.saved(1);
  await look('an empty design');

  // The server is away, and somebody else saved first.
  allowError(/ERR_CONNECTION_REFUSED|ERR_CONNECTION_RESET|ERR_EMPTY_RESPONSE/);
  await server.kill();
  await bench.palette('Add a cluster');
  await expect(bench.saveState).toHaveText(/^Kept in this browser/);
  await look('kept in the browser');
  assert.equal(found.size, 0, [...found].map(([what, screens]) => `on ${screens.join('; ')}:\n${what}`).join('\n'));

  async function unfold() {
    await bench.inspector.locator('details').evaluateAll(folds => folds.forEach(fold => (fold.open = true)));
  }
}
