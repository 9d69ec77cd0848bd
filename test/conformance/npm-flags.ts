import type { LockedEdge } from '../../analyzers/npm/locks/lock.ts';

/** Why a package is installed: each is true when nothing but such dependencies lead to it. */
export interface Flags {
  readonly dev: boolean;
  readonly optional: boolean;
  /** Both kinds lead to it and nothing else does. */
  readonly devOptional: boolean;
  readonly peer: boolean;
}

interface Open {
  dev: boolean;
  optional: boolean;
  devOptional: boolean;
  peer: boolean;
}

/**
 * What npm calls dev, optional and peer, computed from the edges: locks of version 1, pnpm 9 and yarn do not say it.
 * Every flag is set until an edge without it, from a package without it, takes it away; each package is looked at again
 * only when it lost a flag, so at most four times.
 */
export function computeFlags(
  roots: readonly LockedEdge[],
  edges: (id: string) => readonly LockedEdge[],
): ReadonlyMap<string, Flags> {
  const flags = new Map<string, Open>();
  const queue: string[] = [];
  const walk = (from: Open, own: readonly LockedEdge[]): void => {
    for (const { kind, to } of own) {
      if (to === undefined) continue;
      let target = flags.get(to);
      let changed = target === undefined;
      if (target === undefined) {
        target = { dev: true, optional: true, devOptional: true, peer: true };
        flags.set(to, target);
      }
      const dev = kind === 'dev';
      const optional = kind === 'optional' || kind === 'peerOptional';
      const peer = kind === 'peer' || kind === 'peerOptional';
      const clear = (flag: keyof Open, keeps: boolean): void => {
        if (target === undefined || !target[flag] || keeps) return;
        target[flag] = false;
        changed = true;
      };
      clear('dev', from.dev || dev);
      clear('optional', from.optional || optional);
      clear('devOptional', from.devOptional || from.dev || from.optional || dev || optional);
      clear('peer', from.peer || peer);
      if (changed) queue.push(to);
    }
  };
  walk({ dev: false, optional: false, devOptional: false, peer: false }, roots);
  for (let id = queue.pop(); id !== undefined; id = queue.pop()) {
    const from = flags.get(id);
    if (from !== undefined) walk(from, edges(id));
  }
  return new Map([...flags].map(([id, one]) => [id, { ...one, devOptional: one.devOptional && !one.dev && !one.optional }]));
}
