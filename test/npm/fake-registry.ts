import type { FetchAnswer, FetchFailure, FetchRequest, RegistryClient } from '../../src/registry/client.ts';

export interface FakeRegistry {
  readonly client: RegistryClient;
  readonly asked: string[];
}

const REGISTRY = 'https://registry.example/';

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
  dist?: { unpackedSize: number };
  deprecated?: string;
}

/**
 * A registry as text: each line a release, `name version [flags]: needs`. Needs are separated by ` & `: `name range`, with
 * `peer `, `peer? ` or `optional ` before it. Flags: `at=2024-01-01`, `node>=20` (no spaces), `deprecated`, `latest`,
 * `os=darwin,!linux`, `cpu=x64`, `size=1000`.
 * The newest stable release is `latest` unless a flag says otherwise.
 */
export function fakeRegistry(text: string, broken: Readonly<Record<string, FetchFailure['kind']>> = {}): FakeRegistry {
  const documents = new Map<
    string,
    { versions: Record<string, Release>; time: Record<string, string>; latest?: string; last: string }
  >();
  for (const line of text.split('\n').filter((one) => one.trim() !== '')) {
    const [head = '', needs = ''] = [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1)];
    const [name = '', version = '', ...flags] = head.trim().split(/\s+/u);
    const document = documents.get(name) ?? { versions: {}, time: {}, last: version };
    documents.set(name, document);
    document.versions[version] = release(needs, flags);
    document.time[version] = `${flags.find((flag) => flag.startsWith('at='))?.slice(3) ?? '2020-01-01'}T00:00:00.000Z`;
    if (flags.includes('latest')) document.latest = version;
    if (!version.includes('-')) document.last = version;
  }
  const asked: string[] = [];
  const get = async ({ url }: FetchRequest): Promise<FetchAnswer> => {
    asked.push(url);
    const name = decodeURIComponent(url.slice(REGISTRY.length));
    const kind = Object.hasOwn(broken, name) ? broken[name] : undefined;
    const document = documents.get(name);
    if (kind !== undefined || document === undefined)
      return { ok: false, failure: { kind: kind ?? 'not-found', url, message: `${kind ?? 'not-found'} in the test` } };
    const { versions, time, latest, last } = document;
    const body = JSON.stringify({ name, versions, time, 'dist-tags': { latest: latest ?? last } });
    return { ok: true, status: 200, url, headers: {}, body: Buffer.from(body), fromCache: false };
  };
  return { client: { get, remember: (_key, _ttl, compute) => compute(), offline: false }, asked };
}

function release(needs: string, flags: readonly string[]): Release {
  const node = flags.find((flag) => flag.startsWith('node'))?.slice(4);
  const value = (name: string): string | undefined => flags.find((flag) => flag.startsWith(`${name}=`))?.slice(name.length + 1);
  const [os, cpu, size] = [value('os')?.split(','), value('cpu')?.split(','), value('size')];
  const made: Release = {
    ...(node === undefined ? {} : { engines: { node } }),
    ...(os === undefined ? {} : { os }),
    ...(cpu === undefined ? {} : { cpu }),
    ...(size === undefined ? {} : { dist: { unpackedSize: Number(size) } }),
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
