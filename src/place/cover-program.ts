import { type Bits, hasBit, membersOf } from '../model/collections/bits.ts';

/** Rounding of floating point never makes a bound of a bound that is none. */
export const EPSILON = 1e-7;
/** What is smaller counts for nothing in the tableau. */
const ZERO = 1e-11;
/** So much past a budget a sum is past it when rounding is made good. */
const MARGIN = 1e-3;
/** How many columns are looked at again before all are: those that may enter, and those that may take a row's place. */
const POOL = 120;
const ACTIVE = 800;
/** Numbers looked at, at most, to solve what is narrowed. */
const WORK = 40_000_000;

/** Classes as columns of the program: their vertices, one list after the other. */
export class Columns {
  readonly #starts: Int32Array;
  readonly #vertices: Int32Array;

  constructor(classes: readonly Bits[]) {
    const lists = classes.map(membersOf);
    this.#starts = new Int32Array(lists.length + 1);
    lists.forEach((members, at) => {
      this.#starts[at + 1] = (this.#starts[at] ?? 0) + members.length;
    });
    this.#vertices = new Int32Array(this.#starts[lists.length] ?? 0);
    lists.forEach((members, at) => {
      this.#vertices.set(members, this.#starts[at]);
    });
  }

  /** How many vertices a class has, in the mean. */
  get width(): number {
    return this.#vertices.length / Math.max(1, this.#starts.length - 1);
  }

  /** How many of some classes hold each vertex. */
  choices(columns: Int32Array, vertices: number): Int32Array {
    const choices = new Int32Array(vertices);
    for (const column of columns) {
      const end = this.#starts[column + 1] ?? 0;
      for (let at = this.#starts[column] ?? 0; at < end; at++) {
        const vertex = this.#vertices[at] ?? 0;
        choices[vertex] = (choices[vertex] ?? 0) + 1;
      }
    }
    return choices;
  }

  /** What the vertices of a class come to, each with its number from `start` on. */
  sum(column: number, numbers: Float64Array, start = 0): number {
    const end = this.#starts[column + 1] ?? 0;
    let sum = 0;
    for (let at = this.#starts[column] ?? 0; at < end; at++) sum += numbers[start + (this.#vertices[at] ?? 0)] ?? 0;
    return sum;
  }
}

/** What may enter the basis: a class by its number, or `~vertex` for what covers a vertex beyond need. */
type Entering = number;

/**
 * The linear program of covering vertices by classes, of which parts may be taken, at the least sum. Its dual weighs the
 * vertices so that no class weighs more than 1, and what vertices weigh is a lower bound of the classes that cover them.
 * Revised simplex method with the inverse of the basis: primal for the whole, dual once vertices are covered.
 */
export class CoverProgram {
  readonly #columns: Columns;
  readonly #size: number;
  readonly #inverse: Float64Array;
  readonly #basis: Int32Array;
  readonly #values: Float64Array;
  readonly #prices: Float64Array;
  /** Vertices that are to be covered. */
  #needs: readonly number[];
  /** Numbers looked at. */
  work = 0;

  private constructor(columns: Columns, size: number, inverse: Float64Array, basis: Int32Array) {
    this.#columns = columns;
    this.#size = size;
    this.#inverse = inverse;
    this.#basis = basis;
    this.#values = new Float64Array(size);
    this.#prices = new Float64Array(size);
    this.#needs = [...this.#values.keys()];
  }

  /** Every vertex is to be covered, and begins in a class by itself. */
  static of(columns: Columns, size: number, usable: Int32Array, work: number): CoverProgram {
    const inverse = new Float64Array(size * size);
    for (let vertex = 0; vertex < size; vertex++) inverse[vertex * size + vertex] = 1;
    const program = new CoverProgram(columns, size, inverse, new Int32Array(size).fill(~size));
    program.#values.fill(1);
    program.#prices.fill(1);
    program.#lower(usable, Number.POSITIVE_INFINITY, work);
    return program;
  }

