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
