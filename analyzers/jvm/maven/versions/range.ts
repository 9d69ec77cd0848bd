/**
 * Version constraints of Maven: a plain version is a mere recommendation ("soft"), brackets are ranges.
 * Two parsers exist in Maven and differ: the resolver's (what resolution obeys) and maven-artifact's
 * (what the enforcer and parent ranges obey). Reference: POM reference, "Dependency Version Requirement Specification".
 */
import { remember } from '../../../../src/formats/remember.ts';
import { compareComparable } from './comparable-version.ts';
import { compareVersions } from './version.ts';

export interface Bound {
  readonly version: string;
  readonly inclusive: boolean;
}

/** A missing bound is open to its side. */
export interface Interval {
  readonly lower?: Bound;
  readonly upper?: Bound;
}

export type Constraint =
  | { readonly kind: 'soft'; readonly version: string }
  | { readonly kind: 'range'; readonly intervals: readonly Interval[] }
  | { readonly kind: 'invalid'; readonly problem: string };

type Compare = (a: string, b: string) => number;
type Parsed = { readonly ok: true; readonly interval: Interval } | { readonly ok: false; readonly problem: string };

function failed(problem: string): { readonly ok: false; readonly problem: string } {
  return { ok: false, problem };
}

/** Cuts `[a,b),[c]` into its bracketed parts; `rest` is what follows them. */
function brackets(text: string): { readonly parts: readonly string[]; readonly rest: string; readonly unbounded: boolean } {
  const parts: string[] = [];
  let at = 0;
  while (text[at] === '[' || text[at] === '(') {
    CLOSING.lastIndex = at;
    const end = CLOSING.exec(text)?.index;
    if (end === undefined) return { parts, rest: text.slice(at), unbounded: true };
    parts.push(text.slice(at, end + 1));
    SEPARATOR.lastIndex = end + 1;
    SEPARATOR.test(text);
    at = SEPARATOR.lastIndex;
  }
  return { parts, rest: text.slice(at).trimEnd(), unbounded: false };
}

const CLOSING = /[)\]]/g;
const SEPARATOR = /\s*(?:,\s*)?/y;

function exact(version: string): Interval {
  const bound = { version, inclusive: true };
  return { lower: bound, upper: bound };
}

function between(part: string, lower: string, upper: string): Interval {
  return {
    ...(lower === '' ? {} : { lower: { version: lower, inclusive: part.startsWith('[') } }),
    ...(upper === '' ? {} : { upper: { version: upper, inclusive: part.endsWith(']') } }),
  };
}

function resolverInterval(part: string): Parsed {
  const inner = part.slice(1, -1);
  const comma = inner.indexOf(',');
  if (comma < 0) {
    if (!part.startsWith('[') || !part.endsWith(']')) return failed(`single version must be surrounded by [] in ${part}`);
    const version = inner.trim();
    if (!version.endsWith('.*')) return { ok: true, interval: exact(version) };
    const prefix = version.slice(0, -1);
    return {
      ok: true,
      interval: { lower: { version: `${prefix}min`, inclusive: true }, upper: { version: `${prefix}max`, inclusive: true } },
    };
  }
  const lower = inner.slice(0, comma).trim();
  const upper = inner.slice(comma + 1).trim();
  if (upper.includes(',')) return failed(`bounds may not contain additional ',' in ${part}`);
  if (lower !== '' && upper !== '' && compareVersions(upper, lower) < 0)
    return failed(`lower bound must not be greater than upper bound in ${part}`);
  return { ok: true, interval: between(part, lower, upper) };
}

/** A version or range as the resolver reads it. */
export const parseConstraint = remember(readConstraint);

function readConstraint(text: string): Constraint {
  const { parts, rest, unbounded } = brackets(text);
  if (unbounded) return { kind: 'invalid', problem: `unbounded version range ${text}` };
  const intervals: Interval[] = [];
  for (const part of parts) {
    const one = resolverInterval(part);
    if (!one.ok) return { kind: 'invalid', problem: one.problem };
    intervals.push(one.interval);
  }
  if (intervals.length === 0) return { kind: 'soft', version: text };
  return rest === '' ? { kind: 'range', intervals } : { kind: 'invalid', problem: `expected [ or ( but got ${rest} in ${text}` };
}

