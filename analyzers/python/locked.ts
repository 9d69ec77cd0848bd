import {
  addTo,
  chained,
  type Demand,
  type Dependency,
  type NativeNeed,
  normalizeName,
  type Scope,
} from '../../src/model/index.ts';
import { type Declared, type LockFacts, type Need, type Pin, scopeByName } from './declared.ts';
import { parseConstraint, rangeOf } from './notation/constraint.ts';
import { LockMarkers } from './notation/lock-markers.ts';
import type { MarkerEnvironment } from './notation/markers.ts';
import { contains } from './notation/range.ts';
import { parseVersion } from './notation/version.ts';

/** The locks of one unit: the version of each declared package, what comes along with it, and how it got there. */

interface LockedBy {
  readonly group: string;
  readonly facts: LockFacts;
}

/** A pin with the groups that its lock puts it into, by the names that manifests have for them. */
interface Placed {
  readonly pin: Pin;
  /** Of the lock file itself. */
  readonly fileGroup: string;
  readonly groups: readonly string[] | undefined;
}

/** A package on the way: with the extras that are asked for, and what led to it. */
interface Step {
  readonly extras: readonly string[];
  readonly pin: Pin;
  readonly via: readonly string[];
}

interface Group {
  readonly name: string;
  readonly scope: Scope;
  readonly starts: readonly Step[];
  /** What manifests ask for in it. */
  readonly declared: ReadonlySet<string>;
}

const GROUP_NAMES: Readonly<Record<string, string>> = { main: 'default', develop: 'dev' };
const ORDER: readonly Scope[] = ['runtime', 'peer', 'optional', 'provided', 'build', 'test', 'dev'];

/** The locks that hold for one project: which pin meets which of its lines, and what is reached from there. */
export class Locks {
  readonly #pins = new Map<string, Placed[]>();
  readonly #markers: LockMarkers;
  /** Entries of the project itself: what it needs, and where the lock has that more than once, of which version. */
  readonly #own: Pin[] = [];
  /** Pins by what was made of them, for their places. */
  readonly #made = new Map<Dependency, Pin>();

  constructor(locks: readonly LockedBy[], environment: MarkerEnvironment, own: string | undefined) {
    this.#markers = new LockMarkers(environment);
    const self = own === undefined ? undefined : normalizeName(own);
    for (const { group: fileGroup, facts } of locks) {
      for (const pin of facts.pins) {
        if (pin.name === self) {
          this.#own.push(pin);
          continue;
        }
        const groups = pin.groups?.map((name) => (name === 'default' ? fileGroup : groupName(name)));
        addTo(this.#pins, pin.name, { pin, fileGroup, groups });
      }
    }
  }

  /** The pin that a declaration comes to: of its own group where there is one, with a version that the declaration admits. */
  find(line: Declared): Pin | undefined {
    const { name, group } = line;
    if (name === undefined) return undefined;
    const version = this.#stated(name, group);
    const stated = version === undefined ? undefined : this.#pinned({ name, version }, group, admits(line));
    return stated ?? this.#pinned({ name }, group, admits(line));
  }

  /** The version that the lock itself gives a line of the project: what excludes each other has one each. */
  #stated(name: string, group: string): string | undefined {
    const needs = this.#own.flatMap((own) =>
      group === 'default'
        ? own.needs
        : [...(own.extraNeeds?.get(normalizeName(group)) ?? []), ...(own.groupNeeds?.get(normalizeName(group)) ?? [])],
    );
    return needs.find((need) => need.name === name && need.version !== undefined && this.#markers.holds(need.marker, group))
      ?.version;
  }

