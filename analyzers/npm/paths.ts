/** Paths inside the project: relative to its root, with `/`; `.` is the root. */

export function inDirectory(directory: string, name: string): string {
  return directory === '.' ? name : `${directory}/${name}`;
}
