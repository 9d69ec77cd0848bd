/** POMs of a project tree → units. Nothing is fetched: what lies outside the tree is named, once. */
import {
  append,
  chained,
  type Demand,
  type Dependency,
  type Diagnostic,
  directoryOf,
  groupBy,
  type Project,
  percentEncoded,
  type RuntimeConstraint,
  runtimeDemand,
  type Scope,
  type TargetVersions,
  type Unit,
} from '../../../src/model/index.ts';
import { builtImageDemands } from '../built-image.ts';
import type { Carried } from '../carried.ts';
import { defaultPorts } from '../default-ports.ts';
import { javaOf, serviceJavaOf } from '../frameworks/least-java.ts';
import { startsArchive } from '../started-archive.ts';
import { type Managers, managersOf, virtualDemands } from '../virtual-keys.ts';
import { wrapperAt } from '../wrapper.ts';
import { enforcerJava } from './enforcer.ts';
import { imageOf } from './image.ts';
import { javaLevel } from './java-level.ts';
import type { EffectiveModel } from './model/effective-model.ts';
import { hasExpression } from './model/interpolate.ts';
import { managementKey } from './model/merge.ts';
import { isProcessor, isTrue, type PomDependency } from './model/pom.ts';
import type { MissingPom } from './model/problems.ts';
import { validate } from './model/validate.ts';
import { parentNotes } from './parent-notes.ts';
import { type Circle, circleNotes, circlesOf, type Module, reactorOf, reactorsOf } from './reactors.ts';
import { bootOf, boots, type Modules, mainOf, makes, roleOf, type Surroundings, starts } from './role.ts';
import { parseConstraint } from './versions/range.ts';
import { Workspace } from './workspace.ts';

/** Deployed scopes are `runtime`; Maven's `provided` and `system` are there already, `test` never is. The last four are Maven 4's. */
const SCOPES: Readonly<Record<string, Scope>> = {
  compile: 'runtime',
  runtime: 'runtime',
  provided: 'provided',
  system: 'provided',
  test: 'test',
  'compile-only': 'provided',
  none: 'provided',
  'test-only': 'test',
  'test-runtime': 'test',
};

function purlOf(groupId: string, artifactId: string): string {
  return `pkg:maven/${percentEncoded(groupId)}/${percentEncoded(artifactId)}`;
}

interface Requirement {
  readonly constraint: string;
  readonly kind: Dependency['kind'];
}

function requirement({ version, scope }: PomDependency): Requirement {
  if (scope === 'system') return { constraint: version ?? '', kind: 'path' };
  if (version === undefined || version === '' || hasExpression(version)) return { constraint: '', kind: 'unknown' };
  if (version === 'LATEST' || version === 'RELEASE') return { constraint: '', kind: 'range' };
  const constraint = parseConstraint(version);
  if (constraint.kind === 'invalid') return { constraint: version, kind: 'unknown' };
  return { constraint: version, kind: constraint.kind === 'soft' ? 'exact' : 'range' };
}

function toDependency(dependency: PomDependency, local: Module | undefined, via: readonly string[]): Dependency {
  const { groupId = '', artifactId = '' } = dependency;
  const scope = isProcessor(dependency) ? 'build' : (SCOPES[dependency.scope ?? 'compile'] ?? 'runtime');
  const name = `${groupId}:${artifactId}`;
  const wanted = requirement(dependency);
  return {
    ecosystem: 'jvm',
    name,
    purl: purlOf(groupId, artifactId),
    constraint: wanted.constraint,
    kind: local?.model.version === wanted.constraint && wanted.kind === 'exact' ? 'workspace' : wanted.kind,
    direct: via.length === 0,
    group: scope === 'runtime' ? 'default' : scope,
    scope,
    via,
    origin: { file: dependency.file, line: dependency.place.line, column: dependency.place.column },
  };
}

