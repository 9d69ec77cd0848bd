/** The POMs of one project tree and their effective models, with nothing but the tree's own files. */

import {
  addTo,
  cleanPath,
  directoryOf,
  inDirectory,
  isReadFailure,
  joinPath,
  type Project,
  type TargetFor,
} from '../../../src/model/index.ts';
import { activationFor, type CommandLine, parseJvmConfig, parseMavenConfig } from './model/activation.ts';
import type { Ask, Coordinates, PomAnswer, PomRequest } from './model/ask.ts';
import { buildEffective } from './model/effective.ts';
import type { BuildContext, EffectiveModel } from './model/effective-model.ts';
import { hasExpression } from './model/interpolate.ts';
import { ownCoordinates, versionBeside } from './model/lineage.ts';
import { type ParsedPom, parsePom, type RawModel } from './model/pom.ts';

/** Drives a builder with an answering function that needs no waiting. */
export function runSync<T>(builder: Ask<T>, answer: (request: PomRequest) => PomAnswer | undefined): T {
  let step = builder.next();
  while (step.done !== true) step = builder.next(answer(step.value));
  return step.value;
}

interface RunOptions {
  readonly line: CommandLine;
  readonly jvm: ReadonlyMap<string, string>;
}

/** The tree's own POMs: effective models by path, each built once, and which path carries which coordinates. */
export class Workspace {
  readonly #project: Project;
  readonly #target: TargetFor<'jdk'>;
  readonly #contexts = new Map<string, BuildContext>();
  readonly #models = new Map<string, EffectiveModel>();
  readonly #byCoordinates = new Map<string, string>();
  /** POMs whose version is an expression (`${revision}`), by group and artifact. */
  readonly #byName = new Map<string, string[]>();
  readonly #files: ReadonlySet<string>;
  readonly #directories: ReadonlySet<string>;
  readonly #poms = new Map<string, ParsedPom>();
  /** `group:artifact` → version. */
  readonly #modules = new Map<string, string>();
  /** Of the modules, by their artifacts. */
  readonly #groups = new Map<string, string>();
  readonly paths: readonly string[];

