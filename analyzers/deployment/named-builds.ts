/**
 * What makes the images that other descriptors only name: Skaffold's artifacts, Docker Bake's targets, compose files that
 * say both an image and its build, and what CI builds. A workload of such an image is built here, whatever its service's directory is called.
 */
import { type BuildSettings, DEFAULT_BUILD } from '../../src/formats/dockerfile-stages.ts';
import { substitute } from '../../src/formats/substitute.ts';
import { type YamlNode, yamlAt, yamlEntries, yamlItems, yamlText } from '../../src/formats/yaml.ts';
import {
  append,
  baseName,
  type DeploymentFacts,
  directoryOf,
  groupBy,
  inDirectory,
  isReadFailure,
  joinPath,
  type Project,
  pathBelow,
  SAMPLES,
  type SourceFile,
  TESTS,
  wordIn,
} from '../../src/model/index.ts';
import { readBake } from './bake.ts';
import { isCiFile, readCiBuilds } from './ci-builds.ts';
import { isComposeFile, projectsOf } from './compose/projects.ts';
import { isAside as isForOtherUse } from './dockerfile/assemble.ts';
import type { Builds } from './dockerfile/build.ts';
import { BuiltImages } from './dockerfile/built-images.ts';
import { buildOf, buildSettings, type NamedBuild, programOf } from './named-build.ts';
import { localPath } from './paths.ts';
import { namedTexts, readDescriptor, readDocuments } from './yaml-facts.ts';

/** Bake's default names (Docker, "Bake file reference"), but for compose files; Skaffold's are YAML. */
export const BAKE_FILES: readonly string[] = ['docker-bake.hcl', 'docker-bake.json'];
export const TILT_FILES: readonly string[] = ['Tiltfile'];
const SKAFFOLD = /(?:^|\/)skaffold(?:[.-][\w.-]+)?\.ya?ml$/;

/** What tests and samples build is not what is deployed under the name. */
const isAside = wordIn([TESTS, SAMPLES], '/_-');

/** A folder called `ci` is where pipelines lie. */
function isPipelineAside(path: string): boolean {
  return isAside(directoryOf(path).replace(/(?:^|\/)ci(?=\/|$)/g, '/'));
}

/** What makes images under names, by where that is said. */
export interface NamedBuilds {
  readonly composed: readonly NamedBuild[];
  readonly bySettings: readonly NamedBuild[];
  readonly byCi: readonly NamedBuild[];
}

/** Reads each file that may say it once. */
export function readNamedBuilds(project: Project): NamedBuilds {
  const composed: NamedBuild[] = [];
  const bySettings: NamedBuild[] = [];
  const byCi: NamedBuild[] = [];
  const composeFiles = composeFilesOf(project);
  for (const path of project.files) {
    append(composeFiles.has(path) ? composed : bySettings, buildsIn(project, path, composeFiles));
    append(byCi, ciBuildsIn(project, path));
  }
  return { composed, bySettings, byCi };
}

/** Descriptors of images by name alone, as those of the builds that make these images, where one build does. */
export function withBuilds(
  project: Project,
  deployments: readonly DeploymentFacts[],
  named: NamedBuilds,
): readonly DeploymentFacts[] {
  const places = placesByName(project, named);
  if (places.size === 0) return deployments;
  return deployments.map((facts) => {
    const { image, directory, dockerfile } = facts.join;
    if (image === undefined || directory !== undefined || dockerfile !== undefined) return facts;
    const place = places.get(programOf(image));
    return place === undefined ? facts : { ...facts, join: { ...facts.join, ...place } };
  });
}

type Place = Pick<DeploymentFacts['join'], 'directory' | 'dockerfile' | 'copies' | 'builds'>;

function placesByName(project: Project, { composed, bySettings, byCi }: NamedBuilds): ReadonlyMap<string, Place> {
  const byName = groupBy([...composed, ...bySettings], ({ image }) => image);
  // What the repository's own descriptors say of a name counts before what a pipeline makes under it.
  const all = new Map([...groupBy(byCi, ({ image }) => image), ...byName]);
  all.delete('');
  const images = new BuiltImages(project);
  for (const { context, dockerfile, settings = DEFAULT_BUILD } of [...all.values()].flat())
    if (context !== undefined && dockerfile !== undefined) images.add({ context, dockerfile, settings });
  return new Map(
    [...all].flatMap(([name, builds]): readonly (readonly [string, Place])[] => {
      const places = present(builds, project).map((build) => placeOf(build, images));
      const [first] = places;
      const isOne = first !== undefined && places.every((one) => JSON.stringify(one) === JSON.stringify(first));
      return isOne ? [[name, first]] : [];
    }),
  );
}

