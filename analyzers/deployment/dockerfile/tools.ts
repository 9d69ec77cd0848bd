/** Images of tools that lie below a service: what makes its code, what its developers work in. */

import { type BuildSettings, DEFAULT_BUILD, type Stage, startsSomething } from '../../../src/formats/dockerfile/stages.ts';
import { baseName, directoriesAround, directoryOf, groupBy, isReadFailure, type Project } from '../../../src/model/index.ts';
import { holdsProgram } from '../other-languages.ts';
import type { Builds } from './build.ts';
import { builtStages, imageOf } from './stages.ts';
import { readDockerfile } from './started.ts';

/** The last part of the names of images that start a shell or an interpreter unless told otherwise, as the official ones are called. */
const IDLE =
  /^(?:scratch|busybox|alpine|debian|ubuntu|fedora|centos|rockylinux|almalinux|amazonlinux|wolfi-base|buildpack-deps|node|bun|deno|python|pypy|ruby|php|golang|rust|openjdk|eclipse-temurin|amazoncorretto|maven|gradle)$/;

/**
 * Dockerfiles that are no program of the service around them: nobody's manifest lies beside them, nothing here builds
 * them, what they make starts nothing or a shell, and a Dockerfile above makes what does, or one of the same program that
 * something builds; so are those that start nothing and take nothing of what lies around them.
 */
export function toolImages(project: Project, paths: readonly string[], builds: Builds): ReadonlySet<string> {
  const byHome = groupBy(paths, directoryOf);
  const starting = new Map<string, boolean>();
  const starts = (path: string): boolean => {
    const known = starting.get(path);
    if (known !== undefined) return known;
    const stage = stageOf(project, path, builds.get(path)?.[0]?.settings);
    const made = stage !== undefined && startsSomething(stage);
    starting.set(path, made);
    return made;
  };
  const startingHomes = new Map<string, boolean>();
  const startsIn = (directory: string): boolean => {
    const known = startingHomes.get(directory);
    if (known !== undefined) return known;
    const made = (byHome.get(directory) ?? []).some(starts);
    startingHomes.set(directory, made);
    return made;
  };
  const programOf = (path: string): string | undefined =>
    directoriesAround(path).find((directory) => holdsProgram(project, directory));
  const here = new Set(paths);
  const built = groupBy(
    [...builds.keys()].filter((path) => here.has(path)),
    (path) => programOf(path) ?? '',
  );
  return new Set(
    paths.filter((path) => {
      const program = programOf(path);
      if (builds.has(path) || program === directoryOf(path)) return false;
      const stage = stageOf(project, path);
      if (stage === undefined || !isIdle(stage)) return false;
      if (directoriesAround(directoryOf(path)).some(startsIn)) return true;
      if (program === undefined) return false;
      return (built.get(program) ?? []).some(starts) || !(startsSomething(stage) || takesFiles(stage));
    }),
  );
}

function stageOf(project: Project, path: string, settings: BuildSettings = DEFAULT_BUILD): Stage | undefined {
  const parsed = project.parse(path, readDockerfile);
  if (isReadFailure(parsed)) return undefined;
  return builtStages(parsed, settings).target;
}

/** `CMD ["bash"]`, `CMD sh`: what waits for somebody. */
const SHELL = /^\[?\s*["']?(?:\/(?:usr\/)?bin\/)?(?:ba|da|z|a)?sh["']?\s*\]?$/;

/** Whether it holds anything of the service: by itself, by what whoever builds on it takes (ONBUILD), or by what is mounted. */
function takesFiles(stage: Stage): boolean {
  return stage.layers.some(({ own }) =>
    own.some(({ instruction: { name, flags } }) => /^(?:COPY|ADD|ONBUILD)$/.test(name) || flags.has('mount')),
  );
}

function isIdle(stage: Stage): boolean {
  const said = stage.layers.flatMap(({ own }) => own.map(({ instruction }) => instruction));
  const listens = said.some(({ name }) => name === 'EXPOSE');
  const started = said.filter(({ name }) => name === 'CMD' || name === 'ENTRYPOINT').map(({ text }) => text);
  return started.every((words) => SHELL.test(words.trim())) && !listens && IDLE.test(baseName(imageOf(stage)?.name ?? ''));
}
