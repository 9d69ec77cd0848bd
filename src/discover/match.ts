import {
  addTo,
  baseName,
  type Demand,
  type DeploymentFacts,
  directoryOf,
  ECOSYSTEM_FACTS,
  type EcosystemId,
  isWithin,
  type JoinedDeployment,
  joinPath,
  pathBelow,
  type Unit,
} from '../model/index.ts';
import { directoryNames, looksLikeSample } from './samples.ts';

/** Whose a descriptor is: what a build context, a Dockerfile, the files of an image, a name or an image mean. */

/** Which service a descriptor belongs to, and by what that is known. */
export interface Match {
  readonly path: string;
  readonly joinedBy: JoinedDeployment['joinedBy'];
}

/** What there is for descriptors to mean. */
export interface Places {
  /** Directories of services. */
  readonly known: ReadonlySet<string>;
  readonly byName: ReadonlyMap<string, readonly string[]>;
  readonly descriptors: ReadonlySet<string>;
  /** What images take from their build contexts, by their Dockerfiles. */
  readonly copies: ReadonlyMap<string, readonly string[]>;
  /** What the commands of images build, by their Dockerfiles; nothing of those that several descriptors build, each its own way. */
  readonly builds: ReadonlyMap<string, NonNullable<DeploymentFacts['join']['builds']>>;
  /** Directories of libraries: an image builds them on the way to what it is made for. */
  readonly libraries: ReadonlySet<string>;
  /** Runtimes that images hold, by their Dockerfiles. */
  readonly runtimes: ReadonlyMap<string, ReadonlySet<string>>;
  /** By directory, files of the services themselves, and whose ecosystem each is. */
  readonly manifests: ReadonlyMap<string, ReadonlyMap<string, EcosystemId>>;
  /** By folder, the only service below it, unless it is one of several. */
  readonly alone: ReadonlyMap<string, string | undefined>;
}

export function placesOf(
  deployments: readonly DeploymentFacts[],
  paths: readonly string[],
  units: ReadonlyMap<string, readonly Unit[]>,
): Places {
  const isLibrary = (path: string): boolean => (units.get(path) ?? []).every(({ role }) => role === 'library');
  return {
    known: new Set(paths),
    alone: aloneBelow(paths.filter((path) => !isLibrary(path))),
    byName: namesOf(paths, units, ownImages(deployments)),
    descriptors: new Set(deployments.map(({ descriptor }) => descriptor.path)),
    copies: new Map(deployments.map(({ descriptor, join }) => [descriptor.path, join.copies ?? []])),
    builds: buildsOf(deployments),
    runtimes: new Map(
      deployments.flatMap(({ tool, descriptor, demands }) =>
        tool === 'dockerfile' ? [[descriptor.path, runtimesIn(demands)] as const] : [],
      ),
    ),
    libraries: new Set(paths.filter(isLibrary)),
    manifests: manifestsIn(paths.flatMap((path) => units.get(path) ?? [])),
  };
}