  /** The same with fewer vertices to cover, by fewer classes, as far as it takes to tell that `budget` does not suffice. */
  narrowed(open: Bits, usable: Int32Array, budget: number): CoverProgram {
    const program = new CoverProgram(this.#columns, this.#size, this.#inverse.slice(), this.#basis.slice());
    program.#prices.set(this.#prices);
    program.#open(open);
    const active = usable.length <= ACTIVE ? usable : program.heaviest(usable, ACTIVE).columns;
    program.#raise(active, budget);
    // What the others say is asked of the primal, which needs that the dual has come to its end.
    if (active === usable || program.#passes(usable, budget)) return program;
    program.#raise(active, Number.POSITIVE_INFINITY);
    program.#lower(usable, budget, WORK);
    return program;
  }

  /** Weights of the open vertices of which no usable class holds more than 1, whatever rounding did. */
  weights(open: Bits, usable: Int32Array): Float64Array {
    const weights = this.#prices.map((price, vertex) => (hasBit(open, vertex) ? Math.max(0, price) : 0));
    let heaviest = 1;
    for (const column of usable) heaviest = Math.max(heaviest, this.#columns.sum(column, weights));
    return heaviest > 1 ? weights.map((weight) => weight / heaviest) : weights;
  }

  /** How much of each class is taken. */
  shares(): ReadonlyMap<number, number> {
    const shares = new Map<number, number>();
    this.#basis.forEach((column, row) => {
      if (column >= 0) shares.set(column, this.#values[row] ?? 0);
    });
    return shares;
  }

  /** Primal simplex: classes that weigh more than 1 enter, some of the heaviest before all are weighed again. */
  #lower(usable: Int32Array, budget: number, work: number): void {
    for (const limit = this.work + work; this.work < limit; ) {
      const { columns, most } = this.heaviest(usable, POOL);
      if (most <= 1 + EPSILON || this.#sum / most > budget + EPSILON) return;
      for (let next = this.#mostWanted(columns); next !== undefined; next = this.#mostWanted(columns))
        if (this.work >= limit || !this.#enter(next)) return;
    }
  }

  /** The heaviest classes, about so many, and what the heaviest weighs. */
  heaviest(usable: Int32Array, count: number): { readonly columns: Int32Array; readonly most: number } {
    this.work += usable.length * (this.#columns.width + 8);
    const weights = new Float64Array(usable.length);
    let most = 0;
    for (let at = 0; at < usable.length; at++) {
      const weight = this.#columns.sum(usable[at] ?? 0, this.#prices);
      weights[at] = weight;
      if (weight > most) most = weight;
    }
    const least = nearTop(weights, most, count);
    const heavy: number[] = [];
    for (let at = 0; at < weights.length; at++) if ((weights[at] ?? 0) >= least) heavy.push(at);
    heavy.sort((a, b) => (weights[b] ?? 0) - (weights[a] ?? 0) || a - b);
    return { columns: Int32Array.from(heavy.slice(0, count), (at) => usable[at] ?? 0), most };
  }

  #mostWanted(pool: Int32Array): Entering | undefined {
    let wanted: Entering | undefined;
    let gain = EPSILON;
    for (const column of pool) {
      const own = this.#columns.sum(column, this.#prices) - 1;
      if (own > gain) [wanted, gain] = [column, own];
    }
    this.#prices.forEach((price, vertex) => {
      if (-price > gain) [wanted, gain] = [~vertex, -price];
    });
    return wanted;
  }

  #enter(entering: Entering): boolean {
    const direction = this.#direction(entering);
    let leaving = -1;
    let least = Number.POSITIVE_INFINITY;
    direction.forEach((step, row) => {
      if (step <= EPSILON) return;
      const ratio = (this.#values[row] ?? 0) / step;
      if (ratio < least - 1e-12 || (ratio < least + 1e-12 && step > (direction[leaving] ?? 0))) [leaving, least] = [row, ratio];
    });
    if (leaving < 0) return false;
    this.#pivot(entering, direction, leaving);
    return true;
  }

  /** Dual simplex: what is taken less than not at all leaves, until nothing is or the budget is passed. */
  #raise(usable: Int32Array, budget: number): void {
    for (let round = 0; round < 4 * this.#size; round++) {
      let leaving = -1;
      let least = -EPSILON;
      this.#values.forEach((value, row) => {
        if (value < least) [leaving, least] = [row, value];
      });
      if (leaving < 0 || this.#sum > budget + MARGIN) return;
      const entering = this.#cheapest(leaving, usable);
      if (entering === undefined) return;
      this.#pivot(entering, this.#direction(entering), leaving);
    }
  }

