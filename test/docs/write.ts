/** Writes the pages of docs/ that are made from code: `npm run docs`. */
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pages } from './pages.ts';

const docs = fileURLToPath(new URL('../../docs', import.meta.url));
const made = await pages();
for (const [path, text] of made) {
  const file = join(docs, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}
for (const name of readdirSync(join(docs, 'rules'))) if (!made.has(`rules/${name}`)) rmSync(join(docs, 'rules', name));
process.stdout.write(`${made.size} pages written\n`);
