import { addTo, type Demand, type Dependency, type NativeNeed, normalizeName, type Scope } from '../../src/model/index.ts';
import { parseConstraint, rangeOf } from './constraint.ts';
import { type Declared, type LockFacts, type Pin, scopeByName } from './declared.ts';
import { decideMarker, type MarkerEnvironment, parseMarker } from './markers.ts';
import { contains } from './range.ts';
import { parseVersion } from './version.ts';

/** The locks of one unit: the version of each declared package, what comes along with it, and how it got there. */

interface LockedBy {
  readonly group: string;
  readonly facts: LockFacts;
}

interface Start {
  readonly name: string;
  readonly extras: readonly string[];
  readonly group: string;
  readonly scope: Scope;
  readonly pin: Pin;
}

const GROUP_NAMES: Readonly<Record<string, string>> = { main: 'default', develop: 'dev', default: 'default' };

function groupName(name: string): string {
  return (Object.hasOwn(GROUP_NAMES, name) ? GROUP_NAMES[name] : undefined) ?? name;
}

const ORDER: readonly Scope[] = ['runtime', 'peer', 'optional', 'provided', 'build', 'test', 'dev'];

export class Locks {
  readonly #pins = new Map<string, { readonly pin: Pin; readonly group: string }[]>();
  readonly #environment: MarkerEnvironment;
  /** Pins by what was made of them, for their places. */
  readonly #made = new Map<Dependency, Pin>();
  readonly #markers = new Map<string, boolean>();

