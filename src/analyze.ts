import type { Assembly } from '../analyzers/analyzer.ts';
import { ANALYZERS } from './analyzers.ts';
import { nameClashes, withDeclaredPorts } from './config/declared.ts';
import { type LoadedConfig, realmSettings } from './config/load.ts';
import { locateServices } from './config/repositories.ts';
import { atLevel } from './detect/at-level.ts';
import type { GroupChoice } from './detect/demands.ts';
import { bySeverity, type Detection, detect } from './detect/detect.ts';
import { unsuitedTenants, withInstalledRuntimes } from './detect/installed.ts';
import { withIsolation } from './detect/isolation.ts';
import { hostKey, type JointResult, NO_JOINT, resolveHosts, resolveJointly, withResolved } from './detect/joint.ts';
import { RuleBook } from './detect/rules.ts';
import { applyRuleSettings } from './detect/settings.ts';
import { type VerdictOptions, verdicts } from './detect/verdicts.ts';
import { compilePatterns } from './discover/patterns.ts';
import { FileStore, type ParseCache, projectFor } from './discover/project.ts';
import { type Grouping, groupServices } from './discover/services.ts';
import type { FileTree } from './discover/tree.ts';
import { type Walk, walk } from './discover/walk.ts';
import {
  type Compatibility,
  type Conflict,
  type Demand,
  type Depth,
  type Diagnostic,
  type EcosystemId,
  type Fleet,
  type IsolationLevel,
  LEVELS,
  type RealmId,
  type Report,
  type Resolver,
  type Service,
  type ServiceId,
  serviceNames,
  type Target,
  type TargetVersions,
  type Unit,
} from './model/index.ts';
import { ownLevels, planHosts } from './place/plan.ts';
import { recommendAll } from './recommend/fleet.ts';
import { leastIsolation } from './recommend/least-isolation.ts';
import type { ResolveEnvironment } from './registry/client.ts';
import { buildReport } from './report/build.ts';
import { chooseTarget, type TargetOverrides } from './target.ts';

/** One analysis of one tree. Everything outside of the tree comes in here; nothing reads a clock or an environment. */
export interface AnalyzeRequest {
  readonly tree: FileTree;
  /** Directories of the tree to analyse; `.` is the whole. */
  readonly starts: readonly string[];
  readonly config: LoadedConfig;
  readonly level?: IsolationLevel;
  readonly target?: TargetOverrides;
  readonly groups?: readonly string[];
  readonly realms?: readonly RealmId[];
  /** Ids, paths or last path segments of the services to look at; all when absent. */
  readonly only?: readonly string[];
  readonly allPairs?: boolean;
  readonly before?: string;
  /** ISO date that deprecations and expiries are judged by. */
  readonly today: string;
  readonly includeSamples?: boolean;
  readonly platform?: 'aws' | 'any';
  /** Given for depth `resolved`: opens the registries. */
  readonly resolve?: (target: Target, warn: (diagnostic: Diagnostic) => void) => Promise<ResolveEnvironment>;
  readonly cache?: ParseCache;
  readonly onStage?: (stage: Stage, milliseconds: number) => void;
  readonly progress?: (phase: string, done: number, total?: number) => void;
}

/** What judging needs of a request once the tree has been read. */
export type Judged = Omit<AnalyzeRequest, 'tree' | 'starts'>;

export type Stage = 'discover' | 'assemble' | 'detect' | 'resolve' | 'place' | 'recommend' | 'report';

export interface Analysis {
  readonly report: Report;
  readonly fleet: Fleet;
  readonly conflicts: readonly Conflict[];
  readonly rules: RuleBook;
  /** Which manifest groups were taken for deployed. */
  readonly groups: GroupChoice;
  /** The pairs whose verdict is more than `likely`: a matrix shows them all, whatever the report lists. */
  readonly decidedPairs: () => readonly Compatibility[];
}

interface Gathered {
  readonly fleet: Fleet;
  /** With what the repositories say of their own services. */
  readonly config: LoadedConfig;
  readonly resolvers: ReadonlyMap<EcosystemId, NonNullable<Assembly['resolver']>>;
  /** How each ecosystem's own tool is asked. */
  readonly questions: ReadonlyMap<EcosystemId, NonNullable<Assembly['nativeQuestion']>>;
}

