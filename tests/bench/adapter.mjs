// How the measurements in the browser use the product. Read by `measure.mjs` of the benchmark that scripts/bench runs.
//
// DESIGNS is a JSON file, made by designs.mjs: the ids of the designs to measure with, by how many services they have.
import { readFileSync } from 'node:fs';

const designs = JSON.parse(readFileSync(process.env.DESIGNS, 'utf8'));

/** A task near the middle of the screen, found where it is drawn. */
async function middleCard(page) {
  return page.evaluate(() => {
    const { left, top, width, height } = document.querySelector('.canvas').getBoundingClientRect();
    const [x, y] = [left + width / 2, top + height / 2];
    const away = box => Math.hypot(box.x + box.width / 2 - x, box.y + box.height / 2 - y);
    const boxes = [...document.querySelectorAll('[data-card]')].map(card => card.getBoundingClientRect());
    const nearest = boxes.sort((a, b) => away(a) - away(b))[0];
    return nearest && { x: nearest.x, y: nearest.y, width: nearest.width, height: nearest.height };
  });
}

/** A point of the canvas where no card is. */
async function emptyPoint(page) {
  return page.evaluate(() => {
    const canvas = document.querySelector('.canvas');
    const { left, top, width, height } = canvas.getBoundingClientRect();
    for (let step = 0; step < 400; step++) {
      const x = left + width * (0.1 + 0.8 * ((step % 20) / 20));
      const y = top + height * (0.1 + 0.8 * (Math.floor(step / 20) / 20));
      const hit = document.elementFromPoint(x, y);
      if (canvas.contains(hit) && !hit.closest('[data-card], button')) return { x, y };
    }
    return null;
  });
}

/** Selects the first service, whose name is then a field of the inspector. */
async function selectFirstService(page) {
  await page.waitForFunction(() => document.documentElement.dataset.editing === '1');
  await page.evaluate(() => document.querySelector('.canvas').focus());
  await page.keyboard.press('Control+k');
  await page.keyboard.type('s0-');
  await page.keyboard.press('Enter');
  await page.locator('[id="field-service.s0.serviceName"]').waitFor();
}

export default {
  name: 'bayplan',
  url: (base, { n }) => `${base}?design=${designs[n]}`,
  ready: () => document.documentElement.dataset.ready === '1',
  prepareEdit: selectFirstService,
  edit: '[id="field-service.s0.serviceName"]',
  diag: '[role="status"][data-problems]',
  badKey: '!',
  box: middleCard,
  emptyPoint,
  pane: '.canvas',
  world: '.world',
};
