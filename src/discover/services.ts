import {
  addTo,
  baseName,
  byText,
  type DeploymentFacts,
  type Diagnostic,
  directoryOf,
  type EcosystemId,
  isWithin,
  type JoinedDeployment,
  joinPath,
  type RuntimeName,
  type Service,
  type ServiceId,
  type Unit,
} from '../model/index.ts';
import { deviceNote, isForDevices } from './devices.ts';
import { composeProjects, portsAsRun } from './joined-ports.ts';
import { looksLikeSample } from './samples.ts';

export interface Grouping {
  readonly services: readonly Service[];
  /** Directories left out because they look like sample or test material. */
  readonly leftOut: readonly string[];
  /** Descriptors that belong to no service here (infrastructure, other repositories). */
  readonly unjoined: readonly DeploymentFacts[];
  /** What was left out for another reason, and why. */
  readonly diagnostics: readonly Diagnostic[];
}

export interface GroupingOptions {
  /** Names from config by path. */
  readonly names: ReadonlyMap<string, string>;
  /** Paths that config lists as services: they count whatever they look like. */
  readonly declared: ReadonlySet<string>;
  readonly includeSamples: boolean;
}

/**
 * Units by directory become services: a directory with package.json and requirements.txt is one service.
 * Aggregators are structure and no service; sample material is left out unless there is nothing else.
 */
export function groupServices(
  units: readonly Unit[],
  deployments: readonly DeploymentFacts[],
  options: GroupingOptions,
): Grouping {
  const byPath = new Map<string, Unit[]>();
  for (const unit of units) {
    if (unit.role === 'aggregator') continue;
    addTo(byPath, unit.path, unit);
  }
  const paths = [...byPath.keys()].sort(byText);
  const isSample = (path: string): boolean =>
    !options.declared.has(path) && (looksLikeSample(path) || (byPath.get(path) ?? []).every((unit) => unit.role === 'example'));
  const real = paths.filter((path) => !isSample(path));
  const keepAll = options.includeSamples || real.length === 0;
  const chosen = keepAll ? paths : real;
  const ids = new Map(chosen.map((path) => [path, options.names.get(path) ?? path]));
  const { joined, unjoined } = joinDeployments(inReadingOrder(deployments), chosen, byPath);
  const forDevices = chosen.filter(
    (path) => !options.declared.has(path) && isForDevices(byPath.get(path) ?? [], joined.get(path) ?? []),
  );
  const hosted = chosen.filter((path) => !forDevices.includes(path));
  const services = hosted.map((path): Service => {
    const own = byPath.get(path) ?? [];
    const ecosystems = [...new Set(own.map((unit): EcosystemId => unit.ecosystem))];
    const id = ids.get(path) ?? path;
    return {
      id,
      path,
      ecosystems,
      units: own.map((unit) => withService(unit, id)),
      deployments: (joined.get(path) ?? []).map((one) => ownDemands(one, id)),
    };
  });
  const diagnostics = deviceNote(forDevices, byPath);
  return { services, leftOut: keepAll ? [] : paths.filter(isSample), unjoined, diagnostics };
}

const READ_FIRST: readonly (readonly DeploymentFacts['tool'][])[] = [
  ['dockerfile'],
  ['compose'],
  ['procfile', 'version-file', 'other'],
];

/** What builds an image, what runs it here, then the rest, each by directory: the same wherever the facts come from. */
function inReadingOrder(deployments: readonly DeploymentFacts[]): readonly DeploymentFacts[] {
  const rank = ({ tool }: DeploymentFacts): number => {
    const at = READ_FIRST.findIndex((tools) => tools.includes(tool));
    return at < 0 ? READ_FIRST.length : at;
  };
  const home = ({ descriptor }: DeploymentFacts): string => directoryOf(descriptor.path);
  return [...deployments].sort((a, b) => rank(a) - rank(b) || byText(home(a), home(b)));
}

function withService(unit: Unit, id: ServiceId): Unit {
  if (unit.demands.every((demand) => demand.service === id)) return unit;
  return { ...unit, demands: unit.demands.map((demand) => ({ ...demand, service: id })) };
}

function ownDemands(joined: JoinedDeployment, id: ServiceId): JoinedDeployment {
  const demands = joined.facts.demands.map((demand) => ({ ...demand, service: id }));
  return { ...joined, facts: { ...joined.facts, demands } };
}

interface Joins {
  readonly joined: ReadonlyMap<string, readonly JoinedDeployment[]>;
  readonly unjoined: readonly DeploymentFacts[];
}

