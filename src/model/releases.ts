import { NEWEST } from './target.ts';

type Test = (version: string) => boolean;

/**
 * Of the releases that others admit, the one nearest to those that `own` admits: the smallest step of a runtime; of two
 * steps of one size, the one forward. Undefined when the others admit none.
 */
export function nearestRelease(runtime: keyof typeof NEWEST, own: Test, others: Test): string | undefined {
  const known = NEWEST[runtime];
  const mine = known.flatMap((version, index) => (own(version) ? [index] : []));
  const distance = (index: number): number => Math.min(known.length, ...mine.map((one) => Math.abs(one - index)));
  let best: number | undefined;
  for (const [index, version] of known.entries())
    if (others(version) && (best === undefined || distance(index) <= distance(best))) best = index;
  return best === undefined ? undefined : known[best];
}

/** Versions that one constraint is read for; more of them are not written by hand. */
const MAX_NAMED = 20;
const NAMED = /\d+(?:\.\d+)*/g;

/**
 * The versions that constraints name, the least first, in as many parts as those of the runtime have: `>=26.1` → `26.1.0`
 * of Node.js. Where no known release suits, one of these may.
 */
export function namedReleases(runtime: keyof typeof NEWEST, constraints: readonly string[]): readonly string[] {
  const parts = NEWEST[runtime].at(-1)?.split('.').length ?? 1;
  const named = constraints.flatMap((constraint) => (constraint.match(NAMED) ?? []).slice(0, MAX_NAMED)).map(inFull);
  return [...new Set(named)].sort((a, b) => a.localeCompare(b, 'en', { numeric: true }));

  function inFull(version: string): string {
    const missing = parts - version.split('.').length;
    return missing > 0 ? version + '.0'.repeat(missing) : version;
  }
}
