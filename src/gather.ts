import type { Analyzer, Assemble as AssembleUnits, Assembly } from '../analyzers/analyzer.ts';
import { ANALYZERS } from './analyzers.ts';
import { nameClashes, withDeclaredPorts } from './config/declared.ts';
import { keyedByPath } from './config/keys.ts';
import type { LoadedConfig } from './config/load.ts';
import { excludedBy, locateServices } from './config/repositories.ts';
import { notThere } from './config/unknown-service.ts';
import { RuleBook } from './detect/rules.ts';
import { compilePatterns, tellsKind } from './discover/patterns.ts';
import { FileStore, projectFor } from './discover/project.ts';
import { looksLikeSample, testsAround } from './discover/samples.ts';
import { type Grouping, groupServices } from './discover/services.ts';
import { emptySubmodules } from './discover/submodules.ts';
import { unreadFormat } from './discover/unread-formats.ts';
import { type Excluded, type Walk, walk } from './discover/walk.ts';
import {
  baseName,
  type Demand,
  type Diagnostic,
  directoryOf,
  type EcosystemId,
  type Fleet,
  groupBy,
  isWithin,
  listed,
  type Service,
  serviceNames,
  type Target,
  type TargetVersions,
  type Unit,
} from './model/index.ts';
import type { AnalyzeRequest, Clock, Judged } from './request.ts';
import { chooseTarget } from './target.ts';

/** Discover → parse → demands: all facts of a fleet, and who can be asked more about it. */
export interface Gathered {
  readonly fleet: Fleet;
  /** With what the repositories say of their own services. */
  readonly config: LoadedConfig;
  readonly resolvers: ReadonlyMap<EcosystemId, NonNullable<Assembly['resolver']>>;
  /** How each ecosystem's own tool is asked. */
  readonly questions: ReadonlyMap<EcosystemId, NonNullable<Assembly['nativeQuestion']>>;
}

/** Reads a tree: walk, parse, choose the target, assemble. */
export function gather(request: AnalyzeRequest, clock: Clock): Gathered {
  const reading = clock('discover', () => readTree(request, excludedBy(request.config)));
  return clock('assemble', () => {
    const { fleet, ...gathered } = fleetOf(reading, request);
    return {
      ...gathered,
      fleet: { ...fleet, diagnostics: uniqueDiagnostics([...reading.diagnostics(fleet.diagnostics), ...fleet.diagnostics]) },
    };
  });
}

/** What is known of a tree, or of several: read just now, or kept in snapshots. */
export interface Facts {
  /** For one target. */
  readonly assemble: (target: TargetVersions) => readonly Assembled[];
  /** Directories of repositories besides the tree's own. */
  readonly repositories: readonly string[];
}

export interface Reading extends Facts {
  /** What could not be read, as far as it was asked for until now; not again what was `told`. */
  readonly diagnostics: (told: readonly Diagnostic[]) => readonly Diagnostic[];
}

/** Walks a tree; its files are read and parsed at most once, for whatever targets it is assembled. */
export function readTree(request: Pick<AnalyzeRequest, 'tree' | 'starts' | 'cache'>, excluded: readonly Excluded[]): Reading {
  const walked = walk(request.tree, request.starts, excluded);
  const store = new FileStore(request.tree, request.cache);
  let parts: readonly Read[] | undefined;
  let before: readonly AssembledFor[] = [];
  return {
    repositories: [...request.starts, ...walked.repositories],
    assemble(target) {
      parts ??= ANALYZERS.map(({ id, files, read }) => ({
        id,
        assemble: read(projectFor(files, walked, store)),
      }));
      before = assembleAll(parts, target, before);
      return before;
    },
    diagnostics: (told) => [
      ...walked.diagnostics,
      ...emptySubmodules(walked, request.tree),
      ...store.failures(walked.fileSet, compilePatterns(ANALYZERS.flatMap(({ sources = [] }) => sources))),
      ...unusedFiles(walked, store, told),
      ...ignoredManifests(walked, before),
      ...unreadFormats(walked, store, before),
    ],
  };
}

