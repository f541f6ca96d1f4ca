import { Workbench } from '../lib/workbench.mjs';

export const name = 'the code of the selection is live, and the lines of the last edit are marked';

export default async function ({ page, open, expect, assert }) {
  await open();
  const bench = new Workbench(page);
  await bench.tab('JSON');
  await expect(bench.panelBody).toContainText('Select a task definition or a service');
  await bench.select('task definition', 'matabit-prod');

  // What register-task-definition takes: texts and numbers as the API has them, references filled in.
  const json = await bench.json();
  assert.equal(json.family, 'matabit-prod');
  assert.deepEqual([json.cpu, json.memory, json.networkMode], ['256', '512', 'awsvpc']);
  assert.deepEqual(json.requiresCompatibilities, ['FARGATE']);
  assert.equal(json.containerDefinitions[0].name, 'matabit-prod-container');
  assert.equal(json.containerDefinitions[0].memory, 512);
  const before = await bench.code();

  // Live, with the changed line marked, and only that.
  await bench.field('Task memory').fill('1024');
  await expect.poll('the memory in the JSON', async () => (await bench.json()).memory, '1024');
  assert.deepEqual((await bench.changedLines()).map(line => line.replace(/,$/, '')), ['"memory": "1024"']);
  await bench.undo();
  await expect.poll('the code after undo', () => bench.code(), before);

  // It follows the environment.
  await bench.environment('staging');
  await expect.poll('the family in staging', async () => (await bench.json()).family, 'matabit-staging');
  assert.match((await bench.json()).containerDefinitions[0].image, /matabit-ecr:staging$/);
  assert.deepEqual(await bench.changedLines(), [], 'another environment is not an edit');
  await bench.environment('production');

  // The array alone, for the task definition and for the service that runs it.
  await bench.tab('Container array');
  const array = await bench.json();
  assert.ok(Array.isArray(array));
  assert.equal(array.length, 1);
  assert.deepEqual(array[0].portMappings, [{ containerPort: 80, hostPort: 80 }]);
  await bench.select('service', 'matabit-prod-service');
  assert.deepEqual(await bench.json(), array);

  // A service as create-service takes it.
  await bench.tab('JSON');
  await expect.poll('the service', async () => (await bench.json()).serviceName, 'matabit-prod-service');
  assert.equal((await bench.json()).desiredCount, 2);

  // Tabs by arrow keys.
  await bench.panel.getByRole('tab', { name: 'JSON' }).press('ArrowRight');
  await expect(bench.panel.getByRole('tab', { name: 'Container array' })).toBeFocused();
  await bench.panel.getByRole('tab', { name: 'Container array' }).press('ArrowRight');
  await expect(bench.panel.getByRole('tab', { name: /^Problems/ })).toBeFocused();
  await expect(bench.panel.getByRole('tab', { name: /^Problems/ })).toHaveAttribute('aria-selected', 'true');
}
