/** Maven rows through the product: effective models and class paths, over its own registry client. */

import { classesOf, sharedClasses } from '../../analyzers/jvm/jars/classes.ts';
import { activationFor } from '../../analyzers/jvm/maven/model/activation.ts';
import type { Coordinates, PomAnswer, PomRequest } from '../../analyzers/jvm/maven/model/ask.ts';
import type { BuildContext, EffectiveModel } from '../../analyzers/jvm/maven/model/effective-model.ts';
import { ownCoordinates } from '../../analyzers/jvm/maven/model/lineage.ts';
import { isTrue, parsePom } from '../../analyzers/jvm/maven/model/pom.ts';
import { builtInCentral, installation } from '../../analyzers/jvm/maven/model/super-pom.ts';
import { validate } from '../../analyzers/jvm/maven/model/validate.ts';
import type { Node } from '../../analyzers/jvm/maven/resolve/collect.ts';
import { Descriptors } from '../../analyzers/jvm/maven/resolve/descriptor.ts';
import { MavenRepositories } from '../../analyzers/jvm/maven/resolve/repository.ts';
import { aggregateOf, resolveClassPath, runtimeVersions } from '../../analyzers/jvm/maven/resolve/resolver.ts';
import { directoryOf, joinPath } from '../../src/model/index.ts';
import type { ResolveEnvironment } from '../../src/registry/client.ts';
import { createResolveEnvironment } from '../../src/registry/environment.ts';
import { targetOf } from '../target.ts';
import type { TableContext } from './table.ts';

/** JDK and platform on which the tables' truth was taken. */
const TARGET = targetOf({ jdk: '17', platform: 'linux-x86_64' });

export interface Options {
  readonly user: ReadonlyMap<string, string>;
  readonly named: readonly string[];
  readonly reactor: boolean;
}

const PLAIN: Options = { user: new Map(), named: [], reactor: false };

const plainBenches = new WeakMap<object, Promise<MavenBench>>();
const mirroredBenches = new WeakMap<object, Promise<MavenBench>>();
const OFFLINE = {};

async function repositories(environment: ResolveEnvironment, mirrored: boolean): Promise<MavenRepositories> {
  if (!mirrored) return MavenRepositories.create(environment);
  const maven = await installation(environment);
  const url = maven === undefined ? undefined : builtInCentral(environment, maven);
  const mirror = `<mirror><id>one</id><mirrorOf>*</mirrorOf><url>${url ?? ''}</url></mirror>`;
  return MavenRepositories.create(environment, { settings: `<settings><mirrors>${mirror}</mirrors></settings>` });
}

/** Files of one row, by path: a map, or a directory that is read as it is asked. */
export interface Files {
  get(path: string): Uint8Array | undefined;
  has(path: string): boolean;
  keys(): Iterable<string>;
  /** The POM of a module that is built together with these files. */
  module?(wanted: Coordinates): string | undefined;
}

function coordinates({ groupId, artifactId, version }: Coordinates): Coordinates {
  return { groupId, artifactId, version };
}

export class MavenBench {
  readonly #imports = new Map<string, EffectiveModel>();
  readonly #repositories: MavenRepositories;
  readonly #descriptors: Descriptors;

