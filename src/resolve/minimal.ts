import { demandsOf, type Step, stepsOf } from './report.ts';
import { type Question, type Solution, solve } from './solver.ts';

export interface MinimalConflict<S> {
  /** Positions of a smallest set of demands: together unsolvable, solvable as soon as any of them goes. */
  readonly demands: readonly number[];
  /** What the proof over these demands alone rests on. */
  readonly steps: readonly Step<S>[];
}

/**
 * Shrinks the demands of a failed question to a smallest set, by asking again without each in turn. Every refusal
 * may shrink the set by more than one, since its proof names the demands it needed. A refusal that does not stand, since
 * it rests on what is not known, proves nothing of the smaller set.
 */
export async function minimise<S, V>(
  question: Question<S, V>,
  failed: Solution<S, V> & { readonly ok: false },
  stands: (steps: readonly Step<S>[]) => boolean = () => true,
): Promise<MinimalConflict<S>> {
  let steps = stepsOf(failed.proof);
  let candidates = demandsOf(steps);
  const needed = new Set<number>();
  for (;;) {
    const tried = candidates.find((position) => !needed.has(position));
    if (tried === undefined) return { demands: candidates, steps };
    const kept = candidates.filter((position) => position !== tried);
    const demands = kept.flatMap((position) => question.demands[position] ?? []);
    const answer = await solve({ ...question, demands });
    const smaller = answer.ok ? [] : stepsOf(answer.proof);
    if (answer.ok || !stands(smaller)) {
      needed.add(tried);
      continue;
    }
    steps = smaller.map((step) => renumbered(step, kept));
    candidates = demandsOf(steps);
  }
}

/** A proof over some of the demands speaks of positions among them; this gives back those of the whole question. */
function renumbered<S>(step: Step<S>, kept: readonly number[]): Step<S> {
  const { fact } = step;
  return fact.kind === 'demand' ? { ...step, fact: { ...fact, demand: kept[fact.demand] ?? fact.demand } } : step;
}
