import { Lines } from '../../../src/formats/lines.ts';
import { directoryOf, inDirectory, isReadFailure, type Origin, type Project, type SourceFile } from '../../../src/model/index.ts';
import { resolvePath } from '../manifests/pip/requirement.ts';
import type { Modules, ModuleText } from './run.ts';

/**
 * Modules beside a setup.py, from which it may take its lists (`from dependencies import INSTALL_REQUIRES`). They are read
 * as text like setup.py itself, where a statement of it or of one of them imports them.
 */

const MAX_MODULES = 20;
const MAX_MODULE = 60_000;
/** No project's own, even where a directory is called so. */
const TOOLS = /^(?:setuptools|distutils|pkg_resources|__future__)(?:\.|$)/;
const IMPORTS = /^[ \t]*(?:from[ \t]+(\w+(?:\.\w+)*)[ \t]+import\b|import[ \t]+(\w[\w., \t]*))/gm;

/** Modules in one count of offsets: each begins behind the end of what was read before. */
export class SetupModules {
  readonly #project: Project;
  readonly #directory: string;
  readonly #read = new Map<string, ModuleText | undefined>();
  readonly #files: { readonly path: string; readonly start: number; readonly lines: Lines }[] = [];
  #end: number;

  constructor(project: Project, setup: SourceFile) {
    this.#project = project;
    this.#directory = directoryOf(setup.path);
    this.#end = setup.text.length + 1;
  }

  readonly find: Modules = (name) => {
    if (this.#read.has(name)) return this.#read.get(name);
    const found = this.#files.length < MAX_MODULES ? this.#load(name) : undefined;
    this.#read.set(name, found);
    return found;
  };

  /** Where a value of a module stands; undefined for one of setup.py itself. */
  place(offset: number): Origin | undefined {
    const file = this.#files.findLast(({ start }) => start <= offset);
    return file === undefined ? undefined : { file: file.path, ...file.lines.at(offset - file.start) };
  }

  #load(name: string): ModuleText | undefined {
    const path = moduleFile(this.#project, this.#directory, name);
    const file = path === undefined ? undefined : this.#project.read(path);
    if (file === undefined || isReadFailure(file) || file.text.length > MAX_MODULE) return undefined;
    const start = this.#end;
    this.#end += file.text.length + 1;
    this.#files.push({ path: file.path, start, lines: new Lines(file.text) });
    const relative = this.#directory === '.' ? file.path : file.path.slice(this.#directory.length + 1);
    return { path: relative, text: file.text, start };
  }
}

/** `a.b` as `a/b.py` or the package of that name. */
function moduleFile(project: Project, directory: string, name: string): string | undefined {
  if (!/^\w+(?:\.\w+)*$/.test(name) || TOOLS.test(name)) return undefined;
  const path = resolvePath(directory, name.replaceAll('.', '/'));
  return [`${path}.py`, `${path}/__init__.py`].find((one) => project.has(one));
}

/** The modules of a setup.py that imports any; undefined where it imports none that lies beside it. */
export function modulesOf(project: Project, setup: SourceFile): SetupModules | undefined {
  const directory = directoryOf(setup.path);
  const names = [...setup.text.matchAll(IMPORTS)].flatMap(([, from, plain = '']) =>
    from === undefined ? plain.split(',').map((one) => one.trim().split(/\s/)[0] ?? '') : [from],
  );
  const isHere = (name: string): boolean =>
    moduleFile(project, directory, name) !== undefined ||
    (/^\w+$/.test(name) && !TOOLS.test(name) && project.list(inDirectory(directory, name)).length > 0);
  return names.some(isHere) ? new SetupModules(project, setup) : undefined;
}
