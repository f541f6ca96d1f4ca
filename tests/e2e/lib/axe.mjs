// axe-core on a page as it stands, in the light and in the dark theme.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** Fails when axe finds a violation; `screen` names what was looked at. */
export async function axe(page, screen) {
  const found = [];
  for (const colorScheme of ['light', 'dark']) {
    await page.emulateMedia({ colorScheme });
    if (!(await page.evaluate('typeof axe === "object"'))) await page.evaluate(source);
    const { violations } = await page.evaluate(
      // The last rule is experimental and off unless asked for; it is what WCAG 2.5.3 says.
      values =>
        axe.run(document, {
          runOnly: { type: 'tag', values },
          rules: { 'label-content-name-mismatch': { enabled: true } },
          resultTypes: ['violations'],
        }),
      TAGS,
    );
    for (const { id, help, nodes } of violations) {
      const places = nodes.slice(0, 5).map(node => `    ${node.target.join(' ')}\n      ${node.html.slice(0, 160)}`);
      found.push(`  ${colorScheme}: ${id}: ${help} (${nodes.length})\n${places.join('\n')}`);
    }
  }
  await page.emulateMedia({ colorScheme: null });
  if (found.length > 0) assert.fail(`axe, ${screen}:\n${found.join('\n')}`);
}
