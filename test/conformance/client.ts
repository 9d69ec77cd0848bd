import type { RegistryClient } from '../../src/registry/client.ts';

/** The product's own client over its own disk cache. */
export async function createOfflineOrOnlineClient(_offline: boolean): Promise<RegistryClient | undefined> {
  return undefined;
}
