import type { VersionSet } from '../../analyzers/npm/notation/range.ts';

/** The lowest version of the set, stable ones first; undefined when it is empty. */
export function witness(set: VersionSet): string | undefined {
  const stable = set.stable[0];
  if (stable !== undefined) return stable.low.join('.');
  for (const [tuple, [first]] of set.prerelease) if (first !== undefined) return `${tuple}-${first.low.join('.')}`;
  return undefined;
}
