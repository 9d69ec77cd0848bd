/** One build: its settings first, then every project's scripts in Gradle's own order. Scripts are read, never run. */
import { parseToml, tomlDiagnostic } from '../../../../src/formats/toml.ts';
import { addTo, baseName, directoryOf, joinPath, pathBelow } from '../../../../src/model/index.ts';
import type { BuildAccess, ProjectState } from '../blocks/project-state.ts';
import { commonHandler, gradleHandler, pathIn } from '../evaluation/common.ts';
import { Interpreter } from '../evaluation/interpret.ts';
import { type Closure, type Handler, handlerValue, type Scope, textOf, UNKNOWN, type Value } from '../evaluation/values.ts';
import { type GradleBuild, type GradleProject, type Problem, ProjectModel } from '../model.ts';
import type { Position, Script } from '../script/syntax-tree.ts';
import { Catalog, readCatalog } from '../versions/catalog.ts';
import { type ConventionPlugin, conventionPlugins } from './convention-plugins.ts';
import { ProjectScripts } from './project.ts';
import { settingsHandler } from './settings.ts';
import { includeProject, type PluginName, type ProjectDescriptor, Settings } from './settings-model.ts';
import { leavesJvm, withoutJvm } from './targets.ts';
import { SCRIPTS, SETTINGS, type TreeReader } from './tree-reader.ts';

