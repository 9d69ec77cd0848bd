import type { Confidence, Diagnostic, Evidence, Reason, Recommendation } from '../model/index.ts';
import { type Atoms, atomsFor, megabytes, type ServiceView, type Truth, viewOf } from './context.ts';
import { contradictions } from './contradictions.ts';
import { breakEven } from './cost.ts';
import { activePolicy, type Facts, type RecommendInput } from './input.ts';
import type { ProcessView } from './processes.ts';
import { builtInRules, type PlainTarget, type Rule, sourceOf, TARGETS } from './rules.ts';

/** Scores before any rule: most long-lived code runs as a managed container. */
const BASE: Readonly<Record<PlainTarget, number>> = {
  fargate: 2,
  container: 1,
  'lambda-zip': 0,
  'lambda-image': -1,
  'shared-host': 0,
};

interface Fired {
  readonly rule: Rule;
  readonly subject: string;
  readonly evidence: readonly Evidence[];
  /** Kept for its text only. */
  readonly noteOnly: boolean;
  readonly weak: boolean;
}

interface Outcome {
  readonly fired: readonly Fired[];
  readonly scores: ReadonlyMap<PlainTarget, number>;
  readonly blocked: ReadonlySet<PlainTarget>;
  readonly target: PlainTarget | 'insufficient-evidence';
}

interface Frame {
  readonly view: ServiceView;
  readonly rules: readonly Rule[];
  readonly atoms: Atoms;
  readonly forbidden: ReadonlySet<PlainTarget>;
}

