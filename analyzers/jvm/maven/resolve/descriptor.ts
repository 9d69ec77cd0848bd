/** What resolution needs of one artifact: its effective dependencies, from its POM in a repository or the fleet's own. */

import type { Ask, Coordinates, PomAnswer, PomRequest } from '../model/ask.ts';
import { buildEffective } from '../model/effective.ts';
import type { BuildContext, EffectiveModel } from '../model/effective-model.ts';
import type { ParsedPom, PomDependency, PomRepository } from '../model/pom.ts';
import type { MissingPom, ModelProblem } from '../model/problems.ts';
import { type Strictness, validate } from '../model/validate.ts';
import { contains, isRange, parseConstraint } from '../versions/range.ts';
import type { MavenRepositories } from './repository.ts';

export interface Descriptor {
  /** After relocation. */
  readonly coordinates: Coordinates;
  /** The version that LATEST or RELEASE in the coordinates stands for. */
  readonly actual?: string;
  readonly dependencies: readonly PomDependency[];
  readonly repositories: readonly PomRepository[];
  /** The artifacts that relocations led here from, the one asked for first. */
  readonly relocated: readonly Coordinates[];
  /** Why Maven cannot read it and refuses whatever needs it. A POM that nobody has is no such reason. */
  readonly unread?: string;
}

function nameOf({ groupId, artifactId }: Pick<Coordinates, 'groupId' | 'artifactId'>): string {
  return `${groupId}:${artifactId}`;
}

const isError = ({ severity }: ModelProblem): boolean => severity === 'error';

/** Why Maven refuses a POM of the project. */
export function refusalOf({ message, file, place }: ModelProblem): string {
  return `Maven refuses ${file}:${place.line}: ${message}`;
}

/** What Maven refuses in a model of the project. */
export function refused(model: EffectiveModel): ModelProblem | undefined {
  return model.problems.find(isError) ?? validate(model).find(isError);
}

/** Runs a builder, waiting for what it asks; `local` answers first where it can. */
async function runAsync<T>(
  builder: Ask<T>,
  answer: (request: PomRequest) => PomAnswer | undefined | Promise<PomAnswer | undefined>,
): Promise<T> {
  let step = builder.next();
  while (step.done !== true) step = builder.next(await answer(step.value));
  return step.value;
}

/** An artifact that the fleet itself builds, as its POM says, whatever repositories hold. */
export type LocalModels = (wanted: Coordinates) => Promise<EffectiveModel | undefined> | undefined;

/** Effective POMs of artifacts, each built once; `base` reads what is not of the project itself. */
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

  /** Without any of the fleet: POMs of repositories take a command line's `-D` for properties of the system. */
  withSystem(properties: ReadonlyMap<string, string>): Descriptors {
    const { activation } = this.#context;
    const system = (name: string): string | undefined => properties.get(name) ?? activation.system(name);
    return new Descriptors(this.#repositories, { ...this.#context, activation: { ...activation, system }, imports: new Map() });
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

  /** A range's highest version; what LATEST and RELEASE stand for; a plain version as it is. */
  async highest(wanted: Coordinates, repositories: readonly PomRepository[]): Promise<string> {
    const { groupId, artifactId, version } = wanted;
    const constraint = parseConstraint(version);
    if (constraint.kind !== 'range') return (await this.#repositories.actual(wanted, repositories)) ?? version;
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
        : local.then((model) => (model === undefined ? this.#read(wanted, repositories) : this.#described(model, 'project')));
    this.#known.set(key, found);
    return found;
  }

  async #read(start: Coordinates, repositories: readonly PomRepository[]): Promise<Descriptor> {
    const visited = new Set<string>();
    const relocated: Coordinates[] = [];
    for (let wanted = start; ; ) {
      const nothing: Descriptor = { coordinates: wanted, dependencies: [], repositories: [], relocated };
      const version = await this.#repositories.actual(wanted, repositories);
      if (version === undefined)
        return { ...nothing, unread: `no repository says what ${wanted.version} of ${nameOf(wanted)} is` };
      const key = `${nameOf(wanted)}:${version}`;
      if (visited.has(key)) return nothing;
      visited.add(key);
      const model = await this.model({ ...wanted, version }, repositories);
      if (model === undefined) {
        const refused = this.#repositories.refused({ ...wanted, version });
        return refused === undefined ? nothing : { ...nothing, unread: `${nameOf(wanted)}:${version} ${refused}` };
      }
      const described = this.#described({ ...model, ...wanted }, 'repository');
      // An invalid or incomplete POM says nothing, not even where the artifact went.
      const to = described.isRead ? relocation(model) : undefined;
      const actual = version === wanted.version ? {} : { actual: version };
      if (to === undefined) return { ...described, ...actual, relocated };
      relocated.push(wanted);
      wanted = to;
    }
  }

  /** A parent or BOM that nobody has, and why. */
  absenceOf(missing: MissingPom): string {
    const kind = missing.kind === 'parent' ? 'parent' : 'BOM';
    if (missing.kind === 'import' && isRange(missing.version))
      return `${kind} ${nameOf(missing)} has the range ${missing.version} for a version, which no Maven before 4 reads`;
    return `${kind} ${nameOf(missing)}:${missing.version} ${this.#repositories.absence(missing)}`;
  }

  /**
   * Of an invalid POM in a repository Maven takes the artifact and nothing that the POM says; one that is incomplete, or of
   * the project itself, it refuses.
   */
  #described(model: EffectiveModel, strictness: Strictness): Descriptor & { readonly isRead: boolean } {
    const { groupId, artifactId, version, dependencies, repositories } = model;
    const coordinates = { groupId, artifactId, version };
    const nothing = { coordinates, dependencies: [], repositories: [], relocated: [], isRead: false };
    const without = (problem: ModelProblem) => (strictness === 'project' ? { ...nothing, unread: refusalOf(problem) } : nothing);
    const invalid = model.problems.find(isError);
    if (invalid !== undefined) return without(invalid);
    const [missing] = model.missing;
    if (missing !== undefined)
      return { ...nothing, unread: `${this.absenceOf(missing)}; ${nameOf(coordinates)}:${version} needs it` };
    const problem = validate(model, strictness).find(isError);
    return problem === undefined ? { ...nothing, dependencies, repositories, isRead: true } : without(problem);
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
