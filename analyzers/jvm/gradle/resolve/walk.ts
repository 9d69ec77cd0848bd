/** Which components a class path reaches, and on which ways: exclusions and strict versions count along each way by itself. */
import { matchesAny } from '../locks/pins.ts';
import { type Component, type Edge, keyOf } from './component.ts';

/** Ways to a module with exclusions of their own that are told apart. */
const WAYS = 50;

export interface Visit {
  readonly id: string;
  readonly component: Component;
  readonly enforced: boolean;
  /** Exclusions along each way here; a dependency or a constraint is gone only where every way excludes it. */
  ways: readonly (readonly string[])[];
  /** Modules whose version every way here has made strict: what is asked for below doesn't count. */
  strict: ReadonlySet<string>;
}

/** What has been chosen so far, as a walk sees it. */
export interface Sight {
  /** What a component asks for, under the rules of the build. */
  readonly edges: (component: Component) => readonly Edge[];
  /** The component that an edge comes to, once its version is chosen and read. */
  readonly target: (edge: Edge) => Component | undefined;
}

/** A node of the graph: one module as a library, as a platform, by what it provides, or by a configuration's name. */
export function idOf(edge: Edge): string {
  const kind = edge.kind === 'library' ? [] : [edge.kind];
  return [keyOf(edge), ...kind, ...(edge.capabilities ?? []), edge.configuration ?? ''].join(' ').trim();
}

/** By the name that is asked for, or by the one that a rule of the build took in its place. */
function isExcluded({ group, name, asked }: Edge, patterns: readonly string[]): boolean {
  return matchesAny(patterns, group, name) || (asked !== undefined && matchesAny(patterns, asked.group, asked.name));
}

/** Whether no way to the visited component leaves an edge of it. */
export function isCutOff(edge: Edge, { ways }: Pick<Visit, 'ways'>): boolean {
  return ways.every((way) => isExcluded(edge, way));
}

/** Everything that is reached below a root, the root first; `excluded` counts on all ways. */
export function walk(root: Component, excluded: readonly string[], sight: Sight): readonly Visit[] {
  return new Walk(sight).from({ id: '', component: root, enforced: false, ways: [excluded], strict: new Set() });
}

class Walk {
  readonly #sight: Sight;
  readonly #visits = new Map<string, Visit>();
  /** What is strict wherever a constraint on the node stands. */
  readonly #constrained = new Map<string, ReadonlySet<string>>();
  readonly #queue: Visit[] = [];

  constructor(sight: Sight) {
    this.#sight = sight;
  }

  from(start: Visit): readonly Visit[] {
    this.#meet(start);
    for (let visit = this.#queue.shift(); visit !== undefined; visit = this.#queue.shift()) this.#follow(visit);
    return [...this.#visits.values()];
  }

  #meet(visit: Visit): void {
    this.#visits.set(visit.id, visit);
    this.#queue.push(visit);
  }

  #follow(visit: Visit): void {
    const all = this.#strictBelow(visit, (edge) => this.#endorsedBy(edge));
    const unendorsed = this.#strictBelow(visit, () => []);
    for (const edge of this.#sight.edges(visit.component)) {
      if (edge.constraint) {
        if (!isCutOff(edge, visit)) this.#constrain(idOf(edge), unendorsed);
        continue;
      }
      // What is endorsed is strict for others, and still says itself what it asks for.
      const strict = edge.endorses === true ? this.#strictBesides(visit, edge) : all;
      const admitted = visit.ways.filter((way) => !isExcluded(edge, way));
      const component = admitted.length === 0 ? undefined : this.#sight.target(edge);
      if (component === undefined) continue;
      const ways = admitted.map((way) => (edge.transitive ? [...new Set([...way, ...edge.exclusions])] : ['*:*']));
      const id = idOf(edge);
      const known = this.#visits.get(id);
      const strictHere = inBoth(strict, this.#constrained.get(id) ?? strict);
      if (known !== undefined) this.#meetAgain(known, ways, strictHere);
      else this.#meet({ id, component, enforced: edge.kind === 'enforced', ways: mergeWays([], ways), strict: strictHere });
    }
  }

  /** A constraint brings nothing, but is one of the ways to its module: what is strict has to be so where it stands, endorsed apart. */
  #constrain(id: string, strict: ReadonlySet<string>): void {
    const together = inBoth(strict, this.#constrained.get(id) ?? strict);
    this.#constrained.set(id, together);
    const known = this.#visits.get(id);
    if (known !== undefined) this.#meetAgain(known, known.ways, together);
  }

  /** Followed again only where the new ways leave more of it. */
  #meetAgain(visit: Visit, ways: Visit['ways'], strictHere: Visit['strict']): void {
    const merged = mergeWays(visit.ways, ways);
    const strict = inBoth(visit.strict, strictHere);
    const isSame = merged.length === visit.ways.length && merged.every((way) => visit.ways.includes(way));
    if (isSame && strict.size === visit.strict.size) return;
    visit.ways = merged;
    visit.strict = strict;
    if (!this.#queue.includes(visit)) this.#queue.push(visit);
  }

  /** What is strict on every way through this node: inherited, its own, and what is strict in what it endorses. */
  #strictBelow(visit: Visit, endorsedBy: (edge: Edge) => readonly string[]): ReadonlySet<string> {
    const own = this.#sight.edges(visit.component).flatMap((edge) => {
      if (isCutOff(edge, visit)) return [];
      return isStrict(edge) ? [keyOf(edge), ...endorsedBy(edge)] : endorsedBy(edge);
    });
    return own.length === 0 ? visit.strict : new Set([...visit.strict, ...own]);
  }

  #strictBesides(visit: Visit, endorsing: Edge): ReadonlySet<string> {
    return this.#strictBelow(visit, (edge) => (edge === endorsing ? [] : this.#endorsedBy(edge)));
  }

  #endorsedBy(edge: Edge): readonly string[] {
    const isEndorsed = !edge.constraint && edge.endorses === true && edge.transitive;
    const source = isEndorsed ? this.#sight.target(edge) : undefined;
    const edges = source === undefined ? [] : this.#sight.edges(source);
    return edges.filter((one) => isStrict(one) && !isExcluded(one, edge.exclusions)).map(keyOf);
  }
}

/** Adds ways; one that excludes all that another excludes, and more, changes nothing. */
function mergeWays(known: Visit['ways'], added: Visit['ways']): Visit['ways'] {
  let all = known;
  for (const way of added) {
    if (all.some((one) => one.every((pattern) => way.includes(pattern)))) continue;
    all = [...all.filter((one) => !way.every((pattern) => one.includes(pattern))), way];
  }
  return all.slice(0, WAYS);
}

function inBoth(some: ReadonlySet<string>, others: ReadonlySet<string>): ReadonlySet<string> {
  return new Set([...some].filter((key) => others.has(key)));
}

function isStrict({ version }: Edge): boolean {
  return version.strictly !== undefined;
}
