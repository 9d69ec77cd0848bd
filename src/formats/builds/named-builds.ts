/** Files that say which images are made of what: Skaffold's artifacts, Docker Bake's and Tilt's, and what CI and make build. */

import {
  append,
  baseName,
  directoriesAround,
  directoryOf,
  inDirectory,
  isListed,
  isReadFailure,
  joinPath,
  type Project,
  SAMPLES,
  TESTS,
  wordIn,
} from '../../model/index.ts';
import { isComposeFile } from '../compose-name.ts';
import { localPath } from '../paths.ts';
import { readBake } from './bake.ts';
import { isCiFile, readCiBuilds } from './ci-builds.ts';
import type { CommandBuild } from './docker-commands.ts';
import { isMakefile, readMakefile } from './makefile.ts';
import type { NamedBuild } from './named-build.ts';
import { isScript, readScript } from './scripts.ts';
import { readSkaffold } from './skaffold.ts';
import { readTilt } from './tilt.ts';

/** Bake's default names (Docker, "Bake file reference"), but for compose files; Skaffold's are YAML. */
export const BAKE_FILES: readonly string[] = ['docker-bake.hcl', 'docker-bake.json'];
export const TILT_FILES: readonly string[] = ['Tiltfile'];
const SKAFFOLD = /(?:^|\/)skaffold(?:[.-][\w.-]+)?\.ya?ml$/;

/** What tests and samples build is not what is deployed under the name. */
export const isBuiltAside = wordIn([TESTS, SAMPLES], '/_-');

/** A folder called `ci` is where pipelines lie. */
function isPipelineAside(path: string): boolean {
  return isBuiltAside(directoryOf(path).replace(/(?:^|\/)ci(?=\/|$)/g, '/'));
}

/** By where it is said: files that do nothing but say it, what runs builds, and what somebody starts by hand. */
export interface BuildsElsewhere {
  readonly bySettings: readonly NamedBuild[];
  readonly byCi: readonly NamedBuild[];
  readonly byScripts: readonly NamedBuild[];
}

/** In files of any kind but compose files, which count where something names them, and are told where nothing does. */
export function buildsElsewhere(project: Project): BuildsElsewhere {
  const bySettings: NamedBuild[] = [];
  const byCi: NamedBuild[] = [];
  const byScripts: NamedBuild[] = [];
  for (const path of filesOf(project)) {
    if (isComposeFile(path)) continue;
    append(bySettings, settingsIn(project, path));
    append(byCi, commandsIn(project, path));
    append(byScripts, scriptsIn(project, path));
  }
  return { bySettings, byCi, byScripts };
}

/** All that discovery kept, whatever an analyzer looks for. */
export function filesOf(project: Project): readonly string[] {
  return project.directories.flatMap((directory) => project.list(directory).map((name) => inDirectory(directory, name)));
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

/**
 * A pipeline runs in its repository's root: the outermost directory around it where the Dockerfile is. What lies nowhere in
 * the tree is a repository that the pipeline fetches.
 */
function commandsIn(project: Project, path: string): readonly NamedBuild[] {
  const builds = isPipelineAside(path) ? [] : readCommands(project, path);
  const roots = isMakefile(path) ? ['.'] : directoriesAround(path).toReversed();
  return builds.map((build) => {
    const [outermost, ...others] = roots.map((root) => placeOf(build, root));
    const place = [outermost, ...others].find((one) => one?.dockerfile !== undefined && isListed(project, one.dockerfile));
    const { image, context, dockerfile, settings } = build;
    const isOpen = [context, dockerfile].some((one) => one?.includes('$') === true);
    return { image, settings, dockerfile: (place ?? outermost)?.dockerfile, context: isOpen ? undefined : place?.context };
  });
}

/** Where a command's build lies when it is run in a directory; undefined for what lies outside of the tree. */
function placeOf(
  { context, dockerfile }: Pick<CommandBuild, 'context' | 'dockerfile'>,
  directory: string,
): Pick<NamedBuild, 'context' | 'dockerfile'> {
  const at = localPath(directory, context);
  const beside = at === undefined ? undefined : joinPath(at, 'Dockerfile');
  return { context: at, dockerfile: dockerfile === undefined ? beside : localPath(directory, dockerfile) };
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

/** From the directory in which the script lies, else from the nearest above it where the Dockerfile is. */
function scriptsIn(project: Project, path: string): readonly NamedBuild[] {
  const builds = isScript(path) && !isPipelineAside(path) ? project.parse(path, readScript) : [];
  if (isReadFailure(builds)) return [];
  const home = directoryOf(path);
  return builds.flatMap(({ image, context, dockerfile, settings }): readonly NamedBuild[] => {
    if ([context, dockerfile].some((one) => one?.includes('$') === true)) return [];
    const places = [home, ...directoriesAround(home)].map((start) => placeOf({ context, dockerfile }, start));
    const place = places.find((one) => one.dockerfile !== undefined && isListed(project, one.dockerfile));
    return place?.context === undefined ? [] : [{ image, ...place, settings }];
  });
}