/** discover → parse → demands → conflicts → placement → recommendation → report. */
export async function analyze(request: AnalyzeRequest): Promise<Analysis> {
  const clock = stopwatch(request.onStage);
  const { fleet, config, resolvers } = gather(request, clock);
  return judge(fleet, { ...request, config }, resolvers, clock);
}

/** Judges facts that were gathered here or come from snapshots. */
export async function judge(
  fleet: Fleet,
  request: Judged,
  resolvers: Gathered['resolvers'] = new Map(),
  clock: Clock = stopwatch(request.onStage),
): Promise<Analysis> {
  const rules = ruleBook();
  const { config } = request.config;
  const level = request.level ?? config.level ?? 'environment';
  const detection = clock('detect', () => detectIn(fleet, request, rules));
  const warned: Diagnostic[] = [];
  const opened =
    request.resolve === undefined
      ? undefined
      : await openResolvers(await request.resolve(fleet.target, (one) => warned.push(one)), resolvers, request);
  const pairs = opened === undefined ? NO_JOINT : await resolvePairs(fleet, detection, opened, request);
  clock('resolve', () => undefined);
  const { applied, placed, joint } = await settle(fleet, detection.conflicts, pairs, opened ?? new Map(), level, request, clock);
  const conflicts = asDeployed(applied.conflicts, fleet.services, level, request.config);
  const depth: Depth = request.resolve !== undefined ? 'resolved' : hasLocks(fleet.services) ? 'locked' : 'declared';
  const unread = unreadServices(fleet);
  const pairsTold = (list: VerdictOptions['list']): readonly Compatibility[] =>
    verdicts(fleet.services, conflicts, joint, { level, depth, list, unread });
  const recommended = clock('recommend', () =>
    recommendAll({
      fleet,
      conflicts,
      placement: placed.placement,
      config: request.config,
      platform: request.platform ?? config.platform ?? 'aws',
      today: request.today,
      groups: [...(request.groups ?? []), ...(config.groups ?? [])],
    }),
  );
  const report = clock('report', () =>
    buildReport({
      fleet,
      level,
      depth,
      before: request.before ?? null,
      conflicts,
      compatibility: pairsTold(request.allPairs === true ? 'all' : 'needed'),
      placement: placed.placement,
      ladder: placed.ladder,
      recommendations: recommended.recommendations,
      leastIsolation: leastIsolation(fleet.services, conflicts, recommended.recommendations),
      diagnostics: uniqueDiagnostics([
        ...request.config.diagnostics,
        ...fleet.diagnostics,
        ...warned,
        ...joint.diagnostics,
        ...unsuitedTenants(request.config, fleet.services, groupChoice(request, fleet.services), rules),
        ...applied.diagnostics,
        ...placed.diagnostics,
        ...recommended.diagnostics,
      ]),
    }),
  );
  return {
    report,
    fleet,
    conflicts,
    rules,
    groups: groupChoice(request, fleet.services),
    decidedPairs: () => pairsTold('decided'),
  };
}

/** What blocks today, each with the isolation that would end it; conflicts that the deployment's own isolation ends are notes. */
function asDeployed(
  conflicts: readonly Conflict[],
  services: readonly Service[],
  level: IsolationLevel,
  config: LoadedConfig,
): readonly Conflict[] {
  const own = ownLevels(services, config);
  const levelOf = (service: ServiceId): IsolationLevel => highest(level, own.get(service) ?? level);
  return [...withIsolation(atLevel(conflicts, levelOf))].sort(bySeverity);
}

/** The conflicts alone: what a comparison needs of its base. Placement and advice are not worked out where nothing depends on them. */
export async function findConflicts(request: AnalyzeRequest): Promise<Pick<Analysis, 'fleet' | 'conflicts'>> {
  // Sets of three and more are resolved where the placement proposes them.
  if (request.resolve !== undefined) return analyze(request);
  const { fleet, config } = gather(request, stopwatch(request.onStage));
  const { conflicts } = detectIn(fleet, { ...request, config }, ruleBook());
  const applied = applyRuleSettings(conflicts, fleet.services, config, request.today);
  const level = request.level ?? config.config.level ?? 'environment';
  return { fleet, conflicts: asDeployed(applied.conflicts, fleet.services, level, config) };
}

function ruleBook(): RuleBook {
  return new RuleBook(ANALYZERS.flatMap((analyzer) => analyzer.rules));
}

