/** What lines of a build demand of the class path. */

import type { Demand, Dependency, Scope } from '../../../src/model/index.ts';
import { purlOf } from '../purl.ts';
import { type Managers, virtualDemands } from '../virtual-keys.ts';
import type { GradleDependency } from './model.ts';
import { constraintOf } from './versions/constraint.ts';
import type { RichVersion } from './versions/rich-version.ts';
import { type Role, wishDetail } from './versions/wish.ts';

export interface Asking {
  readonly service: string;
  /** What the line asks for under the build's management, before any lock. */
  readonly version: RichVersion;
  readonly managers: Managers;
  readonly classifier: string | undefined;
  /** An enforced platform from elsewhere may give another version than the line does. */
  readonly mayBeOverruled: boolean;
}

export function dependencyDemands(
  dependency: Dependency,
  { service, version, managers, classifier, mayBeOverruled }: Asking,
): readonly Demand[] {
  const pinned = dependency.constraint === '' ? dependency.resolved : undefined;
  const wanted = constraintOf(pinned === undefined ? version : { require: pinned });
  const demand: Demand = {
    service,
    realm: 'jvm',
    key: dependency.name,
    subject: dependency.purl,
    constraint: wanted.constraint,
    kind: dependency.kind === 'unknown' && pinned === undefined ? 'unknown' : wanted.kind,
    strength: pinned !== undefined ? 'locked' : wanted.kind === 'range' ? 'declared' : 'preferred',
    group: dependency.group,
    scope: dependency.scope,
    ...(dependency.marker === undefined ? {} : { when: dependency.marker }),
    via: dependency.via,
    origin: dependency.origin,
    ...wishDetail(version, wanted, undefined, mayBeOverruled && !wanted.strict),
  };
  return [demand, ...virtualDemands(dependency, demand, { managers, classifier })];
}

export interface Standing {
  readonly service: string;
  readonly scope: Scope;
  readonly via: readonly string[];
  readonly role: Role;
}

/** A line that brings no module, and yet has a say in its version: constraints, platforms and what these hold. */
export function roleDemands(one: GradleDependency, { service, scope, via, role }: Standing): readonly Demand[] {
  const { group, name, version, file, line, column } = one;
  if (group === undefined || name === undefined || one.dynamic === true) return [];
  const wanted = constraintOf(version);
  return [
    {
      service,
      realm: 'jvm',
      key: `${group}:${name}`,
      subject: purlOf(group, name),
      constraint: wanted.constraint,
      kind: wanted.kind,
      strength: wanted.kind === 'range' ? 'declared' : 'preferred',
      group: scope === 'runtime' ? 'default' : one.configuration,
      scope,
      ...(one.conditional ? { when: conditionOf(one) } : {}),
      via,
      origin: { file, line, column },
      ...wishDetail(version, wanted, role),
    },
  ];
}

export function conditionOf({ file, line }: GradleDependency): string {
  return `a condition at ${file}:${line}`;
}

/** A lock's pin, which may move. */
export function lockedDemand(dependency: Dependency, service: string): Demand {
  return {
    service,
    realm: 'jvm',
    key: dependency.name,
    subject: dependency.purl,
    constraint: dependency.constraint,
    kind: 'exact',
    strength: 'locked',
    group: dependency.group,
    scope: dependency.scope,
    via: [],
    origin: dependency.origin,
  };
}
