/** The settings of one build, with what they apply; and which projects a build has where they do not say it. */
import { parseToml, tomlDiagnostic } from '../../../../src/formats/toml.ts';
import { directoryOf, joinPath, pathBelow } from '../../../../src/model/index.ts';
import { pathIn } from '../evaluation/common.ts';
import type { Interpreter } from '../evaluation/interpret.ts';
import { type Closure, type Handler, handlerValue, type Scope } from '../evaluation/values.ts';
import { Catalog, readCatalog } from '../versions/catalog.ts';
import { type BuildLogic, MOST_NESTED } from './build-logic.ts';
import type { BuildProblems } from './build-problems.ts';
import type { ConventionPlugin } from './convention-plugins.ts';
import { settingsHandler } from './settings.ts';
import { includeProject, type PluginName, type PublishedCatalogs, type Settings } from './settings-model.ts';
import { SCRIPTS, SETTINGS, type TreeReader } from './tree-reader.ts';

export interface SettingsSurroundings {
  readonly directory: string;
  readonly gradleVersion: string | undefined;
  readonly tree: TreeReader;
  readonly published: PublishedCatalogs;
  readonly interpreter: Interpreter;
  /** The scope around all scripts of the build. */
  readonly scope: Scope;
  readonly gradle: Handler;
  readonly logic: BuildLogic;
  readonly problems: BuildProblems;
}

/** Fills the settings of one build. Used once. */
export class SettingsReader {
  readonly #around: SettingsSurroundings;
  readonly #settings: Settings;
  #nesting = 0;

  constructor(around: SettingsSurroundings, settings: Settings) {
    this.#around = around;
    this.#settings = settings;
  }

  /** `path` is the settings script, if there is one. */
  read(path: string | undefined): void {
    this.#defaultCatalog();
    if (path !== undefined) this.#readScript(path);
    else this.#withoutSettings();
    if (this.#settings.open) this.#adopt();
  }

  #defaultCatalog(): void {
    const { directory, tree } = this.#around;
    const path = joinPath(directory, 'gradle/libs.versions.toml');
    const catalog = new Catalog();
    if (path !== undefined && tree.read(path) !== undefined && this.#importCatalog(path, catalog))
      this.#settings.catalogs.set('libs', catalog);
  }

  #importCatalog(path: string, into: Catalog): boolean {
    const source = this.#around.tree.read(path);
    return source !== undefined && this.#fillCatalog(path, source, into);
  }

