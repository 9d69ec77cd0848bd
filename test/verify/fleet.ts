import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadConfig } from '../../src/config/load.ts';
import { memoryTree } from '../../src/discover/memory-tree.ts';
import type { ResolveEnvironment } from '../../src/registry/client.ts';
import type { Ran, Runner } from '../../src/verify/ask.ts';
import type { VerifyRequest } from '../../src/verify/plan.ts';

export type Files = Readonly<Record<string, string>>;

/** One run of a tool: what was asked, and what lay in the directory. */
export interface Asked {
  readonly command: string;
  readonly args: readonly string[];
  readonly directory: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly files: Files;
}

function filesBelow(directory: string, prefix = ''): Files {
  return Object.assign(
    {},
    ...readdirSync(directory, { withFileTypes: true }).map((entry): Files => {
      const path = `${prefix}${entry.name}`;
      if (entry.isDirectory()) return filesBelow(join(directory, entry.name), `${path}/`);
      return { [path]: readFileSync(join(directory, entry.name), 'utf8') };
    }),
  );
}

/** Tools that exist only here: by command, what each answers to a question; every command answers `--version`. */
export function fakeTools(answers: Readonly<Record<string, (asked: Asked) => Ran>>, version = '1.2.3') {
  const asked: Asked[] = [];
  const run: Runner = (command, args, { directory, env }) => {
    const answer = answers[command];
    const isVersion = directory === '/';
    const question = { command, args, directory, env, files: isVersion ? {} : filesBelow(directory) };
    asked.push(question);
    if (answer === undefined) return Promise.resolve({ ok: false, output: `${command}: not found` });
    return Promise.resolve(isVersion ? { ok: true, output: `${command} ${version}\n` } : answer(question));
  };
  return {
    run,
    versions: () => asked.filter(({ directory }) => directory === '/').map(({ command, args }) => [command, ...args].join(' ')),
    questions: () => asked.filter(({ directory }) => directory !== '/'),
    leftovers: () => asked.filter(({ directory }) => directory !== '/' && existsSync(directory)),
  };
}

/** No registry at all: fleets of these tests need none, or stay unknown. */
function unreachable(settings: ResolveEnvironment['settings'], target: ResolveEnvironment['target']): ResolveEnvironment {
  return {
    client: {
      get: ({ url }) => Promise.resolve({ ok: false, failure: { kind: 'offline', url, message: 'nothing is asked here' } }),
      remember: (_key, _ttl, compute) => compute(),
      offline: true,
    },
    target,
    env: {},
    home: '',
    readUserFile: () => undefined,
    settings,
    progress: () => {},
    warn: () => {},
  };
}

export function requestOver(files: Files, run: Runner, options: Partial<VerifyRequest> = {}): VerifyRequest {
  const tree = memoryTree(files);
  return {
    tree,
    starts: ['.'],
    config: loadConfig(tree),
    today: '2026-01-01',
    resolve: (target) => Promise.resolve(unreachable({}, target)),
    offline: false,
    limit: 50,
    env: { PATH: '/usr/bin' },
    run,
    ...options,
  };
}
