/** Builds of a tree: settings first, then every project's scripts in Gradle's own order. Scripts are read, never run. */
import { parseToml } from '../../../src/formats/toml.ts';
import { directoryOf, isReadFailure, type Project, type SourceFile } from '../../../src/model/index.ts';
import { joinPath } from '../maven/workspace.ts';
import { Catalog, readCatalog } from './catalog.ts';
import { pathIn } from './common.ts';
import { type ConventionPlugin, conventionPlugins } from './convention-plugins.ts';
import { Interpreter } from './interpret.ts';
import { type Problem, ProjectModel, type Repository } from './model.ts';
import { type BuildAccess, ProjectScripts, type ProjectState } from './project.ts';
import { parseProperties } from './properties.ts';
import { requiredVersion } from './rich-version.ts';
import { type IncludedBuild, includeProject, type ProjectDescriptor, Settings, settingsHandler } from './settings.ts';
import { parseScript } from './syntax.ts';
import type { Position, Script } from './syntax-tree.ts';
import { type Scope, text, textOf, UNKNOWN, type Value } from './values.ts';

/** Steps that one build may take: ten times what the largest builds need. */
const STEPS = 300_000;

export interface GradleProject {
  /** `:` for the root. */
  readonly path: string;
  readonly name: string;
  readonly directory: string;
  readonly group: string | undefined;
  readonly version: string | undefined;
  readonly model: ProjectModel;
  /** From `gradle.properties`, and extra properties over them. */
  readonly properties: ReadonlyMap<string, string>;
  /** Its build script, and what it applied, in the order of reading. */
  readonly scripts: readonly string[];
  readonly parent: string | undefined;
}

export interface GradleBuild {
  readonly directory: string;
  /** Settings, where there are any. */
  readonly settings: string | undefined;
  /** `logic`: `buildSrc` or a build that is included for its plugins. */
  readonly kind: 'main' | 'logic';
  readonly projects: readonly GradleProject[];
  readonly included: readonly IncludedBuild[];
  /** Those that the settings name for all projects. */
  readonly repositories: readonly Repository[];
  readonly pluginVersions: ReadonlyMap<string, string>;
  /** `group:name` → version of what the build's own logic depends on: plug-ins that convention scripts apply. */
  readonly tools: ReadonlyMap<string, string>;
  readonly catalogs: ReadonlyMap<string, Catalog>;
  readonly problems: readonly Problem[];
}

/** Parsed once per content. */
export function parseScriptFile({ path, text: source }: SourceFile): Script {
  return parseScript(source, /\.(?:gradle|groovy|java)$/.test(path) ? 'groovy' : 'kotlin');
}

export function parsePropertiesFile({ text: source }: SourceFile): ReadonlyMap<string, Value> {
  return new Map([...parseProperties(source)].map(([key, { value }]) => [key, text(value)]));
}

const SETTINGS = ['settings.gradle', 'settings.gradle.kts'] as const;
const SCRIPTS = ['build.gradle', 'build.gradle.kts'] as const;

/** Plug-ins that say: this build makes plug-ins for others. */
const PLUGIN_MAKERS = new Set(['kotlin-dsl', 'groovy-gradle-plugin', 'java-gradle-plugin', 'org.gradle.kotlin.kotlin-dsl']);

/** All builds of the tree, parents before the builds below them. */
export function readBuilds(project: Project): readonly GradleBuild[] {
  const roots = new Set<string>();
  const scripts = new Set<string>();
  for (const path of project.files) {
    const name = path.slice(path.lastIndexOf('/') + 1);
    if (name === 'settings.gradle' || name === 'settings.gradle.kts') roots.add(directoryOf(path));
    else if (name === 'build.gradle' || name === 'build.gradle.kts') scripts.add(directoryOf(path));
  }
  const reader = new TreeReader(project, scripts);
  const builds: GradleBuild[] = [];
  const taken = new Set<string>();
  const read = (directory: string): void => {
    const build = reader.build(directory);
    builds.push(build);
    for (const one of build.projects) taken.add(one.directory);
  };
  for (const directory of sorted(roots)) read(directory);
  // Scripts that no settings name are builds of their own.
  for (const directory of sorted(scripts)) if (!taken.has(directory)) read(directory);
  return withTools(classified(builds));
}

/** Versions of plug-ins stand in the dependencies of `buildSrc` and of included builds. */
function withTools(builds: readonly GradleBuild[]): readonly GradleBuild[] {
  const byDirectory = new Map(builds.map((build) => [build.directory, build]));
  return builds.map((build) => {
    const logic = [joinPath(build.directory, 'buildSrc') ?? '', ...build.included.map(({ directory }) => directory)];
    const tools = new Map<string, string>();
    for (const directory of logic)
      for (const { model } of byDirectory.get(directory)?.projects ?? [])
        for (const { group, name, version } of model.dependencies) {
          const required = requiredVersion(version);
          if (required !== null) tools.set(`${group ?? ''}:${name ?? ''}`, required);
        }
    return tools.size === 0 ? build : { ...build, tools };
  });
}

