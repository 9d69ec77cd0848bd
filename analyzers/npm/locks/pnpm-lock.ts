/** pnpm-lock.yaml, versions 5.x, 6 and 9 (which 7 and 8 only drafted). */

import { type BlockNode, child, readBlocks, textsBelow } from '../../../src/formats/block-yaml.ts';
import type { SourceFile } from '../../../src/model/index.ts';
import { isArchive } from '../manifests/archive-files.ts';
import { ADDON_HELPERS, isAddon } from '../natives.ts';
import { type EdgeKind, type Lock, type LockAnswer, type LockedEdge, type LockedPackage, type Peer, unreadable } from './lock.ts';

/** For `Project.parse`: pnpm-lock.yaml of versions 5 to 9. */
export function readPnpmLock(file: SourceFile): LockAnswer {
  const root = readBlocks(file.text);
  const version = child(root, 'lockfileVersion')?.text;
  if (version === undefined)
    return {
      diagnostics: [
        unreadable(file.path, `${file.path} states no lockfileVersion, so it was not read; regenerate it with pnpm install`),
      ],
    };
  return { lock: new PnpmLock(file.path, version, root), diagnostics: [] };
}

const IMPORTER_FIELDS: readonly (readonly [string, EdgeKind])[] = [
  ['dependencies', 'prod'],
  ['optionalDependencies', 'optional'],
  ['devDependencies', 'dev'],
];

class PnpmLock implements Lock {
  readonly file: string;
  readonly kind = 'pnpm-lock';
  readonly version: string;
  readonly packages: ReadonlyMap<string, LockedPackage>;
  readonly importers: ReadonlyMap<string, readonly LockedEdge[]>;
  readonly catalogs?: NonNullable<Lock['catalogs']>;
  readonly overrides?: ReadonlyMap<string, string>;
  /** Where the edges of each package stand: the snapshots from version 9 on. */
  readonly #nodes: ReadonlyMap<string, BlockNode>;

  constructor(file: string, version: string, root: BlockNode) {
    this.file = file;
    this.version = version;
    const described = child(root, 'packages')?.map ?? new Map<string, BlockNode>();
    const snapshots = child(root, 'snapshots')?.map;
    this.#nodes = snapshots ?? described;
    const importers = child(root, 'importers')?.map ?? new Map([['.', root]]);
    this.importers = new Map([...importers].map(([path, node]) => [path, this.#importerEdges(node)]));
    const packages = new Map<string, LockedPackage>();
    for (const [id, node] of this.#nodes) {
      const bare = snapshots === undefined ? node : (described.get(withoutPeers(id)) ?? node);
      packages.set(id, packageOf(id, node, bare, this.#edgesOf(node)));
    }
    this.packages = snapshots === undefined ? packages : withDevFlags(packages, this.importers, (id) => this.edges(id));
    const catalogs = child(root, 'catalogs');
    if (catalogs !== undefined) this.catalogs = catalogsOf(catalogs);
    const overrides = child(root, 'overrides');
    if (overrides !== undefined) this.overrides = textsBelow(overrides);
  }

  find(name: string): string | undefined {
    return this.importers.get('.')?.find((edge) => edge.name === name)?.to;
  }

  edges(id: string): readonly LockedEdge[] {
    const node = this.#nodes.get(id);
    return node === undefined ? [] : this.#edgesOf(node);
  }

  #edgesOf(node: BlockNode): readonly LockedEdge[] {
    return IMPORTER_FIELDS.slice(0, 2).flatMap(([field, kind]) =>
      [...textsBelow(child(node, field))].map(([name, written]) => ({
        name,
        spec: written,
        kind,
        to: this.#idOf(name, written),
        written,
      })),
    );
  }

  /** Since version 6 `{specifier, version}` per dependency; before, the specifiers stand apart. */
  #importerEdges(node: BlockNode): readonly LockedEdge[] {
    const specifiers = textsBelow(child(node, 'specifiers'));
    return IMPORTER_FIELDS.flatMap(([field, kind]) =>
      [...(child(node, field)?.map ?? [])].map(([name, value]): LockedEdge => {
        const written = value.text ?? child(value, 'version')?.text ?? '';
        const spec = child(value, 'specifier')?.text ?? specifiers.get(name) ?? '';
        return { name, spec, kind, to: this.#idOf(name, written), written };
      }),
    );
  }

  /** A reference is a version, or the key of a package under another name or from elsewhere. */
  #idOf(name: string, written: string): string | undefined {
    if (written.startsWith('link:') || written.startsWith('workspace:')) return undefined;
    const candidates = [`${name}@${written}`, `/${name}@${written}`, `/${name}/${written}`, written];
    return candidates.find((id) => this.#nodes.has(id));
  }
}

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
  const isRegistry = /^\d/.test(key.version);
  const statedName = child(described, 'name')?.text;
  const stated = child(described, 'version')?.text;
  const name = statedName ?? (local === undefined ? key.name : (/^(@?[^@]+)@file:/.exec(id)?.[1] ?? local.replace(/^.*\//, '')));
  const version = stated ?? (isRegistry ? key.version : undefined);
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
