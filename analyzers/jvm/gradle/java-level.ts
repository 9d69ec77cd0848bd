/** The Java release whose class files a project produces, from its toolchain and its compilers' settings. */
import type { RuntimeConstraint } from '../../../src/model/index.ts';
import { releaseNumber } from '../maven/java-level.ts';
import type { JavaLevel, ProjectModel } from './model.ts';

/** The last one wins, as assignments do. */
function last(levels: readonly JavaLevel[], from: JavaLevel['from']): JavaLevel | undefined {
  return levels.findLast((level) => level.from === from && releaseNumber(level.version) !== undefined);
}

/**
 * Class files run on their release and every later one, so a toolchain is a lower bound too. Java's level is `release`,
 * else `targetCompatibility`, else `sourceCompatibility`, else the toolchain's (Gradle User Manual, "Building Java & JVM
 * projects"); Kotlin's is `jvmTarget`, else the toolchain's. Where both are set the higher one decides.
 */
export function runtimesOf(model: ProjectModel): readonly RuntimeConstraint[] {
  const { javaLevels, plugins } = model;
  const toolchain = last(javaLevels, 'toolchain');
  const java =
    last(javaLevels, 'release') ??
    last(javaLevels, 'targetCompatibility') ??
    last(javaLevels, 'sourceCompatibility') ??
    toolchain;
  const speaksKotlin = plugins.some(({ id, applied }) => applied && (id.startsWith('org.jetbrains.kotlin') || id === 'kotlin'));
  const target = last(javaLevels, 'jvmTarget');
  const kotlin = target ?? (speaksKotlin ? toolchain : undefined);
  const release = (level: JavaLevel | undefined) => (level === undefined ? 0 : (releaseNumber(level.version) ?? 0));
  const highest = release(kotlin) > release(java) ? kotlin : java;
  if (highest === undefined) return [];
  const { file, line, column } = highest;
  return [{ name: 'jdk', constraint: `>=${release(highest)}`, origin: { file, line, column } }];
}