function detectIn(fleet: Fleet, request: Judged, rules: RuleBook): Detection {
  const detection = detect(fleet.services, rules, {
    target: fleet.target,
    groups: groupChoice(request, fleet.services),
    settings: realmSettings(request.config),
    ...(request.realms === undefined ? {} : { realms: new Set(request.realms) }),
  });
  return { ...detection, conflicts: withInstalledRuntimes(detection.conflicts, request.config, fleet.services, rules) };
}

function highest(a: IsolationLevel, b: IsolationLevel): IsolationLevel {
  return LEVELS.indexOf(a) > LEVELS.indexOf(b) ? a : b;
}

type Clock = <T>(stage: Stage, work: () => T) => T;

function stopwatch(onStage: AnalyzeRequest['onStage']): Clock {
  if (onStage === undefined) return (_, work) => work();
  let last = performance.now();
  return (stage, work) => {
    const result = work();
    const now = performance.now();
    onStage(stage, now - last);
    last = now;
    return result;
  };
}

function gather(request: AnalyzeRequest, clock: Clock): Gathered {
  const reading = clock('discover', () => readTree(request));
  return clock('assemble', () => {
    const { fleet, ...gathered } = fleetOf(reading.assemble, request);
    return { ...gathered, fleet: { ...fleet, diagnostics: uniqueDiagnostics([...reading.diagnostics(), ...fleet.diagnostics]) } };
  });
}

export interface Reading {
  readonly assemble: Assemble;
  /** What could not be read, as far as it was asked for until now. */
  readonly diagnostics: () => readonly Diagnostic[];
}

/** Walks a tree; its files are read and parsed at most once, for whatever targets it is assembled. */
export function readTree(request: Pick<AnalyzeRequest, 'tree' | 'starts' | 'cache'>): Reading {
  const walked = walk(request.tree, request.starts);
  const store = new FileStore(request.tree, request.cache);
  let before: { readonly target: TargetVersions; readonly assembled: readonly Assembled[] } | undefined;
  return {
    assemble(target) {
      const assembled = assembleAll(walked, store, target, before);
      before = { target, assembled };
      return assembled;
    },
    diagnostics: () => [...walked.diagnostics, ...store.failures(new Set(walked.files)), ...unusedFiles(walked, store)],
  };
}

/** Names that say nothing: what such a file is, its content tells. */
const BY_CONTENT: ReadonlySet<string> = new Set(['*.yml', '*.yaml']);

/** Manifests and locks by their names that no manifest asks for: told, so that nothing is lost in silence. */
function unusedFiles(walked: Walk, store: FileStore): readonly Diagnostic[] {
  const named = ANALYZERS.map(({ files }) => compilePatterns(files.filter((pattern) => !BY_CONTENT.has(pattern))));
  return walked.files
    .filter((path) => named.some((matches) => matches(path)) && !store.asked(path))
    .map((file) => ({
      code: 'file/unused',
      severity: 'note',
      message: `nothing here uses ${file} (no manifest beside it, or one that another takes precedence over), so nothing was compared from it`,
      file,
      line: 1,
    }));
}

/** The facts of all analyzers for one target: read from a tree, or kept in snapshots. */
export type Assemble = (target: TargetVersions) => readonly Assembled[];

/** Chooses the target, and groups what is known for it to services. */
export function fleetOf(assemble: Assemble, request: Judged): Gathered {
  const rules = ruleBook();
  const { config } = request.config;
  // Markers depend on the target and the target on the fleet's runtime constraints: parse once, assemble again if the guess was wrong.
  const guess = chooseTarget(request.target ?? {}, config.target ?? {}, [], rules);
  const first = assemble(guess);
  const located = locateServices(request.config, unitPaths(first));
  const grouped = group(first, { ...request, config: located });
  const runtime = grouped.services.flatMap((service) => runtimeDemands(service));
  const target = chooseTarget(request.target ?? {}, config.target ?? {}, runtime, rules);
  const again = sameTarget(target, guess) ? undefined : assemble(target);
  const assembled = again ?? first;
  const {
    services,
    leftOut,
    unjoined,
    setAside,
    diagnostics: own,
  } = again === undefined ? grouped : group(again, { ...request, config: located });
  const doubts = assembled.flatMap(({ id, assembly }) => DOUBTS.get(id)?.(assembly.units, target) ?? []);
  const diagnostics = uniqueDiagnostics([...own, ...assembled.flatMap(({ assembly }) => assembly.diagnostics), ...doubts]);
  const resolvers = new Map<EcosystemId, NonNullable<Assembly['resolver']>>();
  const questions = new Map<EcosystemId, NonNullable<Assembly['nativeQuestion']>>();
  for (const { id, assembly } of assembled) {
    if (id === 'deployment') continue;
    if (assembly.resolver !== undefined) resolvers.set(id, assembly.resolver);
    if (assembly.nativeQuestion !== undefined) questions.set(id, assembly.nativeQuestion);
  }
  const found = { services, leftOut, unjoined, diagnostics, target, manifests: countManifests(services) };
  return { fleet: setAside === undefined ? found : { ...found, setAside }, config: located, resolvers, questions };
}

