/** The Maven services of a tree, each resolved by itself. POMs and models are shared between all questions of a run. */

import type { LineChange, ServiceId } from '../../../src/model/index.ts';
import { type Alone, type Trace, type Trouble, versionedPurl } from '../alone.ts';
import { classPathRules } from './enforcer.ts';
import type { Coordinates } from './model/ask.ts';
import type { EffectiveModel } from './model/effective-model.ts';
import type { ParsedPom } from './model/pom.ts';
import { type Circle, circleText } from './reactors.ts';
import { type Artifact, versionOf } from './resolve/collect.ts';
import { type Descriptors, refusalOf, refused } from './resolve/descriptor.ts';
import { resolveClassPath, runtimeVersions, waysTo } from './resolve/resolver.ts';
import type { Workspace } from './workspace.ts';

/** Class paths of services that Maven builds; modules of the tree stand for themselves. */
export class MavenServices {
  readonly #descriptors: Descriptors;
  readonly #workspace: Workspace;
  readonly #paths: ReadonlyMap<ServiceId, string>;
  readonly #circles: ReadonlyMap<string, Circle>;
  readonly #change: LineChange | undefined;
  readonly #models = new Map<string, Promise<EffectiveModel | undefined>>();
  /** By the `-D` options of `.mvn/maven.config` and `.mvn/jvm.config`. */
  readonly #given = new Map<string, Descriptors>();

  /** `circles`: by the POMs that they keep from being built; `change`: lines that say another version than they do. */
  constructor(
    descriptors: Descriptors,
    workspace: Workspace,
    paths: ReadonlyMap<ServiceId, string>,
    circles: ReadonlyMap<string, Circle>,
    change?: LineChange,
  ) {
    this.#descriptors = descriptors.withLocal((wanted) => this.module(wanted));
    this.#workspace = workspace;
    this.#paths = paths;
    this.#circles = circles;
    this.#change = change;
  }

  has(id: ServiceId): boolean {
    return this.#paths.has(id);
  }

  file(id: ServiceId): string {
    return this.#paths.get(id) ?? id;
  }

  /** The tree's own module with these coordinates. */
  module(wanted: Coordinates): Promise<EffectiveModel | undefined> | undefined {
    const path = this.#workspace.find(wanted);
    return path === undefined ? undefined : this.#model(path);
  }

  #model(path: string): Promise<EffectiveModel | undefined> {
    const known = this.#models.get(path);
    if (known !== undefined) return known;
    const pom = this.#workspace.pom(path);
    const model = pom?.model === undefined ? Promise.resolve(undefined) : this.#read(pom, path);
    this.#models.set(path, model);
    return model;
  }

  async #read(pom: ParsedPom, path: string): Promise<EffectiveModel> {
    const model = await this.#descriptors.effective(pom, this.#workspace.resolvedContext(path), (request) =>
      this.#workspace.answer(request),
    );
    return this.#change === undefined ? model : withLines(model, this.#change);
  }

  /** What repositories say to a service whose `.mvn` sets properties. */
  #descriptorsFor(path: string): Descriptors {
    const given = this.#workspace.given(path);
    if (given.size === 0) return this.#descriptors;
    const key = JSON.stringify([...given]);
    const known = this.#given.get(key) ?? this.#descriptors.withSystem(given).withLocal((wanted) => this.module(wanted));
    this.#given.set(key, known);
    return known;
  }

  async alone(id: ServiceId): Promise<Alone | Trouble> {
    const path = this.#paths.get(id);
    const model = path === undefined ? undefined : await this.#model(path);
    if (path === undefined || model === undefined) return { kind: 'unknown', because: `${id} has no POM that can be read` };
    const [missing] = model.missing;
    if (missing !== undefined) return { kind: 'unknown', because: `${this.#descriptors.absenceOf(missing)}; ${id} needs it` };
    const circle = this.#circles.get(path);
    if (circle !== undefined) return { kind: 'unknown', because: circleText(circle) };
    const problem = refused(model);
    if (problem !== undefined) return { kind: 'unknown', because: refusalOf(problem) };
    const unversioned = model.dependencies.find(({ version }) => version === undefined || version === '');
    if (unversioned !== undefined)
      return { kind: 'unknown', because: `${unversioned.groupId}:${unversioned.artifactId} of ${id} has no version` };
    const resolved = await resolveClassPath(model, this.#descriptorsFor(path));
    if (!resolved.ok)
      return resolved.key === undefined
        ? { kind: 'unknown', because: `${resolved.problem}; ${id} needs it` }
        : { kind: 'conflict', key: resolved.key, problem: resolved.problem };
    return {
      kind: 'resolved',
      id,
      trace: tracer(path, model, () => waysTo(resolved.root)),
      runs: runtimeVersions(resolved.nodes),
      repositories: model.repositories,
      artifact: model,
      refuses: classPathRules(model),
    };
  }
}

/** A model whose dependencies at these places have another version, as if their lines named it. */
function withLines(model: EffectiveModel, { key, places, to }: LineChange): EffectiveModel {
  const dependencies = model.dependencies.map((one) => {
    const { groupId, artifactId, file, place } = one;
    const isMeant = `${groupId}:${artifactId}` === key && places.some((at) => at.file === file && at.line === place.line);
    return isMeant ? { ...one, version: to } : one;
  });
  return { ...model, dependencies };
}

function tracer(path: string, model: EffectiveModel, walk: () => ReadonlyMap<string, readonly Artifact[]>): Alone['trace'] {
  let ways: ReadonlyMap<string, readonly Artifact[]> | undefined;
  const parent = model.lineage[0]?.parent;
  return (key): Trace => {
    ways ??= walk();
    const way = ways.get(key) ?? [];
    const [first] = way;
    const own = model.dependencies.find(
      ({ groupId, artifactId }) => groupId === first?.groupId && artifactId === first?.artifactId,
    );
    // A dependency that a parent from a repository brings has no line in the tree but that of the parent.
    const local = own?.file.endsWith('.xml') === true ? own : undefined;
    const { line, column } = local?.place ?? parent?.place ?? { line: 1, column: 1 };
    return {
      origin: { file: local?.file ?? path, line, column },
      via: way.slice(0, -1).map((one) => versionedPurl(one.groupId, one.artifactId, versionOf(one))),
    };
  };
}