function joinDeployments(
  deployments: readonly DeploymentFacts[],
  paths: readonly string[],
  units: ReadonlyMap<string, readonly Unit[]>,
): Joins {
  const places: Places = {
    known: new Set(paths),
    byName: namesOf(paths, units, ownImages(deployments)),
    descriptors: new Set(deployments.map(({ descriptor }) => descriptor.path)),
    copies: new Map(deployments.map(({ descriptor, join }) => [descriptor.path, join.copies ?? []])),
  };
  const joined = new Map<string, JoinedDeployment[]>();
  const unjoined: DeploymentFacts[] = [];
  const versionFiles = byHome(deployments.filter(({ tool }) => tool === 'version-file'));
  for (const facts of deployments) {
    if (facts.tool === 'version-file') continue;
    const match = matchService(facts, places);
    if (match === undefined) unjoined.push(facts);
    else addTo(joined, match.path, { facts, joinedBy: match.joinedBy });
  }
  const projects = composeProjects(joined);
  return {
    joined: new Map(
      paths.map((path) => [
        path,
        [...portsAsRun(joined.get(path) ?? [], projects), ...chosenVersions(path, versionFiles, units.get(path) ?? [])],
      ]),
    ),
    unjoined,
  };
}

const RUNTIME_OF: Readonly<Record<EcosystemId, RuntimeName>> = { python: 'python', npm: 'node', jvm: 'jdk', go: 'go' };

/** A version file holds for everything below it that runs on that runtime, unless a nearer one chooses. */
function chosenVersions(path: string, filesOf: FilesByHome, units: readonly Unit[]): readonly JoinedDeployment[] {
  const open = new Set(units.map(({ ecosystem }): string => RUNTIME_OF[ecosystem]));
  const chosen: { readonly position: number; readonly joined: JoinedDeployment }[] = [];
  for (let home = path; open.size > 0; home = directoryOf(home)) {
    const decided = new Set<string>();
    for (const { position, facts } of filesOf.get(home) ?? []) {
      const demands = facts.demands.filter(({ key }) => open.has(key));
      if (demands.length === 0) continue;
      for (const { key } of demands) decided.add(key);
      chosen.push({ position, joined: { facts: { ...facts, demands }, joinedBy: home === path ? 'directory' : 'path' } });
    }
    for (const key of decided) open.delete(key);
    if (home === '.') break;
  }
  return chosen.sort((a, b) => a.position - b.position).map(({ joined }) => joined);
}

type FilesByHome = ReadonlyMap<string, readonly { readonly position: number; readonly facts: DeploymentFacts }[]>;

