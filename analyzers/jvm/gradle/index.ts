/** Gradle builds of a project tree → units. No build is run and nothing is fetched. */
import {
  type Diagnostic,
  directoryOf,
  type EntryPoint,
  isWithin,
  joinPath,
  type Manifest,
  type Project,
  type Scope,
  type Unit,
} from '../../../src/model/index.ts';
import { builtImageDemands } from '../built-image.ts';
import type { Carried } from '../carried.ts';
import { defaultPorts } from '../default-ports.ts';
import { javaOf, serviceJavaOf } from '../frameworks/least-java.ts';
import { buildOf } from './artifact.ts';
import { runtimesOf } from './blocks/java-level.ts';
import { readBuilds } from './build/build.ts';
import type { PublishedCatalogs } from './build/settings-model.ts';
import { type Collected, collect } from './collect.ts';
import { scopeOf } from './configurations.ts';
import { VERSIONS_LOCK, VERSIONS_PROPS } from './locks/consistent-versions.ts';
import { contradictionNotes } from './locks/lock-contradictions.ts';
import type { ProjectLock } from './locks/lockfile.ts';
import { GLOBAL_LOCK, NEBULA_LOCK } from './locks/nebula-lock.ts';
import { loneLocks } from './lone-locks.ts';
import { applies, EAR } from './managed.ts';
import { type Fleet, fleetOf, localTarget, type Member, membersOf, placeKey } from './members.ts';
import type { GradleBuild } from './model.ts';
import { lockProblems, ruleNotes, told, unknownProjects, unversionedNotes } from './notes.ts';
import { roleOf, startsFramework, type Uses } from './role.ts';

/** What discovery has to look for on Gradle's behalf. */
export const GRADLE_FILES = [
  '*.gradle',
  '*.gradle.kts',
  '*.versions.toml',
  'gradle.properties',
  'gradle.lockfile',
  'dependency-locks/*.lockfile',
  NEBULA_LOCK,
  GLOBAL_LOCK,
  VERSIONS_LOCK,
  VERSIONS_PROPS,
  'verification-metadata.xml',
] as const;

function manifestOf({ path, kind }: ProjectLock): Manifest {
  return { path, kind, role: 'lock', group: 'default' };
}

function recommending({ build, project }: Member, tree: Project): readonly Manifest[] {
  const path = joinPath(build.directory, VERSIONS_PROPS);
  const isThere = project.path === ':' && path !== undefined && tree.has(path);
  return isThere ? [{ path, kind: 'versions-props', role: 'manifest', group: 'default' }] : [];
}

function manifestsOf(member: Member, tree: Project): readonly Manifest[] {
  const { build, project, locks } = member;
  const scripts = project.scripts.filter(
    (path, index, all) => all.indexOf(path) === index && directoryOf(path) === project.directory,
  );
  const catalog = joinPath(build.directory, 'gradle/libs.versions.toml');
  return [
    ...scripts.map((path): Manifest => ({ path, kind: 'gradle', role: 'manifest', group: 'default' })),
    ...(project.path === ':' && build.settings !== undefined
      ? [{ path: build.settings, kind: 'gradle-settings', role: 'manifest', group: 'default' } as const]
      : []),
    ...(project.path === ':' && catalog !== undefined && tree.has(catalog)
      ? [{ path: catalog, kind: 'gradle-catalog', role: 'manifest', group: 'default' } as const]
      : []),
    ...recommending(member, tree),
    ...locks.map(manifestOf),
  ];
}

function entryPoints({ project }: Member): readonly EntryPoint[] {
  return project.model.mainClasses.map(({ name, file, line }) => ({ name: 'main', command: name, origin: { file, line } }));
}

export interface GradleAssembly {
  readonly units: readonly Unit[];
  readonly diagnostics: readonly Diagnostic[];
  readonly fleet: Fleet;
  readonly carried: Carried;
}

