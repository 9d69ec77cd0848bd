/**
 * The fewest hosts are a colouring of a hypergraph: vertices are groups of services that have to be or may be together,
 * edges are sets of vertices that must not all have one colour. Exact by branch and bound with DSATUR's order
 * (Brélaz 1979) and a clique as lower bound; bounded by steps, not by the clock, so that equal input gives equal output.
 */
export interface Problem {
  readonly vertices: number;
  /** Each at least two vertices. */
  readonly edges: readonly (readonly number[])[];
  /** How many services a vertex stands for. */
  readonly weights: readonly number[];
  readonly capacity?: number;
  /** Vertices whose colour is given. */
  readonly fixed: ReadonlyMap<number, number>;
}

export interface Colouring {
  readonly colours: readonly number[];
  readonly count: number;
  readonly lowerBound: number;
  readonly optimal: boolean;
}

const STEPS = 400_000;

interface Instance extends Problem {
  /** Other vertices of the pairwise edges of each vertex. */
  readonly neighbours: readonly ReadonlySet<number>[];
  /** Edges of three and more vertices, by vertex. */
  readonly larger: readonly (readonly (readonly number[])[])[];
}

export function colour(problem: Problem): Colouring {
  const instance = prepare(problem);
  const clique = greedyClique(instance);
  const byWeight = problem.capacity === undefined ? 0 : Math.ceil(sum(problem.weights) / problem.capacity);
  const fixedCount = new Set(problem.fixed.values()).size;
  const lowerBound = Math.max(problem.vertices === 0 ? 0 : 1, clique.length, byWeight, fixedCount);
  const first = improveGreedily(instance);
  if (first.count <= lowerBound) return { ...first, lowerBound, optimal: true };
  return search(instance, first, lowerBound, clique);
}

function prepare(problem: Problem): Instance {
  const neighbours = Array.from({ length: problem.vertices }, () => new Set<number>());
  const larger = Array.from({ length: problem.vertices }, (): (readonly number[])[] => []);
  for (const edge of problem.edges) {
    const [a, b] = edge;
    if (edge.length === 2 && a !== undefined && b !== undefined) {
      neighbours[a]?.add(b);
      neighbours[b]?.add(a);
    } else for (const vertex of edge) larger[vertex]?.push(edge);
  }
  return { ...problem, neighbours, larger };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function greedyClique(instance: Instance): readonly number[] {
  const order = Array.from({ length: instance.vertices }, (_, index) => index).sort(
    (a, b) => degree(instance, b) - degree(instance, a) || a - b,
  );
  let best: readonly number[] = [];
  for (const start of order.slice(0, 50)) {
    const clique = [start];
    for (const vertex of order)
      if (vertex !== start && clique.every((member) => instance.neighbours[member]?.has(vertex))) clique.push(vertex);
    if (clique.length > best.length) best = clique;
  }
  return best;
}

function degree(instance: Instance, vertex: number): number {
  return (instance.neighbours[vertex]?.size ?? 0) + (instance.larger[vertex]?.length ?? 0);
}

/** Colours assigned so far; -1 means none. */
interface State {
  readonly colours: number[];
  readonly load: number[];
}

function emptyState(instance: Instance): State {
  const state: State = { colours: new Array<number>(instance.vertices).fill(-1), load: [] };
  for (const [vertex, chosen] of instance.fixed) assign(instance, state, vertex, chosen);
  return state;
}

function assign(instance: Instance, state: State, vertex: number, chosen: number): void {
  state.colours[vertex] = chosen;
  state.load[chosen] = (state.load[chosen] ?? 0) + (instance.weights[vertex] ?? 1);
}

function unassign(instance: Instance, state: State, vertex: number): void {
  const chosen = state.colours[vertex] ?? -1;
  state.load[chosen] = (state.load[chosen] ?? 0) - (instance.weights[vertex] ?? 1);
  state.colours[vertex] = -1;
}

function allowed(instance: Instance, state: State, vertex: number, candidate: number): boolean {
  for (const other of instance.neighbours[vertex] ?? []) if (state.colours[other] === candidate) return false;
  for (const edge of instance.larger[vertex] ?? []) {
    if (edge.every((other) => other === vertex || state.colours[other] === candidate)) return false;
  }
  const load = state.load[candidate] ?? 0;
  return instance.capacity === undefined || load === 0 || load + (instance.weights[vertex] ?? 1) <= instance.capacity;
}

/** The uncoloured vertex with the fewest open colours; ties by degree, then by index. */
function mostConstrained(instance: Instance, state: State): number {
  let best = -1;
  let bestSaturation = -1;
  for (let vertex = 0; vertex < instance.vertices; vertex++) {
    if (state.colours[vertex] !== -1) continue;
    const near = new Set<number>();
    for (const other of instance.neighbours[vertex] ?? []) {
      const chosen = state.colours[other] ?? -1;
      if (chosen >= 0) near.add(chosen);
    }
    const saturation = near.size * 100_000 + degree(instance, vertex);
    if (saturation > bestSaturation) {
      best = vertex;
      bestSaturation = saturation;
    }
  }
  return best;
}

function improveGreedily(instance: Instance): { readonly colours: readonly number[]; readonly count: number } {
  const state = emptyState(instance);
  let count = Math.max(0, ...[...instance.fixed.values()].map((chosen) => chosen + 1));
  for (let vertex = mostConstrained(instance, state); vertex >= 0; vertex = mostConstrained(instance, state)) {
    let chosen = 0;
    while (chosen < count && !allowed(instance, state, vertex, chosen)) chosen++;
    assign(instance, state, vertex, chosen);
    count = Math.max(count, chosen + 1);
  }
  return { colours: state.colours, count };
}

function search(
  instance: Instance,
  first: { readonly colours: readonly number[]; readonly count: number },
  lowerBound: number,
  clique: readonly number[],
): Colouring {
  let best = first;
  let steps = 0;
  let exhausted = false;
  const state = emptyState(instance);
  let used = Math.max(0, ...[...instance.fixed.values()].map((chosen) => chosen + 1));
  // A clique needs different colours anyway: fixing them removes the symmetry of renaming.
  if (instance.fixed.size === 0) for (const vertex of clique) assign(instance, state, vertex, used++);

  const descend = (count: number): void => {
    if (best.count <= lowerBound || exhausted) return;
    if (++steps > STEPS) {
      exhausted = true;
      return;
    }
    const vertex = mostConstrained(instance, state);
    if (vertex < 0) {
      best = { colours: [...state.colours], count };
      return;
    }
    for (let chosen = 0; chosen <= count && chosen < best.count - 1; chosen++) {
      if (!allowed(instance, state, vertex, chosen)) continue;
      assign(instance, state, vertex, chosen);
      descend(Math.max(count, chosen + 1));
      unassign(instance, state, vertex);
    }
  };
  descend(used);
  const proved = !exhausted || best.count <= lowerBound;
  return { ...best, lowerBound: proved ? best.count : lowerBound, optimal: proved };
}