function byHome(files: readonly DeploymentFacts[]): FilesByHome {
  const homes = new Map<string, { readonly position: number; readonly facts: DeploymentFacts }[]>();
  for (const [position, facts] of files.entries()) {
    const home = directoryOf(facts.descriptor.path);
    addTo(homes, home, { position, facts });
  }
  return homes;
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
  for (const path of paths) {
    const own = (units.get(path) ?? []).flatMap((unit) => (unit.name === undefined ? [] : [unit.name]));
    for (const name of new Set([baseName(path), ...own].map(plainName))) addTo(byName, name, path);
  }
  const byFolder = new Map<string, string[]>();
  for (const path of paths) {
    if ((units.get(path) ?? []).every(({ role }) => role === 'library')) continue;
    for (let folder = directoryOf(path); folder !== '.'; folder = directoryOf(folder)) addTo(byFolder, folder, path);
  }
  const named = new Set(byName.keys());
  for (const [folder, [only, ...others]] of byFolder) {
    const name = plainName(baseName(folder));
    if (only === undefined || others.length > 0 || named.has(name)) continue;
    if (!imagesIn(folder).some((image) => takesOthers(image, folder, only))) addTo(byName, name, only);
  }
  return byName;
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

/** `@scope/Cart-Service`, `group:cart_service` and `cartservice` are one name to a human. */
function plainName(name: string): string {
  return (name.split(/[/:]/).at(-1) ?? name)
    .toLowerCase()
    .replaceAll(/[-_.]/g, '')
    .replace(/(service|svc|app)$/, '');
}

/** `registry.example.org/team/cart:1.2` → `cart`. */
function imageName(image: string): string {
  return baseName(image).split(/[:@]/, 1)[0] ?? '';
}

interface Match {
  readonly path: string;
  readonly joinedBy: JoinedDeployment['joinedBy'];
}

/** What there is for descriptors to mean. */
interface Places {
  /** Directories of services. */
  readonly known: ReadonlySet<string>;
  readonly byName: ReadonlyMap<string, readonly string[]>;
  readonly descriptors: ReadonlySet<string>;
  /** What images take from their build contexts, by their Dockerfiles. */
  readonly copies: ReadonlyMap<string, readonly string[]>;
}

function matchService(facts: DeploymentFacts, places: Places): Match | undefined {
  const { directory, dockerfile, name, image } = facts.join;
  const home = directoryOf(facts.descriptor.path);
  const isForeign = directory === undefined && dockerfile === undefined && name === undefined && image === undefined;
  if (isForeign) return undefined;
  const match = findService(facts, places);
  // What is written for tests or as a sample says nothing of how the service itself is deployed.
  return match !== undefined && isSampleHome(home) && !isSampleHome(match.path) ? undefined : match;
}

/** Dot directories hold settings of deployment as well as of tools: only those for development are left out. */
function isSampleHome(path: string): boolean {
  return path
    .split('/')
    .some((segment) => looksLikeSample(segment) && !/^\.(?!devcontainer|github|gitlab|circleci|vscode)/.test(segment));
}

function findService(facts: DeploymentFacts, places: Places): Match | undefined {
  const { known, byName, descriptors } = places;
  const { directory, dockerfile, name, image } = facts.join;
  const home = directoryOf(facts.descriptor.path);
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
  const copied = around !== undefined && around === directory ? undefined : copiedService(facts, around ?? '.', places);
  if (copied !== undefined) return { path: copied, joinedBy: 'build-context' };
  const named = namedService(facts, around, byName);
  if (named !== undefined) return { path: named, joinedBy: 'name' };
  // Within a service's own directory it may go by a longer name: `shop-cart` for `cart`.
  if (around !== undefined && around !== '.' && [name, image].some((one) => mentions(one, around)))
    return { path: around, joinedBy: 'path' };
  // An image of another name is another service's, unless there is only one.
  if (image !== undefined && directory === undefined && known.size > 1) return undefined;
  if (directory !== undefined && known.has(directory))
    return { path: directory, joinedBy: directory === home ? 'directory' : 'build-context' };
  // A name that matches no service is somebody else's (a database, a gateway), unless its directory lies within a service.
  if (around === undefined || isAbsent) return undefined;
  if (around === '.' && known.size > 1 && (name !== undefined || isImageAlone(facts))) return undefined;
  return { path: around, joinedBy: 'path' };
}

/** The service that name or image mean; where they mean different ones, the one nearer to the descriptor. */
function namedService(
  { join: { directory, name, image }, descriptor }: DeploymentFacts,
  around: string | undefined,
  byName: Places['byName'],
): string | undefined {
  const home = directoryOf(descriptor.path);
  const meant = (one: string | undefined): string | undefined =>
    one === undefined ? undefined : closestByName(one, home, byName);
  const byImage = meant(image === undefined ? undefined : imageName(image));
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
function copiedService(
  { join: { directory, dockerfile }, descriptor }: DeploymentFacts,
  around: string,
  { known, copies: copiesOf }: Places,
): string | undefined {
  const copies = dockerfile === undefined ? undefined : copiesOf.get(dockerfile);
  if (copies === undefined) return undefined;
  for (let base = directory ?? directoryOf(descriptor.path); ; base = directoryOf(base)) {
    const found = new Set(copies.flatMap((path) => serviceBelow(joinPath(base, path), base, known) ?? []));
    const [only, ...others] = found;
    if (only !== undefined) return others.length === 0 ? only : undefined;
    if (base === around || base === '.') return undefined;
  }
}

/** The nearest service that a path lies in, below a base. */
function serviceBelow(path: string | undefined, base: string, known: ReadonlySet<string>): string | undefined {
  for (let current = path; current !== undefined && current !== base && current !== '.'; current = directoryOf(current))
    if (known.has(current)) return current;
  return undefined;
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

/** Whether a name or an image ends with the name of a service's directory: `shop-cart`, `team/shop-cart-service:1`, not `cart-db`. */
function mentions(name: string | undefined, path: string): boolean {
  const words =
    name === undefined
      ? []
      : imageName(name)
          .replace(/[-_.](?:service|svc|app)$/, '')
          .split(/[-_.]/);
  return words.length > 1 && plainName(words.at(-1) ?? '') === plainName(baseName(path));
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
