import { membersOf } from '../model/bits.ts';
import { countOf, type Instance } from './graph.ts';
import { numberSides } from './held-sides.ts';

export interface SearchAnswer {
  readonly colours: readonly number[];
  /** Whether nothing better exists. */
  readonly proved: boolean;
}

/**
 * Exact colouring by branch and bound in DSATUR's order (Brélaz 1979), of any instance. Starts from a colouring that is
 * known and stops at a bound, when everything is tried, or after so many steps.
 */
export function searchBySaturation(
  instance: Instance,
  known: readonly number[],
  bound: number,
  clique: readonly number[],
  steps: number,
): SearchAnswer {
  const { vertices, larger, degrees, capacity, weights } = instance;
  const neighbours = instance.rows.map(membersOf);
  const limit = countOf(known);
  const colours = new Int32Array(vertices).fill(-1);
  const seen = new Int32Array(vertices * limit);
  const saturation = new Int32Array(vertices);
  const load = new Int32Array(limit);
  const { beside, within, count: sides } = numberSides(larger);
  const held = new Int32Array(sides * limit);
  let best = known;
  let fewest = limit;
  let left = steps;

  const assign = (vertex: number, colour: number): void => {
    colours[vertex] = colour;
    load[colour] = (load[colour] ?? 0) + (weights[vertex] ?? 1);
    for (const side of within[vertex] ?? []) held[side * limit + colour] = (held[side * limit + colour] ?? 0) + 1;
    for (const other of neighbours[vertex] ?? []) {
      const at = other * limit + colour;
      if (seen[at] === 0) saturation[other] = (saturation[other] ?? 0) + 1;
      seen[at] = (seen[at] ?? 0) + 1;
    }
  };
  const unassign = (vertex: number, colour: number): void => {
    colours[vertex] = -1;
    load[colour] = (load[colour] ?? 0) - (weights[vertex] ?? 1);
    for (const side of within[vertex] ?? []) held[side * limit + colour] = (held[side * limit + colour] ?? 0) - 1;
    for (const other of neighbours[vertex] ?? []) {
      const at = other * limit + colour;
      seen[at] = (seen[at] ?? 0) - 1;
      if (seen[at] === 0) saturation[other] = (saturation[other] ?? 0) - 1;
    }
  };
  const allows = (vertex: number, colour: number): boolean => {
    if (seen[vertex * limit + colour] !== 0) return false;
    for (const others of beside[vertex] ?? [])
      if (others.every((side) => (side < 0 ? colours[~side] === colour : held[side * limit + colour] !== 0))) return false;
    const taken = load[colour] ?? 0;
    return capacity === undefined || taken === 0 || taken + (weights[vertex] ?? 1) <= capacity;
  };
  const next = (): number => {
    let chosen = -1;
    let most = -1;
    for (let vertex = 0; vertex < vertices; vertex++) {
      if ((colours[vertex] ?? 0) >= 0) continue;
      const weight = (saturation[vertex] ?? 0) * 1_000_000 + (degrees[vertex] ?? 0);
      if (weight > most) [chosen, most] = [vertex, weight];
    }
    return chosen;
  };
  const descend = (count: number): void => {
    if (count >= fewest || fewest <= bound || left <= 0) return;
    const vertex = next();
    if (vertex < 0) {
      best = [...colours];
      fewest = countOf(best);
      return;
    }
    left -= vertices;
    for (let colour = 0; colour <= count && colour < fewest - 1 && left > 0; colour++) {
      left -= 1 + (larger[vertex]?.length ?? 0);
      if (!allows(vertex, colour)) continue;
      left -= neighbours[vertex]?.length ?? 0;
      assign(vertex, colour);
      descend(Math.max(count, colour + 1));
      unassign(vertex, colour);
    }
  };

  // A clique needs different colours anyway: fixing them removes the symmetry of renaming.
  clique.forEach(assign);
  descend(countOf(colours));
  return { colours: best, proved: left > 0 || fewest <= bound };
}
