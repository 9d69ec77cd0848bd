import { isDockerfileName } from '../../../src/formats/dockerfile/file-name.ts';
import {
  addTo,
  baseName,
  type Diagnostic,
  directoryOf,
  inDirectory,
  isReadFailure,
  isWithin,
  type Project,
  pathBelow,
} from '../../../src/model/index.ts';
import { type Declared, isForAnotherGroup, NOTHING } from '../declared.ts';
import { contextsOf } from '../image-installs.ts';
import { type ImageFacts, readImage } from '../manifests/dockerfile.ts';
import { resolvePath } from '../manifests/pip/requirement.ts';
import { readPyproject } from '../manifests/pyproject.ts';
import type { ManifestAt } from './collected.ts';
import { ASIDE, fileKind } from './homes.ts';
import { keptBeside } from './image-layers.ts';

/**
 * Dockerfiles that install packages by name. Where Python code lies beside one and no manifest says what it needs, the
 * Dockerfile is its manifest; where a manifest does, what all images of its home add counts beside it, and versions of what
 * only some add are told.
 */

interface Images {
  readonly manifests: readonly string[];
  /** Images that install by name beside the manifests of a home. */
  readonly beside: ReadonlyMap<string, readonly string[]>;
}

/** `manifests` are the files that other readers take, `placed` the homes of those that images install. */
export function imagesOf(project: Project, manifests: readonly string[], placed: ReadonlyMap<string, readonly string[]>): Images {
  const taken = new Set([
    ...manifests.filter((path) => !ASIDE.has(fileKind(path))).map(directoryOf),
    ...[...placed.values()].flat(),
  ]);
  const found: string[] = [];
  const beside = new Map<string, string[]>();
  for (const directory of project.directories) {
    const names = project.list(directory);
    const image = imageAmong(names);
    if (image === undefined) continue;
    const path = inDirectory(directory, image);
    const facts = project.parse(path, readImage);
    if (isReadFailure(facts) || !facts.isProject) continue;
    const home = taken.has(directory) ? directory : projectAround(project, directory, facts);
    if (home !== undefined) addTo(beside, home, path);
    else if (hasCode(project, directory, facts.copied) && isOwn(facts, directory)) found.push(path);
  }
  return { manifests: found, beside };
}

/** Beside the image, or in a folder there that it takes by name: `COPY app ./app`. */
function hasCode(project: Project, directory: string, copied: readonly string[]): boolean {
  const folders = copied.flatMap((source) => [
    inDirectory(directory, source),
    ...(pathBelow(directory, source) === undefined ? [] : [source]),
  ]);
  return [directory, ...folders].some((folder) => project.list(folder).some((name) => name.endsWith('.py')));
}

/**
 * An image that takes nothing of its context holds tools. One that installs other projects too is of the directory that
 * it takes by name: else it is of one of those.
 */
function isOwn({ hasOthers, copied }: ImageFacts, directory: string): boolean {
  if (!hasOthers) return copied.length > 0;
  return copied.some((source) => source !== '' && source !== '.' && `/${directory}`.endsWith(`/${source}`));
}

/**
 * An image that takes the pyproject.toml of a project around it, and nothing of what lies beside it by name, is that
 * project's: `src/shop/Dockerfile` with `COPY pyproject.toml .` and `COPY src/ src/`.
 */
function projectAround(project: Project, directory: string, { copied }: ImageFacts): string | undefined {
  const [context = directory] = contextsOf(project, directory, copied);
  const taken = context === directory ? [] : copied.map((source) => resolvePath(context, source));
  const found = taken.find((path) => isProjectOf(project, path, directory));
  return found === undefined || taken.some((path) => isWithin(path, directory)) ? undefined : directoryOf(found);
}

function isProjectOf(project: Project, path: string, directory: string): boolean {
  if (baseName(path) !== 'pyproject.toml' || !isWithin(directory, directoryOf(path))) return false;
  const facts = project.parse(path, readPyproject);
  return !isReadFailure(facts) && facts.isProject;
}

/** The image of a directory: the one of the usual name, or its only one. Those for development are nobody's. */
function imageAmong(names: readonly string[]): string | undefined {
  const images = names.filter(isDockerfileName);
  const plain = images.find((name) => name === 'Dockerfile' || name === 'Containerfile');
  const [only, ...others] = images;
  if (plain !== undefined) return plain;
  return only === undefined || others.length > 0 || isForAnotherGroup(only) ? undefined : only;
}

/**
 * What the images of a home all install by name is there beside what its manifests say, where pip installs both. What the
 * manifests have as it is, is theirs to say, and what they exclude; but a command behind that of the lists takes away what
 * these had installed.
 */
export function withBesides(
  project: Project,
  directory: string,
  manifests: readonly ManifestAt[],
  images: readonly string[],
): { readonly manifests: readonly ManifestAt[]; readonly told: readonly Diagnostic[] } {
  if (images.length === 0) return { manifests, told: [] };
  const read = (paths: Iterable<string>): readonly ImageFacts[] =>
    [...paths].flatMap((path) => {
      const facts = project.parse(path, readImage);
      return isReadFailure(facts) ? [] : [facts];
    });
  const own = read(images);
  const all = read(new Set([...images, ...imagesIn(project.list(directory)).map((name) => inDirectory(directory, name))]));
  const known = manifests.flatMap(({ facts }) => facts.declared);
  const isKnown = (one: Declared): boolean => known.some((other) => isSame(one, other));
  const isCommon = (one: Declared): boolean => all.every(({ besides }) => besides.some((other) => isSame(one, other)));
  const common = (own[0]?.besides ?? []).filter((one) => isCommon(one) && !isKnown(one));
  const replacing = manifests.every(({ facts }) => facts.kind === 'pip-requirements')
    ? common.filter((one) => all.every(({ later }) => later.some((other) => isSame(one, other))))
    : [];
  const isBeside = keptBeside(known);
  const counted = common.filter((one) => isBeside(one) || replacing.includes(one));
  const isTold = (one: Declared): boolean => !isKnown(one) && !counted.some((other) => isSame(one, other));
  const told = own.flatMap(({ declared }) => besideManifests(declared.filter(isTold)));
  const [first] = counted;
  if (first === undefined) return { manifests, told };
  const facts = { ...NOTHING, kind: 'dockerfile' as const, declared: counted };
  const isKept = keptBeside(replacing);
  const left = manifests.map((one) => ({ ...one, facts: { ...one.facts, declared: one.facts.declared.filter(isKept) } }));
  return { manifests: [...left, { path: first.origin.file, facts }], told };
}

function isSame(one: Declared, other: Declared): boolean {
  return one.name === other.name && one.constraint === other.constraint && other.scope === 'runtime';
}

/** Images of a directory that are not for development alone. */
function imagesIn(names: readonly string[]): readonly string[] {
  return names.filter((name) => isDockerfileName(name) && !isForAnotherGroup(name));
}

/** Versions are what could clash. */
function besideManifests(declared: readonly Declared[]): readonly Diagnostic[] {
  const pinned = declared.filter(({ constraint }) => constraint !== '');
  const [first] = pinned;
  if (first === undefined) return [];
  const others = pinned.length === 1 ? '' : ` and ${pinned.length - 1} more`;
  return [
    {
      code: 'python/installed-by-name',
      severity: 'note',
      message: `${baseName(first.origin.file)} installs ${first.name}${first.constraint}${others} by name, beside the manifests here, so this is not compared; a line in a requirements file has it compared`,
      ...first.origin,
    },
  ];
}
