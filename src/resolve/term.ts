import type { VersionSets } from './version-set.ts';

/**
 * A statement about one package. Positive: a version in `set` is selected.
 * Negative: none of `set` is selected (another version is, or the package is absent).
 */
export interface Term<S> {
  readonly package: string;
  readonly positive: boolean;
  readonly set: S;
}

export type Relation = 'satisfied' | 'contradicted' | 'open';

/** The operations on terms, derived from those on sets. */
export class Terms<S, V> {
  readonly sets: VersionSets<S, V>;

  constructor(sets: VersionSets<S, V>) {
    this.sets = sets;
  }

  negate(term: Term<S>): Term<S> {
    return { package: term.package, positive: !term.positive, set: term.set };
  }

  /** What both terms say together; they have to speak of one package. */
  intersect(a: Term<S>, b: Term<S>): Term<S> {
    const { sets } = this;
    if (a.positive && b.positive) return { package: a.package, positive: true, set: sets.intersect(a.set, b.set) };
    if (a.positive) return { package: a.package, positive: true, set: sets.intersect(a.set, sets.complement(b.set)) };
    if (b.positive) return { package: a.package, positive: true, set: sets.intersect(b.set, sets.complement(a.set)) };
    return { package: a.package, positive: false, set: sets.union(a.set, b.set) };
  }

  /** Whether nothing can make the term true. */
  isVoid(term: Term<S>): boolean {
    return term.positive && this.sets.isEmpty(term.set);
  }

  /** Whether `known` implies `term`. */
  implies(known: Term<S>, term: Term<S>): boolean {
    if (known.positive) {
      return term.positive ? this.sets.isSubset(known.set, term.set) : this.sets.isDisjoint(known.set, term.set);
    }
    return term.positive ? false : this.sets.isSubset(term.set, known.set);
  }

  /** Whether `known` and `term` exclude each other. */
  excludes(known: Term<S>, term: Term<S>): boolean {
    if (known.positive) {
      return term.positive ? this.sets.isDisjoint(known.set, term.set) : this.sets.isSubset(known.set, term.set);
    }
    return term.positive ? this.sets.isSubset(term.set, known.set) : false;
  }

  relation(known: Term<S>, term: Term<S>): Relation {
    if (this.implies(known, term)) return 'satisfied';
    return this.excludes(known, term) ? 'contradicted' : 'open';
  }
}
