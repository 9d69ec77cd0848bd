import type { Assignment } from './assignment.ts';
import type { Incompatibility } from './incompatibility.ts';
import type { Relation, Term, Terms } from './term.ts';

/** What is assumed and what follows from it, in the order in which it was learned. */
export class PartialSolution<S, V> {
  readonly #algebra: Terms<S, V>;
  readonly #assignments: Assignment<S>[] = [];
  readonly #byPackage = new Map<string, Assignment<S>[]>();
  readonly #decisions = new Map<string, V>();
  readonly #decided: string[] = [];
  /** Packages that something needs and nothing has decided yet, in the order in which they were first needed. */
  readonly #pending = new Map<string, number>();
  readonly #order = new Map<string, number>();

  constructor(algebra: Terms<S, V>) {
    this.#algebra = algebra;
  }

  get level(): number {
    return this.#decided.length;
  }

  get decisions(): ReadonlyMap<string, V> {
    return this.#decisions;
  }

  /** Packages to be decided, each with its place in the order of discovery. */
  get pending(): ReadonlyMap<string, number> {
    return this.#pending;
  }

  known(name: string): Term<S> | undefined {
    return this.#byPackage.get(name)?.at(-1)?.known;
  }

  relation(term: Term<S>): Relation {
    const known = this.known(term.package);
    return known === undefined ? 'open' : this.#algebra.relation(known, term);
  }

  decide(name: string, version: V): void {
    this.#decided.push(name);
    this.#decisions.set(name, version);
    this.#add({ package: name, positive: true, set: this.#algebra.sets.singleton(version) }, undefined);
    this.#pending.delete(name);
  }

  derive(term: Term<S>, cause: Incompatibility<S>): void {
    this.#add(term, cause);
    if (!this.#decisions.has(term.package) && this.known(term.package)?.positive) this.#enqueue(term.package);
  }

  /** The first assignment after which `term` is satisfied. */
  satisfier(term: Term<S>): Assignment<S> {
    for (const assignment of this.#byPackage.get(term.package) ?? []) {
      if (this.#algebra.implies(assignment.known, term)) return assignment;
    }
    throw new Error(`no assignment satisfies the term on ${term.package}`);
  }

  /** Forgets all that was learned above `level`. */
  backtrack(level: number): void {
    let last = this.#assignments.at(-1);
    const touched = new Set<string>();
    while (last !== undefined && last.level > level) {
      this.#assignments.pop();
      this.#byPackage.get(last.term.package)?.pop();
      touched.add(last.term.package);
      last = this.#assignments.at(-1);
    }
    while (this.#decided.length > level) {
      const name = this.#decided.pop();
      if (name !== undefined) this.#decisions.delete(name);
    }
    for (const name of touched) {
      if (!this.#decisions.has(name) && this.known(name)?.positive) this.#enqueue(name);
      else this.#pending.delete(name);
    }
  }

  #enqueue(name: string): void {
    if (this.#pending.has(name)) return;
    const place = this.#order.get(name) ?? this.#order.size;
    this.#order.set(name, place);
    this.#pending.set(name, place);
  }

  #add(term: Term<S>, cause: Incompatibility<S> | undefined): void {
    const list = this.#byPackage.get(term.package) ?? [];
    const before = list.at(-1);
    const known = before === undefined ? term : this.#algebra.intersect(before.known, term);
    const assignment = {
      term,
      known,
      index: this.#assignments.length,
      level: this.level,
      ...(cause === undefined ? {} : { cause }),
    };
    this.#assignments.push(assignment);
    list.push(assignment);
    this.#byPackage.set(term.package, list);
  }
}
