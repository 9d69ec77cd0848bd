import type { Side, Sides } from './sides.ts';

/** Up to so many pairs of one key are told one by one. */
const FEW = 3;

/**
 * Many clashing pairs on one key are told as few conflicts: sides any two of which clash (`1.0 | 2.0 | 3.0 | …`) as one,
 * and what clashes with the same others as one side. Every pair is in one of them, and nothing that agrees is.
 */
export function coverPairs(found: readonly Sides[]): readonly Sides[] {
  const pairs = found.filter(({ sides }) => sides.length === 2);
  const larger = found.filter(({ sides }) => sides.length !== 2);
  const graph = new ClashGraph(pairs);
  if (graph.isComplete) return [{ sides: graph.sides, anyTwo: true }, ...larger];
  return pairs.length <= FEW ? found : [...graph.cover(), ...larger];
}

/** Sides as vertices, clashes as edges; an edge is open until a told conflict has it. */
class ClashGraph {
  readonly sides: readonly Side[];
  readonly #near: readonly ReadonlySet<number>[];
  readonly #open: readonly Set<number>[];

  constructor(pairs: readonly Sides[]) {
    // Sides are disjoint, so the first of each names it.
    const vertices = new Map<number, number>();
    const sides: Side[] = [];
    const near: Set<number>[] = [];
    const vertexOf = (side: Side = []): number => {
      const first = side[0] ?? -1;
      const known = vertices.get(first);
      if (known !== undefined) return known;
      const vertex = sides.push(side) - 1;
      vertices.set(first, vertex);
      near[vertex] = new Set();
      return vertex;
    };
    for (const { sides: pair } of pairs) {
      const a = vertexOf(pair[0]);
      const b = vertexOf(pair[1]);
      near[a]?.add(b);
      near[b]?.add(a);
    }
    this.sides = sides;
    this.#near = near;
    this.#open = near.map((set) => new Set(set));
  }

  get isComplete(): boolean {
    return this.sides.length > 2 && this.#near.every((set) => set.size === this.sides.length - 1);
  }

  cover(): readonly Sides[] {
    const told: Sides[] = [];
    for (let start = this.#busiest(); start !== undefined; start = this.#busiest()) {
      const clique = this.#clique(start);
      const [left, right] = this.#opposites(start);
      const inClique = clique.reduce((sum, vertex) => sum + this.#openTo(vertex, clique), 0) / 2;
      const across = left.reduce((sum, vertex) => sum + this.#openTo(vertex, right), 0);
      if (clique.length > 2 && inClique > across) {
        for (const vertex of clique) this.#close([vertex], clique);
        told.push({ sides: clique.map((vertex) => this.sides[vertex] ?? []), anyTwo: true });
      } else {
        this.#close(left, right);
        told.push({ sides: [this.#joined(left), this.#joined(right)], anyTwo: false });
      }
    }
    return told;
  }

  #joined(vertices: readonly number[]): Side {
    return vertices.flatMap((vertex) => this.sides[vertex] ?? []).sort((a, b) => a - b);
  }

  #busiest(): number | undefined {
    let best: number | undefined;
    for (const [vertex, open] of this.#open.entries())
      if (open.size > 0 && (best === undefined || open.size > (this.#open[best]?.size ?? 0))) best = vertex;
    return best;
  }

  #openTo(vertex: number, others: readonly number[]): number {
    return others.filter((other) => this.#open[vertex]?.has(other)).length;
  }

  #close(left: readonly number[], right: readonly number[]): void {
    for (const a of left)
      for (const b of right) {
        this.#open[a]?.delete(b);
        this.#open[b]?.delete(a);
      }
  }

  /** Vertices that all clash with each other, each adding the most that is still open. */
  #clique(start: number): readonly number[] {
    const clique = [start];
    let candidates = [...(this.#near[start] ?? [])];
    for (;;) {
      const [best] = candidates
        .map((vertex) => ({ vertex, gain: this.#openTo(vertex, clique) }))
        .filter(({ gain }) => gain > 0)
        .sort((a, b) => b.gain - a.gain || this.#degree(b.vertex) - this.#degree(a.vertex) || a.vertex - b.vertex);
      if (best === undefined) return clique.sort((a, b) => a - b);
      clique.push(best.vertex);
      candidates = candidates.filter((vertex) => this.#near[best.vertex]?.has(vertex));
    }
  }

  #degree(vertex: number): number {
    return this.#open[vertex]?.size ?? 0;
  }

  /** A vertex and all others that clash with the same ones. */
  #opposites(start: number): readonly [left: readonly number[], right: readonly number[]] {
    const right = [...(this.#open[start] ?? [])].sort((a, b) => a - b);
    const left = [...this.sides.keys()].filter(
      (vertex) =>
        vertex === start ||
        (!right.includes(vertex) && right.every((other) => this.#near[vertex]?.has(other)) && this.#openTo(vertex, right) > 0),
    );
    return [left, right];
  }
}
