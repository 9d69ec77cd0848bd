/** Whether a yarn.lock is whole: it ends with an entry that is complete, and has one for all that its entries name. */
import type { Diagnostic, SourceFile } from '../../../src/model/index.ts';
import { splitNameVersion } from '../notation/spec.ts';
import { unreadable } from './lock.ts';

/** What counts of an entry. */
interface Named {
  readonly name: string;
  readonly patterns: readonly string[];
  readonly line: number;
  readonly dependencies: ReadonlyMap<string, string>;
  readonly dependenciesMeta?: ReadonlyMap<string, ReadonlyMap<string, string>>;
}

/**
 * Yarn 1 and berry ask the registry again for what is missing, and refuse to install from such a lock where it is frozen. What
 * is read of it is told all the same.
 */
export function brokenYarnLock({ path, text }: SourceFile, entries: readonly Named[]): Diagnostic | undefined {
  const say = (what: string, line: number): Diagnostic =>
    unreadable(path, `${path} ${what}: it was cut off, or merged by hand; write it anew with yarn install`, line);
  const end = brokenEnd(text);
  if (end !== undefined) return say('ends in the middle of an entry', end);
  const missing = missingFrom(entries);
  return missing === undefined ? undefined : say(`names ${missing.name}, and has no entry for it`, missing.line);
}

/** Every entry states a version, every text ends with its quote, and every map holds something. */
function brokenEnd(text: string): number | undefined {
  const lines = text.trimEnd().split('\n');
  const last = lines.at(-1) ?? '';
  const at = lines.length;
  if (last.startsWith('#') || last === '') return undefined;
  const isOpen = (last.match(/"/g) ?? []).length % 2 === 1;
  if (isOpen || /:\s*$/.test(last) || !/^\s/.test(last) || !/^\s*(?:"[^"]*"|[^\s"]+):?\s+\S/.test(last)) return at;
  const head = lines.findLastIndex((line) => line !== '' && !/^[\s#]/.test(line));
  return lines.slice(head + 1).some((line) => /^ {2}version:?\s/.test(line)) || lines[head]?.startsWith('__metadata')
    ? undefined
    : at;
}

/** By name alone: which range stands for another one is a matter of resolutions. */
function missingFrom(entries: readonly Named[]): { readonly name: string; readonly line: number } | undefined {
  const names = new Set(entries.flatMap(({ patterns }) => patterns.map((pattern) => splitNameVersion(pattern)[0])));
  for (const { name: own, line, dependencies, dependenciesMeta } of entries) {
    for (const name of dependencies.keys())
      if (!names.has(name) && dependenciesMeta?.get(name)?.get('optional') !== 'true')
        return { name: `${name} for ${own}`, line };
  }
  return undefined;
}
