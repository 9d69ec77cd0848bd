import { remember } from '../formats/remember.ts';
import { byText, type Dependency, type EcosystemId, isForBrowsers, type Service, type TraitKind } from '../model/index.ts';
import { browserBuilders, hasServerBeside } from './browser-builds.ts';
import { SIGNAL_GROUPS, type SignalGroup, type SignalId } from './data/signals.ts';
import { hasMarked, isMarked } from './marks.ts';
import { exactRows, type PackagePatterns, patternsOf, wideRows } from './package-patterns.ts';
import { isCompilersPlugin } from './roles.ts';

/** A direct production dependency that carries a signal. */
export interface SignalHit {
  readonly signal: SignalId;
  readonly group: SignalGroup;
  readonly dependency: Dependency;
}

const groupPatterns = remember((ecosystem: EcosystemId): PackagePatterns<SignalGroup> => patternsOf(SIGNAL_GROUPS, ecosystem));

/** Build-time helpers that a wide pattern would catch. */
const NOT_AT_RUN_TIME = /(?:-test|-devtools|-configuration-processor|-docker-compose|-testcontainers)(?:-|$)/;

/** Direct dependencies that reach production: runtime scope, and groups that config deploys. */
export function productionDependencies(service: Service, groups: readonly string[] = []): readonly Dependency[] {
  const chosen = new Set(groups);
  return service.units.flatMap((unit) =>
    unit.dependencies.filter((one) => one.direct && (one.scope === 'runtime' || one.scope === 'peer' || chosen.has(one.group))),
  );
}

/** What the modules of its own build that a service is made with declare for production: it ships with the service. */
export function inheritedDependencies({ units }: Service): readonly Dependency[] {
  return units.flatMap(({ dependencies }) => {
    const modules = new Set(dependencies.flatMap(({ kind, purl }) => (kind === 'workspace' ? [purl] : [])));
    const isModule = (step: string): boolean => modules.has(step.slice(0, step.lastIndexOf('@')));
    return dependencies.filter(
      ({ direct, scope, kind, via }) =>
        !direct && scope === 'runtime' && kind !== 'workspace' && via.length > 0 && via.every(isModule),
    );
  });
}

/** Signals that say nothing of what a service is for. */
const BYSTANDERS: ReadonlySet<SignalId> = new Set<SignalId>([
  'cli',
  'deployer',
  'number-crunching',
  'native-ext',
  'db-pool',
  'big-sdk',
  'metrics-pull',
  'k8s-client',
  'serverless-tool',
  'gpu-libs',
  'fork-model',
  'native-syslib',
]);

export function tellsPurpose(signal: SignalId): boolean {
  return !BYSTANDERS.has(signal);
}

/** Signals that say, whatever the service is for, what it cannot do without: an image of its own, a port that is scraped. */
const DEMANDING: ReadonlySet<SignalId> = new Set<SignalId>(['native-syslib', 'metrics-pull']);

export function tellsNeed(signal: SignalId): boolean {
  return DEMANDING.has(signal);
}

/** Alone it is a weak sign. */
export function isLambdaTool({ dependency }: SignalHit): boolean {
  return isMarked('lambda-tool')(dependency);
}

/** A program that deploys functions knows their types as well, and what it is written with talks gRPC to its engine. */
function withoutDeployersTools(hits: readonly SignalHit[]): readonly SignalHit[] {
  if (!hits.some(({ signal }) => signal === 'deployer')) return hits;
  return hits.filter((hit) => !isLambdaTool(hit) && !(hit.signal === 'grpc-server' && hit.group.confidence === 'low'));
}

/**
 * Signals of a service: its own manifests', and where those say nothing of what it is for, those of the modules that it
 * is built with; to a program that deploys others its modules are what it deploys. A module that many use brings more than
 * each of them needs, so that it never speaks against their own; of what the service's own files show it is believed all
 * the same.
 */
