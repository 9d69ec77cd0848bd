/**
 * What the build of one service bans and another declares: maven-enforcer's bannedDependencies, as far as manifests tell.
 * What comes through other artifacts is found by resolution.
 */
import { addTo, type Clash, type Demand, type Dependency, type Description, type Unit } from '../../src/model/index.ts';
import { type ClassPathRule, concerns } from './maven/enforcer.ts';

const BANNED = 'banned/';

export function isBanKey(key: string): boolean {
  return key.startsWith(BANNED);
}

function isBan({ detail }: Demand): boolean {
  return detail?.ban === 'true';
}

/** Dependencies that run, of an artifact from elsewhere. */
function running({ dependencies }: Unit): readonly Dependency[] {
  return dependencies.filter(({ scope, kind }) => scope === 'runtime' && kind !== 'workspace');
}

function versionOf({ resolved, kind, constraint }: Dependency): string {
  return resolved ?? (kind === 'exact' ? constraint : '');
}

/** A dependency that a service runs with. */
interface Use {
  readonly unit: Unit;
  readonly one: Dependency;
  /** Name and version, on which a ban's answer depends. */
  readonly coordinates: string;
}

/** What a ban names of what the fleet runs. */
interface Met {
  readonly uses: ReadonlySet<Use>;
  /** Without what the users' own builds ban too: that is excluded there, whatever the manifest says. */
  readonly brought: readonly Use[];
}

type Bans = ReadonlyMap<Unit, readonly ClassPathRule[]>;

function textOf({ excludes, includes }: ClassPathRule): string {
  return JSON.stringify([excludes, includes]);
}

/** By its text what each ban meets: the modules of a build have their parent's bans, hundreds of them the same. */
function metBy(units: readonly Unit[], bansOf: Bans): ReadonlyMap<string, Met> {
  const bans = new Map([...bansOf.values()].flat().map((ban) => [textOf(ban), ban]));
  const uses = units.flatMap((unit) =>
    running(unit).map((one): Use => ({ unit, one, coordinates: `${one.name} ${versionOf(one)}` })),
  );
  const artifacts = new Map(uses.map(({ coordinates, one }) => [coordinates, one]));
  const named = new Map<string, ReadonlySet<Use>>();
  for (const [text, ban] of bans) {
    const hits = new Set([...artifacts].filter(([, one]) => isBanned(one, ban)).map(([coordinates]) => coordinates));
    named.set(text, new Set(hits.size === 0 ? [] : uses.filter(({ coordinates }) => hits.has(coordinates))));
  }
  const isBannedAtHome = (use: Use): boolean =>
    (bansOf.get(use.unit) ?? []).some((own) => named.get(textOf(own))?.has(use) === true);
  return new Map(
    [...named].map(([text, found]) => [text, { uses: found, brought: [...found].filter((use) => !isBannedAtHome(use)) }]),
  );
}

/** Adds to both sides a demand on what one of them bans; `rulesOf` gives the rules of a unit's build. */
export function withBans(units: readonly Unit[], rulesOf: (unit: Unit) => readonly ClassPathRule[]): readonly Unit[] {
  const added = new Map<Unit, Demand[]>();
  const bansOf: Bans = new Map(
    units
      .map((unit) => [unit, rulesOf(unit).filter(({ name }) => name === 'bannedDependencies')] as const)
      .filter(([, bans]) => bans.length > 0),
  );
  if (bansOf.size === 0) return units;
  const met = metBy(units, bansOf);
  const asked = new Set<Use>();
  for (const [unit, bans] of bansOf) {
    // What a build bans and depends on itself is its own matter.
    const own = new Set(running(unit).map(({ name }) => name));
    for (const ban of bans) {
      const { uses = new Set<Use>(), brought = [] } = met.get(textOf(ban)) ?? {};
      // Where builds of the fleet run both already, the ban keeps the module's own build clean and says nothing of sharing.
      if (brought.length === 0 || [...uses].some((use) => use.unit !== unit && isBuiltWith(use.unit, unit))) continue;
      const told = new Set<string>();
      for (const use of brought) {
        const { unit: other, one } = use;
        // A module on the class path that the ban was enforced on brought nothing banned: what it has of it is optional, or excluded.
        if (other === unit || own.has(one.name) || isBuiltWith(unit, other)) continue;
        if (!asked.has(use)) addTo(added, other, bringing(other, one));
        asked.add(use);
        if (!told.has(one.name)) addTo(added, unit, banning(unit, ban, one));
        told.add(one.name);
      }
    }
  }
  return units.map((unit) => {
    const demands = added.get(unit);
    return demands === undefined ? unit : { ...unit, demands: [...unit.demands, ...demands] };
  });
}

/** Whether a module of this fleet is on the class path that another one is compiled with. */
function isBuiltWith({ dependencies }: Unit, { name }: Unit): boolean {
  return name !== undefined && dependencies.some((one) => one.name === name && one.scope !== 'test');
}

function isBanned(one: Dependency, ban: ClassPathRule): boolean {
  return concerns(ban, one.name, versionOf(one));
}

function demandOn({ name, purl }: Dependency): Pick<Demand, 'realm' | 'key' | 'subject' | 'strength'> {
  return { realm: 'jvm', key: BANNED + name, subject: purl, strength: 'declared' };
}

function bringing({ path }: Unit, one: Dependency): Demand {
  const { group, scope, via, origin } = one;
  return { ...demandOn(one), service: path, constraint: versionOf(one), kind: 'exact', group, scope, via, origin };
}

function banning({ path }: Unit, { origin }: ClassPathRule, one: Dependency): Demand {
  const what = { ...demandOn(one), constraint: '', kind: 'range', detail: { ban: 'true' } } as const;
  return { ...what, service: path, group: 'default', via: [], origin };
}

export function banClash(demands: readonly Demand[]): Clash | undefined {
  const bans = demands.filter(isBan);
  const clashes = bans.some((ban) => demands.some((one) => !isBan(one) && one.service !== ban.service));
  return clashes ? { rule: 'jvm/banned-dependency', severity: 'error' } : undefined;
}

/** Tells the demand of a ban from those on the artifact. */
export function banCanonical(demand: Demand): string {
  return isBan(demand) ? 'banned' : demand.constraint;
}

export function describeBan(demands: readonly Demand[]): Description {
  const name = demands[0]?.key.slice(BANNED.length) ?? '';
  const services = (of: readonly Demand[]) => [...new Set(of.map(({ service }) => service))].join(' and ');
  const [bans, uses] = [demands.filter(isBan), demands.filter((one) => !isBan(one))];
  return {
    message: `${services(uses)} brings ${name}, which the build of ${services(bans)} bans`,
    explanation: [
      ...bans.map(
        ({ service, origin }) => `${service} has the enforcer's rule bannedDependencies at ${origin.file}:${origin.line}`,
      ),
      ...uses.map(({ service, constraint, origin }) => {
        const version = constraint === '' ? '' : ` ${constraint}`;
        return `${service} asks for ${name}${version} at ${origin.file}:${origin.line}`;
      }),
    ],
  };
}
