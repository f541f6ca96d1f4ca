import { Workbench } from '../lib/workbench.mjs';

export const name = 'a browser that keeps nothing for this page opens the workbench all the same, and saves to the server';

export default async function ({ page, open, expect }) {
  await page.addInitScript(() => {
    Object.defineProperty(window, 'localStorage', {
      get() {
        throw new DOMException('Access is denied for this document.', 'SecurityError');
      },
    });
  });
  await open();
  const bench = new Workbench(page);
  await bench.select('service', 'matabit-prod-service');
  await bench.field('Desired count').fill('5');
  await expect.poll(
    'the desired count on the server',
    async () => (await bench.design()).records['service.matabit'].body.desiredCount,
    5,
  );
  await expect(page.getByText(/Saved/).first()).toBeVisible();
}
