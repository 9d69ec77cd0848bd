/** POMs of a project tree → units. Nothing is fetched: what lies outside the tree is named, once. */
import {
  append,
  type Demand,
  type Dependency,
  type Diagnostic,
  directoryOf,
  groupBy,
  type Project,
  type RuntimeConstraint,
  runtimeDemand,
  type TargetFor,
  type Unit,
} from '../../../src/model/index.ts';
import { builtImageDemands } from '../built-image.ts';
import type { Carried } from '../carried.ts';
import { defaultPorts } from '../default-ports.ts';
import { javaOf, serviceJavaOf } from '../frameworks/least-java.ts';
import { startsArchive } from '../started-archive.ts';
import { type Managers, managersOf, virtualDemands } from '../virtual-keys.ts';
import { wrapperAt } from '../wrapper.ts';
import { type Collected, declaredClassPath, moduleFor } from './class-path.ts';
import { enforcerJava } from './enforcer.ts';
import { imageNamesOf, imageOf } from './image.ts';
import { javaLevel } from './java-level.ts';
import type { EffectiveModel } from './model/effective-model.ts';
import type { MissingPom } from './model/problems.ts';
import { validate } from './model/validate.ts';
import { parentNotes } from './parent-notes.ts';
import { type Circle, circleNotes, circlesOf, type Module, reactorOf, reactorsOf } from './reactors.ts';
import { bootOf, boots, mainOf, makes, roleOf, type Surroundings, starts } from './role.ts';
import { Workspace } from './workspace.ts';

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
export function assembleMaven(project: Project, target: TargetFor<'jdk'>): MavenAssembly {
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
    const collected = declaredClassPath({ path, model }, modules);
    carried.set(
      directoryOf(path),
      collected.flatMap(({ module }) => (module === undefined ? [] : [directoryOf(module.path)])),
    );
    const build = { makes: makes(model), ...mainOf(model), ...imageNamesOf(model), ...wrapperAt('maven', root, project) };
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
