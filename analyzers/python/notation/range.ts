import {
  formatVersion,
  keyAfter,
  keyAfterPosts,
  nextPublic,
  type PrereleasePhase,
  publicVersion,
  successor,
  type Version,
  type VersionNumber,
  versionOf,
} from './version.ts';

/**
 * A set of versions over the total order of PEP 440, prereleases and local versions included.
 *
 * `cuts` are points between versions, ascending, at each of which the set begins or ends: a version belongs to it when
 * an odd number of cuts lies at or below its key. Every cut stands where a version lies on either side of it, so that
 * equal sets have equal cuts, and a set is empty just when it has none.
 */
export interface VersionRange {
  readonly cuts: readonly string[];
}

export const EMPTY: VersionRange = { cuts: [] };
export const FULL: VersionRange = { cuts: [''] };

/** Nothing sorts below `0.dev0`. */
const FLOOR = versionOf({ epoch: 0, release: [0], dev: 0 }).key;

function cut(key: string): string {
  return key <= FLOOR ? '' : key;
}

/** The cut below a version. */
export function before(version: Version): string {
  return cut(version.key);
}

/**
 * The cut above a version; of a public one, above its local versions too. That is the cut below the next public version,
 * because nothing lies between.
 */
export function after(version: Version): string {
  return version.local === undefined ? before(nextPublic(version)) : keyAfter(version);
}

/** The cut above all post-releases of a version that is none itself. */
export function afterPosts(version: Version): string {
  const { epoch, release, pre } = version;
  if (pre === undefined) return keyAfterPosts(version);
  return before(versionOf({ epoch, release, pre: [pre[0], successor(pre[1])], dev: 0 }));
}

/** All versions from one cut up to another; without the second, to the end. */
export function between(low: string, high?: string): VersionRange {
  if (high === undefined) return { cuts: [low] };
  return low < high ? { cuts: [low, high] } : EMPTY;
}

/** Just this version, without local versions of it. */
export function singleton(version: Version): VersionRange {
  return between(before(version), keyAfter(version));
}

/** This version and, when it is a public one, its local versions: what `==` means. */
export function equalTo(version: Version): VersionRange {
  return between(before(version), after(version));
}

/** Every version that is not in the set. */
export function complement({ cuts }: VersionRange): VersionRange {
  return { cuts: cuts[0] === '' ? cuts.slice(1) : ['', ...cuts] };
}

/** What lies in both. */
export function intersect(a: VersionRange, b: VersionRange): VersionRange {
  if (a === FULL || a === b) return b;
  if (b === FULL) return a;
  const cuts: string[] = [];
  let i = 0;
  let j = 0;
  let inside = false;
  while (i < a.cuts.length || j < b.cuts.length) {
    const left = a.cuts[i];
    const right = b.cuts[j];
    const at = right === undefined || (left !== undefined && left <= right) ? left : right;
    if (at === undefined) break;
    if (left === at) i++;
    if (right === at) j++;
    const now = i % 2 === 1 && j % 2 === 1;
    if (now !== inside) cuts.push(at);
    inside = now;
  }
  return { cuts };
}

/** What all of them admit; halved again and again, so that a hundred thousand excluded versions are not gone through for each. */
export function intersectAll(ranges: readonly VersionRange[]): VersionRange {
  const first = ranges[0] ?? FULL;
  const second = ranges[1];
  if (second === undefined) return first;
  if (ranges.length === 2) return intersect(first, second);
  const half = ranges.length >>> 1;
  return intersect(intersectAll(ranges.slice(0, half)), intersectAll(ranges.slice(half)));
}

/** What lies in one of them. */
export function union(a: VersionRange, b: VersionRange): VersionRange {
  // Nearly every constraint is one alternative, which is joined to nothing.
  if (isEmpty(a)) return b;
  if (isEmpty(b)) return a;
  return complement(intersect(complement(a), complement(b)));
}

/** Whether no version at all, released or not, belongs to the set. */
export function isEmpty({ cuts }: VersionRange): boolean {
  return cuts.length === 0;
}

/** Sets are canonical: the same versions are the same cuts. */
export function equals(a: VersionRange, b: VersionRange): boolean {
  return a.cuts.length === b.cuts.length && a.cuts.every((point, index) => point === b.cuts[index]);
}

/** Whether a version lies in the set, by its key alone: prereleases are not set apart (PEP 440 leaves that to who asks). */
export function contains({ cuts }: VersionRange, version: Version): boolean {
  const { key } = version;
  let low = 0;
  let high = cuts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((cuts[middle] ?? '') <= key) low = middle + 1;
    else high = middle;
  }
  return low % 2 === 1;
}

