import semver from 'semver';
import { remember } from '../../../src/formats/remember.ts';
import { byText } from '../../../src/model/index.ts';

/**
 * Sets of npm versions, exactly.
 *
 * node-semver decides membership: a comparator set admits a prerelease only when one of its comparators is a
 * prerelease of the same major.minor.patch. So a range is two things: intervals over stable versions, and for a few
 * tuples intervals over their prereleases. Both orders have immediate successors (`1.2.3` → `1.2.4`; `beta` →
 * `beta.0`, as a longer list of equal identifiers ranks higher and `0` ranks lowest), so every interval is half-open,
 * `[low, high)`, and is empty exactly when `low >= high`. That makes intersection and emptiness exact, where
 * `semver.intersects` says yes to `>1.2.3` with `<1.2.4`.
 */
export interface VersionSet {
  /** Sorted, disjoint, not adjacent. */
  readonly stable: readonly Interval<Tuple>[];
  /** Prerelease intervals by `major.minor.patch`; no empty entries. */
  readonly prerelease: ReadonlyMap<string, readonly Interval<Prerelease>[]>;
}

type Tuple = readonly [number, number, number];
type Prerelease = readonly (string | number)[];

/** `[low, high)`; without `high` it has no upper end. */
interface Interval<T> {
  readonly low: T;
  readonly high?: T;
}

const ZERO: Tuple = [0, 0, 0];
const LOWEST: Prerelease = [0];

function compareTuples(a: Tuple, b: Tuple): number {
  return a[0] - b[0] || a[1] - b[1] || a[2] - b[2];
}

function compareIdentifiers(a: string | number, b: string | number): number {
  if (typeof a === 'number') return typeof b === 'number' ? a - b : -1;
  if (typeof b === 'number') return 1;
  return byText(a, b);
}

/** SemVer 2.0.0 §11: field by field; the longer list wins a tie. */
function comparePrereleases(a: Prerelease, b: Prerelease): number {
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    const order = compareIdentifiers(a[i] ?? 0, b[i] ?? 0);
    if (order !== 0) return order;
  }
  return a.length - b.length;
}

/** A major behind the highest number that node-semver reads is beyond every version. */
function afterTuple([major, minor, patch]: Tuple): Tuple {
  if (patch < Number.MAX_SAFE_INTEGER) return [major, minor, patch + 1];
  return minor < Number.MAX_SAFE_INTEGER ? [major, minor + 1, 0] : [major + 1, 0, 0];
}

function intersectIntervals<T>(a: Interval<T>, b: Interval<T>, compare: (x: T, y: T) => number): Interval<T> | undefined {
  const low = compare(a.low, b.low) >= 0 ? a.low : b.low;
  const high = a.high === undefined ? b.high : b.high === undefined || compare(a.high, b.high) <= 0 ? a.high : b.high;
  if (high === undefined) return { low };
  return compare(low, high) < 0 ? { low, high } : undefined;
}

function intersectAll<T>(
  a: readonly Interval<T>[],
  b: readonly Interval<T>[],
  compare: (x: T, y: T) => number,
): readonly Interval<T>[] {
  const shared: Interval<T>[] = [];
  for (const one of a) {
    for (const other of b) {
      const both = intersectIntervals(one, other, compare);
      if (both !== undefined) shared.push(both);
    }
  }
  return shared;
}

/** Sorted, with overlapping and touching intervals joined: the canonical form. */
function union<T>(intervals: readonly Interval<T>[], compare: (x: T, y: T) => number): readonly Interval<T>[] {
  const result: Interval<T>[] = [];
  for (const next of [...intervals].sort((a, b) => compare(a.low, b.low))) {
    const last = result.at(-1);
    if (last === undefined || (last.high !== undefined && compare(last.high, next.low) < 0)) {
      result.push(next);
    } else if (last.high !== undefined && (next.high === undefined || compare(last.high, next.high) < 0)) {
      result[result.length - 1] = next.high === undefined ? { low: last.low } : { low: last.low, high: next.high };
    }
  }
  return result;
}

interface ComparatorParts {
  readonly operator: string;
  readonly tuple: Tuple;
  readonly prerelease: Prerelease;
}

function stableOf({ operator, tuple, prerelease }: ComparatorParts): Interval<Tuple> | undefined {
  const isPrerelease = prerelease.length > 0;
  switch (operator) {
    case '>': {
      const low = isPrerelease ? tuple : afterTuple(tuple);
      return low[0] > Number.MAX_SAFE_INTEGER ? undefined : { low };
    }
    case '>=':
      return { low: tuple };
    case '<':
      return { low: ZERO, high: tuple };
    case '<=':
      return { low: ZERO, high: isPrerelease ? tuple : afterTuple(tuple) };
    default:
      return isPrerelease ? undefined : { low: tuple, high: afterTuple(tuple) };
  }
}

