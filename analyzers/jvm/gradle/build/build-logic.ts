import { joinPath } from '../../../../src/model/index.ts';
import type { Interpreter } from '../evaluation/interpret.ts';
import { type Closure, type Scope, textOf } from '../evaluation/values.ts';
import { type ConventionPlugin, conventionPlugins } from './convention-plugins.ts';
import type { Settings } from './settings-model.ts';
import type { TreeReader } from './tree-reader.ts';

const SOURCES = ['src/main/kotlin', 'src/main/java', 'src/main/groovy'];

/** How often sources are read: dependencies, made of versions, which are made of others. */
const CHAINED = 3;

/** Scripts and plug-ins of the build that apply one another; further down they do so without an end. */
export const MOST_NESTED = 20;

/** What `buildSrc` and the builds that are included so far hold for the scripts of a build. */
export class BuildLogic {
  readonly #directory: string;
  readonly #tree: TreeReader;
  readonly #settings: Settings;
  readonly #interpreter: Interpreter;
  /** The scope around all scripts of the build. */
  readonly #scope: Scope;

  constructor(directory: string, tree: TreeReader, settings: Settings, interpreter: Interpreter, scope: Scope) {
    this.#directory = directory;
    this.#tree = tree;
    this.#settings = settings;
    this.#interpreter = interpreter;
    this.#scope = scope;
  }

  /** Classes and constants of its sources (`object Versions { … }`), which scripts name without an import. */
  readSources(): void {
    const paths = [...this.#projects()].flatMap((base) =>
      SOURCES.flatMap((folder) => this.#sourcesIn(joinPath(base, folder), 0)),
    );
    // A constant may be made of another's that stands further down, or in a source that is read later.
    for (let round = 0; round < CHAINED; round++)
      for (const path of paths) {
        const script = this.#tree.script(path);
        if (script !== undefined) this.#interpreter.script(path, script.statements, this.#scope);
      }
  }

  #sourcesIn(directory: string | undefined, depth: number): readonly string[] {
    if (directory === undefined || depth > 8 || !this.#tree.isDirectory(directory)) return [];
    return this.#tree.list(directory).flatMap((name) => {
      const path = `${directory}/${name}`;
      if (/\.(?:kt|groovy|java)$/.test(name)) return [path];
      return name.includes('.') ? [] : this.#sourcesIn(path, depth + 1);
    });
  }

  #directories(): readonly string[] {
    const buildSrc = joinPath(this.#directory, 'buildSrc');
    return [...(buildSrc === undefined ? [] : [buildSrc]), ...this.#settings.included.map(({ directory }) => directory)];
  }

  #projects(): ReadonlySet<string> {
    return new Set(this.#directories().flatMap((base) => [base, ...this.#tree.scriptsBelow(base)]));
  }

  /** The `apply` of a plug-in class among the sources that were read. */
  applyOf(className: string): Closure | undefined {
    const made = this.#scope.variables.get(className);
    const apply = made?.kind === 'map' ? made.entries.get('apply') : undefined;
    return apply?.kind === 'closure' ? apply : undefined;
  }

  /** Plug-ins by their ids. */
  plugins(): ReadonlyMap<string, ConventionPlugin> {
    return new Map([
      ...this.#registered(),
      ...conventionPlugins({
        files: this.#tree.files,
        logic: this.#directories(),
        interpreter: this.#interpreter,
        catalog: (name) => {
          const catalog = this.#settings.catalogs.get(name);
          return catalog === undefined ? undefined : { kind: 'catalog', catalog, path: '' };
        },
        script: (path) => this.#tree.script(path),
      }),
    ]);
  }

  /** Plug-ins that logic registers by hand: `META-INF/gradle-plugins/<id>.properties` names the class. */
  #registered(): readonly (readonly [id: string, plugin: ConventionPlugin])[] {
    return [...this.#projects()].flatMap((base) => {
      const folder = joinPath(base, 'src/main/resources/META-INF/gradle-plugins') ?? base;
      return this.#tree.list(folder).flatMap((file) => {
        const named = textOf(this.#tree.propertiesAt(`${folder}/${file}`)?.get('implementation-class'));
        if (named === undefined || !file.endsWith('.properties')) return [];
        const name = named.slice(named.lastIndexOf('.') + 1);
        return [[file.replace(/\.properties$/, ''), { kind: 'class', name }] as const];
      });
    });
  }
}
