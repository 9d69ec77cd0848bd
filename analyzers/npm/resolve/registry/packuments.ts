/** Registry documents, asked for and cached, and npm's choice among their versions. */
import { createRequire } from 'node:module';
import type pick from 'npm-pick-manifest';
import semver from 'semver';
import { utf8 } from '../../../../src/formats/utf8.ts';
import { withoutTrailing } from '../../../../src/model/index.ts';
import type { FetchFailure, RegistryClient } from '../../../../src/registry/client.ts';
import { compareVersions, satisfies } from '../../notation/range.ts';
import { type Aged, takenAtAnyAge } from '../../release-age.ts';
import { type Manifest, type Packument, slim } from './documents.ts';
import type { NpmSettings } from './settings.ts';

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
  /** The registry as it was then. */
  readonly before?: string;
  /** Of that, what was there long enough. */
  readonly aged?: Aged;
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
    return this.#remembered(name, wanted, () => this.#choose(name, wanted));
  }

  /** A version that a lock holds: how old it was mattered when the lock was written. */
  pickLocked(name: string, version: string): Promise<Manifest> {
    const { aged, before } = this.#options;
    if (aged === undefined) return this.pick(name, version);
    return this.#remembered(name, `locked ${version}`, async () => this.#pickBefore(await this.get(name), version, before));
  }

  /** Versions that may be taken. As npm-pick-manifest reads dates: a version without one has always been there. */
  published(packument: Packument): readonly string[] {
    const { aged, before } = this.#options;
    const all = Object.keys(packument.versions);
    const isThere = (time: Packument['time'], limit: string | undefined): ((version: string) => boolean) => {
      const end = limit === undefined ? Number.NaN : Date.parse(limit);
      return (version) => time?.[version] === undefined || !(Date.parse(time[version]) > end);
    };
    const known = all.filter(isThere(packument.time, before));
    const young = aged === undefined || aged.yields ? undefined : this.#withoutDates(packument, aged);
    return young === undefined ? known : known.filter(isThere(young.time, aged?.before));
  }

  #remembered(name: string, wanted: string, make: () => Promise<Manifest>): Promise<Manifest> {
    const key = `${name}\n${wanted}`;
    const known = this.#choices.get(key) ?? make();
    this.#choices.set(key, known);
    return known;
  }

  async #choose(name: string, wanted: string): Promise<Manifest> {
    const packument = await this.get(name);
    const { aged, before } = this.#options;
    const dated = aged === undefined ? undefined : this.#withoutDates(packument, aged);
    if (aged === undefined || dated === undefined) return this.#pickBefore(packument, wanted, before);
    try {
      return this.#pickBefore(dated, wanted, aged.before);
    } catch (error) {
      if (!aged.yields) throw error;
      return this.#pickBefore(packument, wanted, before);
    }
  }

  /** Without the dates of what is taken at any age; undefined where all of it is. */
  #withoutDates(packument: Packument, aged: Aged): Packument | undefined {
    const anyAge = takenAtAnyAge(aged, packument.name);
    if (anyAge === 'all') return undefined;
    if (anyAge === undefined || packument.time === undefined) return packument;
    const { before } = this.#options;
    const end = before === undefined ? Number.POSITIVE_INFINITY : Date.parse(before);
    const time = Object.entries(packument.time).filter(([version, at]) => !anyAge(version) || Date.parse(at) > end);
    return { ...packument, time: Object.fromEntries(time) };
  }

  #pickBefore(packument: Packument, wanted: string, before: string | undefined): Manifest {
    const { node, settings } = this.#options;
    return pickManifest()(packument, wanted, {
      nodeVersion: node,
      npmVersion: NPM_VERSION,
      ...(settings.tag === undefined ? {} : { defaultTag: settings.tag }),
      ...(before === undefined ? {} : { before }),
    });
  }

  async #load(name: string): Promise<Packument> {
    const { client, settings, before, aged, progress } = this.#options;
    const found = settings.registryOf(name);
    const registry = found === undefined ? undefined : withoutTrailing(found, '/');
    if (registry === undefined)
      throw new NpmError(
        'ENETWORK',
        name,
        name.startsWith('@jsr/')
          ? `no registry is known for ${name}: set @jsr:registry in .npmrc to that of JSR`
          : `no registry is known for ${name}: set registry in .npmrc, or install npm, which knows its own`,
      );
    const url = `${registry}/${name.replace('/', '%2f')}`;
    const dated = before !== undefined || aged !== undefined;
    let failure: FetchFailure | undefined;
    const known = await client.remember(`npm-packument-2 ${dated ? 'dated ' : ''}${url}`, HOUR, async () => {
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
      return slim(name, utf8(answer.body), dated);
    });
    progress();
    if (known !== undefined) return known;
    if (failure?.kind === 'not-found' || failure?.kind === 'gone')
      throw new NpmError('E404', name, `the registry has no package ${name}`, failure);
    throw new NpmError('ENETWORK', name, `${name}: ${failure?.message ?? 'the registry gave no package document'}`, failure);
  }
}

/** Versions that locks hold come first wherever they suit: what need not move does not move. A tag leaves a lock as it is. */
export class PreferringSource implements ManifestSource {
  readonly #packuments: Packuments;
  readonly #preferred: ReadonlyMap<string, readonly string[]>;

  constructor(packuments: Packuments, preferred: ReadonlyMap<string, readonly string[]>) {
    this.#packuments = packuments;
    this.#preferred = preferred;
  }

  async pick(name: string, wanted: string): Promise<Manifest> {
    const isTag = semver.validRange(wanted, true) === null;
    const suitable = (this.#preferred.get(name) ?? []).filter((version) => isTag || satisfies(version, wanted));
    for (const version of suitable.sort(compareVersions).reverse()) {
      try {
        return await this.#packuments.pickLocked(name, version);
      } catch {
        // A locked version may be gone, or later than the date asked about.
      }
    }
    return this.#packuments.pick(name, wanted);
  }
}
