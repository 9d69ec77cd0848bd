import { addTo } from '../../../src/model/index.ts';
import type { FetchAnswer, FetchFailure, FetchRequest, RegistryClient } from '../../../src/registry/client.ts';

/** An index as text: each line a release, `name version [flags]: requirements separated by " & "`. Flags: `yanked`, `sdist`, `tag=cp38-cp38-win32`, `py>=3.10`, `at=2024-01-01`. */
export interface FakeIndex {
  readonly client: RegistryClient;
  readonly asked: string[];
}

const INDEX = 'https://registry.example/simple/';

const failure = (kind: FetchFailure['kind'], url: string): FetchAnswer => ({
  ok: false,
  failure: { kind, url, message: `${kind} in the test` },
});

/** `broken` gives URLs (by a part of them) whose requests fail in a kind of way. */
export function fakeIndex(text: string, broken: Readonly<Record<string, FetchFailure['kind']>> = {}): FakeIndex {
  const pages = new Map<string, unknown[]>();
  const metadata = new Map<string, string>();
  for (const line of text.split('\n').filter((one) => one.trim() !== '')) {
    const at = line.indexOf(': ');
    const [name = '', version = '', ...flags] = (at < 0 ? line.replace(/:\s*$/u, '') : line.slice(0, at)).trim().split(/\s+/u);
    const requires =
      at < 0
        ? []
        : line
            .slice(at + 2)
            .split(' & ')
            .map((one) => one.trim());
    const tag = flags.find((flag) => flag.startsWith('tag='))?.slice(4) ?? 'py3-none-any';
    const wheel = `${name.replaceAll('-', '_')}-${version}-${tag}.whl`;
    const filename = flags.includes('sdist') ? `${name}-${version}.tar.gz` : wheel;
    const url = `https://files.registry.example/${filename}`;
    const python = flags.find((flag) => flag.startsWith('py'))?.slice(2);
    const uploaded = flags.find((flag) => flag.startsWith('at='))?.slice(3) ?? '2020-01-01';
    const file = {
      filename,
      url,
      hashes: {},
      yanked: flags.includes('yanked'),
      'requires-python': python,
      'upload-time': `${uploaded}T00:00:00Z`,
    };
    addTo(pages, name, file);
    metadata.set(
      `${url}.metadata`,
      ['Metadata-Version: 2.1', `Name: ${name}`, ...requires.map((one) => `Requires-Dist: ${one}`), '', 'body'].join('\n'),
    );
  }
  const asked: string[] = [];
  const get = async ({ url }: FetchRequest): Promise<FetchAnswer> => {
    asked.push(url);
    const kind = Object.entries(broken).find(([part]) => url.includes(part))?.[1];
    if (kind !== undefined) return failure(kind, url);
    const page = url.startsWith(INDEX) ? pages.get(url.slice(INDEX.length, -1)) : undefined;
    const body = page === undefined ? metadata.get(url) : JSON.stringify({ files: page });
    if (body === undefined) return failure('not-found', url);
    const type = page === undefined ? 'text/plain' : 'application/vnd.pypi.simple.v1+json';
    return { ok: true, status: 200, url, headers: { 'content-type': type }, body: Buffer.from(body), fromCache: false };
  };
  const client: RegistryClient = { get, remember: (_key, _ttl, compute) => compute(), offline: false };
  return { client, asked };
}

/** The only configuration that the fake world has. */
export const FAKE_ENVIRONMENT = { PIP_INDEX_URL: INDEX };
