import { isDockerfileName } from '../../../src/formats/dockerfile-name.ts';
import {
  append,
  baseName,
  type Diagnostic,
  directoryOf,
  inDirectory,
  isReadFailure,
  isWithin,
  type Project,
  pathBelow,
} from '../../../src/model/index.ts';
import { type Declared, isForAnotherGroup } from '../declared.ts';
import { contextsOf } from '../image-installs.ts';
import { type ImageFacts, readImage } from '../manifests/dockerfile.ts';
import { resolvePath } from '../manifests/pip-requirement.ts';
import { readPyproject } from '../manifests/pyproject.ts';
import { ASIDE, fileKind } from './homes.ts';

/**
 * Dockerfiles that install packages by name. Where Python code lies beside one and no manifest says what it needs, the
 * Dockerfile is its manifest; where a manifest does, versions that the image adds are told.
 */

interface Images {
  readonly manifests: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
}

/** `manifests` are the files that other readers take, `placed` the homes of those that images install. */
export function imagesOf(project: Project, manifests: readonly string[], placed: ReadonlyMap<string, readonly string[]>): Images {
  const taken = new Set([
    ...manifests.filter((path) => !ASIDE.has(fileKind(path))).map(directoryOf),
    ...[...placed.values()].flat(),
  ]);
  const found: string[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const directory of project.directories) {
    const names = project.list(directory);
    const image = imageAmong(names);
    if (image === undefined) continue;
    const path = inDirectory(directory, image);
    const facts = project.parse(path, readImage);
    if (isReadFailure(facts) || !facts.isProject) continue;
    if (taken.has(directory) || isOfProjectAround(project, directory, facts))
      append(diagnostics, besideManifests(facts.declared));
    else if (hasCode(project, directory, facts.copied) && isOwn(facts, directory)) found.push(path);
  }
  return { manifests: found, diagnostics };
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
function isOfProjectAround(project: Project, directory: string, { copied }: ImageFacts): boolean {
  const [context = directory] = contextsOf(project, directory, copied);
  if (context === directory) return false;
  const taken = copied.map((source) => resolvePath(context, source));
  return taken.some((path) => isProjectOf(project, path, directory)) && !taken.some((path) => isWithin(path, directory));
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
