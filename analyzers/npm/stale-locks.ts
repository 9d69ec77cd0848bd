/** Locks that lack what a package.json asks for. */
import { type Diagnostic, groupBy, type Origin } from '../../src/model/index.ts';
import type { Start } from './lock-walk.ts';
import type { Lock } from './locks/lock.ts';
import { satisfies } from './notation/range.ts';
import type { Reading } from './reading.ts';

/** What one package.json asks for that its lock does not hold. */
export interface StaleLines {
  readonly manifest: string;
  readonly lock: string;
  /** The first of the lines, and how many there are besides. */
  readonly asked: string;
  readonly found: string;
  readonly origin: Origin;
}

/** Lines of a package.json that its lock does not meet. */
export function missedLines(starts: readonly Start[]): readonly Start[] {
  const own = starts.filter(({ entry }) => entry.entry.field !== 'peerDependencies');
  const isMissed = ({ entry, one }: Start): boolean => {
    const { kind, range, tag } = entry.spec;
    if ((kind !== 'range' && kind !== 'exact') || range === undefined || tag === true) return false;
    return one === undefined || (one.version !== undefined && one.local === undefined && !satisfies(one.version, range));
  };
  // Of one name in two fields tools install one line: npm that for development, pnpm the deployed one.
  const met = new Set(own.flatMap((start) => (isMissed(start) ? [] : [start.entry.entry.name])));
  const isStale = ({ field, name }: Start['entry']['entry']): boolean => field !== 'optionalDependencies' && !met.has(name);
  return own.filter((start) => isStale(start.entry.entry) && isMissed(start));
}

export function staleLines({ manifest }: Reading, lock: Lock, starts: readonly Start[]): StaleLines | undefined {
  const stale = missedLines(starts);
  const [first] = stale;
  if (first === undefined) return undefined;
  const others = stale.length === 1 ? '' : ` and ${stale.length - 1} more`;
  return {
    manifest: manifest.file,
    lock: lock.file,
    asked: `${first.entry.entry.name} ${first.entry.effective}${others}`,
    found: first.one?.version === undefined ? 'has no such version' : `holds ${first.one.version}`,
    origin: first.entry.entry.origin,
  };
}

/** Members of one workspace often ask for the same that its lock lacks: told once. */
export function staleNotes(all: readonly StaleLines[]): readonly Diagnostic[] {
  const alike = groupBy(all, ({ lock, asked, found }) => [lock, asked, found].join('\0'));
  return [...alike.values()].flatMap(([first, ...others]) => {
    if (first === undefined) return [];
    const { manifest, asked, found, lock, origin } = first;
    const who = others.length === 0 ? `${manifest} asks` : `${manifest} and ${others.length} more ask`;
    return [
      {
        code: 'npm/lock-out-of-date',
        severity: 'warning',
        message: `${who} for ${asked}, but ${lock} ${found}; reinstall to bring the lock up to date`,
        ...origin,
      },
    ];
  });
}
