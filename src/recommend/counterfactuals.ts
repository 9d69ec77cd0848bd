import { type Change, thousands } from '../model/index.ts';
import type { ServiceView } from './conditions/view.ts';
import { breakEven } from './cost.ts';
import { FACTS } from './data/facts.ts';
import { themeWords } from './data/themes.ts';
import type { Decision, Outcome } from './decide.ts';
import { FACT_NAMES, type FactName, type Facts } from './input.ts';
import { family } from './ranking.ts';
import { about } from './words.ts';

const ASKED: readonly (readonly [keyof Facts, string])[] = [
  ['requestsPerMonth', 'requests a month'],
  ['avgDurationMs', 'mean duration of a request'],
  ['traffic', 'traffic: spiky or steady'],
  ['jobSeconds', 'seconds of the longest job'],
  ['memoryMiB', 'memory'],
];

/** What nobody declared and no file says. */
export function unknownsOf(view: ServiceView): readonly string[] {
  const { facts } = view.input;
  const set = setByFunctions(view);
  const undeclared = ASKED.filter(([fact]) => facts[fact] === undefined && !set.has(fact)).map(
    ([fact, words]) => `${words} (facts.${fact})`,
  );
  const size = view.size.unzippedBytes === null ? ['unzipped size of the bundle (no sizes in a lock, no measured package)'] : [];
  const counted = new Set((view.input.layers ?? []).flat().map((layer) => layer.path));
  const named = view.input.service.deployments.flatMap(({ facts: one }) => one.functions.flatMap((fn) => fn.layers));
  const elsewhere = [...new Set(named)].filter((layer) => !counted.has(layer));
  const layers =
    elsewhere.length === 0
      ? []
      : [`size of ${elsewhere.length === 1 ? 'a layer' : `${elsewhere.length} layers`} that count with the bundle`];
  const runtime = view.runtime.state === 'unknown' ? [`runtime version: ${view.runtime.text}`] : [];
  return [...undeclared, ...size, ...layers, ...runtime];
}

/** What the limits of its functions say already: no run passes a timeout, and none has more memory than it is given. */
function setByFunctions({ input }: ServiceView): ReadonlySet<keyof Facts> {
  const functions = input.service.deployments.flatMap(({ facts }) => facts.functions);
  const isSet = (limit: 'timeoutSeconds' | 'memoryMiB'): boolean =>
    functions.length > 0 && functions.every((one) => one[limit] !== undefined);
  return new Set<keyof Facts>([
    ...(isSet('timeoutSeconds') ? (['jobSeconds'] as const) : []),
    ...(isSet('memoryMiB') ? (['memoryMiB'] as const) : []),
  ]);
}

interface Sweep {
  readonly text: string;
  readonly facts: Facts;
}

/** A sweep beside what is declared already. */
interface Variation {
  readonly text: string;
  readonly asked: NonNullable<Change['facts']>;
  readonly given: Facts;
  /** What nobody declared of what it sets. */
  readonly moved: readonly FactName[];
}

const { timeout, memory, payload, scratch } = FACTS;

/**
 * One value on the far side of each threshold that a rule names; not of the largest Fargate task: that hundreds of gigabytes
 * would change the advice is true of every service, and no news to one.
 */
export const SWEEPS: readonly Sweep[] = [
  { text: `a job longer than ${timeout.value} s (facts.jobSeconds)`, facts: { jobSeconds: timeout.value + 1 } },
  { text: `a request longer than ${timeout.value} s (facts.requestSeconds)`, facts: { requestSeconds: timeout.value + 1 } },
  {
    text: `memory over ${thousands(memory.value)} MiB (facts.memoryMiB)`,
    facts: { memoryMiB: memory.value + 1 },
  },
  { text: `local disk over ${thousands(scratch.value)} MiB (facts.diskMiB)`, facts: { diskMiB: scratch.value + 1 } },
  { text: `a payload over ${payload.value} MiB (facts.payloadMiB)`, facts: { payloadMiB: payload.value + 1 } },
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
];

