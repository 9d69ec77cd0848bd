import { byText, opponentsOf, type Reason, type SizeEstimate, serviceLabel, shortPurl } from '../model/index.ts';
import { evidenceOf, fromHits } from './conditions/truth.ts';
import type { ServiceView } from './conditions/view.ts';
import { breakEven, formulaOf } from './cost.ts';
import { RULES_DATE } from './data/rules.ts';
import type { Fired, Frame, Outcome } from './decide.ts';
import { activePolicy } from './input.ts';
import type { ProcessView } from './processes.ts';
import { type PlainTarget, type Rule, sourceOf, TARGETS } from './rules.ts';
import { about, agreeing, grouped, mebibytes, shortCommand, shortList } from './words.ts';

/** A part from which on it is named beside the whole: what a slimmer build would begin with. */
const NOTABLE = 0.4;

/** `302 MiB (prisma alone 204 MiB)`. */
function weight({ unzippedBytes, largest: [first] }: SizeEstimate): string {
  const all = unzippedBytes ?? 0;
  const whole = mebibytes(all);
  if (first === undefined || first.bytes < all * NOTABLE || mebibytes(first.bytes) === whole) return whole;
  return `${whole} (${shortPurl(first.purl)} alone ${mebibytes(first.bytes)})`;
}

/** Why, for people: what decides comes first, each with its evidence and its dated source. */
export function reasonsOf(frame: Frame, outcome: Outcome): readonly Reason[] {
  const { facts } = frame.view.input;
  const cost = breakEven(facts);
  const worded = ({ rule: { message }, subject, several }: Fired): string =>
    agreeing(message, several)
      .replaceAll('{pkg}', subject)
      .replaceAll('{size}', weight(frame.view.size))
      .replaceAll('{req}', grouped(cost?.requests ?? 0))
      .replaceAll('{be}', about(cost?.break ?? 0));
  const reasons = toldOf(outcome).map((fired): Weighed => {
    const { rule, evidence, noteOnly } = fired;
    const effect = noteOnly ? 'note' : effectOf(rule);
    const formula = rule.theme === 'cost-break-even' && cost !== undefined ? `: ${formulaOf(cost)}` : '';
    const instead = rule.instead === '' ? '' : ` – instead: ${rule.instead}`;
    const lift = noteOnly ? 0 : liftOf(rule, outcome.target);
    return {
      place: isMoot(rule, effect, outcome) ? PLACES.note : placeOf(rule, lift, outcome.target),
      lift,
      reason: {
        rule: rule.id,
        theme: rule.theme,
        effect,
        targets: targetsOf(rule, effect),
        text: `${worded(fired)}${formula}${instead}`,
        evidence,
        source: sourceOf(rule),
      },
    };
  });
  const ranked = reasons
    .sort((a, b) => a.place - b.place || b.lift - a.lift || byText(a.reason.rule, b.reason.rule))
    .map(({ reason }) => reason);
  const decides = reasons.some(({ place }) => place === PLACES.decides || place === PLACES.clashes);
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
  return [
    ...forbidden,
    ...(decides ? [] : byDefault(frame, outcome)),
    ...ranked,
    ...endsConflicts(frame, outcome),
    ...endedConflicts(frame),
  ];
}

/** What keeps a service off Lambda explains nothing on a platform that has no Lambda, nor do ways to it. */
function toldOf({ fired }: Outcome): readonly Fired[] {
  if (!fired.some(({ rule }) => rule.theme === 'no-aws')) return fired;
  return fired.filter(({ rule }) => !isOfLambdaAlone(rule));
}

function isOfLambdaAlone({ effects, message, theme }: Rule): boolean {
  // That nothing of it runs holds anywhere.
  if (theme === 'static-site') return false;
  return effects.length === 0
    ? /\bLambda\b/.test(message)
    : effects.every(({ target }) => target === 'lambda-zip' || target === 'lambda-image');
}

