import {
  addAll,
  type Bits,
  bitsOf,
  both,
  countBits,
  emptyBits,
  forEachBit,
  hasBit,
  holds,
  keepOnly,
  meet,
} from '../model/collections/bits.ts';
import { edgesAsSets, type Instance } from './graph.ts';

/** An edge as one of its vertices sees it. */
interface OwnEdge {
  readonly own: readonly Bits[];
  readonly others: readonly Bits[];
}

/**
 * What the members of a free set block: who may no longer join it. Of an edge of three sides two members block the third
 * side. That is kept by pairs of vertices, since a dense fleet has thousands of such edges and few of more sides.
 */
export class Blocking {
  readonly #vertices: number;
  readonly #words: number;
  /** By vertex: whom it blocks alone. */
  readonly #rows: readonly Bits[];
  /** By pair of vertices, word after word: whom these two block. */
  readonly #pairs: Uint32Array;
  /** By vertex: edges of which it leaves more than two sides. */
  readonly #wide: readonly (readonly OwnEdge[])[];
  /** By vertex: whom it stands in an edge with that nobody else stands in for it in. */
  readonly #near: readonly Bits[];
  /** By vertex: edges to which it adds nothing once others of its side have been chosen. */
  readonly #shared: readonly (readonly OwnEdge[])[];

  constructor({ vertices, rows, larger }: Pick<Instance, 'vertices' | 'rows' | 'larger'>) {
    const sets = edgesAsSets(larger, (side) => bitsOf(vertices, side));
    const edges = sets.map((all, vertex) =>
      all.map((sides): OwnEdge => {
        const isOwn = (side: Bits): boolean => hasBit(side, vertex);
        return { own: sides.filter(isOwn), others: sides.filter((side) => !isOwn(side)) };
      }),
    );
    const isShared = ({ own }: OwnEdge): boolean => own.every((side) => countBits(side) > 1);
    this.#vertices = vertices;
    this.#words = emptyBits(vertices).length;
    this.#pairs = new Uint32Array(vertices * vertices * this.#words);
    this.#rows = rows.map((row) => row.slice());
    this.#wide = edges.map((own) => own.filter(({ others }) => others.length > 2));
    this.#near = rows.map((row) => row.slice());
    this.#shared = edges.map((own) => own.filter(isShared));
    edges.forEach((own, vertex) => {
      for (const edge of own) {
        if (!isShared(edge)) for (const side of edge.others) addAll(this.#near[vertex] ?? side, side);
        this.#blockThird(vertex, edge.others);
      }
    });
  }

  #blockThird(vertex: number, [first, second, ...more]: readonly Bits[]): void {
    if (first === undefined || more.length > 0) return;
    // Who stands on all sides that are left may not join at all.
    addAll(this.#rows[vertex] ?? first, second === undefined ? first : both(first, second));
    if (second === undefined) return;
    for (const [from, to] of [
      [first, second],
      [second, first],
    ] as const)
      forEachBit(from, (other) => {
        const start = (vertex * this.#vertices + other) * this.#words;
        to.forEach((word, at) => {
          this.#pairs[start + at] = (this.#pairs[start + at] ?? 0) | word;
        });
      });
  }

  /** Whom a vertex blocks that joins those that are chosen, beside those that they block without it. */
  by(vertex: number, chosen: Bits): Bits {
    const blocked = (this.#rows[vertex] ?? chosen).slice();
    forEachBit(chosen, (other) => {
      const start = (vertex * this.#vertices + other) * this.#words;
      for (let at = 0; at < blocked.length; at++) blocked[at] = (blocked[at] ?? 0) | (this.#pairs[start + at] ?? 0);
    });
    for (const { others } of this.#wide[vertex] ?? []) {
      const [first, ...more] = others.filter((side) => !meet(side, chosen));
      if (first !== undefined) addAll(blocked, more.reduce(both, first));
    }
    return blocked;
  }

  /** The candidates that the vertex may yet stand in an edge with, once some are chosen; at times a few more. */
  beside(vertex: number, chosen: Bits, candidates: Bits): Bits {
    const near = both(candidates, this.#near[vertex] ?? candidates);
    for (const { own, others } of this.#shared[vertex] ?? []) {
      if (own.every((side) => meet(side, chosen))) continue;
      const missing = others.filter((side) => !meet(side, chosen));
      if (missing.every((side) => meet(side, candidates))) for (const side of missing) addAll(near, side);
    }
    keepOnly(near, candidates);
    return near;
  }

  /** How many edges `beside` looks at for a vertex. */
  edgesOf(vertex: number): number {
    return this.#shared[vertex]?.length ?? 0;
  }

  /** Whether every candidate stands in an edge with the vertex, whatever has been chosen. */
  isBesideAll(vertex: number, candidates: Bits): boolean {
    return holds(this.#near[vertex] ?? candidates, candidates, candidates);
  }
}
