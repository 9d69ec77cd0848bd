import { addTo, baseName, directoryOf, ECOSYSTEM_FACTS, type Service, type Trait } from '../model/index.ts';
import { namesAside, wordsOf } from './roles.ts';

/**
 * One module may hold a server and functions, each a program of its own: what no descriptor names, the source tells that
 * begins it. Which of them is deployed is not known, so nothing here counts as more than a start script does.
 */
export interface SourceProgram {
  readonly name: string;
  readonly directory: string;
  readonly role: 'function' | 'web';
  /** The line that tells. */
  readonly shown: Trait;
}

/** Programs by which a developer calls handlers at home. */
const AT_HOME: ReadonlySet<string> = new Set(['local', 'localhost', 'mock', 'fake', 'emulator', 'dev']);

/** Where a program of a Go module begins, by its layout. */
const BEGINS = 'main.go';

/** Programs whose own source says that they serve, or that Lambda calls them. */
export function sourcePrograms(service: Service): readonly SourceProgram[] {
  if (!service.units.some(({ ecosystem }) => ECOSYSTEM_FACTS[ecosystem].hasPrograms === true)) return [];
  const byDirectory = new Map<string, Trait[]>();
  for (const { facts } of service.deployments)
    for (const trait of facts.traits)
      if (baseName(trait.origin.file) === BEGINS) addTo(byDirectory, directoryOf(trait.origin.file), trait);
  return [...byDirectory].flatMap(([directory, traits]): readonly SourceProgram[] => {
    const name = nameIn(service, directory);
    if (namesAside(name) || wordsOf(name).some((word) => AT_HOME.has(word))) return [];
    const handler = traits.find(({ kind }) => kind === 'lambda-handler');
    if (handler !== undefined) return [{ name, directory, role: 'function', shown: handler }];
    const server = traits.find(({ kind }) => kind === 'serves-http' || kind === 'serves-grpc');
    return server === undefined ? [] : [{ name, directory, role: 'web', shown: server }];
  });
}

function nameIn({ path, units }: Service, directory: string): string {
  if (directory !== path) return baseName(directory);
  return (
    units.flatMap(({ entryPoints = [] }) => entryPoints).find(({ command }) => command === 'go run .')?.name ?? baseName(path)
  );
}