/** Each sweep over a fact that nobody declared; what is declared stays. */
function sweeps(facts: Facts): readonly Variation[] {
  return Object.keys(facts).length === 0 ? UNDECLARED : beside(facts);
}

function beside(facts: Facts): readonly Variation[] {
  return [...SWEEPS, ...requestSweeps(facts)].flatMap(({ text, facts: swept }) => {
    const moved = FACT_NAMES.filter((name) => Object.hasOwn(swept, name) && !Object.hasOwn(facts, name));
    return moved.length === 0 ? [] : [{ text, asked: only(moved, swept), given: { ...swept, ...facts }, moved }];
  });
}

/** What a sweep sets, as a report has it. */
function only(names: readonly FactName[], swept: Facts): Variation['asked'] {
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = swept[name];
      return value === undefined || typeof value === 'object' ? [] : [[name, value] as const];
    }),
  );
}

/** Requests on both sides of the band around the break-even, at the declared or a plain duration and memory. */
function requestSweeps(facts: Facts): readonly Sweep[] {
  if (facts.requestsPerMonth !== undefined) return [];
  const avgDurationMs = facts.avgDurationMs ?? 100;
  const memoryMiB = facts.memoryMiB ?? 512;
  const cost = breakEven({ requestsPerMonth: 1, avgDurationMs, memoryMiB });
  if (cost === undefined) return [];
  const low = Math.floor(cost.break / 2);
  const high = Math.ceil(cost.break * 2);
  const at = `at ${avgDurationMs} ms and ${memoryMiB} MiB (facts.requestsPerMonth)`;
  return [
    { text: `fewer than ${about(low)} requests a month ${at}`, facts: { requestsPerMonth: low - 1, avgDurationMs } },
    { text: `more than ${about(high)} requests a month ${at}`, facts: { requestsPerMonth: high + 1, avgDurationMs } },
  ];
}

const UNDECLARED = beside({});

/** Rules that miss something: without them it would be there. */
const ALLOWED: Readonly<Record<string, string>> = {
  'shared-host-policy': 'a declared host that it may share (hosts: share: allow)',
};

/** Exact: the decision is taken again without each rule that fired, and with each undeclared fact past each threshold. */
export function counterfactuals(facts: Facts, { outcome, without, under }: Decision): readonly Change[] {
  const changed: Change[] = [];
  for (const { rule, noteOnly, subject } of outcome.fired) {
    if (noteOnly || rule.effects.length === 0) continue;
    const target = without(rule);
    const whose = subject === '' || subject === 'the service' ? '' : ` (${clip(subject)})`;
    const when = ALLOWED[rule.theme] ?? `without ${themeWords(rule.theme)}${whose}`;
    if (target !== outcome.target) changed.push({ when, target, rule: rule.id });
  }
  const varied = sweeps(facts).map(
    ({ text, asked, given, moved }): Change => ({ when: text, target: under(given, moved), facts: asked }),
  );
  if (outcome.target !== 'insufficient-evidence') {
    // A function or not is a larger step than one kind of container or the other.
    const step = ({ target }: { readonly target: Outcome['target'] }): number =>
      Number(family(target) === family(outcome.target));
    const others = varied.filter(({ target }) => target !== outcome.target).sort((a, b) => step(a) - step(b));
    return [...changed, ...others];
  }
  // Whatever is declared ends the doubt: what most facts lead to is told once, and what leads elsewhere by itself.
  const told = varied.filter(({ target }) => target !== 'insufficient-evidence');
  const usual = commonest(told.map(({ target }) => target));
  const others = told.filter(({ target }) => target !== usual);
  const any: readonly Change[] = usual === undefined ? [] : [{ when: 'a declared role, job length or traffic', target: usual }];
  return [...changed, ...any, ...others];
}

function clip(text: string): string {
  return text.length > 80 ? `${text.slice(0, 77)}…` : text;
}

function commonest<T>(values: readonly T[]): T | undefined {
  const counts = new Map<T, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0];
}
