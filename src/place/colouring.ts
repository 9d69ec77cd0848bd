/**
 * The fewest hosts are a colouring of a hypergraph: vertices are groups of services that have to be or may be together,
 * an edge forbids one colour to hold a vertex of each of its sides. Exact by branch and bound in DSATUR's order
 * (Brélaz 1979) with a clique as lower bound, component by component; bounded by counted work, not by the clock, so that
 * equal input gives equal output.
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
  /** Vertices whose colour is given. */
  readonly fixed: ReadonlyMap<number, number>;
}

export type Edge = readonly (readonly number[])[];

export interface Colouring {
  readonly colours: readonly number[];
  readonly lowerBound: number;
  readonly optimal: boolean;
}

/** Vertices and neighbours looked at in one search: below a second where a proof is promised, a fraction of it beyond. */
const WORK = { small: 60_000_000, large: 5_000_000 } as const;
const SMALL = 80;
/** Rounds of recolouring class by class when a greedy answer is above the bound: at most so many, and so many neighbours. */
const ROUNDS = 60;
const ROUND_WORK = 60_000_000;

interface Instance extends Problem {
  /** Other vertices of the pairwise edges of each vertex. */
  readonly neighbours: readonly Uint32Array[];
  /** The same as one row of bits for each vertex. */
  readonly adjacent: BitMatrix;
  /** Edges of three and more sides, by vertex. */
  readonly larger: readonly (readonly Edge[])[];
}

export function colour(problem: Problem): Colouring {
  const parts = problem.capacity === undefined && problem.fixed.size === 0 ? components(problem) : undefined;
  if (parts === undefined || parts.length < 2) return colourWhole(problem);
  const colours = new Array<number>(problem.vertices).fill(0);
  const partOf = new Map(parts.flatMap((members, part) => members.map((vertex) => [vertex, part] as const)));
  const [edges, cliques] = [problem.edges, problem.cliques].map((all) => byPart(all, partOf, parts.length));
  const solved = parts.map((members, index) => {
    const part = colourWhole(restricted(problem, members, edges?.[index] ?? [], cliques?.[index] ?? []));
    members.forEach((vertex, index) => {
      colours[vertex] = part.colours[index] ?? 0;
    });
    return { ...part, used: countOf(part.colours) };
  });
  const used = Math.max(...solved.map((part) => part.used));
  const lowerBound = Math.max(...solved.map((part) => part.lowerBound));
  return { colours, lowerBound, optimal: used === lowerBound };
}

function countOf(colours: readonly number[]): number {
  return colours.reduce((most, chosen) => Math.max(most, chosen + 1), 0);
}

function components(problem: Problem): readonly (readonly number[])[] {
  const parent = Array.from({ length: problem.vertices }, (_, vertex) => vertex);
  const find = (vertex: number): number => {
    let root = vertex;
    while (parent[root] !== undefined && parent[root] !== root) root = parent[root] ?? root;
    parent[vertex] = root;
    return root;
  };
  for (const edge of [...problem.edges, ...problem.cliques]) {
    const [first = 0, ...rest] = edge.flat();
    for (const vertex of rest) parent[find(vertex)] = find(first);
  }
  const groups = new Map<number, number[]>();
  for (let vertex = 0; vertex < problem.vertices; vertex++) {
    const root = find(vertex);
    const group = groups.get(root);
    if (group === undefined) groups.set(root, [vertex]);
    else group.push(vertex);
  }
  return [...groups.values()];
}

/** An edge lies in one component. */
function byPart(all: readonly Edge[], partOf: ReadonlyMap<number, number>, parts: number): readonly (readonly Edge[])[] {
  const edges = Array.from({ length: parts }, (): Edge[] => []);
  for (const edge of all) {
    const [first = -1] = edge.flat();
    edges[partOf.get(first) ?? -1]?.push(edge);
  }
  return edges;
}

function restricted(problem: Problem, members: readonly number[], edges: readonly Edge[], cliques: readonly Edge[]): Problem {
  const index = new Map(members.map((vertex, position) => [vertex, position]));
  const inner = (edge: Edge): Edge => edge.map((side) => side.map((vertex) => index.get(vertex) ?? 0));
  return {
    vertices: members.length,
    edges: edges.map(inner),
    cliques: cliques.map(inner),
    weights: members.map((vertex) => problem.weights[vertex] ?? 1),
    fixed: new Map(),
  };
}

