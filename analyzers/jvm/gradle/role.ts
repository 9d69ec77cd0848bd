/** What a project of a build is for: a service, a library of others, or the build's own matter. */
import { joinPath, type Project, type Unit } from '../../../src/model/index.ts';
import { mayBegin, mayStart, mayStartLibrary, showsQuarkus } from '../may-start.ts';
import { inSourceSet } from '../source-set.ts';
import { startsArchive } from '../started-archive.ts';
import { isForDevices, MULTIPLATFORM } from './build/targets.ts';
import { scopeOf } from './configurations.ts';
import { applies, EAR, makesBoot } from './managed.ts';
import { type Member, placeKey } from './members.ts';
import type { GradleProject } from './model.ts';

/** Plug-ins that make something that starts. */
const STARTERS = new Set([
  'application',
  'war',
  'ear',
  'io.quarkus',
  'io.micronaut.application',
  'io.micronaut.minimal.application',
  'io.ktor.plugin',
  'com.google.cloud.tools.jib',
  'com.github.johnrengelmann.shadow',
  'com.gradleup.shadow',
  'com.android.application',
  'org.gretty',
]);
/** Those of them whose program is a class with a `main`, without which there is none (Spring Boot's plug-in beside them). */
const NEED_MAIN = new Set([
  'application',
  'io.micronaut.application',
  'io.micronaut.minimal.application',
  'io.ktor.plugin',
  'com.google.cloud.tools.jib',
  'com.github.johnrengelmann.shadow',
  'com.gradleup.shadow',
]);
/** Plug-ins of apps for Android and of their parts; a multiplatform library may serve others too. */
const ANDROID = ['com.android.application', 'com.android.library', 'com.android.dynamic-feature', 'com.android.test'];

/**
 * Plug-ins of what others use: handed to them through a repository, or with an API of its own to compile against (Gradle
 * User Manual, "The Java Library Plugin").
 */
const FOR_OTHERS = ['maven-publish', 'ivy-publish', 'com.vanniktech.maven.publish', 'java-gradle-plugin', 'java-library'];

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

const FOREIGN = new Set(['requirements.txt', 'pyproject.toml', 'setup.py', 'Pipfile', 'package.json', 'go.mod']);

/** Gradle only builds and tests here what lies in `src` with a manifest of its own, in another language. */
function isForeign(tree: Project, directory: string): boolean {
  const names = tree.list(joinPath(directory, 'src') ?? 'src');
  return !names.includes('main') && names.some((name) => FOREIGN.has(name));
}

function isForAndroid(project: GradleProject): boolean {
  const { hasAndroidBlock, targets } = project.model;
  return (applies(project, ANDROID) || (hasAndroidBlock && targets.size === 0)) && !applies(project, MULTIPLATFORM);
}

/** Who depends on projects, by their places. */
export interface Uses {
  readonly consumed: ReadonlySet<string>;
  /** What enterprise archives pack. */
  readonly packed: ReadonlySet<string>;
}

/** What a project is, by its plug-ins, its place and who depends on it. */
export function roleOf({ project, build }: Member, tree: Project, { consumed, packed }: Uses): Unit['role'] {
  if (inSourceSet(project.directory)) return 'example';
  if (build.kind === 'logic' || applies(project, BILLS)) return 'aggregator';
  if (isForAndroid(project)) return 'device';
  if (isForDevices(project.model)) return 'device';
  const { plugins, dependencies } = project.model;
  const isStarted = starts(project);
  const own = dependencies.some(
    ({ configuration, kind }) => kind !== 'constraint' && scopeOf(configuration, project.model.extends) === 'runtime',
  );
  const declares = dependencies.some(({ kind }) => kind !== 'constraint');
  const compiles = plugins.some(({ id, applied }) => applied && COMPILERS.test(id));
  const hasBelow = build.projects.some(({ parent }) => parent === project.path);
  const hasCode = codeIn(tree, project.directory);
  if (!isStarted && !own && isForeign(tree, project.directory)) return 'aggregator';
  if (!isStarted && !own && (hasBelow || !(compiles || declares))) return 'aggregator';
  // A build of one project is what its directory deploys, though it may have nothing but a Java level yet.
  const isWhole = build.projects.length === 1 && compiles;
  if (!hasCode && (hasBelow || !(declares || isWhole))) return 'aggregator';
  const place = placeKey(build, project.path);
  // Gradle User Manual, "The Ear Plugin": what an archive packs is deployed as a part of it, web archives too.
  if (packed.has(place)) return 'library';
  // A block for all projects reaches what the others share as well, and a project's own plug-in may be there by mistake.
  const isShared = consumed.has(place) && needsMain(project, tree) && !mayBegin(tree, project.directory);
  if (isStarted && !isShared) return 'service';
  if (consumed.has(place)) return 'library';
  const applied = plugins.filter((one) => one.applied).map(({ id }) => id);
  const isForOthers = FOR_OTHERS.some((id) => applied.includes(id));
  const isPart =
    (isForOthers || build.projects.some(starts)) &&
    project.model.mainClasses.length === 0 &&
    hasCode &&
    !(applied.includes('java-library') ? mayStartLibrary : mayStart)(tree, project.directory, applied);
  return isPart ? 'library' : 'service';
}

function starts(project: GradleProject): boolean {
  const { plugins, mainClasses } = project.model;
  return (
    makesBoot(project) || plugins.some(({ id, applied }) => applied && STARTERS.has(id)) || mainClasses.some(({ ofJar }) => ofJar)
  );
}

/** Whether what starts it needs a `main`, and no script says in which class; Quarkus makes one, of what shows to be an application. */
function needsMain({ directory, model: { plugins, mainClasses } }: GradleProject, tree: Project): boolean {
  if (mainClasses.length > 0) return false;
  const starting = plugins.flatMap(({ id, applied }) => (applied && STARTERS.has(id) ? [id] : []));
  return starting.every((id) => NEED_MAIN.has(id) || (id === 'io.quarkus' && !showsQuarkus(tree, directory)));
}

/** Plug-ins whose application starts a web server by itself, beside Spring Boot's. */
const FRAMEWORKS = ['io.quarkus', 'io.micronaut.application', 'io.micronaut.minimal.application'];

/** Whether a project makes a framework's application; a web archive is started by the server that it is put into, unless its image starts it. */
export function startsFramework({ project }: Member, tree: Project): boolean {
  if (applies(project, EAR)) return false;
  if (applies(project, ['war'])) return makesBoot(project) && startsArchive(tree, project.directory);
  return makesBoot(project) || applies(project, FRAMEWORKS);
}
