import { baseName, pathBelow } from '../../../../src/model/index.ts';
/**
 * Convention plug-ins that a build holds itself: scripts below `src/main` of its logic, by the id that their name and
 * package give, and classes, by the id that the logic's own build registers for them.
 * Reference: Gradle User Manual, "Implementing Pre-compiled Script Plugins", "Java Gradle Plugin Development Plugin".
 */
import type { Interpreter } from '../evaluation/interpret.ts';
import { type Handler, handlerValue, NOTHING, textOf, UNKNOWN, type Value } from '../evaluation/values.ts';
import type { Script } from '../script/syntax-tree.ts';

export type ConventionPlugin =
  | { readonly kind: 'script'; readonly path: string }
  /** `name` without its package. */
  | { readonly kind: 'class'; readonly name: string };

const SOURCES = /\/src\/main\/(?:kotlin|groovy|java)\//;
const SCRIPT = /\.gradle(?:\.kts)?$/;
const BUILD_SCRIPT = /(?:^|\/)build\.gradle(?:\.kts)?$/;

export interface LogicSources {
  readonly files: readonly string[];
  /** Directories of `buildSrc` and of included builds. */
  readonly logic: readonly string[];
  readonly interpreter: Interpreter;
  /** Version catalogs by their names. */
  catalog(name: string): Value | undefined;
  script(path: string): Script | undefined;
}

export function conventionPlugins(sources: LogicSources): ReadonlyMap<string, ConventionPlugin> {
  const found = new Map<string, ConventionPlugin>();
  for (const path of sources.files) {
    if (!SCRIPT.test(path) || !sources.logic.some((directory) => pathBelow(directory, path) !== undefined)) continue;
    if (SOURCES.test(path)) {
      const name = baseName(path).replace(SCRIPT, '');
      const prefix = sources.script(path)?.package ?? '';
      found.set(prefix === '' ? name : `${prefix}.${name}`, { kind: 'script', path });
    } else if (BUILD_SCRIPT.test(path)) {
      const script = sources.script(path);
      if (script !== undefined) readRegistrations(path, script, sources, found);
    }
  }
  return found;
}

/** `gradlePlugin { plugins { register("x") { id = …; implementationClass = … } } }`; the rest of the script is not looked at. */
function readRegistrations(
  path: string,
  { statements }: Script,
  { interpreter, catalog }: LogicSources,
  found: Map<string, ConventionPlugin>,
): void {
  const plugins: Handler = {
    call: (_name, { closure }) => {
      if (closure === undefined) return undefined;
      interpreter.invoke(closure, [], registration(found));
      return NOTHING;
    },
  };
  const block: Handler = {
    call: (name, { closure }) =>
      name === 'plugins' && closure !== undefined ? interpreter.invoke(closure, [], plugins) : undefined,
    get: (name) => (name === 'plugins' ? handlerValue(plugins) : undefined),
  };
  const handler: Handler = {
    call: (name, { closure }) => {
      if (closure === undefined) return undefined;
      return name === 'gradlePlugin' ? interpreter.invoke(closure, [], block) : NOTHING;
    },
    get: (name) => (name === 'gradlePlugin' ? handlerValue(block) : catalog(name)),
  };
  interpreter.script(path, statements, { variables: new Map(), handler });
}

function registration(found: Map<string, ConventionPlugin>): Handler {
  const said = new Map<string, string>();
  return {
    set(name, value) {
      const shown = textOf(value);
      if (shown === undefined || shown.includes(UNKNOWN)) return true;
      said.set(name.replace(/^\*\./, ''), shown);
      const [id, implementation] = [said.get('id'), said.get('implementationClass')];
      if (id !== undefined && implementation !== undefined)
        found.set(id, { kind: 'class', name: implementation.slice(implementation.lastIndexOf('.') + 1) });
      return true;
    },
  };
}
