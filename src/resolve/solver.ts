import { addTo } from '../model/index.ts';
import { type Incompatibility, incompatibility, isFailure, ROOT } from './incompatibility.ts';
import { PartialSolution } from './partial-solution.ts';
import type { PackageSource, RootDemand } from './source.ts';
import { type Term, Terms } from './term.ts';
import type { VersionSets } from './version-set.ts';

export type Solution<S, V> =
  | { readonly ok: true; readonly versions: ReadonlyMap<string, V> }
  /** `proof` is the root of the tree of causes. */
  | { readonly ok: false; readonly proof: Incompatibility<S> };

export interface Question<S, V> {
  readonly sets: VersionSets<S, V>;
  readonly source: PackageSource<S, V>;
  readonly demands: readonly RootDemand<S>[];
  /** Any version: it stands for the question itself. */
  readonly rootVersion: V;
}

/** Answers the question by PubGrub (see README.md); the search is complete, so `ok: false` is a proof. */
export function solve<S, V>(question: Question<S, V>): Promise<Solution<S, V>> {
  return new Solver(question).run();
}

/** How many conflicts a package takes part in before it is decided ahead of others. */
const TROUBLESOME = 5;

class Solver<S, V> {
  readonly #algebra: Terms<S, V>;
  readonly #question: Question<S, V>;
  readonly #solution: PartialSolution<S, V>;
  readonly #incompatibilities = new Map<string, Incompatibility<S>[]>();
  /** Dependency incompatibilities by package and dependency: equal requirements of many versions become one. */
  readonly #merged = new Map<string, Incompatibility<S>[]>();
  readonly #stated = new Set<string>();
  readonly #trouble = new Map<string, number>();

  constructor(question: Question<S, V>) {
    this.#question = question;
    this.#algebra = new Terms(question.sets);
    this.#solution = new PartialSolution(this.#algebra);
  }

  async run(): Promise<Solution<S, V>> {
    this.#stateQuestion();
    let next: string | undefined = ROOT;
    while (next !== undefined) {
      const failure = this.#propagate(next);
      if (failure !== undefined) return { ok: false, proof: failure };
      next = this.#pick();
      if (next !== undefined) await this.#decide(next);
    }
    const versions = new Map(this.#solution.decisions);
    versions.delete(ROOT);
    return { ok: true, versions };
  }

  #stateQuestion(): void {
    const { sets, rootVersion, demands } = this.#question;
    const root: Term<S> = { package: ROOT, positive: true, set: sets.singleton(rootVersion) };
    const start = incompatibility(this.#algebra, [this.#algebra.negate(root)], { kind: 'root' });
    demands.forEach((demand, index) => {
      const cause = { kind: 'demand', demand: index } as const;
      const terms: Term<S>[] = demand.constraint
        ? [root, { package: demand.package, positive: true, set: sets.complement(demand.set) }]
        : [root, { package: demand.package, positive: false, set: demand.set }];
      this.#add({ terms, cause });
    });
    this.#solution.derive(root, start);
    this.#solution.decide(ROOT, rootVersion);
  }

  #add(added: Incompatibility<S>): void {
    for (const { package: name } of added.terms) {
      addTo(this.#incompatibilities, name, added);
    }
  }

  /** Draws all conclusions from what changed about `start`; answers the proof when there is no solution. */
  #propagate(start: string): Incompatibility<S> | undefined {
    const changed = new Set([start]);
    for (const name of changed) {
      changed.delete(name);
      const list = this.#incompatibilities.get(name) ?? [];
      for (let i = list.length - 1; i >= 0; i--) {
        const current = list[i];
        if (current === undefined) continue;
        const result = this.#apply(current);
        if (result === 'nothing') continue;
        if (result !== 'conflict') {
          changed.add(result.package);
          continue;
        }
        const learned = this.#resolveConflict(current);
        if (isFailure(learned)) return learned;
        changed.clear();
        const consequence = this.#apply(learned);
        if (typeof consequence !== 'string') changed.add(consequence.package);
        break;
      }
    }
    return undefined;
  }

