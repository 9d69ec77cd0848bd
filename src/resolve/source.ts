/** A value at once, or later: most of a warm run needs no waiting, and waiting costs more than the work. */
export type Soon<T> = T | Promise<T>;

/** A requirement: versions in `set` of `package`, in the words of whoever states it. */
export interface Requirement<S> {
  readonly package: string;
  readonly set: S;
  readonly text: string;
}

/** A requirement of the question. A `constraint` restricts the package only if something else brings it in. */
export interface RootDemand<S> extends Requirement<S> {
  readonly constraint?: boolean;
}

export type Needs<S> =
  | { readonly ok: true; readonly requirements: readonly Requirement<S>[] }
  /** `uncertain`: we could not find out (network, damaged metadata), so nothing is proved by it. */
  | { readonly ok: false; readonly reason: string; readonly uncertain: boolean };

/** What the solver asks of an ecosystem. Answers must not change while it runs. */
export interface PackageSource<S, V> {
  /** The version to try first among those of `set` that exist; undefined when there is none. */
  choose(name: string, set: S): Soon<V | undefined>;
  /** How many existing versions `set` holds; decides what is tried first. */
  count(name: string, set: S): number;
  needs(name: string, version: V): Soon<Needs<S>>;
}
