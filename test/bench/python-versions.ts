/** `npx tsx test/bench/python-versions.ts`: how long Python's versions and ranges take. Run by itself it prints; nothing is asserted. */
import { pathToFileURL } from 'node:url';
import { contains } from '../../analyzers/python/notation/range.ts';
import { parseSpecifierSet } from '../../analyzers/python/notation/specifier.ts';
import { compareVersions, parseVersion, type Version } from '../../analyzers/python/notation/version.ts';

export interface Figure {
  readonly name: string;
  readonly count: number;
  readonly milliseconds: number;
}

const SUFFIXES = ['', 'a1', 'b2', 'rc1', '.post1', '.dev3', '+local.1', 'a1.dev2'];

/** The same `count` different versions every time. */
function versionTexts(count: number): readonly string[] {
  return Array.from({ length: count }, (_, at) => `${at % 7}.${at % 31}.${at % 113}${SUFFIXES[at % SUFFIXES.length] ?? ''}`);
}

function timed(name: string, count: number, work: () => void): Figure {
  const start = performance.now();
  work();
  return { name, count, milliseconds: performance.now() - start };
}

/** Reading, a million comparisons, a million memberships. */
export function pythonVersionFigures(count = 1_000_000): readonly Figure[] {
  const texts = versionTexts(20_000);
  let versions: readonly Version[] = [];
  const reading = timed('versions read', texts.length, () => {
    versions = texts.flatMap((text) => parseVersion(text) ?? []);
  });
  const at = (position: number): Version | undefined => versions[position % versions.length];
  let sum = 0;
  const comparing = timed('comparisons', count, () => {
    for (let position = 0; position < count; position++) {
      const [a, b] = [at(position), at(position * 7919)];
      if (a !== undefined && b !== undefined) sum += compareVersions(a, b);
    }
  });
  const answer = parseSpecifierSet('>=1.2,!=3.*,<6,!=2.5.1');
  const belonging = timed('memberships', count, () => {
    for (let position = 0; position < count; position++) {
      const version = at(position);
      if (answer.ok && version !== undefined && contains(answer.set.range, version)) sum++;
    }
  });
  // The sum is used, so that nothing of the work can be left out.
  return Number.isNaN(sum) ? [] : [reading, comparing, belonging];
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  for (const { name, count, milliseconds } of pythonVersionFigures())
    console.log(`${count.toLocaleString('en')} ${name}`.padEnd(28) + `${milliseconds.toFixed(0)} ms`.padStart(14));
}