function artifactInterval(part: string): Parsed {
  const inner = part.slice(1, -1).trim();
  const comma = inner.indexOf(',');
  if (comma < 0) {
    if (!part.startsWith('[') || !part.endsWith(']')) return failed(`single version must be surrounded by []: ${part}`);
    return { ok: true, interval: exact(inner) };
  }
  const lower = inner.slice(0, comma).trim();
  const upper = inner.slice(comma + 1).trim();
  const interval = between(part, lower, upper);
  return isEmptyInterval(interval, compareComparable) ? failed(`range defies version ordering: ${part}`) : { ok: true, interval };
}

/** A version or range as maven-artifact reads it: sets have to be ordered and disjoint. */
export function parseArtifactConstraint(text: string): Constraint {
  const { parts, rest, unbounded } = brackets(text);
  if (unbounded) return { kind: 'invalid', problem: `unbounded range: ${text}` };
  const intervals: Interval[] = [];
  let highest: Bound | undefined;
  for (const part of parts) {
    const one = artifactInterval(part);
    if (!one.ok) return { kind: 'invalid', problem: one.problem };
    const { lower, upper } = one.interval;
    if (highest !== undefined && (lower === undefined || compareComparable(lower.version, highest.version) < 0))
      return { kind: 'invalid', problem: `ranges overlap: ${text}` };
    intervals.push(one.interval);
    highest = upper;
  }
  if (rest !== '' && intervals.length > 0)
    return { kind: 'invalid', problem: `only fully-qualified sets allowed in multiple set scenario: ${text}` };
  if (intervals.length > 0) return { kind: 'range', intervals };
  return rest === '' ? { kind: 'range', intervals: [] } : { kind: 'soft', version: rest };
}

function inInterval({ lower, upper }: Interval, version: string, compare: Compare): boolean {
  if (lower !== undefined) {
    const order = compare(lower.version, version);
    if (order > 0 || (order === 0 && !lower.inclusive)) return false;
  }
  if (upper !== undefined) {
    const order = compare(upper.version, version);
    if (order < 0 || (order === 0 && !upper.inclusive)) return false;
  }
  return true;
}

/** Whether a version lies in a set; by the resolver's order unless told otherwise. */
export function contains(intervals: readonly Interval[], version: string, compare: Compare = compareVersions): boolean {
  return intervals.some((interval) => inInterval(interval, version, compare));
}

function tighterLower(a: Bound | undefined, b: Bound | undefined, compare: Compare): Bound | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  const order = compare(a.version, b.version);
  if (order === 0) return a.inclusive ? b : a;
  return order > 0 ? a : b;
}

function tighterUpper(a: Bound | undefined, b: Bound | undefined, compare: Compare): Bound | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  const order = compare(a.version, b.version);
  if (order === 0) return a.inclusive ? b : a;
  return order < 0 ? a : b;
}

function isEmptyInterval({ lower, upper }: Interval, compare: Compare): boolean {
  if (lower === undefined || upper === undefined) return false;
  const order = compare(lower.version, upper.version);
  return order > 0 || (order === 0 && !(lower.inclusive && upper.inclusive));
}

/** What two sets share, as intervals that are not empty. An empty answer means that no version suits both. */
export function intersect(
  a: readonly Interval[],
  b: readonly Interval[],
  compare: Compare = compareVersions,
): readonly Interval[] {
  return a.flatMap((left) =>
    b.flatMap((right) => {
      const lower = tighterLower(left.lower, right.lower, compare);
      const upper = tighterUpper(left.upper, right.upper, compare);
      const both = { ...(lower === undefined ? {} : { lower }), ...(upper === undefined ? {} : { upper }) };
      return isEmptyInterval(both, compare) ? [] : [both];
    }),
  );
}

/** Whether a version is written with brackets. */
export function isRange(version: string): boolean {
  return parseConstraint(version).kind === 'range';
}

/** `[1,2),[3]` in one spelling. */
export function formatIntervals(intervals: readonly Interval[]): string {
  return intervals
    .map(({ lower, upper }) => {
      if (lower !== undefined && lower === upper) return `[${lower.version}]`;
      const open = lower?.inclusive === true ? '[' : '(';
      const close = upper?.inclusive === true ? ']' : ')';
      return `${open}${lower?.version ?? ''},${upper?.version ?? ''}${close}`;
    })
    .join(',');
}
