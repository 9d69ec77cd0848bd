/** What a Maven module is for: a service, a library, or the build's own matter; and what its build makes. */
import { directoryOf, inDirectory, type JvmBuild, type Project, type Unit } from '../../../src/model/index.ts';
import { mayBegin, mayStart, showsQuarkus } from '../may-start.ts';
import { inSourceSet } from '../source-set.ts';
import { configured } from './java-level.ts';
import type { EffectiveModel } from './model/effective-model.ts';
import { hasExpression } from './model/interpolate.ts';
import type { PomPlugin } from './model/pom.ts';
import type { Module } from './reactors.ts';

/** `group:artifact` → the tree's own modules of that name: separate builds may call theirs alike. */
export type Modules = ReadonlyMap<string, readonly Module[]>;

interface Boot {
  /** Whether it is a framework's own, whose application starts a server by itself. */
  readonly framework?: true;
  /** The element of its configuration, and the property, by which a module says that this one is not to be made. */
  readonly skip: string;
  readonly property?: string;
  /** Whether it makes something in a build by an execution alone: nobody asks for it on the command line. */
  readonly executed?: true;
  /** Refuses to pack or to start what has no class with a `main`. */
  readonly needsMain?: true;
}

/** Plug-ins that make something that starts. */
const BOOTS: Readonly<Record<string, Boot>> = {
  'spring-boot-maven-plugin': { framework: true, skip: 'skip', property: 'spring-boot.repackage.skip', needsMain: true },
  'quarkus-maven-plugin': { framework: true, skip: 'skip', property: 'quarkus.build.skip' },
  'micronaut-maven-plugin': { framework: true, skip: 'skip', needsMain: true },
  'jib-maven-plugin': { skip: 'skip', property: 'jib.skip', needsMain: true },
  'maven-shade-plugin': { skip: 'skip', executed: true },
  'maven-assembly-plugin': { skip: 'skipAssembly', property: 'assembly.skipAssembly', executed: true },
};

/** What `package` leaves: plug-ins before the packaging that they work on. */
const MAKERS: readonly (readonly [artifactId: string, makes: JvmBuild['makes']])[] = [
  ['quarkus-maven-plugin', 'quarkus'],
  ['spring-boot-maven-plugin', 'boot-jar'],
  ['maven-shade-plugin', 'shadow-jar'],
  ['maven-assembly-plugin', 'main-jar'],
];

export function makes(model: EffectiveModel): JvmBuild['makes'] {
  if (model.packaging === 'ear') return 'ear';
  const found = MAKERS.find(([name]) => model.plugins.some((one) => one.artifactId === name && boots(one, model)))?.[1];
  if (model.packaging === 'war') return found === 'boot-jar' ? 'boot-war' : 'war';
  return found ?? 'jar';
}

/** Where plug-ins that start or pack something keep the class that it begins with; Spring Boot's parent has a property, too. */
const MAINS: readonly (readonly [artifactId: string, path: readonly string[]])[] = [
  ['exec-maven-plugin', ['mainClass']],
  ['spring-boot-maven-plugin', ['mainClass']],
  ['jib-maven-plugin', ['container', 'mainClass']],
  ['maven-jar-plugin', ['archive', 'manifest', 'mainClass']],
];

/** Of Spring Boot's parent, and what Micronaut's and the exec plug-in read where nothing configures them. */
const PROPERTIES = ['start-class', 'exec.mainClass'];

export function mainOf(model: EffectiveModel): Pick<JvmBuild, 'mainClass'> {
  for (const [name, path] of MAINS) {
    const plugins = [...model.plugins, ...model.managedPlugins].filter(({ artifactId }) => artifactId === name);
    const mainClass = configured(plugins, path, model);
    if (mainClass !== undefined && !hasExpression(mainClass)) return { mainClass };
  }
  const mainClass = PROPERTIES.map((name) => model.properties.get(name)).find((one) => one !== undefined);
  return mainClass === undefined || hasExpression(mainClass) ? {} : { mainClass };
}

export function bootOf({ artifactId }: PomPlugin): Boot | undefined {
  return Object.hasOwn(BOOTS, artifactId) ? BOOTS[artifactId] : undefined;
}

export function boots(plugin: PomPlugin, model: EffectiveModel): boolean {
  const { artifactId } = plugin;
  const boot = bootOf(plugin);
  if (boot === undefined) return false;
  const managed = model.managedPlugins.filter((one) => one.artifactId === artifactId);
  if (boot.executed === true && !isExecuted(plugin, model)) return false;
  const told = configured([plugin, ...managed], [boot.skip], model);
  return (told ?? (boot.property === undefined ? undefined : model.properties.get(boot.property))) !== 'true';
}

