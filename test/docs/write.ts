/** Writes the pages of docs/ that are made from code: `npm run docs`. */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pages } from './pages.ts';
import { renewed } from './readme.ts';

const docs = fileURLToPath(new URL('../../docs', import.meta.url));
const made = await pages();
for (const [path, text] of made) {
  const file = join(docs, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}
for (const name of readdirSync(join(docs, 'rules'))) if (!made.has(`rules/${name}`)) rmSync(join(docs, 'rules', name));
for (const file of ['README.md', 'docs/tutorial.md']) writeFileSync(file, await renewed(readFileSync(file, 'utf8')));
process.stdout.write(`README.md and ${made.size} pages written\n`);
