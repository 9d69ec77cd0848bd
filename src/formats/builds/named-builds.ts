/** Files that say which images are made of what: Skaffold's artifacts, Docker Bake's and Tilt's, and what CI and make build. */
import {
  append,
  baseName,
  directoryOf,
  isReadFailure,
  joinPath,
  type Project,
  SAMPLES,
  TESTS,
  wordIn,
} from '../../model/index.ts';
import { localPath } from '../paths.ts';
import { readBake } from './bake.ts';
import { isCiFile, readCiBuilds } from './ci-builds.ts';
import type { CommandBuild } from './docker-commands.ts';
import { isMakefile, readMakefile } from './makefile.ts';
import type { NamedBuild } from './named-build.ts';
import { readSkaffold } from './skaffold.ts';
import { readTilt } from './tilt.ts';

/** Bake's default names (Docker, "Bake file reference"), but for compose files; Skaffold's are YAML. */
export const BAKE_FILES: readonly string[] = ['docker-bake.hcl', 'docker-bake.json'];
export const TILT_FILES: readonly string[] = ['Tiltfile'];
export const MAKE_FILES: readonly string[] = ['Makefile', 'makefile', 'GNUmakefile', '*.mk'];
const SKAFFOLD = /(?:^|\/)skaffold(?:[.-][\w.-]+)?\.ya?ml$/;

/** What tests and samples build is not what is deployed under the name. */
export const isBuiltAside = wordIn([TESTS, SAMPLES], '/_-');

/** A folder called `ci` is where pipelines lie. */
function isPipelineAside(path: string): boolean {
  return isBuiltAside(directoryOf(path).replace(/(?:^|\/)ci(?=\/|$)/g, '/'));
}

/** By where it is said: files that do nothing but say it, and what runs builds. */
export interface BuildsElsewhere {
  readonly bySettings: readonly NamedBuild[];
  readonly byCi: readonly NamedBuild[];
}

/** Of files of any kind, but for compose files. */
export function buildsElsewhere(project: Project, paths: readonly string[]): BuildsElsewhere {
  const bySettings: NamedBuild[] = [];
  const byCi: NamedBuild[] = [];
  for (const path of paths) {
    append(bySettings, settingsIn(project, path));
    append(byCi, commandsIn(project, path));
  }
  return { bySettings, byCi };
}

function settingsIn(project: Project, path: string): readonly NamedBuild[] {
  if (isBuiltAside(directoryOf(path))) return [];
  const name = baseName(path);
  const read = BAKE_FILES.includes(name)
    ? readBake
    : TILT_FILES.includes(name)
      ? readTilt
      : SKAFFOLD.test(path)
        ? readSkaffold
        : undefined;
  const builds = read === undefined ? [] : project.parse(path, read);
  return isReadFailure(builds) ? [] : builds;
}

/** What lies nowhere in the tree is a repository that the pipeline fetches. */
function commandsIn(project: Project, path: string): readonly NamedBuild[] {
  const builds = isPipelineAside(path) ? [] : readCommands(project, path);
  return builds.map(({ image, context, dockerfile, settings }) => {
    const at = localPath('.', context);
    const given =
      dockerfile === undefined ? (at === undefined ? undefined : joinPath(at, 'Dockerfile')) : localPath('.', dockerfile);
    const isOpen = [context, dockerfile].some((one) => one?.includes('$') === true);
    const isThere = given !== undefined && isFile(given, project);
    return { image, context: isOpen || !isThere ? undefined : at, dockerfile: given, settings };
  });
}

function readCommands(project: Project, path: string): readonly CommandBuild[] {
  if (!isMakefile(path) && !isPipeline(project, path)) return [];
  const builds = project.parse(path, isMakefile(path) ? readMakefile : readCiBuilds);
  return isReadFailure(builds) ? [] : builds;
}

function isPipeline(project: Project, path: string): boolean {
  const file = /\.ya?ml$/.test(path) ? project.read(path) : undefined;
  return file !== undefined && !isReadFailure(file) && isCiFile(file);
}

export function isFile(path: string, project: Project): boolean {
  return project.list(directoryOf(path)).includes(baseName(path));
}
