import { type Companion, type Conflict, type Demand, type Fix, listed, type RealmId } from '../../model/index.ts';
import type { DemandIndex } from '../deployed/demands.ts';
import type { RuleBook } from '../rules.ts';

/** Packages that are released in step: a pin that moves leaves its family behind, and then nothing resolves any more. */

const MANY = 3;

/** Lines of a family at most: of more the names are alike by chance. */
const LARGEST = 100;

type FamilyOf = (demand: Demand) => string | undefined;
type Families = ReadonlyMap<string, ReadonlySet<Demand>>;

/** Each fix with the lines of the same services that may have to move with those that it changes. */
export function withCompanions(conflicts: readonly Conflict[], index: DemandIndex, book: RuleBook): readonly Conflict[] {
  const families = new Map<RealmId, Families>();
  const familiesIn = (realm: RealmId, familyOf: FamilyOf): Families => {
    const known = families.get(realm) ?? pinsByFamily(index, realm, familyOf);
    families.set(realm, known);
    return known;
  };
  return conflicts.map((conflict) => {
    const { realm, demands } = conflict;
    const rule = book.find(realm, demands[0]?.key ?? '');
    if (rule?.family === undefined || conflict.fixes.length === 0) return conflict;
    const familyOf: FamilyOf = (demand) => rule.family?.(demand);
    const companionsOf = (changed: readonly Demand[]): readonly Demand[] => {
      const keys = new Set(changed.map(({ key }) => key));
      const asked = new Set(changed.flatMap((demand) => nameOf(demand, familyOf) ?? []));
      return [...asked].flatMap((name) => {
        const family = familiesIn(realm, familyOf).get(name) ?? new Set<Demand>();
        return family.size > LARGEST ? [] : [...family].filter(({ key }) => !keys.has(key));
      });
    };
    return { ...conflict, fixes: conflict.fixes.map((fix) => withTogether(fix, companionsOf(changedBy(fix, demands)))) };
  });
}

/** A service's family: what it says as the others do of which the names are alike. */
function nameOf(demand: Demand, familyOf: FamilyOf): string | undefined {
  const family = familyOf(demand);
  return family === undefined ? undefined : `${demand.service}\0${demand.constraint}\0${family}`;
}

/** The pins of each family. */
function pinsByFamily(index: DemandIndex, realm: RealmId, familyOf: FamilyOf): Families {
  const families = new Map<string, Set<Demand>>();
  for (const demands of index.get(realm)?.values() ?? [])
    for (const demand of demands) {
      const isPin = demand.kind === 'exact' && demand.strength === 'declared' && demand.via.length === 0;
      const name = isPin ? nameOf(demand, familyOf) : undefined;
      if (name === undefined) continue;
      const family = families.get(name) ?? new Set<Demand>();
      if (family.size <= LARGEST) families.set(name, family.add(demand));
    }
  return families;
}

/** Where a line stands. */
const placeOf = ({ file, line }: { readonly file: string; readonly line: number }): string => `${file}:${line}`;

function changedBy({ to, file, line, places }: Fix, demands: readonly Demand[]): readonly Demand[] {
  const all = places ?? (to === undefined || file === undefined || line === undefined ? [] : [{ file, line }]);
  const changed = new Set(all.map(placeOf));
  return demands.filter(({ origin }) => changed.has(placeOf(origin)));
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
