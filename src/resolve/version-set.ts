/**
 * Sets of versions of one package, as the solver needs them. Sets are immutable and canonical: equal sets answer
 * `equals`, and what is empty says so. A set may hold versions that nobody released: only `choose` of the source
 * knows what exists.
 */
export interface VersionSets<S, V> {
  readonly empty: S;
  readonly full: S;
  singleton(version: V): S;
  complement(set: S): S;
  intersect(a: S, b: S): S;
  union(a: S, b: S): S;
  isEmpty(set: S): boolean;
  contains(set: S, version: V): boolean;
  equals(a: S, b: S): boolean;
  isSubset(a: S, b: S): boolean;
  isDisjoint(a: S, b: S): boolean;
}