/**
 * What is made of each Dockerfile elsewhere than in compose files, with the name of its image: a build for each name, as a
 * name with several (of each version of a runtime, for each platform) is one program.
 */
export function builtElsewhere(project: Project, { bySettings, byCi }: NamedBuilds): Builds {
  const images = new BuiltImages(project);
  const named = new Set<string>();
  for (const { image, context, dockerfile, settings = DEFAULT_BUILD } of [...bySettings, ...byCi]) {
    if (context === undefined || dockerfile === undefined) continue;
    const key = `${dockerfile}\0${image}`;
    const isForOthers = [image, settings.target ?? '', baseName(dockerfile)].some(isForOtherUse);
    if (named.has(key) || isForOthers || isAside(dockerfile)) continue;
    named.add(key);
    images.add({ context, dockerfile, settings, ...(image === '' ? {} : { name: image }) });
  }
  return images.different;
}

/** A copy of a descriptor (to be shipped, as a template) builds what lies beside the original only. */
function present(builds: readonly NamedBuild[], project: Project): readonly NamedBuild[] {
  const found = builds.filter(({ context }) => context === undefined || project.list(context).length > 0);
  return found.length === 0 ? builds : found;
}

/**
 * A compose file that says to build its own directory, where the Dockerfile does not lie but further up: it is started from
 * there (`docker compose -f packages/api/compose.local.yml --project-directory .`).
 */
function startedFrom(build: NamedBuild, home: string, project: Project): NamedBuild {
  const name = build.context !== home || build.dockerfile === undefined ? undefined : pathBelow(home, build.dockerfile);
  if (name === undefined || isFile(inDirectory(home, name), project)) return build;
  for (let at = home; at !== '.'; ) {
    at = directoryOf(at);
    const dockerfile = inDirectory(at, name);
    if (isFile(dockerfile, project)) return { ...build, context: at, dockerfile };
  }
  return build;
}

function isFile(path: string, project: Project): boolean {
  return project.list(directoryOf(path)).includes(baseName(path));
}

function placeOf({ context, dockerfile, settings = DEFAULT_BUILD }: NamedBuild, images: BuiltImages): Place | undefined {
  if (context === undefined) return undefined;
  return dockerfile === undefined
    ? { directory: context }
    : { directory: context, dockerfile, ...images.taken({ context, dockerfile, settings }) };
}

/** Those that compose takes by itself, and those that are called after what they do: the others are said to be unused. */
function composeFilesOf(project: Project): ReadonlySet<string> {
  const named = project.files.filter(isComposeFile);
  return new Set([
    ...projectsOf(project, named).flatMap(({ files }) => files),
    ...named.filter((path) => isForBuilding(baseName(path))),
  ]);
}

const isForBuilding = wordIn(['build builds']);

function buildsIn(project: Project, path: string, composed: ReadonlySet<string>): readonly NamedBuild[] {
  if (isAside(directoryOf(path))) return [];
  const read = BAKE_FILES.includes(baseName(path))
    ? readBake
    : TILT_FILES.includes(baseName(path))
      ? readTilt
      : SKAFFOLD.test(path)
        ? readSkaffold
        : composed.has(path)
          ? readCompose
          : undefined;
  const builds = read === undefined ? [] : project.parse(path, read);
  if (isReadFailure(builds)) return [];
  return read === readCompose ? builds.map((build) => startedFrom(build, directoryOf(path), project)) : builds;
}

/** What lies nowhere in the tree is a repository that the pipeline fetches. */
function ciBuildsIn(project: Project, path: string): readonly NamedBuild[] {
  // A compose file counts where something names it, and is told where nothing does.
  const isRead = /\.ya?ml$/.test(path) && !isComposeFile(path) && !isPipelineAside(path);
  const file = isRead ? project.read(path) : undefined;
  if (file === undefined || isReadFailure(file) || !isCiFile(file)) return [];
  const builds = project.parse(path, readCiBuilds);
  if (isReadFailure(builds)) return [];
  return builds.map(({ image, context, dockerfile, settings }) => {
    const at = localPath('.', context);
    const given =
      dockerfile === undefined ? (at === undefined ? undefined : joinPath(at, 'Dockerfile')) : localPath('.', dockerfile);
    const isOpen = [context, dockerfile].some((one) => one?.includes('$') === true);
    const isThere = given !== undefined && isFile(given, project);
    return { image: programOf(image), context: isOpen || !isThere ? undefined : at, dockerfile: given, settings };
  });
}