interface Weighed {
  readonly reason: Reason;
  readonly place: number;
  readonly lift: number;
}

/** What leads to the target, what says why there is none, what speaks against it, what is only of sharing, the rest. */
const PLACES = {
  decides: 0,
  clashes: 1,
  runtimes: 2,
  says: 3,
  unknown: 4,
  against: 5,
  sharing: 6,
  note: 7,
  permission: 8,
} as const;

/** Notes that say what the service is, where no points do. */
const SAYS: ReadonlySet<string> = new Set(['application', 'hosted-elsewhere', 'other-cloud']);
/** Why nothing is recommended: each is the whole answer. */
const NO_ANSWER: ReadonlySet<string> = new Set(['command-line', 'deploys-others', 'library']);
/** Of a service that is no function, Lambda's releases say what a move there would take. */
const OF_FUNCTIONS: ReadonlySet<string> = new Set(['runtime-deprecated', 'runtime-unsupported']);

function placeOf({ theme, effects }: Rule, lift: number, target: Outcome['target']): number {
  if (theme === 'shared-host-policy') return PLACES.permission;
  if (NO_ANSWER.has(theme)) return PLACES.decides;
  if (SAYS.has(theme)) return PLACES.says;
  if (theme === 'insufficient-evidence') return PLACES.unknown;
  if (OF_FUNCTIONS.has(theme) && (target === 'fargate' || target === 'container')) return PLACES.runtimes;
  if (lift > 0) return theme === 'dependency-conflict' ? PLACES.clashes : PLACES.decides;
  if (effects.length === 0) return PLACES.note;
  // Without an answer, sizes and clashes are beside the point.
  if (target === 'insufficient-evidence') return PLACES.sharing;
  return lift < 0 ? PLACES.against : PLACES.sharing;
}

/** What speaks for a target that something else rules out explains nothing. */
function isMoot(rule: Rule, effect: Reason['effect'], { blocked }: Outcome): boolean {
  return effect === 'for' && targetsOf(rule, effect).every((target) => blocked.has(target));
}

/** What a blocked target counts, beside points. */
const BLOCKED = 100;

/** How far a rule lifts the target above the others; a shared host is a question of its own. */
function liftOf({ effects }: Rule, target: Outcome['target']): number {
  if (target === 'insufficient-evidence') return 0;
  const of = (one: PlainTarget): number => {
    const points = effects.find((effect) => effect.target === one)?.points ?? 0;
    return points === 'block' ? -BLOCKED : points;
  };
  const others = TARGETS.filter((one) => one !== target && (one !== 'shared-host' || target === 'shared-host'));
  return others.reduce((sum, other) => sum + of(target) - of(other), 0);
}

/** Nothing decides: what shows that the service runs, and what would tell more. */
function byDefault({ view, process }: Frame, { target }: Outcome): readonly Reason[] {
  if (target !== 'fargate' && target !== 'container') return [];
  const shown = shownBy(view, process);
  return [
    {
      rule: 'default',
      theme: 'default-container',
      effect: 'note',
      targets: [target],
      text: `${shown.text}, and nothing tells how long or how often: a container that is managed is the default – instead: declare facts: role, jobSeconds, requestsPerMonth, traffic`,
      evidence: shown.evidence,
      source: `rules of ${RULES_DATE}`,
    },
  ];
}

