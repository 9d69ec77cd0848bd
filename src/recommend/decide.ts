import type { Evidence } from '../model/index.ts';
import type { Condition } from './conditions/condition.ts';
import { isShown } from './conditions/known.ts';
import { isTold } from './conditions/library.ts';
import type { Question } from './conditions/question.ts';
import type { Truth } from './conditions/truth.ts';
import type { ServiceView } from './conditions/view.ts';
import type { FactName, Facts } from './input.ts';
import type { ProcessView } from './processes.ts';
import { type PlainTarget, type Rule, type RuleSet, TARGETS } from './rules.ts';

/** Scores before any rule: most long-lived code runs as a managed container. */
export const BASE_SCORES: Readonly<Record<PlainTarget, number>> = {
  fargate: 2,
  container: 1,
  'lambda-zip': 0,
  'lambda-image': -1,
  'shared-host': 0,
};

export interface Fired {
  readonly rule: Rule;
  readonly subject: string;
  readonly several: boolean;
  readonly evidence: readonly Evidence[];
  /** Kept for its text only. */
  readonly noteOnly: boolean;
  readonly weak: boolean;
}

export interface Outcome {
  readonly fired: readonly Fired[];
  readonly scores: Readonly<Record<PlainTarget, number>>;
  readonly blocked: ReadonlySet<PlainTarget>;
  readonly target: PlainTarget | 'insufficient-evidence';
}

/** One process of a service, the rules in force, and what its policy forbids. */
export interface Frame {
  readonly view: ServiceView;
  readonly process: ProcessView | undefined;
  readonly ruleSet: RuleSet;
  readonly forbidden: ReadonlySet<PlainTarget>;
}

/** A decision that can be taken again under other facts, or without one of its rules. */
export interface Decision {
  readonly outcome: Outcome;
  readonly without: (rule: Rule) => Outcome['target'];
  /** `moved`: the facts that are others than before. */
  readonly under: (varied: Facts, moved: readonly FactName[]) => Outcome['target'];
}

interface Tally {
  readonly scores: Record<PlainTarget, number>;
  /** How many rules block a target. */
  readonly blocks: Record<PlainTarget, number>;
}

/** Blockers first, then points; the first target of the highest score wins. */
export function decide(frame: Frame): Decision {
  const { view, process, ruleSet } = frame;
  const { facts } = view.input;
  const ask = memory({ view, process, facts });
  const fired: Fired[] = [];
  const held = new Set<Rule>();
  const tally: Tally = { scores: { ...BASE_SCORES }, blocks: noBlocks() };
  for (const target of frame.forbidden) tally.blocks[target]++;
  for (const rule of ruleSet.rules) {
    const truth = explained(rule, ask);
    if (truth === undefined) continue;
    const noteOnly = ruleSet.notes.has(rule);
    fired.push({
      rule,
      subject: truth.subject,
      several: truth.several ?? false,
      evidence: truth.evidence,
      noteOnly,
      weak: truth.weak ?? false,
    });
    if (noteOnly) continue;
    held.add(rule);
    add(tally, rule, 1);
  }
  const shown = isShown(view);
  const known = shown || isTold(facts);
  const target = winner(tally, known);
  return {
    outcome: { fired, scores: tally.scores, blocked: new Set(TARGETS.filter((one) => tally.blocks[one] > 0)), target },
    without: (rule) => {
      if (!held.has(rule)) return target;
      const copy = copyOf(tally);
      add(copy, rule, -1);
      return winner(copy, known);
    },
    under: (varied, moved) => {
      const copy = copyOf(tally);
      const question: Question = { view, process, facts: varied };
      for (const rule of readingAny(moved, ruleSet)) {
        const holds = holdsUnder(rule, question, moved, ask);
        if (holds !== held.has(rule)) add(copy, rule, holds ? 1 : -1);
      }
      return winner(copy, shown || isTold(varied));
    },
  };
}

/** Rules that read any of these facts, each once. */
function readingAny(names: readonly FactName[], { reading }: RuleSet): Iterable<Rule> {
  const [first, ...others] = names.map((name) => reading.get(name) ?? []);
  return others.length === 0 ? (first ?? []) : new Set([...(first ?? []), ...others.flat()]);
}

/** Conditions that read nothing of what was varied keep their answer. */
function holdsUnder(rule: Rule, question: Question, moved: readonly FactName[], ask: Ask): boolean {
  return rule.when.some((all) =>
    all.every(({ condition, not }) => {
      const truth = reads(condition.reads, moved) ? condition.ask(question) : ask(condition);
      return truth.holds !== not;
    }),
  );
}

function reads(names: readonly FactName[], moved: readonly FactName[]): boolean {
  return names.length > 0 && moved.some((name) => names.includes(name));
}

function copyOf({ scores, blocks }: Tally): Tally {
  return { scores: { ...scores }, blocks: { ...blocks } };
}

function noBlocks(): Record<PlainTarget, number> {
  return { fargate: 0, container: 0, 'lambda-zip': 0, 'lambda-image': 0, 'shared-host': 0 };
}

function add({ scores, blocks }: Tally, rule: Rule, sign: 1 | -1): void {
  for (const { target, points } of rule.effects) {
    if (points === 'block') blocks[target] += sign;
    else scores[target] += sign * points;
  }
}

function winner({ scores, blocks }: Tally, isClear: boolean): Outcome['target'] {
  if (!isClear) return 'insufficient-evidence';
  let best: PlainTarget | undefined;
  for (const target of TARGETS) {
    if (blocks[target] === 0 && (best === undefined || scores[target] > scores[best])) best = target;
  }
  return best ?? 'insufficient-evidence';
}

type Ask = (condition: Condition) => Truth;

/** Each condition is asked once. */
function memory(question: Question): Ask {
  const known = new Map<Condition, Truth>();
  return (condition) => {
    const before = known.get(condition);
    if (before !== undefined) return before;
    const truth = condition.ask(question);
    known.set(condition, truth);
    return truth;
  };
}

/** The first conjunction that holds: subject of its first positive atom with one, evidence of all. */
function explained(rule: Rule, ask: Ask): Truth | undefined {
  const met = rule.when.find((conjunction) => isMet(conjunction, ask));
  if (met === undefined) return undefined;
  const truths = met.filter(({ not }) => !not).map(({ condition }) => ask(condition));
  const about = truths.find((truth) => truth.subject !== '');
  return {
    holds: true,
    subject: about?.subject ?? 'the service',
    several: about?.several ?? false,
    evidence: uniqueEvidence(truths.flatMap((truth) => truth.evidence)),
    weak: truths.some((truth) => truth.weak === true),
  };
}

function isMet(conjunction: Rule['when'][number], ask: Ask): boolean {
  for (const { condition, not } of conjunction) if (ask(condition).holds === not) return false;
  return true;
}

/** A line may name several things that tell: a list of requirements in one line. */
function uniqueEvidence(evidence: readonly Evidence[]): readonly Evidence[] {
  return [...new Map(evidence.map((one) => [`${one.file}:${one.line} ${one.text ?? ''}`, one])).values()].slice(0, 8);
}
