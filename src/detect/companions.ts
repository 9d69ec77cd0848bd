import { addTo, type Companion, type Conflict, type Demand, type Fix, listed, type RealmId } from '../model/index.ts';
import type { DemandIndex } from './demands.ts';
import type { RuleBook } from './rules.ts';

/** Packages that are released in step: a pin that moves leaves its family behind, and then nothing resolves any more. */

const MANY = 3;

/** Each fix with the lines of the same services that may have to move with those that it changes. */
export function withCompanions(conflicts: readonly Conflict[], index: DemandIndex, book: RuleBook): readonly Conflict[] {
  const pins = new Map<RealmId, ReadonlyMap<string, readonly Demand[]>>();
  const pinsIn = (realm: RealmId): ReadonlyMap<string, readonly Demand[]> => {
    const known = pins.get(realm) ?? pinsBySaying(index, realm);
    pins.set(realm, known);
    return known;
  };
  return conflicts.map((conflict) => {
    const { realm, demands } = conflict;
    const movesWith = book.find(realm, demands[0]?.key ?? '')?.movesWith;
    if (movesWith === undefined || conflict.fixes.length === 0) return conflict;
    const companionsOf = (demand: Demand): readonly Demand[] =>
      (pinsIn(realm).get(saying(demand)) ?? []).filter((other) => other.key !== demand.key && movesWith(demand, other));
    return { ...conflict, fixes: conflict.fixes.map((fix) => withTogether(fix, changedBy(fix, demands).flatMap(companionsOf))) };
  });
}

function saying({ service, constraint }: Demand): string {
  return `${service}\0${constraint}`;
}

function pinsBySaying(index: DemandIndex, realm: RealmId): ReadonlyMap<string, readonly Demand[]> {
  const pins = new Map<string, Demand[]>();
  for (const demands of index.get(realm)?.values() ?? [])
    for (const demand of demands)
      if (demand.kind === 'exact' && demand.strength === 'declared' && demand.via.length === 0)
        addTo(pins, saying(demand), demand);
  return pins;
}

function changedBy({ to, file, line, places }: Fix, demands: readonly Demand[]): readonly Demand[] {
  const all = places ?? (to === undefined || file === undefined || line === undefined ? [] : [{ file, line }]);
  return demands.filter(({ origin }) => all.some((place) => place.file === origin.file && place.line === origin.line));
}

function withTogether(fix: Fix, others: readonly Demand[]): Fix {
  const together = new Map(
    others.map(({ key, subject, constraint, origin: { file, line } }): readonly [string, Companion] => [
      `${key} ${file}:${line}`,
      { key, subject, from: constraint, file, line },
    ]),
  );
  return together.size === 0 ? fix : { ...fix, together: [...together.values()] };
}

/** Where nothing proved that the other lines may stay, or which way they go. */
export function withHints(conflict: Conflict): Conflict {
  return { ...conflict, fixes: conflict.fixes.map((fix) => (fix.proved === true ? fix : hinted(fix))) };
}

function hinted(fix: Fix): Fix {
  const { together = [] } = fix;
  if (together.length === 0) return fix;
  return {
    ...fix,
    effect: `${fix.effect}; ${listed(together.map(companionText), MANY)} may have to move with it, being pinned to the same release`,
  };
}

/** `botocore ==1.34.69 (a/requirements.txt:2)` */
export function companionText({ key, from, file, line }: Companion): string {
  return `${key} ${from} (${file}:${line})`;
}
