import { type Dependency, type Evidence, listed, type Origin } from '../../model/index.ts';
import type { SignalHit } from '../signals.ts';

/** Whether an atom of a rule holds, about what, and where that stands. */
export interface Truth {
  readonly holds: boolean;
  readonly subject: string;
  /** The subject is a list of two or more. */
  readonly several?: boolean;
  readonly evidence: readonly Evidence[];
  /** A name is a weaker witness than a descriptor. */
  readonly weak?: boolean;
}

export const NO: Truth = { holds: false, subject: '', evidence: [] };

/** Signs of low confidence decide nothing by themselves. */
export function firm(hits: readonly SignalHit[]): readonly SignalHit[] {
  return hits.filter((hit) => hit.group.confidence !== 'low');
}

export function evidenceOf(origin: Origin, text?: string): Evidence {
  return { file: origin.file, line: origin.line, ...(text === undefined || text === '' ? {} : { text }) };
}

/** Names as the subject of a sentence: each once, the first of them. */
export function subjectOf(names: readonly string[], most: number): Pick<Truth, 'subject' | 'several'> {
  const shown = [...new Set(names)].slice(0, most);
  return { subject: listed(shown), several: shown.length > 1 };
}

export function fromDependencies(dependencies: readonly Dependency[]): Truth {
  if (dependencies.length === 0) return NO;
  return {
    holds: true,
    ...subjectOf(
      dependencies.map((one) => one.name),
      3,
    ),
    evidence: dependencies.slice(0, 5).map((one) => evidenceOf(one.origin, `${one.name} ${one.constraint}`.trim())),
  };
}

export function fromHits(hits: readonly SignalHit[]): Truth {
  return fromDependencies(hits.map((hit) => hit.dependency));
}

export function bool(holds: boolean, subject: string, origin?: Origin): Truth {
  if (!holds) return NO;
  return { holds, subject, evidence: origin === undefined ? [] : [evidenceOf(origin, subject)] };
}
