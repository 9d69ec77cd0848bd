import type { Edge } from './graph.ts';

/** A side of an edge: the number of a side of several vertices, or `~vertex` for one that is a vertex by itself. */
type Side = number;

/** Sides of larger edges, numbered, so that a search can count which of them a colour holds. */
export interface SideNumbers {
  /** By vertex, for each of its edges: the sides that it does not stand on. */
  readonly beside: readonly (readonly (readonly Side[])[])[];
  /** By vertex: the numbered sides that it stands on. */
  readonly within: readonly (readonly number[])[];
  readonly count: number;
}

/** A side of several vertices gets one number wherever it stands; `~vertex` needs none. */
export function numberSides(larger: readonly (readonly Edge[])[]): SideNumbers {
  const numbers = new Map<readonly number[], Side>();
  const within = larger.map((): number[] => []);
  let count = 0;
  const numberOf = (side: readonly number[]): Side => {
    const [only = 0] = side;
    if (side.length === 1) return ~only;
    const known = numbers.get(side);
    if (known !== undefined) return known;
    numbers.set(side, count);
    for (const vertex of side) within[vertex]?.push(count);
    return count++;
  };
  const beside = larger.map((edges, vertex) =>
    edges.map((edge) => {
      const sides = edge.map((side) => ({ side: numberOf(side), isOwn: side.includes(vertex) }));
      return sides.flatMap(({ side, isOwn }) => (isOwn ? [] : [side]));
    }),
  );
  return { beside, within, count };
}
