/** Where a relative specifier of JavaScript or TypeScript leads (Node.js, "Modules"; TypeScript, "Module resolution"). */
import { joinPath, type Project } from '../model/index.ts';

const ENDINGS = ['', '.ts', '.js', '.mjs', '.cjs', '.mts', '/index.ts', '/index.js', '.json'];
const MODULE = /\.(?:[cm]?[jt]s|json)$/;

/** Whether a file of that path, from a directory, is there: by the listing, nothing is read. */
export function exists(project: Project, directory: string, path: string): boolean {
  const full = joinPath(directory, path);
  if (full === undefined) return false;
  const slash = full.lastIndexOf('/');
  return project.list(slash < 0 ? '.' : full.slice(0, slash)).includes(full.slice(slash + 1));
}

/** The file of the tree that `below` names from a directory; `./bus.js` is `bus.ts` before it is compiled. */
export function scriptModule(project: Project, home: string, below: string): string | undefined {
  for (const stem of new Set([below, below.replace(/\.[cm]?js$/, '')]))
    for (const ending of ENDINGS) {
      const path = joinPath(home, stem + ending);
      if (path !== undefined && MODULE.test(path) && exists(project, '.', path)) return path;
    }
  return undefined;
}
