import { Workbench } from '../lib/workbench.mjs';

export const name = 'a size that Fargate does not have is a problem at the card, the field and in the list; fixed, undone, redone';

const MESSAGE = '4,096 MiB is too much for 0.25 vCPU';

export default async function ({ page, open, expect, assert }) {
  await open();
  const bench = new Workbench(page);
  await bench.select('task definition', 'matabit-prod');
  const [cpu, memory] = [bench.field('Task CPU'), bench.field('Task memory')];
  await expect(cpu).toHaveValue('256');
  const before = await bench.design();

  // A problem shows in the list and at the card while typing, at the field on leaving it.
  await memory.fill('4096');
  const listed = bench.problem(MESSAGE);
  await expect(listed).toBeVisible();
  await expect(listed).toContainText('FG003');
  await expect(listed.getByRole('img', { name: 'error' })).toBeVisible();
  await expect(bench.node('task definition matabit-prod')).toContainText(/problem/.exec('problems')[0]);
  assert.equal(await memory.getAttribute('aria-invalid'), null);
  await expect(bench.inspector.getByText(MESSAGE)).toHaveCount(0);
  await memory.press('Tab');
  await expect(bench.inspector.getByText(MESSAGE)).toBeVisible();
  await expect(memory).toHaveAttribute('aria-invalid', 'true');
  await expect(bench.node('task definition matabit-prod')).toHaveAttribute('aria-label', /, \d+ problems?$/);
  await expect(page.getByText('512, 1,024 or 2,048').first()).toBeVisible();

  // The problem leads to its field.
  await bench.select('service', 'matabit-prod-service');
  await listed.getByRole('button', { name: MESSAGE }).click();
  await bench.shows('task definition', 'matabit-prod');
  await expect(memory).toBeFocused();

  // Once wrong, the field says so at every key, and stops at once when it is right.
  await memory.fill('9');
  await expect(bench.inspector.getByText('9 MiB is too little for 0.25 vCPU')).toBeVisible();
  await memory.fill('4096');
  await expect(bench.inspector.getByText(MESSAGE)).toBeVisible();
  await memory.press('Tab');

  // The fix, taken back, taken again.
  await bench.inspector.getByRole('button', { name: 'Set memory to 2,048' }).click();
  await expect(memory).toHaveValue('2048');
  await expect(listed).toHaveCount(0);
  await expect(bench.inspector.getByText(MESSAGE)).toHaveCount(0);
  await bench.undo();
  await expect(memory).toHaveValue('4096');
  await expect(listed).toBeVisible();
  await bench.redo();
  await expect(memory).toHaveValue('2048');
  await expect(listed).toHaveCount(0);
  assert.equal((await bench.design()).records['taskDefinition.matabit'].body.memory, '2048');

  // By the other fix, from the list.
  await bench.undo();
  await listed.getByRole('button', { name: /^Set cpu to/ }).click();
  await expect(cpu).toHaveValue('512');
  await expect(memory).toHaveValue('4096');
  await expect(listed).toHaveCount(0);

  // Typing in one field is one step.
  await bench.undoesTo(before);
  await expect(memory).toHaveValue('512');
}
