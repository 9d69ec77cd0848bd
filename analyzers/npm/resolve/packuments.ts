/** Registry documents, cut down to what a tree is built from, and npm's choice among their versions. */
import { createRequire } from 'node:module';
import type pick from 'npm-pick-manifest';
import type { FetchFailure, RegistryClient } from '../../../src/registry/client.ts';
import { compareVersions, satisfies } from '../range.ts';
import type { NpmSettings } from './settings.ts';

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
}

export interface Packument {
  readonly name: string;
  readonly versions: Readonly<Record<string, Manifest>>;
  readonly 'dist-tags': Readonly<Record<string, string>>;
  readonly time?: Readonly<Record<string, string>>;
}

/** The version of npm whose algorithm the tree builder is. */
export const NPM_VERSION = '11.19.1';

const CORGI = 'application/vnd.npm.install-v1+json; q=1.0, application/json; q=0.8, */*';
const FULL = 'application/json';
const HOUR = 3600;

/** An error with the code that npm gives it. */
export class NpmError extends Error {
  readonly code: string;
  /** The package that is to blame. */
  readonly package: string;
  readonly failure?: FetchFailure;

  constructor(code: string, name: string, message: string, failure?: FetchFailure) {
    super(message);
    this.code = code;
    this.package = name;
    if (failure !== undefined) this.failure = failure;
  }
}

export interface PackumentOptions {
  readonly client: RegistryClient;
  readonly settings: NpmSettings;
  readonly before?: string;
  /** Full version of Node.js. */
  readonly node: string;
  readonly progress: () => void;
}

let picker: typeof pick | undefined;

function pickManifest(): typeof pick {
  if (picker === undefined) {
    const loaded: typeof pick = createRequire(import.meta.url)('npm-pick-manifest');
    picker = loaded;
  }
  return picker;
}

/** Whoever says which version of a package a tree gets. */
export interface ManifestSource {
  /** Rejects with an NpmError: ETARGET, ENOVERSIONS, E404 or ENETWORK. */
  pick(name: string, wanted: string): Promise<Manifest>;
}

/** Each package is asked for once a run, and each of npm's choices is made once. */
export class Packuments implements ManifestSource {
  readonly #options: PackumentOptions;
  readonly #documents = new Map<string, Promise<Packument>>();
  readonly #choices = new Map<string, Promise<Manifest>>();

  constructor(options: PackumentOptions) {
    this.#options = options;
  }

  /** Rejects with an NpmError: E404, or ENETWORK when the registry could not be asked. */
  get(name: string): Promise<Packument> {
    let known = this.#documents.get(name);
    if (known === undefined) {
      known = this.#load(name);
      this.#documents.set(name, known);
    }
    return known;
  }

  /** What npm would install for a version, range or tag. */
  pick(name: string, wanted: string): Promise<Manifest> {
    const key = `${name}\n${wanted}`;
    let known = this.#choices.get(key);
    if (known === undefined) {
      known = this.#choose(name, wanted);
      this.#choices.set(key, known);
    }
    return known;
  }

  async #choose(name: string, wanted: string): Promise<Manifest> {
    const packument = await this.get(name);
    const { before, node } = this.#options;
    return pickManifest()(packument, wanted, {
      nodeVersion: node,
      npmVersion: NPM_VERSION,
      ...(before === undefined ? {} : { before }),
    });
  }

  async #load(name: string): Promise<Packument> {
    const { client, settings, before, progress } = this.#options;
    const registry = settings.registryOf(name)?.replace(/\/+$/, '');
    if (registry === undefined)
      throw new NpmError(
        'ENETWORK',
        name,
        `no registry is known for ${name}: set registry in .npmrc, or install npm, which knows its own`,
      );
    const url = `${registry}/${name.replace('/', '%2f')}`;
    const dated = before !== undefined;
    let failure: FetchFailure | undefined;
    const known = await client.remember(`npm-packument-1 ${dated ? 'dated ' : ''}${url}`, HOUR, async () => {
      const answer = await client.get({
        url,
        // Only the long form has dates.
        accept: dated ? FULL : CORGI,
        headers: settings.headersFor(url),
        ttlSeconds: HOUR,
        maxBytes: 256 * 1024 * 1024,
      });
      if (!answer.ok) {
        failure = answer.failure;
        return undefined;
      }
      return slim(name, answer.body.toString('utf8'), dated);
    });
    progress();
    if (known !== undefined) return known;
    if (failure?.kind === 'not-found' || failure?.kind === 'gone')
      throw new NpmError('E404', name, `the registry has no package ${name}`, failure);
    throw new NpmError('ENETWORK', name, `${name}: ${failure?.message ?? 'the registry gave no package document'}`, failure);
  }
}

type Json = Readonly<Record<string, unknown>>;

function objectOf(value: unknown): Json | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value))
    : undefined;
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
  const document = objectOf(parse(text));
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

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** As npm normalizes a manifest: optional dependencies leave `dependencies`, bundles are a list. */
function slimManifest(name: string, version: string, manifest: Json): Manifest {
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
  const size = objectOf(manifest.dist)?.unpackedSize;
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
    ...some('bundleDependencies', bundle === undefined || bundle.length === 0 ? undefined : bundle),
    ...some('engines', textsOf(manifest.engines)),
    ...some('os', listOf(manifest.os)),
    ...some('cpu', listOf(manifest.cpu)),
    ...some('libc', listOf(manifest.libc)),
    ...some('deprecated', typeof manifest.deprecated === 'string' ? manifest.deprecated : undefined),
    ...some('hasInstallScript', manifest.hasInstallScript === true ? true : undefined),
    ...some('size', typeof size === 'number' ? size : undefined),
  };
}

/** Versions that locks hold come first wherever they suit: what need not move does not move. */
export class PreferringSource implements ManifestSource {
  readonly #packuments: Packuments;
  readonly #preferred: ReadonlyMap<string, readonly string[]>;

  constructor(packuments: Packuments, preferred: ReadonlyMap<string, readonly string[]>) {
    this.#packuments = packuments;
    this.#preferred = preferred;
  }

  async pick(name: string, wanted: string): Promise<Manifest> {
    const suitable = (this.#preferred.get(name) ?? []).filter((version) => satisfies(version, wanted));
    for (const version of suitable.sort(compareVersions).reverse()) {
      try {
        return await this.#packuments.pick(name, version);
      } catch {
        // A locked version may be gone, or later than the date asked about.
      }
    }
    return this.#packuments.pick(name, wanted);
  }
}
