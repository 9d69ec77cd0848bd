/** The projects of all builds of a tree, and which of them stand for each other's dependencies. */
import { isReadFailure, joinPath, type Project } from '../../../src/model/index.ts';
import { parseVersionsProps, type Recommended, VERSIONS_PROPS } from './locks/consistent-versions.ts';
import type { ProjectLock } from './locks/lockfile.ts';
import { locksOf, parseVerification, type Verified } from './locks/locks.ts';
import { kotlinVersion, type Management, managementOf, type Place, type Substituted } from './managed.ts';
import type { GradleBuild, GradleDependency, GradleProject } from './model.ts';

/** A project within its build, with what is worked out once. */
export interface Member extends Place {
  readonly management: Management;
  readonly kotlin: string | undefined;
  readonly locks: readonly ProjectLock[];
  readonly coordinates: string;
}

export interface Fleet {
  readonly members: readonly Member[];
  /** Projects by build and path: `dir\0:path`. */
  readonly byPath: ReadonlyMap<string, Member>;
  /** The project of a build's composite, by coordinates, which Gradle puts in the place of a module. */
  readonly substituted: (build: GradleBuild, module: string) => Member | undefined;
  /** `group:name` of all that any project depends on, and of what some line holds down: `strictly`, `reject`. */
  readonly asked: ReadonlySet<string>;
  readonly bound: ReadonlySet<string>;
  readonly verified: (build: GradleBuild) => ReadonlyMap<string, readonly Verified[]>;
}

export function membersOf(project: Project, builds: readonly GradleBuild[]): readonly Member[] {
  const recommended = new Map(builds.map((build) => [build, recommendedBy(project, build)]));
  const substituted = substitutions(builds);
  return builds.flatMap((build) =>
    build.projects.map((one) => ({
      build,
      project: one,
      management: managementOf({ build, project: one }, substituted, recommended.get(build) ?? []),
      kotlin: kotlinVersion(build, one),
      locks: countedLocks(one, locksOf(project, one.directory, build.directory, one.model.locking.file)),
      coordinates: coordinatesOf(one),
    })),
  );
}

function coordinatesOf({ group, name }: GradleProject): string {
  return `${group ?? ''}:${name}`;
}

/** A lock file beside a build that locks nothing is not read, nor what of it the build says is not locked. */
function countedLocks({ model: { locking } }: GradleProject, locks: readonly ProjectLock[]): readonly ProjectLock[] {
  return locks.flatMap((one) => {
    if (one.kind !== 'gradle-lockfile') return [one];
    if (locking.active === false) return [];
    const modules = one.lock.modules.filter(
      ({ group, name }) => !locking.ignored.some((pattern) => ignores(pattern, group, name)),
    );
    return [modules.length === one.lock.modules.length ? one : { ...one, lock: { ...one.lock, modules } }];
  });
}

/** A `*` at the end of a part stands for any rest. Reference: Gradle User Manual, "Locking Versions", "Ignoring specific dependencies". */
function ignores(pattern: string, group: string, name: string): boolean {
  const fits = (wanted: string, given: string): boolean =>
    wanted.endsWith('*') ? given.startsWith(wanted.slice(0, -1)) : wanted === given;
  const [wantedGroup = '', wantedName = ''] = pattern.split(':');
  return fits(wantedGroup, group) && fits(wantedName, name);
}

/** What `versions.props` beside a build recommends. */
function recommendedBy(project: Project, { directory }: GradleBuild): readonly Recommended[] {
  const path = joinPath(directory, VERSIONS_PROPS);
  const parsed = path === undefined || !project.has(path) ? [] : project.parse(path, parseVersionsProps);
  return isReadFailure(parsed) ? [] : parsed;
}

export function placeKey(build: GradleBuild, path: string): string {
  return `${build.directory}\u0000${path}`;
}

