/** Images of tools that lie below a service: what makes its code, what its developers work in. */

import { type BuildSettings, DEFAULT_BUILD, type Stage, stagesOf } from '../../../src/formats/dockerfile-stages.ts';
import { baseName, directoryOf, groupBy, isReadFailure, type Project } from '../../../src/model/index.ts';
import { declaresProgram } from '../other-languages.ts';
import { readDockerfile } from './facts.ts';
import { imageOf, startsSomething, targetStage } from './stages.ts';

/** The last part of the names of images that start a shell or an interpreter unless told otherwise, as the official ones are called. */
const IDLE =
  /^(?:scratch|busybox|alpine|debian|ubuntu|fedora|centos|rockylinux|almalinux|amazonlinux|wolfi-base|buildpack-deps|node|bun|deno|python|pypy|ruby|php|golang|rust|openjdk|eclipse-temurin|amazoncorretto|maven|gradle)$/;

/**
 * Dockerfiles that are no program of the service around them: nobody's manifest lies beside them, no compose file builds
 * them, what they make starts nothing, and a Dockerfile above makes what does.
 */
export function toolImages(
  project: Project,
  paths: readonly string[],
  builds: ReadonlyMap<string, { readonly settings: BuildSettings }>,
): ReadonlySet<string> {
  const byHome = groupBy(paths, directoryOf);
  const starting = new Map<string, boolean>();
  const starts = (path: string): boolean => {
    const known = starting.get(path);
    if (known !== undefined) return known;
    const stage = stageOf(project, path, builds.get(path)?.settings);
    const made = stage !== undefined && startsSomething(stage);
    starting.set(path, made);
    return made;
  };
  return new Set(
    paths.filter((path) => {
      const above = directoriesAbove(path).flatMap((directory) => byHome.get(directory) ?? []);
      if (above.length === 0 || builds.has(path) || project.list(directoryOf(path)).some(declaresProgram)) return false;
      const stage = stageOf(project, path);
      return stage !== undefined && isIdle(stage) && above.some(starts);
    }),
  );
}

/** Those that the file's own directory lies in. */
function directoriesAbove(path: string): readonly string[] {
  const above: string[] = [];
  for (let directory = directoryOf(path); directory !== '.'; ) {
    directory = directoryOf(directory);
    above.push(directory);
  }
  return above;
}

function stageOf(project: Project, path: string, settings: BuildSettings = DEFAULT_BUILD): Stage | undefined {
  const parsed = project.parse(path, readDockerfile);
  if (isReadFailure(parsed)) return undefined;
  return targetStage(stagesOf(parsed.instructions.list, settings).stages, settings.target);
}

function isIdle(stage: Stage): boolean {
  const listens = stage.layers.some(({ own }) => own.some(({ instruction: { name } }) => name === 'EXPOSE'));
  return !startsSomething(stage) && !listens && IDLE.test(baseName(imageOf(stage)?.name ?? ''));
}
