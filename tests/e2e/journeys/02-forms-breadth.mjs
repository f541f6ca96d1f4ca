import { Workbench } from '../lib/workbench.mjs';

export const name = 'forms at full breadth: what Fargate does not take, .env texts, secrets, finding a setting, commands, amounts';
export const timeout = 240_000;

const RECORD = JSON.stringify({
  family: 'wide',
  requiresCompatibilities: ['FARGATE'],
  networkMode: 'awsvpc',
  cpu: '256',
  memory: '512',
  containerDefinitions: [
    {
      name: 'wide-app',
      image: 'public.ecr.aws/nginx/nginx:1.27',
      privileged: true,
      links: ['db'],
      linuxParameters: { devices: [{ hostPath: '/dev/fuse' }], tmpfs: [{ containerPath: '/tmp', size: 64 }] },
      command: ['nginx', '-g', 'daemon off;'],
      environment: [{ name: 'LOG_LEVEL', value: 'info' }],
      secrets: [{ name: 'DB_PASSWORD', valueFrom: '/wide/db' }],
    },
  ],
});

export default async function ({ page, open, expect, assert }) {
  await open();
  const bench = new Workbench(page);
  await bench.paste(RECORD);
  await bench.shows('task definition', 'wide');
  await bench.select('container', 'wide-app');
  const before = await bench.design();
  const container = async () => {
    const { records } = await bench.design();
    return Object.values(records).map(record => record.body).find(body => body.family === 'wide').containerDefinitions[0];
  };

  // What Fargate does not take is named where it is set, and otherwise not there.
  const refused = bench.inspector.getByRole('region', { name: 'Not on Fargate' });
  await expect(refused).toContainText('3 settings that Fargate does not take are set');
  await expect(bench.inspector.getByText(/^Only on EC2: .*Host ?name/).first()).toBeVisible();
  await bench.unfold();
  await expect(bench.field('Hostname')).toHaveCount(0);
  await refused.getByRole('button', { name: 'Devices in Linux parameters' }).click();
  await expect(bench.inspector.getByText('Host path', { exact: true }).first()).toBeVisible();
  await refused.getByRole('button', { name: 'Take them away' }).click();
  await expect(refused).toHaveCount(0);
  assert.equal((await container()).privileged, undefined);
  assert.equal((await container()).linuxParameters.tmpfs.length, 1);
  await bench.undo();
  await expect(refused).toContainText('3 settings');
  assert.deepEqual(await bench.design(), before, 'taking them away is one step');

  // A .env text, pasted into the name of a new row.
  const variables = bench.inspector.getByRole('group', { name: /^Environment variables/ });
  await variables.getByRole('button', { name: 'Add to Environment variables' }).click();
  const name = variables.getByLabel('name 2');
  await expect(name).toBeFocused();
  await page.evaluate(text => navigator.clipboard.writeText(text), [
    '# database', 'export DB_HOST="db.internal"', "GREETING='hello # you'", '', 'LOG_LEVEL=debug', 'nonsense', 'DB_PASSWORD=hunter2',
  ].join('\n'));
  await page.keyboard.press('Control+v');
  await expect(variables).toContainText('2 variables added, 1 variable changed, 1 secret not touched.');
  await expect(variables).toContainText('Line 6: there is no = in it.');
  await expect(variables).toContainText('Line 7: DB_PASSWORD is a secret of the container already, and stays one.');
  await expect(name).toHaveValue('DB_HOST');
  assert.deepEqual((await container()).environment, [
    { name: 'LOG_LEVEL', value: 'debug' },
    { name: 'DB_HOST', value: 'db.internal' },
    { name: 'GREETING', value: 'hello # you' },
  ]);
  await bench.undo();
  assert.deepEqual((await container()).environment, [{ name: 'LOG_LEVEL', value: 'info' }, { name: '', value: '' }], 'a text is one step');
  await bench.undo();

  // One line without = is the name itself.
  await page.evaluate(() => navigator.clipboard.writeText('RENAMED'));
  await variables.getByLabel('name 1').fill('');
  await page.keyboard.press('Control+v');
  await expect(variables.getByLabel('name 1')).toHaveValue('RENAMED');
  await bench.undo();

  // The same through the button, without a pointer; in one environment only.
  await bench.environment('staging');
  await bench.editsApply('in staging only');
  await variables.getByRole('button', { name: 'Paste .env' }).focus();
  await page.keyboard.press('Enter');
  await expect(variables.getByLabel('.env text')).toBeFocused();
  await page.keyboard.type('DB_HOST=staging-db');
  await expect(variables).toContainText('This text: 1 variable added.');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(variables.getByLabel('value 2')).toHaveValue('staging-db');
  await bench.editsApply('everywhere');
  await bench.environment('production');
  await expect(variables.getByLabel('value 2')).toHaveCount(0);
  await bench.undo();

  // A variable becomes a secret; its value does not come along.
  await variables.getByRole('button', { name: 'Make LOG_LEVEL a secret' }).click();
  const secrets = bench.inspector.getByRole('group', { name: /^Secrets/ });
  await expect(secrets.getByLabel('ARN or parameter name 2')).toBeFocused();
  await expect(secrets.getByLabel('ARN or parameter name 2')).toHaveValue('');
  await secrets.getByRole('button', { name: 'Make DB_PASSWORD a variable' }).click();
  await expect(variables.getByLabel('value 1')).toHaveValue('/wide/db');
  await bench.undo();
  await bench.undo();
  assert.deepEqual(await bench.design(), before, 'each move is one step');

  // Finding a setting, from the drawing, and from the form.
  await bench.canvas.focus();
  await page.keyboard.press('/');
  const find = bench.inspector.getByRole('searchbox', { name: 'Find a setting' });
  await expect(find).toBeFocused();
  await page.keyboard.type('stopTimeout');
  await expect(bench.inspector.getByRole('status')).toHaveText('1 setting');
  await expect(bench.field('Image')).toBeHidden();
  await page.keyboard.press('Enter');
  await expect(bench.field('Stop timeout')).toBeFocused();
  await expect(find).toHaveValue('');
  // By what is said about it, in a part that is folded and not set.
  await find.fill('failures in a row');
  const hit = bench.inspector.getByRole('button', { name: /^Retries/ });
  await expect(hit).toContainText('default: 3');
  await find.press('ArrowDown');
  await expect(hit).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(bench.field('Retries')).toBeFocused();
  await find.fill('zzz');
  await expect(bench.inspector.getByRole('status')).toHaveText('No setting is called that.');
  await find.press('Escape');
  await expect(find).toHaveValue('');
  await expect(bench.field('Image')).toBeVisible();
  // From the task definition into its container.
  await bench.select('task definition', 'wide');
  await find.fill('image');
  await bench.inspector.getByRole('button', { name: /^Image wide-app/ }).click();
  await bench.shows('container', 'wide-app');
  await expect(bench.field('Image')).toBeFocused();

  // A command as words.
  const command = bench.field('Command').first();
  await expect(command).toHaveValue("nginx -g 'daemon off;'");
  await command.fill('sh -c "echo \'a b\'');
  await expect(bench.inspector.getByText('A quote or a backslash is not finished yet')).toBeVisible();
  assert.deepEqual((await container()).command, ['nginx', '-g', 'daemon off;']);
  await command.fill('sh -c "echo \'a b\'"');
  assert.deepEqual((await container()).command, ['sh', '-c', "echo 'a b'"]);
  await command.press('Tab');
  await bench.undo();
  await expect(command).toHaveValue("nginx -g 'daemon off;'");

  // A health check by kind, and amounts with their units.
  await find.fill('health check command');
  await find.press('Enter');
  const kind = bench.inspector.getByRole('combobox', { name: 'Command' });
  await expect(kind).toBeFocused();
  await kind.selectOption('shell');
  await bench.field('Command: shell line').fill('curl -f http://localhost/ || exit 1');
  assert.deepEqual((await container()).healthCheck.command, ['CMD-SHELL', 'curl -f http://localhost/ || exit 1']);
  await bench.field('Start period').fill('1 min 30 s');
  await bench.field('Start period').press('Tab');
  await expect(bench.field('Start period')).toHaveValue('90');
  await expect(bench.inspector.getByText('seconds = 1 min 30 s')).toBeVisible();
  assert.equal((await container()).healthCheck.startPeriod, 90);
  await bench.field('Memory limit').fill('0.5 GB');
  await bench.field('Memory limit').press('Tab');
  await expect(bench.field('Memory limit')).toHaveValue('512');
  // Log options of the driver.
  await find.fill('logDriver');
  await find.press('Enter');
  await expect(bench.field('Log driver').locator('option:not([hidden])')).toHaveCount(4);
  await bench.field('Log driver').selectOption('splunk');
  await bench.inspector.getByRole('combobox', { name: 'Add an option of splunk' }).selectOption('splunk-url');
  await expect(bench.inspector.getByRole('group', { name: /^Options/ }).getByLabel('value 1')).toBeFocused();
  await page.keyboard.type('https://splunk:8088');
  assert.deepEqual((await container()).logConfiguration, { logDriver: 'splunk', options: { 'splunk-url': 'https://splunk:8088' } });

  await bench.select('task definition', 'wide');
  await bench.field('Task CPU').fill('0.5 vCPU');
  await bench.field('Task CPU').press('Tab');
  await expect(bench.field('Task CPU')).toHaveValue('512');
  await bench.undo();
  await expect(bench.field('Task CPU')).toHaveValue('256');
  // What is undone while it is typed does not come back when the field is left.
  await bench.field('Task CPU').fill('1 vCPU');
  await page.keyboard.press('Control+z');
  await expect(bench.field('Task CPU')).toHaveValue('256');
  await bench.field('Task CPU').press('Tab');
  await expect(bench.field('Task CPU')).toHaveValue('256');

  // Going to a problem ends looking for a setting.
  await find.fill('zzz');
  await page.keyboard.press('F8');
  await expect(find).toHaveValue('');
}
