import {
  addTo,
  baseName,
  type Demand,
  type DeploymentFacts,
  directoriesAround,
  directoryOf,
  ECOSYSTEM_FACTS,
  type EcosystemId,
  isWithin,
  joinPath,
  type Unit,
} from '../model/index.ts';
import { imageName, plainName } from './service-names.ts';

/** Services by their directories, and the directories of repositories (`.` is one). */
export interface Known {
  readonly paths: readonly string[];
  readonly units: ReadonlyMap<string, readonly Unit[]>;
  readonly roots: ReadonlySet<string>;
}

type Builds = NonNullable<DeploymentFacts['join']['builds']>;

/** What there is for descriptors to mean. */
export interface Places {
  /** Directories of services. */
  readonly known: ReadonlySet<string>;
  /** Directories of repositories: each may hold what is nobody's, and is no part that an image could be called after. */
  readonly roots: ReadonlySet<string>;
  /** Those of them that hold one service. */
  readonly loneRoots: ReadonlySet<string>;
  readonly byName: ReadonlyMap<string, readonly string[]>;
  readonly descriptors: ReadonlySet<string>;
  /** What images take from their build contexts, by their Dockerfiles. */
  readonly copies: ReadonlyMap<string, readonly string[]>;
  /**
   * What the commands of images build, by their Dockerfiles and in each way that these are built; nothing of those that are
   * built under several names by descriptors that do not say in which way.
   */
  readonly builds: ReadonlyMap<string, readonly Builds[]>;
  /** Directories of libraries: an image builds them on the way to what it is made for. */
  readonly libraries: ReadonlySet<string>;
  /** Runtimes that images hold, by their Dockerfiles. */
  readonly runtimes: ReadonlyMap<string, ReadonlySet<string>>;
  /** By directory, files of the services themselves, and whose ecosystem each is. */
  readonly manifests: ReadonlyMap<string, ReadonlyMap<string, EcosystemId>>;
  /** By folder, the only service below it, unless it is one of several. */
  readonly alone: ReadonlyMap<string, string | undefined>;
  /** Services by what their images are called; known once those are matched. */
  readonly byImage: ReadonlyMap<string, readonly string[]>;
  /** Programs by what their own builds call the images that they make. */
  readonly made: ReadonlyMap<string, readonly string[]>;
  /** Descriptors that run an image which is called after a service here. */
  readonly naming: ReadonlySet<string>;
}

export function placesOf(deployments: readonly DeploymentFacts[], { paths, units, roots }: Known): Places {
  const isLibrary = (path: string): boolean => (units.get(path) ?? []).every(({ role }) => role === 'library');
  const libraries = new Set(paths.filter(isLibrary));
  const folders = foldersAround(paths.filter((path) => !libraries.has(path)));
  const byName = namesOf(paths, { units, libraries, folders, roots, imagesIn: ownImages(deployments) });
  return {
    known: new Set(paths),
    roots,
    loneRoots: loneAmong(roots, paths),
    alone: new Map(
      [...folders].flatMap(([folder, below]) => (roots.has(folder) ? [] : [[folder, below.length === 1 ? below[0] : undefined]])),
    ),
    byName,
    byImage: new Map(),
    made: madeBy(paths, units, libraries),
    descriptors: new Set(deployments.map(({ descriptor }) => descriptor.path)),
    copies: new Map(deployments.map(({ descriptor, join }) => [descriptor.path, join.copies ?? []])),
    builds: buildsOf(deployments),
    runtimes: new Map(
      deployments.flatMap(({ tool, descriptor, demands }) =>
        tool === 'dockerfile' ? [[descriptor.path, runtimesIn(demands)] as const] : [],
      ),
    ),
    libraries,
    manifests: manifestsIn(paths.flatMap((path) => units.get(path) ?? [])),
    naming: new Set(
      deployments.flatMap(({ descriptor: { path }, join: { image } }) => {
        const meant = image === undefined ? undefined : closestByName(imageName(image), directoryOf(path), byName);
        return meant === undefined ? [] : [path];
      }),
    ),
  };
}

/** What reaches libraries as well, from a parent or for all projects, makes images of programs alone. */
function madeBy(paths: readonly string[], units: Known['units'], libraries: ReadonlySet<string>): Places['made'] {
  const found = new Map<string, string[]>();
  for (const path of paths) {
    const names = libraries.has(path) ? [] : (units.get(path) ?? []).flatMap(({ build }) => build?.images ?? []);
    for (const name of new Set(names.map(plainName))) addTo(found, name, path);
  }
  return found;
}

