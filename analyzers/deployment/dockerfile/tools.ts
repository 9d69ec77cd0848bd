/** Images of tools that lie below a service: what makes its code, what its developers work in. */

import { type BuildSettings, DEFAULT_BUILD, type Stage, stagesOf } from '../../../src/formats/dockerfile-stages.ts';
import { baseName, directoryOf, isReadFailure, type Project } from '../../../src/model/index.ts';
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
  const stageOf = (path: string): Stage | undefined => {
    const parsed = project.parse(path, readDockerfile);
    if (isReadFailure(parsed)) return undefined;
    const settings = builds.get(path)?.settings ?? DEFAULT_BUILD;
    return targetStage(stagesOf(parsed.instructions.list, settings).stages, settings.target);
  };
  const starts = (path: string): boolean => {
    const stage = stageOf(path);
    return stage !== undefined && startsSomething(stage);
  };
  const homes = new Set(paths.filter(starts).map(directoryOf));
  const isBelow = (directory: string): boolean => {
    for (let above = directory; above !== '.'; ) {
      above = directoryOf(above);
      if (homes.has(above)) return true;
    }
    return false;
  };
  return new Set(
    paths.filter((path) => {
      const directory = directoryOf(path);
      if (builds.has(path) || !isBelow(directory) || project.list(directory).some(declaresProgram)) return false;
      const stage = stageOf(path);
      return stage !== undefined && isIdle(stage);
    }),
  );
}

function isIdle(stage: Stage): boolean {
  const listens = stage.layers.some(({ own }) => own.some(({ instruction: { name } }) => name === 'EXPOSE'));
  return !startsSomething(stage) && !listens && IDLE.test(baseName(imageOf(stage)?.name ?? ''));
}
