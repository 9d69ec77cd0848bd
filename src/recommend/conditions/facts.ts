import { shortPurl } from '../../model/index.ts';
import { breakEven } from '../cost.ts';
import type { FactName, Facts } from '../input.ts';
import type { RuntimeFit } from '../runtime.ts';
import { grouped, mebibytes } from '../words.ts';
import { bool, evidenceOf, NO, type Truth } from './truth.ts';
import { originOf, type ServiceView } from './view.ts';

const UNITS: Readonly<Record<string, string>> = {
  jobSeconds: 's',
  requestSeconds: 's',
  memoryMiB: 'MiB',
  payloadMiB: 'MiB',
  diskMiB: 'MiB',
  coldStartBudgetMs: 'ms',
};

export function equals(view: ServiceView, given: Facts, fact: FactName, word: string): Truth {
  return String(given[fact]) === word ? bool(true, `${fact}: ${word}`, originOf(view, fact)) : NO;
}

/** A fact that nobody declared holds for neither side of a bound. */
export function compares(view: ServiceView, given: Facts, fact: FactName, operator: '<' | '>', bound: number): Truth {
  const value = given[fact];
  if (typeof value !== 'number') return NO;
  const holds = operator === '>' ? value > bound : value < bound;
  return holds ? bool(true, `${grouped(value)} ${UNITS[fact] ?? ''}`.trim(), originOf(view, fact)) : NO;
}

/** Whether requests lie well below or above those for which Lambda costs as much as a task that runs on. */
export function breakEvenSide(view: ServiceView, given: Facts, side: 'low' | 'high'): Truth {
  const cost = breakEven(given);
  return cost?.side === side ? bool(true, '', originOf(view, 'requestsPerMonth')) : NO;
}

/** Where no size is known none is too large. */
export function largerThan(view: ServiceView, bound: number): Truth {
  const bytes = view.size.unzippedBytes;
  if (bytes === null || bytes <= bound) return NO;
  const heavy = new Set(view.size.largest.slice(0, 3).map((one) => one.purl));
  const dependencies = view.direct.filter((one) => heavy.has(one.purl));
  return {
    holds: true,
    subject: view.size.largest
      .slice(0, 3)
      .map((one) => `${shortPurl(one.purl)} ${mebibytes(one.bytes)}`)
      .join(', '),
    evidence: (dependencies.length > 0 ? dependencies : view.direct.slice(0, 1)).map((one) => evidenceOf(one.origin, one.name)),
  };
}

export function runtimeState(view: ServiceView, state: RuntimeFit['state']): Truth {
  const { runtime } = view;
  return runtime.state === state ? bool(true, runtime.text, runtime.origin) : NO;
}