function sorted(directories: ReadonlySet<string>): readonly string[] {
  const depth = (directory: string) => (directory === '.' ? 0 : directory.split('/').length);
  return [...directories].sort((a, b) => depth(a) - depth(b) || (a < b ? -1 : 1));
}

function classified(builds: readonly GradleBuild[]): readonly GradleBuild[] {
  return builds.map((build) => {
    const makes = build.projects.some(({ model }) => model.plugins.some(({ id }) => PLUGIN_MAKERS.has(id)));
    const including = builds.flatMap(({ included }) => included.filter(({ directory }) => directory === build.directory));
    const isLogic = isBuildSrc(build.directory) || including.some(({ plugins }) => plugins || makes);
    return isLogic ? { ...build, kind: 'logic' as const } : build;
  });
}

function isBuildSrc(directory: string): boolean {
  return directory === 'buildSrc' || directory.endsWith('/buildSrc');
}

class TreeReader {
  readonly #project: Project;
  readonly #scripts: ReadonlySet<string>;
  readonly #directories: ReadonlySet<string>;

  constructor(project: Project, scripts: ReadonlySet<string>) {
    this.#project = project;
    this.#scripts = scripts;
    this.#directories = new Set(project.directories);
  }

  script(path: string): Script | undefined {
    const parsed = this.#project.parse(path, parseScriptFile);
    return isReadFailure(parsed) ? undefined : parsed;
  }

