import { execFile, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs, promisify } from 'node:util';
import { createPythonResolver } from '../../../analyzers/python/resolve/resolve.ts';
import type { Resolver } from '../../../src/model/index.ts';
import { createResolveEnvironment } from '../../../src/registry/environment.ts';
import { targetOf } from '../../target.ts';
import { readService } from './read-service.ts';
import { CORNERS, FLEET, type Stack } from './stacks.ts';

/**
 * `npx tsx test/python/resolve/compare-uv.ts [--uv PATH] [--corners] [--every N] [--python 3.11] [--before DATE]`: one
 * check of ten services together and verdicts for all pairs of a fleet, from us in one process and from `uv pip compile`
 * run once for each (or for each Nth), both over their caches alone. With `--corners` the pairs are those of the stacks
 * that are not in the fleet, among each other and with each fifth service of it.
 */

const run = promisify(execFile);

interface Options {
  readonly uv: string;
  readonly python: string;
  readonly before: string;
}

type Verdict = 'fits' | 'does not fit' | 'not known';

function resolverOf(stacks: readonly Stack[], { python, before }: Options, offline: boolean): Promise<Resolver> {
  const target = targetOf({ python, platform: 'linux-x86_64' });
  const services = stacks.map((stack) => readService(stack.name, (path) => fileOf(stack, path), 'requirements.txt'));
  const settings = { python: { sources: 'never' } };
  return createPythonResolver(services, createResolveEnvironment({ target, offline, env: process.env, before, settings }));
}

function fileOf({ requirements, constraints }: Stack, path: string): Uint8Array | undefined {
  if (path === 'constraints.txt' && constraints !== undefined) return Buffer.from(`${constraints.join('\n')}\n`);
  if (path !== 'requirements.txt') return undefined;
  const include = constraints === undefined ? '' : '-c constraints.txt\n';
  return Buffer.from(`${include}${requirements.join('\n')}\n`);
}

async function ours(resolver: Resolver, stacks: readonly Stack[]): Promise<Verdict> {
  const { kind } = await resolver.resolve(stacks.map(({ name }) => name));
  return kind === 'resolved' ? 'fits' : kind === 'conflict' ? 'does not fit' : 'not known';
}

