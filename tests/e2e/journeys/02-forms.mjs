import { Workbench } from '../lib/workbench.mjs';

export const name = 'everything has its form, from the outline: each field with a label, help at the foot and a link to AWS';
export const timeout = 240_000;

const RECORDS = [
  ['cluster', 'matabit-cluster', 'Name'],
  ['service', 'matabit-prod-service', 'Desired count'],
  ['task definition', 'matabit-prod', 'Family'],
  ['container', 'matabit-prod-container', 'Image'],
  ['target group', 'alb-target-group-prod', 'Port'],
  ['network', 'private', 'Subnets'],
  ['role', 'ecsTaskExecutionRole', 'Name'],
];

export default async function ({ page, open, expect, assert }) {
  await open();
  const bench = new Workbench(page);

  for (const [kind, name, label] of RECORDS) {
    await bench.selectInOutline(kind, name);
    await bench.shows(kind, name);
    await expect(bench.field(label).first()).toBeVisible();
    await everyField(bench, kind);
  }

  // The kinds that the example does not have.
  for (const [action, kind] of [['Add a load balancer', 'load balancer'], ['Add a log group', 'log group']]) {
    await bench.palette(action);
    await bench.shows(kind);
    await everyField(bench, kind);
  }

  async function everyField(bench, kind) {
    // Fields that are at their defaults are folded away.
    await bench.unfold();
    const controls = [];
    for (const role of ['textbox', 'combobox', 'checkbox']) {
      controls.push(...(await bench.inspector.getByRole(role).all()));
    }
    assert.ok(controls.length > 2, `${kind} has fields`);
    const seen = new Set();
    for (const control of controls) {
      const label = await control.evaluate(
        element => element.getAttribute('aria-label') || [...(element.labels ?? [])].map(label => label.textContent).join(' '),
      );
      assert.ok(label.trim(), `a field of ${kind} has no label: ${await control.evaluate(element => element.outerHTML)}`);
      await control.focus();
      if (['Terraform name', 'Comes from'].includes(label)) continue;
      const link = bench.inspector.getByRole('link', { name: 'AWS documentation' });
      await expect(link).toBeVisible();
      assert.match(await link.getAttribute('href'), /^https:\/\/docs\.aws\.amazon\.com\//, `${kind}: ${label}`);
      seen.add(await link.evaluate(link => link.closest('footer').textContent));
    }
    assert.ok(seen.size > 1, `${kind}: the help is about the focused field`);
  }
}
