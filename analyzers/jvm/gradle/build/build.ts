/** All builds of a tree, and what they are to each other. */
import { baseName, byText, directoryOf, joinPath, type Project } from '../../../../src/model/index.ts';
import type { GradleBuild } from '../model.ts';
import { requiredVersion } from '../versions/rich-version.ts';
import { BuildReader } from './build-reader.ts';
import type { PublishedCatalogs } from './settings-model.ts';
import { SCRIPTS, SETTINGS, TreeReader } from './tree-reader.ts';

/** Plug-ins that say: this build makes plug-ins for others. */
const PLUGIN_MAKERS = new Set(['kotlin-dsl', 'groovy-gradle-plugin', 'java-gradle-plugin', 'org.gradle.kotlin.kotlin-dsl']);

/** All builds of the tree, parents before the builds below them. */
export function readBuilds(project: Project, published: PublishedCatalogs = new Map()): readonly GradleBuild[] {
  const roots = new Set<string>();
  const scripts = new Set<string>();
  for (const path of project.files) {
    const name = baseName(path);
    if (SETTINGS.includes(name)) roots.add(directoryOf(path));
    else if (SCRIPTS.includes(name)) scripts.add(directoryOf(path));
  }
  const reader = new TreeReader(project, scripts);
  const builds: GradleBuild[] = [];
  const taken = new Set<string>();
  const read = (directory: string): void => {
    const build = new BuildReader(reader, directory, published).read();
    // Settings beside a project that a build around it has, for whoever opens it alone: it is that build's.
    if (build.projects.every((one) => taken.has(one.directory))) return;
    builds.push(build);
    for (const one of build.projects) taken.add(one.directory);
  };
  for (const directory of sorted(roots)) read(directory);
  // Scripts that no settings name are builds of their own.
  for (const directory of sorted(scripts)) if (!taken.has(directory)) read(directory);
  return withTools(classified(builds));
}

/** Versions of plug-ins stand in the dependencies of `buildSrc` and of included builds. */
function withTools(builds: readonly GradleBuild[]): readonly GradleBuild[] {
  const byDirectory = new Map(builds.map((build) => [build.directory, build]));
  return builds.map((build) => {
    const logic = [joinPath(build.directory, 'buildSrc') ?? '', ...build.included.map(({ directory }) => directory)];
    const tools = new Map<string, string>();
    for (const directory of logic)
      for (const { model } of byDirectory.get(directory)?.projects ?? [])
        for (const { group, name, version } of model.dependencies) {
          const required = requiredVersion(version);
          if (required !== null) tools.set(`${group ?? ''}:${name ?? ''}`, required);
        }
    return tools.size === 0 ? build : { ...build, tools };
  });
}

function sorted(directories: ReadonlySet<string>): readonly string[] {
  const depth = (directory: string) => (directory === '.' ? 0 : directory.split('/').length);
  return [...directories].sort((a, b) => depth(a) - depth(b) || byText(a, b));
}

function classified(builds: readonly GradleBuild[]): readonly GradleBuild[] {
  return builds.map((build) => {
    const makes = build.projects.some(({ model }) => model.plugins.some(({ id }) => PLUGIN_MAKERS.has(id)));
    const including = builds.flatMap(({ included }) => included.filter(({ directory }) => directory === build.directory));
    const isLogic = isBuildSrc(build.directory) || including.some(({ plugins }) => plugins || makes);
    return isLogic ? { ...build, kind: 'logic' as const } : build;
  });
}

function isBuildSrc(directory: string): boolean {
  return directory === 'buildSrc' || directory.endsWith('/buildSrc');
}
