import type { LineChange, Resolution, Resolver, Retried, ServiceId } from '../model/index.ts';

/** Decides about services as they were read; in the order of their ids, each once. May throw. */
export type Decide<S> = (services: readonly S[]) => Promise<Resolution>;

/** Decides about services with some of their lines changed. May throw. */
export type Retry<S> = (services: readonly S[], change: LineChange) => Promise<Retried>;

/**
 * The frame of a resolver: a set of ids is the same set in any order, a service that was not read proves nothing, and
 * what fails unforeseen is `unknown` rather than the end of the run.
 */
export function resolverOver<S>(read: ReadonlyMap<ServiceId, S>, decide: Decide<S>, retry?: Retry<S>): Resolver {
  const resolve = async (ids: readonly ServiceId[]): Promise<Resolution> => {
    const wanted = [...new Set(ids)].sort();
    const missing = wanted.find((id) => !read.has(id));
    if (missing !== undefined) return { kind: 'unknown', because: `${missing} was not read`, diagnostics: [] };
    try {
      return await decide(wanted.flatMap((id) => read.get(id) ?? []));
    } catch (error) {
      return { kind: 'unknown', because: failure(error), diagnostics: [] };
    }
  };
  if (retry === undefined) return { resolve };
  return {
    resolve,
    retry: async (ids, change) => {
      const services = [...new Set(ids)].sort().flatMap((id) => read.get(id) ?? []);
      return retry(services, change).catch((error: unknown) => ({ kind: 'open', because: failure(error) }));
    },
  };
}

function failure(error: unknown): string {
  return `the resolution failed: ${error instanceof Error ? error.message : String(error)}`;
}
