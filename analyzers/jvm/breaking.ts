import { majorOf } from './maven/versions/version.ts';

/** Every release from this major on keeps the older API although the first number moves. */
const STABLE_ACROSS_MAJORS: ReadonlyMap<string, number> = new Map([
  ['com.google.guava:guava', 21],
  ['com.google.code.findbugs:jsr305', 0],
  ['org.jetbrains:annotations', 0],
  ['org.checkerframework:checker-qual', 0],
  ['com.google.j2objc:j2objc-annotations', 0],
  ['com.google.errorprone:error_prone_annotations', 0],
  ['org.apiguardian:apiguardian-api', 0],
  ['com.github.spotbugs:spotbugs-annotations', 0],
  ['org.postgresql:postgresql', 0],
  ['com.ibm.icu:icu4j', 0],
  ['org.ow2.asm:asm', 4],
]);

/** Flavours of one artifact, told by the end of the version: the first lacks what the second has. */
const FLAVOURS: ReadonlyMap<string, readonly [lean: string, full: string]> = new Map([
  ['com.google.guava:guava', ['-android', '-jre']],
]);

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
