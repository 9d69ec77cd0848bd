import { type Conflict, opponentsOf, type Service, serviceLabel, shortPurl } from '../../model/index.ts';
import type { Sharing } from '../input.ts';
import { shortList } from '../words.ts';
import { bool, evidenceOf, NO, type Truth } from './truth.ts';
import type { ServiceView } from './view.ts';

/** A declared host takes it and has its runtime, and nothing parts it from anybody there. */
export function sharesWell({ input: { conflicts, sharing } }: ServiceView): Truth {
  return bool(
    conflicts.length === 0 && sharing.host !== undefined && sharing.lacks === undefined,
    shortList(sharing.cotenants) || (sharing.host ?? ''),
    sharing.origin,
  );
}

export function clashes({ input: { conflicts, service, sharing } }: ServiceView): Truth {
  if (conflicts.length === 0) return NO;
  return {
    holds: true,
    subject: conflicts
      .slice(0, 3)
      .map((conflict) => conflictText(conflict, service, sharing))
      .join('; '),
    evidence: conflicts.slice(0, 3).flatMap((conflict) =>
      conflict.demands
        .filter((one) => one.service === service.id)
        .slice(0, 1)
        .map((one) => evidenceOf(one.origin, `${one.key} ${one.constraint}`.trim())),
    ),
  };
}

/** What a service needs of its own for a conflict to be gone. */
const OWN = {
  environment: 'any sharing',
  process: 'an environment of its own',
  container: 'a container of its own',
  machine: 'a machine of its own',
} as const;

/** Partners that a sentence names. */
const NAMED = 3;

function conflictText(conflict: Conflict, service: Service, { host, cotenants }: Sharing): string {
  const all = opponentsOf(conflict, service.id);
  const others = host === undefined ? all : all.filter((one) => cotenants.includes(one));
  return `${shortPurl(conflict.subject)} with ${shortList(others.map(serviceLabel), NAMED)} (ends with ${OWN[conflict.clearedBy]})`;
}
