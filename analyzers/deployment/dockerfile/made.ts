/** Images that Dockerfiles of the tree make under names of their own, for those that are built on them. */

import { runtimesOf, userlandOf } from '../../../src/formats/dockerfile/base-images.ts';
import { type ImageName, MAX_BUILT_ON, type Stage } from '../../../src/formats/dockerfile/stages.ts';
import { imageReference, isMadeAs, type NamedImage, namedImage } from '../../../src/formats/image-name.ts';
import { addTo, baseName, isReadFailure, type Project } from '../../../src/model/index.ts';
import { type ContextBuild, wayOf } from './build.ts';
import { builtStages } from './stages.ts';
import { readDockerfile } from './started.ts';

/** By who says what makes an image: a compose file, settings of another builder, a pipeline, a script. What says it first counts alone. */
const SAYERS = ['compose', 'settings', 'ci', 'script'] as const;
export type Sayer = (typeof SAYERS)[number];

interface Made {
  readonly name: NamedImage;
  readonly by: ContextBuild;
  readonly said: Sayer;
}

export class MadeImages {
  readonly #project: Project;
  readonly #made = new Map<string, Made[]>();
  readonly #stages = new Map<string, Stage | undefined>();
  readonly #bases = new Set<string>();
  #depth = 0;

  constructor(project: Project) {
    this.#project = project;
  }

  /** `image` as it names what it builds, variables filled in. */
  add(image: string, by: ContextBuild, said: Sayer = 'compose'): void {
    const name = namedImage(image);
    if (name.repository === '') return;
    addTo(this.#made, baseName(name.repository), { name, by, said });
  }

  /** What makes the image that `user`, a Dockerfile, begins with; nothing where builds of several ways go by its name. */
  find({ image }: ImageName, user: string): Stage | undefined {
    if (image.includes('@')) return undefined;
    const asked = namedImage(image);
    const found = (this.#made.get(baseName(asked.repository)) ?? []).filter(({ name }) => isMadeAs(asked, name));
    const counted = SAYERS.find((sayer) => found.some(({ said }) => said === sayer));
    const ways = new Map(found.flatMap(({ by, said }) => (said === counted ? [[wayOf(closed(by)), by] as const] : [])));
    const [only, ...others] = ways.values();
    if (only === undefined || others.length > 0 || only.dockerfile === user || isPublic(asked, image)) return undefined;
    if (counted !== 'compose') this.#bases.add(only.dockerfile);
    return this.stageOf(only);
  }

  /** Whether others have been found to be built on what it makes, and no compose file runs that by itself. */
  isBaseAlone(dockerfile: string): boolean {
    return this.#bases.has(dockerfile);
  }

  stageOf(by: ContextBuild): Stage | undefined {
    const way = wayOf(by);
    // While it is read, it is not there: images that are built on each other are built by nobody.
    if (!this.#stages.has(way)) {
      if (this.#depth === MAX_BUILT_ON) return undefined;
      this.#stages.set(way, undefined);
      this.#depth++;
      this.#stages.set(way, this.#read(by));
      this.#depth--;
    }
    return this.#stages.get(way);
  }

  #read({ dockerfile, settings }: ContextBuild): Stage | undefined {
    const parsed = this.#project.parse(dockerfile, readDockerfile);
    if (isReadFailure(parsed)) return undefined;
    const stage = builtStages(parsed, settings, dockerfile).target;
    const files = new Set(stage?.layers.map(({ file }) => file));
    return files.size > MAX_BUILT_ON ? undefined : stage;
  }
}

/** Without what only a run knows: a commit, a date. */
function closed(build: ContextBuild): ContextBuild {
  const args = new Map([...build.settings.args].filter(([, value]) => !value.includes('$')));
  return { ...build, settings: { ...build.settings, args } };
}

/** A name of the public registry's own, whatever else is built under it. */
function isPublic({ isPlain, repository }: NamedImage, image: string): boolean {
  if (!isPlain || repository.includes('/')) return false;
  const reference = imageReference(image);
  return userlandOf(reference).libc !== undefined || runtimesOf(reference).length > 0;
}
