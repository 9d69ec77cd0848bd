/** Gradle builds of a project tree → units. No build is run and nothing is fetched. */
import type {
  Demand,
  Dependency,
  Diagnostic,
  EntryPoint,
  Manifest,
  Project,
  RuntimeConstraint,
  Scope,
  Target,
  Unit,
} from '../../../src/model/index.ts';
import { isReadFailure } from '../../../src/model/index.ts';
import type { Assembly } from '../../analyzer.ts';
import { directoryOf, joinPath } from '../maven/workspace.ts';
import { inSourceSet } from '../source-set.ts';
import { virtualDemands } from '../virtual-keys.ts';
import { type GradleBuild, type GradleProject, readBuilds } from './build.ts';
import { scopeOf } from './configurations.ts';
import { constraintOf } from './constraint.ts';
import { runtimesOf } from './java-level.ts';
import { locksOf, type ProjectLock, parseVerification, type Verified } from './locks.ts';
import { applies, BOOT, effectiveVersion, kotlinVersion, type Management, managementOf } from './managed.ts';
import type { GradleDependency, Problem } from './model.ts';

/** What discovery has to look for on Gradle's behalf. */
export const GRADLE_FILES = [
  '*.gradle',
  '*.gradle.kts',
  '*.versions.toml',
  'gradle.properties',
  'gradle.lockfile',
  'dependency-locks/*.lockfile',
  'verification-metadata.xml',
] as const;

function purlOf(group: string, name: string): string {
  return `pkg:maven/${encodeURIComponent(group)}/${encodeURIComponent(name)}`;
}

/** A project within its build, with what is worked out once. */
interface Member {
  readonly build: GradleBuild;
  readonly project: GradleProject;
  readonly management: Management;
  readonly kotlin: string | undefined;
  readonly locks: readonly ProjectLock[];
  readonly coordinates: string;
}

interface Fleet {
  readonly members: readonly Member[];
  /** Projects by build and path: `dir\0:path`. */
  readonly byPath: ReadonlyMap<string, Member>;
  /** Projects of composite builds by coordinates, which Gradle puts in the place of modules. */
  readonly substituted: ReadonlyMap<string, Member>;
  readonly verified: (build: GradleBuild) => ReadonlyMap<string, readonly Verified[]>;
}

function placeKey(build: GradleBuild, path: string): string {
  return `${build.directory}\u0000${path}`;
}

/** Versions that locks pin by `group:name`, those of the deployed class path first. */
const CLASS_PATHS = ['runtimeClasspath', 'productionRuntimeClasspath', 'compileClasspath', 'default', 'runtime', 'compile'];

interface Pinned {
  readonly version: string;
  readonly scope: Scope;
  readonly group: string;
  readonly file: string;
  readonly line: number;
  readonly name: string;
  readonly module: string;
}

function pinsOf(locks: readonly ProjectLock[], extended: ReadonlyMap<string, readonly string[]>): ReadonlyMap<string, Pinned> {
  const pins = new Map<string, Pinned>();
  for (const { path, lock } of locks) {
    for (const { group, name, version, configurations, line } of lock.modules) {
      const [first = 'runtimeClasspath'] = configurations;
      const deployed = CLASS_PATHS.slice(0, 2).some((one) => configurations.includes(one)) || configurations.includes('runtime');
      const configuration = CLASS_PATHS.find((one) => configurations.includes(one)) ?? first;
      const scope = deployed ? 'runtime' : scopeOf(configuration, extended);
      const key = `${group}:${name}`;
      const known = pins.get(key);
      if (known !== undefined && (known.scope === 'runtime' || scope !== 'runtime')) continue;
      pins.set(key, {
        version,
        scope,
        group: scope === 'runtime' ? 'default' : configuration,
        file: path,
        line,
        name,
        module: group,
      });
    }
  }
  return pins;
}

function isExcluded(one: GradleDependency, scope: Scope, exclusions: readonly (readonly [string, string])[]): boolean {
  return exclusions.some(([configuration, pattern]) => {
    const applies =
      configuration === '*' ||
      configuration === one.configuration ||
      (scope === 'runtime' && (configuration === 'runtimeClasspath' || configuration === 'implementation'));
    return applies && matches(pattern, one.group ?? '', one.name ?? '');
  });
}

/** `group:module` with `*` for whatever is left open. */
function matches(pattern: string, group: string, name: string): boolean {
  const [wantedGroup = '*', wantedName = '*'] = pattern.split(':');
  return (wantedGroup === '*' || wantedGroup === group) && (wantedName === '*' || wantedName === name);
}

