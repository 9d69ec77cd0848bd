import {
  addTo,
  byText,
  type Demand,
  type DeploymentFacts,
  type Diagnostic,
  directoryOf,
  type EcosystemId,
  type JoinedDeployment,
  pathBelow,
  type Service,
  type ServiceId,
  type Unit,
} from '../model/index.ts';
import { deviceNote, isForDevices } from './devices.ts';
import { joinDeployments } from './joins.ts';
import { rootAround } from './places.ts';
import { isInCollection, looksLikeSample, looksLikeScript, originalPlace } from './samples.ts';
import { unknownWorkloads } from './unknown-workloads.ts';

export interface Grouping {
  readonly services: readonly Service[];
  /** Directories left out because they look like sample or test material, or like scripts that nothing deploys. */
  readonly leftOut: readonly string[];
  /** Descriptors that belong to no service here (infrastructure, other repositories). */
  readonly unjoined: readonly DeploymentFacts[];
  /** What was left out for another reason, and why. */
  readonly diagnostics: readonly Diagnostic[];
}

export interface GroupingOptions {
  /** Names from config by path. */
  readonly names: ReadonlyMap<string, string>;
  /** Paths that config lists as services: they count whatever they look like. */
  readonly declared: ReadonlySet<string>;
  readonly includeSamples: boolean;
  /** Directories of repositories besides the tree's own: clones, and what the user named. */
  readonly repositories: readonly string[];
}

/** A path as seen from its repository: who names `examples/shop` asks for it, and `sample-shop` is what a clone is called. */
function inRepository(path: string, roots: ReadonlySet<string>): string {
  return pathBelow(rootAround(path, roots), path) ?? '.';
}

/**
 * Units by directory become services: a directory with package.json and requirements.txt is one service.
 * Aggregators are structure and no service; sample material is left out unless there is nothing else.
 */
export function groupServices(
  units: readonly Unit[],
  deployments: readonly DeploymentFacts[],
  options: GroupingOptions,
): Grouping {
  const byPath = new Map<string, Unit[]>();
  for (const unit of units) {
    if (unit.role === 'aggregator') continue;
    addTo(byPath, unit.path, unit);
  }
  const paths = [...byPath.keys()].sort(byText);
  const roots = new Set(['.', ...options.repositories]);
  const isShown = (path: string): boolean =>
    !options.declared.has(path) &&
    (looksLikeSample(inRepository(path, roots)) || (byPath.get(path) ?? []).every((unit) => unit.role === 'example'));
  const collected = collectedAmong(
    paths.filter((path) => !isShown(path)),
    options.declared,
    roots,
  );
  const isSample = (path: string): boolean =>
    isShown(path) || collected.has(path) || (!options.declared.has(path) && (isCopy(path, byPath) || isFilledIn(path, byPath)));
  const real = paths.filter((path) => !isSample(path));
  const keepAll = options.includeSamples || real.length === 0;
  const chosen = keepAll ? paths : real;
  const ids = new Map(chosen.map((path) => [path, options.names.get(path) ?? path]));
  const { joined, unjoined } = joinDeployments(deployments, { paths: chosen, units: byPath, roots });
  const forDevices = chosen.filter(
    (path) => !options.declared.has(path) && isForDevices(byPath.get(path) ?? [], joined.get(path) ?? []),
  );
  const byHand = keepAll
    ? []
    : chosen.filter((path) => !options.declared.has(path) && isRunByHand(inRepository(path, roots), joined.get(path) ?? []));
  const scripts = new Set(byHand.length === chosen.length ? [] : byHand);
  const hosted = chosen.filter((path) => !forDevices.includes(path) && !scripts.has(path));
  const services = hosted.map((path): Service => {
    const own = byPath.get(path) ?? [];
    const ecosystems = [...new Set(own.map((unit): EcosystemId => unit.ecosystem))];
    const id = ids.get(path) ?? path;
    const deployments = joined.get(path) ?? [];
    const isRun = deployments.some(({ facts }) => facts.functions.length + facts.processes.length > 0);
    return {
      id,
      path,
      ecosystems,
      units: own.map((unit) => withService(isRun ? asService(unit) : unit, id)),
      deployments: deployments.map((one) => ownDemands(one, id)),
    };
  });
  const diagnostics = [
    ...deviceNote(
      forDevices.filter((path) => !scripts.has(path)),
      byPath,
    ),
    ...unknownWorkloads(unjoined, deployments, { paths, roots }),
  ];
  return { services, leftOut: keepAll ? [] : paths.filter((path) => isSample(path) || scripts.has(path)), unjoined, diagnostics };
}

/** What collections of samples and folders of old services hold beside something else: where most lies in them, they are what the repository is for. */
function collectedAmong(
  paths: readonly string[],
  declared: ReadonlySet<string>,
  roots: ReadonlySet<string>,
): ReadonlySet<string> {
  const collected = paths.filter((path) => !declared.has(path) && isInCollection(inRepository(path, roots)));
  return new Set(collected.length * 2 > paths.length ? [] : collected);
}

/** A directory that is named as a copy of another one here, and holds what calls itself the same. */
function isCopy(path: string, units: ReadonlyMap<string, readonly Unit[]>): boolean {
  const original = originalPlace(path);
  if (original === path) return false;
  const names = (of: string): readonly string[] =>
    (units.get(of) ?? []).map(({ ecosystem, name }) => `${ecosystem} ${name ?? ''}`);
  const [own, others] = [names(path), new Set(names(original))];
  return own.length > 0 && own.every((name) => others.has(name));
}

/** What a generator fills in: `server-template` below the generator's own package. */
function isFilledIn(path: string, units: ReadonlyMap<string, readonly Unit[]>): boolean {
  const own = units.get(path) ?? [];
  if (own.length === 0 || !own.every(({ name }) => name !== undefined && /[-_]template$/.test(name))) return false;
  for (let around = directoryOf(path); around !== '.'; around = directoryOf(around))
    if ((units.get(around) ?? []).some(({ ecosystem }) => own.some((unit) => unit.ecosystem === ecosystem))) return true;
  return false;
}

/** A folder of scripts of which nothing makes an image or runs a part. */
function isRunByHand(path: string, deployments: readonly JoinedDeployment[]): boolean {
  return (
    looksLikeScript(path) &&
    deployments.every(({ facts }) => facts.images.length + facts.processes.length + facts.functions.length === 0)
  );
}

/** What a descriptor runs or deploys is no library alone: what it asks for is not only what comes along with it to others. */
function asService(unit: Unit): Unit {
  if (unit.role !== 'library') return unit;
  const demands = unit.demands.map((demand): Demand => {
    if (demand.detail?.nested === undefined) return demand;
    const { nested: _, ...detail } = demand.detail;
    return { ...demand, detail };
  });
  return { ...unit, role: 'service', demands };
}

function withService(unit: Unit, id: ServiceId): Unit {
  if (unit.demands.every((demand) => demand.service === id)) return unit;
  return { ...unit, demands: unit.demands.map((demand) => ({ ...demand, service: id })) };
}

function ownDemands(joined: JoinedDeployment, id: ServiceId): JoinedDeployment {
  const demands = joined.facts.demands.map((demand) => ({ ...demand, service: id }));
  return { ...joined, facts: { ...joined.facts, demands } };
}
