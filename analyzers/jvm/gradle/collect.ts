/** What one project depends on, through the projects of its build, as dependencies and demands. */
import type { Demand, Dependency, Scope } from '../../../src/model/index.ts';
import { managersOf } from '../virtual-keys.ts';
import { scopeOf } from './configurations.ts';
import { constraintOf } from './constraint.ts';
import { conditionOf, dependencyDemands, lockedDemand, purlOf } from './demands.ts';
import { endorsedDemands, isPlatform } from './endorsed.ts';
import type { Verified } from './locks.ts';
import { effectiveVersion, travellingVersion } from './managed.ts';
import { type Fleet, localTarget, type Member } from './members.ts';
import type { GradleDependency, ResolutionRule } from './model.ts';
import { isExcluded, matches, type Pinned, pinsOf } from './pins.ts';
import { requestedOf, runtimeRules, targetOf } from './resolution-rules.ts';
import type { RichVersion } from './rich-version.ts';

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
  const mayBeOverruled = management.platforms.some(({ enforced }) => enforced);
  const own = new Set(project.model.dependencies.filter(({ kind }) => kind === 'module').map(keyOf));
  const queue: Step[] = [{ member: start, via: [], excluded: [] }];
  for (let step = queue.shift(); step !== undefined; step = queue.shift()) {
    const { member, via, excluded } = step;
    const direct = via.length === 0;
    for (const declared of member.project.model.dependencies) {
      const one = substituted(declared, rules);
      const scope = scopeOf(one.configuration, member.project.model.extends);
      if (!direct && scope !== 'runtime') continue;
      const platform = isPlatform(one);
      if (platform || (one.kind === 'constraint' && !(direct && isMerged(one, own))))
        demands.push(...endorsedDemands(one, member, fleet, { service, scope, via }));
      if (one.kind === 'constraint') continue;
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
      const version = effectiveVersion(one, management, member.kotlin);
      const made = toDependency(one, { key, group, name, scope, via, platform, target, version, pin });
      dependencies.push(made);
      if (target === undefined && !platform) {
        if (made.constraint === '' && made.kind !== 'workspace' && made.resolved === undefined) unversioned.push(one);
        const asked = travellingVersion(one, management, member.kotlin);
        demands.push(...dependencyDemands(made, { service, version: asked, managers, mayBeOverruled }));
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

function keyOf({ group, name }: GradleDependency): string {
  return `${group ?? ''}:${name ?? ''}`;
}

/** What a constraint says beside a dependency of the same project has gone into that one's version, but for strict versions. */
function isMerged(one: GradleDependency, own: ReadonlySet<string>): boolean {
  return one.version.strictly === undefined && own.has(keyOf(one));
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
  readonly version: RichVersion;
  readonly pin: string | undefined;
}

function toDependency(one: GradleDependency, facts: Facts): Dependency {
  const { key, group, name, platform, target, via, pin } = facts;
  const scope: Scope = platform ? 'build' : facts.scope;
  const wanted = constraintOf(facts.version);
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
    ...(one.conditional ? { marker: conditionOf(one) } : {}),
    via,
    origin: { file: one.file, line: one.line, column: one.column },
  };
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