function colourWhole(problem: Problem): Colouring {
  const instance = prepare(problem);
  const clique = greedyClique(instance);
  const byWeight = problem.capacity === undefined ? 0 : Math.ceil(sum(problem.weights) / problem.capacity);
  const fixedCount = new Set(problem.fixed.values()).size;
  const lowerBound = Math.max(problem.vertices === 0 ? 0 : 1, clique.length, byWeight, fixedCount);
  const first = recolour(instance, greedy(instance), lowerBound);
  if (countOf(first) <= lowerBound) return { colours: first, lowerBound, optimal: true };
  return search(instance, first, lowerBound, clique);
}

function prepare(problem: Problem): Instance {
  const adjacent = new BitMatrix(problem.vertices);
  const larger = Array.from({ length: problem.vertices }, (): Edge[] => []);
  const part = (left: readonly number[], right: readonly number[]): void => {
    for (const a of left) {
      for (const b of right) {
        if (a === b) continue;
        adjacent.set(a, b);
        adjacent.set(b, a);
      }
    }
  };
  for (const edge of problem.edges) {
    const [left = [], right = []] = edge;
    if (edge.length > 2) for (const vertex of new Set(edge.flat())) larger[vertex]?.push(edge);
    else part(left, right);
  }
  for (const sides of problem.cliques)
    for (const [index, left] of sides.entries()) for (const right of sides.slice(index + 1)) part(left, right);
  const neighbours = Array.from({ length: problem.vertices }, (_, vertex) => adjacent.row(vertex));
  return { ...problem, neighbours, adjacent, larger };
}

/** A square of bits: ten thousand vertices that all clash fit into 12.5 MB. */
class BitMatrix {
  readonly #words: number;
  readonly #bits: Uint32Array;

  constructor(size: number) {
    this.#words = (size + 31) >>> 5;
    this.#bits = new Uint32Array(size * this.#words);
  }

  set(row: number, column: number): void {
    const word = row * this.#words + (column >>> 5);
    this.#bits[word] = (this.#bits[word] ?? 0) | (1 << (column & 31));
  }

