import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Workbench } from '../lib/workbench.mjs';
import { unzip } from '../lib/zip.mjs';

export const name = 'Terraform and JSON are downloaded as an archive, for all environments or for one';

export default async function ({ page, open, expect, assert }) {
  await open();
  const bench = new Workbench(page);
  await bench.select('task definition', 'matabit-prod');
  await bench.field('Task memory').fill('1024');
  const design = await bench.design();

  const archive = async environment => {
    await page.getByRole('button', { name: 'Export', exact: true }).click();
    await bench.dialog.getByLabel('Environments').selectOption({ label: environment });
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      bench.dialog.getByRole('button', { name: 'Download Terraform and JSON' }).click(),
    ]);
    await page.keyboard.press('Escape');
    await expect(bench.dialog).toHaveCount(0);
    return [download.suggestedFilename(), unzip(readFileSync(await download.path()))];
  };

  const [allName, all] = await archive('all of them');
  assert.equal(allName, 'Matabit.zip');
  const paths = [...all.keys()];
  for (const path of [
    'Matabit.bayplan.json',
    'task-definitions/production/matabit-prod.json',
    'task-definitions/staging/matabit-staging.json',
    'services/production/matabit-prod-service.json',
    'services/staging/matabit-staging-service.json',
  ]) {
    assert.ok(all.has(path), `${path} is in ${paths}`);
  }
  assert.deepEqual(JSON.parse(all.get('Matabit.bayplan.json')), design);
  const registered = JSON.parse(all.get('task-definitions/production/matabit-prod.json'));
  assert.deepEqual([registered.family, registered.memory], ['matabit-prod', '1024'], 'what is on screen, saved or not');

  // As `terraform fmt` writes it.
  const terraform = paths.filter(path => path.endsWith('.tf'));
  assert.ok(terraform.length >= 3, `Terraform is in ${paths}`);
  const text = terraform.map(path => all.get(path)).join('\n');
  assert.match(text, /resource "aws_ecs_service"/);
  assert.match(text, /required_providers/);
  assert.equal(text.match(/resource "aws_ecs_cluster"/g).length, 1, 'the cluster that both environments share, once');
  checkFormat(all, terraform);

  const [oneName, one] = await archive('staging only');
  assert.equal(oneName, 'Matabit-staging.zip');
  assert.ok(![...one.keys()].some(path => path.includes('production')), [...one.keys()].join());
  assert.ok(one.has('task-definitions/staging/matabit-staging.json'));
  checkFormat(one, [...one.keys()].filter(path => path.endsWith('.tf')));

  function checkFormat(files, paths) {
    const folder = mkdtempSync(join(tmpdir(), 'bayplan-terraform-'));
    try {
      for (const path of paths) {
        mkdirSync(dirname(join(folder, path)), { recursive: true });
        writeFileSync(join(folder, path), files.get(path));
      }
      execFileSync('terraform', ['fmt', '-check', '-diff', '-recursive', folder], { encoding: 'utf8' });
    } catch (error) {
      if (error.code === 'ENOENT') console.log('# terraform is not on PATH: its fmt is not asked');
      else assert.fail(`terraform fmt -check:\n${error.stdout}${error.stderr}`);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }
}
