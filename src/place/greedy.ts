import {
  addBit,
  type Bits,
  both,
  countBoth,
  emptyBits,
  fullBits,
  isEmpty,
  meet,
  membersOf,
  removeAll,
  removeBit,
} from '../model/collections/bits.ts';
import { countOf, type Instance } from './graph.ts';

/** Colour classes that grow: what a further vertex may join. */
class Classes {
  readonly colours: number[];
  readonly #instance: Instance;
  readonly #members: Bits[] = [];
  readonly #load: number[] = [];
  /** Words and edges looked at. */
  work = 0;

  constructor(instance: Instance) {
    this.#instance = instance;
    this.colours = new Array<number>(instance.vertices).fill(-1);
  }

  get count(): number {
    return this.#members.length;
  }

  assign(vertex: number, colour: number): void {
    const { vertices, weights } = this.#instance;
    while (this.#members.length <= colour) this.#members.push(emptyBits(vertices));
    const members = this.#members[colour];
    if (members !== undefined) addBit(members, vertex);
    this.#load[colour] = (this.#load[colour] ?? 0) + (weights[vertex] ?? 1);
    this.colours[vertex] = colour;
  }

  allows(vertex: number, colour: number): boolean {
    const { rows, larger, capacity, weights } = this.#instance;
    const row = rows[vertex];
    const members = this.#members[colour];
    const edges = larger[vertex];
    if (row === undefined || members === undefined || edges === undefined) return true;
    this.work += 4 + 4 * edges.length;
    if (meet(row, members)) return false;
    for (const edge of edges)
      if (edge.every((side) => side.some((other) => other === vertex || this.colours[other] === colour))) return false;
    const load = this.#load[colour] ?? 0;
    return capacity === undefined || load === 0 || load + (weights[vertex] ?? 1) <= capacity;
  }

  /** The first colour that the vertex may have, a new one where there is none. */
  assignFirst(vertex: number): void {
    let colour = 0;
    while (colour < this.count && !this.allows(vertex, colour)) colour++;
    this.assign(vertex, colour);
  }
}

/** In DSATUR's order (Brélaz 1979): the vertex that sees most colours first; ties by degree, then by index. */
export function bySaturation(instance: Instance): readonly number[] {
  const classes = new Classes(instance);
  const seen = instance.rows.map(() => new Set<number>());
  const open = new Set(instance.rows.keys());
  while (open.size > 0) {
    let next = -1;
    let most = -1;
    for (const vertex of open) {
      const weight = (seen[vertex]?.size ?? 0) * 1_000_000 + (instance.degrees[vertex] ?? 0);
      if (weight > most) [next, most] = [vertex, weight];
    }
    open.delete(next);
    classes.assignFirst(next);
    const colour = classes.colours[next] ?? 0;
    for (const other of membersOf(instance.rows[next] ?? emptyBits(0))) seen[other]?.add(colour);
  }
  return classes.colours;
}

/**
 * Class by class, each as large as can be (recursive largest first, Leighton 1979): of the vertices that still may join,
 * the one with most neighbours among those that no longer may. For graphs only.
 */
export function classByClass({ vertices, rows }: Instance): readonly number[] {
  const colours = new Array<number>(vertices).fill(-1);
  const open = fullBits(vertices);
  for (let colour = 0; !isEmpty(open); colour++) {
    const candidates = open.slice();
    const outside = emptyBits(vertices);
    for (let next = best(candidates, rows, open, open); next >= 0; next = best(candidates, rows, outside, candidates)) {
      colours[next] = colour;
      removeBit(open, next);
      removeBit(candidates, next);
      const row = rows[next];
      if (row === undefined) continue;
      for (const other of membersOf(both(candidates, row))) addBit(outside, other);
      removeAll(candidates, row);
    }
  }
  return colours;
}

/** The candidate with most neighbours in one set, of these the one with fewest in another. */
function best(candidates: Bits, rows: readonly Bits[], wanted: Bits, unwanted: Bits): number {
  let found = -1;
  let most = Number.NEGATIVE_INFINITY;
  for (const vertex of membersOf(candidates)) {
    const row = rows[vertex];
    if (row === undefined) continue;
    const value = countBoth(row, wanted) * 100_000 - (wanted === unwanted ? 0 : countBoth(row, unwanted));
    if (value > most) [found, most] = [vertex, value];
  }
  return found;
}

const ROUNDS = 400;

/**
 * Culberson's iterated greedy: colouring class after class, in another order of classes, never needs more colours.
 * Ends at the bound, or when so much work is done.
 */
export function recolour(instance: Instance, first: readonly number[], bound: number, work: number): readonly number[] {
  const random = generator(instance.vertices);
  let best = first;
  let left = work;
  for (let round = 0; round < ROUNDS && left > 0 && countOf(best) > bound; round++) {
    const classes: number[][] = Array.from({ length: countOf(best) }, () => []);
    best.forEach((colour, vertex) => {
      classes[colour]?.push(vertex);
    });
    const grown = new Classes(instance);
    for (const vertex of (ORDERS[round % ORDERS.length] ?? reversed)(classes, random).flat()) grown.assignFirst(vertex);
    left -= grown.work;
    if (grown.count <= countOf(best)) best = grown.colours;
  }
  return best;
}

type Order = (classes: number[][], random: () => number) => readonly (readonly number[])[];

const reversed: Order = (classes) => classes.reverse();

function shuffled<T>(items: T[], random: () => number): T[] {
  for (let at = items.length - 1; at > 0; at--) {
    const other = Math.floor(random() * (at + 1));
    const [a, b] = [items[at], items[other]];
    if (a !== undefined && b !== undefined) [items[at], items[other]] = [b, a];
  }
  return items;
}

const ORDERS: readonly Order[] = [
  reversed,
  (classes) => classes.sort((a, b) => b.length - a.length),
  shuffled,
  reversed,
  (classes, random) => shuffled(classes, random).map((members) => shuffled(members, random)),
];

/** Numbers from 0 to 1 that are the same for the same seed (mulberry32). */
function generator(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
