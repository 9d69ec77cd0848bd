import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs, promisify } from 'node:util';
import { analyze } from '../../../src/analyze.ts';
import { loadConfig } from '../../../src/config/load.ts';
import { memoryTree } from '../../../src/discover/memory-tree.ts';
import type { Report } from '../../../src/model/index.ts';
import { createResolveEnvironment } from '../../../src/registry/environment.ts';
import { FAKE_ENVIRONMENT, type FakeIndex, fakeIndex } from './fake-index.ts';
import { type MadeUp, type MadeUpService, madeUp } from './made-up-stacks.ts';

/**
 * `npx tsx test/python/resolve/compare-universes.ts [--uv PATH] [--seed 1] [--count 60] [--verbose]`: services of invented
 * indexes in all formats, through the whole product, beside what `uv pip compile` says of each, of every two and of all.
 */

const run = promisify(execFile);
const PYTHON = '3.11.7';

type Verdict = 'fits' | 'clashes' | 'unknown';

/** The invented index over HTTP, as uv wants to be told of metadata. */
function serve(index: FakeIndex): Promise<{ readonly server: Server; readonly url: string }> {
  const server = createServer(async (request, response) => {
    const path = request.url ?? '';
    const isPage = path.startsWith('/simple/');
    const url = isPage ? `https://registry.example${path}` : `https://files.registry.example${path.replace('/files', '')}`;
    const answer = await index.client.get({ url: decodeURIComponent(url), ttlSeconds: 0 });
    if (!answer.ok) {
      response.writeHead(404).end();
      return;
    }
    const text = Buffer.from(answer.body).toString();
    const origin = `http://${request.headers.host}`;
    response.writeHead(200, { 'content-type': isPage ? 'application/vnd.pypi.simple.v1+json' : 'text/plain' });
    response.end(isPage ? pageFor(text, path.split('/')[2] ?? '', origin) : withVersion(text, path));
  });
  return new Promise((done) =>
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      done({ server, url: `http://127.0.0.1:${port}/simple/` });
    }),
  );
}

function pageFor(text: string, name: string, origin: string): string {
  const page: { files: Record<string, unknown>[] } = JSON.parse(text);
  return JSON.stringify({
    meta: { 'api-version': '1.1' },
    name,
    files: page.files.map((file) => ({
      ...file,
      'core-metadata': true,
      url: `${origin}/files/${encodeURIComponent(String(file.filename))}`,
    })),
  });
}

function withVersion(text: string, path: string): string {
  const version = decodeURIComponent(path).split('/').at(-1)?.split('-')[1] ?? '';
  return text.replace(/^(Name: .*)$/m, `$1\nVersion: ${version}`);
}

