import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parseArgs, promisify } from 'node:util';
import fc from 'fast-check';
import { ModuleCache } from '../../analyzers/go/cache.ts';
import { SumIndex } from '../../analyzers/go/gosum.ts';
import { DEFAULT_WORK_VERSION, maxGo } from '../../analyzers/go/gover.ts';
import { parseGoMod } from '../../analyzers/go/modfile.ts';
import { type BuildList, buildList } from '../../analyzers/go/mvs.ts';
import { ProxySource } from '../../analyzers/go/proxy.ts';
import type { MainModule } from '../../analyzers/go/replacements.ts';
import { parseGoWork } from '../../analyzers/go/workfile.ts';
import { sourceFile } from '../../src/discover/tree.ts';
import type { Project, SourceFile } from '../../src/model/index.ts';
import { createResolveEnvironment } from '../../src/registry/environment.ts';

/**
 * `npx tsx test/go/compare-universes.ts [--seed N] [--count N]`: build lists of made-up services over made-up modules,
 * alone and as a workspace, from us and from the installed go command (`go list -m all` over a proxy of files).
 */

const run = promisify(execFile);

interface Wish {
  readonly path: string;
  readonly version: string;
}

interface ModFile {
  readonly go: string;
  readonly requires: readonly Wish[];
}

interface ServiceFile extends ModFile {
  readonly replaces: readonly (readonly [left: string, right: string])[];
  readonly excludes: readonly Wish[];
  readonly tool: boolean;
}

const PATHS = ['a', 'b', 'c', 'd', 'e', 'f/v2'].map((name) => `example.com/${name}`);
const VERSIONS = ['v1.0.0', 'v1.2.0-rc1', 'v1.2.0', 'v1.10.0', 'v1.10.1-0.20200101000000-abcdefabcdef'];
const GO_LINES = ['', '1.12', '1.16', '1.17', '1.18', '1.20', '1.21', '1.21.0', '1.21rc2', '1.22.3', '1.24.0'];

const versionOf = (path: string, version: string): string => (path.endsWith('/v2') ? version.replace('v1', 'v2') : version);
const all = PATHS.flatMap((path) => VERSIONS.map((version): Wish => ({ path, version: versionOf(path, version) })));
const wish = fc.constantFrom(...all);
const goLine = fc.constantFrom(...GO_LINES);
const modFile = fc.record({ go: goLine, requires: fc.array(wish, { maxLength: 4 }) });
const left = wish.chain(({ path, version }) => fc.constantFrom(path, `${path} ${version}`));
const right = fc.oneof(
  wish.map(({ path, version }) => `${path} ${version}`),
  fc.constantFrom('../local', '../other'),
);
const replaces = fc.array(fc.tuple(left, right), { maxLength: 1 });
const service = fc.record({
  go: goLine,
  requires: fc.array(wish, { maxLength: 5 }),
  replaces,
  excludes: fc.array(wish, { maxLength: 1 }),
  tool: fc.boolean(),
});
const fleet = fc.record({
  modules: fc.array(modFile, { minLength: all.length, maxLength: all.length }),
  locals: fc.tuple(modFile, modFile),
  services: fc.array(service, { minLength: 1, maxLength: 3 }),
  workReplaces: replaces,
});
type MadeUp = typeof fleet extends fc.Arbitrary<infer T> ? T : never;

function textOf(path: string, { go, requires }: ModFile): string {
  const lines = requires.map((one) => `require ${one.path} ${one.version}\n`).join('');
  return `module ${path}\n${go === '' ? '' : `go ${go}\n`}${lines}`;
}

function serviceText(path: string, file: ServiceFile): string {
  const replaced = file.replaces.map(([from, to]) => `replace ${from} => ${to}\n`);
  const excluded = file.excludes.map((one) => `exclude ${one.path} ${one.version}\n`);
  return [textOf(path, file), ...replaced, ...excluded, file.tool ? 'tool example.com/a/cmd/x\n' : ''].join('');
}