/** What one comparator leaves of the prereleases of `at`. */
function prereleaseOf({ operator, tuple, prerelease }: ComparatorParts, at: Tuple): Interval<Prerelease> | undefined {
  const order = compareTuples(at, tuple);
  if (order !== 0 || prerelease.length === 0) {
    // Prereleases of `at` lie below the stable `at`.
    const below = order < 0 || (order === 0 && prerelease.length === 0);
    const wantsBelow = operator === '<' || operator === '<=';
    const wantsAbove = operator === '>' || operator === '>=';
    return (below && wantsBelow) || (!below && wantsAbove) ? { low: LOWEST } : undefined;
  }
  const after: Prerelease = [...prerelease, 0];
  switch (operator) {
    case '>':
      return { low: after };
    case '>=':
      return { low: prerelease };
    case '<':
      return comparePrereleases(LOWEST, prerelease) < 0 ? { low: LOWEST, high: prerelease } : undefined;
    case '<=':
      return { low: LOWEST, high: after };
    default:
      return { low: prerelease, high: after };
  }
}

function partsOf(comparator: semver.Comparator): ComparatorParts | undefined {
  // `*` has no version: it admits every stable one and adds no prerelease.
  const { semver: version, operator } = comparator;
  if (!(version instanceof semver.SemVer)) return undefined;
  return { operator, tuple: [version.major, version.minor, version.patch], prerelease: version.prerelease };
}

function ofComparators(comparators: readonly semver.Comparator[]): VersionSet {
  const parts = comparators.map(partsOf).filter((part) => part !== undefined);
  let stable: readonly Interval<Tuple>[] = [{ low: ZERO }];
  for (const part of parts) {
    const interval = stableOf(part);
    stable = interval === undefined ? [] : intersectAll(stable, [interval], compareTuples);
  }
  const prerelease = new Map<string, readonly Interval<Prerelease>[]>();
  for (const { tuple, prerelease: identifiers } of parts) {
    const key = tuple.join('.');
    if (identifiers.length === 0 || prerelease.has(key)) continue;
    let open: readonly Interval<Prerelease>[] = [{ low: LOWEST }];
    for (const part of parts) {
      const interval = prereleaseOf(part, tuple);
      open = interval === undefined ? [] : intersectAll(open, [interval], comparePrereleases);
    }
    if (open.length > 0) prerelease.set(key, open);
  }
  return { stable, prerelease };
}

function unite(a: VersionSet, b: VersionSet): VersionSet {
  const prerelease = new Map(a.prerelease);
  for (const [key, intervals] of b.prerelease) {
    prerelease.set(key, union([...(prerelease.get(key) ?? []), ...intervals], comparePrereleases));
  }
  return { stable: union([...a.stable, ...b.stable], compareTuples), prerelease };
}

const NO_PRERELEASES: VersionSet['prerelease'] = new Map();
const EMPTY: VersionSet = { stable: [], prerelease: NO_PRERELEASES };
/** All versions that `semver.satisfies(version, range, { loose: true })` admits; undefined for what is no range. */
export const parseRange = remember(readRange);

/** What most manifests write; a reading by node-semver costs some twenty times as much. */
const PLAIN = /^([\^~]?)(0|[1-9]\d{0,8})(?:\.(0|[1-9]\d{0,8}))?(?:\.(0|[1-9]\d{0,8}))?$/;

/** `1.2.3`, `^1.2`, `~1`: node-semver's own rules for carets, tildes and missing numbers (its `range.bnf`). */
function readPlain(range: string): VersionSet | undefined {
  const parts = PLAIN.exec(range);
  if (parts === null) return undefined;
  const [, operator, ...texts] = parts;
  const given = texts.filter((text) => text !== undefined).map(Number);
  const [major = 0, minor = 0, patch = 0] = given;
  // The number that has to stay: of a caret the first that is not zero, of a tilde the minor, else the last one given.
  const firstSet = given.findIndex((number) => number > 0);
  const wanted = operator === '^' ? (firstSet < 0 ? 2 : firstSet) : operator === '~' ? 1 : 2;
  const fixed = Math.min(wanted, given.length - 1);
  const high: Tuple = fixed === 0 ? [major + 1, 0, 0] : fixed === 1 ? [major, minor + 1, 0] : [major, minor, patch + 1];
  return { stable: [{ low: [major, minor, patch], high }], prerelease: NO_PRERELEASES };
}