function aloneBelow(paths: readonly string[]): Places['alone'] {
  const found = new Map<string, string | undefined>();
  for (const path of paths)
    for (let folder = directoryOf(path); folder !== '.'; folder = directoryOf(folder))
      found.set(folder, found.has(folder) ? undefined : path);
  return found;
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

/**
 * Services by the names that descriptors may call them: the directory's name and the manifests' own; where a name is
 * nobody's, the folder whose only service it is (`cart` for `cart/cart-main` beside libraries like `cart/cart-domain`),
 * unless an image is made of something else in it.
 */
function namesOf(
  paths: readonly string[],
  units: ReadonlyMap<string, readonly Unit[]>,
  imagesIn: (folder: string) => readonly DeploymentFacts['join'][],
): ReadonlyMap<string, readonly string[]> {
  const byName = new Map<string, string[]>();
  const isLibrary = (path: string): boolean => (units.get(path) ?? []).every(({ role }) => role === 'library');
  for (const path of paths) {
    // Nothing starts a library that no image is made of: what has its name is the server of which it is the client.
    if (isLibrary(path) && imagesIn(path).length === 0) continue;
    const own = (units.get(path) ?? []).flatMap((unit) => (unit.name === undefined ? [] : [unit.name]));
    for (const name of new Set([baseName(path), ...own].map(plainName))) if (name !== '') addTo(byName, name, path);
  }
  const byFolder = new Map<string, string[]>();
  for (const path of paths) {
    if (isLibrary(path)) continue;
    for (let folder = directoryOf(path); folder !== '.'; folder = directoryOf(folder)) addTo(byFolder, folder, path);
  }
  for (const path of paths) {
    if (isLibrary(path)) continue;
    const programs = (units.get(path) ?? []).flatMap(programNames);
    for (const name of new Set(programs.map(plainName))) if (!byName.has(name)) addTo(byName, name, path);
  }
  const named = new Set(byName.keys());
  const known = new Set(paths);
  for (const [folder, [only, ...others]] of byFolder) {
    const name = plainName(baseName(folder));
    if (only === undefined || others.length > 0 || named.has(name)) continue;
    // Within another service's directory a folder of its name is that one's part.
    const around = nearest(folder, known);
    if (around !== undefined && around !== '.') continue;
    if (!imagesIn(folder).some((image) => takesOthers(image, folder, only))) addTo(byName, name, only);
  }
  return byName;
}

/**
 * A Go module and its programs as images call them: `shop-cart` for the module `…/shop/cart`, and for `cmd/cart` or
 * `cmd/shop-cart` of the module `…/shop`.
 */
function programNames({ ecosystem, name = '', entryPoints = [] }: Unit): readonly string[] {
  if (ecosystem !== 'go') return [];
  const [module = '', around = ''] = name
    .replace(/\/v\d+$/, '')
    .split('/')
    .reverse();
  if (module === '') return [];
  const programs = entryPoints.map((one) => (one.name.startsWith(module) ? one.name : `${module}-${one.name}`));
  return around === '' || around.includes('.') ? programs : [...programs, `${around}-${module}`];
}

function buildsOf(deployments: readonly DeploymentFacts[]): Places['builds'] {
  const builders = new Map<string, number>();
  for (const { tool, join } of deployments)
    if (tool !== 'dockerfile' && join.dockerfile !== undefined)
      builders.set(join.dockerfile, (builders.get(join.dockerfile) ?? 0) + 1);
  return new Map(
    deployments.flatMap(({ descriptor: { path }, join: { builds } }) =>
      builds === undefined || (builders.get(path) ?? 0) > 1 ? [] : [[path, builds] as const],
    ),
  );
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

/** `@scope/Cart-Service`, `group:cart_service` and `cartservice` are one name to a human; a root's dot and an empty one are none. */
function plainName(name: string): string {
  return (name.split(/[/:]/).at(-1) ?? name)
    .toLowerCase()
    .replaceAll(/[-_.]/g, '')
    .replace(/(?<=.)(?:service|svc|app)$/, '');
}

/** `registry.example.org/team/cart:1.2` → `cart`. */
function imageName(image: string): string {
  return baseName(image).split(/[:@]/, 1)[0] ?? '';
}

/** `shop/cart:1.2` → `shop-cart`: who leads an image's name often leads the directory's, too. */
function ownedName(image: string): string | undefined {
  const [owner, ...rest] = image.split('/').slice(-2);
  return owner === undefined || rest.length === 0 || /[.:]/.test(owner) ? undefined : `${owner}-${imageName(image)}`;
}

/** The service that a descriptor runs; undefined for what is somebody else's. */
export function matchService(facts: DeploymentFacts, places: Places): Match | undefined {
  const { directory, dockerfile, name, image } = facts.join;
  const home = directoryOf(facts.descriptor.path);
  const isForeign = directory === undefined && dockerfile === undefined && name === undefined && image === undefined;
  if (isForeign) return undefined;
  const match = findService(facts, places);
  // What is written for tests or as a sample says nothing of how the service itself is deployed.
  return match !== undefined && isSampleHome(chartHome(facts, home)) && !isSampleHome(match.path) ? undefined : match;
}

/** Helm: workloads stand in a chart's `templates`, which is no name for a sample there. */
function chartHome({ tool }: DeploymentFacts, home: string): string {
  return tool === 'kubernetes' ? home.replace(/(?:^|\/)templates(?:\/.*)?$/, '') || '.' : home;
}

/** Dot directories hold settings of deployment as well as of tools: only those for development are left out. */
function isSampleHome(path: string): boolean {
  return directoryNames(path).some(
    (name) => looksLikeSample(name) && !/^\.(?!devcontainer|github|gitlab|circleci|vscode)/.test(name),
  );
}

function findService(facts: DeploymentFacts, places: Places): Match | undefined {
  const { tool } = facts;
  const { known, byName, descriptors } = places;
  const { directory, dockerfile, name, image } = facts.join;
  const home = directoryOf(facts.descriptor.path);
  const isOpen = directory === undefined || directory === '.' || directory === home || (nearest(directory, known) ?? '.') === '.';
  const built = isOpen ? builtService(facts, places) : undefined;
  if (built !== undefined && built !== directory) return { path: built, joinedBy: 'build-context' };
  if (directory !== undefined && directory !== '.' && known.has(directory)) {
    return { path: directory, joinedBy: directory === home ? 'directory' : 'build-context' };
  }
  const around = nearest(directory ?? home, known);
  // A copy of a descriptor (for tests, to be shipped) builds what lies beside the original only.
  const isAbsent = dockerfile !== undefined && !descriptors.has(dockerfile) && around !== undefined && around !== '.';
  if (dockerfile !== undefined && !isAbsent) {
    const built = nearest(directoryOf(dockerfile), known);
    if (built !== undefined && built !== '.') return { path: built, joinedBy: 'build-context' };
  }
  // A context that is the root's says nothing of what the image takes from there.
  const isOwnContext = around !== undefined && around === directory && around !== '.';
  const copied = isOwnContext || built !== undefined ? undefined : copiedService(facts, around ?? '.', places);
  if (copied !== undefined) return { path: copied, joinedBy: 'build-context' };
  const named = namedService(facts, around, byName);
  if (named !== undefined) {
    const isOwn = around !== undefined && around !== '.' && [name, image].some((one) => abbreviates(one, around));
    return isOwn && !isWithin(named, around) && !isCalled(named, [name, image])
      ? { path: around, joinedBy: 'path' }
      : { path: named, joinedBy: 'name' };
  }
  // Within a service's own directory it may go by a longer name: `shop-cart` for `cart`.
  if (around !== undefined && around !== '.' && [name, image].some((one) => mentions(one, around)))
    return { path: around, joinedBy: 'path' };
  if (around !== undefined && image !== undefined && SCAFFOLDED.test(image)) return { path: around, joinedBy: 'path' };
  // An image of another name is another service's, unless there is only one.
  if (image !== undefined && directory === undefined && known.size > 1) return undefined;
  if (directory !== undefined && known.has(directory))
    return { path: directory, joinedBy: directory === home ? 'directory' : 'build-context' };
  // What lies in a bucket is known by its name alone.
  if ((tool === 'sam' || tool === 'cloudformation') && directory === undefined && dockerfile === undefined) return undefined;
  // A name that matches no service is somebody else's (a database, a gateway), unless its directory lies within a service.
  if (around === undefined) return belowContext(facts, places);
  if (isAbsent) return undefined;
  const copies = dockerfile === undefined ? [] : (places.copies.get(dockerfile) ?? []);
  if (around === '.' && takesManifest(copies, '.', places)) return { path: '.', joinedBy: 'build-context' };
  if (around === '.' && known.size > 1 && (name !== undefined || isImageAlone(facts))) return undefined;
  return { path: around, joinedBy: 'path' };
}

/**
 * The one service of a folder that is built as a whole where nothing else is a service at or above it:
 * `COPY . .` and `cd shop-app && npm ci` of `shop/Dockerfile`, `CodeUri: .` of `shop/template.yaml`.
 */
function belowContext({ join: { directory, dockerfile, copies } }: DeploymentFacts, places: Places): Match | undefined {
  const taken = copies ?? (dockerfile === undefined ? [] : (places.copies.get(dockerfile) ?? []));
  const only = directory === undefined || taken.length > 0 ? undefined : places.alone.get(directory);
  return only === undefined ? undefined : { path: only, joinedBy: 'build-context' };
}

/** What Kubebuilder writes into `config/manager` for the image of the project around it; kustomize puts the real one there. */
const SCAFFOLDED = /^controller(?::latest)?$/;

/** The service that name or image mean; where they mean different ones, the one nearer to the descriptor. */
function namedService(
  { join: { directory, name, image }, descriptor }: DeploymentFacts,
  around: string | undefined,
  byName: Places['byName'],
): string | undefined {
  const home = directoryOf(descriptor.path);
  const meant = (one: string | undefined): string | undefined =>
    one === undefined ? undefined : closestByName(one, home, byName);
  const byImage = image === undefined ? undefined : (meant(imageName(image)) ?? meant(ownedName(image)));
  const [named] = [meant(name), byImage]
    .flatMap((one) => one ?? [])
    .sort((a, b) => sharedPrefix(b, home) - sharedPrefix(a, home));
  if (named === undefined || !isInReach(named, home, directory)) return undefined;
  // A service that lies elsewhere and has the name only by chance: its descriptor would not lie in another one's directory.
  const isChance = image !== undefined && named !== byImage && around !== undefined && !isWithin(named, around);
  return isChance ? undefined : named;
}

/**
 * The one service below `around` whose files the image takes. A context that nobody states is the Dockerfile's own
 * directory or one above it: `ui/docker/Dockerfile` with `COPY web …` means `ui/web`.
 */
function copiedService(facts: DeploymentFacts, around: string, places: Places): string | undefined {
  const { directory, dockerfile, copies: own } = facts.join;
  const { known, copies: copiesOf } = places;
  const copies = dockerfile === undefined ? undefined : (own ?? copiesOf.get(dockerfile));
  if (copies === undefined) return undefined;
  for (let base = directory ?? directoryOf(facts.descriptor.path); ; base = directoryOf(base)) {
    // An image of the service around may take an icon or a script of one below it.
    const isAround = takesManifest(copies, base, places);
    const telling = isAround ? copies.filter((path) => !isLoneFile(path)) : copies;
    // Its code as well as its manifest: pages of a directory below go into it.
    if (isAround && copies.some((path) => OWN_CODE.test(path) && !known.has(joinPath(base, path) ?? ''))) return undefined;
    const found = new Set(telling.flatMap((path) => serviceBelow(joinPath(base, path), base, known) ?? []));
    const [only, ...others] = found;
    // What serves the page is the image's program, whatever service has its name.
    if (only !== undefined && others.length === 0 && isAround && runsAround(facts, copies, base, only, places)) return base;
    if (only !== undefined) return others.length > 0 ? undefined : only;
    if (base === around || base === '.') return undefined;
  }
}

/**
 * The one service that the commands of an image build. What lies within the service around the Dockerfile is a tool of
 * that one, and a root's program counts where the Dockerfile would be another service's by its place: elsewhere name and
 * place tell more, as a root has many programs.
 */
function builtService({ tool, join: { dockerfile, builds } }: DeploymentFacts, places: Places): string | undefined {
  const own = tool === 'dockerfile' ? undefined : builds;
  const parts = dockerfile === undefined ? undefined : (own ?? places.builds.get(dockerfile));
  if (dockerfile === undefined || parts === undefined) return undefined;
  const { known, byName, libraries } = places;
  const home = directoryOf(dockerfile);
  const found = new Set([
    ...parts.directories.flatMap((path) => nearest(path, known) ?? []),
    ...parts.names.flatMap((name) => closestByName(name, home, byName) ?? []),
  ]);
  const [only, ...others] = [...found].filter((path) => !libraries.has(path));
  if (only === undefined || others.length > 0) return undefined;
  const around = nearest(home, known) ?? '.';
  // That all of it is built where it is the root's says little; that a program of the root's is, says whose the image is.
  if (around === '.') return only === '.' && parts.directories.every((path) => path === '.') ? undefined : only;
  return only !== around && isWithin(only, around) ? undefined : only;
}

/** What is there to run programs with, not what builds them. */
function runtimesIn(demands: readonly Demand[]): ReadonlySet<string> {
  return new Set(demands.flatMap(({ realm, key, scope }) => (realm === 'runtime' && scope !== 'build' ? [key] : [])));
}

/**
 * Whether an image that takes a manifest of the service around and files of one below it, written in another language, has
 * only what the former runs with: it hands out the page that the latter is.
 */
function runsAround(facts: DeploymentFacts, copies: readonly string[], base: string, below: string, places: Places): boolean {
  const runtimes = places.runtimes.get(facts.join.dockerfile ?? '');
  if (runtimes === undefined) return false;
  const taken = new Set(copies.map((path) => joinPath(base, path)));
  const inside = [...(places.manifests.get(below)?.values() ?? [])];
  const around = [...(places.manifests.get(base) ?? [])].flatMap(([path, kind]) =>
    taken.has(path) && !inside.includes(kind) ? [kind] : [],
  );
  const canRun = (kind: EcosystemId): boolean => kind === 'go' || runtimes.has(ECOSYSTEM_FACTS[kind].runtime ?? '');
  return around.some(canRun) && !inside.some(canRun);
}

/** Whether an image takes a manifest of the service in a directory from there. */
function takesManifest(copies: readonly string[], directory: string, { known, manifests }: Places): boolean {
  const isThere = (path: string): boolean => manifests.get(directory)?.has(path) === true;
  return known.has(directory) && copies.some((path) => isThere(joinPath(directory, path) ?? ''));
}

/** Manifests as build files name them: `package*.json`. */
const MANIFEST =
  /^(?:\.\/)?(?:package[*.\w-]*\.json|pyproject\.toml|setup\.py|Pipfile|requirements[\w-]*\.txt|go\.mod|pom\.xml|build\.gradle(?:\.kts)?)$/;

/** Directories of a service's own code, as images take them beside its manifest. */
const OWN_CODE = /^(?:\.\/)?(?:src|app|lib|cmd|internal|pkg|server)\/?$/;

function isLoneFile(path: string): boolean {
  const name = baseName(path);
  return /\w\.\w+$/.test(name) && !MANIFEST.test(name);
}

/** The nearest service that a path lies in, below a base. */
function serviceBelow(path: string | undefined, base: string, known: ReadonlySet<string>): string | undefined {
  const found = path === undefined ? undefined : nearest(path, known);
  return found !== undefined && pathBelow(base, found) !== undefined ? found : undefined;
}

/** Folders that hold how something is built, rather than what. */
const BUILD_FOLDER =
  /^(?:\.?docker(?:files?)?|builds?|\.?ci|deploy(?:ments?)?|containers?|images?|packag(?:e|ing)|infra(?:structure)?|ops|hack|etc|scripts?|src)$/i;

/** An image of a folder that is nobody's (a proxy, a cron job, a part without a manifest) holds nothing of a service at the root. */
function isImageAlone({ tool, join: { directory, dockerfile } }: DeploymentFacts): boolean {
  if (tool !== 'dockerfile' || directory === '.' || dockerfile === undefined) return false;
  return !BUILD_FOLDER.test(dockerfile.split('/')[0] ?? '');
}

/** A descriptor that builds what lies beside it means no service of that name in another part of the tree. */
function isInReach(named: string, home: string, context: string | undefined): boolean {
  if (context === undefined) return true;
  const shared = sharedPrefix(home, context);
  return sharedPrefix(named, home) >= shared;
}

/**
 * Whether a name or an image ends with the name of a service's directory, or begins with it and tells what it does:
 * `shop-cart`, `team/shop-web-cart-service:1` for `web-cart`, `cart-consumer`, not `cart-db`.
 */
function mentions(name: string | undefined, path: string): boolean {
  if (name === undefined) return false;
  const own = plainName(baseName(path));
  const words = imageName(name)
    .replace(/[-_.](?:service|svc|app)$/, '')
    .split(/[-_.]/);
  const last = words.at(-1) ?? '';
  return (
    words.some((_, at) => at > 0 && plainName(words.slice(at).join('')) === own) ||
    (PART.test(last) && plainName(words.slice(0, -1).join('')) === own)
  );
}

/** What a program of a service is called beside the service's own name. */
const PART = /^(?:api|backend|consumer|cron|frontend|job|producer|scheduler|server|web|worker)$/;

/** Whether the name of a service's directory begins with a name or an image: `web-api` for `web-api-secure`. */
function abbreviates(name: string | undefined, path: string): boolean {
  const words = wordsOf(name === undefined ? '' : imageName(name));
  const own = wordsOf(baseName(path));
  return words.length > 0 && words.length < own.length && words.every((word, index) => word === own[index]);
}

function wordsOf(name: string): readonly string[] {
  return name
    .toLowerCase()
    .split(/[-_.]/)
    .flatMap((word) => word || []);
}

/** Whether a service's directory has one of the names, rather than its manifest alone. */
function isCalled(path: string, names: readonly (string | undefined)[]): boolean {
  return names.some((name) => name !== undefined && plainName(imageName(name)) === plainName(baseName(path)));
}

/** The service whose directory is, or most closely encloses, `directory`. */
function nearest(directory: string, known: ReadonlySet<string>): string | undefined {
  for (let current = directory; ; current = directoryOf(current)) {
    if (known.has(current)) return current;
    if (current === '.') return undefined;
  }
}

/** Of several services of one name, the one that shares the longest path with the descriptor; none when two are as close. */
function closestByName(name: string, home: string, byName: ReadonlyMap<string, readonly string[]>): string | undefined {
  const candidates = byName.get(plainName(name)) ?? [];
  if (candidates.length < 2) return candidates[0];
  const scored = candidates.map((path) => ({ path, score: sharedPrefix(path, home) })).sort((a, b) => b.score - a.score);
  const [first, second] = scored;
  return first !== undefined && first.score > (second?.score ?? -1) ? first.path : undefined;
}

function sharedPrefix(a: string, b: string): number {
  const left = segmentsOf(a);
  const right = segmentsOf(b);
  let shared = 0;
  while (shared < left.length && left[shared] === right[shared]) shared++;
  return shared;
}

function segmentsOf(path: string): readonly string[] {
  return path === '.' ? [] : path.split('/');
}
