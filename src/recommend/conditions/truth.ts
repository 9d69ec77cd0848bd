import type { Dependency, Evidence, Origin } from '../../model/index.ts';
import type { SignalHit } from '../signals.ts';

/** Whether an atom of a rule holds, about what, and where that stands. */
export interface Truth {
  readonly holds: boolean;
  readonly subject: string;
  readonly evidence: readonly Evidence[];
  /** A name is a weaker witness than a descriptor. */
  readonly weak?: boolean;
}

export const NO: Truth = { holds: false, subject: '', evidence: [] };

export function firm(hits: readonly SignalHit[]): readonly SignalHit[] {
  return hits.filter((hit) => hit.group.confidence !== 'low');
}

export function evidenceOf(origin: Origin, text?: string): Evidence {
  return { file: origin.file, line: origin.line, ...(text === undefined || text === '' ? {} : { text }) };
}

export function fromDependencies(dependencies: readonly Dependency[]): Truth {
  if (dependencies.length === 0) return NO;
  return {
    holds: true,
    subject: [...new Set(dependencies.map((one) => one.name))].slice(0, 3).join(', '),
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
