/**
 * Whether Gradle refuses what services ask of one module, as far as their builds tell. Reference: Gradle User Manual,
 * "Declaring versions and ranges", "Using platforms"; every pair of shapes was compared with Gradle 8.11 itself.
 *
 * Which versions there are is not known here, so only what no list of versions could settle counts as refused.
 */

import type { Demand } from '../../../../src/model/index.ts';
import { contains, type Interval, intersect, parseConstraint } from '../../maven/versions/range.ts';
import { constraintOf } from './constraint.ts';
import { compareGradleVersions, highestVersion } from './version.ts';
import { canonicalWish, type Wish, wishOf } from './wish.ts';

type Intervals = readonly Interval[];

const ALL: Intervals = [{}];

/** One demand, taken apart. */
interface Asked {
  readonly demand: Demand;
  readonly wish: Wish;
  /** The one version that it names. */
  readonly exact: string | undefined;
  /** What it admits; everything for a plain version, which asks for at least itself. */
  readonly admits: Intervals;
  /** From where on it is content. */
  readonly least: Intervals;
  readonly rejects: readonly Intervals[];
}

function setOf(selector: string): Intervals {
  const { constraint } = constraintOf({ strictly: selector });
  const parsed = parseConstraint(constraint);
  return parsed.kind === 'range' ? parsed.intervals : constraint === '' ? ALL : [];
}

function askedOf(demand: Demand): Asked | undefined {
  if (demand.kind !== 'range' && demand.kind !== 'exact' && demand.kind !== 'unknown') return undefined;
  const wish = wishOf(demand);
  const parsed = parseConstraint(demand.kind === 'unknown' || wish.mild || wish.open ? '' : demand.constraint);
  const rejects = wish.reject.map(setOf);
  const [only] = parsed.kind === 'range' ? parsed.intervals : [];
  const point = only?.lower?.inclusive === true && only.lower.version === only.upper?.version ? only.lower.version : undefined;
  const plain = parsed.kind === 'soft' && /\d/.test(parsed.version) ? parsed.version : undefined;
  const exact = plain ?? point;
  const lower = plain === undefined ? only?.lower : { version: plain, inclusive: true };
  return {
    demand,
    wish,
    exact,
    admits: parsed.kind === 'range' && parsed.intervals.length > 0 ? parsed.intervals : ALL,
    least: lower === undefined ? ALL : [{ lower }],
    rejects,
  };
}

function both(left: Intervals, right: Intervals): Intervals {
  return intersect(left, right, compareGradleVersions);
}

function has(set: Intervals, version: string): boolean {
  return contains(set, version, compareGradleVersions);
}

/** What is left of a set without another. */
function without(set: Intervals, taken: Intervals): Intervals {
  return taken.reduce<Intervals>((rest, { lower, upper }) => {
    const below: Intervals = lower === undefined ? [] : [{ upper: { version: lower.version, inclusive: !lower.inclusive } }];
    const above: Intervals = upper === undefined ? [] : [{ lower: { version: upper.version, inclusive: !upper.inclusive } }];
    return both(rest, [...below, ...above]);
  }, set);
}

/** Versions that are named outright and lie below no range that another states: the highest of them wins over ranges. */
function namedOf(asked: readonly Asked[]): readonly string[] {
  const ranges = asked.filter(({ exact }) => exact === undefined);
  return asked.flatMap(({ exact }) => (exact !== undefined && ranges.every(({ least }) => has(least, exact)) ? [exact] : []));
}

/** The version that these get where their lines alone decide it; undefined where it hangs on what versions there are. */
function winnerOf(asked: readonly Asked[]): string | undefined {
  if (asked.some(({ wish }) => wish.highest)) return undefined;
  const named = highestVersion(namedOf(asked));
  // A preference refines a range only where versions above it exist.
  const wishes = asked.every(({ admits, exact }) => admits === ALL && exact === undefined);
  return named ?? (wishes ? highestVersion(asked.flatMap(({ wish: { prefer } }) => prefer ?? [])) : undefined);
}

/** Of two lines (or one, twice) what wins is what the other rejects, or all that one admits. */
function rejectsWinner(pair: readonly Asked[]): boolean {
  const rejected = pair.flatMap(({ rejects }) => rejects);
  if (rejected.length === 0) return false;
  const winner = winnerOf(pair);
  if (winner !== undefined) return rejected.some((set) => has(set, winner));
  return namedOf(pair).length === 0 && pair.some(({ admits }) => rejected.reduce(without, admits).length === 0);
}

/** What an enforced platform gives overrules what others ask for, but neither what is strict nor what is rejected. */
function refusesEnforced(enforced: Asked, asked: readonly Asked[]): boolean {
  const { exact } = enforced;
  return (
    exact !== undefined &&
    asked.some(({ wish, admits, rejects }) => (wish.strict && !has(admits, exact)) || rejects.some((set) => has(set, exact)))
  );
}

/** Strict versions that share nothing, lie below what another asks for, or are all rejected. */
function refusesStrict(asked: readonly Asked[]): boolean {
  const strict = asked.filter(({ wish }) => wish.strict);
  if (strict.length === 0) return false;
  const common = strict.map(({ admits }) => admits).reduce(both);
  if (common.length === 0 || asked.some(({ least }) => both(common, least).length === 0)) return true;
  const left = asked.map(({ least }) => least).reduce(both, common);
  return asked.flatMap(({ rejects }) => rejects).reduce(without, left).length === 0;
}

/** Whether Gradle refuses; asking for more never helps. */
export function gradleRefuses(demands: readonly Demand[]): boolean {
  // What many say alike is weighed once.
  const alike = new Map(demands.map((demand) => [`${demand.kind} ${demand.constraint}${canonicalWish(demand)}`, demand]));
  const all = [...alike.values()].flatMap((demand) => askedOf(demand) ?? []);
  if (!all.some(isBrought) || all.every(({ wish }) => !wish.strict && wish.reject.length === 0)) return false;
  const plain = all.filter(({ wish }) => wish.role !== 'enforced');
  const rejecting = plain.filter(({ rejects }) => rejects.length > 0);
  return (
    refusesStrict(plain) ||
    all.some((one) => one.wish.role === 'enforced' && refusesEnforced(one, plain)) ||
    rejecting.some((one) => plain.some((other) => (isBrought(one) || isBrought(other)) && rejectsWinner([one, other])))
  );
}

function isBrought({ wish }: Asked): boolean {
  return wish.role === undefined || wish.role === 'platform';
}

export interface Overruled {
  readonly by: Demand;
  readonly needs: string;
}

/** The highest version that an enforced platform of another keeps down. */
export function overruled(demands: readonly Demand[]): Overruled | undefined {
  const all = demands.flatMap((demand) => askedOf(demand) ?? []);
  const needs = highestVersion(all.flatMap((one) => (isBrought(one) && !one.wish.mild ? (one.exact ?? []) : [])));
  if (needs === undefined) return undefined;
  const enforced = all.find(
    ({ wish, exact }) => wish.role === 'enforced' && exact !== undefined && compareGradleVersions(exact, needs) < 0,
  );
  return enforced === undefined ? undefined : { by: enforced.demand, needs };
}
