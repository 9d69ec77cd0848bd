import { type DeployedGroups, normalizeName, type Scope } from '../../src/model/index.ts';
import { type Declared, isLocal } from './declared.ts';
import type { ResolvedLine } from './homes/local-projects.ts';
import { mergedIndexes, type ProjectIndexes } from './indexes/indexes.ts';
import { formatVersion, parseVersion } from './notation/version.ts';
import type { PythonLine, PythonService } from './resolve/lines.ts';
import type { LocalProject } from './resolve/question.ts';
import type { UnitFacts } from './units.ts';

/** A declaration, with its way through local projects where it has one. */
type Line = Declared & Partial<Pick<ResolvedLine, 'via' | 'version'>>;

/** What joint resolution is told of each unit: the lines of its deployed groups, and what its files say about indexes. */
export function servicesOf(units: readonly UnitFacts[], isDeployed: DeployedGroups): readonly PythonService[] {
  return units.filter(({ unit }) => unit.role !== 'aggregator').map((one) => serviceOf(one, isDeployed));
}

function serviceOf(one: UnitFacts, isDeployed: DeployedGroups): PythonService {
  const { path } = one.unit;
  const apart = isDeployed.apart?.(path) ?? [];
  const whole = withGroups(one, (group, scope) => isDeployed(path, group, scope));
  if (apart.length === 0) return whole;
  return { ...whole, apart: apart.map((brings, part) => ({ ...withGroups(one, brings), part })) };
}

/** What a unit asks for by those of its groups that are there. */
function withGroups(
  { unit, lines, constraints, overrides, locked, indexes, prereleases, policy, unknown }: UnitFacts,
  brings: (group: string, scope: Scope) => boolean,
): PythonService {
  const local = indexes.flatMap(({ findLinks = [] }) => findLinks).find((link) => !/^https?:/i.test(link));
  const doubt = unknown ?? (local === undefined ? undefined : `the files in ${local} (--find-links) are not opened`);
  const deployed = lines.filter(({ group, scope }) => brings(group, scope));
  const groups = new Set(deployed.map(({ group }) => normalizeName(group)));
  const projects = [...projectsIn(overrides, true), ...projectsIn(deployed, false)];
  return {
    service: unit.path,
    lines: [...deployed.flatMap((one) => linesOf(one, false)), ...constraints.flatMap((one) => linesOf(one, true))],
    overrides: overrides.flatMap((one) => linesOf(one, false)),
    locked,
    ...(prereleases.length === 0 ? {} : { prereleases }),
    ...(indexes.length === 0 ? {} : { indexes: mergedIndexes(indexes.map((one) => assignedIn(one, groups))) }),
    ...(Object.keys(policy).length === 0 ? {} : { policy }),
    ...(projects.length === 0 ? {} : { projects }),
    ...(doubt === undefined ? {} : { unreadable: doubt }),
  };
}

/** What comes from an index of its own in one extra or group does so only where that is installed. */
function assignedIn({ assigned = [], ...indexes }: ProjectIndexes, groups: ReadonlySet<string>): ProjectIndexes {
  const own = assigned.filter(({ group }) => group === undefined || groups.has(group));
  return own.length === 0 ? indexes : { ...indexes, assigned: own };
}

function projectsIn(lines: readonly Line[], isOverride: boolean): readonly LocalProject[] {
  return lines.flatMap(({ name, kind, version, marker }) => {
    if (name === undefined || !isLocal({ kind })) return [];
    const parsed = parseVersion(version ?? '');
    return [
      {
        name,
        ...(parsed === undefined ? {} : { version: formatVersion(parsed) }),
        ...(marker === undefined ? {} : { marker }),
        ...(isOverride ? { isOverride } : {}),
      },
    ];
  });
}

/**
 * A declaration as a line for the solver. Local projects are none: what they need stands beside them already, and what
 * could not be read of them makes the service unreadable.
 */
function linesOf(one: Line, isConstraint: boolean): readonly PythonLine[] {
  if (one.name === undefined || isLocal(one)) return [];
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
