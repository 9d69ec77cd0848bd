import { remember } from '../../../../src/formats/remember.ts';
import { isDigit } from '../../maven/versions/digits.ts';

/**
 * Gradle's version ordering and selectors (Gradle User Manual, "Declaring Versions and Ranges": version ordering).
 * They differ from Maven's: `1.0 < 1.0.0`, `1.0+build < 1.0`, and an excluded upper bound excludes its prefix too.
 */

/** Words below or above all others when two textual parts meet; every other word counts as 0. */
const SPECIAL: ReadonlyMap<string, number> = new Map([
  ['dev', -1],
  ['rc', 1],
  ['snapshot', 2],
  ['final', 3],
  ['ga', 4],
  ['release', 5],
  ['sp', 6],
]);

/** Numbers above a signed 64-bit long are text to Gradle. */
const LONG_MAX = 9223372036854775807n;

interface Part {
  readonly text: string;
  readonly number: bigint | undefined;
}

function part(text: string): Part {
  if (text === '' || !isDigit(text.charCodeAt(0))) return { text, number: undefined };
  const number = BigInt(text);
  return { text, number: number > LONG_MAX ? undefined : number };
}

/** Parts end at `.`, `-`, `_`, `+` and where digits meet other characters; an empty part counts, but not at the end. */
const partsOf = remember(readParts);

function readParts(version: string): readonly Part[] {
  const parts: Part[] = [];
  let start = 0;
  let digit = false;
  for (let at = 0; at < version.length; at++) {
    const code = version.charCodeAt(at);
    if (code === 46 || code === 45 || code === 95 || code === 43) {
      parts.push(part(version.slice(start, at)));
      start = at + 1;
      digit = false;
    } else if (isDigit(code) !== digit) {
      if (at > start) {
        parts.push(part(version.slice(start, at)));
        start = at;
      }
      digit = !digit;
    }
  }
  if (start < version.length) parts.push(part(version.slice(start)));
  return parts;
}

function compareParts(a: Part, b: Part): number {
  if (a.number !== undefined && b.number !== undefined) return a.number < b.number ? -1 : 1;
  if (a.number !== undefined) return 1;
  if (b.number !== undefined) return -1;
  const left = SPECIAL.get(a.text.toLowerCase());
  const right = SPECIAL.get(b.text.toLowerCase());
  if (left !== undefined || right !== undefined) return Math.sign((left ?? 0) - (right ?? 0));
  return a.text < b.text ? -1 : 1;
}

/** Orders two versions as Gradle does: -1, 0 or 1. A longer version is higher when its next part is a number, else lower. */
export function compareGradleVersions(a: string, b: string): number {
  const left = partsOf(a);
  const right = partsOf(b);
  const common = Math.min(left.length, right.length);
  for (let index = 0; index < common; index++) {
    const [l, r] = [left[index], right[index]];
    if (l === undefined || r === undefined) break;
    if (l.text === r.text || (l.number !== undefined && l.number === r.number)) continue;
    // Words decide even where they mean the same (`rc`, `RC`): Gradle looks no further.
    return compareParts(l, r);
  }
  const next = left[common] ?? right[common];
  if (next === undefined) return 0;
  const longer = left.length > right.length ? 1 : -1;
  return next.number === undefined ? -longer : longer;
}

export function highestVersion(versions: readonly string[]): string | undefined {
  return versions.reduce<string | undefined>(
    (best, one) => (best === undefined || compareGradleVersions(one, best) > 0 ? one : best),
    undefined,
  );
}

export type Selector =
  | { readonly kind: 'exact'; readonly version: string }
  | { readonly kind: 'prefix'; readonly prefix: string }
  | { readonly kind: 'latest'; readonly status: string }
  | {
      readonly kind: 'range';
      readonly lower: string | undefined;
      readonly lowerInclusive: boolean;
      readonly upper: string | undefined;
      readonly upperInclusive: boolean;
    };

const BOUND = '[^\\s,\\[\\]()]+';
const FINITE = new RegExp(`^([\\[\\](])\\s*(${BOUND})\\s*,\\s*(${BOUND})\\s*([\\])\\[])$`);
const LOWER_INFINITE = new RegExp(`^\\(\\s*,\\s*(${BOUND})\\s*([\\])\\[])$`);
const UPPER_INFINITE = new RegExp(`^([\\[\\](])\\s*(${BOUND})\\s*,\\s*\\)$`);
const SINGLE = new RegExp(`^\\[\\s*(${BOUND})\\s*\\]$`);

/** Reads a selector; what looks like a range but isn't one (`[1.0`, `(,)`, unions) is an exact version, as in Gradle. */
export function parseSelector(text: string): Selector {
  const finite = FINITE.exec(text);
  if (finite !== null) {
    const [, open, lower = '', upper = '', close] = finite;
    if (lower === upper && open === '[' && close === ']') return { kind: 'exact', version: lower };
    return { kind: 'range', lower, lowerInclusive: open === '[', upper, upperInclusive: close === ']' };
  }
  const below = LOWER_INFINITE.exec(text);
  if (below !== null)
    return { kind: 'range', lower: undefined, lowerInclusive: false, upper: below[1], upperInclusive: below[2] === ']' };
  const above = UPPER_INFINITE.exec(text);
  if (above !== null)
    return { kind: 'range', lower: above[2], lowerInclusive: above[1] === '[', upper: undefined, upperInclusive: false };
  const single = SINGLE.exec(text);
  if (single?.[1] !== undefined) return { kind: 'exact', version: single[1] };
  if (text.endsWith('+')) return { kind: 'prefix', prefix: text.slice(0, -1) };
  if (text.startsWith('latest.')) return { kind: 'latest', status: text.slice('latest.'.length) };
  return { kind: 'exact', version: text };
}

export function isDynamic(selector: Selector): boolean {
  return selector.kind !== 'exact';
}

/** Whether a selector accepts a version; undefined for `latest.*`, where only the module's metadata tells. */
export function accepts(selector: Selector, version: string): boolean | undefined {
  switch (selector.kind) {
    case 'exact':
      // Nothing asked for is anything.
      return selector.version === '' || selector.version === version;
    case 'prefix':
      return version.startsWith(selector.prefix);
    case 'latest':
      return undefined;
    case 'range':
      return aboveLower(selector, version) && belowUpper(selector, version);
  }
}

type Range = Extract<Selector, { kind: 'range' }>;

function aboveLower(range: Range, version: string): boolean {
  if (range.lower === undefined) return true;
  const order = compareGradleVersions(version, range.lower);
  return range.lowerInclusive ? order >= 0 : order > 0;
}

/** "An upper bound exclude acts as a prefix exclude": `[1.0, 2.0[` leaves out `2.0-rc1` as well. */
function belowUpper(range: Range, version: string): boolean {
  if (range.upper === undefined) return true;
  const order = compareGradleVersions(version, range.upper);
  return range.upperInclusive ? order <= 0 : order < 0 && !version.startsWith(range.upper);
}
