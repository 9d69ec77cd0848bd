/**
 * Libraries of the tree that run inside others. Such a module is deployed on the class path of what carries it along, where
 * that one's management, exclusions and nearer lines count: what it would run with by itself is on no host.
 */
import { addTo, type Demand, type Unit } from '../../src/model/index.ts';

/** By directory of a unit, those of the modules that run with it. */
export type Carried = ReadonlyMap<string, readonly string[]>;

/** By directory of a library, the units that carry it along. */
export type Carriers = ReadonlyMap<string, readonly Unit[]>;

export function carriersOf(units: readonly Unit[], parts: readonly Carried[]): Carriers {
  const libraries = new Set(units.flatMap(({ role, path }) => (role === 'library' ? [path] : [])));
  const known = new Map<string, ReadonlySet<string>>();
  const carriedBy = (path: string): ReadonlySet<string> => {
    const own = known.get(path) ?? new Set(parts.flatMap((carried) => carried.get(path) ?? []));
    known.set(path, own);
    return own;
  };
  const carriers = new Map<string, Unit[]>();
  for (const unit of units) {
    if (unit.role !== 'service' && unit.role !== 'library') continue;
    for (const path of carriedBy(unit.path)) {
      // Neither of two that carry each other says more than the other.
      const isMutual = carriedBy(path).has(unit.path);
      if (libraries.has(path) && !isMutual) addTo(carriers, path, unit);
    }
  }
  return carriers;
}

/** What a demand asks for, whoever says it; of what exists once, the side that it stands on. */
function meaning({ kind, constraint, detail }: Demand): string {
  return detail?.side ?? `${kind} ${constraint}`;
}

/** Units without what their own lines ask of the class path where those that carry them along say something else, and none the same. */
export function withoutOverruled(units: readonly Unit[], carriers: Carriers): readonly Unit[] {
  const spoken = new Map<Unit, ReadonlyMap<string, ReadonlySet<string>>>();
  const says = (unit: Unit): ReadonlyMap<string, ReadonlySet<string>> => {
    const known = spoken.get(unit) ?? meaningsOf(unit);
    spoken.set(unit, known);
    return known;
  };
  return units.map((unit) => {
    const by = carriers.get(unit.path) ?? [];
    if (by.length === 0) return unit;
    const isOverruled = (demand: Demand): boolean => {
      if (demand.realm !== 'jvm') return false;
      const own = meaning(demand);
      let isSaid = false;
      // Most agree with the first that carries them: of modules that hang together in a chain each is carried by all above it.
      for (const one of by) {
        const meanings = says(one).get(demand.key);
        if (meanings?.has(own) === true) return false;
        isSaid ||= meanings !== undefined;
      }
      return isSaid;
    };
    const demands = unit.demands.filter((demand) => !isOverruled(demand));
    return demands.length === unit.demands.length ? unit : { ...unit, demands };
  });
}

/** What a unit asks of what runs, by key, on every condition and whatever a lock says today. */
function meaningsOf({ demands }: Unit): ReadonlyMap<string, ReadonlySet<string>> {
  const meanings = new Map<string, Set<string>>();
  for (const demand of demands) {
    const runs = demand.realm === 'jvm' && (demand.scope ?? 'runtime') === 'runtime';
    if (!runs || demand.when !== undefined || demand.strength === 'locked') continue;
    const known = meanings.get(demand.key);
    if (known === undefined) meanings.set(demand.key, new Set([meaning(demand)]));
    else known.add(meaning(demand));
  }
  return meanings;
}

/** A set of services without the libraries that others of it carry along: their class paths hold them already. */
export function withoutCarried(services: readonly string[], carriers: Carriers): readonly string[] {
  const all = new Set(services);
  return services.filter((id) => carriers.get(id)?.some(({ path }) => all.has(path)) !== true);
}