/** The directories that one of the paths lies in. */
function loneAmong(directories: ReadonlySet<string>, paths: readonly string[]): ReadonlySet<string> {
  const [holding, several] = [new Set<string>(), new Set<string>()];
  for (const path of paths)
    for (const around of [path, ...directoriesAround(path)])
      if (directories.has(around)) (holding.has(around) ? several : holding).add(around);
  return new Set([...holding].filter((one) => !several.has(one)));
}

function manifestsIn(units: readonly Unit[]): Places['manifests'] {
  const found = new Map<string, Map<string, EcosystemId>>();
  for (const { manifests, ecosystem } of units)
    for (const { path } of manifests) {
      const directory = directoryOf(path);
      found.set(directory, (found.get(directory) ?? new Map<string, EcosystemId>()).set(path, ecosystem));
    }
  return found;
}

/** What tells the names of services. */
interface Named extends Pick<Places, 'libraries' | 'roots'> {
  readonly units: ReadonlyMap<string, readonly Unit[]>;
  /** By folder, the programs below it. */
  readonly folders: ReadonlyMap<string, readonly string[]>;
  readonly imagesIn: (folder: string) => readonly DeploymentFacts['join'][];
}

/**
 * Services by the names that descriptors may call them: the directory's name and the manifests' own; where a name is
 * nobody's, the folder whose only service it is (`cart` for `cart/cart-main` beside libraries like `cart/cart-domain`), or
 * the only one that the folder's own images take files of, unless an image is made of something else in it.
 */
function namesOf(paths: readonly string[], world: Named): ReadonlyMap<string, readonly string[]> {
  const { units, libraries, imagesIn } = world;
  const byName = new Map<string, string[]>();
  /** What nobody was called so far; of one pass several may be called alike. */
  const addNew = (named: Iterable<readonly [path: string, names: readonly string[]]>): void => {
    const called = new Set(byName.keys());
    for (const [path, names] of named)
      for (const name of new Set(names.map(plainName))) if (name !== '' && !called.has(name)) addTo(byName, name, path);
  };
  // Nothing starts a library that no image is made of: what has its name is the server of which it is the client.
  const started = paths.filter((path) => !libraries.has(path) || imagesIn(path).length > 0);
  addNew(started.map((path) => [path, [baseName(path), ...(units.get(path) ?? []).flatMap(({ name }) => name ?? [])]]));
  const programs = paths.filter((path) => !libraries.has(path));
  addNew(programs.map((path) => [path, (units.get(path) ?? []).flatMap(programNames)]));
  addNew(foldersNamed(new Set(paths), world));
  return byName;
}

/** The one service that each folder around services may stand for, with the folder's name. */
function* foldersNamed(
  known: ReadonlySet<string>,
  { folders, imagesIn, roots }: Named,
): Generator<readonly [path: string, names: readonly string[]]> {
  for (const [folder, below] of folders) {
    const only = below.length > 1 ? onlyTaken(imagesIn(folder), folder, below) : below[0];
    if (only === undefined) continue;
    // Within another service's directory a folder of its name is that one's part.
    const around = nearest(folder, known);
    if (around !== undefined && !roots.has(around)) continue;
    if (!imagesIn(folder).some((image) => takesOthers(image, folder, only))) yield [only, [baseName(folder)]];
  }
}

/** Folders around the paths, each with those below it. */
function foldersAround(paths: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const below = new Map<string, string[]>();
  for (const path of paths)
    for (let folder = directoryOf(path); folder !== '.'; folder = directoryOf(folder)) addTo(below, folder, path);
  return below;
}

/** The one of several services that the images of a folder take files of; none of its own code goes into them then. */
function onlyTaken(images: readonly DeploymentFacts['join'][], folder: string, below: readonly string[]): string | undefined {
  const known = new Set(below);
  const taken = new Set(images.flatMap(({ copies = [] }) => copies.map((path) => nearest(joinPath(folder, path) ?? '.', known))));
  const [only] = taken;
  return taken.size === 1 ? only : undefined;
}