function toDemands({ dependency, classifier }: Collected, service: string, managers: Managers): readonly Demand[] {
  if (dependency.kind === 'workspace') return [];
  const demand: Demand = {
    service,
    realm: 'jvm',
    key: dependency.name,
    subject: dependency.purl,
    constraint: dependency.constraint,
    kind: dependency.kind,
    strength: dependency.kind === 'range' ? 'declared' : 'preferred',
    group: dependency.group,
    scope: dependency.scope,
    via: dependency.via,
    origin: dependency.origin,
  };
  return [demand, ...virtualDemands(dependency, demand, { managers, classifier })];
}

/** Parents, nearest first, and BOMs from elsewhere. */
function managersOfModel({ lineage, missing }: EffectiveModel): Managers {
  return managersOf([
    ...lineage.map(({ parent }) => ({ group: parent?.groupId, version: parent?.version })),
    ...missing.map(({ groupId, version }) => ({ group: groupId, version })),
  ]);
}

/** The one that a build of another module finds: what lies nearest to it is in its reactor, if any is. */
function moduleFor({ groupId, artifactId }: PomDependency, from: string, modules: Modules): Module | undefined {
  const found = modules.get(`${groupId}:${artifactId}`) ?? [];
  const near = (path: string): number => {
    const own = from.split('/');
    const differs = path.split('/').findIndex((segment, index) => segment !== own[index]);
    return differs < 0 ? own.length : differs;
  };
  return found.length < 2 ? found[0] : [...found].sort((a, b) => near(b.path) - near(a.path))[0];
}

interface Collected {
  readonly dependency: Dependency;
  readonly classifier: string | undefined;
  /** The module of the tree that it stands for, where that runs with the service. */
  readonly module?: Module;
}

/** Coordinates that lines on a way from the service exclude, with `*` for any; a set for each line, none of them copied. */
type Excluded = readonly ReadonlySet<string>[];

/** More lines with exclusions than this lie one behind the other in no build. */
const MAX_EXCLUDING = 100;

function isExcluded(excluded: Excluded, { groupId, artifactId }: PomDependency): boolean {
  if (excluded.length === 0) return false;
  const spellings = [`${groupId}:${artifactId}`, `${groupId}:*`, `*:${artifactId}`, '*:*'];
  return excluded.some((line) => spellings.some((one) => line.has(one)));
}

function withExclusions(excluded: Excluded, ...lines: readonly (PomDependency | undefined)[]): Excluded {
  const more = lines.flatMap((one) => one?.exclusions ?? []);
  if (more.length === 0 || excluded.length === MAX_EXCLUDING) return excluded;
  return [...excluded, new Set(more.map(({ groupId, artifactId }) => `${groupId}:${artifactId}`))];
}

/** What the start's management makes of a dependency that a module brings along: its version and scope come before the module's. */
function asManaged(dependency: PomDependency, managed: PomDependency | undefined): PomDependency {
  const { version, scope, file, place } = managed ?? {};
  const isOther = version !== undefined && version !== '' && version !== dependency.version;
  return {
    ...dependency,
    ...(isOther ? { version, file: file ?? dependency.file, place: place ?? dependency.place } : {}),
    ...(scope === undefined || scope === '' ? {} : { scope }),
  };
}

/** A module, and the way to it from the service. */
interface Step {
  readonly module: Module;
  readonly via: readonly string[];
  readonly excluded: Excluded;
}

/**
 * Own dependencies, and through modules of the same tree theirs, as the class path has them: what the start manages and
 * excludes counts on all ways, and of what stands twice the nearest alone, whatever its scope. Nearest first.
 */
