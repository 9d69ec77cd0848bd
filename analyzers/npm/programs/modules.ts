/** Where the modules of a package lie. */
import { scriptModule } from '../../../src/formats/script-modules.ts';
import { directoriesAround, directoryOf, inDirectory, isWithin, type Project } from '../../../src/model/index.ts';
import { aliased, type PathAliases, pathAliases } from './path-aliases.ts';

/** The file that a specifier names in a file of the package, if it is one of the tree and no other package's. */
export type FindModule = (path: string, specifier: string) => string | undefined;

/** Of a package: relative names, those of its TypeScript, and aliases that hardly anybody calls otherwise. */
export function modulesOf(project: Project, directory: string): FindModule {
  let known: PathAliases | undefined;
  const aliases = (): PathAliases => (known ??= pathAliases(project, directory));
  return (path, specifier) => {
    if (specifier.startsWith('.')) return scriptModule(project, directoryOf(path), specifier);
    const named = aliased(specifier, aliases()).flatMap((below) => scriptModule(project, '.', below) ?? []);
    const usual = named.length > 0 ? named : usualModule(project, directory, specifier);
    return usual.find((one) => !isOtherPackages(project, directory, one));
  };
}

function usualModule(project: Project, directory: string, specifier: string): readonly string[] {
  const below = /^(?:[@~]\/|(?=src\/))(.+)$/.exec(specifier)?.[1];
  if (below === undefined) return [];
  const homes = below.startsWith('src/') ? [directory] : [inDirectory(directory, 'src'), directory];
  return homes.flatMap((home) => scriptModule(project, home, below) ?? []);
}

/** What lies below a package.json of its own is told by that: it is linked, and asks for what it needs itself. */
function isOtherPackages(project: Project, directory: string, path: string): boolean {
  const home = directoriesAround(path).find((one) => one === directory || project.has(inDirectory(one, 'package.json')));
  return home !== undefined && !isWithin(directory, home);
}