/** Contents of version catalogs that were fetched, by their notation. */
export type PublishedCatalogs = ReadonlyMap<string, string>;

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
  readonly catalogs = new Map<string, Catalog>();
  readonly #tree: TreeReader;
  readonly #published: PublishedCatalogs;
  readonly #problems: Problem[] = [];
  readonly #settings = new Settings();
  readonly #scope: Scope;
  readonly #scripts: ProjectScripts;
  readonly #read = new Map<ProjectState, string[]>();
  readonly #told = new Set<string>();
  readonly #hooks = new Map<string, Closure[]>();
  readonly #gradle: Handler;
  #plugins: ReadonlyMap<string, ConventionPlugin> | undefined;
  #nesting = 0;

  /** The version of Gradle that its wrapper brings. */
  readonly gradleVersion: string | undefined;

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
      this.#problem({ code: 'gradle/too-much', severity: 'warning', message, line, column }, this.interpreter.file, true);
    };
    this.interpreter = new Interpreter(STEPS, tooMuch, tree.from(directory));
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

  #problem(problem: Omit<Problem, 'file' | 'incomplete'>, file: string, incomplete = false): void {
    this.#problems.push({ ...problem, file, incomplete });
  }

  read(): GradleBuild {
    const settings = this.#tree.first(this.directory, SETTINGS);
    const rootName = this.directory === '.' ? 'root' : baseName(this.directory);
    const root: ProjectDescriptor = { path: ':', name: rootName, directory: this.directory };
    this.#settings.projects.set(':', root);
    this.#defaultCatalog();
    if (settings !== undefined) this.#readSettings(settings);
    else this.#withoutSettings();
    if (this.#settings.open) this.#adopt();
    this.#readSources();
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
      problems: this.#problems,
    };
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

  #defaultCatalog(): void {
    const path = joinPath(this.directory, 'gradle/libs.versions.toml');
    const catalog = new Catalog();
    if (path !== undefined && this.#tree.read(path) !== undefined && this.#importCatalog(path, catalog))
      this.catalogs.set('libs', catalog);
  }

  #importCatalog(path: string, into: Catalog): boolean {
    const source = this.#tree.read(path);
    return source !== undefined && this.#fillCatalog(path, source, into);
  }

  #fillCatalog(path: string, source: string, into: Catalog): true {
    const document = parseToml(source);
    if (!document.ok) {
      this.#problems.push(tomlDiagnostic(path, document, 'error', 'what this version catalog holds is not known'));
      into.open = true;
      return true;
    }
    for (const message of readCatalog(document.value, into))
      this.#problem({ code: 'gradle/catalog', severity: 'warning', message, line: 1, column: 1 }, path);
    return true;
  }

  #readSettings(path: string): void {
    const script = this.#tree.script(path);
    if (script === undefined) return;
    this.#syntax(path, script);
    const properties = this.#tree.properties(this.directory);
    for (const [name, catalog] of this.catalogs) this.#settings.catalogs.set(name, catalog);
    const handler: Handler = settingsHandler({
      directory: this.directory,
      gradleVersion: this.gradleVersion,
      interpreter: this.interpreter,
      settings: this.#settings,
      gradle: this.#gradle,
      report: ({ incomplete, ...problem }) => this.#problem(problem, this.interpreter.file, incomplete),
      apply: (given) => this.#applySettings(given, handler),
      applyPlugin: (named) => this.#applySettingsPlugin(named, handler),
      importCatalog: (file, into) => this.#importCatalog(file, into),
      importPublished: (notation, into) => {
        const source = this.#published.get(notation);
        return source !== undefined && this.#fillCatalog(path, source, into);
      },
      property: (name) => properties.get(name),
      properties: (path) => this.properties(path),
    });
    this.interpreter.script(path, script.statements, { variables: new Map(), handler });
    this.catalogs.clear();
    for (const [name, catalog] of this.#settings.catalogs) this.catalogs.set(name, catalog);
  }

  /** A script that settings apply: its place is seen from the script that names it, as it belongs to no project. */
  #applySettings(given: string | undefined, handler: Handler): boolean {
    const path = pathIn(directoryOf(this.interpreter.file), given);
    return path !== undefined && this.#runSettings(path, handler);
  }

  #runSettings(path: string, handler: Handler): boolean {
    const script = this.#nesting > 20 ? undefined : this.#tree.script(path);
    if (script === undefined) return false;
    this.#syntax(path, script);
    this.#nesting++;
    this.interpreter.script(path, script.statements, { variables: new Map(), handler, parent: this.#scope });
    this.#nesting--;
    return true;
  }

  /** Builds that are included so far hold the plug-ins of settings; `buildSrc` holds none for them. */
  #applySettingsPlugin(named: PluginName, handler: Handler): boolean {
    if ('apply' in named) return this.#runSettingsPlugin(named.apply, handler);
    if (this.#settings.included.length === 0) return false;
    const plugin: ConventionPlugin | undefined =
      'class' in named ? { kind: 'class', name: named.class } : this.#settingsPlugin(named.id);
    if (plugin === undefined) return false;
    if (plugin.kind === 'script') return this.#runSettings(plugin.path, handler);
    this.#readSources();
    const made = this.#scope.variables.get(plugin.name);
    const apply = made?.kind === 'map' ? made.entries.get('apply') : undefined;
    return apply?.kind === 'closure' && this.#runSettingsPlugin(apply, handler);
  }

  #runSettingsPlugin(apply: Closure, handler: Handler): boolean {
    if (this.#nesting > 20) return false;
    this.#nesting++;
    this.interpreter.invoke(apply, [handlerValue(handler)], handler);
    this.#nesting--;
    return true;
  }

  /** Scripts `x.settings.gradle` are plug-ins of settings with the id `x`. */
  #settingsPlugin(id: string): ConventionPlugin | undefined {
    const held = this.#conventions();
    return held.get(`${id}.settings`) ?? held.get(id);
  }

  /** A root that configures subprojects has settings somewhere: what lies below counts as its projects. */
  #withoutSettings(): void {
    const script = this.#tree.first(this.directory, SCRIPTS);
    if (script === undefined || this.#tree.scriptsBelow(this.directory).length === 0) return;
    if (!/^[ \t]*(?:subprojects|allprojects)\b/m.test(this.#tree.read(script) ?? '')) return;
    this.#settings.open = true;
    this.#problem(
      {
        code: 'gradle/no-settings',
        severity: 'note',
        message:
          'this build configures subprojects, but its settings.gradle is not here; build scripts below count as its projects',
        line: 1,
        column: 1,
      },
      script,
    );
  }

  /** Settings that compute their includes: every build script below counts as a project of this build. */
  #adopt(): void {
    const known = new Set([...this.#settings.projects.values()].map(({ directory }) => directory));
    for (const directory of this.#tree.scriptsBelow(this.directory)) {
      if (known.has(directory) || directory.split('/').includes('buildSrc')) continue;
      if (this.#belongsElsewhere(directory)) continue;
      includeProject(this.#settings, (pathBelow(this.directory, directory) ?? directory).replaceAll('/', ':'));
      known.add(directory);
    }
    for (const path of this.#tree.namedScriptsBelow(this.directory)) {
      const directory = directoryOf(path);
      if (known.has(directory) || directory.split('/').includes('buildSrc') || this.#belongsElsewhere(directory)) continue;
      const buildFile = path.slice(directory.length + 1);
      const made = includeProject(this.#settings, buildFile.replace(/\.gradle(?:\.kts)?$/, ''));
      if (made !== undefined) Object.assign(made, { directory, buildFile });
    }
  }

  #belongsElsewhere(directory: string): boolean {
    for (let at = directory; at !== this.directory && at !== '.'; at = directoryOf(at))
      if (this.#tree.first(at, SETTINGS) !== undefined) return true;
    return false;
  }

  /** Constants of `buildSrc` and included builds (`object Versions { … }`), which scripts name without an import. */
  #readSources(): void {
    for (const base of this.#logicProjects()) {
      for (const folder of ['src/main/kotlin', 'src/main/java', 'src/main/groovy']) this.#readFolder(joinPath(base, folder), 0);
    }
  }

  #readFolder(directory: string | undefined, depth: number): void {
    if (directory === undefined || depth > 8 || !this.#tree.isDirectory(directory)) return;
    for (const name of this.#tree.list(directory)) {
      const path = `${directory}/${name}`;
      if (/\.(?:kt|groovy|java)$/.test(name)) {
        const script = this.#tree.script(path);
        if (script !== undefined) this.interpreter.script(path, script.statements, this.#scope);
      } else if (!name.includes('.')) this.#readFolder(path, depth + 1);
    }
  }

  #logic(): readonly string[] {
    const buildSrc = joinPath(this.directory, 'buildSrc');
    return [...(buildSrc === undefined ? [] : [buildSrc]), ...this.#settings.included.map(({ directory }) => directory)];
  }

  #logicProjects(): ReadonlySet<string> {
    return new Set(this.#logic().flatMap((base) => [base, ...this.#tree.scriptsBelow(base)]));
  }

  /** Plug-ins that logic registers by hand: `META-INF/gradle-plugins/<id>.properties` names the class. */
  #registered(): readonly (readonly [id: string, plugin: ConventionPlugin])[] {
    return [...this.#logicProjects()].flatMap((base) => {
      const folder = joinPath(base, 'src/main/resources/META-INF/gradle-plugins') ?? base;
      return this.#tree.list(folder).flatMap((file) => {
        const named = textOf(this.#tree.propertiesAt(`${folder}/${file}`)?.get('implementation-class'));
        if (named === undefined || !file.endsWith('.properties')) return [];
        const name = named.slice(named.lastIndexOf('.') + 1);
        return [[file.replace(/\.properties$/, ''), { kind: 'class', name }] as const];
      });
    });
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
    this.#syntax(path, script);
    addTo(this.#read, project, path);
    this.#nesting++;
    this.interpreter.script(path, script.statements, {
      variables: new Map(),
      handler: this.#scripts.handler(project),
      parent: this.#scope,
    });
    this.#nesting--;
  }

  #syntax(path: string, { problems }: Script): void {
    if (this.#told.has(path)) return;
    this.#told.add(path);
    for (const { message, line } of problems)
      this.#problem(
        { code: 'gradle/syntax', severity: 'warning', message: `${message}; what follows may be read wrongly`, line, column: 1 },
        path,
        true,
      );
  }

  properties(path: string): ReadonlyMap<string, Value> | undefined {
    return this.#tree.propertiesAt(path);
  }

  applyScript(project: ProjectState, given: string | undefined): boolean {
    const path = pathIn(project.directory, given);
    if (path === undefined || this.#nesting > 20 || this.#tree.script(path) === undefined) return false;
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
    this.#plugins ??= this.#conventions();
    return this.#plugins;
  }

  #conventions(): ReadonlyMap<string, ConventionPlugin> {
    return new Map([
      ...this.#registered(),
      ...conventionPlugins({
        files: this.#tree.files,
        logic: this.#logic(),
        interpreter: this.interpreter,
        catalog: (name) => {
          const catalog = this.catalogs.get(name);
          return catalog === undefined ? undefined : { kind: 'catalog', catalog, path: '' };
        },
        script: (path) => this.#tree.script(path),
      }),
    ]);
  }

  applyPlugin(project: ProjectState, id: string): boolean {
    const plugin = this.#held().get(id);
    if (plugin === undefined || this.#nesting > 20) return false;
    if (plugin.kind === 'script') this.#runScript(project, plugin.path);
    else this.applyClass(project, plugin.name);
    return true;
  }

  applyClass(project: ProjectState, name: string): boolean {
    const made = this.#scope.variables.get(name);
    const apply = made?.kind === 'map' ? made.entries.get('apply') : undefined;
    if (apply?.kind !== 'closure') return false;
    this.runPlugin(project, apply);
    return true;
  }

  runPlugin(project: ProjectState, apply: Closure): void {
    if (this.#nesting > 20) return;
    this.#nesting++;
    this.interpreter.invoke(apply, [this.#scripts.value(project)], this.#scripts.handler(project));
    this.#nesting--;
  }
}

function byPath(descriptors: Iterable<ProjectDescriptor>): readonly ProjectDescriptor[] {
  const depth = (path: string) => (path === ':' ? 0 : path.split(':').length - 1);
  return [...descriptors].sort((a, b) => depth(a.path) - depth(b.path) || (a.path < b.path ? -1 : 1));
}