  /**
   * What only the locks know: packages that declared ones bring along, by group, each with the shortest way to it. What
   * `default` has is not told again for other groups. Where there is no manifest at all, the lock's own roots count as
   * declared.
   */
  transitive(lines: readonly Declared[], isAlone: boolean): readonly Dependency[] {
    const deployed = new Set<string>();
    const visited = new Set<string>();
    return this.#groupsOf(lines, isAlone).flatMap((group) => {
      const isDefault = group.name === 'default';
      const found = new Map<string, Dependency>();
      const isNew = (name: string): boolean =>
        !found.has(name) && !group.declared.has(name) && (isDefault || !deployed.has(name));
      for (const { pin } of isAlone ? group.starts : [])
        if (isNew(pin.name)) found.set(pin.name, this.#make(group, pin, [], true));
      for (const steps of [this.#walk(group, isDefault ? visited : new Set(visited)), this.#putInto(group)])
        for (const { pin, via } of steps) if (isNew(pin.name)) found.set(pin.name, this.#make(group, pin, via, false));
      if (isDefault) for (const name of [...group.declared, ...found.keys()]) deployed.add(name);
      return [...found.values()];
    });
  }

  /** Packages that the lock itself puts into the group, without saying who needs them. */
  *#putInto({ name }: Group): Generator<Pick<Step, 'pin' | 'via'>> {
    for (const list of this.#pins.values()) {
      const own = list.find(({ pin, groups }) => groups?.includes(name) && this.#markers.holds(pin.marker, name));
      if (own !== undefined) yield { pin: own.pin, via: [] };
    }
  }

  /** A demand for every version that a lock holds; such a version may move when resolved anew. */
  demands(dependencies: readonly Dependency[], service: string): readonly Demand[] {
    return dependencies.flatMap((dependency): readonly Demand[] => {
      const { resolved, name, purl, group, scope, via, marker, kind } = dependency;
      if (resolved === undefined || (kind !== 'exact' && kind !== 'range') || !this.#markers.holds(marker, group)) return [];
      const pin = this.#made.get(dependency) ?? this.#pinned({ name, version: resolved }, group);
      return [
        {
          service,
          realm: 'python',
          key: name,
          subject: purl,
          constraint: `==${resolved}`,
          kind: 'exact',
          strength: 'locked',
          group,
          scope,
          via,
          origin: pin?.origin ?? dependency.origin,
        },
      ];
    });
  }

  versions(dependencies: readonly Dependency[]): ReadonlyMap<string, string> {
    return new Map(
      dependencies.flatMap(({ name, resolved, scope }) =>
        resolved === undefined || scope !== 'runtime' ? [] : [[name, resolved] as const],
      ),
    );
  }

  /** Native code of what is deployed, by the glibc that its wheels want. */
  natives(dependencies: readonly Dependency[]): readonly NativeNeed[] {
    const deployed = new Set(dependencies.filter((one) => one.scope === 'runtime').map((one) => one.name));
    return [...this.#pins.values()].flat().flatMap(({ pin }): readonly NativeNeed[] => {
      if (pin.glibc === undefined || !deployed.has(pin.name)) return [];
      return [{ purl: `pkg:pypi/${pin.name}`, kind: 'wheel-glibc', library: `glibc>=${pin.glibc}`, origin: pin.origin }];
    });
  }

  /** The groups of manifests and locks with what starts in each: what runs comes first. */
  #groupsOf(lines: readonly Declared[], isAlone: boolean): readonly Group[] {
    const groups = new Map<string, { scope: Scope; starts: Step[]; declared: Set<string> }>();
    const at = (name: string, scope: Scope) => {
      const group = groups.get(name) ?? { scope, starts: [], declared: new Set<string>() };
      groups.set(name, group);
      return group;
    };
    for (const line of lines) {
      if (line.name === undefined || !this.#markers.holds(line.marker, line.group)) continue;
      const group = at(line.group, line.scope);
      group.declared.add(line.name);
      const pin = this.find(line);
      if (pin !== undefined) group.starts.push({ extras: line.extras, pin, via: [] });
    }
    for (const { fileGroup, groups: names = isAlone ? [fileGroup] : [] } of [...this.#pins.values()].flat())
      for (const name of names) at(name, name === 'default' ? 'runtime' : (scopeByName(name) ?? 'optional'));
    if (isAlone) for (const { name, pin } of this.#roots()) groups.get(name)?.starts.push({ extras: [], pin, via: [] });
    return [...groups]
      .map(([name, group]) => ({ name, ...group }))
      .sort(
        (a, b) => Number(b.name === 'default') - Number(a.name === 'default') || ORDER.indexOf(a.scope) - ORDER.indexOf(b.scope),
      );
  }

  /** Pins that no other pin needs, in each of their groups. */
  #roots(): readonly { readonly name: string; readonly pin: Pin }[] {
    const all = [...this.#pins.values()];
    const needed = new Set(all.flatMap((list) => list.flatMap(({ pin }) => pin.needs.map(({ name }) => name))));
    return all.flatMap((list) =>
      list.flatMap(({ pin, groups, fileGroup }) =>
        needed.has(pin.name)
          ? []
          : (groups ?? [fileGroup]).flatMap((name) => (this.#markers.holds(pin.marker, name) ? [{ name, pin }] : [])),
      ),
    );
  }

  /** Every package that the group's starts lead to, by the number of steps. */
  *#walk({ name: group, starts }: Group, visited: Set<string>): Generator<Step> {
    let level: readonly Step[] = starts;
    while (level.length > 0) {
      const next: Step[] = [];
      for (const { pin, extras, via } of level) {
        const key = `${pin.name} ${pin.version ?? ''} ${extras.join(',')}`;
        if (visited.has(key)) continue;
        visited.add(key);
        const needs = [...pin.needs, ...extras.flatMap((extra) => pin.extraNeeds?.get(extra) ?? [])];
        for (const need of needs) {
          const found = this.#markers.holds(need.marker, group) ? this.#pinned(need, group) : undefined;
          if (found !== undefined) next.push({ pin: found, extras: need.extras, via: chained(via, purlOf(pin)) });
        }
      }
      yield* next;
      level = next;
    }
  }

  /** The pin that is installed for the group: one that the lock puts there, else one that it puts nowhere else. */
  #pinned({ name, version }: Pick<Need, 'name' | 'version'>, group: string, admitted = anyPin): Pin | undefined {
    const rank = ({ groups, fileGroup }: Placed): number => Number(groups?.includes(group)) + Number(fileGroup === group);
    return (this.#pins.get(name) ?? [])
      .filter(({ pin }) => (version === undefined || pin.version === version) && admitted(pin))
      .filter(({ pin }) => this.#markers.holds(pin.marker, group))
      .sort((a, b) => rank(b) - rank(a))[0]?.pin;
  }

  #make({ name: group, scope }: Group, pin: Pin, via: readonly string[], direct: boolean): Dependency {
    const dependency: Dependency = {
      ecosystem: 'python',
      name: pin.name,
      purl: `pkg:pypi/${pin.name}`,
      constraint: pin.from ?? (pin.version === undefined ? '' : `==${pin.version}`),
      kind: pin.from === undefined ? (pin.version === undefined ? 'range' : 'exact') : kindOfPlace(pin.from),
      direct,
      group,
      scope,
      via,
      origin: pin.origin,
      ...(pin.version === undefined ? {} : { resolved: pin.version }),
      ...(pin.marker === undefined ? {} : { marker: pin.marker }),
      ...(pin.size === undefined ? {} : { size: pin.size }),
    };
    this.#made.set(dependency, pin);
    return dependency;
  }
}

/** A lock's group by the name that manifests have for it. */
export function groupName(name: string): string {
  return (Object.hasOwn(GROUP_NAMES, name) ? GROUP_NAMES[name] : undefined) ?? name;
}

function purlOf({ name, version }: Pin): string {
  return `pkg:pypi/${name}${version === undefined ? '' : `@${version}`}`;
}

function kindOfPlace(from: string): Dependency['kind'] {
  return /^(?:git|hg|svn|bzr)\+/.test(from) ? 'git' : /^[a-z]+:\/\//i.test(from) ? 'url' : 'path';
}

const anyPin = (_pin: Pin): boolean => true;

export function admits({ constraint, kind }: Declared): (pin: Pin) => boolean {
  if (kind !== 'range' && kind !== 'exact') return anyPin;
  const answer = parseConstraint(constraint);
  if (!answer.ok || constraint === '') return anyPin;
  const range = rangeOf(answer.constraint);
  return ({ version }) => {
    const parsed = version === undefined ? undefined : parseVersion(version);
    return parsed === undefined || contains(range, parsed);
  };
}
