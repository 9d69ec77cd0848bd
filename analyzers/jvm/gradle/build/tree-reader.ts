/** Gradle's files in a tree. */
import {
  directoryOf,
  isListed,
  isReadFailure,
  joinPath,
  type Project,
  pathBelow,
  type SourceFile,
} from '../../../../src/model/index.ts';
import { wrapperAt } from '../../wrapper.ts';
import type { BuildTree, PathKind } from '../evaluation/build-tree.ts';
import { pathIn } from '../evaluation/common.ts';
import { parseProperties } from '../evaluation/properties.ts';
import { text, type Value } from '../evaluation/values.ts';
import { parseScript } from '../script/syntax.ts';
import type { Script } from '../script/syntax-tree.ts';

export const SETTINGS: readonly string[] = ['settings.gradle', 'settings.gradle.kts'];
export const SCRIPTS: readonly string[] = ['build.gradle', 'build.gradle.kts'];

const NAMED_SCRIPT = /(?:^|\/)([^/]+)\/([^/]+)\.gradle(?:\.kts)?$/;

/** Parsed once per content. */
function parseScriptFile({ path, text: source }: SourceFile): Script {
  return parseScript(source, /\.(?:gradle|groovy|java)$/.test(path) ? 'groovy' : 'kotlin');
}

function parsePropertiesFile({ text: source }: SourceFile): ReadonlyMap<string, Value> {
  return new Map([...parseProperties(source)].map(([key, { value }]) => [key, text(value)]));
}

/** The files of a tree as builds look them up; each is parsed once. */
export class TreeReader {
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
    return (path === undefined ? undefined : this.propertiesAt(path)) ?? new Map();
  }

  /** The pairs of any properties file of the tree. */
  propertiesAt(path: string): ReadonlyMap<string, Value> | undefined {
    const parsed = this.#project.parse(path, parsePropertiesFile);
    return isReadFailure(parsed) ? undefined : parsed;
  }

  /** Of the wrapper beside a build's settings, or above them: who builds the whole tree starts it. */
  gradleVersion(directory: string): string | undefined {
    for (let at = directory; ; at = directoryOf(at)) {
      const { version } = wrapperAt('gradle', at, this.#project);
      if (version !== undefined || at === '.') return version;
    }
  }

  kind(path: string): PathKind {
    if (path === '.' || this.#directories.has(path)) return 'directory';
    return isListed(this.#project, path) ? 'file' : 'none';
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
    return [...this.#scripts].filter((one) => pathBelow(directory, one) !== undefined);
  }

  /** Scripts below `directory` that are named after the directory in which they lie: `core/x-core.gradle`. */
  namedScriptsBelow(directory: string): readonly string[] {
    return this.#project.files.filter((path) => {
      const [, own, name] = NAMED_SCRIPT.exec(path) ?? [];
      return pathBelow(directory, path) !== undefined && own !== undefined && name?.endsWith(own) === true && own !== 'gradle';
    });
  }

  isDirectory(path: string): boolean {
    return this.#directories.has(path);
  }

  /** The tree as scripts of the build in a directory name it. */
  from(directory: string): BuildTree {
    const inside = (path: string): string | undefined => pathIn(directory, path);
    const entries = (path: string): readonly string[] => {
      const at = inside(path);
      return at === undefined ? [] : this.list(at);
    };
    return {
      entries,
      folders: (path) => entries(path).filter((name) => this.isDirectory(joinPath(inside(path) ?? '.', name) ?? '')),
      kind: (path) => {
        const at = inside(path);
        return at === undefined ? undefined : this.kind(at);
      },
      content: (path) => {
        const at = inside(path);
        return at === undefined || this.kind(at) !== 'file' ? undefined : this.read(at);
      },
      names: (path) => this.list(path),
    };
  }

  get files(): readonly string[] {
    return this.#project.files;
  }
}
