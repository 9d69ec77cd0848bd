import {
  addTo,
  byKey,
  type Demand,
  type DeployedGroups,
  type DeploymentFacts,
  groupBy,
  type Installation,
  projectOf,
  type Scope,
  type Service,
  type ServiceId,
  type Unit,
} from '../model/index.ts';
import { deployedByScope, deployedGroups, type GroupChoice, heldByImage, type IsDeployed } from './deployed.ts';

/**
 * Environments of one service: images that one project runs beside each other, and of which each installs its own groups
 * (an API and its worker, each with a list of its own); several directories of one image that are installed into
 * (`/opt/api/bin/pip`). What two of them install never meets.
 */

/** More images of one service are not told apart. */
const MAX_ENVIRONMENTS = 20;
/** Projects, and profiles of them, that are asked for images beside each other. */
const MAX_TOGETHER = 200;

/** What each environment brings, of those that no other holds as a whole; nothing where there is only one. */
export function environmentsOf(service: Service, choice: GroupChoice): readonly IsDeployed[] {
  if (choice.byService.has(service.id)) return [];
  const beside = imagesBeside(service);
  if (beside.length === 0) return [];
  const groups = groupsOf(service);
  const isDeployed = deployedGroups(service, choice);
  for (const images of beside) {
    const found = images.map((lines): Environment => {
      const brings = heldByImage(lines, choice);
      return { held: new Set(groups.flatMap((one, at) => (brings(...one) ? [at] : []))) };
    });
    const apart = found.filter((one, at) => !found.some((other, place) => isWithinOther(one, at, other, place)));
    if (apart.length < 2) continue;
    const holders = new Map<Unit, Map<string, ReadonlySet<Environment>>>();
    for (const [at, [unit, group, scope]] of groups.entries()) {
      const own = holders.get(unit) ?? new Map<string, ReadonlySet<Environment>>();
      holders.set(unit, own.set(`${scope} ${group}`, new Set(apart.filter(({ held }) => held.has(at)))));
    }
    // What none of them brings belongs to all: nobody knows where it is installed.
    return apart.map(
      (one): IsDeployed =>
        (unit, group, scope) => {
          const having = holders.get(unit)?.get(`${scope} ${group}`);
          return having === undefined || having.size === 0 ? isDeployed(unit, group, scope) : having.has(one);
        },
    );
  }
  return [];
}

/** Several workloads may run one image. */
function distinct(images: readonly (readonly Installation[])[]): readonly (readonly Installation[])[] {
  const nameOf = (lines: readonly Installation[]): string =>
    lines.map(({ origin: { file, line }, command }) => `${file}:${line} ${command}`).join('\n');
  return [...new Map(images.map((lines) => [nameOf(lines), lines])).values()].slice(0, MAX_ENVIRONMENTS);
}

interface Environment {
  /** The groups that it has, by their place. */
  readonly held: ReadonlySet<number>;
}

/** Of those that hold the same the first stands for all. */
function isWithinOther({ held }: Environment, at: number, other: Environment, place: number): boolean {
  if (at === place || [...held].some((group) => !other.held.has(group))) return false;
  return other.held.size > held.size || place < at;
}

function groupsOf({ units }: Service): readonly (readonly [unit: Unit, group: string, scope: Scope])[] {
  return units.flatMap((unit) => {
    const own = new Map(unit.dependencies.map(({ group, scope }) => [`${scope} ${group}`, [unit, group, scope] as const]));
    return [...own.values()];
  });
}

/** By project, and there by the profiles under which they run together: what the images of its workloads install. */
function imagesBeside({ deployments }: Service): readonly (readonly (readonly Installation[])[])[] {
  const facts = deployments.map((one) => one.facts);
  const images = new Map(
    facts.flatMap(({ tool, descriptor, installations = [] }) =>
      tool === 'dockerfile' ? [[descriptor.path, installations] as const] : [],
    ),
  );
  const projects = [...groupBy(facts.filter(isStarted), projectOf)].sort(byKey);
  const beside = projects.flatMap(([, started]) => {
    const byProfile = new Map<string, (readonly Installation[])[]>([['', []]]);
    for (const one of started) {
      const own = apartIn(linesOf(one, images)).filter((lines) => lines.length > 0);
      const profiles = profilesOf(one);
      for (const profile of profiles.length === 0 ? [''] : profiles) for (const lines of own) addTo(byProfile, profile, lines);
    }
    const always = distinct(byProfile.get('') ?? []);
    return [...byProfile].map(([profile, own]) => (profile === '' ? always : distinct([...always, ...own])));
  });
  return [...beside, ...[...images.values()].map(apartIn)].filter(({ length }) => length > 1).slice(0, MAX_TOGETHER);
}

