import type { Cause, Incompatibility } from './incompatibility.ts';

/** A fact of the outside world that a proof rests on. */
type Fact<S> = Exclude<Cause<S>, { readonly kind: 'derived' } | { readonly kind: 'root' }>;

/** One step of a proof: the fact and the versions it speaks of (the terms as the solver stated them). */
export interface Step<S> {
  readonly fact: Fact<S>;
  readonly incompatibility: Incompatibility<S>;
}

/** The facts that a proof rests on, each once, in the order of a walk that tells what a conclusion needs before it. */
export function stepsOf<S>(proof: Incompatibility<S>): readonly Step<S>[] {
  const steps: Step<S>[] = [];
  const seen = new Set<Incompatibility<S>>();
  const stack = [proof];
  for (let current = stack.pop(); current !== undefined; current = stack.pop()) {
    if (seen.has(current)) continue;
    seen.add(current);
    const { cause } = current;
    if (cause.kind === 'derived') stack.push(cause.other, cause.conflict);
    else if (cause.kind !== 'root') steps.push({ fact: cause, incompatibility: current });
  }
  return steps;
}

/** Positions of the demands that a proof uses, ascending. */
export function demandsOf<S>(steps: readonly Step<S>[]): readonly number[] {
  const used = steps.flatMap(({ fact }) => (fact.kind === 'demand' ? [fact.demand] : []));
  return [...new Set(used)].sort((a, b) => a - b);
}
