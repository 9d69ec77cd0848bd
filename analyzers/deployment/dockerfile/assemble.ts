/** Dockerfiles of a project: which of several in one directory counts, and which service each may belong to. */

import { isDockerfileName } from '../../../src/formats/dockerfile/file-name.ts';
import { DEFAULT_BUILD, type ImageName } from '../../../src/formats/dockerfile/stages.ts';
import {
  addTo,
  append,
  baseName,
  DEVELOPMENT,
  type DeploymentFacts,
  type Diagnostic,
  directoriesAround,
  directoryOf,
  isForDevelopment,
  isReadFailure,
  type Project,
  SAMPLES,
  TESTS,
  wordIn,
} from '../../../src/model/index.ts';
import { deploymentFacts, type SaidFacts } from '../facts.ts';
import { isOtherLanguage, takesOurs } from '../other-languages.ts';
import type { Build, Builds } from './build.ts';
import { type DockerfileFacts, dockerfileFacts } from './facts.ts';
import { copiedPaths } from './layout.ts';
import type { MadeImages } from './made.ts';
import { isServerAlone } from './servers.ts';
import { builtStages } from './stages.ts';
import { type ParsedDockerfile, readDockerfile } from './started.ts';
import { toolImages } from './tools.ts';

export const DOCKERFILE_PATTERNS: readonly string[] = [
  'Dockerfile',
  'Dockerfile.*',
  'Dockerfile-*',
  'Dockerfile_*',
  '*.Dockerfile',
  '*-Dockerfile',
  '*_Dockerfile',
  '*.dockerfile',
  'dockerfile',
  'Containerfile',
  'Containerfile.*',
  'Containerfile-*',
  'Containerfile_*',
];

export function isDockerfile(path: string): boolean {
  return isDockerfileName(baseName(path));
}

/** What is written beside `Dockerfile`: `worker` of `Dockerfile.worker` and of `worker.Dockerfile`. */
function variantOf(path: string): string | undefined {
  const name = baseName(path);
  return /^(?:docker|container)file[._-](.+)$/i.exec(name)?.[1] ?? /^(.+)[._-]dockerfile$/i.exec(name)?.[1];
}

/** Words of files that are for development, for tests, or for a kind of machine: never what is deployed beside a main one. */
export const isAside = wordIn([
  DEVELOPMENT,
  TESTS,
  SAMPLES,
  'playwright cypress pr preview review lint build builder base deps docs? bench profiling',
  'arm arm32v?7? armhf arm64 arm64v8 aarch64 amd64 x86 windows win nanoserver native native-micro legacy-jar',
  'tmpl template j2 tpl bak old',
]);

/** A file that says of itself that nobody builds it any more. */
const isRetired = wordIn(['not-?used unused disabled deprecated obsolete retired backup bak old orig original']);

/** A workbench in a browser or an editor, which its own tool builds: never what runs, even where it is the only image. */
const isWorkbench = wordIn(['gitpod devcontainer codespaces?']);

/** Names of folders that each hold the images of one purpose: `compose/local` beside `compose/production`. */
const isDevelopersFolder = wordIn([DEVELOPMENT], '/');
const isDeployedFolder = wordIn(['prod production live release stag(?:e|ing)'], '/');

/** How an image is made, or of what: no name of what it holds. */
const WAY =
  /^(?:multi-?stage|rootless|distroless|alpine|slim|debian|ubuntu|jvm|goreleaser|kaniko|buildx?|prod|production|release)$/i;

const PRODUCTION = /^(?:prod|production)$/i;

/** What the file's name calls the image, if anything. */
function calledBy(path: string): string | undefined {
  const variant = variantOf(path);
  return variant === undefined || WAY.test(variant) ? undefined : variant;
}

/** A descriptor for each image that is made of a Dockerfile. */
export function assembleDockerfiles(
  project: Project,
  paths: readonly string[],
  builds: Builds = new Map(),
  made?: MadeImages,
): { readonly deployments: readonly DeploymentFacts[]; readonly diagnostics: readonly Diagnostic[] } {
  const deployments: DeploymentFacts[] = [];
  const diagnostics: Diagnostic[] = [];
  const tools = toolImages(project, paths, builds);
  const counted = deployedOnes(
    paths.filter((path) => !tools.has(path)),
    builds,
  );
  for (const path of paths) {
    const parsed = project.parse(path, readDockerfile);
    if (isReadFailure(parsed) || isProgramText(parsed)) continue;
    const ways = builds.get(path) ?? [];
    for (const build of ways.length === 0 ? [undefined] : ways) {
      const directory = build?.context ?? directoryOf(path);
      const name =
        (ways.length > 1 ? build?.name : undefined) ?? calledBy(path) ?? nameOf(directory) ?? nameOf(directoryOf(path));
      const settings = { made: (image: ImageName) => made?.find(image, path), ...(build?.settings ?? DEFAULT_BUILD) };
      const facts = dockerfileFacts(
        parsed,
        name,
        { directory, has: project.has, holds: (path: string) => project.list(path).length > 0 },
        settings,
      );
      append(diagnostics, facts.diagnostics);
      const join = isOthers(project, path, build?.context) ? {} : joinOf(path, build, ways.length > 1, facts);
      deployments.push(deploymentFacts(path, 'dockerfile', 'dockerfile', join, saidOf(path, facts, counted, ways.length > 0)));
    }
  }
  return {
    deployments: deployments.map((facts) => (made?.isBaseAlone(facts.descriptor.path) === true ? withoutPorts(facts) : facts)),
    diagnostics,
  };
}

