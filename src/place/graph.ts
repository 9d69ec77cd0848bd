import {
  addAll,
  addBit,
  type Bits,
  bitsOf,
  countBits,
  emptyBits,
  forEachBit,
  removeAll,
  removeBit,
} from '../model/collections/bits.ts';
import { connected } from './connected.ts';

/**
 * The fewest hosts are a colouring of a hypergraph: vertices are groups of services that have to be or may be together,
 * an edge forbids one colour to hold a vertex of each of its sides.
 */
export interface Problem {
  readonly vertices: number;
  /** At least two sides each; no vertex stands on every side of one edge. */
  readonly edges: readonly Edge[];
  /** Sides any two of which exclude each other. */
  readonly cliques: readonly Edge[];
  /** How many services a vertex stands for. */
  readonly weights: readonly number[];
  readonly capacity?: number;
}

export type Edge = readonly (readonly number[])[];

/** A problem as searches read it. */
export interface Instance extends Omit<Problem, 'edges' | 'cliques'> {
  /** Other vertices of the pairwise edges of each vertex. */
  readonly rows: readonly Bits[];
  /** Edges of three and more sides, by vertex. */
  readonly larger: readonly (readonly Edge[])[];
  /** How many vertices and larger edges each vertex has beside it. */
  readonly degrees: readonly number[];
  /** Nothing but pairwise edges. */
  readonly isGraph: boolean;
}

/** A problem as rows of bits: who clashes with whom, and the edges of three sides and more. */
export function prepare(problem: Problem): Instance {
  const { vertices, edges, cliques, capacity } = problem;
  const rows = Array.from({ length: vertices }, () => emptyBits(vertices));
  const larger = Array.from({ length: vertices }, (): Edge[] => []);
  for (const edge of edges) {
    const [left = [], right = []] = edge;
    if (edge.length > 2) for (const vertex of new Set(edge.flat())) larger[vertex]?.push(edge);
    else {
      join(rows, left, right);
      join(rows, right, left);
    }
  }
  for (const sides of cliques) {
    const all = bitsOf(vertices, sides.flat());
    for (const side of sides) {
      const others = all.slice();
      removeAll(others, bitsOf(vertices, side));
      for (const vertex of side) addAll(rows[vertex] ?? others, others);
    }
  }
  rows.forEach(removeBit);
  return {
    vertices,
    weights: problem.weights,
    rows,
    larger,
    degrees: rows.map((row, vertex) => countBits(row) + (larger[vertex]?.length ?? 0)),
    isGraph: capacity === undefined && larger.every((own) => own.length === 0),
    ...(capacity === undefined ? {} : { capacity }),
  };
}

/** The instance that is nothing but a graph, each vertex of the same weight. */
export function graphOf(rows: readonly Bits[]): Instance {
  return {
    vertices: rows.length,
    weights: rows.map(() => 1),
    rows,
    larger: rows.map(() => []),
    degrees: rows.map(countBits),
    isGraph: true,
  };
}

function join(rows: readonly Bits[], from: readonly number[], to: readonly number[]): void {
  const beside = to.length === 1 ? undefined : bitsOf(rows.length, to);
  for (const vertex of from) {
    const row = rows[vertex];
    if (row === undefined) continue;
    if (beside !== undefined) addAll(row, beside);
    else for (const other of to) addBit(row, other);
  }
}

/** Sets of vertices that no edge connects, each a problem of its own. */
export function components({ vertices, edges, cliques }: Problem): readonly (readonly number[])[] {
  return connected(vertices, tiesOf(edges, cliques));
}

function* tiesOf(...lists: readonly (readonly Edge[])[]): Generator<readonly number[]> {
  for (const edges of lists) {
    // Not `flat`, which takes ten times as long: a dense fleet has half a million edges.
    for (const [first = [], ...others] of edges) yield first.concat(...others);
  }
}

/** The larger edges of each vertex with a set for each side, made once for all vertices of an edge. */
export function edgesAsSets(
  larger: readonly (readonly Edge[])[],
  setOf: (side: readonly number[]) => Bits,
): readonly (readonly (readonly Bits[])[])[] {
  const known = new Map<Edge, readonly Bits[]>();
  const asSets = (edge: Edge): readonly Bits[] => {
    const sides = known.get(edge) ?? edge.map(setOf);
    known.set(edge, sides);
    return sides;
  };
  return larger.map((own) => own.map(asSets));
}

function firstOf(sides: Edge): number {
  return sides.find((side) => side.length > 0)?.[0] ?? 0;
}

/** Each component as a problem of its own, without capacity and given colours; no edge is cut. */
export function split(problem: Problem, parts: readonly (readonly number[])[]): readonly Problem[] {
  const partOf = new Int32Array(problem.vertices);
  const position = new Int32Array(problem.vertices);
  parts.forEach((members, part) => {
    members.forEach((vertex, index) => {
      partOf[vertex] = part;
      position[vertex] = index;
    });
  });
  const byPart = (all: readonly Edge[]): readonly (readonly Edge[])[] => {
    const own = parts.map((): Edge[] => []);
    for (const sides of all)
      own[partOf[firstOf(sides)] ?? 0]?.push(sides.map((side) => side.map((vertex) => position[vertex] ?? 0)));
    return own;
  };
  const [edges, cliques] = [byPart(problem.edges), byPart(problem.cliques)];
  return parts.map((members, part) => ({
    vertices: members.length,
    edges: edges[part] ?? [],
    cliques: cliques[part] ?? [],
    weights: members.map((vertex) => problem.weights[vertex] ?? 1),
  }));
}

/** A graph of some of the vertices, renumbered in their order. */
export function induced(rows: readonly Bits[], members: readonly number[]): readonly Bits[] {
  const position = new Int32Array(rows.length).fill(-1);
  members.forEach((vertex, index) => {
    position[vertex] = index;
  });
  return members.map((vertex) => {
    const own = emptyBits(members.length);
    forEachBit(rows[vertex] ?? emptyBits(0), (other) => {
      const index = position[other] ?? -1;
      if (index >= 0) addBit(own, index);
    });
    return own;
  });
}

/** How many there are: they count from 0, and none is left out. */
export function countOf(colours: ArrayLike<number>): number {
  let most = 0;
  for (let vertex = 0; vertex < colours.length; vertex++) most = Math.max(most, (colours[vertex] ?? 0) + 1);
  return most;
}