/** Manifests and locks by their names that no manifest asks for: told, so that nothing is lost in silence, unless they were. */
function unusedFiles(walked: Walk, store: FileStore, told: readonly Diagnostic[]): readonly Diagnostic[] {
  const named = ANALYZERS.map(({ files, sources = [] }) =>
    compilePatterns(files.filter((pattern) => tellsKind(pattern) && !sources.includes(pattern))),
  );
  const isAbout = compilePatterns(ANALYZERS.flatMap(({ about = [] }) => about));
  const known = new Set(told.map(({ file }) => file));
  const unused = walked.files.filter(
    (path) => named.some((matches) => matches(path)) && !store.isUsed(path) && !isAbout(path) && !known.has(path),
  );
  const isSample = (path: string): boolean => looksLikeSample(directoryOf(path));
  const real = unused.filter((path) => !isSample(path));
  const unnamed = NAMED.flatMap(({ isOne, by }) =>
    [...groupBy(real.filter(isOne), directoryOf).values()].map((files) => unnamedFiles(files, by)),
  );
  const others = real.filter((path) => !NAMED.some(({ isOne }) => isOne(path)));
  return [...unnamed, ...others.map(unusedFile), ...unusedSamples(unused.filter(isSample))];
}

const NAMED = ANALYZERS.flatMap(({ named }) => {
  if (named === undefined) return [];
  const [isOne, isOther] = [compilePatterns(named.files), compilePatterns(named.but ?? [])];
  return [{ isOne: (path: string) => isOne(path) && !isOther(path), by: named.by }];
});

/** Those of one directory, of which there are often many: one for each of what may run beside the services. */
function unnamedFiles(files: readonly string[], by: string): Diagnostic {
  const [file = ''] = files;
  const what = listed([file, ...files.slice(1).map(baseName)]);
  const message = `${what} ${files.length === 1 ? 'counts' : 'count'} only where ${by} names ${files.length === 1 ? 'it' : 'them'}, so nothing was compared from ${files.length === 1 ? 'it' : 'them'}`;
  return { code: 'file/unused', severity: 'note', message, file, line: 1 };
}

function unusedFile(file: string): Diagnostic {
  const message = `nothing here uses ${file} (no manifest beside it asks for it, or another file takes its place), so nothing was compared from it`;
  return { code: 'file/unused', severity: 'note', message, file, line: 1 };
}

/** Templates and what tests read are many: told once for all. */
function unusedSamples(files: readonly string[]): readonly Diagnostic[] {
  const [file] = files;
  if (file === undefined) return [];
  const whose = files.length === 1 ? 'which lies' : 'which lie';
  const message = `nothing here uses ${listed(files, 3)}, ${whose} among samples or tests, so nothing was compared from ${files.length === 1 ? 'it' : 'them'}`;
  return [{ code: 'file/unused', severity: 'note', message, file, line: 1 }];
}

/** Manifests and locks in forms that no analyzer reads; where it reads another of the same directory, that one counts. */
function unreadFormats(walked: Walk, store: FileStore, assembled: readonly Assembled[]): readonly Diagnostic[] {
  // Tens of formats, of which a tree has few: each looks at the files of any of them alone.
  const isAny = compilePatterns(ANALYZERS.flatMap(({ unread = [] }) => unread.flatMap(({ files }) => files)));
  const files = walked.files.filter(isAny);
  return ANALYZERS.flatMap(({ id, unread = [] }) => {
    const units = assembled.find((one) => one.id === id)?.assembly.units ?? [];
    const read = new Set(units.map(({ path }) => path));
    const says = id === 'deployment' ? 'how it runs' : 'needs';
    return unread.flatMap((format) => unreadFormat(format, { ...walked, files }, store, read, says));
  });
}

/** Manifests that are written by hand. */
const MANIFEST =
  /^(?:package\.json|pyproject\.toml|setup\.py|Pipfile|requirements\.txt|go\.mod|pom\.xml|build\.gradle(?:\.kts)?)$/;

/**
 * Git keeps what was added in spite of a .gitignore, so a manifest that it names may belong to the repository. What an image
 * names is read all the same.
 */
