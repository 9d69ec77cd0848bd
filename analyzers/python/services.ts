import type { DeployedGroups } from '../../src/model/index.ts';
import type { Declared } from './declared.ts';
import { mergedIndexes } from './indexes.ts';
import type { PythonLine, PythonService } from './lines.ts';
import type { ResolvedLine } from './local-projects.ts';
import type { UnitFacts } from './units.ts';

/** A declaration, with its way through local projects where it has one. */
type Line = Declared & Partial<Pick<ResolvedLine, 'via'>>;

/** What joint resolution is told of each unit: the lines of its deployed groups, and what its files say about indexes. */
export function servicesOf(units: readonly UnitFacts[], isDeployed: DeployedGroups): readonly PythonService[] {
  return units.filter(({ unit }) => unit.role !== 'aggregator').map((one) => serviceOf(one, isDeployed));
}

function serviceOf(
  { unit, lines, constraints, overrides, locked, indexes, prereleases, unknown }: UnitFacts,
  isDeployed: DeployedGroups,
): PythonService {
  const local = indexes.flatMap(({ findLinks = [] }) => findLinks).find((link) => !/^https?:/i.test(link));
  const doubt = unknown ?? (local === undefined ? undefined : `the files in ${local} (--find-links) are not opened`);
  return {
    service: unit.path,
    lines: [
      ...lines.filter(({ group, scope }) => isDeployed(unit.path, group, scope)).flatMap((one) => linesOf(one, false)),
      ...constraints.flatMap((one) => linesOf(one, true)),
    ],
    overrides: overrides.flatMap((one) => linesOf(one, false)),
    locked,
    ...(prereleases.length === 0 ? {} : { prereleases }),
    ...(indexes.length === 0 ? {} : { indexes: mergedIndexes(indexes) }),
    ...(doubt === undefined ? {} : { unreadable: doubt }),
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
    constraint: isConstraint,
    group,
    via,
    origin,
    ...((kind === 'url' || kind === 'git') && from !== undefined ? { url: from } : {}),
    ...(marker === undefined ? {} : { marker }),
  };
}
