/**
 * The tree builder unpacks archives of packages that bundle others, or that were published with a lock, into a temporary
 * directory and reads them there. Here it gets the same from memory: nothing is unpacked.
 */
import type { ArboristNode } from '@npmcli/arborist';
import type { ArchiveContents } from '../registry/archives.ts';
import type { Manifest } from '../registry/documents.ts';

/** What a node of the tree keeps of its package. */
export interface PlacedManifest extends Omit<Manifest, 'os' | 'cpu' | 'libc' | 'archive' | 'hasShrinkwrap'> {
  readonly acceptDependencies: Readonly<Record<string, string>>;
  readonly platforms: Pick<Manifest, 'os' | 'cpu' | 'libc'>;
  /** Where it was had from. */
  readonly _resolved?: string;
  readonly _integrity?: string;
  readonly _hasShrinkwrap?: boolean;
}

/** Contents by the archive's address, of one made-up project. */
export type OpenedArchives = Map<string, ArchiveContents>;

interface WithArchives {
  readonly cohost?: { readonly opened: OpenedArchives };
}

export interface CacheLibrary {
  readonly tmp: {
    withTmp<O extends WithArchives>(cache: string, options: O, use: (path: string) => Promise<void>): Promise<void>;
  };
}

export interface ExtractLibrary {
  extract(resolved: string, path: string, options: WithArchives): Promise<unknown>;
}

/** A lock as npm reads it from a directory: npm-shrinkwrap.json, package-lock.json, yarn.lock. */
export interface ShrinkwrapClass {
  readonly prototype: { readonly path: string; readonly loadFiles: Promise<readonly string[]> };
}

export interface NodeClass {
  new (options: {
    readonly name: string;
    readonly pkg: PlacedManifest;
    readonly parent: ArboristNode;
    readonly installLinks: boolean;
    readonly legacyPeerDeps: boolean;
  }): ArboristNode;
}

/** What would lie in a temporary directory, by its path. */
const unpacked = new Map<string, ArchiveContents>();
let serial = 0;

/** Leads the places where the builder would write or read such a directory through memory; everybody else's go on as ever. */
export function openInMemory(cache: CacheLibrary, pacote: ExtractLibrary, { prototype: lock }: ShrinkwrapClass): void {
  const { withTmp } = cache.tmp;
  cache.tmp.withTmp = async (directory, options, use) => {
    if (options.cohost === undefined) return withTmp.call(cache.tmp, directory, options, use);
    const path = `/cohost.invalid/archive-${++serial}`;
    try {
      return await use(path);
    } finally {
      unpacked.delete(path);
    }
  };
  const { extract } = pacote;
  pacote.extract = async (resolved, path, options) => {
    if (options.cohost === undefined) return extract.call(pacote, resolved, path, options);
    const contents = options.cohost.opened.get(resolved);
    if (contents !== undefined) unpacked.set(path, contents);
    return undefined;
  };
  const files = Object.getOwnPropertyDescriptor(lock, 'loadFiles')?.get;
  Object.defineProperty(lock, 'loadFiles', {
    configurable: true,
    get(this: ShrinkwrapClass['prototype']) {
      const shrinkwrap = unpacked.get(this.path)?.shrinkwrap;
      return shrinkwrap === undefined ? files?.call(this) : Promise.resolve([withoutPlatforms(shrinkwrap), '', '']);
    },
  });
}

/** Puts the bundled packages of what lies at `path` below their package, as npm does with those that it reads from a disk. */
export function placeBundled(path: string, root: ArboristNode, PackageNode: NodeClass, legacyPeerDeps: boolean): void {
  const nodes = new Map<string, ArboristNode>([['', root]]);
  for (const [place, manifest] of Object.entries(unpacked.get(path)?.bundled ?? {})) {
    const at = place.lastIndexOf('node_modules/');
    const parent = nodes.get(place.slice(0, Math.max(0, at - 1)));
    if (parent === undefined) continue;
    const pkg = placedManifest(manifest);
    nodes.set(place, new PackageNode({ name: place.slice(at + 13), pkg, parent, installLinks: false, legacyPeerDeps }));
  }
}

/** The builder looks names of dependencies up here; without a prototype `constructor` is no entry. */
export function nothingAccepted(): Readonly<Record<string, string>> {
  return Object.create(null);
}

/** The platforms that a package names are put aside: npm would hold them against the machine on which we run. */
export function placedManifest({ os, cpu, libc, archive: _, hasShrinkwrap: __, ...manifest }: Manifest): PlacedManifest {
  return {
    ...manifest,
    acceptDependencies: nothingAccepted(),
    platforms: {
      ...(os === undefined ? {} : { os }),
      ...(cpu === undefined ? {} : { cpu }),
      ...(libc === undefined ? {} : { libc }),
    },
  };
}

/** The same for the entries of a lock. */
function withoutPlatforms(lock: string): string {
  try {
    return JSON.stringify(JSON.parse(lock), (key, value: unknown) => {
      const isPlatform = (key === 'os' || key === 'cpu' || key === 'libc') && Array.isArray(value);
      return isPlatform ? undefined : value;
    });
  } catch {
    return lock;
  }
}
