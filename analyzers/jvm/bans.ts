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

/** Adds to both sides a demand on what one of them bans; `rulesOf` gives the rules of a unit's build. */
export function withBans(units: readonly Unit[], rulesOf: (unit: Unit) => readonly ClassPathRule[]): readonly Unit[] {
  const added = new Map<Unit, Demand[]>();
  const bansOf = new Map(
    units
      .map((unit) => [unit, rulesOf(unit).filter(({ name }) => name === 'bannedDependencies')] as const)
      .filter(([, bans]) => bans.length > 0),
  );
  for (const [unit, bans] of bansOf) {
    // What a build bans and depends on itself is its own matter.
    const own = new Set(running(unit).map(({ name }) => name));
    const built = units.filter((other) => other !== unit && isBuiltWith(other, unit));
    for (const ban of bans) {
      // Where builds of the fleet run both already, the ban keeps the module's own build clean and says nothing of sharing.
      if (built.some((other) => running(other).some((one) => isBanned(one, ban)))) continue;
      const told = new Set<string>();
      for (const other of units) {
        // A module on the class path that the ban was enforced on brought nothing banned: what it has of it is optional, or excluded.
        if (other === unit || isBuiltWith(unit, other)) continue;
        const others = bansOf.get(other) ?? [];
        for (const one of running(other)) {
          if (own.has(one.name) || !isBanned(one, ban) || others.some((theirs) => isBanned(one, theirs))) continue;
          addTo(added, other, bringing(other, one));
          if (!told.has(one.name)) addTo(added, unit, banning(unit, ban, one));
          told.add(one.name);
        }
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