interface Collected {
  readonly dependencies: readonly Dependency[];
  readonly demands: readonly Demand[];
  readonly unversioned: readonly GradleDependency[];
}

interface Step {
  readonly member: Member;
  readonly via: readonly string[];
  readonly excluded: readonly string[];
}

/** Own dependencies, and through projects of the same build theirs, as the class path has them. Nearest first. */
function collect(start: Member, fleet: Fleet, service: string): Collected {
  const dependencies: Dependency[] = [];
  const demands: Demand[] = [];
  const unversioned: GradleDependency[] = [];
  const seen = new Set<string>();
  const visited = new Set<Member>([start]);
  const { locks, project, management } = start;
  const pins = pinsOf(locks, project.model.extends);
  const verified = fleet.verified(start.build);
  const queue: Step[] = [{ member: start, via: [], excluded: [] }];
  for (let step = queue.shift(); step !== undefined; step = queue.shift()) {
    const { member, via, excluded } = step;
    const direct = via.length === 0;
    for (const one of member.project.model.dependencies) {
      if (one.kind === 'constraint') continue;
      const scope = scopeOf(one.configuration, member.project.model.extends);
      if (!direct && scope !== 'runtime') continue;
      const platform = one.kind === 'platform' || one.kind === 'enforcedPlatform';
      const target = localTarget(one, member, fleet);
      if (target === member) continue;
      const group = target?.project.group ?? one.group;
      const name = target?.project.name ?? one.name;
      if (name === undefined || group === undefined) continue;
      if (!platform && isExcluded(one, scope, project.model.globalExclusions)) continue;
      if (excluded.some((pattern) => matches(pattern, group, name))) continue;
      const key = `${group}:${name}`;
      const listed = `${key} ${one.classifier ?? ''} ${platform ? 'platform' : scope === 'runtime' ? 'default' : one.configuration}`;
      if (seen.has(listed)) continue;
      seen.add(listed);
      const pin = pins.get(key)?.version ?? onlyVerified(verified.get(key));
      const made = toDependency(one, { key, group, name, scope, via, platform, target, management, kotlin: member.kotlin, pin });
      dependencies.push(made);
      if (target === undefined && !platform) {
        if (made.constraint === '' && made.kind !== 'workspace' && made.resolved === undefined) unversioned.push(one);
        demands.push(...toDemands(made, service, one));
      }
      if (target !== undefined && !platform && scope === 'runtime' && !visited.has(target)) {
        visited.add(target);
        const next = `${made.purl}@${target.project.version ?? 'unspecified'}`;
        queue.push({ member: target, via: [...via, next], excluded: [...excluded, ...one.exclusions] });
      }
    }
  }
  const locked = lockedOnly(pins, new Set(dependencies.map(({ name }) => name)));
  return {
    dependencies: [...dependencies, ...locked],
    demands: [...demands, ...locked.map((one) => lockedDemand(one, service))],
    unversioned,
  };
}

function localTarget(one: GradleDependency, { build }: Member, fleet: Fleet): Member | undefined {
  if (one.path !== undefined) return fleet.byPath.get(placeKey(build, one.path.startsWith(':') ? one.path : `:${one.path}`));
  return one.kind === 'module' ? fleet.substituted.get(`${one.group}:${one.name}`) : undefined;
}

function onlyVerified(all: readonly Verified[] | undefined): string | undefined {
  return all?.length === 1 ? all[0]?.version : undefined;
}

interface Facts {
  readonly key: string;
  readonly group: string;
  readonly name: string;
  readonly scope: Scope;
  readonly via: readonly string[];
  readonly platform: boolean;
  readonly target: Member | undefined;
  readonly management: Management;
  readonly kotlin: string | undefined;
  readonly pin: string | undefined;
}

function toDependency(one: GradleDependency, facts: Facts): Dependency {
  const { key, group, name, platform, target, via, pin } = facts;
  const scope: Scope = platform ? 'build' : facts.scope;
  const wanted = constraintOf(effectiveVersion(one, facts.management, facts.kotlin));
  const workspace = target !== undefined;
  return {
    ecosystem: 'jvm',
    name: key,
    purl: purlOf(group, name),
    constraint: workspace ? (target.project.version ?? '') : wanted.written,
    kind: workspace ? 'workspace' : wanted.written === '' ? 'unknown' : wanted.kind,
    ...(pin === undefined || workspace || platform ? {} : { resolved: pin }),
    direct: via.length === 0,
    group: platform ? 'platform' : scope === 'runtime' ? 'default' : one.configuration,
    scope,
    ...(one.conditional ? { marker: `a condition at ${one.file}:${one.line}` } : {}),
    via,
    origin: { file: one.file, line: one.line, column: one.column },
  };
}

