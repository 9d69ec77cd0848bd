import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import type { FetchAnswer, FetchFailure, FetchRequest, RegistryClient } from '../../src/registry/client.ts';
import { type TarFile, tar } from '../formats/make-tar.ts';

export interface FakeRegistry {
  readonly client: RegistryClient;
  readonly asked: string[];
}

export const REGISTRY = 'https://registry.example/';

/** The only configuration that the fake world has. */
export const FAKE_ENVIRONMENT = { npm_config_registry: REGISTRY };

interface Release {
  dependencies?: Record<string, string>;
  peerDependencies?: Record<string, string>;
  peerDependenciesMeta?: Record<string, { optional: boolean }>;
  optionalDependencies?: Record<string, string>;
  engines?: { node: string };
  os?: readonly string[];
  cpu?: readonly string[];
  libc?: readonly string[];
  dist?: { unpackedSize?: number; tarball?: string; integrity?: string };
  bundleDependencies?: readonly string[];
  _hasShrinkwrap?: true;
  deprecated?: string;
}

/**
 * A registry as text: each line a release, `name version [flags]: needs`. Needs are separated by ` & `: `name range`, with
 * `peer `, `peer? ` or `optional ` before it. Flags: `at=2024-01-01`, `node>=20` (no spaces), `deprecated`, `latest`,
 * `tag=next`, `os=darwin,!linux`, `cpu=x64`, `libc=musl`, `size=1000`.
 * `bundled=a@1.0.0,a/b@2.0.0`: its archive brings these along, the second one inside the first, with what they need where
 * `whole` is said; `shrinkwrap=a@1.0.0`: its
 * archive has a lock that holds these, for the system `locked-os=`; `altered`: its archive has another hash than is said.
 * The newest stable release is `latest` unless a flag says otherwise.
 */
export function fakeRegistry(text: string, broken: Readonly<Record<string, FetchFailure['kind']>> = {}): FakeRegistry {
  const archives = new Map<string, Buffer>();
  const documents = new Map<
    string,
    { versions: Record<string, Release>; time: Record<string, string>; tags: Record<string, string>; last: string }
  >();
  const lines = text.split('\n').flatMap((line) => (line.trim() === '' ? [] : [releaseLine(line)]));
  const needsOf = new Map(lines.map(({ name, version, needs }) => [`${name}@${version}`, needs]));
  for (const { name, version, flags, needs } of lines) {
    const document = documents.get(name) ?? { versions: {}, time: {}, tags: {}, last: version };
    documents.set(name, document);
    const archive = archiveOf(flags, needsOf);
    const url = `${REGISTRY}-/${name}-${version}.tgz`;
    if (archive !== undefined) archives.set(url, archive.bytes);
    document.versions[version] = release(
      needs,
      flags,
      archive === undefined ? {} : { tarball: url, integrity: archive.integrity },
    );
    document.time[version] = `${flags.find((flag) => flag.startsWith('at='))?.slice(3) ?? '2020-01-01'}T00:00:00.000Z`;
    const tag = flags.includes('latest') ? 'latest' : flagValue(flags, 'tag');
    if (tag !== undefined) document.tags[tag] = version;
    if (!version.includes('-')) document.last = version;
  }
  const asked: string[] = [];
  const get = async ({ url, hash }: FetchRequest): Promise<FetchAnswer> => {
    asked.push(url);
    const name = decodeURIComponent(url.slice(REGISTRY.length));
    const kind = Object.hasOwn(broken, name) ? broken[name] : undefined;
    const document = documents.get(name);
    const archive = archives.get(url);
    if (kind === undefined && archive !== undefined) return answered(archive, url, hash);
    if (kind !== undefined || document === undefined)
      return { ok: false, failure: { kind: kind ?? 'not-found', url, message: `${kind ?? 'not-found'} in the test` } };
    const { versions, time, tags, last } = document;
    const body = JSON.stringify({ name, versions, time, 'dist-tags': { latest: last, ...tags } });
    return answered(Buffer.from(body), url, undefined);
  };
  return { client: { get, remember: (_key, _ttl, compute) => compute(), offline: false }, asked };
}

function answered(body: Buffer, url: string, hash: FetchRequest['hash']): FetchAnswer {
  if (hash !== undefined && createHash(hash.algorithm).update(body).digest('hex') !== hash.hex)
    return { ok: false, failure: { kind: 'bad-hash', url, message: 'it has another hash' } };
  return { ok: true, status: 200, url, headers: {}, body, fromCache: false };
}

