import {
  baseName,
  type DeploymentFacts,
  directoryOf,
  ECOSYSTEM_FACTS,
  type EcosystemId,
  isWithin,
  type JoinedDeployment,
  joinPath,
  pathBelow,
} from '../model/index.ts';
import { BUILD_FOLDER } from './image-names.ts';
import { closestByName, nearest, type Places, rootAround, sharedPrefix } from './places.ts';
import { directoryNames, looksLikeSample } from './samples.ts';
import { abbreviates, endsOf, imageName, isCalled, mentions, ownedName } from './service-names.ts';

/** Which service a descriptor belongs to, and by what that is known. */
export interface Match {
  readonly path: string;
  readonly joinedBy: JoinedDeployment['joinedBy'];
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

/** A descriptor and what lies around it. */
interface Question {
  readonly facts: DeploymentFacts;
  readonly places: Places;
  /** The directory that it lies in. */
  readonly home: string;
  /** The nearest service at or above its context, else its own directory; a repository's root is one. */
  readonly around: string | undefined;
  /** The same, unless it is the root: a root may hold what is nobody's. */
  readonly within: string | undefined;
  /** What the commands of its image build, where no context of its own says whose it is. */
  readonly built: string | undefined;
  /** Whether no service's own directory is its context. */
  readonly isOpen: boolean;
  /** A copy of a descriptor (for tests, to be shipped) builds what lies beside the original only. */
  readonly isAbsent: boolean;
}

function questionOf(facts: DeploymentFacts, places: Places): Question {
  const { known, descriptors, roots } = places;
  const { directory, dockerfile } = facts.join;
  const home = directoryOf(facts.descriptor.path);
  const around = nearest(directory ?? home, known);
  const within = isRoots(around, roots) ? undefined : around;
  const isOpen =
    directory === undefined || roots.has(directory) || directory === home || isRoots(nearest(directory, known), roots);
  return {
    ...{ facts, places, home, around, within, isOpen },
    built: isOpen ? builtService(facts, places) : undefined,
    isAbsent: dockerfile !== undefined && !descriptors.has(dockerfile) && within !== undefined,
  };
}

/** What a rule says: whose the descriptor is, that it is nobody's here, or nothing, and the next one is asked. */
type Answer = Match | 'nobody' | undefined;

/** The first that says anything counts. */
const RULES: readonly ((question: Question) => Answer)[] = [
  (question) => (question.isOpen && isOfSample(question) ? 'nobody' : undefined),
  ({ facts, built, places }) =>
    built !== undefined && !places.roots.has(built) && built === facts.join.directory
      ? undefined
      : matched(built, 'build-context'),
  (question) => (question.places.roots.has(question.facts.join.directory ?? '') ? undefined : ownContext(question)),
  byDockerfile,
  byFiles,
  byName,
  // Within a service's own directory it may go by a longer name: `shop-cart` for `cart`.
  ({ facts: { join }, within }) =>
    within !== undefined && [join.name, join.image].some((one) => mentions(one, within)) ? matched(within, 'path') : undefined,
  byFolder,
  byImage,
  ({ facts: { join }, around }) => (SCAFFOLDED.test(join.image ?? '') ? matched(around, 'path') : undefined),
  // An image of another name is another service's, unless there is only one, and no image is called after that.
  ({ facts: { join, descriptor }, places }) =>
    join.image !== undefined &&
    join.directory === undefined &&
    (!isAlone(descriptor.path, places) || places.naming.has(descriptor.path))
      ? 'nobody'
      : undefined,
  ownContext,
  // What lies in a bucket is known by its name alone, unless there is only one service that could have been put there.
  ({ facts, places, around }) =>
    isUploaded(facts) && !(isAlone(facts.descriptor.path, places) && runsThere(facts, around, places)) ? 'nobody' : undefined,
  ({ facts, places, around }) => (around === undefined ? (belowContext(facts, places) ?? 'nobody') : undefined),
  ({ isAbsent }) => (isAbsent ? 'nobody' : undefined),
  byRoot,
  ({ around }) => matched(around, 'path'),
];

function findService(facts: DeploymentFacts, places: Places): Match | undefined {
  const question = questionOf(facts, places);
  for (const rule of RULES) {
    const answer = rule(question);
    if (answer !== undefined) return answer === 'nobody' ? undefined : answer;
  }
  return undefined;
}

/** Whether the service around, if any, is a repository's root: that speaks for no folder in particular. */
function isRoots(service: string | undefined, roots: ReadonlySet<string>): boolean {
  return service === undefined || roots.has(service);
}

/** A function whose code a template takes from a bucket. */
function isUploaded({ tool, join }: DeploymentFacts): boolean {
  return (tool === 'sam' || tool === 'cloudformation') && join.directory === undefined && join.dockerfile === undefined;
}

/** Whether a function's runtime, where its template tells, is one of the service's. */
function runsThere({ demands }: DeploymentFacts, service: string | undefined, places: Places): boolean {
  const runtimes = new Set(demands.flatMap(({ realm, key }) => (realm === 'runtime' ? [key] : [])));
  return service !== undefined && (runtimes.size === 0 || kindsIn(service, places).some((kind) => canRun(kind, runtimes)));
}

/** Whether there is one service in the repository that a path lies in. */
function isAlone(path: string, { loneRoots, roots }: Places): boolean {
  return loneRoots.has(rootAround(path, roots));
}

/** The top folder of the repository holds how things are built. */
function isInBuildFolder(path: string, roots: ReadonlySet<string>): boolean {
  return BUILD_FOLDER.test((pathBelow(rootAround(path, roots), path) ?? '').split('/')[0] ?? '');
}

function matched(path: string | undefined, joinedBy: Match['joinedBy']): Match | undefined {
  return path === undefined ? undefined : { path, joinedBy };
}

/** Whether an image installs what a sample or the documentation says and nothing else, whatever it takes of services beside that. */
function isOfSample({ facts: { join }, places }: Question): boolean {
  if (join.dockerfile === undefined) return false;
  const taken = join.copies ?? places.copies.get(join.dockerfile) ?? [];
  const installed = taken.filter((path) => MANIFEST.test(baseName(path)));
  return installed.length > 0 && installed.every((path) => isSampleHome(directoryOf(path.replace(/^(?:\.\/)+/, ''))));
}

/** The service whose directory is the build context, unless the Dockerfile lies in one below it: that is a workspace's member. */
function ownContext({ facts: { join }, places: { known }, home }: Question): Match | undefined {
  const { directory, dockerfile } = join;
  if (directory === undefined || !known.has(directory)) return undefined;
  const lies = dockerfile === undefined ? undefined : nearest(directoryOf(dockerfile), known);
  if (lies !== undefined && lies !== directory && isWithin(lies, directory)) return { path: lies, joinedBy: 'build-context' };
  return { path: directory, joinedBy: directory === home ? 'directory' : 'build-context' };
}

/** The service that the Dockerfile lies in. */
function byDockerfile({ facts: { join }, places: { known, roots }, isAbsent }: Question): Match | undefined {
  const lies = join.dockerfile === undefined || isAbsent ? undefined : nearest(directoryOf(join.dockerfile), known);
  return isRoots(lies, roots) ? undefined : matched(lies, 'build-context');
}

/** The one service whose files the image takes; a context that is the root's says nothing of what it takes from there. */
function byFiles({ facts, places, around, within, built }: Question): Match | undefined {
  const isOwnContext = within !== undefined && within === facts.join.directory;
  return isOwnContext || built !== undefined ? undefined : matched(copiedService(facts, around, places), 'build-context');
}

/** The service of that name, or the one around, which has a longer one. */
function byName({ facts, places, around, within }: Question): Match | undefined {
  const named = namedService(facts, around, places.byName);
  if (named === undefined || takesNamesake(facts, named, places)) return undefined;
  const names = [facts.join.name, facts.join.image];
  if (!isCalled(named, names) && lacksRuntime(facts, named, places)) return undefined;
  const isOwn = within !== undefined && names.some((one) => abbreviates(one, within));
  return isOwn && !isWithin(named, within) && !isCalled(named, names)
    ? { path: within, joinedBy: 'path' }
    : { path: named, joinedBy: 'name' };
}

/** Whether an image takes a directory of the service's name that is another one: `COPY stripe/hooks` beside `paypal/hooks`. */
function takesNamesake({ join }: DeploymentFacts, service: string, places: Places): boolean {
  const taken = join.copies ?? places.copies.get(join.dockerfile ?? '') ?? [];
  const called = taken.flatMap((path) => {
    const at = joinPath('.', path);
    return at === undefined || baseName(at) !== baseName(service) ? [] : [at];
  });
  return called.length > 0 && called.every((path) => !`/${service}`.endsWith(`/${path}`));
}

/** The one service of a folder that is nobody's own directory, by a name that is longer than the folder's: `shop-cart` beside `cart/src`. */
function byFolder({ facts: { join }, places, home, within }: Question): Match | undefined {
  const only = within === undefined ? places.alone.get(home) : undefined;
  return only !== undefined && [join.name, join.image].some((one) => mentions(one, home)) ? matched(only, 'path') : undefined;
}

/** The service whose build gives its image the name, or whose image is called so, where a registry or an owner leads that: alone it may be anybody's (`nginx`). */
function byImage({ facts: { join }, places, home }: Question): Match | undefined {
  if (join.image === undefined || join.directory !== undefined || join.dockerfile !== undefined) return undefined;
  const name = imageName(join.image);
  const found = join.image.includes('/') ? closestByName(name, home, places.byImage) : undefined;
  return matched(closestByName(name, home, places.made) ?? found, 'name');
}

/**
 * A root's image takes its manifest. A name that matches no service is somebody else's (a database, a gateway), unless its
 * directory lies within a service.
 */
function byRoot({ facts, places, around }: Question): Answer {
  if (around === undefined || !places.roots.has(around)) return undefined;
  const { name, dockerfile } = facts.join;
  const copies = dockerfile === undefined ? [] : (places.copies.get(dockerfile) ?? []);
  if (takesManifest(copies, around, places)) return { path: around, joinedBy: 'build-context' };
  return !isAlone(around, places) && (name !== undefined || isImageAlone(facts, places)) ? 'nobody' : undefined;
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
  known: Places['byName'],
): string | undefined {
  const home = directoryOf(descriptor.path);
  const meant = (one: string | undefined): string | undefined =>
    one === undefined ? undefined : closestByName(one, home, known);
  const byImage = image === undefined ? undefined : (meant(imageName(image)) ?? meant(ownedName(image)));
  const byName = meant(name);
  // An image may be called after the product, as the package of the product's command is: then a workload's name tells more.
  const isProduct = byName === undefined && byImage !== undefined && !isCalled(byImage, [image]);
  const byEnd = isProduct ? endsOf(name).flatMap((end) => meant(end) ?? [])[0] : undefined;
  const [named] = [byName, byEnd, byImage]
    .flatMap((one) => one ?? [])
    .sort((a, b) => sharedPrefix(b, home) - sharedPrefix(a, home));
  if (named === undefined || !isInReach(named, home, directory)) return undefined;
  // A service that lies elsewhere and has the name only by chance: its descriptor would not lie in another one's directory.
  const isChance = image !== undefined && named !== byImage && around !== undefined && !isWithin(named, around);
  return isChance ? undefined : named;
}

/**
 * The one service below `around`, or in the repository, whose files the image takes. A context that nobody states is the Dockerfile's own
 * directory or one above it: `ui/docker/Dockerfile` with `COPY web …` means `ui/web`.
 */
function copiedService(facts: DeploymentFacts, around: string | undefined, places: Places): string | undefined {
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
    if (isAround && telling.some((path) => isBesideDockerfile(joinPath(base, path), base, facts, places))) return undefined;
    const [only, ...others] = servicesTaken(facts, telling, base, places);
    if (others.length > 0) return undefined;
    // What serves the page is the image's program, whatever service has its name.
    if (only !== undefined) return isAround && runsAround(facts, copies, base, only, places) ? base : only;
    if (base === around || places.roots.has(base)) return undefined;
  }
}

