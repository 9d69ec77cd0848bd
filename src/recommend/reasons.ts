import { byText, opponentsOf, type Reason, serviceLabel, shortPurl } from '../model/index.ts';
import { breakEven, formulaOf } from './cost.ts';
import type { Frame, Outcome } from './decide.ts';
import { activePolicy } from './input.ts';
import { type PlainTarget, type Rule, sourceOf, TARGETS } from './rules.ts';
import { about, grouped, megabytes, shortList } from './words.ts';

/** Why, for people: blockers first, each with its evidence and its dated source. */
export function reasonsOf(frame: Frame, outcome: Outcome): readonly Reason[] {
  const { facts } = frame.view.input;
  const cost = breakEven(facts);
  const numbers = (text: string, subject: string): string =>
    text
      .replaceAll('{pkg}', subject)
      .replaceAll('{size}', megabytes(frame.view.size.unzippedBytes ?? 0))
      .replaceAll('{req}', grouped(cost?.requests ?? 0))
      .replaceAll('{be}', about(cost?.break ?? 0));
  const order = { blocks: 0, for: 1, against: 2, note: 3 } as const;
  // What speaks for a target that something else rules out explains nothing.
  const rank = ({ effect, targets }: Reason): number =>
    order[effect === 'for' && TARGETS.every((one) => outcome.blocked.has(one) || !targets.includes(one)) ? 'note' : effect];
  const reasons = outcome.fired.map(({ rule, subject, evidence, noteOnly }): Reason => {
    const effect = noteOnly ? 'note' : effectOf(rule);
    const formula = rule.theme === 'cost-break-even' && cost !== undefined ? `: ${formulaOf(cost)}` : '';
    const instead = rule.instead === '' ? '' : ` – instead: ${rule.instead}`;
    return {
      rule: rule.id,
      theme: rule.theme,
      effect,
      targets: targetsOf(rule, effect),
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
  return [...forbidden, ...reasons, ...endsConflicts(frame, outcome), ...endedConflicts(frame)].sort(
    (a, b) => rank(a) - rank(b) || byText(a.rule, b.rule),
  );
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
  const size = bytes === null || !target.startsWith('lambda') ? '' : `, about ${megabytes(bytes)}`;
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
