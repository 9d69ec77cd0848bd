import { FLAVOURS, STABLE_ACROSS_MAJORS } from './class-families.ts';
import { majorOf } from './maven/version.ts';

/** Years and dates in the first place number releases, not generations. */
const CALENDAR = 1900;

/**
 * Whether a lower version in place of a higher one breaks by convention: a step of the first number,
 * but for calendar versions and libraries that keep their API. Steps of the second number are never taken for breaking.
 */
export function breaks(key: string, lower: string, higher: string): boolean {
  const [lean, full] = FLAVOURS.get(key) ?? [];
  if (lean !== undefined && full !== undefined && lower.endsWith(lean) && higher.endsWith(full)) return true;
  const [low, high] = [majorOf(lower), majorOf(higher)];
  if (low === undefined || high === undefined || low === high || low >= CALENDAR || high >= CALENDAR) return false;
  const stable = STABLE_ACROSS_MAJORS.get(key);
  return stable === undefined || low < stable;
}
