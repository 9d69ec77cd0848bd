/**
 * The Java level that a build produces, and thereby the least that it needs at run time: class files run on their release
 * and every later one. Reference: maven-compiler-plugin, kotlin-maven-plugin, maven-toolchains-plugin.
 */

import { childOf, type XmlElement } from '../../../src/formats/xml.ts';
import type { EffectiveModel } from './model/effective-model.ts';
import type { Place, PomPlugin } from './model/pom.ts';

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

const PROPERTIES = [
  'maven.compiler.release',
  'maven.compiler.target',
  'maven.compiler.source',
  'java.version',
  'kotlin.compiler.jvmTarget',
];

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
  const compiler = pluginsOf(model, 'org.apache.maven.plugins', 'maven-compiler-plugin');
  const kotlin = pluginsOf(model, 'org.jetbrains.kotlin', 'kotlin-maven-plugin');
  const ways: readonly (() => JavaLevel | undefined)[] = [
    ...['release', 'target', 'source'].map((name) => () => level(configured(compiler, [name], model), at(compiler))),
    () => ofSources(model),
    ...PROPERTIES.map((name) => () => level(model.properties.get(name), place(model, name) ?? top)),
    () => level(configured(kotlin, ['jvmTarget'], model), at(kotlin)),
    () => level(configured(toolchains, ['toolchains', 'jdk', 'version'], model), at(toolchains)),
  ];
  for (const way of ways) {
    const found = way();
    if (found !== undefined) return found;
  }
  return undefined;
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