  has(row: number, column: number): boolean {
    return (((this.#bits[row * this.#words + (column >>> 5)] ?? 0) >>> (column & 31)) & 1) === 1;
  }

  /** The columns of a row, ascending. */
  row(row: number): Uint32Array {
    const columns: number[] = [];
    for (let word = 0; word < this.#words; word++) {
      for (let bits = this.#bits[row * this.#words + word] ?? 0; bits !== 0; bits &= bits - 1)
        columns.push(32 * word + 31 - Math.clz32(bits & -bits));
    }
    return Uint32Array.from(columns);
  }
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
      if (vertex !== start && clique.every((member) => instance.adjacent.has(member, vertex))) clique.push(vertex);
    if (clique.length > best.length) best = clique;
  }
  return best;
}

function degree(instance: Instance, vertex: number): number {
  return (instance.neighbours[vertex]?.length ?? 0) + (instance.larger[vertex]?.length ?? 0);
}

/** Colours assigned so far (-1 means none), and how often each vertex sees each colour among its neighbours. */
class State {
  readonly colours: number[];
  readonly #instance: Instance;
  readonly #load: number[] = [];
  readonly #seen: Map<number, number>[];
  readonly #open: Set<number>;

  constructor(instance: Instance) {
    this.#instance = instance;
    this.colours = new Array<number>(instance.vertices).fill(-1);
    this.#seen = Array.from({ length: instance.vertices }, () => new Map<number, number>());
    this.#open = new Set(this.colours.keys());
    for (const [vertex, chosen] of instance.fixed) this.assign(vertex, chosen);
  }

  assign(vertex: number, chosen: number): void {
    this.colours[vertex] = chosen;
    this.#open.delete(vertex);
    this.#load[chosen] = (this.#load[chosen] ?? 0) + (this.#instance.weights[vertex] ?? 1);
    for (const other of this.#instance.neighbours[vertex] ?? []) {
      const seen = this.#seen[other];
      seen?.set(chosen, (seen.get(chosen) ?? 0) + 1);
    }
  }

  unassign(vertex: number): void {
    const chosen = this.colours[vertex] ?? -1;
    this.colours[vertex] = -1;
    this.#open.add(vertex);
    this.#load[chosen] = (this.#load[chosen] ?? 0) - (this.#instance.weights[vertex] ?? 1);
    for (const other of this.#instance.neighbours[vertex] ?? []) {
      const seen = this.#seen[other];
      const left = (seen?.get(chosen) ?? 1) - 1;
      if (left === 0) seen?.delete(chosen);
      else seen?.set(chosen, left);
    }
  }

  allows(vertex: number, chosen: number): boolean {
    if (this.#seen[vertex]?.has(chosen)) return false;
    for (const edge of this.#instance.larger[vertex] ?? []) {
      if (edge.every((side) => side.some((other) => other === vertex || this.colours[other] === chosen))) return false;
    }
    const { capacity, weights } = this.#instance;
    const load = this.#load[chosen] ?? 0;
    return capacity === undefined || load === 0 || load + (weights[vertex] ?? 1) <= capacity;
  }

  /** The uncoloured vertex that sees most colours; ties by degree, then by index. -1 when all are coloured. */
  mostConstrained(): number {
    let best = -1;
    let bestSaturation = -1;
    for (const vertex of this.#open) {
      const saturation = (this.#seen[vertex]?.size ?? 0) * 1_000_000 + degree(this.#instance, vertex);
      if (saturation > bestSaturation || (saturation === bestSaturation && vertex < best)) {
        best = vertex;
        bestSaturation = saturation;
      }
    }
    return best;
  }

  get open(): number {
    return this.#open.size;
  }
}

function greedy(instance: Instance): readonly number[] {
  const state = new State(instance);
  let count = countOf(state.colours);
  for (let vertex = state.mostConstrained(); vertex >= 0; vertex = state.mostConstrained()) {
    count = Math.max(count, assignFirst(state, vertex, count) + 1);
  }
  return state.colours;
}

function assignFirst(state: State, vertex: number, count: number): number {
  let chosen = 0;
  while (chosen < count && !state.allows(vertex, chosen)) chosen++;
  state.assign(vertex, chosen);
  return chosen;
}

/** Culberson's iterated greedy: colouring class after class, in another order of classes, never needs more colours. */
function recolour(instance: Instance, first: readonly number[], lowerBound: number): readonly number[] {
  if (instance.fixed.size > 0) return first;
  let best = first;
  const pairs = sum(instance.neighbours.map((list) => list.length));
  const rounds = Math.min(ROUNDS, Math.floor(ROUND_WORK / Math.max(1, pairs)));
  for (let round = 0; round < rounds && countOf(best) > lowerBound; round++) {
    const classes = new Map<number, number[]>();
    best.forEach((chosen, vertex) => {
      const members = classes.get(chosen);
      if (members === undefined) classes.set(chosen, [vertex]);
      else members.push(vertex);
    });
    const order = ORDERS[round % ORDERS.length]?.([...classes.values()]) ?? [];
    const state = new State(instance);
    let count = 0;
    for (const vertex of order.flat()) count = Math.max(count, assignFirst(state, vertex, count) + 1);
    if (count <= countOf(best)) best = state.colours;
  }
  return best;
}

const ORDERS: readonly ((classes: number[][]) => readonly (readonly number[])[])[] = [
  (classes) => classes.reverse(),
  (classes) => classes.sort((a, b) => b.length - a.length),
  (classes) => [...classes.filter((_, index) => index % 2 === 1), ...classes.filter((_, index) => index % 2 === 0)],
  (classes) => classes.sort((a, b) => a.length - b.length),
];

function search(instance: Instance, first: readonly number[], lowerBound: number, clique: readonly number[]): Colouring {
  let best = first;
  const limit = instance.vertices <= SMALL ? WORK.small : WORK.large;
  let work = 0;
  const state = new State(instance);
  let used = countOf(state.colours);
  // A clique needs different colours anyway: fixing them removes the symmetry of renaming.
  if (instance.fixed.size === 0) for (const vertex of clique) state.assign(vertex, used++);

  const descend = (count: number): void => {
    if (countOf(best) <= lowerBound || work > limit) return;
    const vertex = state.mostConstrained();
    if (vertex < 0) {
      best = [...state.colours];
      return;
    }
    work += state.open;
    const fewer = countOf(best) - 1;
    for (let chosen = 0; chosen <= count && chosen < fewer && work <= limit; chosen++) {
      work += 1 + (instance.larger[vertex]?.length ?? 0);
      if (!state.allows(vertex, chosen)) continue;
      work += 4 * (instance.neighbours[vertex]?.length ?? 0);
      state.assign(vertex, chosen);
      descend(Math.max(count, chosen + 1));
      state.unassign(vertex);
    }
  };
  descend(used);
  const optimal = work <= limit || countOf(best) <= lowerBound;
  return { colours: best, lowerBound: optimal ? countOf(best) : lowerBound, optimal };
}