function collect(start: Module, modules: Modules): readonly Collected[] {
  const found: Collected[] = [];
  const seen = new Set<string>();
  // What the modules of an enterprise archive expect of their server, the archive does.
  const counts = (scope: Scope | undefined): boolean =>
    scope === 'runtime' || (scope === 'provided' && start.model.packaging === 'ear');
  let managed: ReadonlyMap<string, PomDependency> = new Map();
  const queue: Step[] = [{ module: start, via: [], excluded: [] }];
  for (const { module: from, via, excluded } of queue) {
    for (const written of from.model.dependencies) {
      const isDirect = via.length === 0;
      const scope = SCOPES[written.scope ?? 'compile'] ?? 'runtime';
      if (!isDirect && (!counts(scope) || isTrue(written.optional) || isExcluded(excluded, written))) continue;
      const key = managementKey(written);
      if (seen.has(key)) continue;
      seen.add(key);
      const dependency = isDirect ? written : asManaged(written, managed.get(key));
      const local = moduleFor(dependency, from.path, modules);
      const one = toDependency(dependency, local, via);
      if (!isDirect && !counts(one.scope)) continue;
      const module = one.kind === 'workspace' && one.scope === 'runtime' ? local : undefined;
      found.push({ dependency: one, classifier: dependency.classifier, ...(module === undefined ? {} : { module }) });
      if (module !== undefined) {
        // Asked for from here on alone.
        if (managed.size === 0) managed = new Map(start.model.managed.map((line) => [managementKey(line), line]));
        queue.push({
          module,
          via: chained(via, `${one.purl}@${module.model.version}`),
          excluded: withExclusions(excluded, written, managed.get(key)),
        });
      }
    }
  }
  return found;
}

function runtimesOf(model: EffectiveModel): readonly RuntimeConstraint[] {
  const level = javaLevel(model);
  if (level === undefined) return [];
  const { release, file, place } = level;
  return [{ name: 'jdk', constraint: `>=${release}`, origin: { file, line: place.line, column: place.column } }];
}

/** A web archive is started by the server that it is put into, unless its image starts it. */
function portsOf(
  project: Project,
  directory: string,
  model: EffectiveModel,
  dependencies: readonly Dependency[],
): readonly Demand[] {
  const isFramework = model.plugins.some((one) => bootOf(one)?.framework === true && boots(one, model));
  const startsItself = model.packaging === 'jar' || (makes(model) === 'boot-war' && startsArchive(project, directory));
  return isFramework && startsItself ? defaultPorts(project, directory, dependencies) : [];
}

function missingNotes(missing: readonly MissingPom[]): readonly Diagnostic[] {
  const seen = new Map<string, { first: MissingPom; count: number }>();
  for (const one of missing) {
    const key = `${one.kind} ${one.groupId}:${one.artifactId}:${one.version}`;
    const known = seen.get(key);
    if (known === undefined) seen.set(key, { first: one, count: 1 });
    else known.count++;
  }
  return [...seen.values()].map(({ first, count }) => ({
    code: first.kind === 'parent' ? 'maven/parent-unknown' : 'maven/bom-unknown',
    severity: 'note' as const,
    message: `${first.kind === 'parent' ? 'parent' : 'imported BOM'} ${first.groupId}:${first.artifactId}:${first.version} is not in this repository${count > 1 ? ` (named ${count} times)` : ''}; versions that it manages are unknown, --resolve reads it`,
    file: first.file,
    line: first.place.line,
    column: first.place.column,
  }));
}

/** Problems of POMs, each told once although every child inherits it. */
function problemDiagnostics(models: readonly EffectiveModel[]): readonly Diagnostic[] {
  const told = new Map<string, Diagnostic>();
  for (const model of models) {
    const incomplete = model.missing.length > 0;
    const own = incomplete ? [] : validate(model);
    for (const { severity, message, file, place } of [...model.problems, ...own]) {
      const isFatal = severity === 'error';
      told.set(`${file}:${place.line}:${place.column}:${message}`, {
        code: isFatal ? 'maven/invalid-pom' : 'maven/suspect-pom',
        severity: isFatal ? 'error' : 'warning',
        message: `${message}; Maven ${isFatal ? 'refuses' : 'warns about'} this POM`,
        file,
        line: place.line,
        column: place.column,
      });
    }
  }
  return [...told.values()];
}

export interface MavenAssembly {
  readonly units: readonly Unit[];
  readonly diagnostics: readonly Diagnostic[];
  readonly workspace: Workspace;
  /** POMs of the units by their paths. */
  readonly poms: ReadonlyMap<string, string>;
  readonly carried: Carried;
  readonly circles: ReadonlyMap<string, Circle>;
}