/** The services below `base` whose files these are; programs, and what the image can run, before others. */
function servicesTaken(facts: DeploymentFacts, copies: readonly string[], base: string, places: Places): ReadonlySet<string> {
  const { known, libraries } = places;
  const taken = new Set(copies.flatMap((path) => serviceBelow(joinPath(base, path), base, known) ?? []));
  const programs = [...taken].filter((path) => !libraries.has(path));
  const found = programs.length === 1 ? new Set(programs) : taken;
  return found.size > 1 ? runAmong(facts, listedAmong(copies, base, known, found), places) : found;
}

/** Whether a path is of the directory of the Dockerfile, a part of the service around that has no manifest of its own. */
function isBesideDockerfile(
  path: string | undefined,
  around: string,
  { join: { dockerfile = '' } }: DeploymentFacts,
  { known, roots }: Places,
): boolean {
  const home = directoryOf(dockerfile);
  const isPart = home !== around && nearest(home, known) === around && !isInBuildFolder(home, roots);
  return isPart && path !== undefined && isWithin(path, home);
}

/**
 * Requirements that an image takes by their file are its program's; a directory that it takes as a whole beside them is a
 * project that it installs along with it.
 */
function listedAmong(
  copies: readonly string[],
  base: string,
  known: ReadonlySet<string>,
  found: ReadonlySet<string>,
): ReadonlySet<string> {
  const serviceOf = (path: string): string | undefined => serviceBelow(joinPath(base, path), base, known);
  const listed = new Set(copies.flatMap((path) => (LIST.test(path) ? (serviceOf(path) ?? []) : [])));
  const taken = new Set(copies.map((path) => joinPath(base, path)));
  return listed.size === 1 && [...found].every((one) => listed.has(one) || taken.has(one)) ? listed : found;
}