  /** When all terms but one are satisfied, the negation of that one follows. */
  #apply(current: Incompatibility<S>): 'conflict' | 'nothing' | Term<S> {
    let open: Term<S> | undefined;
    for (const term of current.terms) {
      const relation = this.#solution.relation(term);
      if (relation === 'contradicted') return 'nothing';
      if (relation === 'satisfied') continue;
      if (open !== undefined) return 'nothing';
      open = term;
    }
    if (open === undefined) return 'conflict';
    this.#solution.derive(this.#algebra.negate(open), current);
    return open;
  }

  /** Climbs from a conflict to its root cause: an incompatibility that would have prevented the wrong decision. */
  #resolveConflict(conflict: Incompatibility<S>): Incompatibility<S> {
    let current = conflict;
    let isNew = false;
    for (const { package: name } of conflict.terms) this.#trouble.set(name, (this.#trouble.get(name) ?? 0) + 1);
    while (!isFailure(current)) {
      const { term, satisfier, difference, previousLevel } = this.#latest(current);
      const cause = satisfier.cause;
      if (previousLevel < satisfier.level || cause === undefined) {
        this.#solution.backtrack(previousLevel);
        if (isNew) this.#add(current);
        return current;
      }
      const terms = [
        ...current.terms.filter((one) => one !== term),
        ...cause.terms.filter((one) => one.package !== satisfier.term.package),
        ...(difference === undefined ? [] : [this.#algebra.negate(difference)]),
      ];
      current = incompatibility(this.#algebra, terms, { kind: 'derived', conflict: current, other: cause });
      isNew = true;
    }
    return current;
  }

  /** The term that was satisfied last, by what, and the level at which all the others already were. */
  #latest(current: Incompatibility<S>) {
    let latest: { term: Term<S>; satisfier: ReturnType<PartialSolution<S, V>['satisfier']> } | undefined;
    let previousLevel = 1;
    for (const term of current.terms) {
      const satisfier = this.#solution.satisfier(term);
      if (latest === undefined) latest = { term, satisfier };
      else if (latest.satisfier.index < satisfier.index) {
        previousLevel = Math.max(previousLevel, latest.satisfier.level);
        latest = { term, satisfier };
      } else previousLevel = Math.max(previousLevel, satisfier.level);
    }
    if (latest === undefined) throw new Error('an incompatibility without terms is a failure');
    const { term, satisfier } = latest;
    // Where the assignment alone does not satisfy the term, earlier ones of the same package did the rest
    const rest = this.#algebra.intersect(satisfier.term, this.#algebra.negate(term));
    const difference = this.#algebra.isVoid(rest) ? undefined : rest;
    if (difference !== undefined) {
      previousLevel = Math.max(previousLevel, this.#solution.satisfier(this.#algebra.negate(difference)).level);
    }
    return { term, satisfier, difference, previousLevel };
  }

  /**
   * The package to decide next: one with a single choice left, then those that caused most conflicts, then the one
   * needed first – so that the packages that the question names get their newest versions before what they bring in.
   */
  #pick(): string | undefined {
    let best: string | undefined;
    let bestRank = Number.POSITIVE_INFINITY;
    for (const [name, place] of this.#solution.pending) {
      const known = this.#solution.known(name);
      if (known === undefined) continue;
      const single = this.#question.source.count(name, known.set) <= 1;
      const troublesome = (this.#trouble.get(name) ?? 0) >= TROUBLESOME;
      const rank = place + (single ? 0 : troublesome ? 1e6 : 2e6);
      if (rank < bestRank) {
        best = name;
        bestRank = rank;
      }
    }
    return best;
  }

  async #decide(name: string): Promise<void> {
    const known = this.#solution.known(name);
    if (known === undefined) return;
    const { source, sets } = this.#question;
    const chosen = source.choose(name, known.set);
    const version = chosen instanceof Promise ? await chosen : chosen;
    if (version === undefined) {
      this.#add({ terms: [known], cause: { kind: 'no-versions', package: name } });
      return;
    }
    const asked = source.needs(name, version);
    const needs = asked instanceof Promise ? await asked : asked;
    const self: Term<S> = { package: name, positive: true, set: sets.singleton(version) };
    if (!needs.ok) {
      const { reason, uncertain } = needs;
      this.#add({ terms: [self], cause: { kind: 'unusable', package: name, reason, uncertain } });
      return;
    }
    let clash = false;
    const key = `${name}\n${String(version)}`;
    const isStated = this.#stated.has(key);
    this.#stated.add(key);
    for (const { package: dependency, set, text } of needs.requirements) {
      const need: Term<S> = { package: dependency, positive: false, set };
      if (dependency === name) {
        // A package that needs itself: fine when it means this version, otherwise this version cannot be used
        if (!sets.contains(set, version)) {
          this.#add({ terms: [self], cause: { kind: 'unusable', package: name, reason: `it needs ${text}`, uncertain: false } });
          clash = true;
        }
        continue;
      }
      if (!isStated) this.#addDependency(self, need, text);
      if (this.#solution.relation(need) === 'satisfied') clash = true;
    }
    // What is already known to clash is not decided: propagation turns it into a conclusion first
    if (!clash) this.#solution.decide(name, version);
  }

  /** States that `self` needs `need`, joined with earlier versions that need the same. */
  #addDependency(self: Term<S>, need: Term<S>, text: string): void {
    const { sets } = this.#question;
    const key = `${self.package}\n${need.package}`;
    const alike = this.#merged.get(key) ?? [];
    const position = alike.findIndex(({ terms }) => terms[1] !== undefined && sets.equals(terms[1].set, need.set));
    const before = alike[position];
    const wider = before?.terms[0] === undefined ? self : { ...self, set: sets.union(self.set, before.terms[0].set) };
    const cause = before?.cause ?? { kind: 'dependency', package: self.package, dependency: need.package, text };
    const added: Incompatibility<S> = { terms: [wider, need], cause };
    if (before === undefined) {
      this.#merged.set(key, [...alike, added]);
      this.#add(added);
      return;
    }
    alike[position] = added;
    for (const { package: name } of added.terms) {
      const list = this.#incompatibilities.get(name) ?? [];
      const place = list.indexOf(before);
      if (place >= 0) list.splice(place, 1);
      list.push(added);
    }
  }
}
