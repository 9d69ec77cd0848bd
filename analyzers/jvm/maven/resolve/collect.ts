/**
 * The dependency graph before mediation, as maven-resolver's collector builds it: management from the root for
 * everything below the direct dependencies, exclusions per path, all versions of a range. Equal subtrees are shared.
 */
import { append } from '../../../../src/model/index.ts';
import { type Exclusion, isTrue, type PomDependency, type PomRepository } from '../model/pom.ts';
import { contains, type Interval, parseConstraint } from '../versions/range.ts';
import type { Descriptor, Descriptors } from './descriptor.ts';

export interface Artifact {
  readonly groupId: string;
  readonly artifactId: string;
  readonly version: string;
  /** What LATEST or RELEASE stands for: mediation goes by the word. */
  readonly actual?: string;
  readonly type: string;
  readonly extension: string;
  readonly classifier: string;
}

/** The version that was asked for, or of a range or SNAPSHOT the one that it came to. */
export function versionOf({ version, actual }: Artifact): string {
  return actual ?? version;
}

/** A node and its children are changed by mediation; everything else is fixed. */
export interface Node {
  readonly artifact: Artifact;
  readonly conflictKey: string;
  scope: string;
  optional: boolean;
  readonly managedScope: boolean;
  readonly managedOptional: boolean;
  /** Version before management, where management changed it. */
  readonly premanaged?: string;
  readonly range?: readonly Interval[];
  /** Conflict keys of the artifacts that relocations led here from. */
  readonly relocatedFrom?: readonly string[];
  /** Set by mediation on what stays of a loser, which has no children. */
  readonly winner?: Node;
  children: Node[];
}

export interface Root {
  readonly dependencies: readonly PomDependency[];
  readonly managed: readonly PomDependency[];
  readonly repositories: readonly PomRepository[];
}

/** Type → file extension and the classifier that the type implies. Reference: Maven's artifact handlers. */
const TYPES = new Map<string, readonly [extension: string, classifier: string]>([
  ['test-jar', ['jar', 'tests']],
  ['ejb-client', ['jar', 'client']],
  ['java-source', ['jar', 'sources']],
  ['javadoc', ['jar', 'javadoc']],
  ['maven-plugin', ['jar', '']],
  ['ejb', ['jar', '']],
  // Maven 4's, by the path that each is put on.
  ...['classpath-jar', 'modular-jar', 'processor', 'classpath-processor', 'modular-processor'].map(
    (type) => [type, ['jar', '']] as const,
  ),
]);
/** Scopes of what an artifact does not bring along; the last four are Maven 4's. */
const NOT_BROUGHT: ReadonlySet<string> = new Set(['test', 'provided', 'compile-only', 'none', 'test-only', 'test-runtime']);

/** Archives that carry their dependencies inside. */
const FAT = new Set(['war', 'ear', 'rar', 'par', 'ejb3']);

interface Managed {
  readonly version?: string;
  readonly scope?: string;
  readonly optional?: boolean;
  readonly exclusions: readonly Exclusion[];
}

function artifactOf(dependency: PomDependency, version: string): Artifact {
  const [extension, implied] = TYPES.get(dependency.type) ?? [dependency.type, ''];
  return {
    groupId: dependency.groupId ?? '',
    artifactId: dependency.artifactId ?? '',
    version,
    type: dependency.type,
    extension,
    classifier: dependency.classifier === undefined || dependency.classifier === '' ? implied : dependency.classifier,
  };
}

function keyOf({ groupId, artifactId, extension, classifier }: Artifact): string {
  return `${groupId}:${artifactId}:${extension}${classifier === '' ? '' : `:${classifier}`}`;
}

/**
 * Types that have one file extension share a key here, as in maven-resolver's ClassicDependencyManager: of each attribute
 * the first word counts, and exclusions add up.
 */
function managementOf(managed: readonly PomDependency[]): ReadonlyMap<string, Managed> {
  const map = new Map<string, Managed>();
  for (const one of managed) {
    const key = keyOf(artifactOf(one, ''));
    const before = map.get(key);
    map.set(key, {
      ...(one.version === undefined || one.version === '' ? {} : { version: one.version }),
      ...(one.scope === undefined || one.scope === '' ? {} : { scope: one.scope }),
      ...(one.optional === undefined || one.optional === '' ? {} : { optional: isTrue(one.optional) }),
      ...before,
      exclusions: before === undefined ? one.exclusions : [...before.exclusions, ...one.exclusions],
    });
  }
  return map;
}

function excludes(exclusions: readonly Exclusion[], { groupId, artifactId }: Artifact): boolean {
  return exclusions.some(
    (one) => (one.groupId === '*' || one.groupId === groupId) && (one.artifactId === '*' || one.artifactId === artifactId),
  );
}

