/** Maven rows through the product: effective models and class paths, over its own registry client. */
import { activationFor } from '../../analyzers/jvm/maven/activation.ts';
import type { Node } from '../../analyzers/jvm/maven/collect.ts';
import { Descriptors } from '../../analyzers/jvm/maven/descriptor.ts';
import {
  type BuildContext,
  type EffectiveModel,
  ownCoordinates,
  type PomAnswer,
  type PomRequest,
} from '../../analyzers/jvm/maven/effective.ts';
import { parsePom } from '../../analyzers/jvm/maven/pom.ts';
import { MavenRepositories } from '../../analyzers/jvm/maven/repository.ts';
import { aggregateOf, resolveClassPath, runtimeVersions } from '../../analyzers/jvm/maven/resolver.ts';
import { validate } from '../../analyzers/jvm/maven/validate.ts';
import { directoryOf, joinPath } from '../../analyzers/jvm/maven/workspace.ts';
import { createResolveEnvironment } from '../../src/registry/environment.ts';
import type { TableContext } from './table.ts';

/** JDK and platform on which the tables' truth was taken. */
const unset = { python: '', node: '', go: '' };
const TARGET = { ...unset, jdk: '17', platform: 'linux-x86_64', because: { ...unset, jdk: 'option', platform: 'option' } };

export interface Options {
  readonly user: ReadonlyMap<string, string>;
  readonly named: readonly string[];
  readonly reactor: boolean;
}

const PLAIN: Options = { user: new Map(), named: [], reactor: false };

const benches = new WeakMap<object, Promise<MavenBench>>();
const OFFLINE = {};

type Files = ReadonlyMap<string, Uint8Array>;

export class MavenBench {
  readonly #imports = new Map<string, EffectiveModel>();
  readonly #descriptors: Descriptors;