function readRange(range: string): VersionSet | undefined {
  return readPlain(range) ?? readBySemver(range);
}

/** A range by node-semver's own parser, loosely, as npm takes it; undefined for what is none. */
export function readBySemver(range: string): VersionSet | undefined {
  try {
    return new semver.Range(range, { loose: true }).set.map(ofComparators).reduce(unite, EMPTY);
  } catch {
    return undefined;
  }
}

/** What lies in both; prereleases only of a version whose own prereleases both admit. */
export function intersect(a: VersionSet, b: VersionSet): VersionSet {
  if (a === b) return a;
  const stable = intersectAll(a.stable, b.stable, compareTuples);
  if (a.prerelease.size === 0 || b.prerelease.size === 0) return { stable, prerelease: NO_PRERELEASES };
  const prerelease = new Map<string, readonly Interval<Prerelease>[]>();
  for (const [key, intervals] of a.prerelease) {
    const both = intersectAll(intervals, b.prerelease.get(key) ?? [], comparePrereleases);
    if (both.length > 0) prerelease.set(key, both);
  }
  return { stable, prerelease };
}

/** Whether no version at all belongs to the set. */
export function isEmpty(set: VersionSet): boolean {
  return set.stable.length === 0 && set.prerelease.size === 0;
}

/** Whether one version of all that could ever exist suits every range. A text that is no range makes it undefined. */
export function intersectRanges(ranges: readonly string[]): VersionSet | undefined {
  let result: VersionSet | undefined;
  for (const range of ranges) {
    const next = parseRange(range);
    if (next === undefined) return undefined;
    result = result === undefined ? next : intersect(result, next);
  }
  return result ?? parseRange('*');
}

/** Lowest first. Locks and registries hold texts that are no versions: those come first, by their text. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [semver.parse(a, true), semver.parse(b, true)];
  if (left !== null && right !== null) return semver.compareBuild(left, right, true);
  return Number(left !== null) - Number(right !== null) || byText(a, b);
}

/** npm's own reading: loose, prereleases only where the range names one of the same tuple. */
export function satisfies(version: string, range: string): boolean {
  return semver.satisfies(version, range, { loose: true });
}

/** yarn's reading (berry, `satisfiesWithPrereleases`): prereleases lie between releases, and suit as the release that they lead to. */
export function satisfiesWithPrereleases(version: string, range: string): boolean {
  const one = semver.parse(version);
  if (one === null) return false;
  return [version, `${one.major}.${one.minor}.${one.patch}`].some((each) =>
    semver.satisfies(each, range, { includePrerelease: true }),
  );
}

/** What is asked for by `*` any version satisfies, prereleases as well (arborist, `dep-valid`). */
export function isAny(range: string): boolean {
  return range === '*' || range === '';
}

/** Alternatives of a joined range beyond which npm would be asked something that nobody wrote. */
const MAX_ALTERNATIVES = 64;

/**
 * A text that npm reads as what both ranges hold, and perhaps prereleases that only one of them takes; undefined where one
 * is no range or the two are too intricate.
 */
export function joinRanges(a: string, b: string): string | undefined {
  if (a === b) return a;
  const [left, right] = [semver.validRange(a, true), semver.validRange(b, true)];
  if (left === null || right === null) return undefined;
  const alternatives = left.split('||').flatMap((one) => right.split('||').map((other) => `${one} ${other}`.trim()));
  return alternatives.length > MAX_ALTERNATIVES ? undefined : alternatives.join(' || ');
}

function showInterval<T>({ low, high }: Interval<T>, show: (value: T) => string, lowest: string): string {
  const from = show(low) === lowest ? '' : `>=${show(low)}`;
  const to = high === undefined ? '' : `<${show(high)}`;
  return [from, to].filter((part) => part !== '').join(' ') || '*';
}

/** Equal sets give equal texts. For people and fingerprints; it is not always a range that npm would read the same way. */
export function formatSet(set: VersionSet): string {
  const stable = set.stable.map((interval) => showInterval(interval, (tuple) => tuple.join('.'), '0.0.0'));
  const prerelease = [...set.prerelease]
    .sort(([a], [b]) => semver.compare(a, b))
    .flatMap(([tuple, intervals]) =>
      intervals.map(
        (interval) => `${showInterval(interval, (identifiers) => `${tuple}-${identifiers.join('.')}`, '')} (prereleases)`,
      ),
    );
  return [...stable, ...prerelease].join(' || ') || '<0.0.0-0';
}