/** What analyzers ask once the target is known. */
const DOUBTS = new Map(ANALYZERS.map(({ id, doubts }) => [id, doubts]));

function unitPaths(assembled: readonly Assembled[]): readonly string[] {
  return [...new Set(assembled.flatMap(({ assembly }) => assembly.units.map((unit) => unit.path)))];
}

/** What one analyzer found. */
export interface Assembled {
  readonly id: EcosystemId | 'deployment';
  readonly assembly: Assembly;
}

/** What an analyzer assembled for an earlier target still holds as long as the parts that it reads are the same. */
function assembleAll(
  walked: Walk,
  store: FileStore,
  target: TargetVersions,
  before?: { readonly target: TargetVersions; readonly assembled: readonly Assembled[] },
): readonly Assembled[] {
  return ANALYZERS.map((analyzer, index) => {
    const earlier = before?.assembled[index];
    if (earlier !== undefined && analyzer.targets.every((part) => before?.target[part] === target[part])) return earlier;
    return { id: analyzer.id, assembly: analyzer.assemble(projectFor(analyzer.files, walked, store), target) };
  });
}

function group(assembled: readonly Assembled[], request: Judged): Grouping & Pick<Fleet, 'setAside' | 'diagnostics'> {
  const units = assembled.flatMap(({ assembly }): readonly Unit[] => assembly.units);
  const deployments = assembled.flatMap(({ assembly }) => assembly.deployments);
  const configured = request.config.config.services ?? {};
  const clashing = nameClashes(request.config, new Set(units.map(({ path }) => path)));
  const names = new Map(
    Object.entries(configured).flatMap(([path, service]) =>
      service.name === undefined || clashing.length > 0 ? [] : [[path, service.name] as const],
    ),
  );
  const grouped = groupServices(units, deployments, {
    names,
    declared: new Set([...Object.keys(configured), ...Object.keys(request.config.factsFile?.services ?? {})]),
    includeSamples: request.includeSamples ?? request.config.config.samples ?? false,
  });
  const services = grouped.services.map((service) => withDeclaredPorts(service, request.config));
  const grouping = { ...grouped, services, diagnostics: clashing };
  if (request.only === undefined || request.only.length === 0) return grouping;
  const wanted = new Set(request.only.flatMap(serviceNames(grouping.services)));
  const isWanted = ({ id }: Service): boolean => wanted.has(id);
  return {
    ...grouping,
    services: grouping.services.filter(isWanted),
    setAside: grouping.services.filter((service) => !isWanted(service)),
  };
}

function runtimeDemands(service: Service): readonly Demand[] {
  return [...service.units.flatMap((unit) => unit.demands), ...service.deployments.flatMap(({ facts }) => facts.demands)].filter(
    (demand) => demand.realm === 'runtime',
  );
}

/** A host runs what its own services want: their newest common version, not the whole fleet's. */
function hostTarget(fleet: Fleet, request: Judged): (members: readonly ServiceId[]) => Target {
  const rules = ruleBook();
  const demands = new Map(fleet.services.map((service) => [service.id, runtimeDemands(service)]));
  return (members) =>
    chooseTarget(
      request.target ?? {},
      request.config.config.target ?? {},
      members.flatMap((id) => demands.get(id) ?? []),
      rules,
    );
}

function sameTarget(a: Target, b: Target): boolean {
  return a.python === b.python && a.node === b.node && a.jdk === b.jdk && a.go === b.go && a.platform === b.platform;
}

function uniqueDiagnostics(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  return [
    ...new Map(
      diagnostics.map((one) => [`${one.file ?? ''}:${one.line ?? 0}:${one.column ?? 0}:${one.code}:${one.message}`, one]),
    ).values(),
  ];
}

function countManifests(services: readonly Service[]): number {
  return new Set(services.flatMap((service) => service.units.flatMap((unit) => unit.manifests.map((manifest) => manifest.path))))
    .size;
}