function toDemands(dependency: Dependency, service: string, one: GradleDependency): readonly Demand[] {
  const pinned = dependency.constraint === '' ? dependency.resolved : undefined;
  const wanted = constraintOf(
    pinned !== undefined
      ? { require: pinned }
      : {
          ...(one.version.strictly === dependency.constraint
            ? { strictly: dependency.constraint }
            : { require: dependency.constraint }),
        },
  );
  const demand: Demand = {
    service,
    realm: 'jvm',
    key: dependency.name,
    subject: dependency.purl,
    constraint: wanted.constraint,
    kind: dependency.kind === 'unknown' && pinned === undefined ? 'unknown' : wanted.kind,
    strength: pinned !== undefined ? 'locked' : wanted.kind === 'range' ? 'declared' : 'preferred',
    group: dependency.group,
    scope: dependency.scope,
    ...(dependency.marker === undefined ? {} : { when: dependency.marker }),
    via: dependency.via,
    origin: dependency.origin,
  };
  return [demand, ...virtualDemands(dependency, demand)];
}

function lockedOnly(pins: ReadonlyMap<string, Pinned>, declared: ReadonlySet<string>): readonly Dependency[] {
  return [...pins].flatMap(([key, { module, name, version, scope, group, file, line }]): Dependency[] =>
    declared.has(key)
      ? []
      : [
          {
            ecosystem: 'jvm',
            name: key,
            purl: purlOf(module, name),
            constraint: version,
            kind: 'exact',
            resolved: version,
            direct: false,
            group,
            scope,
            via: [],
            origin: { file, line, column: 1 },
          },
        ],
  );
}

function lockedDemand(dependency: Dependency, service: string): Demand {
  return {
    service,
    realm: 'jvm',
    key: dependency.name,
    subject: dependency.purl,
    constraint: dependency.constraint,
    kind: 'exact',
    strength: 'locked',
    group: dependency.group,
    scope: dependency.scope,
    via: [],
    origin: dependency.origin,
  };
}

function runtimeDemand({ constraint, origin }: RuntimeConstraint, service: string): Demand {
  return {
    service,
    realm: 'runtime',
    key: 'jdk',
    subject: 'runtime:jdk',
    constraint,
    kind: 'range',
    strength: 'declared',
    group: 'default',
    scope: 'runtime',
    via: [],
    origin,
  };
}

/** Plug-ins that make something that starts. */
const STARTERS = new Set([
  'application',
  'war',
  'ear',
  ...BOOT,
  'io.quarkus',
  'io.micronaut.application',
  'io.ktor.plugin',
  'com.google.cloud.tools.jib',
  'com.github.johnrengelmann.shadow',
  'com.gradleup.shadow',
  'com.android.application',
  'org.gretty',
]);
/** Plug-ins of projects that hold versions and nothing else. */
const BILLS = ['java-platform', 'version-catalog'];

/** Plug-ins that compile something for a JVM. */
const COMPILERS = /^(?:java|java-library|groovy|scala|kotlin|org\.jetbrains\.kotlin\..*|com\.android\..*|io\.micronaut\..*)$/;
/** Folders below `src` or `src/main` that hold no code. */
const NO_CODE = new Set(['docs', 'asciidoc', 'site', 'assets', 'doc', 'dist', 'docker']);

function codeIn(tree: Project, directory: string): boolean {
  const source = joinPath(directory, 'src') ?? 'src';
  const names = tree.list(source).filter((name) => !NO_CODE.has(name));
  if (names.some((name) => name !== 'main')) return true;
  return names.length > 0 && tree.list(`${source}/main`).some((name) => !NO_CODE.has(name));
}