  constructor(locks: readonly LockedBy[], environment: MarkerEnvironment, own: string | undefined) {
    this.#environment = environment;
    const self = own === undefined ? undefined : normalizeName(own);
    for (const { group, facts } of locks) {
      for (const pin of facts.pins) {
        if (pin.name === self) continue;
        addTo(this.#pins, pin.name, { pin, group });
      }
    }
  }

  /** The pin that a declaration comes to: of its own group's lock first, with a version that the declaration admits. */
  find(line: Declared): Pin | undefined {
    if (line.name === undefined) return undefined;
    const known = this.#pins.get(line.name);
    if (known === undefined) return undefined;
    const admitted = admits(line);
    const own = [...known].sort((a, b) => Number(b.group === line.group) - Number(a.group === line.group));
    const fitting = own.filter(({ pin }) => this.#holds(pin.marker) && admitted(pin));
    return fitting[0]?.pin;
  }

  /**
   * What only the locks know: packages that declared ones bring along, each with the shortest way to it. Where there is
   * no manifest at all, the lock's own roots count as declared.
   */
  transitive(lines: readonly Declared[], isAlone: boolean): readonly Dependency[] {
    const starts = isAlone ? this.#roots() : lines.flatMap((line) => this.#startOf(line));
    const found = new Map<string, Dependency>();
    const declared = new Set(isAlone ? [] : lines.flatMap(({ name }) => name ?? []));
    if (isAlone) for (const start of starts) found.set(start.name, this.#make(start, start.pin, [], true));
    const visited = new Set<string>();
    let level = [...starts]
      .sort((a, b) => ORDER.indexOf(a.scope) - ORDER.indexOf(b.scope))
      .map((start) => ({ ...start, via: [] as readonly string[] }));
    while (level.length > 0) {
      const next: typeof level = [];
      for (const node of level) {
        const key = `${node.name} ${node.pin.version ?? ''} ${node.extras.join(',')}`;
        if (visited.has(key)) continue;
        visited.add(key);
        const via = [...node.via, purlOf(node.pin)];
        for (const need of this.#needsOf(node)) {
          const pin = this.#pinned(need.name);
          if (pin === undefined) continue;
          const step = { ...node, name: need.name, extras: need.extras, pin, via };
          if (!declared.has(need.name) && !found.has(need.name)) found.set(need.name, this.#make(node, pin, via, false));
          next.push(step);
        }
      }
      level = next;
    }
    for (const dependency of this.#unreached(found, declared)) found.set(dependency.name, dependency);
    return [...found.values()];
  }

  /** A demand for every version that a lock holds; such a version may move when resolved anew. */
  demands(dependencies: readonly Dependency[], service: string): readonly Demand[] {
    return dependencies.flatMap((dependency): readonly Demand[] => {
      const { resolved, name, purl, group, scope, via, marker, kind } = dependency;
      if (resolved === undefined || (kind !== 'exact' && kind !== 'range') || !this.#holds(marker)) return [];
      const origin = (this.#made.get(dependency) ?? this.#pinned(name, resolved))?.origin ?? dependency.origin;
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
          origin,
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

  #startOf(line: Declared): readonly Start[] {
    const pin = this.find(line);
    if (pin === undefined || line.name === undefined || !this.#holds(line.marker)) return [];
    return [{ name: line.name, extras: line.extras, group: line.group, scope: line.scope, pin }];
  }

  /** Pins that no other pin needs; those of a lock that knows no edges are all roots. */
  #roots(): readonly Start[] {
    const needed = new Set(
      [...this.#pins.values()].flatMap((list) => list.flatMap(({ pin }) => pin.needs.map(({ name }) => name))),
    );
    return [...this.#pins].flatMap(([name, list]) => {
      const pin = list.find((one) => this.#holds(one.pin.marker))?.pin;
      if (pin === undefined || needed.has(name)) return [];
      const { group, scope } = placeOf(pin, list[0]?.group ?? 'default');
      return [{ name, extras: [], group, scope, pin }];
    });
  }

  #needsOf({ pin, extras }: Start): readonly { readonly name: string; readonly extras: readonly string[] }[] {
    const plain = pin.needs.filter(({ marker }) => this.#holds(marker));
    const extra = extras.flatMap((one) => pin.extraNeeds?.get(one) ?? []);
    return [...plain, ...extra.map((name) => ({ name, extras: [] }))];
  }

  #pinned(name: string, version?: string): Pin | undefined {
    const list = this.#pins.get(name) ?? [];
    return (
      list.find(({ pin }) => (version === undefined || pin.version === version) && this.#holds(pin.marker))?.pin ?? list[0]?.pin
    );
  }

  /** Packages that the lock itself puts into groups, without saying who needs them. */
  #unreached(found: ReadonlyMap<string, Dependency>, declared: ReadonlySet<string>): readonly Dependency[] {
    return [...this.#pins].flatMap(([name, list]) => {
      if (found.has(name) || declared.has(name)) return [];
      const known = list.find(({ pin }) => pin.groups !== undefined && this.#holds(pin.marker));
      if (known === undefined) return [];
      return [this.#make({ ...placeOf(known.pin, known.group) }, known.pin, [], false)];
    });
  }

  /** Native code of what is deployed, by the glibc that its wheels want. */
  natives(dependencies: readonly Dependency[]): readonly NativeNeed[] {
    const deployed = new Set(dependencies.filter((one) => one.scope === 'runtime').map((one) => one.name));
    return [...this.#pins.values()].flat().flatMap(({ pin }): readonly NativeNeed[] => {
      if (pin.glibc === undefined || !deployed.has(pin.name)) return [];
      return [{ purl: `pkg:pypi/${pin.name}`, kind: 'wheel-glibc', library: `glibc>=${pin.glibc}`, origin: pin.origin }];
    });
  }

  #make(at: { readonly group: string; readonly scope: Scope }, pin: Pin, via: readonly string[], direct: boolean): Dependency {
    const dependency: Dependency = {
      ecosystem: 'python',
      name: pin.name,
      purl: `pkg:pypi/${pin.name}`,
      constraint: pin.from ?? (pin.version === undefined ? '' : `==${pin.version}`),
      kind: pin.from === undefined ? (pin.version === undefined ? 'range' : 'exact') : kindOfPlace(pin.from),
      direct,
      group: at.group,
      scope: at.scope,
      via,
      origin: pin.origin,
      ...(pin.version === undefined ? {} : { resolved: pin.version }),
      ...(pin.marker === undefined ? {} : { marker: pin.marker }),
      ...(pin.size === undefined ? {} : { size: pin.size }),
    };
    this.#made.set(dependency, pin);
    return dependency;
  }

  #holds(marker: string | undefined): boolean {
    if (marker === undefined || marker === '') return true;
    let known = this.#markers.get(marker);
    if (known === undefined) {
      const answer = parseMarker(marker);
      known = !answer.ok || decideMarker(answer.marker, this.#environment) !== false;
      this.#markers.set(marker, known);
    }
    return known;
  }
}

function purlOf({ name, version }: Pin): string {
  return `pkg:pypi/${name}${version === undefined ? '' : `@${version}`}`;
}

function kindOfPlace(from: string): Dependency['kind'] {
  return /^(?:git|hg|svn|bzr)\+/.test(from) ? 'git' : /^[a-z]+:\/\//i.test(from) ? 'url' : 'path';
}

/** The group of a pin that the lock itself puts into some: what runs first. */
function placeOf({ groups }: Pin, fallback: string): { readonly group: string; readonly scope: Scope } {
  const names = (groups ?? [fallback]).map(groupName);
  const group = names.includes('default') ? 'default' : (names[0] ?? 'default');
  return { group, scope: group === 'default' ? 'runtime' : (scopeByName(group) ?? 'optional') };
}

function admits({ constraint, kind }: Declared): (pin: Pin) => boolean {
  if (kind !== 'range' && kind !== 'exact') return () => true;
  const answer = parseConstraint(constraint);
  if (!answer.ok || constraint === '') return () => true;
  const range = rangeOf(answer.constraint);
  return ({ version }) => {
    const parsed = version === undefined ? undefined : parseVersion(version);
    return parsed === undefined || contains(range, parsed);
  };
}