/** The one of several whose code the image has something to run with: a page that another stage builds goes into its program. */
function runAmong({ join }: DeploymentFacts, found: ReadonlySet<string>, places: Places): ReadonlySet<string> {
  const runtimes = places.runtimes.get(join.dockerfile ?? '');
  if (found.size < 2 || runtimes === undefined) return found;
  const running = [...found].filter((path) => kindsIn(path, places).some((kind) => canRun(kind, runtimes)));
  return running.length === 1 ? new Set(running) : found;
}

/** Whether an image runs programs, and none of the service's: called after a folder, it may be of another part of it. */
function lacksRuntime({ join }: DeploymentFacts, service: string, places: Places): boolean {
  const runtimes = places.runtimes.get(join.dockerfile ?? '');
  const kinds = kindsIn(service, places);
  return runtimes !== undefined && runtimes.size > 0 && kinds.length > 0 && !kinds.some((kind) => canRun(kind, runtimes));
}

/** Of the manifests of a directory. */
function kindsIn(path: string, { manifests }: Places): readonly EcosystemId[] {
  return [...(manifests.get(path)?.values() ?? [])];
}

function canRun(kind: EcosystemId, runtimes: ReadonlySet<string>): boolean {
  return kind === 'go' || runtimes.has(ECOSYSTEM_FACTS[kind].runtime ?? '');
}