/** By the directories that the lines of an image install into, where they name several; what names none is in all. */
function apartIn(lines: readonly Installation[]): readonly (readonly Installation[])[] {
  const places = groupBy(
    lines,
    ({ command }) =>
      PLACE.exec(command)
        ?.slice(1)
        .find((one) => one !== undefined) ?? '',
  );
  const common = places.get('') ?? [];
  const named = [...places].flatMap(([place, own]) => (place === '' ? [] : [[...common, ...own]]));
  return named.length > 1 ? named : [lines];
}

/** `/opt/api/bin/pip install`, `/opt/api/bin/python -m pip`; `uv pip install --python /opt/api`, `pip install --target /opt/api`. */
const PLACE =
  /^(\/[^\s"']+)\/bin\/(?:pip|python)[\d.]*\s|^(?:pip|python|uv)\b.*\s(?:--python|-p|--target|-t|--prefix)[\s=]["']?(\/[^\s"']+?)(?:\/bin\/python[\d.]*)?["']?(?:\s|$)/s;

function isStarted({ tool, join, processes: [process, ...others] }: DeploymentFacts): boolean {
  const isRun = (tool === 'compose' || tool === 'kubernetes') && process?.kind === 'process' && others.length === 0;
  return isRun && join.dockerfile !== undefined;
}

function profilesOf({ traits }: DeploymentFacts): readonly string[] {
  return traits.flatMap(({ kind, value }) => (kind === 'compose-profile' && value !== undefined ? [value] : []));
}

/** Of a build of its own (another stage), what that one installs; else what its Dockerfile does, and its own command. */
function linesOf(
  { join: { dockerfile = '' }, installations = [] }: DeploymentFacts,
  images: ReadonlyMap<string, readonly Installation[]>,
): readonly Installation[] {
  const isOwn = installations.some(({ origin }) => origin.file === dockerfile);
  return isOwn ? installations : [...(images.get(dockerfile) ?? []), ...installations];
}

/** Which groups are deployed, for all units of a fleet, by their paths. */
export function deployedInFleet(services: readonly Service[], choice: GroupChoice): DeployedGroups {
  const byPath = new Map(
    services.map((service) => [
      service.path,
      { service, decide: deployedGroups(service, choice), environments: environmentsOf(service, choice) },
    ]),
  );
  const isDeployed: DeployedGroups = (path, group, scope) => {
    const found = byPath.get(path);
    return found?.service.units.some((unit) => found.decide(unit, group, scope)) ?? deployedByScope(path, group, scope);
  };
  const apart: DeployedGroups['apart'] = (path) => {
    const { service, environments = [] } = byPath.get(path) ?? {};
    return environments.map((brings) => (group, scope) => service?.units.some((unit) => brings(unit, group, scope)) ?? false);
  };
  return Object.assign(isDeployed, { apart });
}

/** The demands of each environment, of services that have several. */
export type Apart = ReadonlyMap<ServiceId, readonly ReadonlySet<Demand>[]>;

export function demandsApart(services: readonly Service[], choice: GroupChoice): Apart {
  return new Map(
    services.flatMap((service) => {
      const environments = environmentsOf(service, choice);
      if (environments.length === 0) return [];
      const all = service.units.flatMap((unit) => {
        const scopes = new Map(unit.dependencies.map(({ group, scope }) => [group, scope]));
        return unit.demands.map(
          (demand) => [unit, demand, demand.scope ?? scopes.get(demand.group) ?? ('runtime' as const)] as const,
        );
      });
      const sets = environments.map(
        (brings) => new Set(all.flatMap(([unit, demand, scope]) => (brings(unit, demand.group, scope) ? [demand] : []))),
      );
      return [[service.id, sets] as const];
    }),
  );
}

/** What each environment of a service has of its demands on one key; what belongs to none of them is in all. */
export function partsOf(own: readonly Demand[], sets: readonly ReadonlySet<Demand>[]): readonly (readonly Demand[])[] {
  const parts = sets.map((set) => own.filter((one) => set.has(one) || !sets.some((other) => other.has(one))));
  return parts.filter((part) => part.length > 0);
}
