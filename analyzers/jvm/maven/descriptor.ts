/** What resolution needs of one artifact: its effective dependencies, from its POM in a repository or the fleet's own. */

import type { Ask, Coordinates, PomAnswer, PomRequest } from './ask.ts';
import { buildEffective } from './effective.ts';
import type { BuildContext, EffectiveModel } from './effective-model.ts';
import type { ParsedPom, PomDependency, PomRepository } from './pom.ts';
import { contains, parseConstraint } from './range.ts';
import type { MavenRepositories } from './repository.ts';
import { validate } from './validate.ts';

export interface Descriptor {
  /** After relocation. */
  readonly coordinates: Coordinates;
  readonly dependencies: readonly PomDependency[];
  readonly repositories: readonly PomRepository[];
  /** The artifacts that relocations led here from, the one asked for first. */
  readonly relocated: readonly Coordinates[];
}

/** Runs a builder, waiting for what it asks; `local` answers first where it can. */
export async function runAsync<T>(
  builder: Ask<T>,
  answer: (request: PomRequest) => PomAnswer | undefined | Promise<PomAnswer | undefined>,
): Promise<T> {
  let step = builder.next();
  while (step.done !== true) step = builder.next(await answer(step.value));
  return step.value;
}

/** An artifact that the fleet itself builds, as its POM says, whatever repositories hold. */
export type LocalModels = (wanted: Coordinates) => Promise<EffectiveModel | undefined> | undefined;

export class Descriptors {
  readonly #repositories: MavenRepositories;
  readonly #context: BuildContext;
  readonly #base: Descriptors | undefined;
  readonly #local: LocalModels | undefined;
  readonly #known = new Map<string, Promise<Descriptor>>();

  constructor(repositories: MavenRepositories, context: BuildContext, base?: Descriptors, local?: LocalModels) {
    this.#repositories = repositories;
    this.#context = context;
    this.#base = base;
    this.#local = local;
  }

  /** These descriptors with artifacts of one fleet in front; what was read from repositories is shared. */
  withLocal(local: LocalModels): Descriptors {
    return new Descriptors(this.#repositories, this.#context, this, local);
  }

  get repositories(): MavenRepositories {
    return this.#repositories;
  }

  /** A model of the project with parents and BOMs from repositories. */
  effective(
    pom: ParsedPom,
    context: BuildContext,
    local: (request: PomRequest) => PomAnswer | undefined,
  ): Promise<EffectiveModel> {
    return runAsync(buildEffective(pom, true, context), async (request) => local(request) ?? (await this.#remote(request)));
  }

  async #remote(request: PomRequest): Promise<PomAnswer | undefined> {
    if (request.kind === 'file') return undefined;
    const { wanted, repositories } = request;
    const version = await this.highest(wanted, repositories);
    const pom = await this.#repositories.pom({ ...wanted, version }, repositories);
    return pom === undefined ? undefined : { pom, local: false };
  }

  /** A range's highest version; a plain version as it is. */
  async highest({ groupId, artifactId, version }: Coordinates, repositories: readonly PomRepository[]): Promise<string> {
    const constraint = parseConstraint(version);
    if (constraint.kind !== 'range') return version;
    const versions = await this.#repositories.versions(groupId, artifactId, repositories);
    return versions.filter((one) => contains(constraint.intervals, one)).at(-1) ?? version;
  }

  read(wanted: Coordinates, repositories: readonly PomRepository[]): Promise<Descriptor> {
    const key = `${wanted.groupId}:${wanted.artifactId}:${wanted.version}`;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const local = this.#local?.(wanted);
    const found =
      local === undefined
        ? (this.#base?.read(wanted, repositories) ?? this.#read(wanted, repositories))
        : local.then((model) => (model === undefined ? this.#read(wanted, repositories) : ownDescriptor(model)));
    this.#known.set(key, found);
    return found;
  }

  async #read(start: Coordinates, repositories: readonly PomRepository[]): Promise<Descriptor> {
    let wanted = start;
    const visited = new Set<string>();
    const relocated: Coordinates[] = [];
    for (;;) {
      const key = `${wanted.groupId}:${wanted.artifactId}:${wanted.version}`;
      const model = visited.has(key) ? undefined : await this.model(wanted, repositories);
      visited.add(key);
      if (model === undefined) return { coordinates: wanted, dependencies: [], repositories: [], relocated };
      const to = relocation(model);
      if (to === undefined) return { ...ownDescriptor(model), relocated };
      relocated.push(wanted);
      wanted = to;
    }
  }

  /** The effective model of a POM in a repository, before any relocation; `user` sets properties as `-D` does. */
  async model(
    wanted: Coordinates,
    repositories: readonly PomRepository[],
    user?: ReadonlyMap<string, string>,
  ): Promise<EffectiveModel | undefined> {
    const pom = await this.#repositories.pom(wanted, repositories);
    if (pom?.model === undefined) return undefined;
    const { activation } = this.#context;
    const context: BuildContext =
      user === undefined ? this.#context : { ...this.#context, activation: { ...activation, user }, imports: new Map() };
    const model = await runAsync(buildEffective(pom, false, context), (request) => this.#remote(request));
    return { ...model, ...wanted };
  }
}

/** Where the artifact went, when its POM says that it did. */
export function relocation(model: EffectiveModel): Coordinates | undefined {
  const to = model.lineage[0]?.relocation;
  if (to === undefined) return undefined;
  return {
    groupId: model.expand(to.groupId ?? model.groupId),
    artifactId: model.expand(to.artifactId ?? model.artifactId),
    version: model.expand(to.version ?? model.version),
  };
}

/** Of an invalid POM Maven takes the artifact and nothing that the POM says. */
function ownDescriptor(model: EffectiveModel): Descriptor {
  const { groupId, artifactId, version, dependencies, repositories, problems } = model;
  const coordinates = { groupId, artifactId, version };
  const invalid = [...problems, ...validate(model)].some(({ severity }) => severity === 'error');
  return invalid
    ? { coordinates, dependencies: [], repositories: [], relocated: [] }
    : { coordinates, dependencies, repositories, relocated: [] };
}
