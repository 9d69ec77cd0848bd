import { addTo, baseName, directoryOf, type FilePattern } from '../model/index.ts';

/**
 * Compiles patterns to a predicate on paths that costs one map look-up for the common case of plain base names.
 * `lib/*.ts` is what lies in a folder of that name, `lib/**` + `/*.ts` what lies anywhere below one.
 */
export function compilePatterns(patterns: readonly FilePattern[]): (path: string) => boolean {
  const names = new Set<string>();
  // By what follows the last dot, where a pattern says it.
  const byEnding = new Map<string, Glob[]>();
  const anyEnding: Glob[] = [];
  for (const pattern of patterns) {
    const slash = pattern.lastIndexOf('/');
    const directory = slash < 0 ? {} : { directory: pattern.slice(0, slash) };
    const name = pattern.slice(slash + 1);
    const star = name.indexOf('*');
    if (slash < 0 && star < 0) {
      names.add(name);
      continue;
    }
    const glob = star < 0 ? { name, ...directory } : { prefix: name.slice(0, star), suffix: name.slice(star + 1), ...directory };
    if (name.lastIndexOf('.') > star) addTo(byEnding, endingOf(name), glob);
    else anyEnding.push(glob);
  }
  return (path) => {
    const name = baseName(path);
    const takes = (glob: Glob): boolean => matches(glob, name, path);
    return names.has(name) || (byEnding.get(endingOf(name))?.some(takes) ?? false) || anyEnding.some(takes);
  };
}

/** Names that say nothing: what such a file is, its content tells. */
const BY_CONTENT: ReadonlySet<FilePattern> = new Set(['*.yml', '*.yaml']);

/** Whether files of the pattern are of an analyzer's kind by their names; in others it only looks for what is. */
export function tellsKind(pattern: FilePattern): boolean {
  return !BY_CONTENT.has(pattern);
}

type Glob = { readonly directory?: string } & (
  | { readonly name: string }
  | { readonly name?: never; readonly prefix: string; readonly suffix: string }
);

function matches(glob: Glob, name: string, path: string): boolean {
  const isNamed =
    glob.name === undefined
      ? name.length >= glob.prefix.length + glob.suffix.length && name.startsWith(glob.prefix) && name.endsWith(glob.suffix)
      : name === glob.name;
  return isNamed && (glob.directory === undefined || endsWithDirectory(directoryOf(path), glob.directory));
}

function endingOf(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1);
}

function endsWithDirectory(path: string, directory: string): boolean {
  if (directory.endsWith('/**')) return `/${path}/`.includes(`/${directory.slice(0, -2)}`);
  return path === directory || path.endsWith(`/${directory}`);
}
