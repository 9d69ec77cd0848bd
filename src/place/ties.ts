import { addTo, type ServiceId } from '../model/index.ts';

export interface Bound {
  readonly services: readonly ServiceId[];
  readonly lines: readonly number[];
}

/** Two services, or a service and a host, that one line of config ties together. */
export interface Tie {
  readonly ends: readonly [string, string];
  readonly line: number;
}

export const HOST = 'host\0';

/** A host's node: no path of a service can hold the character before its name. */
export function hostNode(host: string): string {
  return HOST + host;
}

/** Services and hosts as a graph of ties. */
export class Ties {
  readonly #near = new Map<string, Tie[]>();

  constructor(ties: readonly Tie[]) {
    for (const tie of ties)
      for (const end of tie.ends) {
        addTo(this.#near, end, tie);
      }
  }

  /** The shortest chains of ties from a node to all that it is tied to. */
  from(start: string): ReadonlyMap<string, readonly Tie[]> {
    const chains = new Map<string, readonly Tie[]>([[start, []]]);
    for (const [node, chain] of chains)
      for (const tie of this.#near.get(node) ?? [])
        for (const end of tie.ends) if (!chains.has(end)) chains.set(end, [...chain, tie]);
    return chains;
  }

  between(from: string, to: string): readonly Tie[] | undefined {
    return this.from(from).get(to);
  }

  groups(): readonly Bound[] {
    const seen = new Set<string>();
    return [...this.#near.keys()].flatMap((start) => {
      if (seen.has(start)) return [];
      const nodes = new Set([start]);
      const lines = new Set<number>();
      for (const node of nodes)
        for (const { ends, line } of this.#near.get(node) ?? []) {
          lines.add(line);
          for (const end of ends) nodes.add(end);
        }
      for (const node of nodes) seen.add(node);
      return [{ services: [...nodes].filter((node) => !node.startsWith(HOST)), lines: ascending(lines) }];
    });
  }
}

/** A service that is pinned to a host, or tied to one that is. */
export interface Tenant {
  readonly service: ServiceId;
  readonly chain: readonly Tie[];
}

/** What a tie to another host leads to lives there. */
export function tenantsOf(host: string, ties: Ties): readonly Tenant[] {
  const isElsewhere = (end: string): boolean => end.startsWith(HOST) && end !== hostNode(host);
  return [...ties.from(hostNode(host))]
    .filter(([service, chain]) => !service.startsWith(HOST) && !chain.some(({ ends }) => ends.some(isElsewhere)))
    .map(([service, chain]) => ({ service, chain }));
}

export function ascending(numbers: Iterable<number>): readonly number[] {
  return [...new Set(numbers)].sort((a, b) => a - b);
}
