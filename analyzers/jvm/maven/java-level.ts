/**
 * The Java level that a build produces, and thereby the least that it needs at run time: class files run on their release
 * and every later one. Reference: maven-compiler-plugin, kotlin-maven-plugin, maven-toolchains-plugin.
 */

import { childOf, type XmlElement } from '../../../src/formats/xml.ts';
import type { EffectiveModel } from './model/effective-model.ts';
import type { Place, PomExecution, PomPlugin } from './model/pom.ts';
import { parseArtifactConstraint } from './versions/range.ts';

export interface JavaLevel {
  /** Feature release: 8, 11, 17 … */
  readonly release: number;
  readonly file: string;
  readonly place: Place;
}

/** `1.8` and `8` are 8; `17.0.2` is 17. */
export function releaseNumber(text: string): number | undefined {
  const digits = /^\s*(?:1\.)?(\d{1,2})(?:\.\d+)*\s*$/.exec(text)?.[1];
  return digits === undefined ? undefined : Number(digits);
}

export function pluginsOf(model: EffectiveModel, groupId: string, artifactId: string): readonly PomPlugin[] {
  return [...model.plugins, ...model.managedPlugins].filter(
    (plugin) => plugin.groupId === groupId && plugin.artifactId === artifactId,
  );
}

/** First value under a path of element names in a plugin's configurations. */
export function configured(plugins: readonly PomPlugin[], path: readonly string[], model: EffectiveModel): string | undefined {
  for (const plugin of plugins) {
    for (const configuration of plugin.configuration) {
      let element: XmlElement | undefined = configuration;
      for (const name of path) element = childOf(element, name);
      if (element !== undefined && element.text.trim() !== '') return model.expand(element.text.trim());
    }
  }
  return undefined;
}

function place(model: EffectiveModel, property: string): { readonly file: string; readonly place: Place } | undefined {
  for (const raw of model.lineage) {
    const found = raw.propertyPlaces.get(property);
    if (found !== undefined) return { file: raw.file, place: found };
  }
  return undefined;
}

/** What the compiler plugin is told of the level, what counts most first: beside a release it passes neither of the others. */
const PARAMETERS = ['release', 'target', 'source'];

const isOff = ({ phase }: PomExecution): boolean => phase === '' || phase === 'none';

/** Executions that make the classes which run, of `default-compile` alone where it is not switched off. */
function compiles({ executions }: PomPlugin): ReadonlySet<PomExecution> {
  const off = new Set(executions.filter(isOff).map(({ id }) => id));
  const named = executions.filter(({ id }) => id === 'default-compile');
  const others = executions.filter(({ id, goals }) => goals.includes('compile') && !off.has(id));
  return new Set(off.has('default-compile') ? others : named);
}

/** The settings of a compiler without those of executions that make tests, module descriptors or classes for newer JVMs. */
function forMain(plugin: PomPlugin, counted: ReadonlySet<PomExecution>): PomPlugin {
  const ofExecutions = new Set(plugin.executions.flatMap(({ configuration }) => configuration ?? []));
  const own = plugin.configuration.filter((one) => !ofExecutions.has(one));
  return { ...plugin, configuration: [...[...counted].flatMap(({ configuration }) => configuration ?? []), ...own] };
}

function kotlinCompiles({ executions }: PomPlugin): ReadonlySet<PomExecution> {
  return new Set(executions.filter(({ goals }) => !goals.includes('test-compile')));
}

/** What plug-ins see of a property: the command line's word (`.mvn/maven.config`) before that of the POM. */
function propertyOf({ properties, expand }: EffectiveModel, name: string): string | undefined {
  // Of the JVM that builds, everybody knows the version.
  return name.startsWith('java.') && !properties.has(name) ? undefined : expand(`\${${name}}`);
}

/**
 * What the compilers are told, else the toolchain that they come from. Nothing where no POM at hand says anything (the
 * compiler plugin's own default depends on its version).
 */
export function javaLevel(model: EffectiveModel): JavaLevel | undefined {
  const top = { file: model.lineage[0]?.file ?? 'pom.xml', place: { line: 1, column: 1 } };
  const at = (plugins: readonly PomPlugin[]) => {
    const [plugin] = plugins;
    return plugin === undefined ? top : { file: plugin.file, place: plugin.place };
  };
  const toolchains = pluginsOf(model, 'org.apache.maven.plugins', 'maven-toolchains-plugin');
  const compiler = pluginsOf(model, 'org.apache.maven.plugins', 'maven-compiler-plugin').map((one) =>
    forMain(one, compiles(one)),
  );
  const kotlin = pluginsOf(model, 'org.jetbrains.kotlin', 'kotlin-maven-plugin').map((one) => forMain(one, kotlinCompiles(one)));
  const said = (name: string) => () => level(propertyOf(model, name), place(model, name) ?? top);
  const ways: readonly (() => JavaLevel | undefined)[] = [
    () => ofSources(model),
    ...PARAMETERS.flatMap((name) => [
      () => level(configured(compiler, [name], model), at(compiler)),
      said(`maven.compiler.${name}`),
    ]),
    said('java.version'),
    said('kotlin.compiler.jvmTarget'),
    () => level(configured(kotlin, ['jvmTarget'], model), at(kotlin)),
    () => level(least(configured(compiler, ['jdkToolchain', 'version'], model)), at(compiler)),
    () => level(least(configured(toolchains, ['toolchains', 'jdk', 'version'], model)), at(toolchains)),
  ];
  for (const way of ways) {
    const found = way();
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The oldest JDK that a toolchain may be; `[17,22)` is a requirement as well (Apache Maven Toolchains Plugin, "JDK Toolchain"). */
function least(requirement: string | undefined): string | undefined {
  const asked = requirement === undefined ? undefined : parseArtifactConstraint(requirement);
  return asked?.kind === 'range' ? asked.intervals[0]?.lower?.version : requirement;
}

/** `<source><targetVersion>`, the project's own or its nearest parent's (model 4.1.0). */
function ofSources({ lineage, expand }: EffectiveModel): JavaLevel | undefined {
  for (const { file, targetVersion } of lineage)
    if (targetVersion !== undefined) return level(expand(targetVersion.text), { file, place: targetVersion.place });
  return undefined;
}

function level(text: string | undefined, where: { readonly file: string; readonly place: Place }): JavaLevel | undefined {
  const release = text === undefined ? undefined : releaseNumber(text);
  return release === undefined ? undefined : { release, ...where };
}