/** All files of a made-up fleet, by path below a directory. */
function filesOf({ modules, locals, services, workReplaces }: MadeUp): ReadonlyMap<string, string> {
  const files = new Map<string, string>();
  for (const [index, { path, version }] of all.entries()) {
    files.set(`proxy/${path}/@v/${version}.mod`, textOf(path, modules[index] ?? { go: '', requires: [] }));
    files.set(`proxy/${path}/@v/${version}.info`, JSON.stringify({ Version: version, Time: '2020-01-01T00:00:00Z' }));
  }
  files.set('fleet/local/go.mod', textOf('example.com/a', locals[0]));
  files.set('fleet/other/go.mod', textOf('example.com/b', locals[1]));
  const work = services.reduce((go, one) => maxGo(go, one.go), DEFAULT_WORK_VERSION);
  const uses = services.map((_, index) => `use ./s${index}\n`);
  const replaced = workReplaces.map(([from, to]) => `replace ${from} => ${to.replace('../', './')}\n`);
  files.set('fleet/go.work', [`go ${work}\n`, ...uses, ...replaced].join(''));
  for (const [index, one] of services.entries()) files.set(`fleet/s${index}/go.mod`, serviceText(`example.com/s${index}`, one));
  return files;
}

function write(root: string, files: ReadonlyMap<string, string>): void {
  for (const [path, text] of files) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
}

/** Its own module cache beside the files; `-mod=mod` lets it complete the go.mod of a single module. */
async function theirs(root: string, directory: string, single: boolean): Promise<readonly string[] | 'failure'> {
  const cache = { GOPROXY: `file://${root}/proxy`, GOMODCACHE: join(root, 'cache'), GOSUMDB: 'off', GOFLAGS: '-modcacherw' };
  const env = {
    ...process.env,
    ...cache,
    GOTOOLCHAIN: 'local',
    GOPRIVATE: '',
    GONOPROXY: '',
    ...(single ? { GOWORK: 'off' } : {}),
  };
  const words = ['list', ...(single ? ['-mod=mod'] : []), '-m', '-f', '{{.Path}} {{.Version}}', 'all'];
  try {
    const { stdout } = await run('go', words, { cwd: join(root, 'fleet', directory), env });
    return stdout
      .split('\n')
      .filter((line) => line.trim().includes(' '))
      .sort();
  } catch {
    return 'failure';
  }
}

function lines(list: BuildList): readonly string[] | 'failure' {
  return list.kind === 'failure' ? 'failure' : [...list.versions].map(([path, version]) => `${path} ${version}`).sort();
}

async function sourceOver(root: string): Promise<ProxySource> {
  const none = { python: '', node: '', jdk: '', go: '', platform: '' };
  const env = { GOPROXY: `file://${root}/proxy`, GOMODCACHE: join(root, 'none'), GOENV: 'off' };
  const environment = createResolveEnvironment({ target: { ...none, because: none }, offline: true, env });
  const read = (path: string): SourceFile => sourceFile(path, readFileSync(join(root, 'fleet', path)));
  const project: Project = {
    files: [],
    directories: [],
    list: () => [],
    has: () => true,
    read,
    parse: (path, parser) => parser(read(path)),
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
  const tally = { agree: 0, differ: 0, failures: 0 };
  for (const made of fc.sample(fleet, { seed: Number(values.seed), numRuns: Number(values.count) })) {
    const root = mkdtempSync(join(tmpdir(), 'cohost-go-'));
    try {
      const files = filesOf(made);
      const cache = new ModuleCache(await sourceOver(root));
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
        if (truth === 'failure') tally.failures++;
        if (String(mine) === String(truth)) tally.agree++;
        else {
          tally.differ++;
          const texts = [...of.map((one) => `fleet/${one}/go.mod`), 'fleet/go.work'].map((path) => files.get(path));
          process.stdout.write(`${texts.join('\n')}\nexpected ${String(truth)}\ngot      ${String(mine)}\n\n`);
        }
      }
    } finally {
      rmSync(root, { recursive: true, force: true });
    }
  }
  process.stdout.write(`${tally.agree} agree (${tally.failures} of all fail for the go command), ${tally.differ} differ\n`);
  process.exitCode = tally.differ === 0 ? 0 : 1;
}

await main();
