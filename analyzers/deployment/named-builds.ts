/**
 * What makes the images that other descriptors only name: Skaffold's artifacts, Docker Bake's targets, compose files that
 * say both an image and its build, and what CI builds. A workload of such an image is built here, whatever its service's directory is called.
 */

import { argumentsIn, buildOf, buildSettings, type NamedBuild, programOf } from '../../src/formats/builds/named-build.ts';
import { type BuildsElsewhere, buildsElsewhere, isBuiltAside } from '../../src/formats/builds/named-builds.ts';
import { isComposeFile } from '../../src/formats/compose-name.ts';
import { type BuildSettings, DEFAULT_BUILD, type ImageName, type Stage } from '../../src/formats/dockerfile/stages.ts';
import { substitute } from '../../src/formats/substitute.ts';
import { yamlAt, yamlEntries, yamlText } from '../../src/formats/yaml/yaml.ts';
import {
  baseName,
  type DeploymentFacts,
  directoryOf,
  groupBy,
  isReadFailure,
  type Project,
  wordIn,
} from '../../src/model/index.ts';
import { projectsOf } from './compose/projects.ts';
import { startedFrom } from './compose/started-from.ts';
import { isAside as isForOtherUse } from './dockerfile/assemble.ts';
import type { Builds } from './dockerfile/build.ts';
import { BuiltImages } from './dockerfile/built-images.ts';
import { MadeImages, type Sayer } from './dockerfile/made.ts';
import { type Descriptor, readDescriptor } from './yaml-facts.ts';

/** What makes images under names, by where that is said. */
export interface NamedBuilds extends BuildsElsewhere {
  readonly composed: readonly NamedBuild[];
}

/** Reads each file that may say it once. */
export function readNamedBuilds(project: Project): NamedBuilds {
  const composed = composeFilesOf(project).filter((path) => !isBuiltAside(directoryOf(path)));
  return { composed: composed.flatMap((path) => composedIn(project, path)), ...buildsElsewhere(project) };
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

function placesByName(project: Project, { composed, bySettings, byCi, byScripts }: NamedBuilds): ReadonlyMap<string, Place> {
  const byName = groupBy([...composed, ...bySettings], ({ image }) => programOf(image));
  // What the repository's own descriptors say of a name counts before what a pipeline makes under it, and that before scripts.
  const all = new Map([
    ...[byScripts, byCi].flatMap((builds) => [...groupBy(builds, ({ image }) => programOf(image))]),
    ...byName,
  ]);
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
export function builtElsewhere(project: Project, { bySettings, byCi }: NamedBuilds, made: MadeImages): Builds {
  const images = new BuiltImages(project);
  const named = new Set<string>();
  for (const { image: written, context, dockerfile, settings = DEFAULT_BUILD, contexts } of [...bySettings, ...byCi]) {
    if (context === undefined || dockerfile === undefined) continue;
    const image = programOf(written);
    const key = `${dockerfile}\0${image}`;
    const isForOthers = [image, settings.target ?? '', baseName(dockerfile)].some(isForOtherUse);
    if (named.has(key) || isForOthers || isBuiltAside(dockerfile)) continue;
    named.add(key);
    images.add({
      context,
      dockerfile,
      settings: withContexts(settings, dockerfile, contexts, made),
      ...(image === '' ? {} : { name: image }),
    });
  }
  return images.different;
}

/** What is made under a name elsewhere than in compose files, for Dockerfiles that are built on it. */
export function madeElsewhere(project: Project, { bySettings, byCi, byScripts }: NamedBuilds): MadeImages {
  const made = new MadeImages(project);
  const add = (said: Sayer, builds: readonly NamedBuild[]): void => {
    for (const { image, context, dockerfile, settings = DEFAULT_BUILD, contexts } of builds)
      if (context !== undefined && dockerfile !== undefined)
        made.add(image, { context, dockerfile, settings: withContexts(settings, dockerfile, contexts, made) }, said);
  };
  add('settings', bySettings);
  add('ci', byCi);
  add('script', byScripts);
  return made;
}

function withContexts(
  settings: BuildSettings,
  dockerfile: string,
  contexts: ReadonlyMap<string, string> = new Map(),
  made: MadeImages,
): BuildSettings {
  const named = (name: ImageName): Stage | ImageName | undefined => {
    const image = contexts.get(name.image);
    const asked = image === undefined ? name : { image, open: [] };
    return made.find(asked, dockerfile) ?? (image === undefined ? undefined : asked);
  };
  return { ...settings, made: named };
}

/** A copy of a descriptor (to be shipped, as a template) builds what lies beside the original only. */
function present(builds: readonly NamedBuild[], project: Project): readonly NamedBuild[] {
  const found = builds.filter(({ context }) => context === undefined || project.list(context).length > 0);
  return found.length === 0 ? builds : found;
}

function placeOf({ context, dockerfile, settings = DEFAULT_BUILD }: NamedBuild, images: BuiltImages): Place | undefined {
  if (context === undefined) return undefined;
  return dockerfile === undefined
    ? { directory: context }
    : { directory: context, dockerfile, ...images.taken({ context, dockerfile, settings }) };
}

/** Those that compose takes by itself, and those that are called after what they do: the others are said to be unused. */
function composeFilesOf(project: Project): readonly string[] {
  const named = project.files.filter(isComposeFile);
  const taken = projectsOf(project, named).flatMap(({ files }) => files);
  return [...new Set([...taken, ...named.filter((path) => isForBuilding(baseName(path)))])];
}

const isForBuilding = wordIn(['build builds']);

function composedIn(project: Project, path: string): readonly NamedBuild[] {
  const descriptor = project.parse(path, readDescriptor);
  if (isReadFailure(descriptor)) return [];
  return buildsIn(
    descriptor,
    startedFrom(project, [path], directoryOf(path), () => undefined),
  );
}

function buildsIn(descriptor: Descriptor, home: string): readonly NamedBuild[] {
  const [root] = descriptor.yaml.documents;
  return yamlEntries(yamlAt(root, 'services')).flatMap(([, { value }]) => {
    const image = yamlText(yamlAt(value, 'image'));
    const build = yamlAt(value, 'build');
    if (image === undefined || build === undefined) return [];
    const context = yamlText(build) ?? yamlText(yamlAt(build, 'context'));
    const dockerfile = yamlText(yamlAt(build, 'dockerfile'));
    const args = argumentsIn(yamlAt(build, 'args'), byDefault);
    const settings = buildSettings(args, byDefault(yamlText(yamlAt(build, 'target'))));
    const made = buildOf(home, image, byDefault(context), byDefault(dockerfile), settings);
    return [yamlAt(build, 'dockerfile_inline') === undefined ? made : { image: made.image, context: made.context }];
  });
}

/** With what its variables stand for where nothing sets them; one without a default keeps its `$`. */
function byDefault(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const { text: filled, unset } = substitute(text, () => undefined);
  return unset.length === 0 ? filled : text;
}
