import { addAll, type Bits, bitsOf, countBits, emptyBits, hasBit, nextBit, removeBit } from '../model/collections/bits.ts';
import {
  byText,
  type Conflict,
  ECOSYSTEM_FACTS,
  ECOSYSTEMS,
  type EcosystemId,
  type IsolationLevel,
  isLive,
  type LeastIsolation,
  listed,
  opposingSides,
  type Recommendation,
  type Service,
  type ServiceId,
  serviceLabel,
  servicesBySide,
  shortPurl,
} from '../model/index.ts';
import { mebibytes, shortList } from './words.ts';

type Apart = LeastIsolation['apart'][number];
type Packaging = Apart['packaging'];

/** What a level of isolation is as a packaging. `environment` isolates nothing and ends no conflict. */
const OWN: Readonly<Record<IsolationLevel, Packaging>> = {
  environment: 'own-environment',
  process: 'own-environment',
  container: 'own-container',
  machine: 'own-machine',
};
/** A function leaves the host at no cost where it is one already; above that every level costs more. */
const COST: Readonly<Record<Packaging, number>> = {
  'lambda-zip': 1,
  'lambda-image': 2,
  'own-environment': 10,
  'own-container': 40,
  'own-machine': 160,
};

/**
 * Conflicts and packaging as one answer: who leaves the shared environment, with the lightest packaging that ends its
 * conflicts, so that all others can stay together. Conflicts are taken from the hardest to end; of each, the side whose
 * leaving costs least goes.
 */
export function leastIsolation(
  services: readonly Service[],
  conflicts: readonly Conflict[],
  recommendations: readonly Recommendation[],
): LeastIsolation {
  const live = conflicts.filter(parts).sort(byWeight);
  const gone = leaversOf(live, functionsOf(recommendations));
  const partners = partnersAmong(live);
  const byId = new Map(services.map((service) => [service.id, service]));
  const sizes = new Map(recommendations.map((one) => [one.service, one.size?.unzippedBytes ?? null]));
  const apart = [...gone]
    .map(
      ([id, { packaging, ends }]): Apart => ({
        service: id,
        packaging,
        conflicts: [...new Set(ends.map((conflict) => conflict.id))].sort(),
        because: because(id, { packaging, ends }, partners(id, ends), {
          ecosystems: byId.get(id)?.ecosystems ?? [],
          bytes: sizes.get(id) ?? null,
        }),
      }),
    )
    .sort((a, b) => byText(a.service, b.service));
  return { apart, together: services.map((service) => service.id).filter((id) => !gone.has(id)) };
}

/** A service that leaves: how, and the conflicts that end with it. */
interface Leaver {
  packaging: Packaging;
  readonly ends: Conflict[];
}

/** Of each conflict, the hardest to end first, the sides whose leaving costs least: all but one where any two clash. */
function leaversOf(live: readonly Conflict[], functions: ReadonlyMap<ServiceId, Packaging>): ReadonlyMap<ServiceId, Leaver> {
  const degree = new Map<ServiceId, number>();
  for (const conflict of live) for (const id of conflict.services) degree.set(id, (degree.get(id) ?? 0) + 1);
  const gone = new Map<ServiceId, Leaver>();
  for (const conflict of live) {
    const needed = OWN[conflict.clearedBy];
    const packagingOf = (id: ServiceId): Packaging => functions.get(id) ?? needed;
    const price = (id: ServiceId): number => {
      const known = gone.get(id);
      if (known !== undefined && COST[known.packaging] >= COST[packagingOf(id)]) return 0;
      // Of two that cost the same, the one with more conflicts.
      return COST[packagingOf(id)] - Math.min(0.9, (degree.get(id) ?? 0) / 1000);
    };
    const cost = (side: readonly ServiceId[]): number => side.reduce((sum, id) => sum + price(id), 0);
    const byCost = sidesOf(conflict)
      .map((side) => ({ side, cost: cost(side) }))
      .sort((a, b) => a.cost - b.cost || byText(a.side.join(), b.side.join()));
    for (const id of byCost.slice(0, conflict.anyTwo === true ? -1 : 1).flatMap(({ side }) => side)) {
      const known = gone.get(id);
      if (known === undefined) gone.set(id, { packaging: packagingOf(id), ends: [conflict] });
      else {
        known.ends.push(conflict);
        if (COST[packagingOf(id)] > COST[known.packaging]) known.packaging = packagingOf(id);
      }
    }
  }
  return gone;
}

/** Whether it can be ended by isolation, and has to be. */
function parts(conflict: Conflict): boolean {
  const { severity, services, clearedBy } = conflict;
  return isLive(conflict) && severity === 'error' && services.length > 1 && clearedBy !== 'environment';
}

const HARDNESS: readonly IsolationLevel[] = ['machine', 'container', 'process', 'environment'];

function byWeight(a: Conflict, b: Conflict): number {
  return HARDNESS.indexOf(a.clearedBy) - HARDNESS.indexOf(b.clearedBy) || (a.id < b.id ? -1 : 1);
}