  private constructor(repositories: MavenRepositories) {
    this.#repositories = repositories;
    this.#descriptors = new Descriptors(repositories, {
      activation: activationFor(TARGET),
      exists: () => false,
      imports: new Map(),
    });
  }

  /** `mirrored`: every repository is stood for by the one that Maven asks by itself, as for the rows on real POMs. */
  static of(context: TableContext, mirrored = false): Promise<MavenBench> {
    const owner = context.client ?? OFFLINE;
    const benches = mirrored ? mirroredBenches : plainBenches;
    const known = benches.get(owner);
    if (known !== undefined) return known;
    const environment = createResolveEnvironment({
      target: TARGET,
      offline: context.client === undefined,
      env: process.env,
      ...(context.client === undefined ? {} : { client: context.client }),
    });
    const made = repositories(environment, mirrored).then((opened) => new MavenBench(opened));
    benches.set(owner, made);
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
      if (request.kind === 'file') return undefined;
      if (!options.reactor) return files.module?.(request.wanted);
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
          optional: isTrue(one.optional),
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
        ...(one.optional === undefined ? {} : { optional: isTrue(one.optional) }),
        exclusions: exclusions(one.exclusions),
      })),
      properties: Object.fromEntries(model.properties),
    };
  }

  /** Descriptors with these models, and with the modules beside these entries, in front. */
  #with(entries: readonly Entry[], models: readonly EffectiveModel[]): Descriptors {
    return this.#descriptors.withLocal((wanted) => {
      const own = models.find((one) => JSON.stringify(coordinates(one)) === JSON.stringify(coordinates(wanted)));
      if (own !== undefined) return Promise.resolve(own);
      for (const { files } of entries) {
        const path = files.module?.(wanted);
        if (path !== undefined) return this.#model(files, path, PLAIN);
      }
      return undefined;
    });
  }

  /** `g:a:type[:classifier]:version:scope` in class path order, or why there is none. */
  async resolve(files: Files, entry: string, options: Options = PLAIN): Promise<readonly string[] | string> {
    const model = await this.#model(files, entry, options);
    if (model === undefined) return 'no such file';
    if (model.missing.length > 0 || [...model.problems, ...validate(model)].some(({ severity }) => severity === 'error'))
      return 'invalid-pom';
    const path = await resolveClassPath(model, this.#with([{ files, entry }], []));
    if (!path.ok) return `unresolvable: ${path.problem}`;
    return path.nodes.map(shown);
  }

  /** Classes of two jars (`group:artifact:version`), and those that both hold. */
  async classes(a: string, b: string) {
    const [left, right] = await Promise.all(
      [a, b].map((name) => {
        const [groupId = '', artifactId = '', version = ''] = name.split(':');
        return classesOf({ groupId, artifactId, version, classifier: '' }, this.#repositories, []);
      }),
    );
    if (left === undefined || right === undefined) return undefined;
    return { a: left.classes.length, b: right.classes.length, ...sharedClasses(left.classes, right.classes) };
  }

  /** What the enforcer says of a POM that depends on one service and nothing else. */
  async solo({ files, entry }: Entry) {
    const model = await this.#model(files, entry, PLAIN);
    if (model === undefined) return undefined;
    const path = await resolveClassPath(aggregateOf([model]), this.#with([{ files, entry }], [model]));
    if (!path.ok) return undefined;
    const { convergence, upperBound } = path.divergence;
    const byName = (a: { ga: string }, b: { ga: string }): number => (a.ga < b.ga ? -1 : 1);
    return {
      resolved: path.nodes.map(shown),
      convergence: [...convergence].map(([ga, versions]) => ({ ga, versions })).sort(byName),
      upperBound: [...upperBound].map(([ga, { resolved, versions }]) => ({ ga, resolved, versions })).sort(byName),
    };
  }

  /** What sharing one class path adds for two services, each as an artifact. */
  async joint(a: Entry, b: Entry) {
    const models = (await Promise.all([a, b].map(({ files, entry }) => this.#model(files, entry, PLAIN)))).filter(
      (one) => one !== undefined,
    );
    const descriptors = this.#with([a, b], models);
    const own = await Promise.all(models.map((model) => resolveClassPath(model, descriptors)));
    const [left, right] = own.map((path) => (path.ok ? runtimeVersions(path.nodes) : new Map<string, string>()));
    const diff = [...(left ?? [])]
      .filter(([ga, version]) => right?.has(ga) === true && right.get(ga) !== version)
      .map(([ga, version]) => ({ ga, a: version, b: right?.get(ga) }))
      .sort((x, y) => (x.ga < y.ga ? -1 : 1));
    const solo = await Promise.all(models.map((model) => resolveClassPath(aggregateOf([model]), descriptors)));
    const joint = await resolveClassPath(aggregateOf(models), descriptors);
    const added = (rule: 'convergence' | 'upperBound') =>
      joint.ok
        ? [...joint.divergence[rule].keys()].filter((ga) => !solo.some((one) => one.ok && one.divergence[rule].has(ga))).sort()
        : [];
    return {
      diff,
      hard: !joint.ok,
      convergence: added('convergence'),
      upperBound: added('upperBound'),
      all: {
        convergence: joint.ok ? [...joint.divergence.convergence.keys()].sort() : [],
        upperBound: joint.ok ? [...joint.divergence.upperBound.keys()].sort() : [],
      },
      resolved: joint.ok ? joint.nodes.map(shown) : [],
    };
  }
}

/** One service: its files and its POM among them. */
export interface Entry {
  readonly files: Files;
  readonly entry: string;
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
