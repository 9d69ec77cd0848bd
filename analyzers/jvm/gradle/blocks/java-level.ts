/** The Java release whose class files a project produces, from its toolchain and its compilers' settings. */
import type { RuntimeConstraint } from '../../../../src/model/index.ts';
import { releaseNumber } from '../../maven/java-level.ts';
import { textOf, UNKNOWN, type Value } from '../evaluation/values.ts';
import type { JavaLevel, ProjectModel } from '../model.ts';
import type { Position } from '../script/syntax-tree.ts';

/** Assignments that say for which Java a project is built; `from` names the way. */
const LEVELS: ReadonlyMap<string, JavaLevel['from']> = new Map([
  ['release', 'release'],
  ['sourceCompatibility', 'sourceCompatibility'],
  ['targetCompatibility', 'targetCompatibility'],
  ['languageVersion', 'toolchain'],
  ['jvmTarget', 'jvmTarget'],
  ['jvmToolchain', 'toolchain'],
  ['javaCompiler', 'toolchain'],
]);

export function isLevel(name: string): boolean {
  return LEVELS.has(name);
}

/** Notes a setting of the level; false where `name` is none. */
export function recordLevel(model: ProjectModel, name: string, value: Value, at: Position & { readonly file: string }): boolean {
  const from = LEVELS.get(name);
  if (from === undefined) return false;
  // Kotlin's own `languageVersion` is a text; a toolchain's is made by `JavaLanguageVersion.of`.
  if ((name === 'languageVersion' || name === 'javaCompiler') && value.kind !== 'java') return true;
  const said = textOf(value);
  // What only a run of the build would tell takes the place of what was said before.
  const version = said === undefined || said.includes(UNKNOWN) ? '' : said;
  const { file, line, column } = at;
  model.javaLevels.push({ version, from, file, line, column });
  return true;
}

/** `options.compilerArgs`, of which `--release 17` is a level as `options.release` is; false where `name` is another. */
export function recordArguments(
  model: ProjectModel,
  name: string,
  value: Value,
  { file, line, column }: Position & { readonly file: string },
): boolean {
  if (name !== 'compilerArgs') return false;
  for (const item of value.kind === 'list' ? value.items : [value]) {
    const argument = textOf(item) ?? UNKNOWN;
    if (model.lastArgument === '--release')
      model.javaLevels.push({ version: argument.includes(UNKNOWN) ? '' : argument, from: 'release', file, line, column });
    model.lastArgument = argument;
  }
  return true;
}

/** The last one wins, as assignments do. */
function last(levels: readonly JavaLevel[], from: JavaLevel['from']): JavaLevel | undefined {
  return levels.findLast((level) => level.from === from && releaseNumber(level.version) !== undefined);
}

/** What a class path takes: variants for this Java and older ones; `any` where the build asks for none. */
export type ClassPathLevel = { readonly release: number; readonly at: JavaLevel } | 'any';

/** Where Java's own plug-in finds it, the first that is set, unless the class path's own attributes say it. Reference: Gradle User Manual, "Building Java & JVM projects". */
const ASKED = 'attribute';
const TAKEN: readonly JavaLevel['from'][] = [ASKED, 'release', 'targetCompatibility', 'sourceCompatibility', 'toolchain'];

/**
 * The Java that a class path asks variants for (`org.gradle.jvm.version`): what its sources are compiled for. Undefined where
 * nothing says so, and the Java that Gradle runs on counts, or where only a run of the build would tell.
 */
export function classPathLevel({ javaLevels }: ProjectModel): ClassPathLevel | undefined {
  if (javaLevels.some(({ from }) => from === ANY_JAVA)) return 'any';
  for (const from of TAKEN) {
    const at = javaLevels.findLast((level) => level.from === from);
    if (at === undefined) continue;
    const release = releaseNumber(at.version);
    return release === undefined ? undefined : { release, at };
  }
  return undefined;
}

/** What the attributes of a class path ask for. */
export function recordAskedJava(
  model: ProjectModel,
  value: Value | undefined,
  { file, line, column }: Position & { readonly file: string },
): void {
  const said = textOf(value);
  model.javaLevels.push({ version: said === undefined || said.includes(UNKNOWN) ? '' : said, from: ASKED, file, line, column });
}

/** `disableAutoTargetJvm()`: class paths ask for no Java. */
const ANY_JAVA = 'disableAutoTargetJvm';

export function recordAnyJava(model: ProjectModel, { file, line, column }: Position & { readonly file: string }): void {
  model.javaLevels.push({ version: '', from: ANY_JAVA, file, line, column });
}

/**
 * Class files run on their release and every later one, so a toolchain is a lower bound too. Java's level is `release`,
 * else `targetCompatibility`, else `sourceCompatibility`, else the toolchain's (Gradle User Manual, "Building Java & JVM
 * projects"); Kotlin's is `jvmTarget`, else the toolchain's. Where both are set the higher one decides; a toolchain sets
 * nothing for Java beside a `jvmTarget`, as Kotlin's plug-in refuses sources of both languages at two levels.
 */
export function runtimesOf(model: ProjectModel): readonly RuntimeConstraint[] {
  const { javaLevels, plugins } = model;
  const toolchain = last(javaLevels, 'toolchain');
  const target = last(javaLevels, 'jvmTarget');
  const speaksKotlin = plugins.some(({ id, applied }) => applied && (id.startsWith('org.jetbrains.kotlin') || id === 'kotlin'));
  const java =
    last(javaLevels, 'release') ??
    last(javaLevels, 'targetCompatibility') ??
    last(javaLevels, 'sourceCompatibility') ??
    (speaksKotlin && target !== undefined ? undefined : toolchain);
  const kotlin = target ?? (speaksKotlin ? toolchain : undefined);
  const release = (level: JavaLevel | undefined) => (level === undefined ? 0 : (releaseNumber(level.version) ?? 0));
  const highest = release(kotlin) > release(java) ? kotlin : java;
  if (highest === undefined) return [];
  const { file, line, column } = highest;
  return [{ name: 'jdk', constraint: `>=${release(highest)}`, origin: { file, line, column } }];
}
