/** The directory of a file, relative to the root as the path is; `.` for the root itself. */
export function directoryOf(path: string): string {
  const slash = path.lastIndexOf('/');
  return slash < 0 ? '.' : path.slice(0, slash);
}

/** The directories that a file or directory lies in, nearest first; none around the root. */
export function directoriesAround(path: string): readonly string[] {
  const around: string[] = [];
  for (let one = path; one !== '.'; around.push(one)) one = directoryOf(one);
  return around;
}

/** A file's name without its directory. */
export function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** The path of what lies in a directory under this name. */
export function inDirectory(directory: string, name: string): string {
  return directory === '.' ? name : `${directory}/${name}`;
}

/** Whether a path is this directory or lies in it. */
export function isWithin(path: string, directory: string): boolean {
  return path === directory || pathBelow(directory, path) !== undefined;
}

/** A path as seen from a directory that it lies below; undefined for the directory itself and for what lies elsewhere. */
export function pathBelow(directory: string, path: string): string | undefined {
  if (directory === '.') return path === '.' ? undefined : path;
  return path.startsWith(`${directory}/`) ? path.slice(directory.length + 1) : undefined;
}

/** Whether a directory lies in a folder of jobs: `jobs/nightly`, `cronjobs/report`, `gcp-jobs/retry/app`. */
export function isInJobFolder(directory: string): boolean {
  return /(?:^|\/)(?:\w+[-_])?(?:cron[-_]?)?jobs\//.test(directory);
}

/** From another root, or with a part that is empty, `.` or `..`. */
const UNCLEAN = /^[A-Za-z]:[\\/]|(?:^|\/)\.{0,2}(?:\/|$)/;

/** A path relative to the root without `.` and `..`; undefined when it leaves the root. A backslash is part of a name. */
export function cleanPath(path: string): string | undefined {
  if (!UNCLEAN.test(path)) return path;
  if (path.startsWith('/') || /^[A-Za-z]:[\\/]/.test(path)) return undefined;
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.pop() === undefined) return undefined;
  }
  return parts.length === 0 ? '.' : parts.join('/');
}

/** What a manifest writes, seen from its directory, with slashes of either kind; undefined when it leaves the root. */
export function joinPath(directory: string, written: string): string | undefined {
  const slashed = written.replaceAll('\\', '/');
  return slashed.startsWith('/') || /^[A-Za-z]:\//.test(slashed) ? undefined : cleanPath(`${directory || '.'}/${slashed}`);
}