  #fillCatalog(path: string, source: string, into: Catalog): true {
    const { problems } = this.#around;
    const document = parseToml(source);
    if (!document.ok) {
      problems.all.push(tomlDiagnostic(path, document, 'error', 'what this version catalog holds is not known'));
      into.open = true;
      return true;
    }
    for (const message of readCatalog(document.value, into))
      problems.add({ code: 'gradle/catalog', severity: 'warning', message, line: 1, column: 1 }, path);
    return true;
  }

  #readScript(path: string): void {
    const { directory, gradleVersion, tree, published, interpreter, gradle, problems } = this.#around;
    const script = tree.script(path);
    if (script === undefined) return;
    problems.syntax(path, script);
    const properties = tree.properties(directory);
    const handler: Handler = settingsHandler({
      directory,
      gradleVersion,
      interpreter,
      settings: this.#settings,
      gradle,
      report: ({ incomplete, ...problem }) => problems.add(problem, interpreter.file, incomplete),
      apply: (given) => this.#apply(given, handler),
      applyPlugin: (named) => this.#applyPlugin(named, handler),
      importCatalog: (file, into) => this.#importCatalog(file, into),
      importPublished: (notation, into) => {
        const source = published.get(notation);
        return source !== undefined && this.#fillCatalog(path, source, into);
      },
      property: (name) => properties.get(name),
      properties: (file) => tree.propertiesAt(file),
    });
    interpreter.script(path, script.statements, { variables: new Map(), handler });
  }

  /** A script that settings apply: its place is seen from the script that names it, as it belongs to no project. */
  #apply(given: string | undefined, handler: Handler): boolean {
    const path = pathIn(directoryOf(this.#around.interpreter.file), given);
    return path !== undefined && this.#runScript(path, handler);
  }

  #runScript(path: string, handler: Handler): boolean {
    const { tree, interpreter, scope, problems } = this.#around;
    const script = this.#nesting > MOST_NESTED ? undefined : tree.script(path);
    if (script === undefined) return false;
    problems.syntax(path, script);
    this.#nesting++;
    interpreter.script(path, script.statements, { variables: new Map(), handler, parent: scope });
    this.#nesting--;
    return true;
  }

  /** Builds that are included so far hold the plug-ins of settings; `buildSrc` holds none for them. */
  #applyPlugin(named: PluginName, handler: Handler): boolean {
    const { logic } = this.#around;
    if ('apply' in named) return this.#runPlugin(named.apply, handler);
    if (this.#settings.included.length === 0) return false;
    const plugin: ConventionPlugin | undefined =
      'class' in named ? { kind: 'class', name: named.class } : this.#pluginCalled(named.id);
    if (plugin === undefined) return false;
    if (plugin.kind === 'script') return this.#runScript(plugin.path, handler);
    logic.readSources();
    const apply = logic.applyOf(plugin.name);
    return apply !== undefined && this.#runPlugin(apply, handler);
  }

  /** Scripts `x.settings.gradle` are plug-ins of settings with the id `x`. */
  #pluginCalled(id: string): ConventionPlugin | undefined {
    const held = this.#around.logic.plugins();
    return held.get(`${id}.settings`) ?? held.get(id);
  }

  #runPlugin(apply: Closure, handler: Handler): boolean {
    if (this.#nesting > MOST_NESTED) return false;
    this.#nesting++;
    this.#around.interpreter.invoke(apply, [handlerValue(handler)], handler);
    this.#nesting--;
    return true;
  }

  /** A root that configures subprojects has settings somewhere: what lies below counts as its projects. */
  #withoutSettings(): void {
    const { directory, tree, problems } = this.#around;
    const script = tree.first(directory, SCRIPTS);
    if (script === undefined || tree.scriptsBelow(directory).length === 0) return;
    if (!/^[ \t]*(?:subprojects|allprojects)\b/m.test(tree.read(script) ?? '')) return;
    this.#settings.open = true;
    const message =
      'this build configures subprojects, but its settings.gradle is not here; build scripts below count as its projects';
    problems.add({ code: 'gradle/no-settings', severity: 'note', message, line: 1, column: 1 }, script);
  }

  /** Settings that compute their includes: every build script below counts as a project of this build. */
  #adopt(): void {
    const { directory: root, tree } = this.#around;
    const known = new Set([...this.#settings.projects.values()].map(({ directory }) => directory));
    const isTaken = (directory: string): boolean =>
      known.has(directory) || directory.split('/').includes('buildSrc') || this.#belongsElsewhere(directory);
    for (const directory of tree.scriptsBelow(root)) {
      if (isTaken(directory)) continue;
      includeProject(this.#settings, (pathBelow(root, directory) ?? directory).replaceAll('/', ':'));
      known.add(directory);
    }
    for (const path of tree.namedScriptsBelow(root)) {
      const directory = directoryOf(path);
      if (isTaken(directory)) continue;
      const buildFile = path.slice(directory.length + 1);
      const made = includeProject(this.#settings, buildFile.replace(/\.gradle(?:\.kts)?$/, ''));
      if (made !== undefined) Object.assign(made, { directory, buildFile });
    }
  }

  #belongsElsewhere(directory: string): boolean {
    const { directory: root, tree } = this.#around;
    for (let at = directory; at !== root && at !== '.'; at = directoryOf(at))
      if (tree.first(at, SETTINGS) !== undefined) return true;
    return false;
  }
}
