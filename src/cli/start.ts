import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { BUILD_ID } from '../build-id.ts';
import { DiskCache } from '../disk-cache.ts';
import { ownCacheDirectory } from '../user-directories.ts';
import { type Compiled, runCompiled } from './compiled.ts';
import { EXIT } from './exit.ts';

/** Library and command line in one file, as the build makes it. */
const PROGRAM = fileURLToPath(new URL('../cohost.cjs', import.meta.url));
/** What the build leaves beside it: the code of `BUILT_COMMAND`, as the Node that ran the build compiled it. */
export const BUILT = new DiskCache(dirname(PROGRAM));
export const BUILT_COMMAND = 'check';

/** Older code is of a version that is gone: milliseconds (30 days). */
const KEPT_FOR = 30 * 24 * 60 * 60 * 1000;
/** A run of so many milliseconds may have met functions that those before it had no need of … */
const LONG = 1000;
/** … and so may one that takes so many times as long as the one that wrote the code: to write it costs a large fleet's run 30 ms. */
const LONGER = 2;
/** It is worth the writing when it is so many times larger. */
const GROWN = 1.02;

/**
 * Runs one command line. Compiling is a third of a short run, so the code of each command is kept for this very build on
 * this very Node. Most of that is what every command needs, so the first run of another one begins with what was built.
 * The command that was built has met a whole fleet: to write its code again would cost more than it spares a later run.
 */
export async function start(args: readonly string[], cache: DiskCache | undefined = codeCache(process.env)): Promise<void> {
  const key = keyOf(args[0] ?? 'overview');
  const kept = cache?.read('code', key);
  const compiled = runCompiled(PROGRAM, (kept ?? BUILT.read('code', keyOf(BUILT_COMMAND)))?.body);
  const isBuilt = kept === undefined && compiled.isKnown && args[0] === BUILT_COMMAND;
  const before = kept && { ran: Number(kept.head.headers?.[RAN] ?? 0), size: kept.body.length };
  if (cache !== undefined && !isBuilt)
    process.once('exit', (status) => status === EXIT.usage || keep(cache, key, compiled, before));
  await programIn(compiled).run(args);
}

function keyOf(command: string): string {
  return [BUILD_ID, process.version, process.arch, command].join(' ');
}

/**
 * A directory that somebody names may lie in the project under analysis, of which nothing is ever run; a CI machine is gone
 * after its run; and who turns off what Node itself keeps of programs means this as well.
 */
function codeCache(env: NodeJS.ProcessEnv): DiskCache | undefined {
  const isOff = env.CI || env.COHOST_CACHE_DIR || env.NODE_DISABLE_COMPILE_CACHE;
  return isOff ? undefined : new DiskCache(ownCacheDirectory(env));
}

/** The milliseconds that the run took which left the code. */
const RAN = 'ran';

interface Earlier {
  readonly ran: number;
  /** Bytes of its code. */
  readonly size: number;
}

function keep(cache: DiskCache, key: string, { code, isKnown }: Compiled, before: Earlier | undefined): void {
  const ran = Math.round(performance.now());
  const earlier = isKnown ? before : undefined;
  if (earlier !== undefined && ran < Math.max(LONG, earlier.ran * LONGER)) return;
  const body = code();
  if (earlier !== undefined && body.length < earlier.size * GROWN) return;
  const now = Date.now();
  cache.forget('code', now - KEPT_FOR);
  cache.write('code', { head: { key, time: now, headers: { [RAN]: String(ran) } }, body });
}

type Program = Pick<typeof import('./program.ts'), 'run'>;

function programIn({ exports }: Compiled): Program {
  if (isProgram(exports)) return exports;
  throw new Error(`${PROGRAM} holds no command line`);
}

function isProgram(value: unknown): value is Program {
  return typeof value === 'object' && value !== null && 'run' in value && typeof value.run === 'function';
}
