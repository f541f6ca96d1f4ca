import { readFileSync } from 'node:fs';
import { Workbench } from '../lib/workbench.mjs';

export const name = 'files of every kind are pasted and dropped onto the workbench, several at once, with remarks';
export const timeout = 180_000;

const fixture = path => readFileSync(new URL(`../../fixtures/${path}`, import.meta.url), 'utf8');

/** What a person pastes, the kinds of record that are drawn of it, and whether there is something to say. */
const SHAPES = [
  ['register-task-definition input', 'task-definitions/register-input-vibelist.json', ['task definition'], true],
  ['describe-task-definition output', 'task-definitions/describe-output-aghcampus.json', ['task definition'], true],
  ['a bare container array', 'task-definitions/container-list-wbotelhos.json', ['task definition'], true],
  ['create-service input', 'task-definitions/service-create-blue-green.json', ['service'], false],
  ['a CloudFormation template', 'cloudformation/fargate-public-service.json', ['service', 'task definition', 'target group'], true],
  ['a Compose file', 'compose/wordpress-mysql.yaml', ['task definition'], true],
  ['YAML of a service and its task definition', 'yaml/service-and-task.yaml', ['service', 'task definition'], true],
];

export default async function ({ page, open, expect, assert }) {
  await open();
  const bench = new Workbench(page);
  const before = await bench.design();
  const messages = page.getByRole('region', { name: 'Messages' });
  const paste = async text => {
    await bench.canvas.focus();
    await page.evaluate(text => navigator.clipboard.writeText(text), text);
    await page.keyboard.press('Control+v');
  };
  const drop = files =>
    page.evaluate(files => {
      const data = new DataTransfer();
      for (const [name, text] of files) data.items.add(new File([text], name));
      const target = document.querySelector('.canvas');
      for (const kind of ['dragover', 'drop']) {
        target.dispatchEvent(new DragEvent(kind, { dataTransfer: data, bubbles: true, cancelable: true }));
      }
    }, files);
  const kinds = async () => {
    const now = await bench.design();
    const added = Object.keys(now.records).filter(id => !(id in before.records));
    return added.map(id => id.split('.')[0].replace(/[A-Z]/g, letter => ` ${letter.toLowerCase()}`));
  };

  for (const [what, file, wanted, hasRemarks] of SHAPES) {
    await paste(fixture(file));
    await expect(messages.getByText(/^Added/)).toBeVisible();
    const added = await kinds();
    for (const kind of wanted) assert.ok(added.includes(kind), `${what}: ${kind} among ${added}`);
    // The first of what was added is selected, and drawn.
    await bench.shows(added[0]);
    if (hasRemarks) {
      await messages.getByRole('button', { name: /^\d+ remarks?$/ }).click();
      await expect(bench.dialog.getByRole('heading', { name: 'What was read' })).toBeVisible();
      await expect(bench.dialog.getByRole('listitem').first()).toBeVisible();
      await bench.dialog.getByRole('button', { name: 'Done' }).click();
    } else {
      await messages.getByRole('button', { name: 'Dismiss' }).first().click();
    }
    await expect(bench.dialog).toHaveCount(0);
    await bench.undo();
    assert.deepEqual(await bench.design(), before, `${what} is one step of undo`);
  }

  // Several files at once: a service finds its task definition, and what cannot be read is named.
  await drop([
    ['service.json', JSON.stringify({ serviceName: 'worker', taskDefinition: 'worker:7', desiredCount: 1 })],
    ['notes.txt', 'remember the milk'],
    ['task.json', JSON.stringify({ family: 'worker', containerDefinitions: [{ name: 'a', image: 'b:1' }] })],
  ]);
  await expect(bench.dialog.getByRole('heading', { name: 'notes.txt' })).toBeVisible();
  await expect(bench.dialog.getByText(/line 1, column 1/)).toBeVisible();
  await bench.dialog.getByRole('button', { name: 'Done' }).click();
  const both = await bench.design();
  assert.equal(both.records['service.worker'].body.taskDefinition, '${taskDefinition.worker}');
  await bench.undo();
  assert.deepEqual(await bench.design(), before);

  // What cannot be read opens where it can be repaired, and is repaired there.
  await paste('{"family": "worker",\n "containerDefinitions" []}');
  await expect(bench.dialog.getByRole('alert')).toHaveText(/line 2, column 25/);
  const text = bench.dialog.getByLabel('JSON to add');
  await expect(text).toHaveValue(/"containerDefinitions" \[\]/);
  await text.fill('{"family": "worker", "containerDefinitions": []}');
  await bench.dialog.getByRole('button', { name: 'Add to the design' }).click();
  await bench.shows('task definition', 'worker');
  await bench.undo();

  // What is pasted into a field is the field's.
  await bench.select('service', 'matabit-prod-service');
  await bench.field('Desired count').fill('');
  await page.evaluate(() => navigator.clipboard.writeText('3'));
  await page.keyboard.press('Control+v');
  await expect(bench.field('Desired count')).toHaveValue('3');
  await expect(bench.dialog).toHaveCount(0);
}
