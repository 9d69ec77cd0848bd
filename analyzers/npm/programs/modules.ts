/** Where the modules of a package lie. */
import { exists, scriptModule } from '../../../src/formats/script-modules.ts';
import { directoryOf, inDirectory, type Project } from '../../../src/model/index.ts';

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
  return homes.flatMap((home) => scriptModule(project, home, below) ?? []).at(0);
}