/** Services of each side; a service that stands on two sides belongs to the first. */
function sidesOf(conflict: Conflict): (readonly ServiceId[])[] {
  const seen = new Set<ServiceId>();
  return servicesBySide(conflict)
    .map((side) => {
      const own = side.filter((id) => !seen.has(id));
      for (const id of own) seen.add(id);
      return own.sort();
    })
    .filter((side) => side.length > 0);
}

/** Services whose every process is advised to be a function. */
function functionsOf(recommendations: readonly Recommendation[]): ReadonlyMap<ServiceId, 'lambda-zip' | 'lambda-image'> {
  const found = new Map<ServiceId, 'lambda-zip' | 'lambda-image'>();
  const other = new Set<ServiceId>();
  for (const { service, target } of recommendations) {
    if (target === 'lambda-zip' || target === 'lambda-image')
      found.set(service, found.get(service) === 'lambda-image' ? 'lambda-image' : target);
    else other.add(service);
  }
  for (const id of other) found.delete(id);
  return found;
}

/** Where an environment of one's own is made in a way that has a name. */
const MADE_BY: Readonly<Partial<Record<EcosystemId, string>>> = {
  jvm: 'a class path of its own (one fat jar)',
  go: 'a static binary of its own build',
};

/**
 * What of its own ends these conflicts: an environment of each ecosystem whose packages clash; of a clash over names of
 * commands, the only environment that the service has.
 */
function ownEnvironments(ends: readonly Conflict[], { ecosystems }: Pick<Service, 'ecosystems'>): string {
  const [only, ...others] = ecosystems;
  const sole = others.length === 0 ? only : undefined;
  const needed = new Set(ends.map(({ realm }) => ECOSYSTEMS.find((one) => one === realm) ?? sole));
  return listed([...needed].map(ownEnvironment).sort(), needed.size);
}

function ownEnvironment(ecosystem: EcosystemId | undefined): string {
  if (ecosystem === undefined) return 'an environment of its own';
  return MADE_BY[ecosystem] ?? `${ECOSYSTEM_FACTS[ecosystem].environment} of its own`;
}

/** Partners that a sentence names. */
const NAMED = 5;

interface Partners {
  readonly first: readonly ServiceId[];
  readonly count: number;
}

/** Whom a service clashes with in some conflicts, as sets of numbers in the order of names: a conflict may have thousands. */
function partnersAmong(conflicts: readonly Conflict[]): (id: ServiceId, ends: readonly Conflict[]) => Partners {
  const names = [...new Set(conflicts.flatMap(({ services }) => services))].sort();
  const numbers = new Map(names.map((name, index) => [name, index]));
  const setOf = (ids: readonly ServiceId[]): Bits =>
    bitsOf(
      names.length,
      ids.flatMap((id) => numbers.get(id) ?? []),
    );
  const sides = new Map(conflicts.map((conflict) => [conflict, servicesBySide(conflict).map(setOf)]));
  return (id, ends) => {
    const number = numbers.get(id) ?? 0;
    const all = emptyBits(names.length);
    for (const conflict of ends)
      for (const side of opposingSides(sides.get(conflict) ?? [], (one) => hasBit(one, number))) addAll(all, side);
    removeBit(all, number);
    const first: ServiceId[] = [];
    for (let at = nextBit(all, 0); at >= 0 && first.length < NAMED; at = nextBit(all, at + 1)) first.push(names[at] ?? '');
    return { first, count: countBits(all) };
  };
}

function subjectsOf(conflicts: readonly Conflict[]): readonly string[] {
  return [...new Set(conflicts.map(({ subject }) => shortPurl(subject)))].sort();
}

function because(
  id: ServiceId,
  { packaging, ends }: Leaver,
  partners: Partners,
  { ecosystems, bytes }: Pick<Service, 'ecosystems'> & { readonly bytes: number | null },
): string {
  const subjects = subjectsOf(ends);
  const lasting = (levels: readonly IsolationLevel[], what: string): string => {
    const left = subjectsOf(ends.filter(({ clearedBy }) => levels.includes(clearedBy)));
    if (left.length === 0) return '';
    return left.length < subjects.length ? `; ${what} does not end ${shortList(left)}` : `, which ${what} does not end`;
  };
  const name = serviceLabel(id);
  const clash = `${name} clashes with ${shortList(partners.first.map(serviceLabel), NAMED, partners.count)} on ${shortList(subjects)}`;
  const size = bytes === null ? '' : ` and is about ${mebibytes(bytes)}`;
  switch (packaging) {
    case 'lambda-zip':
      return `${clash}; ${name} is shaped for Lambda${size}: bundle it as a zip`;
    case 'lambda-image':
      return `${clash}; ${name} is shaped for Lambda${size}: build it as a Lambda image`;
    case 'own-environment':
      return `${clash}: give ${name} ${ownEnvironments(ends, { ecosystems })}`;
    case 'own-container':
      return `${clash}${lasting(['container', 'machine'], 'an environment')}: give ${name} a container of its own`;
    case 'own-machine': {
      // A number in a file is cheaper than a machine.
      const publishes = ends.every(({ clearedBy, realm }) => clearedBy !== 'machine' || realm === 'port');
      const lighter = publishes ? `let ${name} publish elsewhere, or ` : '';
      return `${clash}${lasting(['machine'], 'a container')}: ${lighter}give ${name} a machine of its own`;
    }
  }
}