function ignoredManifests({ ignored }: Walk, assembled: readonly Assembled[]): readonly Diagnostic[] {
  const read = new Set(
    assembled.flatMap(({ assembly }) => assembly.units.flatMap((unit) => unit.manifests.map(({ path }) => path))),
  );
  const manifests = ignored.filter((path) => MANIFEST.test(baseName(path)) && !read.has(path));
  const [file] = manifests;
  if (file === undefined) return [];
  const whose =
    manifests.length === 1 ? 'is left out because a .gitignore names it' : 'are left out because a .gitignore names them';
  const message = `${listed(manifests, 3)} ${whose}; should ${manifests.length === 1 ? 'it' : 'they'} count, take that line out of the .gitignore`;
  return [{ code: 'file/ignored', severity: 'note', message, file, line: 1 }];
}

/** Chooses the target, and groups what is known for it to services. */
export function fleetOf({ assemble, repositories }: Facts, request: Judged): Gathered {
  const rules = ruleBook();
  const { config } = request.config;
  // Markers depend on the target and the target on the fleet's runtime constraints: parse once, assemble again if the guess was wrong.
  const guess = chooseTarget(request.target ?? {}, config.target ?? {}, [], rules);
  const first = assemble(guess);
  const located = keyedByPath(locateServices(request.config, unitPaths(first)), unitPaths(first));
  const grouped = group(first, repositories, { ...request, config: located });
  const runtime = grouped.services.flatMap((service) => runtimeDemands(service));
  const target = chooseTarget(request.target ?? {}, config.target ?? {}, runtime, rules);
  const assembled = sameTarget(target, guess) ? first : assemble(target);
  const isSame = assembled.every((one, index) => one === first[index]);
  const {
    services,
    leftOut,
    unjoined,
    setAside,
    diagnostics: own,
  } = isSame ? grouped : group(assembled, repositories, { ...request, config: located });
  const doubts = assembled.flatMap(({ id, assembly }) => DOUBTS.get(id)?.(assembly.units, target) ?? []);
  const isTold = outside(leftOut, services);
  const ofTests = ofTestsAlone(services);
  const read = assembled.flatMap(({ id, assembly }) =>
    assembly.diagnostics.filter((one) => isTold(one) && !(id === 'deployment' && ofTests(one))),
  );
  const diagnostics = uniqueDiagnostics([...own, ...read, ...doubts]);
  const resolvers = new Map<EcosystemId, NonNullable<Assembly['resolver']>>();
  const questions = new Map<EcosystemId, NonNullable<Assembly['nativeQuestion']>>();
  for (const { id, assembly } of assembled) {
    if (id === 'deployment') continue;
    if (assembly.resolver !== undefined) resolvers.set(id, assembly.resolver);
    if (assembly.nativeQuestion !== undefined) questions.set(id, assembly.nativeQuestion);
  }
  const found = { services, leftOut, unjoined, diagnostics, target, manifests: countManifests(services) };
  // Of several directories of one name a sample may be no service: then the word means the other one.
  const keyed = keyedByPath(located, pathsOf([...services, ...(setAside ?? [])]));
  return { fleet: setAside === undefined ? found : { ...found, setAside }, config: keyed, resolvers, questions };
}

/** Nobody is told what is wrong with files of samples and tests that do not count: they are wrong on purpose, or templates. */
function outside(leftOut: readonly string[], services: readonly Service[]): (diagnostic: Diagnostic) => boolean {
  const samples = new Set(leftOut);
  const counted = new Set(services.map(({ path }) => path));
  return ({ file }) => {
    for (let home = file === undefined ? '.' : directoryOf(file); home !== '.'; home = directoryOf(home)) {
      if (counted.has(home)) return true;
      if (samples.has(home)) return false;
    }
    return true;
  };
}

/** Descriptors that tests start or read, in a directory without a service. */
function ofTestsAlone(services: readonly Service[]): (diagnostic: Diagnostic) => boolean {
  return ({ file }) => {
    const tests = file === undefined ? undefined : testsAround(directoryOf(file));
    return tests !== undefined && !services.some(({ path }) => isWithin(path, tests));
  };
}

