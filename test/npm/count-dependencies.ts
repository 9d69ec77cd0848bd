import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { npm } from '../../analyzers/npm/index.ts';
import { localTree } from '../../src/discover/local-tree.ts';
import { FileStore, projectFor } from '../../src/discover/project.ts';
import { walk } from '../../src/discover/walk.ts';
import { addTo } from '../../src/model/index.ts';
import { TARGET } from './assemble.ts';

/**
 * `npx tsx test/npm/count-dependencies.ts DIR…`: every package.json below the directories is read by JSON.parse and by us,
 * and each has to give the same dependencies, field by field. What only we read has to be told of in a diagnostic.
 */

const FIELDS = {
  peerDependencies: 'peer',
  dependencies: 'default',
  optionalDependencies: 'optional',
  devDependencies: 'dev',
} as const;

function packageFiles(directory: string): readonly string[] {
  return readdirSync(directory, { withFileTypes: true }).flatMap((entry) => {
    const path = join(directory, entry.name);
    if (entry.isDirectory()) return entry.name === 'node_modules' || entry.name === '.git' ? [] : packageFiles(path);
    return entry.isFile() && entry.name === 'package.json' ? [path] : [];
  });
}

/** `group name` of each dependency; undefined for what JSON.parse refuses. */
function plainly(text: string): readonly string[] | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    return undefined;
  }
  const entriesOf = (field: keyof typeof FIELDS): readonly string[] => {
    const holder: unknown =
      typeof value === 'object' && value !== null ? Object.entries(value).find(([key]) => key === field)?.[1] : {};
    return Object.entries(typeof holder === 'object' && holder !== null ? holder : {}).flatMap(([name, text]) =>
      typeof text === 'string' ? [name] : [],
    );
  };
  const optional = new Set(entriesOf('optionalDependencies'));
  return (['peerDependencies', 'dependencies', 'optionalDependencies', 'devDependencies'] as const)
    .flatMap((field) =>
      entriesOf(field)
        // npm: an optional dependency replaces the firm one of the same name.
        .filter((name) => field !== 'dependencies' || !optional.has(name))
        .map((name) => `${FIELDS[field]} ${name}`),
    )
    .sort();
}

let files = 0;
let dependencies = 0;
let trouble = 0;
const complain = (path: string, message: string): void => {
  trouble++;
  console.log(`${path}: ${message}`);
};
for (const given of process.argv.slice(2)) {
  const root = resolve(given);
  const tree = localTree(root);
  const project = projectFor(npm.files, walk(tree, ['.']), new FileStore(tree));
  const { units, diagnostics } = npm.read(project)(TARGET);
  const told = new Set(diagnostics.map(({ file }) => file));
  const ours = new Map<string, string[]>();
  for (const { name, group, direct, origin } of units.flatMap((unit) => unit.dependencies))
    if (direct) addTo(ours, origin.file, `${group} ${name}`);
  for (const path of packageFiles(root)) {
    const file = relative(root, path);
    const expected = plainly(readFileSync(path, 'utf8'));
    const got = (ours.get(file) ?? []).sort();
    files++;
    dependencies += got.length;
    if (!project.has(file)) complain(path, 'discovery leaves it out');
    else if (expected === undefined) {
      if (!told.has(file)) complain(path, 'JSON.parse refuses it, and nothing is said about it');
    } else if (expected.join('\n') !== got.join('\n')) {
      const missing = expected.filter((one) => !got.includes(one));
      const added = got.filter((one) => !expected.includes(one));
      complain(path, `missing: ${missing.join(', ') || 'none'}; added: ${added.join(', ') || 'none'}`);
    }
  }
}
console.log(`${files} package.json, ${dependencies} dependencies, ${trouble} that differ`);
process.exitCode = trouble === 0 && files > 0 ? 0 : 1;
