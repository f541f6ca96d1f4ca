export const name = 'the page opens, accepts input, and complains about nothing';

export default async function ({ page, open, expect, assert }) {
  const answers = [];
  page.on('response', response => answers.push(`${response.status()} ${response.url()}`));

  await open();

  await expect.poll('the title', () => page.title(), /Bayplan/);
  assert.equal(await page.getAttribute('html', 'lang'), 'en');
  assert.deepEqual(answers.filter(answer => !/^(200|304) /.test(answer)), [], 'everything the page asks for is there');
}
