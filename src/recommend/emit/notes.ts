import { printable } from '../../model/index.ts';
import type { Subject } from './subject.ts';

/** Comments of emitted files: why they are as they are, and what is left to whoever takes them. */

/** The reasons as comment lines, with the comment sign of the format. */
export function why(subject: Subject, sign: string, extra: readonly string[] = []): string {
  const { recommendation } = subject;
  const told = recommendation.reasons.filter((reason) => reason.effect !== 'note').slice(0, 4);
  const lines = [
    `Written by cohost for ${subject.id}: ${recommendation.target} (${recommendation.confidence} confidence).`,
    ...told.map(
      (reason) =>
        `${reason.effect === 'blocks' ? `not ${reason.targets.join(', ')}` : reason.effect}: ${reason.text} [${reason.rule}]`,
    ),
    ...extra,
  ];
  return lines.map((line) => `${sign} ${printable(line.replaceAll(/[\r\n]+/g, ' '))}`.trimEnd()).join('\n');
}
