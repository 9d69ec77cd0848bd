/** What one project depends on, through the projects of its build, as dependencies and demands. */
import { type Demand, type Dependency, percentEncoded, type Scope } from '../../../src/model/index.ts';
import { type Managers, managersOf, virtualDemands } from '../virtual-keys.ts';
import { scopeOf } from './configurations.ts';
import { constraintOf } from './constraint.ts';
import type { Verified } from './locks.ts';
import { effectiveVersion, type Management } from './managed.ts';
import { type Fleet, localTarget, type Member } from './members.ts';
import type { GradleDependency, ResolutionRule } from './model.ts';
import { isExcluded, matches, type Pinned, pinsOf } from './pins.ts';
import { requestedOf, runtimeRules, targetOf } from './resolution-rules.ts';

function purlOf(group: string, name: string): string {
  return `pkg:maven/${percentEncoded(group)}/${percentEncoded(name)}`;
}

export interface Collected {
  readonly dependencies: readonly Dependency[];
  readonly demands: readonly Demand[];
  readonly unversioned: readonly GradleDependency[];
}

interface Step {
  readonly member: Member;
  readonly via: readonly string[];
  readonly excluded: readonly string[];
}

/** Own dependencies, and through projects of the same build theirs, as the class path has them. Nearest first. */
export function collect(start: Member, fleet: Fleet, service: string): Collected {
  const dependencies: Dependency[] = [];
  const demands: Demand[] = [];
  const unversioned: GradleDependency[] = [];
  const seen = new Set<string>();
  const visited = new Set<Member>([start]);
  const { locks, project, management } = start;
  const pins = pinsOf(locks, project.model.extends);
  const verified = fleet.verified(start.build);
  const rules = runtimeRules(project.model);
  const managers = managersOf(management.platforms);
  const queue: Step[] = [{ member: start, via: [], excluded: [] }];
  for (let step = queue.shift(); step !== undefined; step = queue.shift()) {
    const { member, via, excluded } = step;
    const direct = via.length === 0;
    for (const declared of member.project.model.dependencies) {
      if (declared.kind === 'constraint') continue;
      const one = substituted(declared, rules);
      const scope = scopeOf(one.configuration, member.project.model.extends);
      if (!direct && scope !== 'runtime') continue;
      const platform = one.kind === 'platform' || one.kind === 'enforcedPlatform';
      const target = localTarget(one, member, fleet);
      if (target === member) continue;
      const group = target?.project.group ?? one.group;
      const name = target?.project.name ?? one.name;
      if (name === undefined || group === undefined) continue;
      if (!platform && isExcluded(one, scope, project.model.globalExclusions)) continue;
      if (excluded.some((pattern) => matches(pattern, group, name))) continue;
      const key = `${group}:${name}`;
      const listed = `${key} ${one.classifier ?? ''} ${platform ? 'platform' : scope === 'runtime' ? 'default' : one.configuration}`;
      if (seen.has(listed)) continue;
      seen.add(listed);
      const pin = pins.get(key)?.version ?? onlyVerified(verified.get(key));
      const made = toDependency(one, { key, group, name, scope, via, platform, target, management, kotlin: member.kotlin, pin });
      dependencies.push(made);
      if (target === undefined && !platform) {
        if (made.constraint === '' && made.kind !== 'workspace' && made.resolved === undefined) unversioned.push(one);
        demands.push(...toDemands(made, service, one, managers));
      }
      if (target !== undefined && !platform && scope === 'runtime' && !visited.has(target)) {
        visited.add(target);
        const next = `${made.purl}@${target.project.version ?? 'unspecified'}`;
        queue.push({ member: target, via: [...via, next], excluded: [...excluded, ...one.exclusions] });
      }
    }
  }
  const locked = lockedOnly(pins, new Set(dependencies.map(({ name }) => name)));
  return {
    dependencies: [...dependencies, ...locked],
    demands: [...demands, ...locked.map((one) => lockedDemand(one, service))],
    unversioned,
  };
}

/** What the rules of the resolving build make of a line; of projects only the graph of `--resolve` knows more. */
function substituted(one: GradleDependency, rules: readonly ResolutionRule[]): GradleDependency {
  const { group, name, version } = one;
  if (rules.length === 0 || one.path !== undefined || group === undefined || name === undefined) return one;
  const { target } = targetOf(rules, requestedOf({ group, name, version }));
  switch (target.kind) {
    case 'kept':
      return one;
    case 'module':
      return {
        ...one,
        group: target.group,
        name: target.name,
        version: target.version === '' ? {} : { require: target.version },
      };
    case 'project':
      return { ...one, group: undefined, name: undefined, version: {}, kind: 'project', path: target.path };
    case 'open':
      return { ...one, version: {}, dynamic: true };
  }
}

function onlyVerified(all: readonly Verified[] | undefined): string | undefined {
  return all?.length === 1 ? all[0]?.version : undefined;
}

interface Facts {
  readonly key: string;
  readonly group: string;
  readonly name: string;
  readonly scope: Scope;
  readonly via: readonly string[];
  readonly platform: boolean;
  readonly target: Member | undefined;
  readonly management: Management;
  readonly kotlin: string | undefined;
  readonly pin: string | undefined;
}

function toDependency(one: GradleDependency, facts: Facts): Dependency {
  const { key, group, name, platform, target, via, pin } = facts;
  const scope: Scope = platform ? 'build' : facts.scope;
  const wanted = constraintOf(effectiveVersion(one, facts.management, facts.kotlin));
  const workspace = target !== undefined;
  return {
    ecosystem: 'jvm',
    name: key,
    purl: purlOf(group, name),
    constraint: workspace ? (target.project.version ?? '') : wanted.written,
    kind: workspace ? 'workspace' : wanted.written === '' ? 'unknown' : wanted.kind,
    ...(pin === undefined || workspace || platform ? {} : { resolved: pin }),
    direct: via.length === 0,
    group: platform ? 'platform' : scope === 'runtime' ? 'default' : one.configuration,
    scope,
    ...(one.conditional ? { marker: `a condition at ${one.file}:${one.line}` } : {}),
    via,
    origin: { file: one.file, line: one.line, column: one.column },
  };
}

function toDemands(dependency: Dependency, service: string, one: GradleDependency, managers: Managers): readonly Demand[] {
  const pinned = dependency.constraint === '' ? dependency.resolved : undefined;
  const wanted = constraintOf(
    pinned !== undefined
      ? { require: pinned }
      : {
          ...(one.version.strictly === dependency.constraint
            ? { strictly: dependency.constraint }
            : { require: dependency.constraint }),
        },
  );
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
    ...(wanted.strict ? { detail: { strict: 'true' } } : {}),
  };
  return [demand, ...virtualDemands(dependency, demand, managers)];
}

export function lockedOnly(pins: ReadonlyMap<string, Pinned>, declared: ReadonlySet<string>): readonly Dependency[] {
  return [...pins].flatMap(([key, { module, name, version, scope, group, file, line }]): Dependency[] =>
    declared.has(key)
      ? []
      : [
          {
            ecosystem: 'jvm',
            name: key,
            purl: purlOf(module, name),
            constraint: version,
            kind: 'exact',
            resolved: version,
            direct: false,
            group,
            scope,
            via: [],
            origin: { file, line, column: 1 },
          },
        ],
  );
}

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
