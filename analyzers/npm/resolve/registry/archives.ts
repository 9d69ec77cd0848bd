/** What published archives bring along: bundled packages, and the lock of a package that was published with one. */
import { readTar } from '../../../../src/formats/archives/tar.ts';
import { byText } from '../../../../src/model/index.ts';
import type { FetchFailure, RegistryClient } from '../../../../src/registry/client.ts';
import { BUNDLED, SHRINKWRAP } from '../../manifests/archive-files.ts';
import type { PackageVersion } from '../trees/facts.ts';
import { type ArchivePlace, type Manifest, objectOf, parsedJson, slimManifest } from './documents.ts';
import type { NpmSettings } from './settings.ts';

export interface ArchiveContents {
  /** Bundled packages by their place, `node_modules/a/node_modules/b`; a package stands before those inside it. */
  readonly bundled: Readonly<Record<string, Manifest>>;
  /** npm-shrinkwrap.json: npm takes the packages below from it. */
  readonly shrinkwrap?: string;
}

export interface ArchiveFailure extends PackageVersion {
  readonly reason: string;
  readonly failure?: FetchFailure;
}

export interface ArchiveOptions {
  readonly client: RegistryClient;
  readonly settings: Pick<NpmSettings, 'headersFor' | 'archiveOf'>;
  readonly failed: (failure: ArchiveFailure) => void;
}

const LIMITS = { maxBytes: 1024 * 1024 * 1024, maxFileBytes: 16 * 1024 * 1024, maxKeptBytes: 64 * 1024 * 1024 };
const MAX_ARCHIVE_BYTES = 128 * 1024 * 1024;

/** Each archive is opened once, and what was found in it stays in the cache; the archive itself does not. */
export class Archives {
  readonly #options: ArchiveOptions;
  readonly #opened = new Map<string, Promise<ArchiveContents | undefined>>();

  constructor(options: ArchiveOptions) {
    this.#options = options;
  }

  /** Undefined when it could not be had or read, which was said. */
  contents(place: ArchivePlace, of: PackageVersion): Promise<ArchiveContents | undefined> {
    let known = this.#opened.get(place.url);
    if (known === undefined) {
      known = this.#open(place, of);
      this.#opened.set(place.url, known);
    }
    return known;
  }

  async #open(place: ArchivePlace, { name, version }: PackageVersion): Promise<ArchiveContents | undefined> {
    const { client, settings, failed } = this.#options;
    const { hash } = place;
    const url = settings.archiveOf(name, place.url);
    let problem: Omit<ArchiveFailure, keyof PackageVersion> = { reason: 'it is not in the cache' };
    // What lies at an address with its hash does not change.
    const contents = await client.remember(`npm-archive-1 ${url} ${hash?.hex ?? ''}`, Number.POSITIVE_INFINITY, async () => {
      const answer = await client.get({
        url,
        headers: settings.headersFor(url),
        ttlSeconds: Number.POSITIVE_INFINITY,
        maxBytes: MAX_ARCHIVE_BYTES,
        keep: false,
        ...(hash === undefined ? {} : { hash }),
      });
      if (!answer.ok) {
        problem = { reason: answer.failure.message, failure: answer.failure };
        return undefined;
      }
      const read = await readTar(answer.body, (path) => BUNDLED.test(path) || SHRINKWRAP.test(path), LIMITS);
      if (read.ok) return contentsOf(read.files);
      problem = read;
      return undefined;
    });
    if (contents === undefined) failed({ name, version, ...problem });
    return contents;
  }
}

/** Of the files that were read of an archive. */
export function contentsOf(files: ReadonlyMap<string, string>): ArchiveContents {
  const bundled: [string, Manifest][] = [];
  let shrinkwrap: string | undefined;
  for (const [path, text] of files) {
    const place = BUNDLED.exec(path)?.[1]?.slice(0, -1);
    if (SHRINKWRAP.test(path)) shrinkwrap = text;
    const manifest = objectOf(parsedJson(text));
    if (place === undefined || manifest === undefined) continue;
    const version = typeof manifest.version === 'string' ? manifest.version : '';
    bundled.push([place, slimManifest(place.slice(place.lastIndexOf('node_modules/') + 13), version, manifest)]);
  }
  bundled.sort(([a], [b]) => depth(a) - depth(b) || byText(a, b));
  return { bundled: Object.fromEntries(bundled), ...(shrinkwrap === undefined ? {} : { shrinkwrap }) };
}

function depth(place: string): number {
  return place.split('node_modules/').length;
}