async function theirs(services: readonly MadeUpService[], uv: string, url: string): Promise<readonly [Verdict, string]> {
  const root = mkdtempSync(join(tmpdir(), 'cohost-universe-'));
  try {
    const words = services.flatMap(({ name, requirements, constraints }) => {
      const directory = join(root, name);
      mkdirSync(directory);
      writeFileSync(join(directory, 'requirements.txt'), `${requirements.join('\n')}\n`);
      writeFileSync(join(directory, 'held.txt'), `${constraints.join('\n')}\n`);
      return [`${name}/requirements.txt`, '-c', `${name}/held.txt`];
    });
    const target = ['--python-version', PYTHON, '--python-platform', 'x86_64-unknown-linux-gnu'];
    const options = ['--quiet', '--no-header', '--no-annotate', '--no-config', '--default-index', url, '--no-cache', ...target];
    const env = { ...process.env, UV_PYTHON_DOWNLOADS: 'never' };
    const { stdout } = await run(uv, ['pip', 'compile', ...options, ...words], { cwd: root, env });
    return ['fits', stdout.trim().replaceAll('\n', ' ')];
  } catch (error) {
    const said = typeof error === 'object' && error !== null && 'stderr' in error ? String(error.stderr) : String(error);
    return [said.includes('No solution found') ? 'clashes' : 'unknown', said];
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

async function ours({ services }: MadeUp, index: FakeIndex, resolve: boolean): Promise<Report> {
  const files = services.flatMap(({ name, files }) => Object.entries(files).map(([path, text]) => [`${name}/${path}`, text]));
  const tree = memoryTree(Object.fromEntries(files));
  const { report } = await analyze({
    tree,
    starts: ['.'],
    config: loadConfig(tree),
    today: '2026-11-25',
    allPairs: true,
    target: { python: PYTHON },
    advice: false,
    ...(resolve
      ? {
          resolve: async (target) =>
            createResolveEnvironment({ target, offline: false, env: FAKE_ENVIRONMENT, client: index.client, home: '/nowhere' }),
        }
      : {}),
  });
  return report;
}

/** What the report says of a set of services: alone, in pairs, or all of them. */
function verdictOf(report: Report, names: readonly string[], all: number): Verdict {
  const within = (services: readonly string[]): boolean => services.every((one) => names.includes(one));
  if (report.conflicts.some((one) => one.realm === 'python' && one.rule !== 'version/drift' && within(one.services)))
    return 'clashes';
  if (names.length === 1) return 'fits';
  if (names.length === 2) {
    const pair = report.compatibility.find(({ services }) => within(services));
    if (pair === undefined || pair.verdict === 'unknown' || pair.verdict === 'likely') return 'unknown';
    return pair.verdict === 'separate' ? 'clashes' : 'fits';
  }
  const [host, ...others] = report.placement.hosts;
  if (host === undefined || others.length > 0) return 'clashes';
  return host.services.length === all && (host.verdict === 'share' || host.verdict === 'repin') ? 'fits' : 'unknown';
}

function setsOf<T>(items: readonly T[]): readonly (readonly T[])[] {
  const pairs = items.flatMap((a, at) => items.slice(at + 1).map((b) => [a, b]));
  return [...items.map((one) => [one]), ...pairs, ...(items.length > 2 ? [items] : [])];
}

const { values } = parseArgs({
  options: {
    uv: { type: 'string', default: 'uv' },
    seed: { type: 'string', default: '1' },
    count: { type: 'string', default: '60' },
    verbose: { type: 'boolean', default: false },
  },
});
const tally = { agree: 0, differ: 0, unknown: 0, clashes: 0, refused: 0 };
for (let seed = Number(values.seed); seed < Number(values.seed) + Number(values.count); seed++) {
  const made = madeUp(seed);
  const index = fakeIndex(made.index);
  const { server, url } = await serve(index);
  try {
    const [declared, resolved] = [await ours(made, index, false), await ours(made, index, true)];
    for (const set of setsOf(made.services)) {
      const names = set.map(({ name }) => name);
      const [truth, said] = await theirs(set, values.uv, url);
      const mine = verdictOf(resolved, names, made.services.length);
      const early = declared.conflicts.some(
        (one) => one.rule === 'version/unsatisfiable' && one.services.every((service) => names.includes(service)),
      );
      if (truth === 'clashes') tally.clashes++;
      if (truth === 'unknown') tally.refused++;
      else if (mine === 'unknown') tally.unknown++;
      const isWrong = (truth !== 'unknown' && mine !== 'unknown' && mine !== truth) || (early && truth === 'fits');
      if (isWrong) tally.differ++;
      else tally.agree++;
      if (!isWrong && !(values.verbose && (truth === 'unknown' || mine === 'unknown'))) continue;
      process.stdout.write(`seed ${seed} ${names.join(' + ')}: uv ${truth}, we ${mine}${early ? ' (declared clash)' : ''}\n`);
      for (const one of set) process.stdout.write(`${JSON.stringify(one, undefined, 1)}\n`);
      process.stdout.write(`${said}\n${resolved.conflicts.map(({ message }) => message).join('\n')}\n`);
      process.stdout.write(`${resolved.diagnostics.map(({ message }) => message).join('\n')}\n\n`);
    }
  } finally {
    server.close();
  }
}
process.stdout.write(`${JSON.stringify(tally)}\n`);
process.exitCode = tally.differ === 0 ? 0 : 1;