  /** Whether the weights pass the budget once no class weighs more than 1. */
  #passes(usable: Int32Array, budget: number): boolean {
    return this.#sum / Math.max(1, this.heaviest(usable, 1).most) > budget + EPSILON;
  }

  /** Of what can take a row's place: that which keeps every other class from weighing more than 1. */
  #cheapest(row: number, usable: Int32Array): Entering | undefined {
    const start = row * this.#size;
    let cheapest: Entering | undefined;
    let least = Number.POSITIVE_INFINITY;
    let widest = 0;
    const consider = (entering: Entering, step: number, slack: number): void => {
      const ratio = Math.max(0, slack) / step;
      if (ratio > least + ZERO || (ratio > least - ZERO && step <= widest)) return;
      [cheapest, least, widest] = [entering, Math.min(least, ratio), step];
    };
    for (const column of usable) {
      const step = -this.#columns.sum(column, this.#inverse, start);
      if (step > EPSILON) consider(column, step, 1 - this.#columns.sum(column, this.#prices));
    }
    this.#prices.forEach((price, vertex) => {
      const step = this.#inverse[start + vertex] ?? 0;
      if (step > EPSILON) consider(~vertex, step, price);
    });
    this.work += 2 * usable.length * this.#columns.width;
    return cheapest;
  }

  #direction(entering: Entering): Float64Array {
    const direction = new Float64Array(this.#size);
    for (let row = 0; row < this.#size; row++)
      direction[row] =
        entering < 0
          ? -(this.#inverse[row * this.#size + ~entering] ?? 0)
          : this.#columns.sum(entering, this.#inverse, row * this.#size);
    return direction;
  }

  #pivot(entering: Entering, direction: Float64Array, leaving: number): void {
    const [size, inverse, values, prices] = [this.#size, this.#inverse, this.#values, this.#prices];
    const first = leaving * size;
    const pivot = direction[leaving] ?? 1;
    const taken = (values[leaving] ?? 0) / pivot;
    const gain = entering < 0 ? (prices[~entering] ?? 0) : 1 - this.#columns.sum(entering, prices);
    const touched: number[] = [];
    for (let vertex = 0; vertex < size; vertex++) {
      const exact = (inverse[first + vertex] ?? 0) / pivot;
      const value = Math.abs(exact) < ZERO ? 0 : exact;
      inverse[first + vertex] = value;
      if (value === 0) continue;
      touched.push(vertex);
      prices[vertex] = (prices[vertex] ?? 0) + gain * value;
    }
    for (let row = 0; row < size; row++) {
      const factor = direction[row] ?? 0;
      if (row === leaving || factor === 0) continue;
      const start = row * size;
      for (const vertex of touched)
        inverse[start + vertex] = (inverse[start + vertex] ?? 0) - factor * (inverse[first + vertex] ?? 0);
      values[row] = (values[row] ?? 0) - factor * taken;
    }
    values[leaving] = taken;
    this.#basis[leaving] = entering;
    this.work += 2 * size * touched.length;
  }

  /** Of what the open vertices need, and the others do not, the values follow. */
  #open(open: Bits): void {
    this.#needs = membersOf(open);
    for (let row = 0; row < this.#size; row++) {
      const start = row * this.#size;
      this.#values[row] = this.#needs.reduce((sum, vertex) => sum + (this.#inverse[start + vertex] ?? 0), 0);
    }
  }

  /** What the open vertices weigh. */
  get #sum(): number {
    return this.#needs.reduce((sum, vertex) => sum + (this.#prices[vertex] ?? 0), 0);
  }
}

const SLICES = 1024;

/** A number that about `count` values reach. */
function nearTop(values: Float64Array, most: number, count: number): number {
  const slices = new Int32Array(SLICES + 1);
  const sliceOf = (value: number): number => Math.max(0, Math.floor((value / most) * SLICES));
  for (const value of values) slices[sliceOf(value)] = (slices[sliceOf(value)] ?? 0) + 1;
  let above = 0;
  for (let slice = SLICES; slice >= 0; slice--) {
    above += slices[slice] ?? 0;
    if (above >= count) return (slice / SLICES) * most;
  }
  return Number.NEGATIVE_INFINITY;
}
