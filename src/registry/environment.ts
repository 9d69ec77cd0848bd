import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Diagnostic, Target } from '../model/index.ts';
import { defaultCacheDirectory, userHome } from '../user-directories.ts';
import type { RegistryClient, ResolveEnvironment } from './client.ts';
import { createRegistryClient } from './create.ts';
import { netrcCredentials } from './credentials.ts';

/** What a run is told of the world outside, and whom it tells how far it is. */
export interface EnvironmentOptions {
  readonly target: Target;
  readonly offline: boolean;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** ISO date-time; versions published later do not exist. */
  readonly before?: string;
  /** ISO date-time of the run, for clients' settings that count back from it; without one these are not applied. */
  readonly now?: string;
  readonly home?: string;
  readonly cacheDir?: string;
  /** Requests under way at once; 32 when absent. */
  readonly jobs?: number;
  readonly settings?: ResolveEnvironment['settings'];
  readonly progress?: ResolveEnvironment['progress'];
  readonly warn?: (diagnostic: Diagnostic) => void;
  /** In place of the client over network and disk cache, for tests. */
  readonly client?: RegistryClient;
}

const MONTH = 30 * 24 * 3600;

/** The outside world as the user's machine configures it: disk cache, netrc, proxies, certificates, client configuration. */
export function createResolveEnvironment(options: EnvironmentOptions): ResolveEnvironment {
  const { target, env, before, now } = options;
  const home = options.home ?? userHome();
  const netrc = readOptional(env.NETRC ?? join(home, process.platform === 'win32' ? '_netrc' : '.netrc'));
  const client =
    options.client ??
    createRegistryClient({
      cacheDir: options.cacheDir ?? defaultCacheDirectory(env, home),
      offline: options.offline,
      env,
      credentials: netrc === undefined ? [] : [netrcCredentials(netrc)],
      ...(options.jobs === undefined ? {} : { jobs: options.jobs }),
    });
  return {
    client,
    target,
    env,
    home,
    readUserFile: readOptional,
    readUserBytes: readOptionalBytes,
    ask: (command, args) =>
      client.remember(`client-says-1 ${[command, ...args].join(' ')}`, MONTH, () => output(command, args, env)),
    settings: options.settings ?? {},
    progress: options.progress ?? (() => {}),
    warn: options.warn ?? (() => {}),
    ...(before === undefined ? {} : { before }),
    ...(now === undefined ? {} : { now }),
  };
}

function readOptional(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

function readOptionalBytes(path: string): Uint8Array | undefined {
  try {
    return readFileSync(path);
  } catch {
    return undefined;
  }
}

/** Standard output of a client; undefined when it is missing, fails, or takes longer than 20 s. */
function output(command: string, args: readonly string[], env: EnvironmentOptions['env']): Promise<string | undefined> {
  return new Promise((resolve) => {
    execFile(command, [...args], { env: { ...env }, timeout: 20_000, maxBuffer: 4 << 20 }, (error, stdout) =>
      resolve(error === null ? stdout : undefined),
    );
  });
}
