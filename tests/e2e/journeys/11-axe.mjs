import { Workbench } from '../lib/workbench.mjs';

export const name = 'axe finds nothing on any screen, light and dark, wide and narrow';
export const timeout = 600_000;

const REFUSAL = JSON.stringify({ error: { designTooLarge: { size: 99_000_000, limit: 16_777_216 } }, message: 'This design has 94.4 MiB, and the server stores at most 16 MiB.' });

export default async function ({ page, open, newTab, expect, assert, axe, server, allowError }) {
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
    // With every fold open, and as tall as the form: what is clipped by scrolling cannot be measured.
    const whole = async screen => {
      await bench.unfold();
      const hidden = () => bench.inspector.locator('.form').evaluate(form => form.scrollHeight - form.clientHeight);
      // The help below the form takes up to 30 % of the height.
      await page.setViewportSize({ width, height: height + Math.ceil((await hidden()) / 0.7) + 50 });
      await expect.poll('what of the form is out of sight', hidden, 0);
      await look(`${screen} with every fold open, ${width} wide`);
      await page.setViewportSize({ width, height });
    };
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
      await at(`${kind} selected`);
      if (width === 1440) await whole(`${kind} selected`);
    }
    // What a container's form has beyond fields: a setting looked for, a .env text, what Fargate does not take.
    await bench.select('container', 'matabit-prod-container');
    await bench.canvas.press('/');
    await page.keyboard.type('port');
    await expect(bench.inspector.getByRole('button', { name: /^Host port/ }).first()).toBeVisible();
    await at('a setting looked for');
    await page.keyboard.press('Escape');
    await bench.button('Paste .env').click();
    await bench.field('.env text').fill('NAME=value\nnonsense');
    await at('a .env text');
    await bench.button('Add these variables').click();
    await expect(bench.button('Make NAME a secret')).toBeVisible();
    await at('a .env text that was read');
    await bench.undo();
    for (const kind of ['load balancer', 'log group']) {
      await bench.palette(`Add a ${kind}`);
      await bench.shows(kind);
      await at(`${kind} selected`);
      if (width === 1440) await whole(`${kind} selected`);
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
      ['Compare…', 'Compare'],
      ['Earlier revisions…', 'Earlier revisions'],
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
    await expect(bench.dialog).toHaveCount(0);
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

  // Somebody else saved first.
  const other = new Workbench(await newTab(page.url()));
  await other.rename('Theirs');
  await other.saved(2);
  await bench.rename('Mine');
  await expect(page.getByRole('group', { name: 'Changed elsewhere' })).toBeVisible();
  await look('a conflict');
  await page.getByRole('button', { name: 'Save mine over revision 2…' }).click();
  await page.getByRole('button', { name: 'Replace revision 2 with mine' }).click();
  await bench.saved(3);

  // The server refuses, and is away.
  allowError(/status of 413|ERR_CONNECTION_REFUSED|ERR_CONNECTION_RESET|ERR_EMPTY_RESPONSE/);
  await page.route('**/api/save_design', route => route.fulfill({ status: 413, contentType: 'application/json', body: REFUSAL }));
  await bench.palette('Add a role');
  await expect(page.getByRole('alert', { name: 'Not saved' })).toBeVisible();
  await look('a refusal');
  await page.unroute('**/api/save_design');
  await server.kill();
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(bench.saveState).toHaveText(/^Kept in this browser/);
  await look('kept in the browser');
  assert.equal(found.size, 0, [...found].map(([what, screens]) => `on ${screens.join('; ')}:\n${what}`).join('\n'));
}