/** A list of requirements, as images name it. */
const LIST = /(?:^|\/)requirements[\w.-]*\.txt$/;

/** Whose program a binary is: a package that an interpreter runs is called alike by chance, or is its client. */
function compiledService(binary: string | undefined, home: string, places: Places): readonly string[] {
  const isCompiled = (path: string): boolean =>
    kindsIn(path, places).some((kind) => ECOSYSTEM_FACTS[kind].buildsBinaries === true);
  const path = binary === undefined ? undefined : closestByName(binary, home, places.byName, isCompiled);
  return path === undefined ? [] : [path];
}

/**
 * The one service that the commands of an image build. What lies within the service around the Dockerfile is a tool of
 * that one, and a root's program counts where the Dockerfile would be another service's by its place: elsewhere name and
 * place tell more, as a root has many programs.
 */
function builtService(facts: DeploymentFacts, places: Places): string | undefined {
  const {
    tool,
    join: { dockerfile, builds },
  } = facts;
  const ways = places.builds.get(dockerfile ?? '') ?? [];
  const parts = tool === 'dockerfile' && ways.length === 0 ? undefined : (builds ?? (ways.length === 1 ? ways[0] : undefined));
  if (dockerfile === undefined || parts === undefined) return undefined;
  const { known, byName, libraries, roots } = places;
  const home = directoryOf(dockerfile);
  const found = new Set([
    ...parts.directories.flatMap((path) => nearest(path, known) ?? []),
    ...parts.names.flatMap((name) => closestByName(name, home, byName) ?? []),
    ...compiledService(parts.binary, home, places),
  ]);
  const [only, ...others] = [...found].filter((path) => !libraries.has(path));
  if (only === undefined || others.length > 0) return undefined;
  const around = nearest(home, known);
  // That all of it is built where it is the root's says little; that a program of the root's is, says whose the image is.
  if (around === undefined || roots.has(around))
    return only === around && !buildsProgramOf(only, parts, known) ? undefined : only;
  if (only === around) return only;
  return isWithin(only, around) || takesCodeOf(around, facts, places) ? undefined : only;
}

