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
/** Of a package: those of the first of its configs that has any, also by what it extends. */
export function pathAliases(project: Project, directory: string): PathAliases {
  const known = new Map<string, PathAliases>();
  for (const name of FILES) {
    const { base, patterns } = aliasesIn(project, inDirectory(directory, name), known);
    if (base !== undefined || patterns.length > 0) return { patterns, ...(base === undefined ? {} : { base }) };
  }
  return NONE;
}

/** A config's own words stand in the place of those that it extends; `paths` begin at `baseUrl`, else at their config. */
function aliasesIn(project: Project, path: string, known: Map<string, PathAliases>): PathAliases {
  const before = known.get(path);
  if (before !== undefined) return before;
  // Configs that extend each other add nothing the second time.
  known.set(path, NONE);
  const config = project.has(path) ? project.parse(path, readConfig) : undefined;
  const found = config === undefined || isReadFailure(config) ? NONE : aliasesOf(project, path, config, known);
  known.set(path, found);
  return found;
}

function aliasesOf(project: Project, path: string, config: Config, known: Map<string, PathAliases>): PathAliases {
  const home = directoryOf(path);
  const around = config.extended
    .filter((name) => name.startsWith('.'))
    .map((name) => joinPath(home, name.endsWith('.json') ? name : `${name}.json`))
    .map((file) => (file === undefined ? NONE : aliasesIn(project, file, known)));
  const base = config.base === undefined ? around.findLast((one) => one.base !== undefined)?.base : joinPath(home, config.base);
  const patterns =
    config.paths === undefined
      ? around.findLast((one) => one.patterns.length > 0)?.patterns
      : config.paths.slice(0, MAX_PATTERNS).map(([name, targets]) => patternOf(name, targets, base ?? home));
  return { patterns: patterns ?? [], ...(base === undefined ? {} : { base }) };
}

function patternOf(name: string, targets: readonly string[], home: string): Pattern {
  const [before = '', after] = name.split('*', 2);
  return { before, after, targets: targets.flatMap((target) => joinPath(home, target) ?? []) };
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
  if (best === undefined) return base === undefined ? [] : [joinPath(base, specifier) ?? ''].filter((one) => one !== '');
  const star = best.after === undefined ? '' : specifier.slice(best.before.length, specifier.length - best.after.length);
  return best.targets.map((target) => target.replace('*', () => star));
}