/** All `pom.xml` of the project as units; parents and BOMs are followed inside the project only. */
export function assembleMaven(project: Project, target: TargetVersions): MavenAssembly {
  const workspace = new Workspace(project, target);
  const diagnostics: Diagnostic[] = [];
  const entries: Module[] = [];
  for (const path of workspace.paths) {
    const pom = workspace.pom(path);
    const model = workspace.model(path);
    if (model === undefined) continue;
    if (pom?.model === undefined) {
      for (const { message, place } of pom?.problems ?? [])
        diagnostics.push({
          code: 'maven/unreadable-pom',
          severity: 'error',
          message,
          file: path,
          line: place.line,
          column: place.column,
          incomplete: true,
        });
    } else entries.push({ path, model });
  }
  const modules = groupBy(entries, ({ model }) => `${model.groupId}:${model.artifactId}`);
  const takenBy = ({ path, model }: Module): readonly string[] =>
    [model, ...(model.lineage[0]?.profiles ?? [])].flatMap(({ dependencies }) =>
      dependencies.flatMap((one) => moduleFor(one, path, modules)?.path ?? []),
    );
  const consumed = new Set(entries.flatMap(takenBy));
  const packed = new Set(entries.filter(({ model }) => model.packaging === 'ear').flatMap(takenBy));
  const models = entries.map(({ model }) => model);
  const listedIn = reactorsOf(entries);
  const circles = circlesOf(entries, listedIn);
  append(diagnostics, [
    ...problemDiagnostics(models),
    ...parentNotes(workspace, entries),
    ...missingNotes(models.flatMap(({ missing }) => missing)),
    ...circleNotes(circles),
  ]);
  const directories = new Set(project.directories);
  const rootOf = (path: string): string => reactorOf(path, listedIn).workspace ?? directoryOf(path);
  // What nobody lists any more was a module of the reactor that its parent belongs to.
  const homeOf = (path: string, { lineage }: EffectiveModel): string =>
    rootOf(listedIn.has(path) ? path : (lineage[1]?.file ?? path));
  const starting = new Set(entries.flatMap(({ path, model }) => (starts(model) ? [rootOf(path)] : [])));
  const carried = new Map<string, readonly string[]>();
  const units = entries.map(({ path, model }) => {
    const root = rootOf(path);
    const collected = collect({ path, model }, modules);
    carried.set(
      directoryOf(path),
      collected.flatMap(({ module }) => (module === undefined ? [] : [directoryOf(module.path)])),
    );
    const build = { makes: makes(model), ...mainOf(model), ...wrapperAt('maven', root, project) };
    const surroundings = { directories, consumed, packed, besideStarts: starting.has(homeOf(path, model)) };
    return { ...unitOf(project, { path, model }, collected, surroundings), build, ...reactorOf(path, listedIn) };
  });
  const poms = new Map(units.map(({ path }, index) => [path, entries[index]?.path ?? 'pom.xml']));
  return { units, diagnostics, workspace, poms, carried, circles };
}

function unitOf(project: Project, { path, model }: Module, collected: readonly Collected[], surroundings: Surroundings): Unit {
  const service = directoryOf(path);
  const dependencies = collected.map(({ dependency }) => dependency);
  const managers = managersOfModel(model);
  const role = roleOf(project, path, model, surroundings);
  const demands = collected.flatMap((one) => toDemands(one, service, managers));
  const level = runtimesOf(model);
  // What a library has is optional to some that it serves.
  const java = role === 'service' ? serviceJavaOf(service, level, demands, dependencies) : javaOf(service, level);
  return {
    ecosystem: 'jvm',
    path: service,
    name: `${model.groupId}:${model.artifactId}`,
    role,
    manifests: [{ path, kind: 'pom', role: 'manifest', group: 'default' }],
    dependencies,
    demands: [
      ...demands,
      ...java.demands,
      // A library listens on nothing, whatever plug-in its parent gives it.
      ...(role === 'service' ? portsOf(project, service, model, dependencies) : []),
      ...(role === 'service' ? builtImageDemands(service, project, imageOf(model)) : []),
      ...enforcerJava(model).map((one) => runtimeDemand(service, one, 'build')),
    ],
    runtimes: java.runtimes,
    natives: [],
  };
}
