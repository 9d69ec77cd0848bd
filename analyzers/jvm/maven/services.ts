/** The Maven services of a tree, each resolved by itself. POMs and models are shared between all questions of a run. */
import type { ServiceId } from '../../../src/model/index.ts';
import type { Alone, Trouble } from '../alone.ts';
import type { Descriptors } from './descriptor.ts';
import type { Coordinates, EffectiveModel } from './effective.ts';
import { resolveClassPath, runtimeVersions } from './resolver.ts';
import type { Workspace } from './workspace.ts';

export class MavenServices {
  readonly #descriptors: Descriptors;
  readonly #workspace: Workspace;
  readonly #paths: ReadonlyMap<ServiceId, string>;
  readonly #models = new Map<string, Promise<EffectiveModel | undefined>>();

  constructor(descriptors: Descriptors, workspace: Workspace, paths: ReadonlyMap<ServiceId, string>) {
    this.#descriptors = descriptors.withLocal((wanted) => this.module(wanted));
    this.#workspace = workspace;
    this.#paths = paths;
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
    const model =
      pom?.model === undefined
        ? Promise.resolve(undefined)
        : this.#descriptors.effective(pom, this.#workspace.resolvedContext(path), (request) => this.#workspace.answer(request));
    this.#models.set(path, model);
    return model;
  }

  async alone(id: ServiceId): Promise<Alone | Trouble> {
    const path = this.#paths.get(id);
    const model = path === undefined ? undefined : await this.#model(path);
    if (path === undefined || model === undefined) return { kind: 'unknown', because: `${id} has no POM that can be read` };
    const [missing] = model.missing;
    if (missing !== undefined)
      return {
        kind: 'unknown',
        because: `${missing.kind === 'parent' ? 'parent' : 'BOM'} ${missing.groupId}:${missing.artifactId}:${missing.version} of ${id} is in no repository that was asked`,
      };
    const unversioned = model.dependencies.find(({ version }) => version === undefined || version === '');
    if (unversioned !== undefined)
      return { kind: 'unknown', because: `${unversioned.groupId}:${unversioned.artifactId} of ${id} has no version` };
    const resolved = await resolveClassPath(model, this.#descriptors);
    if (!resolved.ok) return { kind: 'conflict', key: resolved.key, problem: resolved.problem };
    return {
      kind: 'resolved',
      id,
      file: path,
      runs: runtimeVersions(resolved.nodes),
      repositories: model.repositories,
      artifact: model,
    };
  }
}