function roleOf({ project, build }: Member, tree: Project, consumed: ReadonlySet<string>): Unit['role'] {
  if (inSourceSet(project.directory)) return 'example';
  if (build.kind === 'logic' || applies(project, BILLS)) return 'aggregator';
  const { plugins, dependencies } = project.model;
  const starts = plugins.some(({ id, applied }) => applied && STARTERS.has(id));
  const own = dependencies.some(
    ({ configuration, kind }) => kind !== 'constraint' && scopeOf(configuration, project.model.extends) === 'runtime',
  );
  const declares = dependencies.some(({ kind }) => kind !== 'constraint');
  const compiles = plugins.some(({ id, applied }) => applied && COMPILERS.test(id));
  const hasBelow = build.projects.some(({ parent }) => parent === project.path);
  const hasCode = codeIn(tree, project.directory);
  if (!starts && !own && (hasBelow || !(compiles || declares))) return 'aggregator';
  if (!hasCode && (hasBelow || !declares)) return 'aggregator';
  return !starts && consumed.has(placeKey(build, project.path)) ? 'library' : 'service';
}

function diagnosticOf({ code, severity, message, file, line, column, incomplete }: Problem): Diagnostic {
  return { code, severity, message, file, line, column, ...(incomplete ? { incomplete } : {}) };
}

/** Each told once, although a block for all projects is read for each. */
function told(problems: readonly Problem[]): readonly Diagnostic[] {
  const known = new Map<string, Diagnostic>();
  for (const one of problems) known.set(`${one.file}:${one.line}:${one.column}:${one.code}:${one.message}`, diagnosticOf(one));
  return [...known.values()];
}

/** One note per script, at the first of its lines. */
function noVersion(dependencies: readonly GradleDependency[]): readonly Diagnostic[] {
  const byFile = new Map<string, GradleDependency[]>();
  for (const one of dependencies) if (one.dynamic !== true) byFile.set(one.file, [...(byFile.get(one.file) ?? []), one]);
  return [...byFile].flatMap(([file, [first, ...rest]]): Diagnostic[] => {
    if (first === undefined) return [];
    const more = rest.length === 0 ? '' : ` and ${rest.length} more here`;
    return [
      {
        code: 'gradle/no-version',
        severity: 'note',
        message: `${first.group}:${first.name}${more} state${rest.length === 0 ? 's' : ''} no version and nothing in this repository gives one; a lock file (gradle.lockfile) tells`,
        file,
        line: first.line,
        column: first.column,
      },
    ];
  });
}

/** Versions that nothing in the tree gives: what manages them is named once, with how many wait for it. */
function unversionedNotes(open: ReadonlyMap<Member, readonly GradleDependency[]>): readonly Diagnostic[] {
  const platforms = new Map<string, { readonly at: Member['management']['platforms'][number]; count: number }>();
  const notes: Diagnostic[] = [];
  for (const [{ management }, dependencies] of open) {
    if (dependencies.length === 0) continue;
    for (const at of management.platforms) {
      const key = `${at.group}:${at.name}:${at.version ?? '?'}`;
      const known = platforms.get(key);
      if (known === undefined) platforms.set(key, { at, count: dependencies.length });
      else known.count += dependencies.length;
    }
    if (management.platforms.length === 0) notes.push(...noVersion(dependencies));
  }
  for (const { at, count } of platforms.values()) {
    const brought = at.plugin === undefined ? 'the platform' : `the BOM that plug-in ${at.plugin} imports,`;
    notes.push({
      code: 'gradle/platform-unknown',
      severity: 'note',
      message: `${brought} ${at.group}:${at.name}:${at.version ?? '(unknown version)'} is not in this repository; the versions of ${count} ${count === 1 ? 'dependency' : 'dependencies'} may come from it, --resolve reads it`,
      file: at.file,
      line: at.line,
      column: at.column,
    });
  }
  return notes;
}

function manifestsOf({ build, project, locks }: Member, tree: Project): readonly Manifest[] {
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
    ...locks.map(({ path }): Manifest => ({ path, kind: 'gradle-lockfile', role: 'lock', group: 'default' })),
  ];
}

function entryPoints({ project }: Member): readonly EntryPoint[] {
  return project.model.mainClasses.map(({ name, file, line }) => ({ name: 'main', command: name, origin: { file, line } }));
}

