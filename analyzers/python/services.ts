import type { Declared } from './declared.ts';
import type { ProjectIndexes } from './indexes.ts';
import type { PythonLine, PythonService } from './resolve.ts';
import { isDeployed, type ResolvedLine, type UnitFacts } from './units.ts';

/** A declaration, with its way through local projects where it has one. */
type Line = Declared & Partial<Pick<ResolvedLine, 'via'>>;

/** What joint resolution is told of each unit: the lines of its deployed groups, and what its files say about indexes. */
export function servicesOf(units: readonly UnitFacts[]): readonly PythonService[] {
  return units.filter(({ unit }) => unit.role !== 'aggregator').map(serviceOf);
}

function serviceOf({ unit, lines, constraints, overrides, locked, indexes, unknown }: UnitFacts): PythonService {
  const settings = joined(indexes);
  return {
    service: unit.path,
    lines: [
      ...lines.filter(({ scope }) => isDeployed(scope)).flatMap((one) => linesOf(one, false)),
      ...constraints.flatMap((one) => linesOf(one, true)),
    ],
    overrides: overrides.flatMap((one) => linesOf(one, false)),
    locked,
    ...(settings === undefined ? {} : { indexes: settings }),
    ...(unknown === undefined ? {} : { unreadable: unknown }),
  };
}

/**
 * A declaration as a line for the solver. Local projects are none: what they need stands beside them already, and what
 * could not be read of them makes the service unreadable.
 */
function linesOf(one: Line, isConstraint: boolean): readonly PythonLine[] {
  if (one.name === undefined || one.kind === 'path' || one.kind === 'workspace') return [];
  return [lineOf(one.name, one, isConstraint)];
}

/** One named declaration as a line. */
export function lineOf(name: string, one: Line, isConstraint: boolean): PythonLine {
  const { extras, constraint, kind, from, marker, group, origin, via = [] } = one;
  return {
    name,
    extras,
    specifier: constraint,
    ...((kind === 'url' || kind === 'git') && from !== undefined ? { url: from } : {}),
    ...(marker === undefined ? {} : { marker }),
    constraint: isConstraint,
    group,
    via,
    origin,
  };
}

/** Settings of several files of one project; where two name a default index, the first counts. */
function joined(all: readonly ProjectIndexes[]): ProjectIndexes | undefined {
  if (all.length < 2) return all[0];
  const indexUrl = all.find((one) => one.indexUrl !== undefined)?.indexUrl;
  const indexes = all.flatMap((one) => one.indexes ?? []);
  const extraIndexUrls = all.flatMap((one) => one.extraIndexUrls ?? []);
  const assigned = all.flatMap((one) => one.assigned ?? []);
  const findLinks = all.flatMap((one) => one.findLinks ?? []);
  return {
    ...(indexUrl === undefined ? {} : { indexUrl }),
    ...(indexes.length === 0 ? {} : { indexes }),
    ...(extraIndexUrls.length === 0 ? {} : { extraIndexUrls: [...new Set(extraIndexUrls)] }),
    ...(assigned.length === 0 ? {} : { assigned }),
    ...(findLinks.length === 0 ? {} : { findLinks: [...new Set(findLinks)] }),
    ...(all.some((one) => one.noIndex) ? { noIndex: true } : {}),
  };
}