interface Path {
  readonly depth: number;
  readonly exclusions: readonly Exclusion[];
  readonly exclusionKey: string;
  readonly repositories: readonly PomRepository[];
  /** Nodes from the root's children down to here. */
  readonly nodes: readonly Node[];
}

interface Relocated {
  /** Conflict keys of the artifacts that led here. */
  readonly from: readonly string[];
  /** The same artifact in another version: management has had its say. */
  readonly inPlace: boolean;
  readonly artifact: Artifact;
}

/** A dependency under the root's management. */
interface Line {
  readonly scope: string;
  readonly optional: boolean;
  readonly dependency: PomDependency;
  readonly managed: Managed | undefined;
  readonly version: string;
  readonly exclusions: readonly Exclusion[];
}

/** One version of a dependency as a node, without what lies below it. */
function nodeOf(
  { dependency, managed, scope, optional }: Line,
  original: Artifact,
  descriptor: Descriptor | undefined,
  { range, relocated }: { readonly range: readonly Interval[] | undefined; readonly relocated: Relocated | undefined },
): Node {
  const { coordinates, actual } = descriptor ?? {};
  const artifact: Artifact = { ...original, ...coordinates, ...(actual === undefined ? {} : { actual }) };
  const premanaged = managed?.version === undefined || managed.version === dependency.version ? undefined : dependency.version;
  return {
    artifact,
    conflictKey: keyOf(artifact),
    scope,
    optional,
    managedScope: managed?.scope !== undefined,
    managedOptional: managed?.optional !== undefined,
    ...(premanaged === undefined ? {} : { premanaged }),
    ...(range === undefined ? {} : { range }),
    ...(relocated === undefined ? {} : { relocatedFrom: relocated.from }),
    children: [],
  };
}

/** A relocation that leads back to itself ends here; Maven runs out of stack. */
function isSame(one: Artifact | undefined, other: Artifact): boolean {
  return one?.groupId === other.groupId && one.artifactId === other.artifactId && one.version === other.version;
}

/** A range that no version lies in; `key` is the artifact's. */
export class RangeFailure extends Error {
  readonly key: string;
  constructor(key: string, message: string) {
    super(message);
    this.key = key;
  }
}

/** A POM says what it is only together with another that nobody has. */
export class UnreadFailure extends Error {}

/** Collects below one root. Rejects with RangeFailure where a range matches no version, with UnreadFailure where Maven gives up. */
export async function collect(root: Root, descriptors: Descriptors): Promise<Node> {
  const collector = new Collector(descriptors, managementOf(root.managed));
  const path: Path = { depth: 0, exclusions: [], exclusionKey: '', repositories: root.repositories, nodes: [] };
  const children = await collector.children(root.dependencies, path);
  const artifact = { groupId: '', artifactId: '', version: '', type: 'pom', extension: 'pom', classifier: '' };
  return { artifact, conflictKey: '', scope: '', optional: false, managedScope: false, managedOptional: false, children };
}

class Collector {
  readonly #descriptors: Descriptors;
  readonly #management: ReadonlyMap<string, Managed>;
  readonly #shared = new Map<string, Node[]>();

  constructor(descriptors: Descriptors, management: ReadonlyMap<string, Managed>) {
    this.#descriptors = descriptors;
    this.#management = management;
  }

  async children(dependencies: readonly PomDependency[], path: Path): Promise<Node[]> {
    // Ask for everything at once; build in order.
    const admitted = dependencies.filter((one) => this.#admits(one, path));
    await Promise.all(admitted.map((one) => this.#prefetch(one, path)));
    const nodes: Node[] = [];
    for (const one of admitted) await this.#add(one, path, nodes);
    return nodes;
  }

  #admits(dependency: PomDependency, { depth, exclusions }: Path): boolean {
    if (depth >= 1 && NOT_BROUGHT.has(dependency.scope ?? '')) return false;
    if (depth >= 1 && isTrue(dependency.optional)) return false;
    return !excludes(exclusions, artifactOf(dependency, ''));
  }

  #managed(dependency: PomDependency, depth: number): Managed | undefined {
    const managed = this.#management.get(keyOf(artifactOf(dependency, '')));
    return depth >= 1 || managed === undefined ? managed : { exclusions: managed.exclusions };
  }

  async #prefetch(dependency: PomDependency, path: Path): Promise<void> {
    const version = this.#managed(dependency, path.depth)?.version ?? dependency.version ?? '';
    if (parseConstraint(version).kind !== 'soft' || dependency.scope === 'system') return;
    const { groupId = '', artifactId = '' } = dependency;
    await this.#descriptors.read({ groupId, artifactId, version }, path.repositories);
  }

