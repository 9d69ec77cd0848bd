/** What one project depends on, through the projects of its build, as dependencies and demands. */

import { append, chained, type Demand, type Dependency, type Scope } from '../../../src/model/index.ts';
import { purlOf } from '../purl.ts';
import { managersOf } from '../virtual-keys.ts';
import { requestedOf, runtimeRules, targetOf } from './blocks/resolution-rules.ts';
import { scopeOf } from './configurations.ts';
import { type Asking, conditionOf, dependencyDemands, lockedDemand } from './demands.ts';
import { endorsedDemands, isPlatform } from './endorsed.ts';
import { askedCapabilities, bringsProject, runsWith, variantFor } from './features.ts';
import type { Verified } from './locks/locks.ts';
import { isExcluded, matchesAny, type Pinned, pinsOf } from './locks/pins.ts';
import {
  applies,
  EAR,
  effectiveVersion,
  excludedBy,
  type Inherited,
  keyOf,
  type Management,
  managementOf,
  manages,
  strongestFirst,
  travellingVersion,
} from './managed.ts';
import { type Fleet, localTarget, type Member, placeKey } from './members.ts';
import type { Feature, GradleDependency, ResolutionRule } from './model.ts';
import { constraintOf } from './versions/constraint.ts';
import type { RichVersion } from './versions/rich-version.ts';
import { compareGradleVersions, isDynamic, parseSelector } from './versions/version.ts';

export interface Collected {
  readonly dependencies: readonly Dependency[];
  readonly demands: readonly Demand[];
  /** What no version is known of, under this management. */
  readonly unversioned: readonly GradleDependency[];
  readonly management: Management;
  /** Directories of the projects of the tree that run with it. */
  readonly carried: readonly string[];
}

interface Step {
  readonly member: Member;
  readonly via: readonly string[];
  readonly excluded: readonly string[];
  /** The variant of the project that is meant, where it is not its main one. */
  readonly feature?: Feature;
}

/** Own dependencies, and through projects of the same build theirs, as the class path has them. Nearest first. */
export function collect(start: Member, fleet: Fleet, service: string): Collected {
  const { locks, project } = start;
  const pins = pinsOf(locks, project.model.extends);
  const collector = new Collector(start, fleet, service, pins);
  collector.walk();
  const { dependencies, demands, unversioned, management, carried } = collector;
  // Where there is a build, it says what it asks for itself.
  const locked = lockedOnly(pins, new Set(dependencies.map(({ name }) => name))).map((one) => ({ ...one, direct: false }));
  return {
    dependencies: [...dependencies, ...locked],
    demands: [...demands, ...locked.map((one) => lockedDemand(one, service))],
    unversioned,
    management,
    carried,
  };
}

/** Projects of the tree whose main variants run with it, each once. */
function inheritedBy(start: Member, fleet: Fleet): readonly Inherited[] {
  const found: Inherited[] = [];
  const visited = new Set([start]);
  const queue: { readonly member: Member; readonly excluded: readonly string[] }[] = [{ member: start, excluded: [] }];
  for (const { member, excluded } of queue) {
    const { model } = member.project;
    for (const line of model.dependencies) {
      if (line.kind === 'constraint' || isPlatform(line) || scopeOf(line.configuration, model.extends) !== 'runtime') continue;
      const target = localTarget(line, member, fleet);
      if (target === undefined || visited.has(target)) continue;
      if (line.capabilities.length > 0 || variantFor(line, [], target.project) !== undefined) continue;
      visited.add(target);
      const below = [...excluded, ...excludedBy(line)];
      queue.push({ member: target, excluded: below });
      found.push({ build: target.build, project: target.project, excluded: below });
    }
  }
  return found;
}

/** Its own management, and what travels with projects that it runs with. */
function managementFor(start: Member, fleet: Fleet): Management {
  const inherited = inheritedBy(start, fleet).filter(({ project }) => manages(project));
  const { recommended } = start.management;
  return inherited.length === 0 ? start.management : managementOf(start, fleet.substituted, recommended, inherited);
}

/** A line that brings something onto the class path, with what it names. */
interface Brought {
  readonly line: GradleDependency;
  readonly scope: Scope;
  readonly isPlatform: boolean;
  readonly group: string;
  readonly name: string;
  /** The project of the tree that it stands for. */
  readonly target: Member | undefined;
  /** The variant of it that is asked for, where it is not the main one. */
  readonly variant: Feature | undefined;
  /** What it is listed by: each counts once. */
  readonly listed: string;
}

/** What a line asks for under the build's management. */
interface Stated {
  readonly version: RichVersion;
  readonly demands: readonly Demand[];
}

/**
 * Walks from one project to those of its build that it depends on; each module of a scope is listed where it comes first,
 * and asked for as the highest line has it.
 */
