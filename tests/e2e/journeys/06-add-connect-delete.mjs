import { Workbench } from '../lib/workbench.mjs';

export const name = 'every kind is added, connected and removed, and each step is undone and redone';
export const timeout = 240_000;

const KINDS = [
  ['Add a cluster', 'u', 'cluster'],
  ['Add a service', 's', 'service'],
  ['Add a task definition', 't', 'task definition'],
  ['Add a load balancer', 'l', 'load balancer'],
  ['Add a target group', 'g', 'target group'],
  ['Add a network', 'n', 'network'],
  ['Add a role', 'r', 'role'],
  ['Add a log group', 'o', 'log group'],
  ['Add scaling', 'a', 'scaling'],
  ['Add a namespace', 'd', 'namespace'],
];

export default async function ({ page, open, expect, assert }) {
  await open();
  const bench = new Workbench(page);
  const before = await bench.design();
  const nodes = () => bench.canvas.getByRole('group', { name: /^(cluster|service|task definition|load balancer|target group|network|role|log group|scaling|namespace) / }).count();
  const drawn = await nodes();

  // From the palette and by its letter; away again by button and by Delete.
  for (const [action, key, kind] of KINDS) {
    await bench.palette(action);
    await bench.shows(kind);
    await expect.poll(`the drawing with a ${kind}`, nodes, drawn + 1);
    await bench.undo();
    await expect.poll('the drawing after undo', nodes, drawn);
    await bench.redo();
    await expect.poll('the drawing after redo', nodes, drawn + 1);
    await bench.undo();
    await bench.canvas.press(key);
    await bench.shows(kind);
    await expect.poll(`the drawing with a ${kind}, by ${key}`, nodes, drawn + 1);
    if (kind === 'role') await bench.inspector.getByRole('button', { name: /^Remove execution/ }).click();
    else await bench.canvas.press('Delete');
    await expect.poll(`the drawing without the ${kind}`, nodes, drawn);
    await bench.undo();
    await expect.poll('the drawing with it again', nodes, drawn + 1);
    await bench.undo();
  }
  assert.deepEqual(await bench.design(), before);

  // A container, added to the task definition at hand.
  await bench.select('task definition', 'matabit-prod');
  await bench.canvas.press('c');
  await bench.shows('container');
  const containers = async () => (await bench.design()).records['taskDefinition.matabit'].body.containerDefinitions.length;
  assert.equal(await containers(), 2);
  await bench.canvas.press('Delete');
  assert.equal(await containers(), 1);
  await bench.undo();
  assert.equal(await containers(), 2);
  await bench.undo();

  // A service runs another task definition: chosen in the form.
  await bench.palette('Add a task definition');
  await bench.select('service', 'matabit-prod-service');
  await bench.field('Task definition').selectOption({ label: 'web-production' });
  await expect(bench.button('Go to web')).toBeVisible();
  let { body } = (await bench.design()).records['service.matabit'];
  assert.equal(body.taskDefinition, '${taskDefinition.web}');
  await bench.undo();

  // And by dragging from the service's handle to its card.
  const zoom = page.getByRole('group', { name: 'Zoom' });
  await zoom.getByRole('button', { name: 'Fit' }).click();
  const connect = async (from, to) => {
    await bench.card(from).hover();
    const start = await bench.card(from).getByTitle('Drag to connect').boundingBox();
    const end = await bench.card(to).boundingBox();
    await bench.drag({ x: start.x + start.width / 2, y: start.y + start.height / 2 }, { x: end.x + end.width / 2, y: end.y + 20 });
  };
  await connect('service.matabit', 'taskDefinition.web');
  ({ body } = (await bench.design()).records['service.matabit']);
  assert.equal(body.taskDefinition, '${taskDefinition.web}');
  await bench.undo();
  ({ body } = (await bench.design()).records['service.matabit']);
  assert.equal(body.taskDefinition, '${taskDefinition.matabit}');

  // A second target group: by dragging, and it is where the container listens.
  await bench.palette('Add a target group');
  await zoom.getByRole('button', { name: 'Fit' }).click();
  await connect('service.matabit', 'targetGroup.web');
  ({ body } = (await bench.design()).records['service.matabit']);
  assert.deepEqual(body.loadBalancers[1], {
    targetGroupArn: '${targetGroup.web}',
    containerName: 'matabit-{env}-container',
    containerPort: 80,
  });

  // Scaling takes the service that is selected, and another one by dragging; the service's card shows the range.
  await bench.palette('Add a service');
  await bench.shows('service');
  await bench.palette('Add scaling');
  await bench.shows('scaling');
  const scaled = async () => (await bench.design()).records['scaling.web'].body.resourceId;
  assert.equal(await scaled(), '${service.web}');
  await zoom.getByRole('button', { name: 'Fit' }).click();
  await connect('scaling.web', 'service.matabit');
  assert.equal(await scaled(), '${service.matabit}');
  await expect(bench.card('service.matabit').getByRole('img', { name: '2 tasks, scaled between 2 and 6' })).toBeVisible();
  await bench.undo();
  await expect(bench.card('service.matabit').getByRole('img', { name: '2 tasks', exact: true })).toBeVisible();
  await bench.undo();
  await bench.undo();

  // A service joins a namespace.
  await bench.palette('Add a namespace');
  await zoom.getByRole('button', { name: 'Fit' }).click();
  await connect('service.matabit', 'namespace.internal');
  ({ body } = (await bench.design()).records['service.matabit']);
  assert.deepEqual(body.serviceConnectConfiguration, { enabled: true, namespace: '${namespace.internal}' });
  await bench.undo();
  await bench.undo();

  // What is referred to is not removed without a word.
  await bench.select('target group', 'alb-target-group-prod');
  await bench.canvas.press('Delete');
  await expect(bench.dialog.getByRole('heading', { name: 'Remove' })).toBeVisible();
  await expect(bench.dialog.getByRole('listitem')).toHaveCount(1);
  await expect(bench.dialog.getByRole('listitem')).toContainText('service matabit');
  await expect(bench.dialog.getByRole('listitem')).toContainText('Target group');
  await bench.dialog.getByRole('button', { name: 'Keep it' }).click();
  await expect(bench.node('target group alb-target-group-prod')).toBeVisible();
  await bench.canvas.press('Delete');
  await bench.dialog.getByRole('button', { name: 'Remove the target group' }).click();
  await expect(bench.node('target group alb-target-group-prod')).toHaveCount(0);
  await expect(bench.problem('targetGroup.matabit').first()).toBeVisible();
  await bench.undo();
  await expect(bench.node('target group alb-target-group-prod')).toBeVisible();
  await expect(bench.problem('targetGroup.matabit')).toHaveCount(0);

  await bench.undoesTo(before);
}
