import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import { fakeRegistry, REGISTRY } from './fake-registry.ts';

export interface ServedRegistry {
  readonly address: string;
  close(): void;
}

interface Document {
  readonly versions: Readonly<Record<string, Release>>;
}

interface Release {
  readonly dist?: { readonly tarball?: string };
}

/** A registry as `fakeRegistry` reads it, on this machine's own network, for programs that ask for addresses of archives. */
export function serveRegistry(text: string): Promise<ServedRegistry> {
  const { client } = fakeRegistry(text);
  const server = createServer((request, response) => {
    const { url = '/', headers } = request;
    const path = decodeURIComponent(url.slice(1));
    const isArchive = path.endsWith('.tgz');
    const asked = `${REGISTRY}${isArchive ? path : path.replace('/', '%2f')}`;
    void client.get({ url: asked, accept: '', headers: {}, ttlSeconds: 0, maxBytes: 1e9 }).then((answer) => {
      response.statusCode = answer.ok ? 200 : 404;
      response.setHeader('content-type', isArchive ? 'application/octet-stream' : 'application/json');
      const body = answer.ok ? answer.body : '{"error":"not found"}';
      response.end(isArchive ? body : answer.ok ? withArchives(path, String(body), `http://${headers.host}/`) : body);
    });
  });
  return new Promise((done) =>
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      done({ address: `http://127.0.0.1:${port}/`, close: () => server.close() });
    }),
  );
}

function withArchives(name: string, body: string, home: string): string {
  const document: Document = JSON.parse(body);
  const versions = Object.entries(document.versions).map(([version, release]) => {
    const own = release.dist?.tarball?.replace(REGISTRY, home);
    const dist =
      own === undefined
        ? { tarball: `http://archive.invalid/${name}-${version}.tgz`, shasum: hashOf(`${name}@${version}`) }
        : { ...release.dist, tarball: own };
    return [version, { ...release, name, version, dist }];
  });
  return JSON.stringify({ ...document, versions: Object.fromEntries(versions) });
}

/** npm takes packages with one hash for the same one. */
function hashOf(text: string): string {
  return createHash('sha1').update(text).digest('hex');
}
