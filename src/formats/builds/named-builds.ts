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
    const { image, settings } = build;
    const place = placeAmong(project, build, roots);
    const { dockerfile } = place ?? placeOf(build, '.');
    return { image, settings, dockerfile, context: isOpen(build) ? undefined : place?.context };
  });
}

/** Whether only a run knows where it lies. */
function isOpen({ context, dockerfile }: CommandBuild): boolean {
  return [context, dockerfile].some((one) => one?.includes('$') === true);
}

type Place = Pick<NamedBuild, 'context' | 'dockerfile'>;

/** Where a command's build lies as seen from the first of the directories from where its Dockerfile is there. */
function placeAmong(project: Project, build: CommandBuild, directories: readonly string[]): Place | undefined {
  for (const directory of directories) {
    const place = placeOf(build, directory);
    if (place.dockerfile !== undefined && isListed(project, place.dockerfile)) return place;
  }
  return undefined;
}

/** Where a command's build lies when it is run in a directory; undefined for what lies outside of the tree. */
function placeOf({ context, dockerfile }: CommandBuild, directory: string): Place {
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
  const starts = [home, ...directoriesAround(home)];
  return builds.flatMap((build): readonly NamedBuild[] => {
    const place = isOpen(build) ? undefined : placeAmong(project, build, starts);
    return place?.context === undefined ? [] : [{ image: build.image, ...place, settings: build.settings }];
  });
}
