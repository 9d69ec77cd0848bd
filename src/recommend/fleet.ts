import type { LoadedConfig } from '../config/load.ts';
import { PACKAGING_RULE } from '../config/schema.ts';
import { unknownRule } from '../config/unknown-rule.ts';
import {
  addTo,
  type Conflict,
  clashesAmong,
  type Dependency,
  type Diagnostic,
  type Fleet,
  type IsolationLevel,
  isActiveAt,
  isLive,
  type Placement,
  type Recommendation,
  type Service,
  type ServiceId,
} from '../model/index.ts';
import { RULES_DATE } from './data/rules.ts';
import { type Declarations, declarations } from './declared.ts';
import { elsewhere } from './elsewhere.ts';
import { type Advice, adviceDiagnostics, recommend } from './engine.ts';
import type { RecommendInput, Sharing } from './input.ts';
import { partsOfImages } from './parts-of-images.ts';
import { processesOf } from './processes.ts';
import { builtInRules, mergeRules, parseRulesFile, type Rule, ruleSet } from './rules.ts';
import { addDays } from './runtime.ts';
import { sharingOf } from './sharing.ts';
import { productionDependencies } from './signals.ts';
import { withoutLeavers } from './tenants.ts';

export interface AdviceRequest {
  readonly fleet: Fleet;
  readonly conflicts: readonly Conflict[];
  readonly placement: Placement;
  readonly config: LoadedConfig;
  /** What the config declares, or the request; the fleet's own files tell where neither does. */
  readonly platform?: string;
  /** ISO date. */
  readonly today: string;
  /** Manifest groups that count for every service besides those deployed by their scope. */
  readonly groups?: readonly string[];
  /** Those that descriptors of a service install. */
  readonly asked?: ReadonlyMap<ServiceId, readonly string[]>;
  readonly diagnosticsOnly?: boolean;
}

export interface FleetAdvice {
  readonly recommendations: readonly Recommendation[];
  readonly diagnostics: readonly Diagnostic[];
}

/** One recommendation per service (and process), or only what is to be told of what they rest on. */
export function recommendAll(request: AdviceRequest): FleetAdvice {
  const given = request.config.packagingRules;
  const own = given === undefined ? undefined : parseRulesFile(given.text, given.file);
  const rules = own === undefined ? builtInRules() : mergeRules(own.rules);
  const settings = packagingSettings(request.config);
  const inForce = ruleSet(rules, Object.fromEntries(settings.map(({ id, setting }) => [id, setting])));
  const { services } = request.fleet;
  const declared = declarations(services, request.config, request.fleet.setAside);
  const judged = new Map<RecommendInput, Advice>();
  const judge = (input: RecommendInput): Advice => {
    const advice = judged.get(input) ?? recommend(input, inForce);
    judged.set(input, advice);
    return advice;
  };
  const inputs = inputsOf(request, declared);
  const advice =
    request.diagnosticsOnly === true
      ? inputs.map((input) => ({ recommendations: [], diagnostics: adviceDiagnostics(input) }))
      : withoutLeavers(inputs, (input) => judge(input).recommendations).map(judge);
  return {
    recommendations: advice.flatMap((one) => one.recommendations),
    diagnostics: [
      ...(own?.diagnostics ?? []),
      ...declared.diagnostics,
      ...advice.flatMap((one) => one.diagnostics),
      ...unknownRules(request.config, settings, rules),
      ...staleData(request),
    ],
  };
}

function indexConflicts(conflicts: readonly Conflict[]): ReadonlyMap<string, readonly Conflict[]> {
  const index = new Map<string, Conflict[]>();
  for (const conflict of conflicts) {
    if (conflict.severity !== 'error' || !isLive(conflict)) continue;
    for (const service of conflict.services) {
      addTo(index, service, conflict);
    }
  }
  return index;
}