  constructor(project: Project, target: TargetFor<'jdk'>) {
    this.#project = project;
    this.#target = target;
    this.#files = new Set(project.files);
    this.#directories = new Set(project.directories);
    this.paths = project.files.filter((path) => path === 'pom.xml' || path.endsWith('/pom.xml'));
    for (const path of this.paths) {
      const model = this.pom(path)?.model;
      if (model === undefined) continue;
      const { groupId, artifactId, version } = ownCoordinates(model);
      const key = `${groupId}:${artifactId}:${version}`;
      if (!this.#byCoordinates.has(key)) this.#byCoordinates.set(key, path);
      if (hasExpression(version)) addTo(this.#byName, `${groupId}:${artifactId}`, path);
      this.#modules.set(`${groupId}:${artifactId}`, version);
      if (!this.#groups.has(artifactId)) this.#groups.set(artifactId, groupId);
    }
    for (const [path, pom] of this.#poms) if (pom.model !== undefined) this.#poms.set(path, this.#withVersions(pom, pom.model));
  }

  pom(path: string): ParsedPom | undefined {
    const known = this.#poms.get(path);
    if (known !== undefined) return known;
    const parsed = this.#project.parse(path, parsePom);
    if (isReadFailure(parsed)) return undefined;
    // Before its parent is asked for: POMs may name each other.
    this.#poms.set(path, parsed);
    const whole = parsed.model === undefined ? parsed : this.#withParent(parsed, parsed.model);
    this.#poms.set(path, whole);
    return whole;
  }

  /** Maven 4 takes what a parent element leaves out from the POM beside it; that either is of model 4.1.0 tells Maven 4. */
  #withParent(pom: ParsedPom, model: RawModel): ParsedPom {
    const { parent } = model;
    if (parent === undefined || parent.relativePath === '') return pom;
    const isWhole = [parent.groupId, parent.artifactId, parent.version].every((part) => part !== undefined);
    if (isWhole) return pom;
    const path = this.#file(model.file, parent.relativePath);
    const own = path === undefined || path === model.file ? undefined : this.pom(path)?.model;
    const isMaven4 = [model, own].some((one) => one?.modelVersion === '4.1.0');
    return own === undefined || !isMaven4 ? pom : { ...pom, model: { ...model, parent: { ...ownCoordinates(own), ...parent } } };
  }

  /** Model 4.1.0 takes the version of a dependency on a module of the tree from that module, and its group. */
  #withVersions(pom: ParsedPom, model: RawModel): ParsedPom {
    if (model.modelVersion !== '4.1.0') return pom;
    const dependencies = model.dependencies.map((one) => {
      const groupId = one.groupId ?? this.#groups.get(one.artifactId ?? '');
      const version = one.version ?? this.#modules.get(`${groupId}:${one.artifactId}`);
      return { ...one, ...(groupId === undefined ? {} : { groupId }), ...(version === undefined ? {} : { version }) };
    });
    return { ...pom, model: { ...model, dependencies } };
  }

  /** What `.mvn` of the nearest directory above that has one gives to every run. */
  #options(path: string): RunOptions {
    for (let directory = directoryOf(path); ; directory = directoryOf(directory)) {
      const [config, jvm] = ['maven.config', 'jvm.config'].map((name) => inDirectory(directory, `.mvn/${name}`));
      const isRoot = [config, jvm].some((file) => file !== undefined && this.#files.has(file));
      if (isRoot || directory === '.')
        return { line: parseMavenConfig(this.#textOf(config)), jvm: parseJvmConfig(this.#textOf(jvm)) };
    }
  }

  #textOf(path: string | undefined): string {
    const file = path !== undefined && this.#files.has(path) ? this.#project.read(path) : undefined;
    return file === undefined || isReadFailure(file) ? '' : file.text;
  }

  readonly #hasOptions = new Map<string, RunOptions>();

  #optionsOf(path: string): RunOptions {
    const directory = directoryOf(path);
    const options = this.#hasOptions.get(directory) ?? this.#options(path);
    this.#hasOptions.set(directory, options);
    return options;
  }

  /** Properties that POMs from repositories have besides their own: of the command line, and of the JVM that runs Maven. */
  given(path: string): ReadonlyMap<string, string> {
    const { line, jvm } = this.#optionsOf(path);
    return new Map([...jvm, ...line.user]);
  }

  context(path: string): BuildContext {
    const { line, jvm } = this.#optionsOf(path);
    const key = JSON.stringify([[...line.user], line.named, [...jvm]]);
    const known = this.#contexts.get(key);
    if (known !== undefined) return known;
    const context: BuildContext = {
      activation: activationFor(this.#target, line, jvm),
      exists: (file) => {
        const clean = cleanPath(file);
        return clean !== undefined && (this.#project.has(clean) || this.#directories.has(clean));
      },
      imports: new Map(),
    };
    this.#contexts.set(key, context);
    return context;
  }

  readonly #resolved = new Map<BuildContext, BuildContext>();

  /** The same for depth `resolved`: imports that were missing offline are read anew. */
  resolvedContext(path: string): BuildContext {
    const offline = this.context(path);
    const known = this.#resolved.get(offline);
    if (known !== undefined) return known;
    const context: BuildContext = { ...offline, imports: new Map() };
    this.#resolved.set(offline, context);
    return context;
  }

  /** From the tree alone: by relativePath, or any POM of the tree with these coordinates (as a reactor has them). */
  answer(request: PomRequest): PomAnswer | undefined {
    const path = request.kind === 'file' ? this.#file(request.from, request.relativePath) : this.find(request.wanted);
    const pom = path === undefined ? undefined : this.pom(path);
    return pom === undefined ? undefined : { pom, local: true };
  }

  #file(from: string, relativePath: string): string | undefined {
    const path = joinPath(directoryOf(from), relativePath);
    if (path === undefined) return undefined;
    if (path === '.' || this.#directories.has(path)) return joinPath(path, 'pom.xml');
    return path === from ? undefined : path;
  }

  /** The POM of the tree with these coordinates; the reactor knows each by what its version comes to. */
  find({ groupId, artifactId, version }: Coordinates): string | undefined {
    const named = this.#byCoordinates.get(`${groupId}:${artifactId}:${version}`);
    return named ?? this.#byName.get(`${groupId}:${artifactId}`)?.find((path) => this.#versionOf(path) === version);
  }

  /** By path: a name that many POMs carry is looked up for each of their children. */
  readonly #versions = new Map<string, string>();

  #versionOf(path: string): string | undefined {
    const model = this.pom(path)?.model;
    if (model === undefined) return undefined;
    const { activation } = this.context(path);
    const known = this.#versions.get(path);
    const version =
      known ?? runSync(versionBeside(ownCoordinates(model).version, model, activation), (request) => this.answer(request));
    this.#versions.set(path, version);
    return version;
  }

  model(path: string): EffectiveModel | undefined {
    const known = this.#models.get(path);
    if (known !== undefined) return known;
    const pom = this.pom(path);
    if (pom === undefined) return undefined;
    const model = runSync(buildEffective(pom, true, this.context(path)), (request) => this.answer(request));
    this.#models.set(path, model);
    return model;
  }
}
