/**
 * Colourings with as few colours as can be found, and a proof where there is one. Component by component; of a graph what
 * decides nothing is taken out first. Cheap bounds first: a clique and the number of vertices over the largest class below,
 * greedy colourings above. Where they differ, all classes are listed and covers of the vertices searched for among them;
 * where the list would be too long or classes have a capacity, colours are tried vertex by vertex. All is bounded by
 * counted work, not by the clock, so that equal input gives equal output.
 */
import { type Bits, hasBit, isEmpty } from '../model/collections/bits.ts';
import { complement, largestClique } from './clique.ts';
import { fewestClasses } from './cover-search.ts';
import { freeClasses } from './free-classes.ts';
import { type FreeSetAnswer, largestFreeSet } from './free-set.ts';
import { components, countOf, graphOf, type Instance, induced, type Problem, prepare, split } from './graph.ts';
import { bySaturation, classByClass, recolour } from './greedy.ts';
import { reduce } from './reduce.ts';
import { searchBySaturation } from './saturation-search.ts';

export interface Colouring {
  readonly colours: readonly number[];
  readonly lowerBound: number;
  readonly optimal: boolean;
}

/** Counted work: a few seconds at most where a proof is promised, of which most fleets take a fraction; less beyond. */
const WORK = {
  clique: 4_000_000,
  class: 12_000_000,
  recolour: 4_000_000,
  classes: 60_000_000,
  cover: 600_000_000,
  search: { first: 5_000_000, last: 40_000_000 },
} as const;
/** Beyond this the tables of a search would be larger than what it finds. */
const SEARCHED = 300;
/** A proof is promised of so many vertices in dense conflict; of more it is a matter of luck, and worth a fortieth of the work. */
const PROMISED = 80;

function workFor(vertices: number, steps: number): number {
  return vertices <= PROMISED ? steps : steps / 40;
}

/** Vertices to the fewest classes that hold no edge whole; parts that no edge joins are coloured by themselves. */
export function colour(problem: Problem): Colouring {
  const parts = problem.capacity === undefined ? components(problem) : [];
  if (parts.length < 2) return colourWhole(withClique(prepare(problem)), 0);
  return colourParts(problem, parts);
}

/**
 * Component by component, the one with the largest clique first: as many colours as one component needs are there for
 * all, so the others need neither fewer nor a proof.
 */
function colourParts(problem: Problem, parts: readonly (readonly number[])[]): Colouring {
  const all = split(problem, parts).map((own, at) => ({ members: parts[at] ?? [], ...withClique(prepare(own)) }));
  const colours = new Array<number>(problem.vertices).fill(0);
  let least = Math.max(...all.map(({ clique }) => clique.length));
  for (const { members, ...own } of all.sort((a, b) => b.clique.length - a.clique.length)) {
    const part = colourWhole(own, least);
    members.forEach((vertex, index) => {
      colours[vertex] = part.colours[index] ?? 0;
    });
    least = Math.max(least, part.lowerBound);
  }
  return answer(colours, least);
}

interface WithClique {
  readonly instance: Instance;
  readonly clique: readonly number[];
}

function withClique(instance: Instance): WithClique {
  return { instance, clique: instance.vertices === 0 ? [] : largestClique(instance.rows, WORK.clique).members };
}

/** `least` colours are there anyway. */
function colourWhole({ instance, clique }: WithClique, least: number): Colouring {
  if (instance.vertices === 0) return { colours: [], lowerBound: least, optimal: true };
  const bound = Math.max(least, clique.length);
  return instance.isGraph ? colourGraph(instance, bound) : colourAny(instance, clique, bound);
}

/** Edges of three sides and capacities: greedy colourings, covers by all classes, and one search. */
function colourAny(instance: Instance, clique: readonly number[], least: number): Colouring {
  const { weights, capacity, vertices } = instance;
  const byWeight = capacity === undefined ? 1 : Math.ceil(weights.reduce((sum, weight) => sum + weight, 0) / capacity);
  const simple = Math.max(least, byWeight);
  const known = recolour(instance, bySaturation(instance), simple, WORK.recolour);
  if (countOf(known) <= simple) return answer(known, simple);
  const bounded = answer(known, Math.max(simple, boundOfEdges(instance, simple)));
  if (bounded.optimal || vertices > SEARCHED) return bounded;
  return byCovers(instance, bounded) ?? searched(instance, bounded, clique, WORK.search.last);
}

