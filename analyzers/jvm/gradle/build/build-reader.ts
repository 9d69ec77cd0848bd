/** One build: its settings first, then every project's scripts in Gradle's own order. Scripts are read, never run. */
import { addTo, baseName } from '../../../../src/model/index.ts';
import type { BuildAccess, ProjectState } from '../blocks/project-state.ts';
import { commonHandler, gradleHandler, pathIn } from '../evaluation/common.ts';
import { Interpreter } from '../evaluation/interpret.ts';
import { type Closure, type Handler, handlerValue, type Scope, textOf, UNKNOWN, type Value } from '../evaluation/values.ts';
import { type GradleBuild, type GradleProject, ProjectModel } from '../model.ts';
import type { Position } from '../script/syntax-tree.ts';
import type { Catalog } from '../versions/catalog.ts';
import { BuildLogic, MOST_NESTED } from './build-logic.ts';
import { BuildProblems } from './build-problems.ts';
import type { ConventionPlugin } from './convention-plugins.ts';
import { ProjectScripts } from './project.ts';
import { type ProjectDescriptor, type PublishedCatalogs, Settings } from './settings-model.ts';
import { SettingsReader, type SettingsSurroundings } from './settings-reader.ts';
import { leavesJvm, withoutJvm } from './targets.ts';
import { SCRIPTS, SETTINGS, type TreeReader } from './tree-reader.ts';

/** Steps that one build may take: ten times what the largest builds need. */
const STEPS = 300_000;
/** And for each project with a directory, as far as builds have that many. */
const STEPS_OF_PROJECT = 5_000;
const MOST_PROJECTS = 1_000;

/** Reads one build in Gradle's own order: settings, then each project's scripts, parents first. Used once. */
export class BuildReader implements BuildAccess {
  readonly directory: string;
  readonly interpreter: Interpreter;
  readonly projects = new Map<string, ProjectState>();
  readonly #tree: TreeReader;
  readonly #published: PublishedCatalogs;
  readonly #problems = new BuildProblems();
  readonly #settings = new Settings();
  readonly #scope: Scope;
  readonly #logic: BuildLogic;
  readonly #scripts: ProjectScripts;
  readonly #read = new Map<ProjectState, string[]>();
  readonly #hooks = new Map<string, Closure[]>();
  readonly #gradle: Handler;
  #plugins: ReadonlyMap<string, ConventionPlugin> | undefined;
  #nesting = 0;

  /** The version of Gradle that its wrapper brings. */
  readonly gradleVersion: string | undefined;

  get catalogs(): ReadonlyMap<string, Catalog> {
    return this.#settings.catalogs;
  }

  get pluginVersions(): ReadonlyMap<string, string> {
    return this.#settings.pluginVersions;
  }

