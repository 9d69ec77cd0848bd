import { type Conflict, gravity, groupBy, listed, type ServiceId, servicesBySide } from '../model/index.ts';

/** As much of a conflict as says who cannot share what: a conflict of the base, or an entry of a baseline. */
export interface Parting extends Pick<Conflict, 'rule' | 'realm' | 'subject' | 'severity' | 'sides' | 'anyTwo' | 'status'> {
  readonly demands: readonly { readonly service: ServiceId }[];
}

/** What a change does to the conflicts. Every conflict of the work tree keeps its place and gets a status. */
export interface Comparison<B> {
  readonly conflicts: readonly Conflict[];
  /** What was there before and is gone. */
  readonly resolved: readonly B[];
}

/** Services that a sentence names. */
const NAMED = 4;

/**
 * A conflict is who cannot share what: rule, realm, name and services. It is new when it parts services that the same
 * rule did not part before, or weighs more than it did; another line, another version in the same clash, a service that
 * moved or left make nothing new. It is resolved when none of the services that it parted are parted by it any more.
 */
export function compareConflicts<B extends Parting>(
  before: readonly B[],
  after: readonly Conflict[],
  moves: ReadonlyMap<ServiceId, ServiceId>,
  services?: ServicesOfSides,
): Comparison<B> {
  const old = before.map((conflict) => claimOf(conflict, moves));
  const now = after.map((conflict) => claimOf(conflict, new Map()));
  const oldByName = groupBy(old, ({ name }) => name);
  const nowByName = groupBy(now, ({ name }) => name);
  const known = services && new Set([...services.before].map((service) => moves.get(service) ?? service));
  return {
    conflicts: now.map((claim) => {
      const earlier = oldByName.get(claim.name) ?? [];
      const status = claim.conflict.status ?? (isCovered(claim, earlier) ? 'existing' : 'new');
      if (status !== 'new') return { ...claim.conflict, status };
      return known !== undefined && earlier.length === 0 && isOf(claim, known) && isBehindError(claim.conflict, before)
        ? cameToLight(claim.conflict)
        : withHistory(claim, earlier);
    }),
    resolved: old
      .filter((claim) => claim.conflict.status !== 'ignored' && !isTouched(claim, nowByName.get(claim.name) ?? []))
      .filter((claim) => services === undefined || !isOf(claim, services.after) || !isBehindError(claim.conflict, after))
      .map((claim) => claim.conflict),
  };
}

/** Whom each side of a comparison has, by the names of that side. */
export interface ServicesOfSides {
  readonly before: ReadonlySet<ServiceId>;
  readonly after: ReadonlySet<ServiceId>;
}

/**
 * Beside an error, what is lighter about the same thing is not told. So what is not seen on a side that has such an error,
 * and the services, may well be there.
 */
export function isBehindError(one: Pick<Parting, 'realm' | 'subject' | 'severity'>, others: readonly Parting[]): boolean {
  const { realm, subject, severity } = one;
  if (severity === 'error') return false;
  return others.some((other) => other.severity === 'error' && other.realm === realm && other.subject === subject);
}

function isOf({ sides }: Claim, there: ReadonlySet<ServiceId>): boolean {
  return sides.every((side) => [...side].every((service) => there.has(service)));
}

function cameToLight(conflict: Conflict): Conflict {
  const step = 'An error about the same stood before it, and this change ends that one.';
  return { ...conflict, status: 'existing', explanation: [step, ...conflict.explanation] };
}

interface Claim<C extends Parting = Parting> {
  readonly conflict: C;
  readonly name: string;
  /** Services of each side, by their names of today. */
  readonly sides: readonly ReadonlySet<ServiceId>[];
  /** All sides are needed for the clash; otherwise any two of them make one. */
  readonly whole: boolean;
}

function claimOf<C extends Parting>(conflict: C, moves: ReadonlyMap<ServiceId, ServiceId>): Claim<C> {
  const sides = servicesBySide(conflict).map((side) => new Set(side.map((service) => moves.get(service) ?? service)));
  return {
    conflict,
    name: [conflict.rule, conflict.realm, conflict.subject].join('\0'),
    sides,
    // Remarks (warnings, notes) list everybody concerned; only a smallest clashing set needs all of its sides.
    whole: conflict.severity === 'error' && conflict.anyTwo !== true && sides.length > 2,
  };
}

function isCovered(claim: Claim, earlier: readonly Claim[]): boolean {
  const weight = gravity(claim.conflict);
  const weighty = earlier.filter((one) => gravity(one.conflict) <= weight);
  if (weighty.length === 0) return false;
  if (weighty.some((one) => one.whole === claim.whole && fitsInto(claim.sides, one.sides))) return true;
  if (claim.whole) return false;
  return eachPair(claim, (a, b) => weighty.some((one) => !one.whole && parts(one.sides, a, b)));
}

function isTouched(claim: Claim, later: readonly Claim[]): boolean {
  if (claim.whole) return later.some((one) => one.whole && fitsInto(claim.sides, one.sides, true));
  return !eachPair(claim, (a, b) => !later.some((one) => !one.whole && parts(one.sides, a, b)));
}

/** Whether every side lies within (or, for `touching`, meets) another side of the other claim. */
function fitsInto(inner: readonly ReadonlySet<ServiceId>[], outer: readonly ReadonlySet<ServiceId>[], touching = false): boolean {
  if (inner.length !== outer.length) return false;
  const free = new Set(outer);
  return inner.every((side) => {
    const members = [...side];
    const home = [...free].find((one) => (touching ? members.some((id) => one.has(id)) : members.every((id) => one.has(id))));
    return home !== undefined && free.delete(home);
  });
}

/** Whether the two services stand on different sides; one service twice stands for a finding of its own. */
function parts(sides: readonly ReadonlySet<ServiceId>[], a: ServiceId, b: ServiceId): boolean {
  if (a === b && sides.length === 1) return sides[0]?.has(a) ?? false;
  return sides.some((left, index) => left.has(a) && sides.some((right, other) => other !== index && right.has(b)));
}

/** Whether `test` holds for each two services of different sides; a claim of one side is about each service by itself. */
function eachPair(claim: Claim, test: (a: ServiceId, b: ServiceId) => boolean): boolean {
  const { sides } = claim;
  if (sides.length === 1) return [...(sides[0] ?? [])].every((id) => test(id, id));
  return sides.every((left, index) =>
    sides.slice(index + 1).every((right) => [...left].every((a) => [...right].every((b) => test(a, b)))),
  );
}

/** Says which part of a grown conflict was there before, so that a reviewer looks at the right service. */
function withHistory(claim: Claim<Conflict>, earlier: readonly Claim[]): Conflict {
  const here = new Set(claim.sides.flatMap((side) => [...side]));
  const old = new Set(earlier.flatMap((one) => one.sides.flatMap((side) => [...side])).filter((id) => here.has(id)));
  const conflict: Conflict = { ...claim.conflict, status: 'new' };
  if (old.size < 2) return conflict;
  const added = [...here].filter((id) => !old.has(id)).sort();
  const step =
    added.length === 0
      ? `Between ${listed([...old].sort(), NAMED)} it was there before in part; this change adds to it.`
      : `Between ${listed([...old].sort(), NAMED)} it was there before; this change adds ${listed(added, NAMED)}.`;
  return { ...conflict, explanation: [step, ...conflict.explanation] };
}
