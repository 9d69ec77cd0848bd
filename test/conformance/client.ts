import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { RegistryClient } from '../../src/registry/client.ts';
import { createRegistryClient } from '../../src/registry/create.ts';
import { netrcCredentials } from '../../src/registry/credentials.ts';
import { defaultCacheDirectory } from '../../src/user-directories.ts';

/** The product's own client over its own disk cache. */
export async function createOfflineOrOnlineClient(offline: boolean): Promise<RegistryClient | undefined> {
  const netrc = readOptional(process.env.NETRC ?? join(homedir(), '.netrc'));
  return createRegistryClient({
    cacheDir: defaultCacheDirectory(process.env),
    offline,
    env: process.env,
    credentials: netrc === undefined ? [] : [netrcCredentials(netrc)],
  });
}

function readOptional(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
