/** Paths relative to the root, with `/`; `.` is the root. */

/** Joins and resolves `.` and `..`; undefined when the result leaves the root, is absolute or no path at all (a URL). */
export function joinPath(directory: string, relative: string): string | undefined {
  if (/^(?:[a-z][a-z0-9+.-]*:|\/|~|git@)/i.test(relative)) return undefined;
  const parts = directory === '.' ? [] : directory.split('/');
  for (const part of relative.replaceAll('\\', '/').split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.pop() === undefined) return undefined;
  }
  return parts.length === 0 ? '.' : parts.join('/');
}