  async #versions(
    dependency: PomDependency,
    text: string,
    path: Path,
  ): Promise<{ readonly versions: readonly string[]; readonly range?: readonly Interval[] }> {
    const { groupId = '', artifactId = '' } = dependency;
    const constraint = parseConstraint(text);
    if (constraint.kind === 'soft') return { versions: [text] };
    if (constraint.kind === 'invalid') throw new RangeFailure(`${groupId}:${artifactId}`, constraint.problem);
    const all = await this.#descriptors.repositories.versions(groupId, artifactId, path.repositories);
    const versions = all.filter((one) => contains(constraint.intervals, one));
    if (versions.length === 0)
      throw new RangeFailure(`${groupId}:${artifactId}`, `no versions available for ${groupId}:${artifactId} within ${text}`);
    return { versions, range: constraint.intervals };
  }

  async #add(dependency: PomDependency, path: Path, nodes: Node[], relocated?: Relocated): Promise<void> {
    const line = this.#asManaged(dependency, path, relocated);
    const { versions, range } = await this.#versions(dependency, line.version, path);
    for (const version of versions) {
      const original = artifactOf(dependency, version);
      const descriptor = line.scope === 'system' ? undefined : await this.#described(original, path);
      const node = nodeOf(line, original, descriptor, { range, relocated });
      const cycle = path.nodes.findLast((one) => one.conflictKey === node.conflictKey);
      if (cycle !== undefined) {
        node.children = cycle.children;
        nodes.push(node);
        continue;
      }
      if (descriptor !== undefined && descriptor.relocated.length > 0 && !isSame(relocated?.artifact, node.artifact)) {
        await this.#relocate(line, original, { descriptor, artifact: node.artifact }, path, nodes);
        return;
      }
      nodes.push(node);
      if (descriptor === undefined || FAT.has(node.artifact.extension) || descriptor.dependencies.length === 0) continue;
      await this.#recurse(node, descriptor, line.exclusions, path);
    }
  }

  /** A dependency as the root's management has it. */
  #asManaged(dependency: PomDependency, { depth }: Path, relocated: Relocated | undefined): Line {
    const managed = this.#managed(dependency, depth);
    const own = dependency.scope === undefined || dependency.scope === '' ? 'compile' : dependency.scope;
    return {
      dependency,
      managed,
      version: (relocated?.inPlace === true ? undefined : managed?.version) ?? dependency.version ?? '',
      scope: managed?.scope ?? own,
      optional: managed?.optional ?? isTrue(dependency.optional),
      exclusions: managed === undefined ? dependency.exclusions : [...dependency.exclusions, ...managed.exclusions],
    };
  }

  /** What its POM says that it is now called stands in its place. */
  async #relocate(
    { dependency, scope, optional, exclusions }: Line,
    original: Artifact,
    { descriptor, artifact }: { readonly descriptor: Descriptor; readonly artifact: Artifact },
    path: Path,
    nodes: Node[],
  ): Promise<void> {
    const target: PomDependency = { ...dependency, ...descriptor.coordinates, scope, optional: `${optional}`, exclusions };
    const from = descriptor.relocated.map((one) => keyOf({ ...original, ...one }));
    const inPlace = artifact.groupId === original.groupId && artifact.artifactId === original.artifactId;
    if (this.#admits(target, path)) await this.#add(target, path, nodes, { from, inPlace, artifact });
  }

  async #described({ groupId, artifactId, version }: Artifact, { repositories }: Path): Promise<Descriptor> {
    const descriptor = await this.#descriptors.read({ groupId, artifactId, version }, repositories);
    if (descriptor.unread !== undefined) throw new UnreadFailure(descriptor.unread);
    return descriptor;
  }

  async #recurse(
    node: Node,
    { dependencies, repositories }: Descriptor,
    exclusions: readonly Exclusion[],
    path: Path,
  ): Promise<void> {
    const added = exclusions.filter(
      (one) => !path.exclusions.some(({ groupId, artifactId }) => groupId === one.groupId && artifactId === one.artifactId),
    );
    const all = added.length === 0 ? path.exclusions : [...path.exclusions, ...added];
    const exclusionKey =
      added.length === 0
        ? path.exclusionKey
        : [...new Set(all.map((one) => `${one.groupId}:${one.artifactId}`))].sort().join(' ');
    const key = `${node.conflictKey}:${node.artifact.type}:${node.artifact.version}|${exclusionKey}`;
    const shared = this.#shared.get(key);
    if (shared !== undefined) {
      node.children = shared;
      return;
    }
    this.#shared.set(key, node.children);
    const below: Path = {
      depth: path.depth + 1,
      exclusions: all,
      exclusionKey,
      repositories: repositories.length === 0 ? path.repositories : mergeRepositories(path.repositories, repositories),
      nodes: [...path.nodes, node],
    };
    append(node.children, await this.children(dependencies, below));
  }
}

function mergeRepositories(near: readonly PomRepository[], far: readonly PomRepository[]): readonly PomRepository[] {
  const added = far.filter(({ id }) => !near.some((one) => one.id === id));
  return added.length === 0 ? near : [...near, ...added];
}