/** The plainest sign that something runs: a command, else an image, else what a descriptor or a library tells. */
function shownBy(
  view: ServiceView,
  process: ProcessView | undefined,
): { readonly text: string; readonly evidence: Reason['evidence'] } {
  const running = process ?? view.processes.find(({ commands, deployed }) => deployed || commands.length > 0);
  const [started] = running?.evidence ?? [];
  if (running !== undefined && started !== undefined)
    return {
      text: `${shortCommand(running.commands[0] ?? running.name)} runs it`,
      evidence: [evidenceOf(started.origin, started.text)],
    };
  const facts = view.input.service.deployments.map(({ facts: one }) => one);
  const image = facts.flatMap(({ images }) => images).find(({ final }) => final);
  if (image !== undefined) return { text: 'an image is built of it', evidence: [evidenceOf(image.origin, image.name)] };
  const [hit] = [...view.hits.values()].flat();
  if (hit !== undefined) return { text: `${hit.dependency.name} tells what it is for`, evidence: fromHits([hit]).evidence };
  const [trait] = facts.flatMap(({ traits }) => traits);
  return { text: 'its files show that it runs', evidence: trait === undefined ? [] : [evidenceOf(trait.origin, trait.value)] };
}

const PACKAGED: Readonly<Record<PlainTarget, string>> = {
  'lambda-zip': 'bundled as a zip',
  'lambda-image': 'as a Lambda image',
  fargate: 'as a task of its own',
  container: 'in a container of its own',
  'shared-host': 'in an environment of its own',
};

/** Partners and packages that a sentence names. */
const NAMED = 5;

/** The packaging is also what ends the service's conflicts: who can share once it is gone. */
function endsConflicts(frame: Frame, outcome: Outcome): readonly Reason[] {
  const { conflicts, service } = frame.view.input;
  const { target } = outcome;
  if (conflicts.length === 0 || target === 'insufficient-evidence' || target === 'shared-host') return [];
  const subjects = [...new Set(conflicts.map(({ subject }) => subject))].slice(0, NAMED);
  const named = conflicts.filter(({ subject }) => subjects.includes(subject));
  const others = [...new Set(named.flatMap((conflict) => opponentsOf(conflict, service.id)))].sort();
  const bytes = frame.view.size.unzippedBytes;
  const size = bytes === null || !target.startsWith('lambda') ? '' : `, about ${mebibytes(bytes)}`;
  return [
    {
      rule: 'placement',
      theme: 'ends-conflict',
      effect: 'note',
      targets: [target],
      text: `${serviceLabel(service.id)} clashes with ${shortList(others.map(serviceLabel), NAMED)} on ${subjects.map(shortPurl).join(', ')}; ${PACKAGED[target]}${size}, it leaves them their host`,
      evidence: [],
      source: "this fleet's conflicts",
    },
  ];
}

/** What would keep the service off its host if those on the other side stayed there. */
function endedConflicts({ view: { input } }: Frame): readonly Reason[] {
  const { ended = [], service, sharing } = input;
  if (ended.length === 0) return [];
  const leavers = [...new Set(ended.flatMap(({ leaving }) => leaving))].sort();
  const subjects = [...new Set(ended.map(({ conflict }) => shortPurl(conflict.subject)))];
  return [
    {
      rule: 'placement',
      theme: 'dependency-conflict',
      effect: 'note',
      targets: [],
      text: `${shortList(leavers.map(serviceLabel))} ${leavers.length === 1 ? 'leaves' : 'leave'} ${sharing.host ?? 'the host'} anyway, and the clash on ${shortList(subjects)} with ${serviceLabel(service.id)} ends`,
      evidence: [],
      source: "this fleet's conflicts",
    },
  ];
}

/** The targets that the reason speaks of: those it blocks, lifts or lowers. */
function targetsOf({ effects }: Rule, effect: Reason['effect']): readonly PlainTarget[] {
  const speaks = (points: number | 'block'): boolean => {
    if (effect === 'blocks') return points === 'block';
    return effect === 'note' || (points !== 'block' && (effect === 'for' ? points > 0 : points < 0));
  };
  return effects.filter(({ points }) => speaks(points)).map(({ target }) => target);
}

function effectOf(rule: Rule): Reason['effect'] {
  if (rule.effects.length === 0 || rule.id === 'PK072') return 'note';
  if (rule.effects.some(({ points }) => points === 'block')) return 'blocks';
  return rule.effects.some(({ points }) => typeof points === 'number' && points > 0) ? 'for' : 'against';
}
