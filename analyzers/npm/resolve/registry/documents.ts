/** Registry documents, cut down to what a tree is built from. */
import { isTable } from '../../../../src/formats/foreign-data.ts';
import type { FetchRequest } from '../../../../src/registry/client.ts';

/** One version's package.json, as far as it counts for resolving. */
export interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly peerDependenciesMeta?: Readonly<Record<string, { readonly optional?: boolean }>>;
  readonly bundleDependencies?: readonly string[];
  readonly engines?: Readonly<Record<string, string>>;
  readonly os?: readonly string[];
  readonly cpu?: readonly string[];
  readonly libc?: readonly string[];
  readonly deprecated?: string;
  readonly hasInstallScript?: boolean;
  /** Bytes unpacked. */
  readonly size?: number;
  /** Where the package's archive lies: known only where something in it counts (bundled packages, a lock of its own). */
  readonly archive?: ArchivePlace;
  /** The archive holds an npm-shrinkwrap.json, which says what lies below. */
  readonly hasShrinkwrap?: boolean;
}

export interface ArchivePlace {
  readonly url: string;
  /** What the archive has to be. */
  readonly hash?: NonNullable<FetchRequest['hash']>;
}

export interface Packument {
  readonly name: string;
  readonly versions: Readonly<Record<string, Manifest>>;
  readonly 'dist-tags': Readonly<Record<string, string>>;
  readonly time?: Readonly<Record<string, string>>;
}

type Json = Readonly<Record<string, unknown>>;

export function objectOf(value: unknown): Json | undefined {
  return isTable(value) ? Object.fromEntries(Object.entries(value)) : undefined;
}

function textsOf(value: unknown): Readonly<Record<string, string>> | undefined {
  const object = objectOf(value);
  if (object === undefined) return undefined;
  const texts = Object.entries(object).filter((pair): pair is [string, string] => typeof pair[1] === 'string');
  return texts.length === 0 ? undefined : Object.fromEntries(texts);
}

function listOf(value: unknown): readonly string[] | undefined {
  if (typeof value === 'string') return [value];
  return Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : undefined;
}

/** What counts of a registry document; undefined when it is none. */
export function slim(name: string, text: string, dated: boolean): Packument | undefined {
  const document = objectOf(parsedJson(text));
  const versions = objectOf(document?.versions);
  if (document === undefined || versions === undefined) return undefined;
  const slimmed: [string, Manifest][] = [];
  for (const [version, value] of Object.entries(versions)) {
    const manifest = objectOf(value);
    if (manifest !== undefined) slimmed.push([version, slimManifest(name, version, manifest)]);
  }
  const time = dated ? textsOf(document.time) : undefined;
  return {
    name,
    versions: Object.fromEntries(slimmed),
    'dist-tags': textsOf(document['dist-tags']) ?? {},
    ...(time === undefined ? {} : { time }),
  };
}

export function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** As npm normalizes a manifest: optional dependencies leave `dependencies`, bundles are a list. */
export function slimManifest(name: string, version: string, manifest: Json): Manifest {
  const optional = textsOf(manifest.optionalDependencies);
  const all = textsOf(manifest.dependencies);
  const dependencies =
    all === undefined || optional === undefined
      ? all
      : Object.fromEntries(Object.entries(all).filter(([key]) => !Object.hasOwn(optional, key)));
  const bundled = manifest.bundleDependencies ?? manifest.bundledDependencies;
  const bundle =
    bundled === true ? Object.keys(all ?? {}) : Array.isArray(bundled) ? listOf(bundled) : Object.keys(objectOf(bundled) ?? {});
  const meta = objectOf(manifest.peerDependenciesMeta);
  const dist = objectOf(manifest.dist);
  const size = dist?.unpackedSize;
  const hasShrinkwrap = manifest._hasShrinkwrap === true;
  const bundles = bundle !== undefined && bundle.length > 0;
  const some = <T>(key: string, value: T | undefined): Readonly<Record<string, T>> =>
    value === undefined ? {} : { [key]: value };
  return {
    name: typeof manifest.name === 'string' ? manifest.name : name,
    version,
    ...some('dependencies', dependencies),
    ...some('optionalDependencies', optional),
    ...some('peerDependencies', textsOf(manifest.peerDependencies)),
    ...(meta === undefined
      ? {}
      : {
          peerDependenciesMeta: Object.fromEntries(
            Object.entries(meta).map(([key, value]) => [key, { optional: objectOf(value)?.optional === true }]),
          ),
        }),
    ...some('bundleDependencies', bundles ? bundle : undefined),
    ...some('engines', textsOf(manifest.engines)),
    ...some('os', listOf(manifest.os)),
    ...some('cpu', listOf(manifest.cpu)),
    ...some('libc', listOf(manifest.libc)),
    ...some('deprecated', typeof manifest.deprecated === 'string' ? manifest.deprecated : undefined),
    ...some('hasInstallScript', manifest.hasInstallScript === true ? true : undefined),
    ...some('size', typeof size === 'number' ? size : undefined),
    ...some('archive', bundles || hasShrinkwrap ? placeOf(dist) : undefined),
    ...some('hasShrinkwrap', hasShrinkwrap ? true : undefined),
  };
}

function placeOf(dist: Json | undefined): ArchivePlace | undefined {
  if (typeof dist?.tarball !== 'string') return undefined;
  const hash = hashOf(dist.integrity) ?? (isSha1(dist.shasum) ? { algorithm: 'sha1' as const, hex: dist.shasum } : undefined);
  return { url: dist.tarball, ...(hash === undefined ? {} : { hash }) };
}

function isSha1(value: unknown): value is string {
  return typeof value === 'string' && /^[0-9a-f]{40}$/iu.test(value);
}

const STRONGEST = ['sha512', 'sha256', 'sha1'] as const;

/** Subresource Integrity: `sha512-base64`, several by spaces, of which the strongest counts. */
function hashOf(integrity: unknown): ArchivePlace['hash'] {
  const parts = typeof integrity === 'string' ? integrity.split(/\s+/u) : [];
  for (const algorithm of STRONGEST) {
    const found = parts.find((part) => part.startsWith(`${algorithm}-`))?.slice(algorithm.length + 1);
    if (found !== undefined) return { algorithm, hex: Buffer.from(found.split('?', 1)[0] ?? '', 'base64').toString('hex') };
  }
  return undefined;
}
