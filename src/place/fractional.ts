import {
  addBit,
  type Bits,
  both,
  countBits,
  countBoth,
  emptyBits,
  fullBits,
  hasBit,
  isEmpty,
  membersOf,
  removeBit,
} from '../model/bits.ts';
import { complement } from './clique.ts';

/** All sets of vertices that may have one colour and that no further vertex may join; undefined when so many steps do not list them. */
export function colourClasses(rows: readonly Bits[], steps: number): readonly Bits[] | undefined {
  const apart = complement(rows);
  const size = rows.length;
  const found: Bits[] = [];
  let left = steps;
  // Bron and Kerbosch 1973 on the complement, with the pivot of Tomita et al. 2006.
  const expand = (members: Bits, candidates: Bits, excluded: Bits): void => {
    left -= (countBits(candidates) + countBits(excluded) + 1) * candidates.length;
    if (left <= 0) return;
    if (isEmpty(candidates)) {
      if (isEmpty(excluded)) found.push(members);
      return;
    }
    const pivot = pivotOf(candidates, excluded, apart);
    for (const vertex of membersOf(candidates)) {
      const row = apart[vertex];
      if (row === undefined || (pivot !== undefined && hasBit(pivot, vertex))) continue;
      const grown = members.slice();
      addBit(grown, vertex);
      expand(grown, both(candidates, row), both(excluded, row));
      removeBit(candidates, vertex);
      addBit(excluded, vertex);
    }
  };
  expand(emptyBits(size), fullBits(size), emptyBits(size));
  return left <= 0 ? undefined : found;
}

function pivotOf(candidates: Bits, excluded: Bits, rows: readonly Bits[]): Bits | undefined {
  let pivot: Bits | undefined;
  let most = -1;
  for (const set of [candidates, excluded])
    for (const vertex of membersOf(set)) {
      const row = rows[vertex];
      const count = row === undefined ? -1 : countBoth(candidates, row);
      if (count > most) [pivot, most] = [row, count];
    }
  return pivot;
}

/** Rounding of floating point never makes a bound of a bound that is none. */
export const EPSILON = 1e-7;

/**
 * Weights of the vertices of which no class holds more than 1: their sum, over all or any of the vertices, is a lower
 * bound of the colours that these need. At best it is the fractional chromatic number (linear programming: the dual of
 * covering the vertices by classes), found by the revised simplex method with the classes as columns; where that is
 * stopped early the weights are scaled, and still a bound.
 */
export function vertexWeights(classes: readonly Bits[], size: number): readonly number[] {
  const lists = classes.map(membersOf);
  const program = new Covering(size);
  for (let round = 0; round < 40 * size; round++) {
    const prices = program.prices();
    const entering = mostWanted(lists, prices);
    if (entering === undefined || !program.enter(entering)) break;
  }
  const prices = program.prices().map((price) => Math.max(0, price));
  const heaviest = lists.reduce((most, members) => Math.max(most, weightOf(members, prices)), 1);
  return prices.map((price) => price / heaviest);
}

function weightOf(members: readonly number[], prices: readonly number[]): number {
  let weight = 0;
  for (const vertex of members) weight += prices[vertex] ?? 0;
  return weight;
}

/** A column of the program: a class at the cost of 1, or nothing but more than is needed of a vertex. */
type Column = { readonly members: readonly number[] } | { readonly surplus: number };

function mostWanted(lists: readonly (readonly number[])[], prices: readonly number[]): Column | undefined {
  let wanted: Column | undefined;
  let gain = EPSILON;
  for (const members of lists) {
    const own = weightOf(members, prices) - 1;
    if (own > gain) [wanted, gain] = [{ members }, own];
  }
  prices.forEach((price, surplus) => {
    if (-price > gain) [wanted, gain] = [{ surplus }, -price];
  });
  return wanted;
}

/** Cover every vertex at the least cost; begins with a class of its own for each. */
class Covering {
  readonly #inverse: Float64Array[];
  readonly #values: Float64Array;
  readonly #costs: Float64Array;

  constructor(size: number) {
    this.#inverse = Array.from({ length: size }, (_, row) =>
      Float64Array.from({ length: size }, (_, at) => (at === row ? 1 : 0)),
    );
    this.#values = new Float64Array(size).fill(1);
    this.#costs = new Float64Array(size).fill(1);
  }

  prices(): readonly number[] {
    const prices = new Array<number>(this.#values.length).fill(0);
    this.#inverse.forEach((row, at) => {
      if (this.#costs[at] === 0) return;
      row.forEach((value, vertex) => {
        prices[vertex] = (prices[vertex] ?? 0) + value;
      });
    });
    return prices;
  }

  /** False when the column cannot enter, which rounding alone brings about. */
  enter(column: Column): boolean {
    const direction = this.#inverse.map((row) =>
      'surplus' in column ? -(row[column.surplus] ?? 0) : column.members.reduce((sum, vertex) => sum + (row[vertex] ?? 0), 0),
    );
    let leaving = -1;
    let least = Number.POSITIVE_INFINITY;
    direction.forEach((step, at) => {
      if (step <= EPSILON) return;
      const ratio = (this.#values[at] ?? 0) / step;
      if (ratio < least - 1e-12 || (ratio < least + 1e-12 && step > (direction[leaving] ?? 0))) [leaving, least] = [at, ratio];
    });
    const pivotRow = this.#inverse[leaving];
    const pivot = direction[leaving];
    if (pivotRow === undefined || pivot === undefined) return false;
    for (let at = 0; at < pivotRow.length; at++) pivotRow[at] = (pivotRow[at] ?? 0) / pivot;
    this.#values[leaving] = least;
    this.#inverse.forEach((row, at) => {
      const factor = direction[at] ?? 0;
      if (at === leaving || factor === 0) return;
      for (let vertex = 0; vertex < row.length; vertex++) row[vertex] = (row[vertex] ?? 0) - factor * (pivotRow[vertex] ?? 0);
      this.#values[at] = Math.max(0, (this.#values[at] ?? 0) - factor * least);
    });
    this.#costs[leaving] = 'surplus' in column ? 0 : 1;
    return true;
  }
}

export function boundOf(weights: readonly number[]): number {
  return Math.ceil(weights.reduce((sum, weight) => sum + weight, 0) - EPSILON);
}
