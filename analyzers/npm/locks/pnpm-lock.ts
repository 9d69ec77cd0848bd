/** pnpm-lock.yaml, versions 5.x, 6 and 9 (which 7 and 8 only drafted). */

import { lineCount } from '../../../src/formats/lines.ts';
import { type BlockNode, brokenEnd, child, readBlocks, textsBelow } from '../../../src/formats/yaml/block-yaml.ts';
import type { Diagnostic, SourceFile } from '../../../src/model/index.ts';
import { isArchive } from '../manifests/archive-files.ts';
import { ADDON_HELPERS, isAddon } from '../natives.ts';
import { type EdgeKind, type Lock, type LockAnswer, type LockedEdge, type LockedPackage, type Peer, unreadable } from './lock.ts';

/** For `Project.parse`: pnpm-lock.yaml of versions 5 to 9. */
export function readPnpmLock(file: SourceFile): LockAnswer {
  // pnpm 12, `lockfile.format`: an experiment.
  if (/^\s*\{/.test(file.text)) {
    const message = `${file.path} has a form of pnpm's that is an experiment (lockfile.format), so it was not read; take the setting out and run pnpm install to have the pins compared`;
    return { diagnostics: [unreadable(file.path, message)] };
  }
  const root = readBlocks(file.text);
  const version = child(root, 'lockfileVersion')?.text;
  if (version === undefined)
    return {
      diagnostics: [
        unreadable(file.path, `${file.path} states no lockfileVersion, so it was not read; regenerate it with pnpm install`),
      ],
    };
  const lock = new PnpmLock(file.path, version, root);
  const broken = brokenAt(file, lock);
  return { lock, diagnostics: broken === undefined ? [] : [broken] };
}

/**
 * pnpm refuses a lock that is no YAML, and one that names what it has no entry for (ERR_PNPM_LOCKFILE_MISSING_DEPENDENCY). What
 * is read of it is told all the same: it is what somebody installed once.
 */
function brokenAt({ path, text }: SourceFile, { missing, lacks }: PnpmLock): Diagnostic | undefined {
  const say = (what: string, line: number): Diagnostic =>
    unreadable(path, `${path} ${what}: it was cut off, or merged by hand; write it anew with pnpm install`, line);
  // pnpm writes what holds nothing as `{}`.
  const end = brokenEnd(text) ?? (/:\s*$/.test(text.slice(-200)) ? lineCount(text.trimEnd()) : undefined);
  if (end !== undefined) return say('ends in the middle of an entry', end);
  if (missing !== undefined) return say(`names ${missing.name}, and has no entry for it`, missing.line);
  return lacks === undefined ? undefined : say(`has no part "${lacks}", which every lock of its version has`, 1);
}

const IMPORTER_FIELDS: readonly (readonly [string, EdgeKind])[] = [
  ['dependencies', 'prod'],
  ['optionalDependencies', 'optional'],
  ['devDependencies', 'dev'],
];

interface Missing {
  readonly name: string;
  readonly line: number;
}

/** A package is never installed for its own development. */
const PACKAGE_FIELDS = IMPORTER_FIELDS.filter(([, kind]) => kind !== 'dev');

class PnpmLock implements Lock {
  readonly file: string;
  readonly kind = 'pnpm-lock';
  readonly version: string;
  readonly packages: ReadonlyMap<string, LockedPackage>;
  readonly importers: ReadonlyMap<string, readonly LockedEdge[]>;
  readonly catalogs?: NonNullable<Lock['catalogs']>;
  readonly overrides?: ReadonlyMap<string, string>;
  /** Something that the lock names and has no entry for. */
  missing?: Missing;
  /** A part without which no lock of its version is written. */
  readonly lacks?: string;
  /** What each package depends on: the tree that it was read from takes several times the memory. */
  readonly #edges: ReadonlyMap<string, readonly LockedEdge[]>;
  /** Where the root's own lines lead; of a name that stands in two fields the first counts. */
  #ofRoot: ReadonlyMap<string, string | undefined> | undefined;

  constructor(file: string, version: string, root: BlockNode) {
    this.file = file;
    this.version = version;
    const described = child(root, 'packages')?.map ?? new Map<string, BlockNode>();
    const snapshots = child(root, 'snapshots')?.map;
    // The edges stand with the snapshots from version 9 on.
    const nodes = snapshots ?? described;
    if (snapshots === undefined && described.size > 0 && Number(version) >= WITH_SNAPSHOTS) this.lacks = 'snapshots';
    const importers = child(root, 'importers')?.map ?? new Map([['.', root]]);
    this.importers = new Map([...importers].map(([path, node]) => [path, this.#importerEdges(node, nodes)]));
    const packages = new Map<string, LockedPackage>();
    const all = new Map<string, readonly LockedEdge[]>();
    const lacking = new Map<string, Missing>();
    for (const [id, node] of nodes) {
      const bare = snapshots === undefined ? node : (described.get(withoutPeers(id)) ?? node);
      const edges = edgesOf(node, nodes);
      if (edges.length > 0) all.set(id, edges);
      const gone = edges.find(({ kind, to, written = '' }) => to === undefined && kind === 'prod' && !isLink(written));
      if (gone !== undefined) lacking.set(id, { name: `${gone.name} ${gone.written ?? ''}`.trim(), line: node.line });
      packages.set(id, packageOf(id, node, bare, edges));
    }
    this.#edges = all;
    if (lacking.size > 0) this.missing ??= this.#firstLacking(lacking);
    this.packages = snapshots === undefined ? packages : withDevFlags(packages, this.importers, (id) => this.edges(id));
    const catalogs = child(root, 'catalogs');
    if (catalogs !== undefined) this.catalogs = catalogsOf(catalogs);
    const overrides = child(root, 'overrides');
    if (overrides !== undefined) this.overrides = textsBelow(overrides);
  }

  find(name: string): string | undefined {
    this.#ofRoot ??= new Map((this.importers.get('.') ?? []).map((edge) => [edge.name, edge.to] as const).toReversed());
    return this.#ofRoot.get(name);
  }

  edges(id: string): readonly LockedEdge[] {
    return this.#edges.get(id) ?? [];
  }

  /** Since version 6 `{specifier, version}` per dependency; before, the specifiers stand apart. */
  #importerEdges(node: BlockNode, nodes: Nodes): readonly LockedEdge[] {
    const specifiers = textsBelow(child(node, 'specifiers'));
    return IMPORTER_FIELDS.flatMap(([field, kind]) =>
      [...(child(node, field)?.map ?? [])].map(([name, value]): LockedEdge => {
        const written = value.text ?? child(value, 'version')?.text ?? '';
        const spec = child(value, 'specifier')?.text ?? specifiers.get(name) ?? '';
        const to = idOf(name, written, nodes);
        if (to === undefined) this.#miss(name, written, value.line);
        return { name, spec, kind, to, written };
      }),
    );
  }

  /** pnpm installs from an importer on: what no importer leads to may have been left over by a merge. */
  #firstLacking(lacking: ReadonlyMap<string, Missing>): Missing | undefined {
    const reached = new Set([...this.importers.values()].flatMap((edges) => edges.flatMap(({ to }) => to ?? [])));
    for (const id of reached) for (const { to } of this.edges(id)) if (to !== undefined) reached.add(to);
    return [...lacking].find(([id]) => reached.has(id))?.[1];
  }

  /** The first reference that leads nowhere is kept. */
  #miss(name: string, written: string, line: number): void {
    if (!isLink(written)) this.missing ??= { name: `${name} ${written}`.trim(), line };
  }
}

type Nodes = ReadonlyMap<string, BlockNode>;

function edgesOf(node: BlockNode, nodes: Nodes): readonly LockedEdge[] {
  return PACKAGE_FIELDS.flatMap(([field, kind]) =>
    [...textsBelow(child(node, field))].map(([name, written]) => ({
      name,
      spec: written,
      kind,
      to: idOf(name, written, nodes),
      written,
    })),
  );
}

/** A reference is a version, or the key of a package under another name or from elsewhere. */
function idOf(name: string, written: string, nodes: Nodes): string | undefined {
  if (isLink(written)) return undefined;
  const usual = `${name}@${written}`;
  if (nodes.has(usual)) return usual;
  return [`/${name}@${written}`, `/${name}/${written}`, written].find((id) => nodes.has(id));
}

/** Names of a package of the project, which have no entry. */
function isLink(written: string): boolean {
  return written.startsWith('link:') || written.startsWith('workspace:');
}

/** The version from which peers and edges stand in a part of their own. */
const WITH_SNAPSHOTS = 9;

/** `n@1.0.0(react@18.0.0)` → `n@1.0.0`. */
function withoutPeers(id: string): string {
  const cut = id.indexOf('(');
  return cut < 0 ? id : id.slice(0, cut);
}

/** Name and version of `/n/1.0.0`, `/@s/n/1.0.0_peers`, `/n@1.0.0(peer@x)`, `n@1.0.0`, `n@file:local`, `host/n/1.0.0`. */
export function parsePnpmKey(id: string): { readonly name: string; readonly version: string; readonly peers: string } {
  const bare = withoutPeers(id);
  const peers = id.slice(bare.length);
  const text = bare.replace(/^\//, '');
  const at = text.indexOf('@', 1);
  if (at > 0 && (text.startsWith('@') ? text.slice(0, at).split('/').length === 2 : !text.slice(0, at).includes('/'))) {
    return { name: text.slice(0, at), version: text.slice(at + 1), peers };
  }
  const parts = text.split('/');
  const scope = parts.findIndex((part) => part.startsWith('@'));
  const nameAt = scope >= 0 ? scope : Math.max(0, parts.length - 2);
  const name = scope >= 0 ? `${parts[nameAt] ?? ''}/${parts[nameAt + 1] ?? ''}` : (parts[nameAt] ?? '');
  const rest = parts.slice(nameAt + (scope >= 0 ? 2 : 1)).join('/');
  const suffix = /^(\d[^_]*)_(.+)$/.exec(rest);
  return suffix?.[1] === undefined ? { name, version: rest, peers } : { name, version: suffix[1], peers: suffix[2] ?? '' };
}

function packageOf(id: string, node: BlockNode, described: BlockNode, edges: readonly LockedEdge[]): LockedPackage {
  const key = parsePnpmKey(id);
  const path = /^(?:@?[^@]*@)?file:(.*)$/.exec(withoutPeers(id))?.[1];
  const local = path === undefined || isArchive(path) ? undefined : path;
  // Of a registry that the settings name it stands before the version.
  const released = key.version.replace(/^(?!runtime:)[^:@/\s]+:(?=\d)/, '');
  const isRegistry = /^\d/.test(released);
  const statedName = child(described, 'name')?.text;
  const stated = child(described, 'version')?.text;
  const name = statedName ?? (local === undefined ? key.name : (/^(@?[^@]+)@file:/.exec(id)?.[1] ?? local.replace(/^.*\//, '')));
  const version = stated ?? (isRegistry ? released : undefined);
  const dev = child(node, 'dev')?.text;
  const optional = child(node, 'optional')?.text ?? child(described, 'optional')?.text;
  const node_ = child(child(described, 'engines'), 'node')?.text;
  const conditions = ['os', 'cpu', 'libc'].flatMap((field) => {
    const items = child(described, field)?.items ?? [];
    return items.length === 0 ? [] : [`${field}=${items.join('|')}`];
  });
  const bundles = child(described, 'bundledDependencies')?.items ?? [];
  const hasBuild = child(described, 'requiresBuild')?.text === 'true' || child(described, 'hasBin') !== undefined;
  return {
    id,
    name,
    line: node.line,
    dev: dev === 'true',
    optional: optional === 'true',
    peers: peersOf(described),
    isNative: isAddon(name) || (hasBuild && edges.some((edge) => ADDON_HELPERS.has(edge.name))),
    ...(version === undefined ? {} : { version }),
    ...(local === undefined ? {} : { local }),
    ...(node_ === undefined ? {} : { node: node_ }),
    ...(conditions.length === 0 ? {} : { platforms: conditions.join(' ') }),
    ...(bundles.length === 0 ? {} : { bundles }),
  };
}

function peersOf(node: BlockNode): readonly Peer[] {
  const peers = textsBelow(child(node, 'peerDependencies'));
  if (peers.size === 0) return [];
  const meta = child(node, 'peerDependenciesMeta');
  return [...peers].map(([name, range]) => ({
    name,
    range,
    optional: child(child(meta, name), 'optional')?.text === 'true',
  }));
}

/** Version 9 keeps no dev flags: a package is for development when nothing but devDependencies leads to it. */
function withDevFlags(
  packages: ReadonlyMap<string, LockedPackage>,
  importers: ReadonlyMap<string, readonly LockedEdge[]>,
  edges: (id: string) => readonly LockedEdge[],
): ReadonlyMap<string, LockedPackage> {
  const reached = new Set<string>();
  const queue = [...importers.values()].flatMap((own) =>
    own.flatMap(({ kind, to }) => (kind === 'dev' || to === undefined ? [] : [to])),
  );
  for (let id = queue.pop(); id !== undefined; id = queue.pop()) {
    if (reached.has(id)) continue;
    reached.add(id);
    for (const { to } of edges(id)) if (to !== undefined && !reached.has(to)) queue.push(to);
  }
  return new Map([...packages].map(([id, one]) => [id, reached.has(id) ? one : { ...one, dev: true }]));
}

function catalogsOf(node: BlockNode): NonNullable<Lock['catalogs']> {
  return new Map(
    [...node.map].map(([name, entries]) => [
      name,
      new Map(
        [...entries.map].map(([dependency, entry]) => [
          dependency,
          { specifier: child(entry, 'specifier')?.text ?? '', version: child(entry, 'version')?.text ?? '' },
        ]),
      ),
    ]),
  );
}