class Collector implements Collected {
  readonly dependencies: Dependency[] = [];
  readonly #asked: Demand[] = [];
  readonly #stated = new Map<string, Stated>();
  /** Demands of lines that ask for less than one further away. */
  readonly #outdone = new Set<Demand>();
  readonly unversioned: GradleDependency[] = [];
  readonly carried: string[] = [];
  readonly management: Management;
  readonly #start: Member;
  readonly #fleet: Fleet;
  readonly #pins: ReadonlyMap<string, Pinned>;
  readonly #verified: ReturnType<Fleet['verified']>;
  readonly #asking: Omit<Asking, 'version' | 'classifier'>;
  readonly #rules: readonly ResolutionRule[];
  readonly #own: ReadonlySet<string>;
  readonly #packsModules: boolean;
  readonly #seen = new Set<string>();
  readonly #visited = new Set<string>();
  readonly #queue: Step[];

  constructor(start: Member, fleet: Fleet, service: string, pins: ReadonlyMap<string, Pinned>) {
    const { model } = start.project;
    this.management = managementFor(start, fleet);
    const { platforms } = this.management;
    this.#start = start;
    this.#fleet = fleet;
    this.#pins = pins;
    this.#verified = fleet.verified(start.build);
    this.#asking = {
      service,
      managers: managersOf(strongestFirst(platforms)),
      mayBeOverruled: platforms.some(({ enforced }) => enforced),
    };
    this.#rules = runtimeRules(model);
    this.#own = new Set(model.dependencies.filter(({ kind }) => kind === 'module').map(keyOf));
    this.#packsModules = applies(start.project, EAR);
    this.#queue = [];
    this.#enter({ member: start, via: [], excluded: [] });
  }

  get demands(): readonly Demand[] {
    return this.#outdone.size === 0 ? this.#asked : this.#asked.filter((demand) => !this.#outdone.has(demand));
  }

  walk(): void {
    for (let step = this.#queue.shift(); step !== undefined; step = this.#queue.shift())
      for (const declared of step.member.project.model.dependencies)
        this.#line(substituted(declared, this.#rules), declared, step);
  }

  /** Each variant of a project counts once, where it comes first. */
  #enter(step: Step): void {
    const { member, feature } = step;
    const variant = `${placeKey(member.build, member.project.path)} ${feature?.name ?? ''}`;
    if (this.#visited.has(variant)) return;
    this.#visited.add(variant);
    this.#queue.push(step);
    if (feature !== undefined && bringsProject(feature)) this.#enter({ member, via: step.via, excluded: step.excluded });
  }

  /** `asked`: the line as it is written, where a rule took another module in its place. */
  #line(line: GradleDependency, asked: GradleDependency, step: Step): void {
    const { member, via, feature } = step;
    const isDirect = via.length === 0;
    const { extends: extended } = member.project.model;
    if (feature !== undefined && !runsWith(feature, line.configuration, extended)) return;
    const scope = feature === undefined ? scopeOf(line.configuration, extended) : 'runtime';
    // What the modules of an enterprise archive expect of their server, the archive does.
    if (!isDirect && scope !== 'runtime' && !(scope === 'provided' && this.#packsModules)) return;
    if (isPlatform(line) || (line.kind === 'constraint' && !(isDirect && isMerged(line, this.#own))))
      append(this.#asked, endorsedDemands(line, member, this.#fleet, { service: this.#asking.service, scope, via }));
    const brought =
      line.kind === 'constraint' || (asked !== line && this.#isGone(asked, scope, step))
        ? undefined
        : this.#brought(line, scope, step);
    if (brought !== undefined) this.#add(brought, step);
  }

  /** Whether a line that a rule of the build changed is excluded by the name that it asks for. */
  #isGone(asked: GradleDependency, scope: Scope, { excluded }: Step): boolean {
    const { group = '', name = '' } = asked;
    if (isPlatform(asked)) return false;
    return isExcluded(asked, scope, this.#start.project.model) || matchesAny(excluded, group, name);
  }

  /** What a line brings, unless it is excluded on the way or was there before. */
  #brought(line: GradleDependency, scope: Scope, step: Step): Brought | undefined {
    const { member, excluded, feature } = step;
    const target = localTarget(line, member, this.#fleet);
    const group = target?.project.group ?? line.group;
    const name = target?.project.name ?? line.name;
    if ((target === member && feature === undefined) || name === undefined || group === undefined) return undefined;
    const capabilities = askedCapabilities(line.capabilities, { group, name });
    const variant = target === undefined ? undefined : variantFor(line, capabilities, target.project);
    const platform = isPlatform(line);
    if (!platform && isExcluded(line, scope, this.#start.project.model)) return undefined;
    if (matchesAny(excluded, group, name)) return undefined;
    const listed = `${[`${group}:${name}`, ...capabilities, variant?.configuration ?? ''].join(' ')} ${line.classifier ?? ''} ${platform ? 'platform' : scope === 'runtime' ? 'default' : line.configuration}`;
    const brought = { line, scope, isPlatform: platform, group, name, target, variant, listed };
    if (this.#seen.has(listed)) {
      this.#raise(brought, step);
      return undefined;
    }
    this.#seen.add(listed);
    return brought;
  }

  #lockedTo({ group, name }: Brought): string | undefined {
    const key = `${group}:${name}`;
    return this.#pins.get(key)?.version ?? onlyVerified(this.#verified.get(key));
  }

  /** The highest version wins, wherever it is asked for: what a nearer line says of it no longer counts. */
  #raise(brought: Brought, { member, via }: Step): void {
    const { line, listed, group, name } = brought;
    const { management } = this;
    const before = management.forced.has(`${group}:${name}`) ? undefined : this.#stated.get(listed);
    if (before === undefined || line.conditional || this.#lockedTo(brought) !== undefined) return;
    const version = travellingVersion(line, management, member.kotlin);
    if (!isAbove(version, before.version)) return;
    for (const demand of before.demands) this.#outdone.add(demand);
    const made = toDependency(brought, via, { version: effectiveVersion(line, management, member.kotlin), pin: undefined });
    this.#state(brought, made, version);
  }

  #state({ line, listed }: Brought, made: Dependency, version: RichVersion): void {
    const demands = dependencyDemands(made, { ...this.#asking, version, classifier: line.classifier });
    append(this.#asked, demands);
    this.#stated.set(listed, { version, demands });
  }

  #add(brought: Brought, { member, via, excluded }: Step): void {
    const { line, scope, target, variant } = brought;
    const { management } = this;
    const version = effectiveVersion(line, management, member.kotlin);
    const made = toDependency(brought, via, { version, pin: this.#lockedTo(brought) });
    this.dependencies.push(made);
    if (brought.isPlatform) return;
    if (target === undefined) {
      const isOpen = made.constraint === '' && made.kind !== 'workspace' && made.resolved === undefined;
      // What only builds reaches no class path.
      if (isOpen && scope !== 'build') this.unversioned.push(line);
      this.#state(brought, made, travellingVersion(line, management, member.kotlin));
    } else if (scope === 'runtime') {
      this.carried.push(target.project.directory);
      const next = `${made.purl}@${target.project.version ?? 'unspecified'}`;
      this.#enter({
        member: target,
        via: chained(via, next),
        excluded: [...excluded, ...line.exclusions],
        ...(variant === undefined ? {} : { feature: variant }),
      });
    }
  }
}

/** The version of a line that asks for at least this one and for nothing else. */
function leastOf({ require, strictly, prefer, reject }: RichVersion): string | undefined {
  const isPlain = strictly === undefined && prefer === undefined && reject === undefined;
  return require !== undefined && isPlain && !isDynamic(parseSelector(require)) ? require : undefined;
}

function isAbove(version: RichVersion, other: RichVersion): boolean {
  const [own, before] = [leastOf(version), leastOf(other)];
  return own !== undefined && before !== undefined && compareGradleVersions(own, before) > 0;
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

interface Versions {
  /** Under the build's management, before any lock. */
  readonly version: RichVersion;
  /** The lock's, or the only one whose checksum is recorded. */
  readonly pin: string | undefined;
}

function toDependency(brought: Brought, via: readonly string[], { version, pin }: Versions): Dependency {
  const { line, group, name, isPlatform, target } = brought;
  const scope: Scope = isPlatform ? 'build' : brought.scope;
  const wanted = constraintOf(version);
  const workspace = target !== undefined;
  return {
    ecosystem: 'jvm',
    name: `${group}:${name}`,
    purl: purlOf(group, name),
    constraint: workspace ? (target.project.version ?? '') : wanted.written,
    kind: workspace ? 'workspace' : wanted.written === '' ? 'unknown' : wanted.kind,
    ...(pin === undefined || workspace || isPlatform ? {} : { resolved: pin }),
    direct: via.length === 0,
    group: isPlatform ? 'platform' : scope === 'runtime' ? 'default' : line.configuration,
    scope,
    ...(line.conditional ? { marker: conditionOf(line) } : {}),
    via,
    origin: { file: line.file, line: line.line, column: line.column },
  };
}

export function lockedOnly(pins: ReadonlyMap<string, Pinned>, declared: ReadonlySet<string>): readonly Dependency[] {
  return [...pins].flatMap(([key, { module, name, version, scope, group, file, line, direct, onlyAsked }]): Dependency[] =>
    declared.has(key) || onlyAsked
      ? []
      : [
          {
            ecosystem: 'jvm',
            name: key,
            purl: purlOf(module, name),
            constraint: version,
            kind: 'exact',
            resolved: version,
            direct,
            group,
            scope,
            via: [],
            origin: { file, line, column: 1 },
          },
        ],
  );
}
