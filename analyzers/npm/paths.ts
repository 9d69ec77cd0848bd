/** Paths inside the project: relative to its root, with `/`; `.` is the root. */

export function directoryOf(path: string): string {
  const slash = path.lastIndexOf('/');
  return slash < 0 ? '.' : path.slice(0, slash);
}

export function baseOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

export function inDirectory(directory: string, name: string): string {
  return directory === '.' ? name : `${directory}/${name}`;
}
