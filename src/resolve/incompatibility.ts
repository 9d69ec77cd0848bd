import type { Term, Terms } from './term.ts';

/** The package that stands for the question itself; its dependencies are the demands. */
export const ROOT = '$root';

/**
 * Why an incompatibility holds. Only `derived` ones were concluded; all others state a fact of the outside world.
 * `text` is the source's own wording, as the manifest or the metadata has it.
 */
export type Cause<S> =
  | { readonly kind: 'root' }
  /** A demand, by its position in the question. */
  | { readonly kind: 'demand'; readonly demand: number }
  /** `package` in `versions` needs `dependency`, by the text of the requirement. */
  | { readonly kind: 'dependency'; readonly package: string; readonly dependency: string; readonly text: string }
  /** No version of the package is left. */
  | { readonly kind: 'no-versions'; readonly package: string }
  /** The version exists and cannot be used. */
  | { readonly kind: 'unusable'; readonly package: string; readonly reason: string; readonly uncertain: boolean }
  | { readonly kind: 'derived'; readonly conflict: Incompatibility<S>; readonly other: Incompatibility<S> };

/** Terms that must not all be true at once. At most one term per package. */
export interface Incompatibility<S> {
  readonly terms: readonly Term<S>[];
  readonly cause: Cause<S>;
}

/**
 * Joins the terms of each package into one. In a derived incompatibility the root term is dropped: it is always true.
 */
export function incompatibility<S, V>(algebra: Terms<S, V>, terms: readonly Term<S>[], cause: Cause<S>): Incompatibility<S> {
  const byPackage = new Map<string, Term<S>>();
  for (const term of terms) {
    if (cause.kind === 'derived' && term.package === ROOT && term.positive && terms.length > 1) continue;
    const before = byPackage.get(term.package);
    byPackage.set(term.package, before === undefined ? term : algebra.intersect(before, term));
  }
  return { terms: [...byPackage.values()], cause };
}

/** Whether the incompatibility says that the question itself has no answer. */
export function isFailure<S>({ terms }: Incompatibility<S>): boolean {
  return terms.length === 0 || (terms.length === 1 && terms[0]?.package === ROOT && terms[0].positive);
}