/** What analyzers ask once the target is known. */
const DOUBTS = new Map(ANALYZERS.map(({ id, doubts }) => [id, doubts]));

function unitPaths(assembled: readonly Assembled[]): readonly string[] {
  return [...new Set(assembled.flatMap(({ assembly }) => assembly.units.map((unit) => unit.path)))];
}

function pathsOf(services: readonly Service[]): readonly string[] {
  return services.map(({ path }) => path);
}

/** What one analyzer found. */
export interface Assembled {
  readonly id: EcosystemId | 'deployment';
  readonly assembly: Assembly;
}

/** What one analyzer read. */
interface Read extends Pick<Analyzer, 'id'> {
  readonly assemble: AssembleUnits;
}

interface AssembledFor extends Assembled {
  readonly asked: AskedTarget;
}

/** What an analyzer assembled for an earlier target still holds as long as what it asked of that is the same. */
function assembleAll(read: readonly Read[], target: TargetVersions, before: readonly AssembledFor[]): readonly AssembledFor[] {
  return read.map(({ id, assemble }, index) => {
    const earlier = before[index];
    if (earlier?.asked.becomes(target)) return earlier;
    const asked = askedTarget(target);
    return { id, assembly: assemble(asked.target), asked };
  });
}

/** A target that knows which of its parts somebody has asked for. */
interface AskedTarget {
  readonly target: TargetVersions;
  /** Takes another one's place where that has given the same answers; from then on the other one's are given. */
  becomes(target: TargetVersions): boolean;
}

function askedTarget(first: TargetVersions): AskedTarget {
  let now = first;
  const asked = new Set<keyof TargetVersions>();
  const ask = (part: keyof TargetVersions): string => {
    asked.add(part);
    return now[part];
  };
  return {
    target: {
      get python() {
        return ask('python');
      },
      get node() {
        return ask('node');
      },
      get jdk() {
        return ask('jdk');
      },
      get go() {
        return ask('go');
      },
      get platform() {
        return ask('platform');
      },
    },
    becomes(target) {
      if ([...asked].some((part) => now[part] !== target[part])) return false;
      now = target;
      return true;
    },
  };
}

function group(
  assembled: readonly Assembled[],
  repositories: readonly string[],
  request: Judged,
): Grouping & Pick<Fleet, 'setAside'> {
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
    repositories,
  });
  const keyed = keyedByPath(request.config, pathsOf(grouped.services));
  const services = grouped.services.map((service) => withDeclaredPorts(service, keyed));
  const grouping = { ...grouped, services, diagnostics: [...grouped.diagnostics, ...clashing] };
  if (request.only === undefined || request.only.length === 0) return grouping;
  const named = serviceNames(grouping.services);
  const wanted = new Set(request.only.flatMap(named));
  const unknown = request.only.filter((name) => named(name).length === 0).map((name) => notThere(name, grouping.services));
  const isWanted = ({ id }: Service): boolean => wanted.has(id);
  return {
    ...grouping,
    services: grouping.services.filter(isWanted),
    setAside: grouping.services.filter((service) => !isWanted(service)),
    diagnostics: [...grouping.diagnostics, ...unknown],
  };
}

/** What a service asks of interpreters, in its manifests and its descriptors. */
export function runtimeDemands(service: Service): readonly Demand[] {
  return [...service.units.flatMap((unit) => unit.demands), ...service.deployments.flatMap(({ facts }) => facts.demands)].filter(
    (demand) => demand.realm === 'runtime',
  );
}

function sameTarget(a: Target, b: Target): boolean {
  return a.python === b.python && a.node === b.node && a.jdk === b.jdk && a.go === b.go && a.platform === b.platform;
}

/** Each finding once by place, code and message; of equal ones the last. */
export function uniqueDiagnostics(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
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

/** The rules of every analyzer, by realm and key. */
export function ruleBook(): RuleBook {
  return new RuleBook(ANALYZERS.flatMap((analyzer) => analyzer.rules));
}
