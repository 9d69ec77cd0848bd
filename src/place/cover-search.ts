import { type Bits, both, countBits, fullBits, hasBit, holds, isEmpty, membersOf, removeAll } from '../model/collections/bits.ts';
import { Columns, CoverProgram, EPSILON } from './cover-program.ts';

export interface FewestClasses {
  /** Classes that cover all vertices, fewer than were known; what an earlier one covers is not in a later one. */
  readonly cover?: readonly Bits[];
  readonly lowerBound: number;
}

/**
 * The fewest classes that cover all vertices, out of a list of all that no further vertex may join; `known` are enough and
 * `least` are needed. Begins with the bound of the linear program. Covers are searched for among the heaviest classes
 * first, then among all: there one number after the other is asked whether so many do, and each no raises the bound.
 */
export function fewestClasses(
  classes: readonly Bits[],
  vertices: number,
  { least, known }: { readonly least: number; readonly known: number },
  steps: number,
): FewestClasses {
  const search = new CoverSearch(classes, vertices, steps / 3);
  let lowerBound = Math.max(least, search.bound());
  let best: readonly Bits[] | undefined;
  let left = steps;
  const core = search.heaviest(CORE);
  for (let count = lowerBound; core.length < classes.length && count < known && best === undefined; count++) {
    const { cover, work } = search.by(count, core, left / 10);
    left -= work;
    best = cover;
  }
  const enough = best?.length ?? known;
  for (let count = lowerBound; count < enough; count++) {
    const { cover, told, work } = search.by(count, search.all, count === enough - 1 ? left : left / 2);
    left -= work;
    if (cover !== undefined) return { cover, lowerBound };
    if (told && lowerBound === count) lowerBound++;
  }
  return { lowerBound, ...(best === undefined ? {} : { cover: best }) };
}

/** So many classes are searched before all are. */
const CORE = 10_000;

interface Covered {
  readonly cover?: readonly Bits[];
  /** Whether there is none where none was found. */
  readonly told: boolean;
  readonly work: number;
}

class CoverSearch {
  readonly #classes: readonly Bits[];
  readonly #vertices: number;
  readonly #columns: Columns;
  readonly all: Int32Array;
  readonly #root: CoverProgram;

  constructor(classes: readonly Bits[], vertices: number, steps: number) {
    this.#classes = classes;
    this.#vertices = vertices;
    this.#columns = new Columns(classes);
    this.all = Int32Array.from(classes.keys());
    this.#root = CoverProgram.of(this.#columns, vertices, this.all, steps);
  }

  bound(): number {
    return Math.ceil(sumOf(this.#root.weights(fullBits(this.#vertices), this.all)) - EPSILON);
  }

  heaviest(count: number): Int32Array {
    return this.#root.heaviest(this.all, count).columns;
  }

  /**
   * A cover by `count` of some classes, by branch and bound: one of the classes that hold the vertex with the fewest of them is
   * taken, and the program weighs anew what is left to cover. What these weights leave of the count may be wasted: a class
   * that wastes more of its weight of 1 is in no cover.
   */
  by(count: number, columns: Int32Array, steps: number): Covered {
    let left = steps;
    const search = (open: Bits, budget: number, usable: Int32Array, above: CoverProgram): readonly Bits[] | undefined => {
      if (isEmpty(open)) return [];
      if (budget === 0) return undefined;
      const program = above.narrowed(open, usable, budget);
      const weights = program.weights(open, usable);
      left -= program.work + 2 * usable.length * this.#columns.width;
      if (left <= 0) return undefined;
      const waste = budget - sumOf(weights) + EPSILON;
      let kept = waste < 0 ? NONE : usable.filter((column) => 1 - this.#columns.sum(column, weights) <= waste);
      for (const part of this.#choices(open, kept, program)) {
        const rest = open.slice();
        removeAll(rest, part);
        const found = search(rest, budget - 1, kept, program);
        if (found !== undefined) return [part, ...found];
        if (left <= 0) return undefined;
        // A cover with what has been tried would have been found.
        kept = kept.filter((column) => !holds(part, this.#classes[column] ?? part, open));
      }
      return undefined;
    };
    const cover = search(fullBits(this.#vertices), count, columns, this.#root);
    return { told: left > 0, work: steps - left, ...(cover === undefined ? {} : { cover }) };
  }

  /** What the classes that hold the scarcest vertex cover of what is open, those first of which the program takes most. */
  #choices(open: Bits, usable: Int32Array, program: CoverProgram): readonly Bits[] {
    const vertex = this.#scarcest(open, usable);
    const shares = program.shares();
    const choices: { readonly part: Bits; readonly size: number; readonly share: number }[] = [];
    for (const column of usable) {
      const whole = this.#classes[column];
      if (whole === undefined || !hasBit(whole, vertex)) continue;
      const part = both(whole, open);
      choices.push({ part, size: countBits(part), share: shares.get(column) ?? 0 });
    }
    choices.sort((a, b) => b.size - a.size);
    const widest: typeof choices = [];
    for (const one of choices) {
      const compared = widest.length < COMPARED ? widest : widest.slice(0, COMPARED);
      if (!compared.some(({ part }) => holds(part, one.part, open))) widest.push(one);
    }
    return widest.sort((a, b) => b.share - a.share || b.size - a.size).map(({ part }) => part);
  }

  /** The open vertex that fewest classes hold. */
  #scarcest(open: Bits, usable: Int32Array): number {
    const choices = this.#columns.choices(usable, this.#vertices);
    return membersOf(open).reduce((a, b) => ((choices[b] ?? 0) < (choices[a] ?? 0) ? b : a));
  }
}

/** A part of another choice is none; so many of the widest are looked at for such. */
const COMPARED = 100;

const NONE = new Int32Array(0);

function sumOf(weights: Float64Array): number {
  return weights.reduce((sum, weight) => sum + weight, 0);
}
