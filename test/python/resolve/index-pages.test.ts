import { deflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { withIndexLogins } from '../../../analyzers/python/indexes/index-logins.ts';
import { builtInIndex, indexSettings, mergedIndexes, parsePipConfig } from '../../../analyzers/python/indexes/indexes.ts';
import { parseMetadata, parseStaticMetadata } from '../../../analyzers/python/indexes/metadata.ts';
import { parseProjectPage } from '../../../analyzers/python/indexes/simple-index.ts';
import { parseWheelName, SupportedTags, sdistVersion } from '../../../analyzers/python/indexes/wheel-tags.ts';
import { readZipEntry } from '../../../analyzers/python/indexes/zip-entry.ts';
import type { FetchAnswer, RegistryClient, ResolveEnvironment } from '../../../src/registry/client.ts';
import { createResolveEnvironment } from '../../../src/registry/environment.ts';
import { targetOf } from '../../target.ts';
import { fakeIndex } from './fake-index.ts';

const PAGE = 'https://registry.example/simple/flask/';

describe('project pages', () => {
  it('reads JSON', () => {
    const page = {
      files: [
        {
          filename: 'a-1.whl',
          url: '../../a-1.whl',
          yanked: 'broken',
          'requires-python': '>=3.8',
          'core-metadata': { sha256: 'ab' },
        },
        { filename: 'b-1.whl', url: 'https://files.example/b-1.whl', yanked: false, 'upload-time': '2024-01-01T00:00:00Z' },
        { filename: 7 },
        null,
      ],
    };
    expect(parseProjectPage(Buffer.from(JSON.stringify(page)), 'application/vnd.pypi.simple.v1+json', PAGE)).toEqual([
      {
        filename: 'a-1.whl',
        url: 'https://registry.example/a-1.whl',
        yanked: true,
        requiresPython: '>=3.8',
        metadataSha256: 'ab',
      },
      { filename: 'b-1.whl', url: 'https://files.example/b-1.whl', yanked: false, uploadTime: '2024-01-01T00:00:00Z' },
    ]);
  });

  it('reads HTML', () => {
    const sum = 'c'.repeat(64);
    const html = `<!DOCTYPE html><html><body>
      <a href="/f/a-1-py3-none-any.whl#sha256=${sum}" data-requires-python="&gt;=3.8" data-dist-info-metadata="sha256=dd">a</a><br>
      <A HREF='b%2B1.tar.gz' data-yanked="">b</A></body></html>`;
    expect(parseProjectPage(Buffer.from(html), 'text/html', PAGE)).toEqual([
      {
        filename: 'a-1-py3-none-any.whl',
        url: 'https://registry.example/f/a-1-py3-none-any.whl',
        yanked: false,
        requiresPython: '>=3.8',
        sha256: sum,
        metadataSha256: 'dd',
      },
      { filename: 'b+1.tar.gz', url: `${PAGE}b%2B1.tar.gz`, yanked: true },
    ]);
  });

  it.each(['{"files": 3}', '{"files": [', 'just words', ''])('refuses %j', (text) => {
    expect(parseProjectPage(Buffer.from(text), 'application/json', PAGE)).toBeUndefined();
  });

  // In time that grows with the square of its length it would not end before the test does.
  it('comes to the end of a tag that never ends', () => {
    expect(parseProjectPage(Buffer.from(`<a ${'x = '.repeat(500_000)}`), 'text/html', PAGE)).toEqual([]);
  });
});

describe('wheel tags', () => {
  const tags = new SupportedTags('3.11', 'linux-x86_64');
  it.each([
    ['a-1-py3-none-any.whl', true],
    ['a-1-py2.py3-none-any.whl', true],
    ['a-1-cp311-cp311-manylinux_2_17_x86_64.manylinux2014_x86_64.whl', true],
    ['a-1-cp37-abi3-manylinux_2_28_x86_64.whl', true],
    ['a-1-7-cp311-cp311-linux_x86_64.whl', true],
    ['a-1-cp312-abi3-manylinux_2_28_x86_64.whl', false],
    ['a-1-cp310-cp310-manylinux1_x86_64.whl', false],
    ['a-1-cp311-cp311-manylinux_2_99_x86_64.whl', false],
    ['a-1-cp311-cp311-musllinux_1_1_x86_64.whl', false],
    ['a-1-cp311-cp311-win_amd64.whl', false],
    ['a-1-cp311-cp311-manylinux2014_aarch64.whl', false],
  ])('%s: %s', (file, fits) => {
    const name = parseWheelName(file);
    expect(name !== undefined && tags.rank(name) !== undefined).toBe(fits);
  });

  it('takes names apart', () => {
    expect(sdistVersion('zope.interface-5.0.tar.gz', 'zope-interface')).toBe('5.0');
    expect(sdistVersion('other-5.0.tar.gz', 'zope-interface')).toBeUndefined();
    expect(parseWheelName('broken.whl')).toBeUndefined();
  });
});

describe('metadata', () => {
  it('reads header fields only', () => {
    const text =
      'Metadata-Version: 2.1\nRequires-Dist: a>=1\n ; extra == "x"\nProvides-Extra: x\nRequires-Python: >=3.8\n\nRequires-Dist: not-this';
    expect(parseMetadata(text)).toEqual({ requires: ['a>=1 ; extra == "x"'], extras: ['x'], requiresPython: '>=3.8' });
  });
  it.each([
    ['Metadata-Version: 2.2\nRequires-Dist: a', { requires: ['a'], extras: [] }],
    ['Metadata-Version: 2.1\nRequires-Dist: a', undefined],
    ['Metadata-Version: 2.4\nDynamic: Requires-Dist', undefined],
    ['Metadata-Version: 2.4\nDynamic: License', { requires: [], extras: [] }],
  ])('static or not: %j', (text, facts) => {
    expect(parseStaticMetadata(text)).toEqual(facts);
  });
});

/** A zip archive of one deflated entry behind some padding. */
function zipOf(name: string, content: string, padding: number): Buffer {
  const packed = deflateRawSync(content);
  const local = Buffer.alloc(30);
  local.writeUInt32LE(0x04034b50, 0);
  local.writeUInt16LE(name.length, 26);
  const head = Buffer.concat([Buffer.alloc(padding, 7), local, Buffer.from(name), packed]);
  const central = Buffer.alloc(46);
  central.writeUInt32LE(0x02014b50, 0);
  central.writeUInt16LE(8, 10);
  central.writeUInt32LE(packed.length, 20);
  central.writeUInt32LE(content.length, 24);
  central.writeUInt16LE(name.length, 28);
  central.writeUInt32LE(padding, 42);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt32LE(46 + name.length, 12);
  end.writeUInt32LE(head.length, 16);
  return Buffer.concat([head, central, Buffer.from(name), end]);
}

describe('one entry of a remote wheel', () => {
  const serve =
    (file: Buffer, ranges: boolean) =>
    async (range?: { readonly start: number; readonly end?: number }): Promise<FetchAnswer> => {
      const answer = { ok: true, url: 'https://files.example/a.whl', fromCache: false } as const;
      if (range === undefined || !ranges) return { ...answer, status: 200, headers: {}, body: file };
      const start = range.start < 0 ? Math.max(0, file.length + range.start) : range.start;
      const body = file.subarray(start, (range.end ?? file.length - 1) + 1);
      return {
        ...answer,
        status: 206,
        headers: { 'content-range': `bytes ${start}-${start + body.length - 1}/${file.length}` },
        body,
      };
    };
  it.each([
    ['small', 10, true],
    ['large', 300_000, true],
    ['without ranges', 300_000, false],
  ])('%s', async (_, padding, ranges) => {
    const entry = await readZipEntry(serve(zipOf('a-1.dist-info/METADATA', 'Name: a', padding), ranges), /METADATA$/u);
    expect(Buffer.isBuffer(entry) && entry.toString()).toBe('Name: a');
  });
  it.each([
    ['no archive', Buffer.from('hello')],
    ['other content', zipOf('x', 'y', 5)],
    ['cut off', zipOf('a-1.dist-info/METADATA', 'Name: a', 100).subarray(120)],
  ])('refuses: %s', async (_, file) => {
    expect(Buffer.isBuffer(await readZipEntry(serve(file, true), /METADATA$/u))).toBe(false);
  });
});

describe('indexes', () => {
  function environment(
    env: Readonly<Record<string, string>>,
    files: Readonly<Record<string, string>> = {},
    help?: string,
  ): ResolveEnvironment {
    const target = targetOf({ python: '3.11' });
    const base = createResolveEnvironment({ target, offline: true, env, home: '/home/u', client: fakeIndex('').client });
    return { ...base, readUserFile: (path) => files[path], ask: async () => help };
  }

  it.each<[string, Record<string, string>, Record<string, string>, string | undefined, readonly string[]]>([
    [
      'from the environment',
      { PIP_INDEX_URL: 'https://a.example/simple', PIP_EXTRA_INDEX_URL: 'https://b.example/' },
      {},
      undefined,
      ['https://b.example/', 'https://a.example/simple/'],
    ],
    [
      'from pip.conf',
      {},
      { '/home/u/.config/pip/pip.conf': '[global]\nindex-url = https://c.example\n' },
      undefined,
      ['https://c.example/'],
    ],
    [
      'from uv.toml',
      {},
      {
        '/home/u/.config/uv/uv.toml':
          '[[index]]\nname = "x"\nurl = "https://x.example/"\n[[index]]\nurl = "https://d.example/"\ndefault = true\n',
      },
      undefined,
      ['https://x.example/', 'https://d.example/'],
    ],
    [
      'from the client itself',
      {},
      {},
      'Options:\n  -i, --index-url <url>  Base URL of the index (default\n      https://e.example/simple). This …',
      ['https://e.example/simple/'],
    ],
    [
      'from uv itself',
      {},
      {},
      '--default-index <DEFAULT_INDEX>\n  The default package index (by default: <https://f.example/simple>) [env: X]',
      ['https://f.example/simple/'],
    ],
    [
      'with a login from the environment',
      { UV_INDEX_MY_INDEX_USERNAME: 'me', UV_INDEX_MY_INDEX_PASSWORD: 'p@ss', POETRY_HTTP_BASIC_OLD_PASSWORD: 'x' },
      {
        '/home/u/.config/uv/uv.toml':
          '[[index]]\nname = "my-index"\nurl = "https://x.example/"\n[[index]]\nname = "old"\nurl = "https://d.example/"\ndefault = true\n',
      },
      undefined,
      ['https://me:p%40ss@x.example/', 'https://:x@d.example/'],
    ],
    [
      'with variables in their URLs',
      { TOKEN: 'secret', PIP_INDEX_URL: 'https://${TOKEN}@a.example/${UNSET}/' },
      {},
      undefined,
      ['https://secret@a.example/${UNSET}/'],
    ],
    ['nowhere', {}, {}, undefined, []],
    ['forbidden', { PIP_NO_INDEX: '1', PIP_INDEX_URL: 'https://a.example/' }, {}, undefined, []],
  ])('%s', async (_, env, files, help, urls) => {
    expect((await indexSettings(environment(env, files, help))).indexes.map(({ url }) => url)).toEqual(urls);
  });

  it.each([
    ['of uv alone', {}, {}, {}, 'first-index'],
    ['of a requirements file', {}, { isPips: true as const }, {}, 'union'],
    [
      'of a requirements file, where uv is told otherwise',
      { UV_INDEX_STRATEGY: 'first-index' },
      { isPips: true as const },
      {},
      'first-index',
    ],
    ['by the config', {}, {}, { python: { indexes: 'union' } }, 'union'],
    ['by the config before all', {}, { isPips: true as const }, { python: { indexes: 'first' } }, 'first-index'],
  ])('are asked in the way %s', async (_, env, project, settings, strategy) => {
    expect((await indexSettings({ ...environment(env, {}, undefined), settings }, project)).strategy).toBe(strategy);
  });

  it('of one service come in its own order before the default of another', async () => {
    const [a, b, cpu] = ['https://a.example/', 'https://b.example/', 'https://cpu.example/'];
    const together = mergedIndexes([{ indexUrl: a }, { indexUrl: b, extraIndexUrls: [cpu] }]);
    expect((await indexSettings(environment({}, {}, undefined), together)).indexes.map(({ url }) => url)).toEqual([cpu, b, a]);
  });

  it('send their login with every request to their host, and to no other', async () => {
    const asked: string[] = [];
    const client: RegistryClient = {
      offline: false,
      get: async ({ url }) => {
        asked.push(url);
        return { ok: false, failure: { kind: 'not-found', url, message: '' } };
      },
      remember: (_key, _ttl, compute) => compute(),
    };
    const loggedIn = withIndexLogins(client, [{ url: 'https://me:secret@x.example/simple/' }, { url: 'https://y.example/' }]);
    for (const url of [
      'https://x.example/files/a.whl',
      'https://you:own@x.example/',
      'https://y.example/a',
      'https://x.example:8/a',
    ])
      await loggedIn.get({ url, ttlSeconds: 1 });
    expect(asked).toEqual([
      'https://me:secret@x.example/files/a.whl',
      'https://you:own@x.example/',
      'https://y.example/a',
      'https://x.example:8/a',
    ]);
  });

  it('reads pip.conf as configparser does', () => {
    const text =
      '; note\n[global]\nextra_index_url =\n    https://a.example\n    https://b.example\n[install]\nindex-url: https://c.example\n[list]\nindex-url=no';
    expect([...parsePipConfig(text)]).toEqual([
      ['extra-index-url', 'https://a.example\nhttps://b.example'],
      ['index-url', 'https://c.example'],
    ]);
    expect(builtInIndex('no such option')).toBeUndefined();
  });
});