  first(directory: string, names: readonly string[]): string | undefined {
    return names.map((name) => joinPath(directory, name)).find((path) => path !== undefined && this.#project.has(path));
  }

  properties(directory: string): ReadonlyMap<string, Value> {
    const path = joinPath(directory, 'gradle.properties');
    const parsed = path === undefined ? undefined : this.#project.parse(path, parsePropertiesFile);
    return parsed === undefined || isReadFailure(parsed) ? new Map() : parsed;
  }

  list(directory: string): readonly string[] {
    return this.#project.list(directory);
  }

  read(path: string): string | undefined {
    const file = this.#project.read(path);
    return isReadFailure(file) ? undefined : file.text;
  }

  /** Build scripts below `directory` that another build does not claim, for settings that compute their includes. */
  scriptsBelow(directory: string): readonly string[] {
    return [...this.#scripts].filter((one) => one !== directory && (directory === '.' || one.startsWith(`${directory}/`)));
  }

  isDirectory(path: string): boolean {
    return this.#directories.has(path);
  }

  get files(): readonly string[] {
    return this.#project.files;
  }

  build(directory: string): GradleBuild {
    return new BuildReader(this, directory).read();
  }
}

class BuildReader implements BuildAccess {
  readonly directory: string;
  readonly interpreter: Interpreter;
  readonly projects = new Map<string, ProjectState>();
  readonly catalogs = new Map<string, Catalog>();
  readonly #tree: TreeReader;
  readonly #problems: Problem[] = [];
  readonly #settings = new Settings();
  readonly #scope: Scope = { variables: new Map() };
  readonly #scripts: ProjectScripts;
  readonly #read = new Map<ProjectState, string[]>();
  readonly #told = new Set<string>();
  #plugins: ReadonlyMap<string, ConventionPlugin> | undefined;
  #nesting = 0;

  get extra(): Map<string, Value> {
    return this.#settings.gradle;
  }

  get pluginVersions(): ReadonlyMap<string, string> {
    return this.#settings.pluginVersions;
  }

  constructor(tree: TreeReader, directory: string) {
    this.#tree = tree;
    this.directory = directory;
    this.interpreter = new Interpreter(STEPS, (message, { line, column }) => {
      this.#problem({ code: 'gradle/too-much', severity: 'warning', message, line, column }, this.interpreter.file, true);
    });
    this.#scripts = new ProjectScripts(this);
  }

  #problem(problem: Omit<Problem, 'file' | 'incomplete'>, file: string, incomplete = false): void {
    this.#problems.push({ ...problem, file, incomplete });
  }

  read(): GradleBuild {
    const settings = this.#tree.first(this.directory, SETTINGS);
    const rootName = this.directory === '.' ? 'root' : this.directory.slice(this.directory.lastIndexOf('/') + 1);
    const root: ProjectDescriptor = { path: ':', name: rootName, directory: this.directory };
    this.#settings.projects.set(':', root);
    this.#defaultCatalog();
    if (settings !== undefined) this.#readSettings(settings);
    else this.#withoutSettings();
    if (this.#settings.open) this.#adopt();
    this.#readSources();
    const rootProperties = this.#tree.properties(this.directory);
    for (const descriptor of byPath(this.#settings.projects.values())) this.#state(descriptor, rootProperties);
    for (const project of this.projects.values()) this.#evaluate(project);
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
    if (source === undefined) return false;
    const document = parseToml(source);
    if (!document.ok) {
      const { message, line, column } = document;
      this.#problem(
        { code: 'gradle/catalog-unreadable', severity: 'error', message: `not a version catalog: ${message}`, line, column },
        path,
        true,
      );
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
    const handler = settingsHandler({
      directory: this.directory,
      interpreter: this.interpreter,
      settings: this.#settings,
      report: (problem) => this.#problem(problem, path),
      importCatalog: (file, into) => this.#importCatalog(file, into),
      property: (name) => properties.get(name),
    });
    this.interpreter.script(path, script.statements, { variables: new Map(), handler });
    for (const [name, catalog] of this.#settings.catalogs) this.catalogs.set(name, catalog);
  }

  /** A root that configures subprojects has settings somewhere: what lies below counts as its projects. */
  #withoutSettings(): void {
    const script = this.#tree.first(this.directory, SCRIPTS);
    if (script === undefined || this.#tree.scriptsBelow(this.directory).length === 0) return;
    if (!/^\s*(?:subprojects|allprojects)\b/m.test(this.#tree.read(script) ?? '')) return;
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
      const relative = this.directory === '.' ? directory : directory.slice(this.directory.length + 1);
      includeProject(this.#settings, relative.replaceAll('/', ':'));
    }
  }

  #belongsElsewhere(directory: string): boolean {
    for (let at = directory; at !== this.directory && at !== '.'; at = directoryOf(at))
      if (this.#tree.first(at, SETTINGS) !== undefined) return true;
    return false;
  }

  /** Constants of `buildSrc` and included builds (`object Versions { … }`), which scripts name without an import. */
  #readSources(): void {
    const projects = this.#logic().flatMap((base) => [base, ...this.#tree.scriptsBelow(base)]);
    for (const base of new Set(projects)) {
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
    };
    this.projects.set(path, state);
    parent?.children.push(state);
  }

  #evaluate(project: ProjectState): void {
    const descriptor = this.#settings.projects.get(project.path);
    const own = descriptor?.buildFile;
    const script = this.#tree.first(project.directory, own === undefined ? SCRIPTS : [own, ...SCRIPTS]);
    if (script !== undefined) this.#runScript(project, script);
    // Blocks that were put off may put off others; each is run once.
    for (let index = 0; index < project.deferred.length && index < 200; index++) project.deferred[index]?.();
  }

  #runScript(project: ProjectState, path: string): void {
    const script = this.#tree.script(path);
    if (script === undefined) return;
    this.#syntax(path, script);
    this.#read.set(project, [...(this.#read.get(project) ?? []), path]);
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

  applyScript(project: ProjectState, given: string | undefined): boolean {
    const path = pathIn(project.directory, given);
    if (path === undefined || this.#nesting > 20 || this.#tree.script(path) === undefined) return false;
    this.#runScript(project, path);
    return true;
  }

  applyPlugin(project: ProjectState, id: string): boolean {
    this.#plugins ??= conventionPlugins({
      files: this.#tree.files,
      logic: this.#logic(),
      interpreter: this.interpreter,
      catalog: (name) => {
        const catalog = this.catalogs.get(name);
        return catalog === undefined ? undefined : { kind: 'catalog', catalog, path: '' };
      },
      script: (path) => this.#tree.script(path),
    });
    const plugin = this.#plugins.get(id);
    if (plugin === undefined || this.#nesting > 20) return false;
    if (plugin.kind === 'script') this.#runScript(project, plugin.path);
    else this.#runClass(project, plugin.name);
    return true;
  }

  #runClass(project: ProjectState, name: string): void {
    const made = this.#scope.variables.get(name);
    const apply = made?.kind === 'map' ? made.entries.get('apply') : undefined;
    if (apply?.kind !== 'closure') return;
    this.#nesting++;
    this.interpreter.invoke(apply, [this.#scripts.value(project)], this.#scripts.handler(project));
    this.#nesting--;
  }
}

function byPath(descriptors: Iterable<ProjectDescriptor>): readonly ProjectDescriptor[] {
  const depth = (path: string) => (path === ':' ? 0 : path.split(':').length - 1);
  return [...descriptors].sort((a, b) => depth(a.path) - depth(b.path) || (a.path < b.path ? -1 : 1));
}