export function signalsOf(service: Service, groups: readonly string[] = []): readonly SignalHit[] {
  const shown = new Set(service.deployments.flatMap(({ facts }) => facts.traits.map(({ kind }) => kind)));
  const matched = withoutIdleFrameworks(withoutDeployersTools(matchSignals(service, groups)));
  const own = shown.has('consumer-group') ? matched : withoutIdleMessages(matched, shown);
  if (makesPlugins(service)) return own.filter(({ signal }) => !tellsPurpose(signal));
  if (hasPages(service)) return own;
  const inherited = signalsAmong(inheritedDependencies(service));
  const isMadeOfModules = !own.some(({ signal }) => tellsPurpose(signal) || signal === 'deployer');
  if (isMadeOfModules) return [...own, ...inherited.filter(tellsOfUsers)];
  const known = new Set(own.map(({ signal }) => signal));
  const isShown = (signal: SignalId): boolean => {
    const kind = SHOWN_BY.get(signal);
    return kind !== undefined && shown.has(kind);
  };
  return [...own, ...inherited.filter(({ signal }) => !known.has(signal) && isShown(signal))];
}

/** A plugin of a compiler writes code for servers, whose libraries it is built with, and serves nothing itself. */
function makesPlugins({ units, deployments }: Service): boolean {
  const programs = units.flatMap(({ entryPoints = [] }) => entryPoints.map(({ name }) => name));
  return (
    programs.length > 0 &&
    programs.every(isCompilersPlugin) &&
    deployments.every(({ facts: { processes, functions } }) => processes.length + functions.length === 0)
  );
}

/** Nest without a platform of HTTP, beside its module for microservices, listens to their transport alone. */
function withoutIdleFrameworks(hits: readonly SignalHit[]): readonly SignalHit[] {
  const all = hits.map(({ dependency }) => dependency);
  if (!hasMarked(all, 'messages-module') || hasMarked(all, 'http-module')) return hits;
  const isIdle = isMarked('http-by-module');
  return hits.filter(({ signal, dependency }) => signal !== 'web-sync' || !isIdle(dependency));
}

/** The transports with which Nest's module for microservices listens itself; every broker needs a client of its own beside it. */
const LISTENS: readonly TraitKind[] = ['serves-grpc', 'serves-raw'];

/** Nest's module for microservices, of which a source says that it listens, is no broker's where no client of one is there. */
function withoutIdleMessages(hits: readonly SignalHit[], shown: ReadonlySet<TraitKind>): readonly SignalHit[] {
  const isModule = isMarked('messages-module');
  const isIdle = LISTENS.some((kind) => shown.has(kind)) && !hits.some((hit) => isOfBroker(hit) && !isModule(hit.dependency));
  return isIdle ? hits.filter((hit) => !isOfBroker(hit)) : hits;
}

function isOfBroker({ signal }: SignalHit): boolean {
  return signal === 'consumer-queue' || signal === 'consumer-stream';
}

/** What a service's own sources and settings show of a library that a module brings. */
const SHOWN_BY: ReadonlyMap<SignalId, TraitKind> = new Map<SignalId, TraitKind>([
  ['consumer-queue', 'consumer-group'],
  ['consumer-stream', 'consumer-group'],
  ['grpc-server', 'serves-grpc'],
]);

/** Libraries of these are clients as often as servers, and a module that many use is the client of one. */
const CLIENTS_TOO: ReadonlySet<SignalId> = new Set<SignalId>(['web-async', 'websocket-server', 'raw-network-server']);

/** Whether what a module takes tells something of those that are built with it. */
function tellsOfUsers({ signal, group }: SignalHit): boolean {
  return tellsPurpose(signal) && !(group.confidence === 'low' && CLIENTS_TOO.has(signal));
}