function groupChoice(request: Judged, services: readonly Service[]): GroupChoice {
  const { config } = request.config;
  const named = serviceNames(services);
  const byService = new Map<string, ReadonlySet<string>>();
  for (const [name, settings] of Object.entries(config.services ?? {})) {
    if (settings.groups === undefined) continue;
    for (const service of named(name)) byService.set(service, new Set(settings.groups));
  }
  return { everywhere: new Set([...(request.groups ?? []), ...(config.groups ?? [])]), byService };
}

function hasLocks(services: readonly Service[]): boolean {
  return services.some((service) => service.units.some((unit) => unit.manifests.some((manifest) => manifest.role === 'lock')));
}

/** Services of which a manifest could not be read at all. */
function unreadServices(fleet: Fleet): ReadonlyMap<string, string> {
  const unread = new Map<string, string>();
  const broken = new Map(
    fleet.diagnostics.flatMap((one) =>
      one.severity === 'error' && one.incomplete === true && one.file !== undefined ? [[one.file, one.message] as const] : [],
    ),
  );
  for (const service of fleet.services) {
    for (const unit of service.units) {
      for (const manifest of unit.manifests) {
        const message = broken.get(manifest.path);
        if (message !== undefined) unread.set(service.id, message);
      }
    }
  }
  return unread;
}

type Resolvers = ReadonlyMap<EcosystemId, Resolver>;

async function openResolvers(
  environment: ResolveEnvironment,
  factories: Gathered['resolvers'],
  request: Judged,
): Promise<Resolvers> {
  const resolvers = new Map<EcosystemId, Resolver>();
  for (const [id, open] of factories) {
    if (request.realms === undefined || request.realms.includes(id)) resolvers.set(id, await open(environment));
  }
  return resolvers;
}

function resolvePairs(fleet: Fleet, detection: Detection, resolvers: Resolvers, request: Judged): Promise<JointResult> {
  const parted = new Set<string>();
  for (const conflict of detection.conflicts) {
    if (conflict.severity !== 'error' || conflict.sides.length !== 2) continue;
    for (const a of conflict.services)
      for (const b of conflict.services) if (a !== b) parted.add(`${conflict.realm}\0${a}\0${b}`);
  }
  return resolveJointly({
    services: fleet.services,
    resolvers,
    separate: (ecosystem, a, b) => parted.has(`${ecosystem}\0${a}\0${b}`),
    progress: (done, total) => request.progress?.('resolving', done, total),
  });
}

/** Over this many proposals the placement stands as it is, its hosts `likely` rather than proved. */
const MAX_PROPOSALS = 50;

interface Settled {
  readonly applied: ReturnType<typeof applyRuleSettings>;
  readonly placed: ReturnType<typeof planHosts>;
  readonly joint: JointResult;
}

/** Places, resolves each proposed host as a whole, and places anew with the clashes found, until every host stands. */
async function settle(
  fleet: Fleet,
  detected: readonly Conflict[],
  pairs: JointResult,
  resolvers: Resolvers,
  level: IsolationLevel,
  request: Judged,
  clock: Clock,
): Promise<Settled> {
  let joint = pairs;
  const asked = new Set<string>();
  for (let proposal = 1; ; proposal++) {
    const conflicts = [...withResolved(detected, joint.conflicts)].sort(bySeverity);
    const applied = applyRuleSettings(conflicts, fleet.services, request.config, request.today);
    const placed = clock('place', () =>
      planHosts(fleet, applied.conflicts, level, request.config, hostTarget(fleet, request), joint),
    );
    const unasked = placed.placement.hosts
      .map((host) => host.services)
      .filter((members) => members.length > 1 && !asked.has(hostKey(members)));
    if (level !== 'environment' || resolvers.size === 0 || unasked.length === 0 || proposal > MAX_PROPOSALS)
      return { applied, placed, joint };
    for (const members of unasked) asked.add(hostKey(members));
    const found = await resolveHosts(unasked, fleet.services, resolvers, joint.unsound);
    const known = new Set(joint.conflicts.map((conflict) => conflict.id));
    joint = {
      ...joint,
      conflicts: [...joint.conflicts, ...found.conflicts.filter((conflict) => !known.has(conflict.id))],
      hosts: new Map([...joint.hosts, ...found.proved]),
      diagnostics: [...joint.diagnostics, ...found.diagnostics],
    };
  }
}