/** All Gradle builds of the tree as units; a lock file without a build script beside it is one as well. */
export function assembleGradle(project: Project, _target: Target): Assembly {
  const builds = readBuilds(project);
  const directories = new Set(project.directories);
  const members = builds.flatMap((build) =>
    build.projects.map(
      (one): Member => ({
        build,
        project: one,
        management: managementOf(build, one),
        kotlin: kotlinVersion(build, one),
        locks: locksOf(project, one.directory),
        coordinates: `${one.group ?? ''}:${one.name}`,
      }),
    ),
  );
  const fleet = fleetOf(project, builds, members);
  const consumed = new Set(
    members.flatMap((member) =>
      member.project.model.dependencies.flatMap((one) => {
        const target = one.kind === 'project' ? localTarget(one, member, fleet) : undefined;
        const testOnly = scopeOf(one.configuration, member.project.model.extends) === 'test';
        return target === undefined || testOnly ? [] : [placeKey(target.build, target.project.path)];
      }),
    ),
  );
  const open = new Map<Member, readonly GradleDependency[]>();
  const units: Unit[] = [];
  for (const member of members) {
    const { directory, model } = member.project;
    const hasCode = directories.has(joinPath(directory, 'src') ?? '');
    if (member.project.scripts.length === 0 && !hasCode && model.dependencies.length === 0 && member.locks.length === 0) continue;
    const role = roleOf(member, project, consumed);
    const collected = collect(member, fleet, directory);
    if (role !== 'aggregator') open.set(member, collected.unversioned);
    units.push(unitOf(member, role, collected, project));
  }
  const taken = new Set(units.map(({ path }) => path));
  const lone = loneLocks(project, taken);
  const problems = [...builds.flatMap((build) => build.problems), ...members.flatMap((member) => member.project.model.problems)];
  return {
    units: [...units, ...lone.units],
    deployments: [],
    diagnostics: [...told(problems), ...lockProblems(members), ...unversionedNotes(open), ...lone.diagnostics],
  };
}

function fleetOf(project: Project, builds: readonly GradleBuild[], members: readonly Member[]): Fleet {
  const composite = new Set(builds.flatMap((build) => build.included.flatMap(({ directory }) => [directory, build.directory])));
  const metadata = new Map<GradleBuild, ReadonlyMap<string, readonly Verified[]>>();
  return {
    members,
    byPath: new Map(members.map((member) => [placeKey(member.build, member.project.path), member])),
    substituted: new Map(
      members
        .filter(({ build }) => build.kind === 'main' && composite.has(build.directory))
        .map((member) => [member.coordinates, member]),
    ),
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

function unitOf(member: Member, role: Unit['role'], { dependencies, demands }: Collected, tree: Project): Unit {
  const { build, project } = member;
  const runtimes = runtimesOf(project.model);
  return {
    ecosystem: 'jvm',
    path: project.directory,
    name: project.group === undefined || project.group === '' ? project.name : member.coordinates,
    role,
    manifests: manifestsOf(member, tree),
    dependencies,
    demands: [...demands, ...runtimes.map((one) => runtimeDemand(one, project.directory))],
    runtimes,
    natives: [],
    ...(project.path === ':' ? {} : { workspace: build.directory }),
    entryPoints: entryPoints(member),
  };
}

function lockProblems(members: readonly Member[]): readonly Diagnostic[] {
  return members.flatMap(({ locks }) => locks.flatMap(unreadLines));
}

function unreadLines({ path, lock }: ProjectLock): readonly Diagnostic[] {
  return lock.unread.map((line) => ({
    code: 'gradle/lock-line',
    severity: 'warning' as const,
    message:
      'this line is none of a Gradle lock file (group:name:version=configurations); write the lock anew with --write-locks',
    file: path,
    line,
    column: 1,
    incomplete: true,
  }));
}

/** Directories with a lock file and no build script: the lock alone tells what is on the class path. */
function loneLocks(
  project: Project,
  taken: ReadonlySet<string>,
): { readonly units: readonly Unit[]; readonly diagnostics: readonly Diagnostic[] } {
  const units: Unit[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const path of project.files) {
    const directory = directoryOf(path);
    if (!/(?:^|\/)gradle\.lockfile$/.test(path) || taken.has(directory)) continue;
    const locks = locksOf(project, directory);
    const dependencies = lockedOnly(pinsOf(locks, new Map()), new Set());
    units.push({
      ecosystem: 'jvm',
      path: directory,
      role: 'service',
      manifests: locks.map(
        ({ path: file }): Manifest => ({ path: file, kind: 'gradle-lockfile', role: 'lock', group: 'default' }),
      ),
      dependencies,
      demands: dependencies.map((one) => lockedDemand(one, directory)),
      runtimes: [],
      natives: [],
    });
    diagnostics.push(...locks.flatMap(unreadLines), {
      code: 'gradle/lock-alone',
      severity: 'note',
      message: 'there is no build script beside this lock file; which of its modules the build asks for itself is not known',
      file: path,
      line: 1,
      column: 1,
    });
  }
  return { units, diagnostics };
}