export function localTarget(one: GradleDependency, { build }: Member, fleet: Fleet): Member | undefined {
  if (one.path !== undefined) return fleet.byPath.get(placeKey(build, one.path.startsWith(':') ? one.path : `:${one.path}`));
  return one.kind === 'constraint' ? undefined : fleet.substituted(build, `${one.group}:${one.name}`);
}

type Found = readonly [key: string, place: Place];

/**
 * A composite is a build and all that it includes; within it projects stand for modules. A build whose substitutions are said
 * has no others (Gradle User Manual, "Composite Builds", "Declaring substitutions for included builds").
 */
function substitutions(builds: readonly GradleBuild[]): Substituted {
  const included = builds.flatMap((build) => build.included);
  const byDirectory = new Map(builds.map((build) => [build.directory, build]));
  const said = new Set(included.flatMap(({ directory, substitutes }) => (substitutes.size > 0 ? [directory] : [])));
  const key = (directory: string, module: string) => `${directory}\u0000${module}`;
  const found = new Map([
    ...builds
      .filter((build) => build.kind === 'main' && !said.has(build.directory))
      .flatMap((build) =>
        build.projects.map((project): Found => [key(build.directory, coordinatesOf(project)), { build, project }]),
      ),
    ...included.flatMap(({ directory, substitutes }) => {
      const build = byDirectory.get(directory);
      const byPath = new Map(build?.projects.map((project) => [project.path, project]));
      return [...substitutes].flatMap(([module, path]): readonly Found[] => {
        const project = byPath.get(path);
        return build === undefined || project === undefined ? [] : [[key(directory, module), { build, project }]];
      });
    }),
  ]);
  const composites = compositesOf(builds);
  return (build, module) => {
    const inside = composites.get(build.directory) ?? [];
    return inside.map((directory) => found.get(key(directory, module))).find((place) => place !== undefined);
  };
}

/** The directories of every build that shares a composite with others, its own among them. */
function compositesOf(builds: readonly GradleBuild[]): ReadonlyMap<string, readonly string[]> {
  const byDirectory = new Map(builds.map((build) => [build.directory, build]));
  const below = (start: string): ReadonlySet<string> => {
    const reached = new Set([start]);
    for (const at of reached) for (const { directory } of byDirectory.get(at)?.included ?? []) reached.add(directory);
    return reached;
  };
  const inner = new Set(builds.flatMap(({ included }) => included.map(({ directory }) => directory)));
  const composites = new Map<string, string[]>();
  for (const { directory, included } of builds) {
    if (inner.has(directory) || included.length === 0) continue;
    const all = below(directory);
    for (const one of all) composites.set(one, [...(composites.get(one) ?? []), ...all]);
  }
  return composites;
}

export function fleetOf(project: Project, builds: readonly GradleBuild[], members: readonly Member[]): Fleet {
  const byPath = new Map(members.map((member) => [placeKey(member.build, member.project.path), member]));
  const lines = members.flatMap(({ project: { model } }) => model.dependencies);
  const keysOf = (of: readonly GradleDependency[]) => new Set(of.map(({ group, name }) => `${group ?? ''}:${name ?? ''}`));
  const substituted = substitutions(builds);
  const metadata = new Map<GradleBuild, ReadonlyMap<string, readonly Verified[]>>();
  return {
    members,
    byPath,
    substituted: (build, module) => {
      const found = substituted(build, module);
      return found === undefined ? undefined : byPath.get(placeKey(found.build, found.project.path));
    },
    asked: keysOf(lines.filter(({ kind }) => kind === 'module')),
    bound: keysOf(lines.filter(({ version: { strictly, reject } }) => strictly !== undefined || reject !== undefined)),
    verified: (build) => {
      const known = metadata.get(build);
      if (known !== undefined) return known;
      const path = joinPath(build.directory, 'gradle/verification-metadata.xml');
      const parsed = path === undefined || !project.has(path) ? undefined : project.parse(path, parseVerification);
      const made = parsed === undefined || isReadFailure(parsed) ? new Map<string, readonly Verified[]>() : parsed;
      metadata.set(build, made);
      return made;
    },
  };
}
