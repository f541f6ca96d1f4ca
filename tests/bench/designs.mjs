// Creates designs on a running server: `designs.mjs ADDRESS OUT N=FILE…` makes a design of each file and writes their
// ids, by N, into the JSON file OUT.
import { readFileSync, writeFileSync } from 'node:fs';

const [address, out, ...files] = process.argv.slice(2);
const designs = {};
for (const argument of files) {
  const [services, file] = argument.split('=');
  const response = await fetch(new URL('/api/create_design', address), {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: new URL(address).origin },
    body: JSON.stringify({ name: `${services} services`, text: readFileSync(file, 'utf8') }),
  });
  if (!response.ok) throw new Error(`${file}: ${response.status} ${await response.text()}`);
  designs[services] = (await response.json()).id;
}
writeFileSync(out, JSON.stringify(designs));
