/** What Gradle's own plug-ins apply with them, and the classes by which scripts name them (Gradle User Manual, "Core plugins"). */

import { type Argument, lastName } from '../script/syntax-tree.ts';

const IMPLIED: Readonly<Record<string, readonly string[]>> = {
  'java-library': ['java'],
  application: ['java'],
  war: ['java'],
  ear: ['base'],
  groovy: ['groovy-base', 'java'],
  scala: ['scala-base', 'java'],
  'java-gradle-plugin': ['java-library'],
  'groovy-gradle-plugin': ['java-gradle-plugin', 'groovy'],
  'java-library-distribution': ['java'],
  java: ['java-base'],
  'java-base': ['base'],
  'java-platform': ['base'],
  'groovy-base': ['java-base'],
  'scala-base': ['java-base'],
  'org.jetbrains.kotlin.jvm': ['java'],
  kotlin: ['java'],
};

/** What a plug-in packs besides the class path (Gradle User Manual, "The Ear Plugin"). */
export const PACKED: Readonly<Record<string, readonly string[]>> = { ear: ['deploy', 'earlib'] };

const CLASSES: Readonly<Record<string, string>> = {
  JavaPlugin: 'java',
  JavaBasePlugin: 'java-base',
  JavaLibraryPlugin: 'java-library',
  JavaPlatformPlugin: 'java-platform',
  ApplicationPlugin: 'application',
  WarPlugin: 'war',
  EarPlugin: 'ear',
  GroovyPlugin: 'groovy',
  ScalaPlugin: 'scala',
  BasePlugin: 'base',
};

/** A plug-in's id as this reader knows it: Gradle's own may be written with their namespace. */
export function pluginId(written: string): string {
  return written.replace(/^org\.gradle\./, '');
}

export function pluginOfClass(name: string): string | undefined {
  return Object.hasOwn(CLASSES, name) ? CLASSES[name] : undefined;
}

/** The plug-in and all that it applies. */
export function withImplied(id: string): readonly string[] {
  const more = Object.hasOwn(IMPLIED, id) ? (IMPLIED[id] ?? []) : [];
  return [id, ...more.flatMap(withImplied)];
}

/** The class that an argument names, without its package: `MyPlugin`, `com.acme.MyPlugin`, `MyPlugin::class`, `MyPlugin::class.java`. */
export function className(argument: Argument | undefined): string | undefined {
  let at = argument?.value;
  while (at?.kind === 'property' && (at.name === 'java' || at.name === 'class')) at = at.object;
  return lastName(at);
}