async function theirs(stacks: readonly Stack[], { uv, python, before }: Options, offline: boolean): Promise<Verdict> {
  const directory = mkdtempSync(join(tmpdir(), 'cohost-uv-'));
  try {
    for (const stack of stacks) {
      mkdirSync(join(directory, stack.name));
      for (const path of ['requirements.txt', 'constraints.txt']) {
        const bytes = fileOf(stack, path);
        if (bytes !== undefined) writeFileSync(join(directory, stack.name, path), bytes);
      }
    }
    await run(
      uv,
      [
        ...['pip', 'compile', '--quiet', '--no-header', '--only-binary', ':all:', '--exclude-newer', before],
        ...['--python-version', `${python}.0`, '--python-platform', 'x86_64-unknown-linux-gnu'],
        ...(offline ? ['--offline'] : []),
        ...stacks.map(({ name }) => join(name, 'requirements.txt')),
      ],
      { cwd: directory, maxBuffer: 1 << 26 },
    );
    return 'fits';
  } catch (error) {
    const said = typeof error === 'object' && error !== null && 'stderr' in error ? String(error.stderr) : String(error);
    return said.includes('No solution found') ? 'does not fit' : 'not known';
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

async function timed<T>(work: () => Promise<T>): Promise<{ readonly value: T; readonly milliseconds: number }> {
  const start = performance.now();
  const value = await work();
  return { value, milliseconds: performance.now() - start };
}

function pairsOf(stacks: readonly Stack[]): readonly (readonly Stack[])[] {
  return stacks.flatMap((a, index) => stacks.slice(index + 1).map((b) => [a, b]));
}

async function askUs(questions: readonly (readonly Stack[])[], options: Options, offline: boolean): Promise<readonly Verdict[]> {
  const resolver = await resolverOf([...new Set(questions.flat())], options, offline);
  const verdicts: Verdict[] = [];
  for (const question of questions) verdicts.push(await ours(resolver, question));
  return verdicts;
}

async function askUv(questions: readonly (readonly Stack[])[], options: Options, offline: boolean): Promise<readonly Verdict[]> {
  const verdicts: Verdict[] = [];
  for (const question of questions) verdicts.push(await theirs(question, options, offline));
  return verdicts;
}

/** Time and memory of our answers in a process of their own, with Universe and client made anew, Node's start apart. */
async function inOwnProcess(
  mode: string,
  options: Options,
): Promise<{ readonly milliseconds: number; readonly mebibytes: number }> {
  const words = [fileURLToPath(import.meta.url), '--alone', mode, '--python', options.python, '--before', options.before];
  const { value, milliseconds } = await timed(
    () =>
      new Promise<string>((done, failed) => {
        const child = spawn(process.execPath, [...process.execArgv, ...words], { stdio: ['ignore', 'pipe', 'inherit'] });
        let said = '';
        child.stdout.on('data', (chunk) => {
          said += String(chunk);
        });
        child.on('close', () => done(said));
        child.on('error', failed);
      }),
  );
  const [inside = milliseconds, kibibytes = 0] = value.trim().split(' ').map(Number);
  return { milliseconds: inside, mebibytes: kibibytes / 1024 };
}

const TEN = FLEET.filter((_, index) => index % 2 === 1).filter(({ name }) => !['forecast', 'legacy', 'cart'].includes(name));

function questionsOf(mode: string): readonly (readonly Stack[])[] {
  if (mode === 'ten') return [TEN];
  if (mode === 'pairs') return pairsOf(FLEET);
  const others = FLEET.filter((_, index) => index % 5 === 0);
  return [...pairsOf(CORNERS), ...CORNERS.flatMap((a) => others.map((b) => [a, b]))];
}

async function compare(mode: string, every: number, options: Options): Promise<boolean> {
  const questions = questionsOf(mode);
  const asked = questions.filter((_, index) => index % every === 0);
  await askUs(questions, options, false);
  const mine = await askUs(questions, options, true);
  const alone = await inOwnProcess(mode, options);
  // Once over the network, so that its cache has all that it asks for.
  await askUv(asked, options, false);
  const truth = await timed(() => askUv(asked, options, true));
  const differing = asked.flatMap((question, index) => {
    const [we, they] = [mine[index * every], truth.value[index]];
    const names = question.map(({ name }) => name).join(' + ');
    return we === they || we === 'not known' ? [] : [`${names}: we say it ${we}, uv says it ${they}`];
  });
  const unknown = mine.filter((verdict, index) => index % every === 0 && verdict === 'not known').length;
  for (const line of differing) process.stdout.write(`${line}\n`);
  process.stdout.write(
    `${mode}: ${asked.length} of ${questions.length} questions compared, ${asked.length - differing.length - unknown} agree, ` +
      `${differing.length} differ, ${unknown} not known; all of them ${alone.milliseconds.toFixed(0)} ms and ` +
      `${alone.mebibytes.toFixed(0)} MiB, uv ${(truth.milliseconds / asked.length).toFixed(0)} ms for each\n`,
  );
  return differing.length === 0;
}

const { values } = parseArgs({
  options: {
    uv: { type: 'string', default: 'uv' },
    corners: { type: 'boolean', default: false },
    every: { type: 'string', default: '1' },
    alone: { type: 'string' },
    python: { type: 'string', default: '3.11' },
    before: { type: 'string', default: '2026-06-01' },
  },
});
if (values.alone !== undefined) {
  const { milliseconds } = await timed(() => askUs(questionsOf(values.alone ?? ''), values, true));
  process.stdout.write(`${milliseconds} ${process.resourceUsage().maxRSS}\n`);
} else {
  let isSame = true;
  for (const mode of values.corners ? ['corners'] : ['ten', 'pairs'])
    isSame = (await compare(mode, Number(values.every), values)) && isSame;
  process.exitCode = isSame ? 0 : 1;
}
