import type { Confidence, Recommendation } from '../model/index.ts';
import { FACTS } from './data/facts.ts';
import { themeWords } from './data/themes.ts';
import { BASE_SCORES, type Frame, type Outcome } from './decide.ts';
import type { Facts } from './input.ts';
import { type PlainTarget, type Rule, TARGETS } from './rules.ts';

/** Containers of both kinds are one answer to the question "function or not". */
export function family(target: Outcome['target']): 'container' | 'lambda' | 'host' | 'none' {
  if (target === 'insufficient-evidence') return 'none';
  return target === 'fargate' || target === 'container' ? 'container' : target === 'shared-host' ? 'host' : 'lambda';
}

function ranked(outcome: Outcome): readonly PlainTarget[] {
  return TARGETS.filter((target) => !outcome.blocked.has(target)).sort((a, b) => outcome.scores[b] - outcome.scores[a]);
}

const ORDER: readonly Confidence[] = ['low', 'medium', 'high'];

/**
 * High: every other family is blocked by a sure rule, or the margin is three points or more. Medium: one or two points,
 * or a less sure rule decides. Low: nothing but the defaults speak.
 */
export function confidenceOf(outcome: Outcome): Confidence {
  const { target } = outcome;
  if (target === 'insufficient-evidence') return 'low';
  const mayShareAnyway = !outcome.fired.some(({ rule }) => rule.theme === 'shared-host-policy');
  const working = outcome.fired.filter(
    ({ rule, noteOnly }) =>
      !noteOnly &&
      rule.effects.length > 0 &&
      rule.theme !== 'shared-host-policy' &&
      rule.theme !== 'static-binary' &&
      rule.theme !== 'http-adapter-needed' &&
      rule.theme !== 'metrics-pull' &&
      (rule.theme !== 'runtime-deprecated' || family(target) === 'lambda') &&
      // Where nobody may share anyway, a conflict decides nothing between a task and a function.
      (rule.theme !== 'dependency-conflict' || mayShareAnyway),
  );
  if (working.length === 0) return 'low';
  const rival = ranked(outcome).find((other) => family(other) !== family(target));
  const margin = rival === undefined ? Number.POSITIVE_INFINITY : outcome.scores[target] - outcome.scores[rival];
  // An image for Lambda starts three points behind a task, and an adapter in it costs one: where a rule only takes the zip
  // away, it is still to be had.
  const isHead = rival === 'lambda-image' && margin <= BASE_SCORES[target] - BASE_SCORES[rival] + 1;
  const byMargin: Confidence = margin >= 3 && !isHead ? 'high' : margin >= 1 ? 'medium' : 'low';
  const deciding = working.filter(({ rule }) =>
    rule.effects.some(({ target: one, points }) =>
      points === 'block' ? family(one) !== family(target) || one !== target : one === target ? points > 0 : points < 0,
    ),
  );
  const sure = deciding.some(({ rule, weak }) => rule.confidence === 'high' && !weak);
  const best: Confidence = sure ? 'high' : deciding.length > 0 ? 'medium' : 'low';
  return ORDER[Math.min(ORDER.indexOf(byMargin), ORDER.indexOf(best))] ?? 'low';
}

/** What stands against a function, but not against its rewriting or its packing in another way. */
const REWRITTEN: ReadonlySet<string> = new Set([
  'browser',
  'grpc',
  'long-running-consumer',
  'long-running-worker',
  'memory-limit',
  'disk-limit',
  'native-libc',
  'package-size',
  'runtime-unsupported',
  'scheduler',
  'system-libs',
  'timeout-15min',
  'websocket',
  'workflow-worker',
]);

/** When the next best target is the better one, by what was chosen instead. */
const NEXT_BEST: Readonly<Record<PlainTarget, Readonly<Record<PlainTarget, string>>>> = {
  fargate: nextBest({ container: 'the same image, where machines or a cluster stand ready for it' }),
  container: nextBest({ fargate: 'the same image without machines to look after, if nothing has to stay on its disk' }),
  'lambda-zip': nextBest({ 'lambda-image': 'the same handler, once it passes 250 MiB or needs libraries of the system' }),
  'lambda-image': nextBest({ 'lambda-zip': 'the same handler, once it fits 250 MiB without libraries of the system' }),
  'shared-host': nextBest({}),
};

function nextBest(own: Partial<Record<PlainTarget, string>>): Readonly<Record<PlainTarget, string>> {
  return {
    fargate: 'a process of its own, where calls come steadily or a run passes 15 minutes',
    container: 'a process of its own, on machines or a cluster that stand ready for it',
    'lambda-zip': 'nothing rules it out: with a handler or an adapter, where calls are few or come in bursts',
    'lambda-image': 'nothing rules it out: with a handler or an adapter in its image, where calls are few or come in bursts',
    'shared-host': 'nothing speaks against it on the host that is declared',
    ...own,
  };
}

export function alternativesOf(frame: Frame, outcome: Outcome): Recommendation['alternatives'] {
  const found: { target: PlainTarget; because: string }[] = [];
  const [first, second] = ranked(outcome);
  if (first !== undefined && outcome.target === 'insufficient-evidence')
    found.push({ target: first, because: 'isolation is the safe default while nothing more is known' });
  else if (second !== undefined) {
    found.push({ target: second, because: NEXT_BEST[first ?? second][second] });
  }
  if (mayShare(outcome))
    found.push({
      target: 'shared-host',
      because: 'no conflict with another service here; declare a host that it may share (hosts: share: allow)',
    });
  for (const { rule, noteOnly } of outcome.fired) {
    if (noteOnly || rule.instead === '' || !REWRITTEN.has(rule.theme)) continue;
    const lambda = rule.effects.find(({ target, points }) => points === 'block' && family(target) === 'lambda');
    const ways = waysToLambda(rule, frame.view.input.facts);
    if (lambda === undefined || ways.length === 0 || frame.forbidden.has(lambda.target)) continue;
    if (couldBeRewritten(lambda.target, outcome))
      found.push({ target: lambda.target, because: `not as it stands: ${[themeWords(rule.theme), ...ways].join('; ')}` });
  }
  return found.slice(0, 4);
}

/** Of what might be done instead, what does not stay a container, and holds what is declared. */
function waysToLambda({ theme, instead }: Rule, { memoryMiB = 0 }: Facts): readonly string[] {
  if (theme === 'memory-limit' && memoryMiB > FACTS.managedMemory.value) return [];
  return instead.split('; ').filter((way) => !/^(?:an? )?(?:container|Fargate)\b/.test(way));
}

/** Whether all that rules a target out is of the service's making: no rewriting brings a cloud that is not there. */
function couldBeRewritten(target: PlainTarget, { fired }: Outcome): boolean {
  return fired
    .filter(({ rule }) => rule.effects.some((effect) => effect.target === target && effect.points === 'block'))
    .every(({ rule, noteOnly }) => noteOnly || REWRITTEN.has(rule.theme));
}

/** Nothing but the missing permission speaks against a shared host. */
function mayShare({ fired, blocked }: Outcome): boolean {
  const blockers = fired.filter(({ rule }) =>
    rule.effects.some(({ target, points }) => target === 'shared-host' && points === 'block'),
  );
  return blocked.has('shared-host') && blockers.length > 0 && blockers.every(({ rule }) => rule.theme === 'shared-host-policy');
}
