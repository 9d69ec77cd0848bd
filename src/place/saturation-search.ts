import { membersOf } from '../model/collections/bits.ts';
import { countOf, type Instance } from './graph.ts';
import { numberSides, type SideNumbers } from './held-sides.ts';

export interface SearchAnswer {
  readonly colours: readonly number[];
  /** Whether nothing better exists. */
  readonly proved: boolean;
}

/**
 * Exact colouring by branch and bound in DSATUR's order (Brélaz 1979), of any instance: each vertex gets one of the colours
 * that are used already, or the next one. Starts from a colouring that is known and stops at a bound, when everything is
 * tried, or after so many steps. A clique needs different colours anyway: fixing them takes out the symmetry of renaming.
 */
export function searchBySaturation(
  instance: Instance,
  known: readonly number[],
  bound: number,
  clique: readonly number[],
  steps: number,
): SearchAnswer {
  const { vertices, larger } = instance;
  const partial = new PartialColouring(instance, countOf(known));
  let best = known;
  let fewest = countOf(known);
  let left = steps;
  const descend = (count: number): void => {
    if (count >= fewest || fewest <= bound || left <= 0) return;
    const vertex = partial.mostSaturated();
    if (vertex < 0) {
      best = [...partial.colours];
      fewest = countOf(best);
      return;
    }
    left -= vertices;
    for (let colour = 0; colour <= count && colour < fewest - 1 && left > 0; colour++) {
      left -= 1 + (larger[vertex]?.length ?? 0);
      if (!partial.allows(vertex, colour)) continue;
      left -= partial.degree(vertex);
      partial.assign(vertex, colour);
      descend(Math.max(count, colour + 1));
      partial.unassign(vertex, colour);
    }
  };
  clique.forEach((vertex, colour) => {
    partial.assign(vertex, colour);
  });
  descend(clique.length);
  return { colours: best, proved: left > 0 || fewest <= bound };
}

/** Vertices with a colour or none, and counts of what that leaves to the others: by vertex or side and colour. */
class PartialColouring {
  readonly colours: Int32Array;
  readonly #instance: Instance;
  readonly #limit: number;
  readonly #neighbours: readonly (readonly number[])[];
  readonly #sides: SideNumbers;
  /** Neighbours of a vertex that have a colour. */
  readonly #seen: Int32Array;
  /** Colours that neighbours of a vertex have. */
  readonly #saturation: Int32Array;
  /** Members of a side that have a colour. */
  readonly #held: Int32Array;
  readonly #load: Int32Array;

  constructor(instance: Instance, limit: number) {
    const { vertices, rows, larger } = instance;
    this.#instance = instance;
    this.#limit = limit;
    this.#neighbours = rows.map(membersOf);
    this.#sides = numberSides(larger);
    this.colours = new Int32Array(vertices).fill(-1);
    this.#seen = new Int32Array(vertices * limit);
    this.#saturation = new Int32Array(vertices);
    this.#held = new Int32Array(this.#sides.count * limit);
    this.#load = new Int32Array(limit);
  }

  degree(vertex: number): number {
    return this.#neighbours[vertex]?.length ?? 0;
  }

  assign(vertex: number, colour: number): void {
    this.colours[vertex] = colour;
    this.#count(vertex, colour, 1);
    for (const other of this.#neighbours[vertex] ?? []) {
      const at = other * this.#limit + colour;
      if (this.#seen[at] === 0) this.#saturation[other] = (this.#saturation[other] ?? 0) + 1;
      this.#seen[at] = (this.#seen[at] ?? 0) + 1;
    }
  }

  unassign(vertex: number, colour: number): void {
    this.colours[vertex] = -1;
    this.#count(vertex, colour, -1);
    for (const other of this.#neighbours[vertex] ?? []) {
      const at = other * this.#limit + colour;
      this.#seen[at] = (this.#seen[at] ?? 0) - 1;
      if (this.#seen[at] === 0) this.#saturation[other] = (this.#saturation[other] ?? 0) - 1;
    }
  }

  #count(vertex: number, colour: number, sign: 1 | -1): void {
    this.#load[colour] = (this.#load[colour] ?? 0) + sign * (this.#instance.weights[vertex] ?? 1);
    for (const side of this.#sides.within[vertex] ?? []) {
      const at = side * this.#limit + colour;
      this.#held[at] = (this.#held[at] ?? 0) + sign;
    }
  }

  allows(vertex: number, colour: number): boolean {
    const { capacity, weights } = this.#instance;
    if (this.#seen[vertex * this.#limit + colour] !== 0) return false;
    const isHeld = (side: number): boolean =>
      side < 0 ? this.colours[~side] === colour : this.#held[side * this.#limit + colour] !== 0;
    for (const others of this.#sides.beside[vertex] ?? []) if (others.every(isHeld)) return false;
    const taken = this.#load[colour] ?? 0;
    return capacity === undefined || taken === 0 || taken + (weights[vertex] ?? 1) <= capacity;
  }

  /** The vertex without a colour whose neighbours have most of them, of these the one of highest degree; -1 where all have one. */
  mostSaturated(): number {
    const { vertices, degrees } = this.#instance;
    let chosen = -1;
    let most = -1;
    for (let vertex = 0; vertex < vertices; vertex++) {
      if ((this.colours[vertex] ?? 0) >= 0) continue;
      const weight = (this.#saturation[vertex] ?? 0) * 1_000_000 + (degrees[vertex] ?? 0);
      if (weight > most) [chosen, most] = [vertex, weight];
    }
    return chosen;
  }
}