/** Folders of a repository's parts: images are called after what is around them, unless the repository is called so itself. */
const PARTS = /^(?:(?:micro)?services?|apps?|backends?|modules?|cmd|src)$/;

/**
 * A Go module and its programs as images call them: `shop-cart` for the module `…/shop/cart` or `…/shop/services/cart` (which
 * is `services-cart` too), and for `cmd/cart` or `cmd/shop-cart` of the module `…/shop`.
 */
function programNames({ ecosystem, name = '', entryPoints = [] }: Unit): readonly string[] {
  if (ECOSYSTEM_FACTS[ecosystem].hasPrograms !== true) return [];
  const [module = '', ...above] = name
    .replace(/\/v\d+$/, '')
    .split('/')
    .reverse();
  if (module === '') return [];
  const around = new Set([...above.slice(0, 1), ...above.filter((part) => !PARTS.test(part)).slice(0, 1)]);
  const programs = entryPoints.map((one) => (one.name.startsWith(module) ? one.name : `${module}-${one.name}`));
  return [...programs, ...[...around].flatMap((part) => (part === '' || part.includes('.') ? [] : [`${part}-${module}`]))];
}

function buildsOf(deployments: readonly DeploymentFacts[]): Places['builds'] {
  const builders = new Map<string, Set<string>>();
  for (const { tool, join } of deployments) {
    const name = join.name ?? join.image;
    if (tool !== 'dockerfile' && join.dockerfile !== undefined && join.builds === undefined && name !== undefined)
      builders.set(join.dockerfile, (builders.get(join.dockerfile) ?? new Set()).add(name));
  }
  const ways = new Map<string, Builds[]>();
  for (const { tool, descriptor, join } of deployments)
    if (tool === 'dockerfile' && join.builds !== undefined && (builders.get(descriptor.path)?.size ?? 0) < 2)
      addTo(ways, descriptor.path, join.builds);
  return ways;
}

/** How the Dockerfiles that lie in a folder say what they build. */
function ownImages(deployments: readonly DeploymentFacts[]): (folder: string) => readonly DeploymentFacts['join'][] {
  const byFolder = new Map<string, DeploymentFacts['join'][]>();
  for (const { tool, descriptor, join } of deployments)
    if (tool === 'dockerfile') addTo(byFolder, directoryOf(descriptor.path), join);
  return (folder) => byFolder.get(folder) ?? [];
}

/** An image of other files of a folder than its one service's: what has the folder's name is that image. */
function takesOthers({ copies = [] }: DeploymentFacts['join'], folder: string, service: string): boolean {
  return copies.length > 0 && !copies.some((path) => isWithin(joinPath(folder, path) ?? '', service));
}

/** What is there to run programs with, not what builds them. */
function runtimesIn(demands: readonly Demand[]): ReadonlySet<string> {
  return new Set(demands.flatMap(({ realm, key, scope }) => (realm === 'runtime' && scope !== 'build' ? [key] : [])));
}

/** The directory of the repository that a path lies in. */
export function rootAround(path: string, roots: ReadonlySet<string>): string {
  return nearest(path, roots) ?? '.';
}

/** The service whose directory is, or most closely encloses, `directory`. */
export function nearest(directory: string, known: ReadonlySet<string>): string | undefined {
  for (let current = directory; ; current = directoryOf(current)) {
    if (known.has(current)) return current;
    if (current === '.') return undefined;
  }
}

/** Of several services of one name, the one that shares the longest path with the descriptor; none when two are as close. */
export function closestByName(
  name: string,
  home: string,
  byName: ReadonlyMap<string, readonly string[]>,
  mayBe: (path: string) => boolean = () => true,
): string | undefined {
  const candidates = (byName.get(plainName(name)) ?? []).filter(mayBe);
  if (candidates.length < 2) return candidates[0];
  const scored = candidates.map((path) => ({ path, score: sharedPrefix(path, home) })).sort((a, b) => b.score - a.score);
  const [first, second] = scored;
  return first !== undefined && first.score > (second?.score ?? -1) ? first.path : undefined;
}

export function sharedPrefix(a: string, b: string): number {
  const left = segmentsOf(a);
  const right = segmentsOf(b);
  let shared = 0;
  while (shared < left.length && left[shared] === right[shared]) shared++;
  return shared;
}

function segmentsOf(path: string): readonly string[] {
  return path === '.' ? [] : path.split('/');
}