/** All builds of a tree, with what those version catalogs hold that were fetched. */
export function readFleet(
  project: Project,
  published?: PublishedCatalogs,
): { readonly builds: readonly GradleBuild[]; readonly fleet: Fleet } {
  const builds = readBuilds(project, published);
  return { builds, fleet: fleetOf(project, builds, membersOf(project, builds)) };
}

/** Projects of the tree that a member's lines of these scopes name. */
function projectsOf(member: Member, fleet: Fleet, counts: (scope: Scope) => boolean): readonly string[] {
  const { model } = member.project;
  return model.dependencies.flatMap((one) => {
    const target = one.kind === 'constraint' ? undefined : localTarget(one, member, fleet);
    return target === undefined || !counts(scopeOf(one.configuration, model.extends))
      ? []
      : [placeKey(target.build, target.project.path)];
  });
}

function usesOf(fleet: Fleet): Uses {
  const archives = fleet.members.filter(({ project }) => applies(project, EAR));
  return {
    consumed: new Set(fleet.members.flatMap((member) => projectsOf(member, fleet, (scope) => scope !== 'test'))),
    packed: new Set(archives.flatMap((member) => projectsOf(member, fleet, (scope) => scope === 'runtime'))),
  };
}

/** All Gradle builds of the tree as units; a lock file without a build script beside it is one as well. */
export function assembleGradle(project: Project): GradleAssembly {
  const { builds, fleet } = readFleet(project);
  const { members } = fleet;
  const directories = new Set(project.directories);
  const uses = usesOf(fleet);
  const open: Collected[] = [];
  const units: Unit[] = [];
  const carried = new Map<string, readonly string[]>();
  for (const member of members) {
    const { directory, model } = member.project;
    const hasCode = directories.has(joinPath(directory, 'src') ?? '');
    const hasLock = member.locks.some(({ path }) => isWithin(path, directory));
    if (member.project.scripts.length === 0 && !hasCode && model.dependencies.length === 0 && !hasLock) continue;
    const role = roleOf(member, project, uses);
    const collected = collect(member, fleet, directory);
    if (role !== 'aggregator') open.push(collected);
    carried.set(directory, collected.carried);
    units.push(unitOf(member, role, collected, project));
  }
  const taken = new Set(units.map(({ path }) => path));
  const lone = loneLocks(project, new Set([...members.map(({ project: one }) => one.directory), ...taken]));
  const problems = [...builds.flatMap((build) => build.problems), ...members.flatMap((member) => member.project.model.problems)];
  return {
    units: [...units, ...lone.units],
    fleet,
    carried,
    diagnostics: [
      ...told([...problems, ...ruleNotes(members)]),
      ...unknownProjects(members, fleet),
      ...lockProblems(members.flatMap(({ locks }) => locks)),
      ...contradictionNotes(members),
      ...unversionedNotes(open),
      ...lone.diagnostics,
    ],
  };
}

function unitOf(member: Member, role: Unit['role'], { dependencies, demands }: Collected, tree: Project): Unit {
  const { build, project } = member;
  const level = runtimesOf(project.model);
  const { directory } = project;
  const java = role === 'service' ? serviceJavaOf(directory, level, demands, dependencies) : javaOf(directory, level);
  return {
    ecosystem: 'jvm',
    path: project.directory,
    name: project.group === undefined || project.group === '' ? project.name : member.coordinates,
    role,
    manifests: manifestsOf(member, tree),
    dependencies,
    demands: [
      ...demands,
      ...java.demands,
      // A library listens on nothing, whatever plug-in reaches it.
      ...(role === 'service' && startsFramework(member, tree) ? defaultPorts(tree, project.directory, dependencies) : []),
      ...(role === 'service' ? builtImageDemands(directory, tree, project.model.image) : []),
    ],
    runtimes: java.runtimes,
    natives: [],
    build: buildOf(member, tree),
    ...(project.path === ':' ? {} : { workspace: build.directory }),
    entryPoints: entryPoints(member),
  };
}
