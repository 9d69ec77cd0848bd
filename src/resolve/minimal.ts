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
 * may shrink the set by more than one, since its proof names the demands it needed.
 */
export async function minimise<S, V>(
  question: Question<S, V>,
  failed: Solution<S, V> & { readonly ok: false },
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
    if (answer.ok) {
      needed.add(tried);
      continue;
    }
    steps = stepsOf(answer.proof).map((step) => renumbered(step, kept));
    candidates = demandsOf(steps);
  }
}

/** A proof over some of the demands speaks of positions among them; this gives back those of the whole question. */
function renumbered<S>(step: Step<S>, kept: readonly number[]): Step<S> {
  const { fact } = step;
  return fact.kind === 'demand' ? { ...step, fact: { ...fact, demand: kept[fact.demand] ?? fact.demand } } : step;
}