function flagValue(flags: readonly string[], name: string): string | undefined {
  return flags.find((flag) => flag.startsWith(`${name}=`))?.slice(name.length + 1);
}

interface Copy {
  readonly place: string;
  readonly name: string;
  readonly version: string;
}

function copiesIn(flags: readonly string[], flag: string): readonly Copy[] {
  return (flagValue(flags, flag)?.split(',') ?? []).map((text) => {
    const [path = '', version = ''] = text.split('@');
    const names = path.split('/');
    return { place: names.map((name) => `node_modules/${name}`).join('/'), name: names.at(-1) ?? '', version };
  });
}

interface ReleaseLine {
  readonly name: string;
  readonly version: string;
  readonly flags: readonly string[];
  readonly needs: string;
}

function releaseLine(line: string): ReleaseLine {
  const at = line.indexOf(':');
  const [name = '', version = '', ...flags] = line.slice(0, at).trim().split(/\s+/u);
  return { name, version, flags, needs: line.slice(at + 1) };
}

function archiveOf(
  flags: readonly string[],
  needsOf: ReadonlyMap<string, string>,
): { readonly bytes: Buffer; readonly integrity: string } | undefined {
  const [bundled, locked] = [copiesIn(flags, 'bundled'), copiesIn(flags, 'shrinkwrap')];
  if (bundled.length + locked.length === 0) return undefined;
  const files: TarFile[] = bundled.map(({ place, name, version }) => ({
    path: `package/${place}/package.json`,
    text: JSON.stringify({
      name,
      version,
      ...(flags.includes('whole') ? release(needsOf.get(`${name}@${version}`) ?? '', [], {}) : {}),
    }),
  }));
  const os = flagValue(flags, 'locked-os')?.split(',');
  const packages = Object.fromEntries(
    locked.map(({ place, version }) => [place, { version, ...(os === undefined ? {} : { os }) }]),
  );
  if (locked.length > 0)
    files.push({ path: 'package/npm-shrinkwrap.json', text: JSON.stringify({ lockfileVersion: 3, packages }) });
  const bytes = gzipSync(tar(files));
  const announced = flags.includes('altered') ? Buffer.from('another') : bytes;
  return { bytes, integrity: `sha512-${createHash('sha512').update(announced).digest('base64')}` };
}

function release(needs: string, flags: readonly string[], dist: NonNullable<Release['dist']>): Release {
  const node = flags.find((flag) => flag.startsWith('node'))?.slice(4);
  const [os, cpu, libc] = ['os', 'cpu', 'libc'].map((flag) => flagValue(flags, flag)?.split(','));
  const size = flagValue(flags, 'size');
  const bundled = copiesIn(flags, 'bundled').filter(({ place, name }) => place === `node_modules/${name}`);
  const made: Release = {
    ...(node === undefined ? {} : { engines: { node } }),
    ...(os === undefined ? {} : { os }),
    ...(cpu === undefined ? {} : { cpu }),
    ...(libc === undefined ? {} : { libc }),
    ...(size === undefined && dist.tarball === undefined
      ? {}
      : { dist: { ...dist, ...(size === undefined ? {} : { unpackedSize: Number(size) }) } }),
    ...(bundled.length === 0 ? {} : { bundleDependencies: bundled.map(({ name }) => name) }),
    ...(flagValue(flags, 'shrinkwrap') === undefined ? {} : { _hasShrinkwrap: true as const }),
    ...(flags.includes('deprecated') ? { deprecated: 'for the test' } : {}),
  };
  for (const need of needs
    .split(' & ')
    .map((one) => one.trim())
    .filter((one) => one !== '')) {
    const [, kind = '', name = '', range = ''] = /^(peer\??|optional)?\s*(\S+)\s+(.*)$/u.exec(need) ?? [];
    const section = kind.startsWith('peer') ? 'peerDependencies' : kind === 'optional' ? 'optionalDependencies' : 'dependencies';
    made[section] = { ...made[section], [name]: range };
    if (kind === 'peer?') made.peerDependenciesMeta = { ...made.peerDependenciesMeta, [name]: { optional: true } };
  }
  return made;
}
