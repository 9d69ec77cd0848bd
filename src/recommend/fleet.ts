import type { LoadedConfig } from '../config/load.ts';
import type { ServiceConfig } from '../config/schema.ts';
import {
  type Conflict,
  type Diagnostic,
  type Fleet,
  type IsolationLevel,
  isActiveAt,
  type Origin,
  type Placement,
  type Recommendation,
  type Service,
} from '../model/index.ts';
import { RULES_DATE } from './data/rules.ts';
import { recommend } from './engine.ts';
import type { FactName, PackagingPolicy, RecommendInput, Sharing } from './input.ts';
import { builtInRules, mergeRules, parseRulesFile, type Rule } from './rules.ts';
import { addDays } from './runtime.ts';

export interface AdviceRequest {
  readonly fleet: Fleet;
  readonly conflicts: readonly Conflict[];
  readonly placement: Placement;
  readonly config: LoadedConfig;
  readonly platform: 'aws' | 'any';
  /** ISO date. */
  readonly today: string;
}

export interface FleetAdvice {
  readonly recommendations: readonly Recommendation[];
  readonly diagnostics: readonly Diagnostic[];
}

/** One recommendation per service (and process). */
export function recommendAll(request: AdviceRequest): FleetAdvice {
  const given = request.config.packagingRules;
  const own = given === undefined ? undefined : parseRulesFile(given.text, given.file);
  const rules = own === undefined ? builtInRules() : mergeRules(own.rules);
  const conflictsOf = indexConflicts(request.conflicts);
  const advice = inputsOf(request, conflictsOf).map((input) => recommend(input, rules));
  return {
    recommendations: advice.flatMap((one) => one.recommendations),
    diagnostics: [
      ...(own?.diagnostics ?? []),
      ...advice.flatMap((one) => one.diagnostics),
      ...unknownRules(request, rules),
      ...staleData(request),
    ],
  };
}

function indexConflicts(conflicts: readonly Conflict[]): ReadonlyMap<string, readonly Conflict[]> {
  const index = new Map<string, Conflict[]>();
  for (const conflict of conflicts) {
    if (conflict.severity !== 'error' || conflict.status === 'ignored') continue;
    for (const service of conflict.services) {
      const own = index.get(service);
      if (own === undefined) index.set(service, [conflict]);
      else own.push(conflict);
    }
  }
  return index;
}

/** The engine's input for every service of a fleet. */
function inputsOf(request: AdviceRequest, conflictsOf = indexConflicts(request.conflicts)): readonly RecommendInput[] {
  const { config: loaded } = request;
  const settings = configIndex(request);
  return request.fleet.services.map((service): RecommendInput => {
    const configured = settings.get(service.id);
    const sharing = sharingOf(service, request);
    const level = configured?.value.level ?? request.placement.level;
    const policy = policyOf(configured, loaded);
    return {
      service,
      facts: configured?.value.facts ?? {},
      factOrigin: (fact) => factOrigin(configured, loaded, fact),
      ...(policy === undefined ? {} : { policy }),
      platform: request.platform,
      today: request.today,
      conflicts: relevantConflicts(conflictsOf.get(service.id) ?? [], sharing, level),
      sharing,
      ...(loaded.config.rules === undefined ? {} : { ruleSettings: loaded.config.rules }),
      ...(configured?.value.groups === undefined ? {} : { groups: configured.value.groups }),
    };
  });
}

interface Configured {
  readonly key: string;
  readonly value: ServiceConfig;
}

/** Settings by service id; a key may be a path, a name or the last segment of a path. */
function configIndex(request: AdviceRequest): ReadonlyMap<string, Configured> {
  const index = new Map<string, Configured>();
  const byName = serviceNames(request.fleet.services);
  for (const [key, value] of Object.entries(request.config.config.services ?? {})) {
    for (const id of byName.get(cleanName(key)) ?? []) index.set(id, { key, value: { ...index.get(id)?.value, ...value } });
  }
  return index;
}

