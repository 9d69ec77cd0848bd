import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createRegistryClient, type RegistryClientOptions } from '../../src/registry/create.ts';
import { netrcCredentials, parseNetrc, splitLogin } from '../../src/registry/credentials.ts';
import { type Handler, reply, serve } from './server.ts';

let cacheDir = '';
beforeEach(() => {
  cacheDir = mkdtempSync(join(tmpdir(), 'cohost-client-'));
});
afterEach(() => rmSync(cacheDir, { recursive: true, force: true }));

const client = (options: Partial<RegistryClientOptions> = {}) =>
  createRegistryClient({ cacheDir, env: {}, backoffMs: 1, ...options });

async function withServer<T>(
  handlers: Readonly<Record<string, Handler>>,
  body: (server: Awaited<ReturnType<typeof serve>>) => Promise<T>,
): Promise<T> {
  const server = await serve(handlers);
  try {
    return await body(server);
  } finally {
    await server.close();
  }
}

function cacheFiles(): readonly string[] {
  return readdirSync(cacheDir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

describe('get', () => {
  it('asks once while the answer is fresh, from any client over the same cache', () =>
    withServer({ '/a': reply('hello') }, async ({ url, asked }) => {
      const request = { url: url('/a'), ttlSeconds: 60 };
      const first = await client().get(request);
      const second = await client().get(request);
      expect([first, second].map((one) => one.ok && [one.body.toString(), one.fromCache])).toEqual([
        ['hello', false],
        ['hello', true],
      ]);
      expect(asked).toHaveLength(1);
    }));

  it('joins equal requests under way', () =>
    withServer({ '/a': (_, response) => setTimeout(() => response.end('x'), 30) }, async ({ url, asked }) => {
      const one = client();
      await Promise.all([1, 2, 3].map(() => one.get({ url: url('/a'), ttlSeconds: 0 })));
      expect(asked).toHaveLength(1);
    }));

  it('asks again when the answer is old, and offline takes any age', () =>
    withServer({ '/a': reply('x') }, async ({ url, asked }) => {
      let now = Date.now();
      const request = { url: url('/a'), ttlSeconds: 10 };
      await client({ now: () => now }).get(request);
      now += 11_000;
      expect(await client({ now: () => now, offline: true }).get(request)).toMatchObject({ ok: true, fromCache: true });
      expect(await client({ now: () => now }).get(request)).toMatchObject({ ok: true, fromCache: false });
      expect(await client({ offline: true }).get({ url: url('/b'), ttlSeconds: 1 })).toMatchObject({
        failure: { kind: 'offline' },
      });
      expect(asked).toHaveLength(2);
    }));

  it('fetches again what was damaged on disk', () =>
    withServer({ '/a': reply('something long enough') }, async ({ url, asked }) => {
      const request = { url: url('/a'), ttlSeconds: 60 };
      for (const damage of [
        (file: string) => truncateSync(file, 40),
        (file: string) => writeFileSync(file, readFileSync(file, 'latin1').replace('something', 'sOmething'), 'latin1'),
        (file: string) => writeFileSync(file, ''),
      ]) {
        await client().get(request);
        for (const file of cacheFiles()) damage(file);
        expect(await client().get(request)).toMatchObject({ ok: true, fromCache: false });
      }
      expect(asked).toHaveLength(4);
      expect(cacheFiles().filter((file) => file.endsWith('.tmp'))).toEqual([]);
    }));

  it('remembers that there is nothing', () =>
    withServer({}, async ({ url, asked }) => {
      const request = { url: url('/none'), ttlSeconds: 60 };
      expect(await client().get(request)).toMatchObject({ failure: { kind: 'not-found', status: 404 } });
      expect(await client().get(request)).toMatchObject({ failure: { kind: 'not-found' } });
      expect(asked).toHaveLength(1);
    }));

  it.each([429, 500, 503])('tries again after %d', (status) =>
    withServer(
      { '/a': (_, response, count) => response.writeHead(count < 3 ? status : 200).end('late') },
      async ({ url, asked }) => {
        expect(await client().get({ url: url('/a'), ttlSeconds: 0 })).toMatchObject({ ok: true });
        expect(asked).toHaveLength(3);
      },
    ),
  );

  it('gives up after some tries, and keeps no failure', () =>
    withServer({ '/a': reply('', 502) }, async ({ url, asked }) => {
      expect(await client({ tries: 2 }).get({ url: url('/a'), ttlSeconds: 60 })).toMatchObject({
        failure: { kind: 'http', status: 502 },
      });
      expect(asked).toHaveLength(2);
      expect(cacheFiles()).toEqual([]);
    }));

  it('names a server that is down', async () => {
    const server = await serve({});
    await server.close();
    expect(await client({ tries: 2 }).get({ url: server.url('/a'), ttlSeconds: 1 })).toMatchObject({
      failure: { kind: 'network' },
    });
  });

  it('answers a body that breaks off as a failure', () =>
    withServer(
      { '/a': (_, response) => response.writeHead(200, { 'content-length': '100' }).write('short', () => response.destroy()) },
      async ({ url }) => {
        expect(await client({ tries: 2 }).get({ url: url('/a'), ttlSeconds: 1 })).toMatchObject({ failure: { kind: 'network' } });
      },
    ));

  it('ends circles and long chains of redirects', () =>
    withServer(
      {
        '/a': (_, response) => response.writeHead(302, { location: '/b' }).end(),
        '/b': (_, response) => response.writeHead(302, { location: '/a' }).end(),
        '/c': (_, response) => response.writeHead(301, { location: '/d' }).end(),
        '/d': reply('there'),
        '/file': (_, response) => response.writeHead(302, { location: 'file:///etc/passwd' }).end(),
      },
      async ({ url }) => {
        expect(await client().get({ url: url('/a'), ttlSeconds: 1 })).toMatchObject({ failure: { kind: 'redirect-loop' } });
        expect(await client().get({ url: url('/c'), ttlSeconds: 1 })).toMatchObject({ ok: true, url: url('/d') });
        expect(await client().get({ url: url('/file'), ttlSeconds: 1 })).toMatchObject({ failure: { kind: 'http' } });
      },
    ));

  it('sends a login to its own host only', async () => {
    const seen: (string | undefined)[] = [];
    const note: Handler = (request, response) => {
      seen.push(request.headers.authorization);
      response.end('ok');
    };
    await withServer({ '/end': note }, (other) =>
      withServer(
        {
          '/a': note,
          '/go': (_, response) =>
            response.writeHead(302, { location: other.url('/end').replace('127.0.0.1', 'localhost') }).end(),
        },
        async ({ url }) => {
          const credentials = [netrcCredentials('machine 127.0.0.1 login me password secret')];
          await client({ credentials }).get({ url: url('/a'), ttlSeconds: 0 });
          await client({ credentials }).get({ url: url('/go'), ttlSeconds: 0 });
          await client().get({ url: url('/a').replace('//', '//you:own%40@'), ttlSeconds: 0 });
        },
      ),
    );
    const basic = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`;
    expect(seen).toEqual([basic('me:secret'), undefined, basic('you:own@')]);
  });

  it('bounds what it reads, packed or not', () =>
    withServer(
      {
        '/plain': reply('x'.repeat(5000)),
        '/chunks': (_, response) => {
          response.write('x'.repeat(3000));
          response.end('x'.repeat(3000));
        },
        '/bomb': reply(gzipSync(Buffer.alloc(1 << 20)), 200, { 'content-encoding': 'gzip' }),
        '/fine': reply(gzipSync('packed'), 200, { 'content-encoding': 'gzip' }),
      },
      async ({ url }) => {
        for (const path of ['/plain', '/chunks', '/bomb']) {
          expect(await client().get({ url: url(path), ttlSeconds: 0, maxBytes: 4096 })).toMatchObject({
            failure: { kind: 'too-large' },
          });
        }
        const fine = await client().get({ url: url('/fine'), ttlSeconds: 0, maxBytes: 4096 });
        expect(fine.ok && fine.body.toString()).toBe('packed');
      },
    ));

  it('holds the body against its hash', () =>
    withServer({ '/a': reply('body') }, async ({ url }) => {
      const hex = createHash('sha256').update('body').digest('hex');
      const request = (wanted: string) => ({
        url: url('/a'),
        ttlSeconds: 60,
        hash: { algorithm: 'sha256' as const, hex: wanted },
      });
      expect(await client().get(request('00'))).toMatchObject({ failure: { kind: 'bad-hash' } });
      expect(cacheFiles()).toEqual([]);
      expect(await client().get(request(hex))).toMatchObject({ ok: true });
    }));

  it('goes through the proxy of the environment, except for hosts that need none', async () => {
    const proxied: string[] = [];
    const { createServer } = await import('node:http');
    const proxy = createServer((request, response) => {
      proxied.push(request.url ?? '');
      response.end('by proxy');
    });
    proxy.on('connect', (request, socket) => {
      proxied.push(request.url ?? '');
      socket.end('HTTP/1.1 502 no\r\n\r\n');
    });
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
    const address = proxy.address();
    const env = { http_proxy: `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}` };
    await client({ env, tries: 1 }).get({ url: 'http://registry.example/x', ttlSeconds: 0 });
    expect(proxied.join()).toContain('registry.example');
    await withServer({ '/a': reply('direct') }, async ({ url }) => {
      const answer = await client({ env: { ...env, no_proxy: '127.0.0.1' } }).get({ url: url('/a'), ttlSeconds: 0 });
      expect(answer.ok && answer.body.toString()).toBe('direct');
    });
    await new Promise<void>((resolve) => {
      proxy.closeAllConnections();
      proxy.close(() => resolve());
    });
  });
});

describe('remember', () => {
  it('computes once and reads ever after', async () => {
    let computed = 0;
    const compute = async () => ({ n: ++computed });
    expect(await client().remember('k', 60, compute)).toEqual({ n: 1 });
    expect(await client().remember('k', 60, compute)).toEqual({ n: 1 });
    expect(await client().remember('k', 0, compute)).toEqual({ n: 2 });
    expect(await client({ offline: true }).remember('k', 0, compute)).toEqual({ n: 2 });
    expect(await client().remember('none', 60, async () => undefined)).toBeUndefined();
  });
});

describe('netrc', () => {
  it.each([
    ['machine a.example login u password p', 'a.example', { user: 'u', password: 'p' }],
    ['machine a.example\n  login u\n  password "p q"\n', 'a.example', { user: 'u', password: 'p q' }],
    [
      '# note\nmacdef init\nmachine evil\n\nmachine a.example login u account x password #p',
      'a.example',
      { user: 'u', password: '#p' },
    ],
    ['machine b.example login x password y default login u password p', '', { user: 'u', password: 'p' }],
  ])('%j', (text, host, login) => {
    expect(parseNetrc(text).get(host)).toEqual(login);
  });
});

describe('logins in URLs', () => {
  it.each([
    ['https://me%40example.org:p%3Ass@host/simple', 'https://host/simple', { user: 'me@example.org', password: 'p:ss' }],
    ['https://50%zz:secret@host/', 'https://host/', { user: '50%zz', password: 'secret' }],
    ['https://host/simple', 'https://host/simple', undefined],
  ])('%s', (text, url, login) => {
    const split = splitLogin(new URL(text));
    expect([split.url.href, split.login]).toEqual([url, login]);
  });
});
