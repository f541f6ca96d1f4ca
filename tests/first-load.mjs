// first-load.mjs DIST BUDGET: lists what index.html makes a browser download at once, and its sizes; fails over the budget.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const [dist, budget] = [process.argv[2], Number(process.argv[3])];
const page = readFileSync(join(dist, 'index.html'), 'utf8');
// What is disabled is not downloaded at first.
const atOnce = page.replace(/<link [^>]*\bdisabled\b[^>]*>/g, '');
const named = [...atOnce.matchAll(/(?:href|from|module_or_path)\s*[=:]?\s*["']\/([^"']+)["']/g)].map(match => match[1]);
const files = ['index.html', ...new Set(named)];

const brotli = bytes =>
  brotliCompressSync(bytes, {
    params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length },
  }).length;
const total = { bytes: 0, gzip: 0, brotli: 0 };
const row = (name, sizes) =>
  console.log(`${name.padEnd(44)}${['bytes', 'gzip', 'brotli'].map(size => String(sizes[size]).padStart(10)).join('')}`);
row('', { bytes: 'bytes', gzip: 'gzip', brotli: 'brotli' });
for (const file of files) {
  const bytes = readFileSync(join(dist, file));
  // A font is compressed by itself.
  const sizes = file.endsWith('.woff2')
    ? { bytes: bytes.length, gzip: bytes.length, brotli: bytes.length }
    : { bytes: bytes.length, gzip: gzipSync(bytes, { level: 9 }).length, brotli: brotli(bytes) };
  for (const size of Object.keys(total)) total[size] += sizes[size];
  row(file, sizes);
}
row('the first load', total);

const later = readdirSync(dist).filter(file => /^bayplan-(editing|rules|chunk_\d+)-.*\.wasm$/.test(file));
for (const file of later) {
  const bytes = readFileSync(join(dist, file));
  row(`then ${file}`, { bytes: bytes.length, gzip: gzipSync(bytes, { level: 9 }).length, brotli: brotli(bytes) });
}
const kinds = [/_bg\.wasm$/, /^bayplan-app-.*\.js$/, /^bayplan-parts-.*\.js$/, /\.css$/, /\.woff2$/];
const lacking = kinds.filter(kind => !files.some(file => kind.test(file)));
if (lacking.length || !later.some(file => file.includes('rules')) || !later.some(file => file.includes('editing'))) {
  console.error(`index.html names other files than this test knows: ${files.join(', ')}; later: ${later.join(', ')}`);
  process.exit(2);
}
if (total.brotli > budget) {
  console.error(`The first load is ${total.brotli} bytes in brotli; the budget is ${budget}.`);
  process.exit(1);
}
