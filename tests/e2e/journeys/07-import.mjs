import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Workbench } from '../lib/workbench.mjs';

export const name = 'task definitions are pasted and opened, keys nobody knows survive, and bad input changes nothing';
export const timeout = 180_000;

// Not of the API's model of today: a key beside the family, one in the container, one in a part of it.
const REGISTER_INPUT = {
  family: 'worker',
  futureSetting: { enabled: true, levels: [1, 2.5, "three"] },
  networkMode: 'awsvpc',
  requiresCompatibilities: ['FARGATE'],
  cpu: '512',
  memory: '1024',
  containerDefinitions: [
    {
      name: 'worker',
      image: 'public.ecr.aws/docker/library/busybox:1.36',
      command: ['sh', '-c', 'echo "ü ✓"'],
      futureFlag: 'kept',
      portMappings: [{ containerPort: 9000, futurePart: 1 }],
      essential: true,
    },
  ],
};
const ARRAY = [
  {
    name: 'matabit-staging-container',
    image: '485876055632.dkr.ecr.us-west-2.amazonaws.com/matabit-ecr:staging',
    cpu: 10,
    memory: 512,
    essential: true,
    portMappings: [{ containerPort: 80, hostPort: 80 }],
  },
];

export default async function ({ page, open, expect, assert }) {
  await open();
  const bench = new Workbench(page);
  const before = await bench.design();

  // register-task-definition input: added, selected, with everything that it said.
  await bench.paste(JSON.stringify(REGISTER_INPUT, null, 2));
  await bench.shows('task definition', 'worker');
  await expect(bench.node('task definition worker')).toBeVisible();
  await bench.tab('JSON');
  await expect.poll('the JSON of what was pasted', () => bench.json(), REGISTER_INPUT);
  assert.deepEqual(Object.keys(await bench.json()), Object.keys(REGISTER_INPUT), 'in its order');
  await expect(bench.field('Future setting')).toHaveValue(/"levels"/);

  // An edit beside them leaves them alone.
  await bench.field('Task memory').fill('2048');
  await expect.poll('the JSON after an edit', () => bench.json(), { ...REGISTER_INPUT, memory: '2048' });
  await bench.undo();
  await bench.undo();
  await expect(bench.node('task definition worker')).toHaveCount(0);
  assert.deepEqual(await bench.design(), before, 'adding is one step of undo');

  // A bare array of containers, from a file.
  const choose = async file => {
    await page.getByRole('button', { name: 'Open', exact: true }).click();
    // Twenty megabytes take their time from the test to the browser.
    await bench.dialog.getByLabel('Choose files…').setInputFiles(file, { timeout: 30_000 });
  };
  const text = name => content => ({ name, mimeType: 'application/json', buffer: Buffer.from(content) });
  await choose(text('matabit-staging.json')(JSON.stringify(ARRAY)));
  await expect(bench.dialog).toHaveCount(0);
  await bench.shows('task definition');
  await bench.tab('Container array');
  await expect.poll('the array', () => bench.json(), ARRAY);
  await bench.undo();
  assert.deepEqual(await bench.design(), before);

  // What cannot be read says where and why, and stays out.
  const deep = '['.repeat(200_000);
  const cut = JSON.stringify(REGISTER_INPUT, null, 2);
  for (const [what, bad, message] of [
    ['a missing colon', '{\n  "family" "worker"\n}', /line 2, column 12/],
    ['truncated', cut.slice(0, 200), /line \d+, column \d+/],
    ['not JSON at all', 'hello', /line 1, column 1/],
    ['empty', '   \n', /nothing in it/],
    ['deep', deep, /deep|100 levels/],
    ['deep and closed', '{"containerDefinitions":' + '['.repeat(5_000) + ']'.repeat(5_000) + '}', /100 levels/],
    ['a number', '42', /a number/],
    ['a list of texts', '["web", "worker"]', /element 0 of the list is a text/],
    ['an object of something else', '{"color": "red"}', /`color`/],
    ['a newer design', JSON.stringify({ ...before, formatVersion: 999 }), /format version 999/],
    ['a design of wrong types', JSON.stringify({ ...before, records: 7 }), /records/],
    ['a record of a wrong type', JSON.stringify({ ...before, records: { 'service.web': { body: [] } } }), /service\.web|records/],
    ['Terraform', 'resource "aws_ecs_cluster" "main" {\n  name = "main"\n}\n', /Terraform/],
  ]) {
    await bench.paste(bad);
    await expect.poll(`what the dialog says about ${what}`, () => bench.dialog.getByRole('alert').textContent(), message);
    await page.keyboard.press('Escape');
    await expect(bench.dialog).toHaveCount(0);
  }

  // 20 MB, as a file, well-formed and not.
  const large = '{"family":"' + 'x'.repeat(20 * 1024 * 1024) + '"}';
  const file = join(mkdtempSync(join(tmpdir(), 'bayplan-large-')), 'large.json');
  for (const content of [large, 'x'.repeat(20 * 1024 * 1024), large.slice(0, 17 * 1024 * 1024)]) {
    writeFileSync(file, content);
    await choose(file);
    await expect.poll('what the dialog says', () => bench.dialog.getByRole('alert').textContent(), /at most 16 M/, { timeout: 30_000 });
    await page.keyboard.press('Escape');
    await expect(bench.dialog).toHaveCount(0);
  }
  rmSync(dirname(file), { recursive: true });
  await expect(bench.undoButton).toBeDisabled();
  assert.deepEqual(await bench.design(), before, 'the design is as it was');

  // Wrong types inside a task definition come in, and are problems there.
  await bench.paste('{"family": ["a"], "cpu": {"x": 1}, "containerDefinitions": "none"}');
  await bench.shows('task definition');
  await bench.tab('Problems');
  await expect(bench.problem('Task CPU').first()).toBeVisible();
  await bench.undo();
  assert.deepEqual(await bench.design(), before);
}
