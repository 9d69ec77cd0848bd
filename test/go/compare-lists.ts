import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { parseArgs, promisify } from 'node:util';
import { SumIndex } from '../../analyzers/go/files/gosum.ts';
import { parseGoMod } from '../../analyzers/go/files/modfile.ts';
import { compareGo, DEFAULT_WORK_VERSION, maxGo } from '../../analyzers/go/gover.ts';
import type { MainModule } from '../../analyzers/go/replacements.ts';
import { ModuleCache } from '../../analyzers/go/resolve/cache.ts';
import { buildList } from '../../analyzers/go/resolve/mvs.ts';
import { ProxySource } from '../../analyzers/go/resolve/proxy.ts';
import { createResolveEnvironment } from '../../src/registry/environment.ts';
import { targetOf } from '../target.ts';

/**
 * `npx tsx test/go/compare-lists.ts [--services N] DIR`: the build lists of all pairs of the first N services below DIR
 * as workspaces, from us and from the installed go command (`go list -m all` in a temporary directory: it reads go.mod
 * files from the proxy and builds nothing), with the time that each took. Directory replacements are left out of both.
 */

const run = promisify(execFile);

interface Candidate extends MainModule {
  readonly text: string;
}

function candidates(root: string): readonly Candidate[] {
  const walk = (directory: string): readonly string[] =>
    readdirSync(directory, { withFileTypes: true }).flatMap((entry) => {
      const path = join(directory, entry.name);
      return entry.isDirectory() ? walk(path) : entry.name === 'go.mod' ? [path] : [];
    });
  const seen = new Set<string>();
  return walk(root).flatMap((file): Candidate[] => {
    const text = readFileSync(file, 'utf8');
    const { file: mod, problems } = parseGoMod(text);
    const path = mod.module?.path ?? '';
    const isLocal = mod.replace.some((one) => one.new.version === '');
    if (problems.length > 0 || path === '' || seen.has(path) || isLocal || mod.require.length === 0) return [];
    seen.add(path);
    return [{ path, mod, text, directory: relative(root, file) }];
  });
}

type Lines = ReadonlySet<string> | 'failure';

async function theirs(mains: readonly Candidate[], work: string | undefined): Promise<Lines> {
  const directory = mkdtempSync(join(tmpdir(), 'cohost-go-'));
  try {
    for (const [index, { text }] of mains.entries()) {
      mkdirSync(join(directory, String(index)));
      writeFileSync(join(directory, String(index), 'go.mod'), text);
    }
    const uses = mains.map((_, index) => `use ./${index}\n`).join('');
    if (work !== undefined) writeFileSync(join(directory, 'go.work'), `go ${work}\n${uses}`);
    const env = {
      ...process.env,
      GOTOOLCHAIN: 'local',
      GOFLAGS: '',
      GONOSUMDB: '*',
      GONOSUMCHECK: '1',
      GOSUMDB: 'off',
      ...(work === undefined ? { GOWORK: 'off' } : {}),
    };
    const arguments_ = ['list', ...(work === undefined ? ['-mod=mod'] : []), '-m', '-f', '{{.Path}} {{.Version}}', 'all'];
    const { stdout } = await run('go', arguments_, {
      cwd: work === undefined ? join(directory, '0') : directory,
      env,
      maxBuffer: 1 << 26,
    });
    return new Set(stdout.split('\n').filter((line) => line.trim().includes(' ')));
  } catch {
    return 'failure';
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

async function ours(
  cache: ModuleCache,
  mains: readonly MainModule[],
  work: string | undefined,
  toolchain: string,
): Promise<Lines> {
  const options = work === undefined ? {} : { work: { go: work, replace: [], directory: '.' } };
  const list = await buildList(cache, mains, { ...options, toolchain });
  return list.kind === 'failure' ? 'failure' : new Set([...list.versions].map(([path, version]) => `${path} ${version}`));
}

function agree(a: Lines, b: Lines): boolean {
  if (a === 'failure' || b === 'failure') return a === b;
  return a.size === b.size && [...a].every((line) => b.has(line));
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({ allowPositionals: true, options: { services: { type: 'string', default: '20' } } });
  const [root] = positionals;
  if (root === undefined) throw new Error('usage: npx tsx test/go/compare-lists.ts [--services N] DIR');
  const { stdout } = await run('go', ['env', 'GOVERSION'], { env: { ...process.env, GOTOOLCHAIN: 'local' } });
  const toolchain = stdout.trim().replace(/^go/, '');
  const chosen = candidates(root)
    .filter(({ mod }) => compareGo(mod.go?.value ?? '', toolchain) <= 0)
    .slice(0, Number(values.services));
  const environment = createResolveEnvironment({ target: targetOf(), offline: false, env: process.env });
  const open = async (): Promise<ModuleCache> =>
    new ModuleCache(await ProxySource.create(environment, undefined, new SumIndex([])));
  const sets = chosen.flatMap((a, index) => chosen.slice(index + 1).map((b): readonly Candidate[] => [a, b]));
  const workOf = (mains: readonly Candidate[]): string =>
    mains.reduce((go, { mod }) => maxGo(go, mod.go?.value ?? ''), DEFAULT_WORK_VERSION);
  // One pass each beforehand: both are timed warm.
  const warm = await open();
  for (const set of sets) await ours(warm, set, workOf(set), toolchain);
  const answers: { readonly mine: Lines; readonly set: readonly Candidate[] }[] = [];
  const start = performance.now();
  const cache = await open();
  for (const set of sets) answers.push({ set, mine: await ours(cache, set, workOf(set), toolchain) });
  const took = performance.now() - start;
  let same = 0;
  let spent = 0;
  for (const { set, mine } of answers) {
    await theirs(set, workOf(set));
    const before = performance.now();
    const truth = await theirs(set, workOf(set));
    spent += performance.now() - before;
    if (agree(mine, truth)) same++;
    else
      process.stdout.write(
        `${set.map(({ directory }) => directory).join(' + ')}: lists differ${truth === 'failure' ? ' (the go command fails)' : mine === 'failure' ? ' (ours fails)' : ''}\n`,
      );
  }
  process.stdout.write(
    `${chosen.length} services, ${sets.length} pairs: ${same} agree, ${sets.length - same} differ; ours ${took.toFixed(0)} ms, go list -m all ${spent.toFixed(0)} ms\n`,
  );
  process.exitCode = same === sets.length ? 0 : 1;
}

await main();
