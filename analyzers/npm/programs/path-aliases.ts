/**
 * Modules that TypeScript finds by a name of the project's own (TypeScript, "paths", "baseUrl" and "extends"): Nx and other
 * monorepos take their libraries in so, without a package between.
 */
import { childOf, listIn, parseJson, textOf } from '../../../src/formats/json.ts';
import { directoryOf, inDirectory, isReadFailure, joinPath, type Project, type SourceFile } from '../../../src/model/index.ts';

export interface PathAliases {
  /** Where names without a pattern begin, if a config says so. */
  readonly base?: string;
  readonly patterns: readonly Pattern[];
}

interface Pattern {
  /** Before and behind its star; without one the whole name. */
  readonly before: string;
  readonly after: string | undefined;
  /** From the root; the star is still in them. */
  readonly targets: readonly string[];
}

interface Config {
  readonly extended: readonly string[];
  readonly base: string | undefined;
  readonly paths: readonly (readonly [name: string, targets: readonly string[]])[] | undefined;
}

const FILES = ['tsconfig.json', 'tsconfig.app.json', 'tsconfig.base.json', 'jsconfig.json'];
const NONE: PathAliases = { patterns: [] };

/** Each name is held against all of them. */
const MAX_PATTERNS = 10_000;

/** Nobody's configs extend each other so often. */
const MAX_EXTENDED = 50;

/** What a config says together with those that it extends. */
interface Words {
  readonly base?: string;
  readonly paths?: NonNullable<Config['paths']>;
  /** The directory of the config that has the paths. */
  readonly home?: string;
}

/** The package whose programs are compiled, and what is known of configs so far. */
interface Reading {
  readonly project: Project;
  readonly directory: string;
  readonly known: Map<string, Words>;
}

/** Of a package: those of the first of its configs that says any. */
export function pathAliases(project: Project, directory: string): PathAliases {
  const reading = { project, directory, known: new Map<string, Words>() };
  for (const name of FILES) {
    const { base, paths, home = directory } = wordsOf(reading, inDirectory(directory, name));
    if (base === undefined && paths === undefined) continue;
    // `paths` begin at `baseUrl`, whichever config says that, else at their own config.
    const patterns = (paths ?? []).slice(0, MAX_PATTERNS).map(([one, targets]): Pattern => {
      const [before = '', after] = one.split('*', 2);
      return { before, after, targets: targets.flatMap((target) => pathOf(reading, base ?? home, target) ?? []) };
    });
    return { patterns, ...(base === undefined ? {} : { base }) };
  }
  return NONE;
}

function wordsOf(reading: Reading, path: string, depth = 0): Words {
  const { project, known } = reading;
  const before = known.get(path);
  if (before !== undefined || depth > MAX_EXTENDED) return before ?? {};
  // Configs that extend each other add nothing the second time.
  known.set(path, {});
  const config = project.has(path) ? project.parse(path, readConfig) : undefined;
  if (config === undefined || isReadFailure(config)) return {};
  const home = directoryOf(path);
  const base = config.base === undefined ? undefined : pathOf(reading, home, config.base);
  // A config's own words stand in the place of those that it extends, and of these the last one's.
  const found: Words = Object.assign(
    {},
    ...config.extended
      .filter((name) => name.startsWith('.'))
      .map((name) => joinPath(home, name.endsWith('.json') ? name : `${name}.json`))
      .map((file) => (file === undefined ? {} : wordsOf(reading, file, depth + 1))),
    base === undefined ? {} : { base },
    config.paths === undefined ? {} : { paths: config.paths, home },
  );
  known.set(path, found);
  return found;
}

/** The directory of the config that is compiled with, whichever of those that it extends names it (TypeScript 5.5). */
const CONFIG_DIRECTORY = /^\$\{configDir\}\/?/;

function pathOf({ directory }: Reading, home: string, written: string): string | undefined {
  const below = written.replace(CONFIG_DIRECTORY, './');
  return joinPath(below === written ? home : directory, below);
}

function readConfig({ text }: SourceFile): Config {
  const { root } = parseJson(text);
  const options = childOf(root, 'compilerOptions');
  const extended = childOf(root, 'extends');
  const paths = childOf(options, 'paths');
  return {
    extended: extended?.kind === 'text' ? [extended.value] : listIn(extended),
    base: textOf(childOf(options, 'baseUrl')),
    paths: paths?.kind === 'object' ? paths.members.map(({ key, value }) => [key, listIn(value)] as const) : undefined,
  };
}

function fits({ before, after }: Pattern, specifier: string): boolean {
  if (after === undefined) return specifier === before;
  return specifier.startsWith(before) && specifier.endsWith(after) && specifier.length >= before.length + after.length;
}

/** Where a name may lie, without endings: by the pattern without a star, else by that with the longest beginning. */
export function aliased(specifier: string, { base, patterns }: PathAliases): readonly string[] {
  let best: Pattern | undefined;
  for (const one of patterns) {
    if (!fits(one, specifier)) continue;
    if (one.after === undefined) {
      best = one;
      break;
    }
    if (best === undefined || one.before.length > best.before.length) best = one;
  }
  if (best === undefined) return base === undefined ? [] : [joinPath(base, specifier)].filter((one) => one !== undefined);
  const star = best.after === undefined ? '' : specifier.slice(best.before.length, specifier.length - best.after.length);
  return best.targets.map((target) => target.replace('*', () => star));
}
