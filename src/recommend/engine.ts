import type { Change, Diagnostic, Recommendation } from '../model/index.ts';
import { filesView, type ServiceView, viewOf, viewOfProcess } from './conditions/view.ts';
import { contradictions } from './contradictions.ts';
import { counterfactuals, unknownsOf } from './counterfactuals.ts';
import { decide, type Frame, type Outcome } from './decide.ts';
import { activePolicy, type PackagingPolicy, type RecommendInput } from './input.ts';
import type { ProcessView } from './processes.ts';
import { alternativesOf, confidenceOf } from './ranking.ts';
import { reasonsOf } from './reasons.ts';
import { builtInRules, type RuleSet, ruleSet } from './rules.ts';

export interface Advice {
  readonly recommendations: readonly Recommendation[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Advice for a service: one recommendation, or one for each kind of process that it runs. */
export function recommend(input: RecommendInput, rules: RuleSet = ruleSet(builtInRules())): Advice {
  const view = viewOf(input);
  const several = view.processes.length > 1;
  const processes: readonly (ProcessView | undefined)[] = view.processes.length === 0 ? [undefined] : view.processes;
  return {
    recommendations: processes.map((process) =>
      recommendProcess(several && process !== undefined ? viewOfProcess(view, process) : view, process, several, rules),
    ),
    diagnostics: contradictions(view),
  };
}

/** What advice for a service would say of its declarations, without the advice. */
export function adviceDiagnostics(input: RecommendInput): readonly Diagnostic[] {
  return contradictions(filesView(input));
}

/** Where config decides, nothing but config changes the answer. */
function overridden(
  replaced: Outcome['target'],
  { recommend: target, until }: PackagingPolicy,
): Pick<Recommendation, 'confidence' | 'alternatives' | 'wouldChangeIf' | 'changes'> {
  const isOther = replaced !== target;
  return {
    confidence: 'high',
    alternatives:
      isOther && replaced !== 'insufficient-evidence' ? [{ target: replaced, because: 'what the rules lead to' }] : [],
    ...changing(
      isOther
        ? [{ when: `without the override${until === undefined ? '' : `, which ends after ${until}`}`, target: replaced }]
        : [],
    ),
  };
}

function changing(changes: readonly Change[]): Pick<Recommendation, 'wouldChangeIf' | 'changes'> {
  return { wouldChangeIf: changes.map(({ when, target }) => `${when}: ${target}`), changes };
}

function recommendProcess(view: ServiceView, process: ProcessView | undefined, several: boolean, rules: RuleSet): Recommendation {
  const { input } = view;
  const policy = activePolicy(input);
  const frame: Frame = {
    view,
    process,
    ruleSet: rules,
    forbidden: new Set(policy?.forbid === undefined ? [] : [policy.forbid]),
  };
  const decision = decide(frame);
  const { outcome } = decision;
  const override = policy?.recommend === undefined ? undefined : policy;
  return {
    service: input.service.id,
    ...(several && process !== undefined ? { process: process.name } : {}),
    target: override?.recommend ?? outcome.target,
    reasons: reasonsOf(frame, outcome),
    unknowns: unknownsOf(view),
    size: view.size,
    ...(override === undefined
      ? {
          confidence: confidenceOf(outcome),
          alternatives: alternativesOf(frame, outcome),
          ...changing(counterfactuals(input.facts, decision)),
        }
      : overridden(outcome.target, override)),
    ...(override?.recommend === undefined
      ? {}
      : {
          override: {
            target: override.recommend,
            reason: override.reason ?? '',
            replaced: outcome.target,
            ...(override.origin === undefined ? {} : { origin: override.origin }),
          },
        }),
  };
}