/** What others are built on is not started for itself: they listen in its place. */
function withoutPorts(facts: DeploymentFacts): DeploymentFacts {
  return { ...facts, demands: facts.demands.filter(({ realm }) => realm !== 'port') };
}

function saidOf(path: string, facts: DockerfileFacts, counted: ReadonlySet<string>, isBuilt: boolean): SaidFacts {
  const { images, processes, traits } = facts;
  if (!counted.has(path)) return { images: images.map((image) => ({ ...image, final: false })) };
  // What a developer's or a tester's image holds is not what is deployed; where it listens counts if compose builds it.
  const isDevelopers = isForDevelopment(variantOf(path) ?? '');
  const installations = isDevelopers ? [] : facts.installations;
  const demands = isDevelopers ? facts.demands.filter(({ realm }) => realm === 'port' && isBuilt) : facts.demands;
  return { images, processes, demands, traits, installations };
}

/** Whether what a Dockerfile makes is no part of any service here, wherever it lies. */
export function isOthers(project: Project, path: string, context: string | undefined): boolean {
  return isOfOtherLanguage(project, path, context) || isServerAlone(project, path, context);
}

/**
 * Whether what a Dockerfile makes is a program in a language that is not read: the nearest manifest at or above it is one,
 * and the image takes no program of ours from a folder below (`COPY src/package.json` of `samples/web/Dockerfile` in a
 * repository of Rust).
 */
export function isOfOtherLanguage(project: Project, path: string, context: string | undefined): boolean {
  const home = context ?? directoryOf(path);
  return isOtherLanguage(project, directoryOf(path)) && !takesOurs(project, home, takenPaths(project, path));
}

/** `Dockerfile.java` may be the image for Java, or a class of that name: a class begins with no image. */
function isProgramText({ path, instructions }: ParsedDockerfile): boolean {
  return /\.(?:java|kt|groovy|scala|cs|ts|js|rb|php|rs|go)$/.test(path) && !instructions.list.some(({ name }) => name === 'FROM');
}

/** What the image that is deployed takes from its context. */
function takenPaths(project: Project, path: string): readonly string[] {
  const parsed = project.parse(path, readDockerfile);
  if (isReadFailure(parsed)) return [];
  const { stages, target } = builtStages(parsed);
  return target === undefined ? [] : copiedPaths(target, stages);
}

/** Directories that hold Dockerfiles of several services, each in a directory of its name: what they build lies elsewhere. */
const COLLECTION = /(?:^|\/)(?:\.?docker|dockerfiles?|images|containers|build|deploy|deployments?|infra)\/[^/]+$/;

function joinOf(
  path: string,
  build: Build | undefined,
  isSeveral: boolean,
  { copies: paths, builds }: DockerfileFacts,
): DeploymentFacts['join'] {
  const variant = variantOf(path);
  const directory = directoryOf(path);
  const called = calledBy(path);
  if (build !== undefined && isSeveral)
    return {
      directory: build.context,
      dockerfile: path,
      copies: paths,
      builds,
      ...(build.name === undefined ? {} : { name: build.name }),
    };
  const isCollected = variant === undefined && COLLECTION.test(directory);
  // A context around all of them says nothing of whose it is.
  const among = isCollected && build !== undefined && build.context !== directory ? baseName(directory) : called;
  const name = among === undefined || isAside(among) ? {} : { name: among };
  const isOpen = builds.directories.length + builds.names.length === 0 && builds.binary === undefined;
  const taken = { ...(paths.length === 0 ? {} : { copies: paths }), ...(isOpen ? {} : { builds }) };
  if (build === undefined && isCollected) return { dockerfile: path, name: baseName(directory), ...taken };
  return { directory: build?.context ?? directory, dockerfile: path, ...name, ...taken };
}

function nameOf(directory: string): string | undefined {
  return directory === '.' ? undefined : baseName(directory);
}

/** Whether a Dockerfile lies in a folder for who develops that has one of images for production beside it. */
function developersAmong(paths: readonly string[]): (path: string) => boolean {
  const deployed = new Set(
    paths.flatMap((path) =>
      directoriesAround(path)
        .filter((folder) => isDeployedFolder(baseName(folder)))
        .map(directoryOf),
    ),
  );
  return (path) =>
    directoriesAround(path).some((folder) => isDevelopersFolder(baseName(folder)) && deployed.has(directoryOf(folder)));
}

/** In each directory: those for deployment, or where all are variants for something else, the first. */
function deployedOnes(paths: readonly string[], builds: Builds): ReadonlySet<string> {
  const byDirectory = new Map<string, string[]>();
  const isDevelopers = developersAmong(paths);
  for (const path of paths) if (builds.has(path) || !isDevelopers(path)) addTo(byDirectory, directoryOf(path), path);
  const counted = new Set<string>();
  for (const own of byDirectory.values()) {
    const inUse = own.filter((path) => {
      const variant = variantOf(path) ?? '';
      return builds.has(path) || !(isRetired(variant) || isWorkbench(variant));
    });
    // Who calls one file after production means another image by the plain name.
    const isPlainAside = inUse.some((path) => PRODUCTION.test(variantOf(path) ?? ''));
    const real = inUse.filter((path) => {
      const variant = variantOf(path);
      return builds.has(path) || (variant === undefined ? !isPlainAside : !isAside(variant));
    });
    for (const path of real.length > 0 ? real : inUse.slice(0, 1)) counted.add(path);
  }
  return counted;
}
