import { Workbench } from '../lib/workbench.mjs';

export const name = 'when another tab saved first, nothing is overwritten, and each way out does what it says';
export const timeout = 240_000;

export default async function ({ page, open, newTab, newPerson, expect, assert }) {
  const MEMORY = 'Task memory';
  const COUNT = 'Desired count';

  const at = async page => {
    const bench = new Workbench(page);
    return {
      bench,
      memory: async () => (await bench.design()).records['taskDefinition.matabit'].body.memory,
      count: async () => (await bench.design()).records['service.matabit'].body.desiredCount,
      setMemory: async value => {
        await bench.select('task definition', 'matabit-prod');
        await bench.field(MEMORY).fill(value);
      },
      setCount: async value => {
        await bench.select('service', 'matabit-prod-service');
        await bench.field(COUNT).fill(value);
      },
    };
  };
  const conflict = where => where.bench.page.getByRole('group', { name: 'Changed elsewhere' });
  const onServer = async url => {
    // Somebody who has no draft sees what the server has.
    const someone = await newPerson();
    await open(url, someone);
    const seen = await at(someone);
    const answer = [await seen.memory(), await seen.count()];
    await someone.context().close();
    return answer;
  };

  await open();
  const first = await at(page);
  await first.bench.saved(1);
  const here = page.url();
  assert.match(here, /[?]design=/, 'the address names the design');

  // Both start from the same revision; the first saves memory, the second only then its count, and a memory of its own.
  const collide = async (memory, count, own) => {
    const second = await at(await newTab(here));
    const revision = await second.bench.saved();
    await page.reload();
    await open(here);
    await first.bench.saved(revision);
    await first.setMemory(memory);
    await first.bench.saved(revision + 1);
    await second.setMemory(own);
    await expect(conflict(second)).toBeVisible();
    await expect(conflict(second)).toContainText('you both changed Task memory of task definition matabit');
    await second.setCount(count);
    await expect(second.bench.saveState).toHaveText('Not saved: changed elsewhere');
    assert.deepEqual((await onServer(here))[0], memory, 'the server has what the first saved');
    assert.notEqual((await onServer(here))[1], Number(count), 'and nothing of the second');
    // Edits go on, and stay in the browser, over a reload too.
    await second.bench.page.reload();
    await open(here, second.bench.page);
    await expect(conflict(second)).toBeVisible();
    assert.equal(await second.count(), Number(count));
    return { second, revision: revision + 1 };
  };

  // What only one of them changed is kept of both, without a question.
  {
    const second = await at(await newTab(here));
    const revision = await second.bench.saved();
    await first.setMemory('1024');
    await first.bench.saved(revision + 1);
    await second.setCount('3');
    await second.bench.saved(revision + 2);
    await expect(second.bench.page.getByText('are both in the design now', { exact: false }).first()).toBeVisible();
    assert.deepEqual([await second.memory(), await second.count()], ['1024', 3]);
    assert.deepEqual(await onServer(here), ['1024', 3]);
    await expect(conflict(second)).toHaveCount(0);
    await second.bench.page.close();

    // And there is a way back to what was before.
    await page.reload();
    await open(here);
    await first.bench.palette('Earlier revisions…');
    await first.bench.dialog.getByRole('button', { name: `Go back to revision ${revision}` }).click();
    await expect(first.bench.dialog).toHaveCount(0);
    await first.bench.saved(revision + 3);
    assert.deepEqual(await onServer(here), ['512', 2]);
    await first.bench.undo();
    await first.bench.saved(revision + 4);
    assert.deepEqual(await onServer(here), ['1024', 3]);
    await first.setMemory('512');
    await first.setCount('2');
    await first.bench.saved();
    await expect.poll('the server has it', () => onServer(here).then(String), '512,2', { timeout: 20_000 });
  }

  // Way out 1: theirs is shown; undo brings mine back, as the next revision.
  {
    const { second, revision } = await collide('1024', '5', '8192');
    await conflict(second).getByRole('button', { name: 'Show theirs' }).click();
    await expect(conflict(second)).toHaveCount(0);
    await second.bench.saved(revision);
    assert.deepEqual([await second.memory(), await second.count()], ['1024', 2]);
    await second.bench.undo();
    await second.bench.saved(revision + 1);
    assert.deepEqual(await onServer(here), ['8192', 5]);
    await second.bench.page.close();
  }

  // Theirs may have come from elsewhere, written in another way: showing it is no edit, and makes no revision.
  {
    const id = new URL(here).searchParams.get('design');
    const call = async (name, data) => (await page.request.post(`/api/${name}`, { data })).json();
    await page.reload();
    await open(here);
    const revision = await first.bench.saved();
    const theirs = { ...(await first.bench.design()), name: 'Matabit, by hand' };
    await call('save_design', { id, baseRevision: revision, text: JSON.stringify(theirs, null, 2), label: null });
    await first.bench.rename('Mine');
    await conflict(first).getByRole('button', { name: 'Show theirs' }).click();
    await first.bench.saved(revision + 1);
    await first.bench.select('task definition', 'matabit-prod');
    await first.bench.environment('staging');
    await first.bench.environment('production');
    await page.reload();
    await open(here);
    await first.bench.saved(revision + 1);
    await expect(page.getByRole('heading', { level: 1 })).toContainText('Matabit, by hand');
    assert.equal((await call('list_revisions', { id })).length, revision + 1);
  }

  // Way out 2: mine is saved over theirs, asked twice; theirs stays among the revisions.
  {
    const { second, revision } = await collide('2048', '7', '4096');
    await conflict(second).getByRole('button', { name: `Save mine over revision ${revision}…` }).click();
    await conflict(second).getByRole('button', { name: `Replace revision ${revision} with mine` }).click();
    await expect(conflict(second)).toHaveCount(0);
    await second.bench.saved(revision + 1);
    assert.deepEqual(await onServer(here), ['4096', 7]);
    await second.bench.page.close();
  }

  // Way out 3: mine is a design of its own; theirs is untouched.
  {
    const { second } = await collide('1024', '9', '8192');
    await conflict(second).getByRole('button', { name: 'Keep mine as a new design' }).click();
    await expect(conflict(second)).toHaveCount(0);
    await second.bench.saved(1);
    assert.deepEqual(await onServer(here), ['1024', 7]);
    assert.notEqual(second.bench.page.url(), here);
    assert.deepEqual(await onServer(second.bench.page.url()), ['8192', 9]);
    await second.bench.page.reload();
    await open(second.bench.page.url(), second.bench.page);
    assert.deepEqual([await second.memory(), await second.count()], ['8192', 9]);
    // The first tab is still where it was.
    await page.reload();
    await open(page.url());
    assert.deepEqual([await first.memory(), await first.count()], ['1024', 7]);
  }
}
