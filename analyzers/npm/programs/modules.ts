/** Where the modules of a package lie. */
import { directoryOf, inDirectory, joinPath, type Project } from '../../../src/model/index.ts';

/** Whether a file of that path, from a directory, is there. */
export function exists(project: Project, directory: string, path: string): boolean {
  const full = joinPath(directory, path);
  if (full === undefined) return false;
  const slash = full.lastIndexOf('/');
  return project.list(slash < 0 ? '.' : full.slice(0, slash)).includes(full.slice(slash + 1));
}

const ENDINGS = ['', '.ts', '.js', '.mjs', '.cjs', '.mts', '/index.ts', '/index.js', '.json'];

/** The package's own file that a specifier names: a relative one, or by the aliases that hardly anybody calls otherwise. */
export function moduleAt(project: Project, directory: string, path: string, specifier: string): string | undefined {
  const isRelative = specifier.startsWith('.');
  const below = isRelative ? specifier : /^(?:[@~]\/|(?=src\/))(.+)$/.exec(specifier)?.[1];
  // node-config reads `config/default.json` of the directory in which the program starts.
  if (specifier === 'config')
    return exists(project, directory, 'config/default.json') ? inDirectory(directory, 'config/default.json') : undefined;
  if (below === undefined) return undefined;
  const homes = isRelative
    ? [directoryOf(path)]
    : below.startsWith('src/')
      ? [directory]
      : [inDirectory(directory, 'src'), directory];
  const written = below.replace(/\.[cm]?js$/, '');
  for (const home of homes)
    for (const stem of new Set([below, written]))
      for (const ending of ENDINGS) {
        const place = joinPath(home, stem + ending);
        if (place !== undefined && /\.(?:[cm]?[jt]s|json)$/.test(place) && exists(project, '.', place)) return place;
      }
  return undefined;
}
