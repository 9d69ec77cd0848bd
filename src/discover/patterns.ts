import { baseName, directoryOf, type FilePattern } from '../model/index.ts';

/**
 * Compiles patterns to a predicate on paths that costs one map look-up for the common case of plain base names.
 * `lib/*.ts` is what lies in a folder of that name, `lib/**` + `/*.ts` what lies anywhere below one.
 */
export function compilePatterns(patterns: readonly FilePattern[]): (path: string) => boolean {
  const names = new Set<string>();
  const globs: { readonly directory?: string; readonly prefix: string; readonly suffix: string }[] = [];
  for (const pattern of patterns) {
    const slash = pattern.lastIndexOf('/');
    const directory = slash < 0 ? undefined : pattern.slice(0, slash);
    const name = pattern.slice(slash + 1);
    const star = name.indexOf('*');
    if (directory === undefined && star < 0) names.add(name);
    else if (star < 0) globs.push({ prefix: name, suffix: '\0', ...(directory === undefined ? {} : { directory }) });
    else
      globs.push({
        prefix: name.slice(0, star),
        suffix: name.slice(star + 1),
        ...(directory === undefined ? {} : { directory }),
      });
  }
  return (path) => {
    const name = baseName(path);
    if (names.has(name)) return true;
    return globs.some(({ directory, prefix, suffix }) => {
      if (directory !== undefined && !endsWithDirectory(directoryOf(path), directory)) return false;
      if (suffix === '\0') return name === prefix;
      return name.length >= prefix.length + suffix.length && name.startsWith(prefix) && name.endsWith(suffix);
    });
  };
}

function endsWithDirectory(path: string, directory: string): boolean {
  if (directory.endsWith('/**')) return `/${path}/`.includes(`/${directory.slice(0, -2)}`);
  return path === directory || path.endsWith(`/${directory}`);
}
