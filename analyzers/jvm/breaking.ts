import { STABLE_ACROSS_MAJORS } from './class-families.ts';
import { majorOf } from './maven/version.ts';

/** Whether a lower version in place of a higher one breaks by convention: a major step, but for libraries that keep their API. */
export function breaks(key: string, lower: string, higher: string): boolean {
  if (majorOf(lower) === majorOf(higher)) return false;
  const stable = STABLE_ACROSS_MAJORS.get(key);
  return stable === undefined || Number(majorOf(lower)) < stable;
}
