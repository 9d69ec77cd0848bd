import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parseArgs, promisify } from 'node:util';
import fc from 'fast-check';
import { SumIndex } from '../../analyzers/go/files/gosum.ts';
import { parseGoMod } from '../../analyzers/go/files/modfile.ts';
import { parseGoWork } from '../../analyzers/go/files/workfile.ts';
import { DEFAULT_WORK_VERSION } from '../../analyzers/go/gover.ts';
import type { MainModule } from '../../analyzers/go/replacements.ts';
import { ModuleCache } from '../../analyzers/go/resolve/cache.ts';
import { type BuildList, buildList } from '../../analyzers/go/resolve/mvs.ts';
import { ProxySource } from '../../analyzers/go/resolve/proxy.ts';
import { sourceFile } from '../../src/discover/tree.ts';
import { isReadFailure, type Project, type ReadFailure, type SourceFile } from '../../src/model/index.ts';
import { createResolveEnvironment } from '../../src/registry/environment.ts';
import { targetOf } from '../target.ts';
import { filesOf, fleet } from './made-up-fleet.ts';

/**
 * `npx tsx test/go/compare-universes.ts [--seed N] [--count N]`: build lists of made-up services over made-up modules,
 * alone and as a workspace, from us and from the installed go command (`go list -m all` over a proxy of files).
 */

const run = promisify(execFile);

function write(root: string, files: ReadonlyMap<string, string>): void {
  for (const [path, text] of files) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
}

type Answer = { readonly lines: readonly string[] } | { readonly failure: string };

const FORMAT = '{{.Path}} {{.Version}}{{with .Replace}} => {{if .Version}}{{.Path}} {{.Version}}{{else}}directory{{end}}{{end}}';

const isSame = (a: Answer, b: Answer): boolean =>
  'lines' in a && 'lines' in b ? String(a.lines) === String(b.lines) : 'failure' in a && 'failure' in b;

/**
 * The go command wants to print the day of a version that its graph holds but never read, and the proxy does not have it.
 * A build is not touched by that.
 */
const isUnlisted = (truth: Answer): boolean => 'failure' in truth && /@v\/[^ ]*\.info: no such file/.test(truth.failure);

/** Its own module cache beside the files; `-mod=mod` lets it complete the go.mod of a single module. */
async function theirs(root: string, directory: string, single: boolean): Promise<Answer> {
  const cache = { GOPROXY: `file://${root}/proxy`, GOMODCACHE: join(root, 'cache'), GOSUMDB: 'off', GOFLAGS: '-modcacherw' };
  const env = {
    ...process.env,
    ...cache,
    GOTOOLCHAIN: 'local',
    GOPRIVATE: '',
    GONOPROXY: '',
    ...(single ? { GOWORK: 'off' } : {}),
  };
  const words = ['list', ...(single ? ['-mod=mod'] : []), '-m', '-f', FORMAT, 'all'];
  try {
    const { stdout } = await run('go', words, { cwd: join(root, 'fleet', directory), env });
    const all = stdout.split('\n').filter((line) => line.trim().includes(' '));
    return { lines: all.sort() };
  } catch (error) {
    return { failure: error instanceof Error ? error.message.split('\n').slice(1).join(' ') : String(error) };
  }
}

function lines(list: BuildList): Answer {
  if (list.kind === 'failure') return { failure: JSON.stringify(list.problem) };
  const shown = (path: string): string => {
    const to = list.replaced.get(path);
    return to === undefined ? '' : ` => ${to.version === '' ? 'directory' : `${to.path} ${to.version}`}`;
  };
  return { lines: [...list.versions].map(([path, version]) => `${path} ${version}${shown(path)}`).sort() };
}

async function sourceOver(root: string, files: ReadonlyMap<string, string>): Promise<ProxySource> {
  const env = { GOPROXY: `file://${root}/proxy`, GOMODCACHE: join(root, 'none'), GOENV: 'off' };
  const environment = createResolveEnvironment({ target: targetOf(), offline: true, env });
  // Not from the disk, where the go command completes files.
  const read = (path: string): SourceFile | ReadFailure => {
    const text = files.get(`fleet/${path}`);
    return text === undefined ? { path, reason: 'missing', message: 'no such file' } : sourceFile(path, Buffer.from(text));
  };
  const project: Project = {
    files: [],
    directories: [],
    list: () => [],
    has: () => true,
    read,
    bytes: (path) => ({ path, reason: 'missing', message: 'no such file' }),
    parse: (path, parser) => {
      const file = read(path);
      return isReadFailure(file) ? file : parser(file);
    },
  };
  return ProxySource.create(environment, project, new SumIndex([]));
}

function mainOf(files: ReadonlyMap<string, string>, directory: string): MainModule {
  const { file } = parseGoMod(files.get(`fleet/${directory}/go.mod`) ?? '');
  return { path: file.module?.path ?? '', mod: file, directory };
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { seed: { type: 'string', default: '1' }, count: { type: 'string', default: '50' } } });
  const { stdout } = await run('go', ['env', 'GOVERSION'], { env: { ...process.env, GOTOOLCHAIN: 'local' } });
  const toolchain = stdout.trim().replace(/^go/, '');
  const tally = { agree: 0, unlisted: 0, differ: 0, failures: 0 };
  for (const made of fc.sample(fleet, { seed: Number(values.seed), numRuns: Number(values.count) })) {
    const root = mkdtempSync(join(tmpdir(), 'cohost-go-'));
    try {
      const files = filesOf(made);
      const cache = new ModuleCache(await sourceOver(root, files));
      const { file: work } = parseGoWork(files.get('fleet/go.work') ?? '');
      const settings = { go: work.go?.value ?? DEFAULT_WORK_VERSION, replace: work.replace, directory: '.' };
      const members = made.services.map((_, index) => `s${index}`);
      const questions = [
        ...members.map((one) => ({ at: one, of: [one], work: {} })),
        { at: '.', of: members, work: { work: settings } },
      ];
      for (const { at, of, work: options } of questions) {
        // The go command completes the files that it is asked about.
        write(root, files);
        const truth = await theirs(root, at, at !== '.');
        const mine = lines(
          await buildList(
            cache,
            of.map((one) => mainOf(files, one)),
            { ...options, toolchain },
          ),
        );
        if ('failure' in truth) tally.failures++;
        if (isUnlisted(truth)) tally.unlisted++;
        else if (isSame(mine, truth)) tally.agree++;
        else {
          tally.differ++;
          const texts = [...of.map((one) => `fleet/${one}/go.mod`), 'fleet/go.work'].map((path) => files.get(path));
          process.stdout.write(`${texts.join('\n')}\nexpected ${JSON.stringify(truth)}\ngot      ${JSON.stringify(mine)}\n\n`);
        }
      }
    } finally {
      rmSync(root, { recursive: true, force: true });
    }
  }
  process.stdout.write(
    `${tally.agree} agree (${tally.failures} of all fail for the go command), ${tally.unlisted} not to be listed, ${tally.differ} differ\n`,
  );
  process.exitCode = tally.differ === 0 ? 0 : 1;
}

await main();
