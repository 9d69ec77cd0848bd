import type { LoadedConfig } from '../config/load.ts';
import {
  baseName,
  type DeployedGroups,
  type EcosystemId,
  type Fleet,
  listed,
  type Placement,
  type Recommendation,
  type RecommendationTarget,
  type Scope,
  type Service,
  serviceNames,
} from '../model/index.ts';
import { declarations } from './declared.ts';
import { isWritten } from './emit/ecosystem.ts';
import { type EmittedFile, emit, emitHost, type Orchestrator, orchestratorOf } from './emit/index.ts';
import { PROFILES, WRITTEN } from './emit/profiles.ts';
import type { Facts } from './input.ts';
import { hostOf } from './sharing.ts';

export { type EmittedFile, ORCHESTRATORS, type Orchestrator, unifiedDiff } from './emit/index.ts';

interface PackageRequest {
  readonly fleet: Fleet;
  readonly recommendations: readonly Recommendation[];
  readonly placement: Placement;
  readonly config: LoadedConfig;
  readonly today: string;
  /** Groups that the run and config name; without it those of the manifests that are deployed by themselves. */
  readonly isDeployed?: DeployedGroups;
  /** Ids, paths or last path segments; all services when empty. */
  readonly services: readonly string[];
  readonly orchestrator?: Orchestrator;
  /** Writes for this target instead of the recommended one. */
  readonly target?: RecommendationTarget;
}

interface PackageResult {
  readonly files: readonly EmittedFile[];
  /** Names that mean no service. */
  readonly unknown: readonly string[];
  /** Services for which nothing can be written, and why. */
  readonly skipped: readonly { readonly service: string; readonly because: string }[];
}

/** A service under one of its recommendations, with the files that this needs. */
interface Emitted {
  readonly service: Service;
  readonly recommendation: Recommendation;
  readonly facts: Facts;
  readonly files: readonly EmittedFile[];
}

const TOO_LITTLE = 'too little is known; declare facts, or name a target with --as';
const UNWRITTEN = `files are written for ${listed(WRITTEN)} alone`;

/** The files that chosen services need, each path once. Pure; the caller writes. */
export function packageServices(request: PackageRequest): PackageResult {
  const { fleet, services: names } = request;
  const named = serviceNames(fleet.services);
  const wanted = new Set(names.flatMap(named));
  const chosen = names.length === 0 ? fleet.services : fleet.services.filter((service) => wanted.has(service.id));
  const orchestrator = request.orchestrator ?? orchestratorOf(fleet.services);
  const emitted = emitAll(chosen, orchestrator, request);
  const files = new Map<string, EmittedFile>();
  for (const file of emitted.flatMap((one) => one.files)) if (!files.has(file.path)) files.set(file.path, file);
  if (orchestrator === 'compose') {
    for (const host of request.placement.hosts) {
      const members = emitted.filter(({ service }) => host.services.includes(service.id));
      const file = emitHost(host.id, members, { today: request.today });
      if (file !== undefined) files.set(file.path, file);
    }
  }
  return {
    files: [...files.values()],
    unknown: names.filter((name) => named(name).length === 0),
    skipped: emitted
      .filter((one) => one.files.length === 0)
      .map(({ service }) => ({ service: service.id, because: isWritten(service) ? TOO_LITTLE : UNWRITTEN })),
  };
}

function emitAll(chosen: readonly Service[], orchestrator: Orchestrator, request: PackageRequest): readonly Emitted[] {
  const { fleet, config, today } = request;
  const declared = declarations(fleet.services, config);
  const shared = sharedNames(fleet.services);
  const hosts = hostOf(fleet.services, config);
  const all = [...fleet.services, ...(fleet.setAside ?? [])];
  const inWorkspace = WRITTEN.flatMap((one) => PROFILES[one].inWorkspace?.(all) ?? []);
  const toBuild = WRITTEN.flatMap((one) => PROFILES[one].sisters?.(all) ?? []);
  return chosen.flatMap((alone) => {
    const service = inWorkspace.reduce((one, within) => within(one), alone);
    const name = shared.has(lastSegment(service)) ? { name: service.path } : {};
    const { facts } = declared.of(service.id);
    return request.recommendations
      .filter((one) => one.service === service.id)
      .map((given): Emitted => {
        const recommendation = request.target === undefined ? given : { ...given, target: request.target };
        const python = recommendation.target === 'shared-host' ? hosts(service.id)?.python : undefined;
        const installed = python === undefined ? {} : { installed: { python: [...python].sort(newestFirst) } };
        const sisters = toBuild.flatMap((sistersOf) => sistersOf(service));
        const deployed = deployedIn(service, request.isDeployed);
        const files = emit(service, recommendation, { today, facts, orchestrator, sisters, deployed, ...name, ...installed });
        return { service, recommendation, facts, files };
      });
  });
}

/** Ecosystems whose installers are told the groups by name. */
const BY_GROUPS: ReadonlySet<EcosystemId> = new Set(WRITTEN.filter((one) => PROFILES[one].namesGroups));

/** Names of the groups that are deployed, of manifests that are installed by groups. */
function deployedIn({ path, units }: Service, isDeployed: DeployedGroups = byScope): readonly string[] {
  const groups = units
    .filter(({ ecosystem }) => BY_GROUPS.has(ecosystem))
    .flatMap(({ dependencies }) => dependencies.filter(({ group, scope }) => isDeployed(path, group, scope)))
    .map(({ group }) => group);
  return [...new Set(groups)].sort();
}

function byScope(_path: string, _group: string, scope: Scope): boolean {
  return scope === 'runtime';
}

function newestFirst(a: string, b: string): number {
  return b.localeCompare(a, 'en', { numeric: true });
}

function lastSegment(service: Service): string {
  return baseName(service.path);
}

/** Last segments that several services have: `a/api` and `b/api` are written under their whole paths. */
function sharedNames(services: readonly Service[]): ReadonlySet<string> {
  const seen = new Set<string>();
  const shared = new Set<string>();
  for (const name of services.map(lastSegment)) {
    if (seen.has(name)) shared.add(name);
    seen.add(name);
  }
  return shared;
}
