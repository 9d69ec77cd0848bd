/** What counts of a tree that npm's builder made. */
import type { ArboristEdge, ArboristNode } from '@npmcli/arborist';
import { addTo } from '../../../../src/model/index.ts';
import { compareVersions } from '../../notation/range.ts';
import type { PlatformNeeds } from '../../platforms.ts';

export interface TreeFacts {
  /** Versions by package name, sorted; an empty one for an optional package that could not be had, as npm keeps it. */
  readonly versions: ReadonlyMap<string, readonly string[]>;
  /** What lies at the root, by installed name. */
  readonly root: ReadonlyMap<string, string>;
  /** What each member's own lines lead to, and the root's under `ROOT_PLACE`, by the member's directory and installed name. */
  readonly members: ReadonlyMap<string, ReadonlyMap<string, string>>;
  /** Edges that npm leaves unsatisfied in a tree that it installs all the same. */
  readonly invalid: readonly InvalidEdge[];
  /** `engines.node` of every package that has to be there, by range: one example each. */
  readonly engines: ReadonlyMap<string, PackageVersion>;
  /** Packages that have to be there but do not run on some platform. */
  readonly platforms: readonly PlatformNeed[];
  /** Packages, links left out. */
  readonly count: number;
  /** Bytes unpacked of every copy beyond the first, by package name, as far as the registry says. */
  readonly extraBytes: ReadonlyMap<string, number>;
  /** Versions that a line of the root or of a member brings in, everything below it included: one for each copy, by name. */
  reachable(from: readonly string[], member?: string): ReadonlyMap<string, readonly string[]>;
  /** Packages that something which those lines bring states as a peer: it means the copy that its user has. */
  expected(from: readonly string[], member?: string): ReadonlySet<string>;
}

/** What npm installs for one service by itself. */
export interface OwnTree {
  readonly kind: 'own';
  readonly facts: TreeFacts;
  /** Its directory in the tree, of a member of a workspace; undefined where it is its own root. */
  readonly member: string | undefined;
  /** Packages left out because the registry could not be asked about them. */
  readonly unasked: readonly string[];
}

export interface InvalidEdge {
  readonly holder: string;
  readonly version: string;
  readonly name: string;
  readonly spec: string;
  readonly type: ArboristEdge['type'];
  readonly error: string;
  readonly found: string | undefined;
}

export interface PackageVersion {
  readonly name: string;
  readonly version: string;
}

export interface PlatformNeed extends PackageVersion, PlatformNeeds {}

/** The directory of a tree's root, among those of its members. */
export const ROOT_PLACE = '';

/** `members`: directories below the root that hold members; what is there for development alone may have to be left out. */
export function factsOf(tree: ArboristNode, members: readonly string[], omitsDevelopment: boolean): TreeFacts {
  const packages = [...tree.inventory.values()].filter(
    (node) => !node.isProjectRoot && !node.isLink && !node.isWorkspace && !(omitsDevelopment && node.dev),
  );
  const versions = new Map<string, Set<string>>();
  const engines = new Map<string, PackageVersion>();
  const extraBytes = new Map<string, number>();
  for (const node of packages) {
    const name = nameOf(node);
    const known = versions.get(name) ?? new Set<string>();
    versions.set(name, known);
    const { size, engines: needed } = node.package;
    if (known.size > 0 && typeof size === 'number') extraBytes.set(name, (extraBytes.get(name) ?? 0) + size);
    known.add(node.version);
    const range = needed?.node;
    // npm leaves an optional package out that does not suit.
    if (typeof range === 'string' && !node.optional && !engines.has(range)) engines.set(range, { name, version: node.version });
  }
  return {
    versions: new Map([...versions].map(([name, set]) => [name, [...set].sort(compareVersions)])),
    root: childrenOf(tree),
    members: new Map([ROOT_PLACE, ...members].map((directory) => [directory, linesOf(memberAt(tree, directory))])),
    invalid: [...tree.inventory.values()].flatMap((node) => [...node.edgesOut.values()].flatMap((edge) => invalidOf(node, edge))),
    engines,
    platforms: packages.filter((node) => !node.optional).flatMap(platformOf),
    count: packages.filter(isThere).length,
    extraBytes,
    reachable: (from, member) => versionsOf(reach(placeOf(tree, member), from)),
    expected: (from, member) => peersOf(reach(placeOf(tree, member), from)),
  };
}

/** What is there of a tree: versions by package name. */
export function installedVersions({ versions }: TreeFacts): TreeFacts['versions'] {
  const there = [...versions].map(([name, list]) => [name, list.filter((version) => version !== '')] as const);
  return new Map(there.filter(([, list]) => list.length > 0));
}

/** An optional package that could not be had stays in the tree, without a version. */
function isThere({ version }: ArboristNode): boolean {
  return version !== '';
}

function nameOf(node: ArboristNode): string {
  return node.packageName ?? node.name;
}

function childrenOf(node: ArboristNode): ReadonlyMap<string, string> {
  return new Map(
    [...node.children].filter(([, child]) => !child.isLink && isThere(child)).map(([name, child]) => [name, child.version]),
  );
}

function memberAt(tree: ArboristNode, directory: string): ArboristNode | undefined {
  for (const node of tree.inventory.values()) if (!node.isLink && node.location === directory) return node;
  return undefined;
}

function linesOf(node: ArboristNode | undefined): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const [name, { to }] of node?.edgesOut ?? []) if (to !== null && isThere(to.target)) found.set(name, to.target.version);
  return found;
}

function invalidOf(node: ArboristNode, edge: ArboristEdge): readonly InvalidEdge[] {
  if (edge.valid || edge.error === null || edge.type === 'workspace') return [];
  // What a package bundles lies in its own archive, which is not opened.
  if (node.package.bundleDependencies?.includes(edge.name) === true) return [];
  const target = edge.to?.target;
  return [
    {
      holder: node.isProjectRoot ? '' : nameOf(node),
      version: node.isProjectRoot ? '' : node.version,
      name: edge.name,
      spec: edge.spec,
      type: edge.type,
      error: edge.error,
      found: target === undefined || !isThere(target) ? undefined : target.version,
    },
  ];
}

function platformOf(node: ArboristNode): readonly PlatformNeed[] {
  const { platforms } = node.package;
  if (platforms === undefined || Object.keys(platforms).length === 0) return [];
  return [{ name: nameOf(node), version: node.version, ...platforms }];
}

function placeOf(tree: ArboristNode, member: string | undefined): ArboristNode {
  return member === undefined ? tree : (memberAt(tree, member) ?? tree);
}

function reach(start: ArboristNode, from: readonly string[]): ReadonlySet<ArboristNode> {
  const seen = new Set(from.flatMap((name) => start.edgesOut.get(name)?.to?.target ?? []));
  for (const node of seen) for (const { to } of node.edgesOut.values()) if (to !== null) seen.add(to.target);
  return seen;
}

function versionsOf(nodes: ReadonlySet<ArboristNode>): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const node of nodes) if (!node.isWorkspace && isThere(node)) addTo(found, nameOf(node), node.version);
  return found;
}

function peersOf(nodes: ReadonlySet<ArboristNode>): ReadonlySet<string> {
  const edges = [...nodes].flatMap((node) => [...node.edgesOut.values()]);
  return new Set(edges.flatMap(({ type, to }) => (to !== null && type.startsWith('peer') ? [nameOf(to.target)] : [])));
}
