import {
  addTo,
  byKey,
  type Demand,
  type DeployedGroups,
  type DeploymentFacts,
  groupBy,
  type Installation,
  profilesOf,
  projectOf,
  type Scope,
  type Service,
  type ServiceId,
  type Unit,
} from '../../model/index.ts';
import { deployedByScope, deployedGroups, type GroupChoice, heldByImage, type IsDeployed } from './groups.ts';

/**
 * Environments of one service: images that one project runs beside each other, and of which each installs its own groups
 * (an API and its worker, each with a list of its own); several directories of one image that are installed into
 * (`/opt/api/bin/pip`). What two of them install never meets.
 */

/** More images of one service are not told apart. */
const MAX_ENVIRONMENTS = 20;
/** Projects, and profiles of them, that are asked for images beside each other. */
const MAX_TOGETHER = 200;
/** Workloads of each that are looked at. */
const MAX_STARTED = 100;

/** What each environment brings, of those that no other holds as a whole; nothing where there is only one. */
function environmentsOf(service: Service, choice: GroupChoice): readonly IsDeployed[] {
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

/** What the images install that run beside each other; of each image, what its own directories hold. */
function imagesBeside({ deployments }: Service): readonly (readonly (readonly Installation[])[])[] {
  const facts = deployments.map((one) => one.facts);
  const images = new Map(
    facts.flatMap(({ tool, descriptor, installations = [] }) =>
      tool === 'dockerfile' ? [[descriptor.path, installations] as const] : [],
    ),
  );
  const linesIn = (one: DeploymentFacts): readonly (readonly Installation[])[] =>
    apartIn(linesOf(one, images)).filter((lines) => lines.length > 0);
  const beside = startedBeside(facts).map((started) => distinct(started.flatMap(linesIn)));
  return [...beside, ...[...images.values()].map(apartIn)].filter(({ length }) => length > 1).slice(0, MAX_TOGETHER);
}

/** By project, and there by the profiles under which they run together: those that always do, and some of each profile. */
function startedBeside(facts: readonly DeploymentFacts[]): readonly (readonly DeploymentFacts[])[] {
  const projects = [...groupBy(facts.filter(isStarted), projectOf)].sort(byKey);
  return projects
    .flatMap(([, started]) => {
      const byProfile = new Map<string, DeploymentFacts[]>([['', []]]);
      for (const one of started) {
        const profiles = profilesOf(one);
        for (const profile of profiles.length === 0 ? [''] : profiles) addTo(byProfile, profile, one);
      }
      const always = (byProfile.get('') ?? []).slice(0, MAX_STARTED);
      return [...byProfile].map(([profile, own]) => (profile === '' ? always : [...always, ...own.slice(0, MAX_STARTED)]));
    })
    .slice(0, MAX_TOGETHER);
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

/** Whether a demand belongs to an environment, for each of those that a service keeps apart. */
type Parts = readonly ((demand: Demand) => boolean)[];

/** Services that keep several environments, or run several images: what each of them asks for. */
export type Apart = ReadonlyMap<ServiceId, Readonly<Record<'packages' | 'runtimes', Parts>>>;

export function demandsApart(services: readonly Service[], choice: GroupChoice): Apart {
  return new Map(
    services.flatMap((service) => {
      const [packages, runtimes] = [packagesApart(service, choice), runtimesApart(service)];
      return packages.length + runtimes.length === 0 ? [] : [[service.id, { packages, runtimes }] as const];
    }),
  );
}

function packagesApart(service: Service, choice: GroupChoice): Parts {
  const environments = environmentsOf(service, choice);
  if (environments.length === 0) return [];
  const all = service.units.flatMap((unit) => {
    const scopes = new Map(unit.dependencies.map(({ group, scope }) => [group, scope]));
    return unit.demands.map(
      (demand) => [unit, demand, demand.scope ?? scopes.get(demand.group) ?? ('runtime' as const)] as const,
    );
  });
  return environments.map((brings) => {
    const set = new Set(all.flatMap(([unit, demand, scope]) => (brings(unit, demand.group, scope) ? [lineOf(demand)] : [])));
    return (demand) => set.has(lineOf(demand));
  });
}

/** The interpreters of images that run beside each other, by where each is named: another may stand for a demand later. */
function runtimesApart({ deployments }: Service): Parts {
  const facts = deployments.map((one) => one.facts);
  const images = new Map(facts.flatMap((one) => (one.tool === 'dockerfile' ? [[one.descriptor.path, one] as const] : [])));
  for (const started of startedBeside(facts)) {
    const places = started.map((one) => {
      const image = one.images.length > 0 ? one : images.get(one.join.dockerfile ?? '');
      return (image?.demands ?? []).flatMap((demand) => (demand.realm === 'runtime' ? [placeOf(demand)] : []));
    });
    const named = [...new Map(places.filter(({ length }) => length > 0).map((own) => [own.join(), new Set(own)])).values()];
    if (named.length > 1) return named.slice(0, MAX_ENVIRONMENTS).map((own) => (demand) => own.has(placeOf(demand)));
  }
  return [];
}

/** A fix asks about lines with other constraints. */
function lineOf(demand: Demand): string {
  return `${demand.group} ${placeOf(demand)}`;
}

function placeOf({ key, origin: { file, line } }: Demand): string {
  return `${key} ${file}:${line}`;
}

/** The environments of its service that a demand is in, by their place; what belongs to none of them is in all. */
export function membership(demand: Demand, apart: Apart): readonly number[] {
  const parts = apart.get(demand.service)?.[demand.realm === 'runtime' ? 'runtimes' : 'packages'] ?? [];
  const having = parts.flatMap((holds, at) => (holds(demand) ? [at] : []));
  return having.length > 0 ? having : [...parts.keys()];
}