/** Where a cut lies. `at` is undefined for the beginning of the order. */
export interface CutPlace {
  readonly kind: 'below' | 'above' | 'above-posts';
  readonly version?: Version;
}

const PHASES: Readonly<Record<string, PrereleasePhase>> = { B: 'a', C: 'b', D: 'rc' };

/** Reads a cut back. Trailing zeros of releases are gone. */
function placeOf(point: string): CutPlace {
  if (point === '') return { kind: 'below' };
  let position = 0;
  const number = (): VersionNumber => {
    const head = point.charCodeAt(position++);
    const count = head < 0xf0 ? head : Number(number());
    const digits = point.slice(position, position + count);
    position += count;
    return count < 16 ? Number(digits) : BigInt(digits);
  };
  const is = (character: string): boolean => {
    if (point[position] !== character) return false;
    position++;
    return true;
  };
  const epoch = number();
  const release: VersionNumber[] = [];
  while (position < point.length && !is('\0')) release.push(number());
  const phase = point[position++] ?? 'E';
  const name = PHASES[phase];
  const pre = name === undefined ? undefined : ([name, number()] as const);
  const base = { epoch, release, ...(pre === undefined ? {} : { pre }) };
  if (position === point.length - 1 && is('\xff')) return { kind: 'above-posts', version: versionOf(base) };
  const post = is('\0') ? undefined : number();
  const dev = is('\xff') ? undefined : number();
  const local: (VersionNumber | string)[] = [];
  let kind: CutPlace['kind'] = 'below';
  while (position < point.length) {
    if (is('\x01')) {
      const end = point.indexOf('\0', position);
      local.push(point.slice(position, end));
      position = end + 1;
    } else if (is('\x02')) local.push(number());
    else {
      kind = 'above';
      position++;
    }
  }
  return {
    kind,
    version: versionOf({
      ...base,
      ...(post === undefined ? {} : { post }),
      ...(dev === undefined ? {} : { dev }),
      ...(local.length === 0 ? {} : { local }),
    }),
  };
}

/** The set as text, in a notation of its own that is exact: `[1.0, 2.dev0) ∪ (3+, …`. Equal sets, equal text. */
export function describeRange({ cuts }: VersionRange): string {
  if (cuts.length === 0) return 'none';
  const parts: string[] = [];
  for (let i = 0; i < cuts.length; i += 2) {
    const high = cuts[i + 1];
    parts.push(`${edge(cuts[i] ?? '')}..${high === undefined ? '' : edge(high)}`);
  }
  return parts.join(' | ');
}

const EDGES = { below: '', above: '^', 'above-posts': '^post' } as const;

function edge(point: string): string {
  const { kind, version } = placeOf(point);
  return version === undefined ? '' : `${formatVersion(version)}${EDGES[kind]}`;
}

/**
 * Specifiers of one interval for people and manifests: `>=1.0,<2`. What specifiers cannot say exactly (an upper end just
 * below a final release, so that only its prereleases are in) is said by the nearest that excludes no final release.
 */
export function specifiersOf(low: string, high: string | undefined): readonly string[] {
  const lower = placeOf(low);
  const parts: string[] = [];
  if (lower.version !== undefined) {
    const text = readable(lower.version);
    parts.push(lower.kind === 'below' ? lowerText(lower.version) : `>${text}`);
  }
  if (high !== undefined) parts.push(upperText(placeOf(high)));
  const [from, to] = parts;
  return from !== undefined && to !== undefined && from.slice(2) === to.slice(2) && from.startsWith('>=') && to.startsWith('<=')
    ? [`==${from.slice(2)}`]
    : parts;
}

function readable(version: Version): string {
  const { release } = version;
  return formatVersion(release.length > 1 ? version : { ...version, release: [...release, 0] });
}

function lowerText(version: Version): string {
  const { dev, post, pre } = version;
  return dev === 0 && post === undefined && pre === undefined ? `>=${readable(finalOf(version))}` : `>=${readable(version)}`;
}

function finalOf({ epoch, release }: Version): Version {
  return versionOf({ epoch, release });
}

function upperText({ kind, version }: CutPlace): string {
  if (version === undefined) return '<0.dev0';
  if (kind !== 'below') return `<=${readable(publicVersion(version))}`;
  const { epoch, release, pre, post, dev } = version;
  const base = { epoch, release, ...(pre === undefined ? {} : { pre }) };
  if (dev === 0 && post !== undefined) {
    return `<=${readable(versionOf(post === 0 ? base : { ...base, post: typeof post === 'bigint' ? post - 1n : post - 1 }))}`;
  }
  return dev === 0 && pre === undefined ? `<${readable(versionOf(base))}` : `<${readable(version)}`;
}
