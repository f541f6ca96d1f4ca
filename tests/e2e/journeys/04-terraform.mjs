import { Workbench } from '../lib/workbench.mjs';

export const name = 'the Terraform of the selection is live, and the lines of the last edit are marked';

export default async function ({ page, open, expect, assert }) {
  await open();
  const bench = new Workbench(page);
  await bench.select('task definition', 'matabit-prod');
  await bench.tab('Terraform');
  await expect.poll('the Terraform', () => bench.code(), /resource "aws_ecs_task_definition" "matabit/);
  const before = await bench.code();
  assert.match(before, /container_definitions\s+= jsonencode\(/);
  await bench.field('Task memory').fill('1024');
  await expect.poll('the memory', () => bench.code(), /memory\s+= "1024"/);
  const changed = await bench.changedLines();
  assert.ok(changed.length > 0 && changed.every(line => /^memory\s+= "1024"$/.test(line)), JSON.stringify(changed));
  await bench.undo();
  await expect.poll('the code after undo', () => bench.code(), before);
  for (const [kind, record, pattern] of [
    ['service', 'matabit-prod-service', /resource "aws_ecs_service"/],
    ['cluster', 'matabit-cluster', /resource "aws_ecs_cluster" "matabit-cluster"/],
    ['role', 'ecsTaskExecutionRole', /data "aws_iam_role" "ecsTaskExecutionRole"/],
    ['target group', 'alb-target-group-prod', /data "aws_lb_target_group"/],
  ]) {
    await bench.select(kind, record);
    await expect.poll(`the Terraform of the ${kind}`, () => bench.code(), pattern);
  }
}