/** What a build for browsers takes of modules that a server has too is what a browser can run. */
function hasPages({ units }: Service): boolean {
  return units.some(
    ({ ecosystem, dependencies }) =>
      isForBrowsers(ecosystem) && browserBuilders(dependencies.filter(({ direct }) => direct)).length > 0,
  );
}

/** Of dependencies, once per signal and package. */
function signalsAmong(dependencies: readonly Dependency[]): readonly SignalHit[] {
  const hits = new Map<string, SignalHit>();
  for (const dependency of dependencies) {
    for (const group of groupsOf(dependency)) {
      const key = keyOf(group.signal, dependency);
      if (!hits.has(key)) hits.set(key, { signal: group.signal, group, dependency });
    }
  }
  return [...hits.values()];
}

function keyOf(signal: SignalId, { ecosystem, name }: Dependency): string {
  return `${signal}\0${ecosystem}\0${name}`;
}

/**
 * Signals of a service's own manifests, once per signal and package, in the order of the manifests. A peer is what those
 * that use the package bring along: an adapter for Hono and Express serves neither.
 */
function matchSignals(service: Service, groups: readonly string[]): readonly SignalHit[] {
  const hits = new Map<string, SignalHit>();
  const own = productionDependencies(service, groups).filter(({ scope }) => scope !== 'peer');
  for (const hit of signalsAmong(own)) hits.set(keyOf(hit.signal, hit.dependency), hit);
  for (const { dependencies } of service.units) {
    const direct = dependencies.filter((one) => one.direct);
    for (const dependency of direct) {
      const told = telling(dependency, direct);
      for (const group of told.length === 0 ? [] : groupsOf(dependency)) {
        const { signal } = group;
        if (told.includes(signal)) hits.set(keyOf(signal, dependency), { signal, group, dependency });
      }
    }
  }
  return [...hits.values()].sort((a, b) => byText(a.dependency.name, b.dependency.name));
}

const isBuiltServer = isMarked('build-is-server');
const isOfDeployers = isMarked('deployer-template');
const isLambdasTool = isMarked('lambda-tool');
const isEngine = isMarked('provided-engine');
const isServletApi = isMarked('provided-servlets');
const isTypes = isMarked('types');

/**
 * CDK's template for TypeScript has all of it among what developers install: the program ends before anything runs. Whoever
 * has others than the templates name may run something; names and numbers come from modules beside it.
 */
function isDeployer(direct: readonly Dependency[]): boolean {
  return direct.every((one) =>
    one.scope === 'runtime' ? isOfDeployers(one) || one.kind === 'workspace' : !(isTypes(one) && isLambdasTool(one)),
  );
}

/** What reaches no bundle and tells how the code runs all the same. */
function telling(dependency: Dependency, direct: readonly Dependency[]): readonly SignalId[] {
  const { scope } = dependency;
  if (isBuiltServer(dependency) && hasServerBeside(direct)) return ['web-async'];
  if (scope === 'dev' && isOfDeployers(dependency) && isDeployer(direct)) return ['deployer'];
  // What a server or a cluster provides is what the service expects to find there; nobody ships the servlet API.
  if (scope === 'provided' && isEngine(dependency)) return ['stream-processor', 'distributed-compute'];
  if (scope === 'provided') return isServletApi(dependency) ? ['web-sync'] : ['app-server'];
  // Types are for the compiler alone, and a handler's types are those of a handler.
  return isTypes(dependency) ? ['lambda-native'] : [];
}

function groupsOf(dependency: Dependency): readonly SignalGroup[] {
  const patterns = groupPatterns(dependency.ecosystem);
  const exact = exactRows(patterns, dependency);
  if (patterns.globs.length === 0 || NOT_AT_RUN_TIME.test(dependency.name)) return exact;
  const wide = wideRows(patterns, dependency).filter(({ signal }) => !exact.some((one) => one.signal === signal));
  return wide.length === 0 ? exact : [...exact, ...new Map(wide.map((group) => [group.signal, group])).values()];
}
