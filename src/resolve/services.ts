import type { Resolution, Resolver, ServiceId } from '../model/index.ts';

/** Decides about services as they were read; in the order of their ids, each once. May throw. */
export type Decide<S> = (services: readonly S[]) => Promise<Resolution>;

/**
 * The frame of a resolver: a set of ids is the same set in any order, a service that was not read proves nothing, and
 * what fails unforeseen is `unknown` rather than the end of the run.
 */
export function resolverOver<S>(read: ReadonlyMap<ServiceId, S>, decide: Decide<S>): Resolver {
  return {
    async resolve(ids) {
      const wanted = [...new Set(ids)].sort();
      const missing = wanted.find((id) => !read.has(id));
      if (missing !== undefined) return { kind: 'unknown', because: `${missing} was not read`, diagnostics: [] };
      try {
        return await decide(wanted.flatMap((id) => read.get(id) ?? []));
      } catch (error) {
        const because = `the resolution failed: ${error instanceof Error ? error.message : String(error)}`;
        return { kind: 'unknown', because, diagnostics: [] };
      }
    },
  };
}