function searched(instance: Instance, { colours, lowerBound }: Colouring, clique: readonly number[], steps: number): Colouring {
  const found = searchBySaturation(instance, colours, lowerBound, clique, workFor(instance.vertices, steps));
  return answer(found.colours, found.proved ? countOf(found.colours) : lowerBound);
}

/** What the pairs alone need, and what the edges need of the vertices that stand in most of them. */
function boundOfEdges(instance: Instance, least: number): number {
  const { rows, degrees } = instance;
  const byPairs = rows.some((row) => !isEmpty(row)) ? colourGraph(graphOf(rows), least).lowerBound : least;
  const busiest = [...rows.keys()].sort((a, b) => (degrees[b] ?? 0) - (degrees[a] ?? 0) || a - b);
  return Math.max(
    byPairs,
    sizeBound(busiest, 8, (part) => largestFreeSet(instance, part, WORK.class)),
  );
}

function colourGraph(whole: Instance, least: number): Colouring {
  const { kept, expand } = reduce(whole.rows, least);
  const { colours, lowerBound } = colourReduced(graphOf(induced(whole.rows, kept)), least);
  return answer(expand(colours), Math.max(lowerBound, least));
}

function colourReduced(instance: Instance, least: number): Colouring {
  const { rows, vertices } = instance;
  if (vertices === 0) return { colours: [], lowerBound: 0, optimal: true };
  const known = recolour(instance, greedy(instance), least, WORK.recolour);
  if (countOf(known) <= least) return answer(known, least);
  const bySize = sizeBound([...rows.keys()], 64, largestClass(rows));
  if (vertices > SEARCHED) return answer(known, Math.max(least, bySize));
  const { members } = largestClique(rows, WORK.clique);
  const first = searched(instance, answer(known, Math.max(least, members.length, bySize)), members, WORK.search.first);
  if (first.optimal) return first;
  return byCovers(instance, first) ?? searched(instance, first, members, WORK.search.last);
}

function greedy(instance: Instance): readonly number[] {
  const first = classByClass(instance);
  if (instance.vertices > SEARCHED) return first;
  const second = bySaturation(instance);
  return countOf(second) < countOf(first) ? second : first;
}

/** By the list of all classes, where it is short; with a capacity a vertex may not join a class that it is free to. */
function byCovers(instance: Instance, { colours, lowerBound: least }: Colouring): Colouring | undefined {
  const { vertices, capacity } = instance;
  const classes = capacity === undefined ? freeClasses(instance, workFor(vertices, WORK.classes)) : undefined;
  if (classes === undefined) return undefined;
  const bounds = { least, known: countOf(colours) };
  const { cover, lowerBound } = fewestClasses(classes, vertices, bounds, workFor(vertices, WORK.cover));
  return answer(cover === undefined ? colours : coloursOf(cover, vertices), lowerBound);
}

function coloursOf(classes: readonly Bits[], vertices: number): readonly number[] {
  return Array.from({ length: vertices }, (_, vertex) => classes.findIndex((members) => hasBit(members, vertex)));
}

/** The largest class of a graph that some of its vertices form, as a clique of the complement. */
function largestClass(rows: readonly Bits[]): (part: readonly number[]) => FreeSetAnswer {
  return (part) => {
    const { members, proved } = largestClique(complement(induced(rows, part)), WORK.class);
    return { size: members.length, proved };
  };
}

/**
 * No class holds more vertices than the largest one, of the whole or of a part of it: of parts that grow as long as the
 * search for that class has the steps for them.
 */
function sizeBound(order: readonly number[], first: number, largest: (part: readonly number[]) => FreeSetAnswer): number {
  let bound = 1;
  for (let size = Math.min(first, order.length); ; size = Math.min(2 * size, order.length)) {
    const { size: most, proved } = largest(order.slice(0, size));
    if (!proved) return bound;
    bound = Math.max(bound, Math.ceil(size / most));
    if (size === order.length) return bound;
  }
}

function answer(colours: readonly number[], lowerBound: number): Colouring {
  return { colours, lowerBound, optimal: countOf(colours) <= lowerBound };
}
