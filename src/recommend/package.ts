import type { LoadedConfig } from '../config/load.ts';
import {
  baseName,
  type Fleet,
  type Placement,
  type Recommendation,
  type RecommendationTarget,
  type Service,
  serviceNames,
} from '../model/index.ts';
import { declarations } from './declared.ts';
import { type EmittedFile, emit, emitHost, type Orchestrator, orchestratorOf } from './emit/index.ts';
import type { Facts } from './input.ts';
import { hostOf } from './sharing.ts';

export { type EmittedFile, ORCHESTRATORS, type Orchestrator, unifiedDiff } from './emit/index.ts';

interface PackageRequest {
  readonly fleet: Fleet;
  readonly recommendations: readonly Recommendation[];
  readonly placement: Placement;
  readonly config: LoadedConfig;
  readonly today: string;
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

/** The files that chosen services need, each path once. Pure; the caller writes. */
export function packageServices(request: PackageRequest): PackageResult {
  const { fleet, services: names } = request;
  const named = serviceNames(fleet.services);
  const wanted = new Set(names.flatMap(named));
  const chosen = names.length === 0 ? fleet.services : fleet.services.filter((service) => wanted.has(service.id));
  const unknown = names.filter((name) => named(name).length === 0);
  const declared = declarations(fleet.services, request.config);
  const orchestrator = request.orchestrator ?? orchestratorOf(fleet.services);
  const files = new Map<string, EmittedFile>();
  const skipped: { service: string; because: string }[] = [];
  const emitted: { service: Service; recommendation: Recommendation; facts: Facts }[] = [];
  const shared = sharedNames(fleet.services);
  const hosts = hostOf(fleet.services, request.config);
  for (const service of chosen) {
    const name = shared.has(lastSegment(service)) ? { name: service.path } : {};
    const { facts } = declared.of(service.id);
    for (const given of request.recommendations.filter((one) => one.service === service.id)) {
      const recommendation = request.target === undefined ? given : { ...given, target: request.target };
      const python = recommendation.target === 'shared-host' ? hosts(service.id)?.python : undefined;
      const installed = python === undefined ? {} : { installedPython: [...python].sort(newestFirst) };
      const own = emit(service, recommendation, { today: request.today, facts, orchestrator, ...name, ...installed });
      if (own.length === 0)
        skipped.push({ service: service.id, because: 'too little is known; declare facts, or name a target with --as' });
      for (const file of own) if (!files.has(file.path)) files.set(file.path, file);
      emitted.push({ service, recommendation, facts });
    }
  }
  if (orchestrator === 'compose') {
    for (const host of request.placement.hosts) {
      const members = emitted.filter(({ service }) => host.services.includes(service.id));
      const file = emitHost(host.id, members, { today: request.today });
      if (file !== undefined) files.set(file.path, file);
    }
  }
  return { files: [...files.values()], unknown, skipped };
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