/** The engine's input for every service of a fleet. */
function inputsOf(request: AdviceRequest, declared: Declarations): readonly RecommendInput[] {
  const conflictsOf = indexConflicts(request.conflicts);
  const sharing = sharingOf(request.fleet.services, request.config);
  const other = request.platform === undefined ? elsewhere(request.fleet) : undefined;
  const platformOrigin = request.config.originOf(['platform']);
  const byPath = new Map(request.fleet.services.map((service) => [service.path, service]));
  const worked = workersOf(request.fleet.services);
  const named = request.fleet.services.flatMap(({ deployments }) =>
    deployments.flatMap(({ facts }) => facts.functions.flatMap(({ layers }) => layers)),
  );
  const parts = partsOfImages(request.fleet.services);
  const layersHere = new Set([...new Set(named)].flatMap((path) => layerAt(path, byPath)));
  return request.fleet.services.map((service): RecommendInput => {
    const { facts, factOrigin, policy, level, groups: own = [] } = declared.of(service.id);
    const groups = [...(request.groups ?? []), ...own, ...(request.asked?.get(service.id) ?? [])];
    const shares = sharing(service);
    const layers = layersOf(service, byPath);
    return {
      service,
      facts,
      factOrigin,
      ...(policy === undefined ? {} : { policy }),
      platform: request.platform ?? 'aws',
      ...(platformOrigin === undefined ? {} : { platformOrigin }),
      ...(other === undefined ? {} : { elsewhere: other }),
      today: request.today,
      conflicts: relevantConflicts(service.id, conflictsOf.get(service.id) ?? [], shares, level ?? request.placement.level),
      sharing: shares,
      ...(layersHere.has(service) ? { isLayer: true } : {}),
      ...(parts.has(service) ? { isPartOfImages: true } : {}),
      isWorkedByOthers: (dependency) => worked(service, dependency),
      ...(layers.length === 0 ? {} : { layers }),
      ...(groups.length === 0 ? {} : { groups }),
    };
  });
}

/** Whether a worker of another service runs on the same package; looked for once it is asked. */
function workersOf(services: readonly Service[]): (asking: Service, dependency: Dependency) => boolean {
  const byPackage = new Map<string, readonly Service[]>();
  const workers = (purl: string): readonly Service[] =>
    services.filter(
      (one) =>
        productionDependencies(one).some((dependency) => dependency.purl === purl) &&
        processesOf(one).some(({ role }) => role === 'worker'),
    );
  return (asking, { purl }) => {
    const found = byPackage.get(purl) ?? workers(purl);
    byPackage.set(purl, found);
    return found.some((one) => one !== asking);
  };
}

/** Lambda looks for what a layer brings in folders by runtime. */
const BY_RUNTIME = ['', '/nodejs', '/python'] as const;

function layerAt(path: string, byPath: ReadonlyMap<string, Service>): readonly Service[] {
  return BY_RUNTIME.flatMap((folder) => byPath.get(`${path}${folder}`) ?? []);
}

/** By function, the layers that a template builds from a directory of this repository which declares what it brings. */
function layersOf(service: Service, byPath: ReadonlyMap<string, Service>): readonly (readonly Service[])[] {
  const sets = new Map<string, readonly Service[]>();
  for (const { facts } of service.deployments)
    for (const { layers } of facts.functions) {
      const found = [...new Set(layers)].flatMap((path) => layerAt(path, byPath)).filter((layer) => layer.id !== service.id);
      if (found.length > 0) sets.set(found.map(({ path }) => path).join('\0'), found);
    }
  return [...sets.values()];
}

/** On a declared host only its tenants count; a conflict that the service's own level ends is none. */
function relevantConflicts(
  service: ServiceId,
  conflicts: readonly Conflict[],
  sharing: Sharing,
  level: IsolationLevel,
): readonly Conflict[] {
  const active = conflicts.filter((conflict) => isActiveAt(conflict.clearedBy, level));
  if (sharing.host === undefined) return active;
  const tenants = new Set([service, ...sharing.cotenants]);
  return active.filter((conflict) => clashesAmong(conflict, (id) => tenants.has(id)));
}

/** What config says of a packaging rule, and the key by which it does. */
interface Setting {
  readonly key: string;
  readonly id: string;
  readonly setting: string;
}

function packagingSettings({ config }: LoadedConfig): readonly Setting[] {
  return Object.entries(config.rules ?? {}).flatMap(([key, setting]) => {
    const id = PACKAGING_RULE.exec(key)?.[1];
    return id === undefined ? [] : [{ key, id, setting }];
  });
}

function unknownRules({ originOf }: LoadedConfig, settings: readonly Setting[], rules: readonly Rule[]): readonly Diagnostic[] {
  const known = new Set(rules.map((rule) => rule.id));
  return settings
    .filter(({ id }) => !known.has(id))
    .map(({ key, id }) => ({ ...unknownRule(id, known), ...originOf(['rules', key]) }));
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