/**
 * Whether an image takes more than lone files of a service that is not its whole context: what is built beside them goes
 * into that one's program. A context that is the Dockerfile's own directory is as good as none stated.
 */
function takesCodeOf(service: string, { join }: DeploymentFacts, places: Places): boolean {
  const { directory, dockerfile = '', copies = places.copies.get(dockerfile) ?? [] } = join;
  const context =
    directory === undefined || directory === directoryOf(dockerfile) ? rootAround(dockerfile, places.roots) : directory;
  return copies.some((path) => !isLoneFile(path) && isBelow(joinPath(context, path), service));
}

function isBelow(path: string | undefined, service: string): boolean {
  return path !== undefined && path !== service && isWithin(path, service);
}

/** Whether a part of the service is built that has a directory of its own: `./cmd/api`. */
function buildsProgramOf(
  service: string,
  { directories, programs = [] }: NonNullable<DeploymentFacts['join']['builds']>,
  known: ReadonlySet<string>,
): boolean {
  return [...directories, ...programs].some((path) => path !== service && nearest(path, known) === service);
}

/**
 * Whether an image that takes a manifest of the service around and files of one below it, written in another language, has
 * only what the former runs with: it hands out the page that the latter is.
 */
function runsAround(facts: DeploymentFacts, copies: readonly string[], base: string, below: string, places: Places): boolean {
  const runtimes = places.runtimes.get(facts.join.dockerfile ?? '');
  if (runtimes === undefined) return false;
  const taken = new Set(copies.map((path) => joinPath(base, path)));
  const inside = kindsIn(below, places);
  const around = [...(places.manifests.get(base) ?? [])].flatMap(([path, kind]) =>
    taken.has(path) && !inside.includes(kind) ? [kind] : [],
  );
  const isRun = (kind: EcosystemId): boolean => canRun(kind, runtimes);
  return around.some(isRun) && !inside.some(isRun);
}

/** Whether an image takes a manifest of the service in a directory from there. */
function takesManifest(copies: readonly string[], directory: string, { known, manifests }: Places): boolean {
  const isThere = (path: string): boolean => manifests.get(directory)?.has(path) === true;
  return known.has(directory) && copies.some((path) => isThere(joinPath(directory, path) ?? ''));
}

/** Manifests as build files name them: `package*.json`. */
const MANIFEST =
  /^(?:\.\/)?(?:package[*.\w-]*(?:\.json|\*)|pyproject\.toml|setup\.py|Pipfile|requirements[\w-]*\.txt|go\.mod|pom\.xml|build\.gradle(?:\.kts)?)$/;

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

/** An image of a folder that is nobody's (a proxy, a cron job, a part without a manifest) holds nothing of a service at the root. */
function isImageAlone({ tool, join: { directory = '', dockerfile } }: DeploymentFacts, { roots }: Places): boolean {
  if (tool !== 'dockerfile' || roots.has(directory) || dockerfile === undefined) return false;
  return !isInBuildFolder(dockerfile, roots);
}

/** A descriptor that builds what lies beside it means no service of that name in another part of the tree. */
function isInReach(named: string, home: string, context: string | undefined): boolean {
  if (context === undefined) return true;
  const shared = sharedPrefix(home, context);
  return sharedPrefix(named, home) >= shared;
}