/** `build.artifacts` of the file and of its profiles (Skaffold, "skaffold.yaml"); `workspace` in old ones. */
function readSkaffold(file: SourceFile): readonly NamedBuild[] {
  const home = directoryOf(file.path);
  return readDocuments(file, (text) => /\bartifacts:/.test(text)).flatMap(({ yaml: { documents } }) =>
    documents.flatMap((root) =>
      [root, ...yamlItems(yamlAt(root, 'profiles'))].flatMap((one) =>
        yamlItems(yamlAt(one, 'build', 'artifacts')).flatMap((artifact) => artifactOf(home, artifact)),
      ),
    ),
  );
}

function artifactOf(home: string, artifact: YamlNode): readonly NamedBuild[] {
  const image = yamlText(yamlAt(artifact, 'image'));
  if (image === undefined) return [];
  const context = yamlText(yamlAt(artifact, 'context')) ?? yamlText(yamlAt(artifact, 'workspace'));
  const docker = yamlAt(artifact, 'docker');
  const args = argumentsIn(yamlAt(docker, 'buildArgs'), (text) => (text.includes('{{') ? undefined : text));
  const settings = buildSettings(args, yamlText(yamlAt(docker, 'target')));
  const build = buildOf(home, image, context, yamlText(yamlAt(docker, 'dockerfile')), settings);
  if (docker !== undefined || !OTHERS.some((tool) => yamlAt(artifact, tool) !== undefined)) return [build];
  // Jib and its like build a module, not a Dockerfile.
  const module = yamlText(yamlAt(artifact, 'jib', 'project'));
  const directory = build.context === undefined || module === undefined ? build.context : joinPath(build.context, module);
  return [{ image: build.image, context: module?.includes(':') === true ? undefined : directory }];
}

/** `docker_build('shop/cart', './cart', dockerfile='cart/dev.Dockerfile')` (Tilt, "API Reference"); what is no literal is left out. */
const TILT_BUILD =
  /\bdocker_build(?:_with_restart)?\(\s*(?:ref\s*=\s*)?(["'])([^"'\n]{1,200})\1\s*,\s*(?:context\s*=\s*)?(["'])([^"'\n]{0,200})\3([^()]{0,1000})/g;
const TILT_DOCKERFILE = /\bdockerfile\s*=\s*(["'])([^"'\n]{1,200})\1/;

function readTilt({ path, text }: SourceFile): readonly NamedBuild[] {
  const home = directoryOf(path);
  const code = text.replaceAll(/^[ \t]*#.*$/gm, '');
  return [...code.matchAll(TILT_BUILD)].map(([, , image = '', , context = '', more = '']) => {
    const dockerfile = TILT_DOCKERFILE.exec(more)?.[2];
    const build = buildOf(home, image, context, undefined);
    // Other than the context's, a Dockerfile that is named lies where the Tiltfile does.
    return dockerfile === undefined ? build : { ...build, dockerfile: localPath(home, dockerfile) };
  });
}

const OTHERS = ['jib', 'jibMaven', 'jibGradle', 'buildpacks', 'bazel', 'ko', 'custom', 'kaniko'] as const;

function readCompose(file: SourceFile): readonly NamedBuild[] {
  const [root] = readDescriptor(file).yaml.documents;
  return yamlEntries(yamlAt(root, 'services')).flatMap(([, { value }]) => {
    const image = yamlText(yamlAt(value, 'image'));
    const build = yamlAt(value, 'build');
    if (image === undefined || build === undefined) return [];
    const context = yamlText(build) ?? yamlText(yamlAt(build, 'context'));
    const dockerfile = yamlText(yamlAt(build, 'dockerfile'));
    const args = argumentsIn(yamlAt(build, 'args'), byDefault);
    const settings = buildSettings(args, byDefault(yamlText(yamlAt(build, 'target'))));
    const made = buildOf(directoryOf(file.path), image, byDefault(context), byDefault(dockerfile), settings);
    return [yamlAt(build, 'dockerfile_inline') === undefined ? made : { image: made.image, context: made.context }];
  });
}

/** What has no value is taken from the environment of whoever builds. */
function argumentsIn(node: YamlNode | undefined, fill: (text: string) => string | undefined): BuildSettings['args'] {
  return new Map(
    namedTexts(node).flatMap(([name, text]): readonly (readonly [string, string])[] => {
      const value = text === undefined ? undefined : fill(text);
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

/** With what its variables stand for where nothing sets them; one without a default keeps its `$`. */
function byDefault(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const { text: filled, unset } = substitute(text, () => undefined);
  return unset.length === 0 ? filled : text;
}