export interface Advice {
  readonly recommendations: readonly Recommendation[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Advice for a service: one recommendation, or one for each kind of process that it runs. */
export function recommend(input: RecommendInput, rules: readonly Rule[] = builtInRules()): Advice {
  const view = viewOf(input);
  const several = view.processes.length > 1;
  const processes: readonly (ProcessView | undefined)[] = view.processes.length === 0 ? [undefined] : view.processes;
  return {
    recommendations: processes.map((process) => recommendProcess(view, process, several, rules)),
    diagnostics: contradictions(view),
  };
}

function recommendProcess(
  view: ServiceView,
  process: ProcessView | undefined,
  several: boolean,
  rules: readonly Rule[],
): Recommendation {
  const { input } = view;
  const settings = input.ruleSettings ?? {};
  const policy = activePolicy(input);
  const frame: Frame = {
    view,
    rules: rules.filter((rule) => settings[rule.id] !== 'off'),
    atoms: atomsFor(view, process),
    forbidden: new Set(policy?.forbid === undefined ? [] : [policy.forbid]),
  };
  const outcome = decide(frame, input.facts, undefined);
  const override = policy?.recommend === undefined ? undefined : policy;
  return {
    service: input.service.id,
    ...(several && process !== undefined ? { process: process.name } : {}),
    target: override?.recommend ?? outcome.target,
    confidence: confidenceOf(outcome),
    reasons: reasonsOf(frame, outcome),
    alternatives: alternativesOf(frame, outcome),
    unknowns: unknownsOf(view),
    wouldChangeIf: counterfactuals(frame, outcome),
    size: view.size,
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

function decide(frame: Frame, facts: Facts, without: string | undefined): Outcome {
  const settings = frame.view.input.ruleSettings ?? {};
  const fired: Fired[] = [];
  const scores = new Map<PlainTarget, number>(TARGETS.map((target) => [target, BASE[target]]));
  const blocked = new Set<PlainTarget>(frame.forbidden);
  for (const rule of frame.rules) {
    if (rule.id === without) continue;
    const truth = holds(rule, facts, frame.atoms);
    if (truth === undefined) continue;
    const noteOnly = settings[rule.id] === 'note';
    fired.push({ rule, subject: truth.subject, evidence: truth.evidence, noteOnly, weak: truth.weak ?? false });
    if (noteOnly) continue;
    for (const { target, points } of rule.effects) {
      if (points === 'block') blocked.add(target);
      else scores.set(target, (scores.get(target) ?? 0) + points);
    }
  }
  return { fired, scores, blocked, target: winner(frame, facts, scores, blocked) };
}

/** The decision alone, without its reasons: what counterfactuals ask for dozens of times. */
function targetOf(frame: Frame, facts: Facts, without: string | undefined): Outcome['target'] {
  const settings = frame.view.input.ruleSettings ?? {};
  const scores = new Map<PlainTarget, number>(TARGETS.map((target) => [target, BASE[target]]));
  const blocked = new Set<PlainTarget>(frame.forbidden);
  for (const rule of frame.rules) {
    if (rule.effects.length === 0 || rule.id === without || settings[rule.id] === 'note') continue;
    if (!rule.when.some((all) => all.every(({ name, not }) => frame.atoms(name, facts).holds !== not))) continue;
    for (const { target, points } of rule.effects) {
      if (points === 'block') blocked.add(target);
      else scores.set(target, (scores.get(target) ?? 0) + points);
    }
  }
  return winner(frame, facts, scores, blocked);
}

function winner(
  frame: Frame,
  facts: Facts,
  scores: ReadonlyMap<PlainTarget, number>,
  blocked: ReadonlySet<PlainTarget>,
): Outcome['target'] {
  if (frame.atoms('evidence:none', facts).holds) return 'insufficient-evidence';
  let best: PlainTarget | undefined;
  for (const target of TARGETS) {
    if (blocked.has(target)) continue;
    if (best === undefined || (scores.get(target) ?? 0) > (scores.get(best) ?? 0)) best = target;
  }
  return best ?? 'insufficient-evidence';
}

/** The first conjunction that holds: subject of its first positive atom with one, evidence of all. */
function holds(rule: Rule, facts: Facts, atoms: Atoms): Truth | undefined {
  for (const conjunction of rule.when) {
    const truths: Truth[] = [];
    let all = true;
    for (const { name, not } of conjunction) {
      const truth = atoms(name, facts);
      if (truth.holds === not) {
        all = false;
        break;
      }
      if (!not) truths.push(truth);
    }
    if (!all) continue;
    return {
      holds: true,
      subject: truths.find((truth) => truth.subject !== '')?.subject ?? 'the service',
      evidence: uniqueEvidence(truths.flatMap((truth) => truth.evidence)),
      weak: truths.some((truth) => truth.weak === true),
    };
  }
  return undefined;
}

function uniqueEvidence(evidence: readonly Evidence[]): readonly Evidence[] {
  return [...new Map(evidence.map((one) => [`${one.file}:${one.line}:${one.text ?? ''}`, one])).values()].slice(0, 8);
}

function reasonsOf(frame: Frame, outcome: Outcome): readonly Reason[] {
  const { facts } = frame.view.input;
  const cost = breakEven(facts);
  const numbers = (text: string, subject: string): string =>
    text
      .replaceAll('{pkg}', subject)
      .replaceAll('{size}', megabytes(frame.view.size.unzippedBytes ?? 0))
      .replaceAll('{req}', (cost?.requests ?? 0).toLocaleString('en-US'))
      .replaceAll('{be}', Math.round(cost?.break ?? 0).toLocaleString('en-US'));
  const order = { blocks: 0, for: 1, against: 2, note: 3 } as const;
  const reasons = outcome.fired.map(({ rule, subject, evidence, noteOnly }): Reason => {
    const effect = noteOnly ? 'note' : effectOf(rule);
    const formula = rule.theme === 'cost-break-even' && cost !== undefined ? `: ${cost.formula}` : '';
    const instead = rule.instead === '' ? '' : ` – instead: ${rule.instead}`;
    return {
      rule: rule.id,
      theme: rule.theme,
      effect,
      targets: rule.effects.map(({ target }) => target),
      text: `${numbers(rule.message, subject)}${formula}${instead}`,
      evidence,
      source: sourceOf(rule),
    };
  });
  const policy = activePolicy(frame.view.input);
  const forbidden: readonly Reason[] =
    policy?.forbid === undefined
      ? []
      : [
          {
            rule: 'policy',
            theme: 'policy',
            effect: 'blocks',
            targets: [policy.forbid],
            text: `config forbids ${policy.forbid}: ${policy.reason ?? 'no reason given'}`,
            evidence: policy.origin === undefined ? [] : [{ file: policy.origin.file, line: policy.origin.line }],
            source: "this fleet's config",
          },
        ];
  return [...forbidden, ...reasons, ...endsConflicts(frame, outcome)].sort(
    (a, b) => order[a.effect] - order[b.effect] || (a.rule < b.rule ? -1 : a.rule > b.rule ? 1 : 0),
  );
}

const PACKAGED: Readonly<Record<PlainTarget, string>> = {
  'lambda-zip': 'bundled as a zip',
  'lambda-image': 'as a Lambda image',
  fargate: 'as a task of its own',
  container: 'in a container of its own',
  'shared-host': 'in an environment of its own',
};

/** The packaging is also what ends the service's conflicts: who can share once it is gone. */
function endsConflicts(frame: Frame, outcome: Outcome): readonly Reason[] {
  const { conflicts, service } = frame.view.input;
  const { target } = outcome;
  if (conflicts.length === 0 || target === 'insufficient-evidence' || target === 'shared-host') return [];
  const others = [...new Set(conflicts.flatMap((conflict) => conflict.services).filter((one) => one !== service.id))].sort();
  const subjects = [...new Set(conflicts.map((conflict) => conflict.subject.replace(/^pkg:[a-z]+\//, '')))];
  const bytes = frame.view.size.unzippedBytes;
  const size = bytes === null || !target.startsWith('lambda') ? '' : `, about ${megabytes(bytes)}`;
  return [
    {
      rule: 'placement',
      theme: 'ends-conflict',
      effect: 'note',
      targets: [target],
      text: `${service.id} clashes with ${others.slice(0, 5).join(', ')} on ${subjects.slice(0, 5).join(', ')}; ${PACKAGED[target]}${size}, it leaves them their host`,
      evidence: [],
      source: "this fleet's conflicts",
    },
  ];
}

function effectOf(rule: Rule): Reason['effect'] {
  if (rule.effects.length === 0 || rule.id === 'PK072') return 'note';
  if (rule.effects.some(({ points }) => points === 'block')) return 'blocks';
  return rule.effects.some(({ points }) => typeof points === 'number' && points > 0) ? 'for' : 'against';
}

/** Containers of both kinds are one answer to the question "function or not". */
function family(target: PlainTarget): 'container' | 'lambda' | 'host' {
  return target === 'fargate' || target === 'container' ? 'container' : target === 'shared-host' ? 'host' : 'lambda';
}

function ranked(outcome: Outcome): readonly PlainTarget[] {
  return TARGETS.filter((target) => !outcome.blocked.has(target)).sort(
    (a, b) => (outcome.scores.get(b) ?? 0) - (outcome.scores.get(a) ?? 0),
  );
}

const ORDER: readonly Confidence[] = ['low', 'medium', 'high'];

/**
 * High: every other family is blocked by a sure rule, or the margin is three points or more. Medium: one or two points,
 * or a less sure rule decides. Low: nothing but the defaults speak.
 */
function confidenceOf(outcome: Outcome): Confidence {
  const { target } = outcome;
  if (target === 'insufficient-evidence') return 'low';
  const working = outcome.fired.filter(
    ({ rule, noteOnly }) =>
      !noteOnly &&
      rule.effects.length > 0 &&
      rule.theme !== 'shared-host-policy' &&
      rule.theme !== 'static-binary' &&
      rule.theme !== 'http-adapter-needed' &&
      rule.theme !== 'metrics-pull',
  );
  if (working.length === 0) return 'low';
  const rival = ranked(outcome).find((other) => family(other) !== family(target));
  const margin =
    rival === undefined ? Number.POSITIVE_INFINITY : (outcome.scores.get(target) ?? 0) - (outcome.scores.get(rival) ?? 0);
  const byMargin: Confidence = margin >= 3 ? 'high' : margin >= 1 ? 'medium' : 'low';
  const deciding = working.filter(({ rule }) =>
    rule.effects.some(({ target: one, points }) =>
      points === 'block' ? family(one) !== family(target) || one !== target : one === target ? points > 0 : points < 0,
    ),
  );
  const sure = deciding.some(({ rule, weak }) => rule.confidence === 'high' && !weak);
  const best: Confidence = sure ? 'high' : deciding.length > 0 ? 'medium' : 'low';
  return ORDER[Math.min(ORDER.indexOf(byMargin), ORDER.indexOf(best))] ?? 'low';
}

function alternativesOf(frame: Frame, outcome: Outcome): Recommendation['alternatives'] {
  const found: { target: PlainTarget; because: string }[] = [];
  const [first, second] = ranked(outcome);
  if (first !== undefined && outcome.target === 'insufficient-evidence')
    found.push({ target: first, because: 'isolation is the safe default while nothing more is known' });
  else if (second !== undefined) {
    const gap = (outcome.scores.get(first ?? second) ?? 0) - (outcome.scores.get(second) ?? 0);
    found.push({ target: second, because: `runner-up, ${gap} point${gap === 1 ? '' : 's'} behind` });
  }
  for (const { rule, noteOnly } of outcome.fired) {
    if (noteOnly || rule.instead === '') continue;
    const lambda = rule.effects.find(({ target, points }) => points === 'block' && family(target) === 'lambda');
    if (lambda !== undefined && !frame.forbidden.has(lambda.target))
      found.push({ target: lambda.target, because: `not as it stands (${rule.theme}); ${rule.instead}` });
  }
  return found.slice(0, 4);
}

const ASKED: readonly (readonly [keyof Facts, string])[] = [
  ['requestsPerMonth', 'requests a month'],
  ['avgDurationMs', 'mean duration of a request'],
  ['traffic', 'traffic: spiky or steady'],
  ['jobSeconds', 'seconds of the longest job'],
  ['memoryMiB', 'memory'],
];

function unknownsOf(view: ServiceView): readonly string[] {
  const { facts } = view.input;
  const undeclared = ASKED.filter(([fact]) => facts[fact] === undefined).map(([fact, words]) => `${words} (facts.${fact})`);
  const size = view.size.unzippedBytes === null ? ['unzipped size of the bundle (no sizes in a lock, no measured package)'] : [];
  const runtime = view.runtime.state === 'unknown' ? [`runtime version: ${view.runtime.text}`] : [];
  return [...undeclared, ...size, ...runtime];
}

interface Sweep {
  readonly text: string;
  readonly facts: Facts;
}

/** One value on the far side of each threshold that a rule names, for each fact that nobody declared. */
function sweeps(facts: Facts): readonly Sweep[] {
  const all: readonly Sweep[] = [
    { text: 'a job longer than 900 s (facts.jobSeconds)', facts: { jobSeconds: 901 } },
    { text: 'a request longer than 900 s (facts.requestSeconds)', facts: { requestSeconds: 901 } },
    { text: 'memory over 10,240 MiB (facts.memoryMiB)', facts: { memoryMiB: 10_241 } },
    { text: 'a payload over 6 MiB (facts.payloadMiB)', facts: { payloadMiB: 7 } },
    { text: 'a cold-start budget under 300 ms (facts.coldStartBudgetMs)', facts: { coldStartBudgetMs: 299 } },
    { text: 'a GPU (facts.gpu: true)', facts: { gpu: true } },
    { text: 'no GPU after all (facts.gpu: false)', facts: { gpu: false } },
    { text: 'data on local disk that has to survive (facts.statefulDisk: true)', facts: { statefulDisk: true } },
    { text: 'local files that are only a cache (facts.statefulDisk: false)', facts: { statefulDisk: false } },
    { text: 'spiky traffic (facts.traffic: spiky)', facts: { traffic: 'spiky' } },
    { text: 'steady traffic (facts.traffic: steady)', facts: { traffic: 'steady' } },
    { text: 'a platform other than AWS (platform: any)', facts: { platform: 'any' } },
    { text: 'role: consumer', facts: { role: 'consumer' } },
    { text: 'role: producer', facts: { role: 'producer' } },
    { text: 'role: web', facts: { role: 'web' } },
    ...requestSweeps(facts),
  ];
  return all
    .filter((sweep) => Object.keys(sweep.facts).some((key) => !Object.hasOwn(facts, key)))
    .map((sweep) => ({ text: sweep.text, facts: { ...sweep.facts, ...facts } }));
}

/** Requests on both sides of the band around the break-even, at the declared or a plain duration and memory. */
function requestSweeps(facts: Facts): readonly Sweep[] {
  if (facts.requestsPerMonth !== undefined && facts.avgDurationMs !== undefined) return [];
  if (facts.requestsPerMonth !== undefined) return [];
  const avgDurationMs = facts.avgDurationMs ?? 100;
  const memoryMiB = facts.memoryMiB ?? 512;
  const cost = breakEven({ requestsPerMonth: 1, avgDurationMs, memoryMiB });
  if (cost === undefined) return [];
  const low = Math.floor(cost.break / 2);
  const high = Math.ceil(cost.break * 2);
  const at = `at ${avgDurationMs} ms and ${memoryMiB} MiB (facts.requestsPerMonth)`;
  return [
    {
      text: `fewer than ${low.toLocaleString('en-US')} requests a month ${at}`,
      facts: { requestsPerMonth: low - 1, avgDurationMs },
    },
    {
      text: `more than ${high.toLocaleString('en-US')} requests a month ${at}`,
      facts: { requestsPerMonth: high + 1, avgDurationMs },
    },
  ];
}

/** Exact: the decision is taken again without each rule that fired, and with each undeclared fact past each threshold. */
function counterfactuals(frame: Frame, outcome: Outcome): readonly string[] {
  const { facts } = frame.view.input;
  const changed: string[] = [];
  for (const { rule, noteOnly, subject } of outcome.fired) {
    if (noteOnly || rule.effects.length === 0) continue;
    const other = targetOf(frame, facts, rule.id);
    if (other !== outcome.target)
      changed.push(`without ${rule.theme}${subject === '' || subject === 'the service' ? '' : ` (${clip(subject)})`}: ${other}`);
  }
  for (const sweep of sweeps(facts)) {
    const other = targetOf(frame, sweep.facts, undefined);
    if (other !== outcome.target) changed.push(`${sweep.text}: ${other}`);
  }
  return changed;
}

function clip(text: string): string {
  return text.length > 80 ? `${text.slice(0, 77)}…` : text;
}