  private constructor(repositories: MavenRepositories) {
    this.#descriptors = new Descriptors(repositories, {
      activation: activationFor(TARGET),
      exists: () => false,
      imports: new Map(),
    });
  }

  static of(context: TableContext): Promise<MavenBench> {
    const key = context.client ?? OFFLINE;
    const known = benches.get(key);
    if (known !== undefined) return known;
    const environment = createResolveEnvironment({
      target: TARGET,
      offline: context.client === undefined,
      env: process.env,
      ...(context.client === undefined ? {} : { client: context.client }),
    });
    const made = MavenRepositories.create(environment).then((repositories) => new MavenBench(repositories));
    benches.set(key, made);
    return made;
  }

  async #model(files: Files, entry: string, options: Options): Promise<EffectiveModel | undefined> {
    const read = (path: string) => {
      const bytes = files.get(path);
      return bytes === undefined ? undefined : parsePom({ path, bytes, text: '' });
    };
    const local = (request: PomRequest): PomAnswer | undefined => {
      const path = request.kind === 'file' ? fileOf(files, request.from, request.relativePath) : moduleOf(request);
      const pom = path === undefined ? undefined : read(path);
      return pom === undefined ? undefined : { pom, local: true };
    };
    const moduleOf = (request: PomRequest): string | undefined => {
      if (request.kind === 'file' || !options.reactor) return undefined;
      return [...files.keys()].find((path) => {
        const model = path.endsWith('.xml') ? read(path)?.model : undefined;
        return model !== undefined && JSON.stringify(ownCoordinates(model)) === JSON.stringify(request.wanted);
      });
    };
    const pom = read(entry);
    if (pom === undefined) return undefined;
    const context: BuildContext = {
      activation: activationFor(TARGET, { user: options.user, named: options.named }),
      exists: (path) => files.has(joinPath('.', path) ?? ''),
      imports: options.user.size === 0 && !options.reactor ? this.#imports : new Map(),
    };
    return this.#descriptors.effective(pom, context, local);
  }

  /** The effective model in the table's notation, or what is wrong with it. */
  async effective(files: Files, entry: string, options: Options = PLAIN) {
    const model = await this.#model(files, entry, options);
    if (model === undefined) return 'no such file';
    const [missing] = model.missing;
    if (missing !== undefined) return `missing ${missing.kind} ${missing.groupId}:${missing.artifactId}:${missing.version}`;
    const [problem] = [...model.problems, ...validate(model)].filter(({ severity }) => severity === 'error');
    if (problem !== undefined) return problem.message;
    const exclusions = (list: readonly { groupId: string; artifactId: string }[]) =>
      list.map((one) => `${one.groupId}:${one.artifactId}`);
    return {
      model: {
        g: model.groupId,
        a: model.artifactId,
        v: model.version,
        packaging: model.packaging,
        dependencies: model.dependencies.map((one) => ({
          g: one.groupId,
          a: one.artifactId,
          v: one.version ?? null,
          type: one.type,
          classifier: one.classifier ?? null,
          scope: one.scope,
          optional: one.optional === 'true',
          exclusions: exclusions(one.exclusions),
        })),
      },
      managed: model.managed.map((one) => ({
        g: one.groupId,
        a: one.artifactId,
        v: one.version ?? null,
        type: one.type,
        classifier: one.classifier ?? null,
        scope: one.scope ?? null,
        ...(one.optional === undefined ? {} : { optional: one.optional === 'true' }),
        exclusions: exclusions(one.exclusions),
      })),
      properties: Object.fromEntries(model.properties),
    };
  }

  /** `g:a:type[:classifier]:version:scope` in class path order, or why there is none. */
  async resolve(files: Files, entry: string, options: Options = PLAIN): Promise<readonly string[] | string> {
    const model = await this.#model(files, entry, options);
    if (model === undefined) return 'no such file';
    if (model.missing.length > 0 || [...model.problems, ...validate(model)].some(({ severity }) => severity === 'error'))
      return 'invalid-pom';
    const path = await resolveClassPath(model, this.#descriptors);
    if (!path.ok) return `unresolvable: ${path.problem}`;
    return path.nodes.map(shown);
  }

  /** What sharing one class path adds for two services, each as an artifact. */
  async joint(a: Files, b: Files) {
    const models = [await this.#model(a, 'pom.xml', PLAIN), await this.#model(b, 'pom.xml', PLAIN)].filter(
      (one) => one !== undefined,
    );
    for (const model of models) this.#descriptors.provide(model, model);
    const own = await Promise.all(models.map((model) => resolveClassPath(model, this.#descriptors)));
    const [left, right] = own.map((path) => (path.ok ? runtimeVersions(path.nodes) : new Map<string, string>()));
    const diff = [...(left ?? [])]
      .filter(([ga, version]) => right?.has(ga) === true && right.get(ga) !== version)
      .map(([ga, version]) => ({ ga, a: version, b: right?.get(ga) }))
      .sort((x, y) => (x.ga < y.ga ? -1 : 1));
    const solo = await Promise.all(models.map((model) => resolveClassPath(aggregateOf([model]), this.#descriptors)));
    const joint = await resolveClassPath(aggregateOf(models), this.#descriptors);
    const added = (rule: 'convergence' | 'upperBound') =>
      joint.ok
        ? [...joint.divergence[rule].keys()].filter((ga) => !solo.some((one) => one.ok && one.divergence[rule].has(ga))).sort()
        : [];
    return {
      diff,
      hard: !joint.ok,
      convergence: added('convergence'),
      upperBound: added('upperBound'),
      resolved: joint.ok ? joint.nodes.map(shown) : [],
    };
  }
}

function fileOf(files: Files, from: string, relativePath: string): string | undefined {
  const path = joinPath(directoryOf(from), relativePath);
  if (path === undefined) return undefined;
  const inside = joinPath(path, 'pom.xml');
  return files.has(path) ? path : inside !== undefined && files.has(inside) ? inside : undefined;
}

function shown({ artifact, scope }: Node): string {
  const { groupId, artifactId, type, classifier, version } = artifact;
  return [groupId, artifactId, type, ...(classifier === '' ? [] : [classifier]), version, scope].join(':');
}