/** A parent from elsewhere may manage executions, as Spring Boot's does. */
function isExecuted(plugin: PomPlugin, model: EffectiveModel): boolean {
  if (model.missing.some(({ kind }) => kind === 'parent')) return true;
  return [plugin, ...model.managedPlugins].some((one) => one.artifactId === plugin.artifactId && one.executes);
}

/** Whether the module makes a program only if a class of it begins. */
function needsMain(model: EffectiveModel): boolean {
  const booting = model.plugins.filter((plugin) => boots(plugin, model));
  return model.packaging === 'jar' && booting.every((plugin) => bootOf(plugin)?.needsMain === true);
}

function isQuarkusPart(project: Project, directory: string, model: EffectiveModel): boolean {
  const booting = model.plugins.filter((plugin) => boots(plugin, model));
  return (
    model.packaging === 'jar' &&
    booting.every(({ artifactId }) => artifactId === 'quarkus-maven-plugin') &&
    !showsQuarkus(project, directory)
  );
}

/** What scenarios are written for; JUnit and TestNG stand among a program's own dependencies by mistake, too. */
const SCENARIOS = /^(?:io\.cucumber|info\.cukes|net\.serenity-bdd)$/;

/** Whether a module that makes no program has scenarios of tests for its main code. */
function isTestSuite({ dependencies }: EffectiveModel): boolean {
  return dependencies.some(({ groupId, scope }) => SCENARIOS.test(groupId ?? '') && scope !== 'test');
}

/** Whether tests are all the code that a module shows: they run against what others make. */
function holdsTestsAlone(project: Project, directory: string, directories: ReadonlySet<string>): boolean {
  const source = inDirectory(directory, 'src');
  return (
    project.list(source).every((name) => name === 'test') &&
    CODE.some((name) => directories.has(inDirectory(source, `test/${name}`)))
  );
}

export function starts(model: EffectiveModel): boolean {
  return model.packaging === 'war' || model.packaging === 'ear' || model.plugins.some((plugin) => boots(plugin, model));
}

/** Source sets of a main program. */
const CODE: readonly string[] = ['java', 'kotlin', 'scala', 'groovy', 'clojure', 'webapp'];

const COMPILERS = /^(?:maven-compiler-plugin|kotlin-maven-plugin|scala-maven-plugin|gmavenplus-plugin|clojure-maven-plugin)$/;

/** Packaging `pom` binds no compiler, so that sources beside a reactor's modules are what its template has left (Maven, "Built-in lifecycle bindings"). */
function mayCompile({ lineage, plugins }: EffectiveModel): boolean {
  const hasModules = (lineage[0]?.modules.length ?? 0) > 0;
  return !hasModules || plugins.some(({ artifactId, executes }) => COMPILERS.test(artifactId) && executes);
}

/** What a module's POM alone does not tell of its part. */
export interface Surroundings {
  readonly directories: ReadonlySet<string>;
  /** POMs of what modules of the tree depend on, in any of their profiles. */
  readonly consumed: ReadonlySet<string>;
  /** POMs of what enterprise archives of the tree pack. */
  readonly packed: ReadonlySet<string>;
  /** Whether another module of its reactor starts. */
  readonly besideStarts: boolean;
}

export function roleOf(
  project: Project,
  path: string,
  model: EffectiveModel,
  { directories, consumed, packed, besideStarts }: Surroundings,
): Unit['role'] {
  const directory = directoryOf(path);
  if (inSourceSet(directory)) return 'example';
  // Modules may lie in a folder that is called `src` as well; what only packs others keeps a Dockerfile or a descriptor there.
  const hasCode = CODE.some((name) => directories.has(inDirectory(directory, `src/main/${name}`)));
  if (model.packaging === 'pom' && !(hasCode && mayCompile(model))) return 'aggregator';
  const isReleased = (model.lineage[0]?.profiles ?? []).some(({ plugins: own }) => own.some((plugin) => boots(plugin, model)));
  const plugins = model.plugins.map(({ artifactId }) => artifactId);
  const { mainClass } = mainOf(model);
  // Maven EAR plug-in, "Modules Configuration": what it packs is deployed as a part of it, web archives too.
  if (packed.has(path)) return 'library';
  if (isReleased) return 'service';
  // A parent's plug-in reaches what the others share as well, and a module's own may be there by mistake.
  const isShared =
    consumed.has(path) &&
    mainClass === undefined &&
    (needsMain(model) || isQuarkusPart(project, directory, model)) &&
    !mayBegin(project, directory);
  if (starts(model)) return isShared ? 'library' : 'service';
  if (isTestSuite(model)) return 'example';
  if (consumed.has(path)) return 'library';
  if (mainClass === undefined && holdsTestsAlone(project, directory, directories)) return 'example';
  return besideStarts && mainClass === undefined && !mayStart(project, directory, plugins) ? 'library' : 'service';
}
