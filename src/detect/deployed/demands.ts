import { addTo, type Demand, type Dependency, type RealmId, type Service } from '../../model/index.ts';
import { deployedByScope, deployedGroups, type GroupChoice } from './groups.ts';

/** All demands of the deployed groups by realm and key, in a stable order. */
export type DemandIndex = ReadonlyMap<RealmId, ReadonlyMap<string, readonly Demand[]>>;

/** The demands of one service that its deployment brings to a host. */
export function deployedDemands(service: Service, choice: GroupChoice): readonly Demand[] {
  const isDeployed = deployedGroups(service, choice);
  const own = service.units.flatMap((unit) => {
    const scopes = new Map(unit.dependencies.map((dependency) => [dependency.group, dependency.scope]));
    return unit.demands.filter(
      ({ group, realm, scope = scopes.get(group) ?? 'runtime' }) =>
        isDeployed(unit, group, scope) ||
        // Whichever groups are installed, the interpreter is the project's.
        (realm === 'runtime' && deployedByScope(unit.path, group, scope)),
    );
  });
  const described = (byFunctions: boolean): readonly Demand[] =>
    service.deployments.flatMap(({ facts }) => (facts.functions.length > 0 === byFunctions ? facts.demands : []));
  // A function runs on the release that its provider keeps; that it needs it, only a manifest, an image or a version file says.
  const demands = [...promotePreferred([...own, ...described(false)]), ...described(true)];
  return demands.filter((demand) => buildOf(demand) === undefined);
}

/** The directory of the unit that a demand is about, where it says with what that one is built. */
function buildOf({ detail }: Demand): string | undefined {
  return detail?.builds;
}

/** For each part of a service what builds it, beside what that part asks of its build; none of it reaches a host. */
export function buildDemands(service: Service): readonly (readonly Demand[])[] {
  const tools = service.deployments.flatMap(({ facts }) => facts.demands.filter((demand) => buildOf(demand) !== undefined));
  return service.units.flatMap(({ path, demands }): readonly (readonly Demand[])[] => {
    const own = tools.filter((demand) => buildOf(demand) === path);
    const asked = demands.filter(
      ({ realm, key, scope }) => scope === 'build' && own.some((one) => one.realm === realm && one.key === key),
    );
    return asked.length === 0 ? [] : [[...asked, ...own]];
  });
}

/** The dependencies of the same groups. */
export function deployedDependencies(service: Service, choice: GroupChoice): readonly Dependency[] {
  const isDeployed = deployedGroups(service, choice);
  return service.units.flatMap((unit) => unit.dependencies.filter(({ group, scope }) => isDeployed(unit, group, scope)));
}

/** A runtime pin (image tag, .nvmrc) is a preference inside a declared range, but all there is when nothing is declared. */
function promotePreferred(demands: readonly Demand[]): readonly Demand[] {
  const declared = new Set(
    demands.filter((demand) => demand.realm === 'runtime' && demand.strength === 'declared').map((demand) => demand.key),
  );
  return demands.map((demand) =>
    demand.realm === 'runtime' && demand.strength === 'preferred' && !declared.has(demand.key) && demand.key !== 'go'
      ? { ...demand, strength: 'declared', detail: { ...demand.detail, choice: 'alone' } }
      : demand,
  );
}

/** A version of a runtime that an image or a version file settles on: another would do as well, as far as anybody declares. */
export function isRuntimeChoice({ realm, strength, detail }: Demand): boolean {
  return realm === 'runtime' && (strength === 'preferred' || detail?.choice !== undefined);
}

export function indexDemands(demands: readonly Demand[]): DemandIndex {
  const index = new Map<RealmId, Map<string, Demand[]>>();
  for (const demand of demands) {
    const realm = index.get(demand.realm) ?? new Map<string, Demand[]>();
    index.set(demand.realm, realm);
    addTo(realm, demand.key, demand);
  }
  return index;
}