  constructor(tree: TreeReader, directory: string, published: PublishedCatalogs) {
    this.#tree = tree;
    this.#published = published;
    this.directory = directory;
    this.gradleVersion = tree.gradleVersion(directory);
    const common = commonHandler({
      directory,
      buildRoot: directory,
      gradle: this.gradleVersion,
      look: () => undefined,
      properties: (path) => tree.propertiesAt(path),
    });
    this.#scope = { variables: new Map(), handler: common };
    const tooMuch = (message: string, { line, column }: Position): void => {
      const { file } = this.interpreter;
      this.#problems.add({ code: 'gradle/too-much', severity: 'warning', message, line, column }, file, true);
    };
    this.interpreter = new Interpreter(STEPS, tooMuch, tree.from(directory));
    this.#logic = new BuildLogic(directory, tree, this.#settings, this.interpreter, this.#scope);
    this.#scripts = new ProjectScripts(this);
    this.#gradle = gradleHandler(
      this.#settings.gradle,
      (name, closure) => this.#hook(name, closure),
      () => {
        const root = this.projects.get(':');
        return root === undefined ? undefined : this.#scripts.value(root);
      },
      this.gradleVersion,
    );
  }

  read(): GradleBuild {
    const settings = this.#tree.first(this.directory, SETTINGS);
    const rootName = this.directory === '.' ? 'root' : baseName(this.directory);
    const root: ProjectDescriptor = { path: ':', name: rootName, directory: this.directory };
    this.#settings.projects.set(':', root);
    this.#settingsReader().read(settings);
    this.#logic.readSources();
    const rootProperties = this.#tree.properties(this.directory);
    for (const descriptor of byPath(this.#settings.projects.values())) this.#state(descriptor, rootProperties);
    this.#runHooks('projectsLoaded');
    for (const project of this.projects.values()) this.evaluate(project);
    this.#runHooks('projectsEvaluated');
    return {
      directory: this.directory,
      settings,
      kind: 'main',
      projects: [...this.projects.values()].map((project) => this.#finished(project)),
      included: this.#settings.included,
      repositories: this.#settings.repositories,
      pluginVersions: this.#settings.pluginVersions,
      tools: new Map(),
      catalogs: this.catalogs,
      publishedCatalogs: this.#settings.publishedCatalogs,
      problems: this.#problems.all,
    };
  }

  #settingsReader(): SettingsReader {
    const { directory, gradleVersion, interpreter } = this;
    const around: SettingsSurroundings = {
      directory,
      gradleVersion,
      interpreter,
      tree: this.#tree,
      published: this.#published,
      scope: this.#scope,
      gradle: this.#gradle,
      logic: this.#logic,
      problems: this.#problems,
    };
    return new SettingsReader(around, this.#settings);
  }

  #finished(project: ProjectState): GradleProject {
    const known = (value: Value | undefined) => {
      const shown = textOf(value);
      return shown === undefined || shown.includes(UNKNOWN) ? undefined : shown;
    };
    const handler = this.#scripts.handler(project);
    const at: Position = { line: 1, column: 1 };
    if (leavesJvm(project.model)) withoutJvm(project.model);
    return {
      path: project.path,
      name: project.name,
      directory: project.directory,
      group: known(handler.get?.('group', at)),
      version: known(handler.get?.('version', at)),
      model: project.model,
      properties: new Map(
        [...project.properties, ...project.extra].flatMap(([key, value]) => {
          const shown = known(value);
          return shown === undefined ? [] : [[key, shown]];
        }),
      ),
      scripts: this.#read.get(project) ?? [],
      parent: project.parent?.path,
    };
  }

  #state(descriptor: ProjectDescriptor, rootProperties: ReadonlyMap<string, Value>): void {
    const { path, name, directory } = descriptor;
    const cut = path.lastIndexOf(':');
    const parent = path === ':' ? undefined : this.projects.get(cut <= 0 ? ':' : path.slice(0, cut));
    const state: ProjectState = {
      path,
      name,
      directory,
      parent,
      children: [],
      model: new ProjectModel(),
      extra: new Map(),
      properties: parent === undefined ? rootProperties : new Map([...rootProperties, ...this.#tree.properties(directory)]),
      group: undefined,
      version: undefined,
      deferred: [],
      applied: new Set(),
      begun: false,
    };
    this.projects.set(path, state);
    if (this.projects.size <= MOST_PROJECTS && this.#tree.isDirectory(directory)) this.interpreter.grant(STEPS_OF_PROJECT);
    parent?.children.push(state);
  }

  evaluate(project: ProjectState): void {
    if (project.begun) return;
    project.begun = true;
    this.#runEach('beforeProject', project);
    const descriptor = this.#settings.projects.get(project.path);
    const own = descriptor?.buildFile;
    const script = this.#tree.first(project.directory, own === undefined ? SCRIPTS : [own, ...SCRIPTS]);
    if (script !== undefined) this.#runScript(project, script);
    // Blocks that were put off may put off others; each is run once.
    for (let index = 0; index < project.deferred.length && index < 200; index++) project.deferred[index]?.();
    this.#runEach('afterProject', project);
  }

  #runScript(project: ProjectState, path: string): void {
    const script = this.#tree.script(path);
    if (script === undefined) return;
    this.#problems.syntax(path, script);
    addTo(this.#read, project, path);
    this.#nesting++;
    this.interpreter.script(path, script.statements, {
      variables: new Map(),
      handler: this.#scripts.handler(project),
      parent: this.#scope,
    });
    this.#nesting--;
  }

  properties(path: string): ReadonlyMap<string, Value> | undefined {
    return this.#tree.propertiesAt(path);
  }

  applyScript(project: ProjectState, given: string | undefined): boolean {
    const path = pathIn(project.directory, given);
    if (path === undefined || this.#nesting > MOST_NESTED || this.#tree.script(path) === undefined) return false;
    this.#runScript(project, path);
    return true;
  }

  gradle(): Value {
    return handlerValue(this.#gradle);
  }

  /** Blocks for the build as a whole, or for each of its projects, run when their time comes. */
  #hook(name: string, closure: Closure): void {
    addTo(this.#hooks, name, closure);
    if (name === 'allprojects') for (const project of this.projects.values()) this.#configure(project, closure);
    const root = this.projects.get(':');
    if (name === 'rootProject' && root !== undefined) this.#configure(root, closure);
  }

  #configure(project: ProjectState, closure: Closure): void {
    this.interpreter.invoke(closure, [this.#scripts.value(project)], this.#scripts.handler(project));
  }

  #runEach(name: string, project: ProjectState): void {
    for (const closure of this.#hooks.get(name) ?? []) this.#configure(project, closure);
  }

  #runHooks(name: 'projectsLoaded' | 'projectsEvaluated'): void {
    const root = this.projects.get(':');
    if (name === 'projectsLoaded') {
      for (const closure of this.#hooks.get('rootProject') ?? []) if (root !== undefined) this.#configure(root, closure);
      for (const project of this.projects.values()) this.#runEach('allprojects', project);
    }
    for (const closure of this.#hooks.get(name) ?? []) this.interpreter.invoke(closure, [this.gradle()], this.#gradle);
  }

  ownPlugins(): Iterable<string> {
    return this.#held().keys();
  }

  #held(): ReadonlyMap<string, ConventionPlugin> {
    this.#plugins ??= this.#logic.plugins();
    return this.#plugins;
  }

  applyPlugin(project: ProjectState, id: string): boolean {
    const plugin = this.#held().get(id);
    if (plugin === undefined || this.#nesting > MOST_NESTED) return false;
    if (plugin.kind === 'script') this.#runScript(project, plugin.path);
    else this.applyClass(project, plugin.name);
    return true;
  }

  applyClass(project: ProjectState, name: string): boolean {
    const apply = this.#logic.applyOf(name);
    if (apply === undefined) return false;
    this.runPlugin(project, apply);
    return true;
  }

  runPlugin(project: ProjectState, apply: Closure): void {
    if (this.#nesting > MOST_NESTED) return;
    this.#nesting++;
    this.interpreter.invoke(apply, [this.#scripts.value(project)], this.#scripts.handler(project));
    this.#nesting--;
  }
}

function byPath(descriptors: Iterable<ProjectDescriptor>): readonly ProjectDescriptor[] {
  const depth = (path: string) => (path === ':' ? 0 : path.split(':').length - 1);
  return [...descriptors].sort((a, b) => depth(a.path) - depth(b.path) || (a.path < b.path ? -1 : 1));
}
