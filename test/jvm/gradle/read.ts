import { readBuilds } from '../../../analyzers/jvm/gradle/build/build.ts';
import { assembleGradle, type GradleAssembly } from '../../../analyzers/jvm/gradle/index.ts';
import type { GradleBuild, GradleDependency, GradleProject } from '../../../analyzers/jvm/gradle/model.ts';
import { jvm } from '../../../analyzers/jvm/index.ts';
import { memoryTree } from '../../../src/discover/memory-tree.ts';
import { FileStore, projectFor } from '../../../src/discover/project.ts';
import { walk } from '../../../src/discover/walk.ts';
import type { Project } from '../../../src/model/index.ts';

export type Files = Readonly<Record<string, string>>;

export function treeOf(files: Files): Project {
  const tree = memoryTree(files);
  return projectFor(jvm.files, walk(tree, ['.']), new FileStore(tree));
}

export function builds(files: Files): readonly GradleBuild[] {
  return readBuilds(treeOf(files));
}

export function assembled(files: Files): GradleAssembly {
  return assembleGradle(treeOf(files));
}

export function projectAt(files: Files, directory = '.'): GradleProject {
  for (const build of builds(files)) {
    const found = build.projects.find((one) => one.directory === directory);
    if (found !== undefined) return found;
  }
  throw new Error(`no project at ${directory}`);
}

/** `configuration kind group:name:version` with what else the line says; `?` stands for what is not known. */
export function shown(one: GradleDependency): string {
  const { strictly, require, prefer, reject } = one.version;
  const version = strictly === undefined ? (require === undefined ? '' : `:${require}`) : `:${strictly}!!`;
  const name =
    one.kind === 'project' || one.path !== undefined ? `${one.path}` : `${one.group ?? '?'}:${one.name ?? '?'}${version}`;
  return [
    one.configuration,
    ...(one.kind === 'module' ? [] : [one.kind]),
    name,
    ...(prefer === undefined ? [] : [`prefer=${prefer}`]),
    ...(reject === undefined ? [] : [`reject=${reject.join(',')}`]),
    ...(one.classifier === undefined ? [] : [`classifier=${one.classifier}`]),
    ...(one.ext === undefined ? [] : [`@${one.ext}`]),
    ...(one.transitive === false ? ['intransitive'] : []),
    ...(one.exclusions.length === 0 ? [] : [`-${one.exclusions.join(' -')}`]),
    ...(one.capabilities.length === 0 ? [] : [`capability=${one.capabilities.join(',')}`]),
    ...(one.dynamic === true ? ['dynamic'] : []),
    ...(one.conditional ? ['conditional'] : []),
  ].join(' ');
}

/** Dependencies of a lone `build.gradle` (Groovy). */
export function groovy(text: string, more: Files = {}): readonly string[] {
  return projectAt({ 'build.gradle': text, ...more }).model.dependencies.map(shown);
}

/** Dependencies of a lone `build.gradle.kts`. */
export function kotlin(text: string, more: Files = {}): readonly string[] {
  return projectAt({ 'build.gradle.kts': text, ...more }).model.dependencies.map(shown);
}