function cleanName(name: string): string {
  return name.replace(/^\.\//, '').replace(/\/+$/, '');
}

function serviceNames(services: readonly Service[]): ReadonlyMap<string, readonly string[]> {
  const names = new Map<string, string[]>();
  for (const service of services) {
    for (const name of new Set([service.id, service.path, service.path.split('/').at(-1) ?? '']))
      names.set(name, [...(names.get(name) ?? []), service.id]);
  }
  // The root is `.` and no segment of anything else.
  return names;
}

function factOrigin(configured: Configured | undefined, loaded: LoadedConfig, fact: FactName): Origin | undefined {
  if (configured === undefined || loaded.file === undefined) return undefined;
  return { file: loaded.file, line: loaded.lineOf(['services', configured.key, 'facts', fact]) };
}

function policyOf(configured: Configured | undefined, loaded: LoadedConfig): PackagingPolicy | undefined {
  const packaging = configured?.value.packaging;
  if (packaging === undefined || configured === undefined) return undefined;
  const { recommend: wanted, forbid, reason, until } = packaging;
  return {
    ...(wanted === undefined ? {} : { recommend: wanted }),
    ...(forbid === undefined ? {} : { forbid }),
    ...(reason === undefined ? {} : { reason }),
    ...(until === undefined ? {} : { until }),
    ...(loaded.file === undefined
      ? {}
      : { origin: { file: loaded.file, line: loaded.lineOf(['services', configured.key, 'packaging']) } }),
  };
}

/** The first declared host that allows sharing and lists the service; a host without a list takes anybody. */
function sharingOf(service: Service, request: AdviceRequest): Sharing {
  const { config, file, lineOf } = request.config;
  const names = new Set([service.id, service.path, service.path.split('/').at(-1) ?? '']);
  for (const [index, host] of (config.hosts ?? []).entries()) {
    if (host.share === 'forbid') continue;
    const listed = host.services?.map(cleanName);
    if (listed !== undefined && !listed.some((name) => names.has(name))) continue;
    const cotenants = request.fleet.services
      .filter(
        (other) =>
          other.id !== service.id &&
          (listed === undefined ||
            listed.some((name) => name === other.id || name === other.path || other.path.endsWith(`/${name}`))),
      )
      .map((other) => other.id);
    return { host: host.name, cotenants, ...(file === undefined ? {} : { origin: { file, line: lineOf(['hosts', index]) } }) };
  }
  return { cotenants: [] };
}

/** On a declared host only its tenants count; a conflict that the service's own level ends is none. */
function relevantConflicts(conflicts: readonly Conflict[], sharing: Sharing, level: IsolationLevel): readonly Conflict[] {
  const tenants = new Set(sharing.cotenants);
  return conflicts.filter(
    (conflict) =>
      isActiveAt(conflict.clearedBy, level) &&
      (sharing.host === undefined ||
        conflict.services.filter((other) => tenants.has(other)).length >= conflict.services.length - 1),
  );
}

function unknownRules(request: AdviceRequest, rules: readonly Rule[]): readonly Diagnostic[] {
  const { config, file, lineOf } = request.config;
  const known = new Set(rules.map((rule) => rule.id));
  return Object.keys(config.rules ?? {})
    .filter((id) => /^PK\d+$/.test(id) && !known.has(id))
    .map((id) => ({
      code: 'config/unknown-rule',
      severity: 'warning' as const,
      message: `config sets ${id}, which is no packaging rule`,
      ...(file === undefined ? {} : { file, line: lineOf(['rules', id]) }),
    }));
}

/** Limits, prices and runtimes change: data older than this is told. */
const FRESH_DAYS = 180;

function staleData(request: AdviceRequest): readonly Diagnostic[] {
  if (request.fleet.services.length === 0 || request.today <= addDays(RULES_DATE, FRESH_DAYS)) return [];
  return [
    {
      code: 'packaging/stale-data',
      severity: 'warning',
      message: `limits, prices and runtime dates are of ${RULES_DATE}, more than ${FRESH_DAYS} days ago; a newer cohost may know better`,
    },
  ];
}
