/** Fleets that nobody wrote: a registry of a few packages and services over it, the same for the same seed. */

type Lines = Readonly<Record<string, string>>;

export interface ServiceJson {
  readonly name: string;
  readonly version: string;
  readonly private: true;
  readonly dependencies?: Lines;
  readonly optionalDependencies?: Lines;
  readonly peerDependencies?: Lines;
  readonly peerDependenciesMeta?: Readonly<Record<string, { readonly optional: true }>>;
  readonly overrides?: Readonly<Record<string, string | Lines>>;
}

export interface RandomFleet {
  /** A release a line, as `fakeRegistry` reads them. */
  readonly registry: string;
  readonly services: readonly ServiceJson[];
}

/** Numbers below a bound (mulberry32). */
export type Dice = (bound: number) => number;

export function dice(seed: number): Dice {
  let state = seed >>> 0;
  return (bound) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * bound);
  };
}

const NAMES = ['a', 'b', 'c', 'd', 'e', 'f', 'g', '@s/h'];
const VERSIONS = ['1.0.0', '1.2.0', '2.0.0', '2.1.0', '3.0.0', '3.1.0-beta.1'];
const RANGES = [
  '^1.0.0',
  '^2.0.0',
  '^3.0.0',
  '>=1.2.0',
  '1 || 2',
  '2 || 3',
  '~1.0.0',
  '<3',
  '*',
  '2.x',
  '1.0.0',
  '2.1.0',
  '>=2 <3.1.0',
  '1.0.0 - 2.0.0',
];

function pick<T>(roll: Dice, all: readonly [T, ...T[]] | readonly T[]): T {
  const one = all[roll(all.length)];
  if (one === undefined) throw new Error('nothing to choose from');
  return one;
}

/** Mostly a range that some version of the package lies in; a published one at random. */
function releasesOf(roll: Dice): ReadonlyMap<string, readonly string[]> {
  return new Map(
    NAMES.map((name) => [name, VERSIONS.filter(() => roll(3) > 0)] as const).map(([name, all]) => [
      name,
      all.length === 0 ? ['1.0.0'] : all,
    ]),
  );
}

const KINDS = ['', '', '', 'peer ', 'peer ', 'peer? ', 'optional '];

function needs(roll: Dice, index: number): string {
  const later = NAMES.slice(index + 1);
  const lines = new Map<string, string>();
  for (let left = roll(3); left > 0 && later.length > 0; left--) {
    const name = pick(roll, later);
    lines.set(name, `${pick(roll, KINDS)}${name} ${pick(roll, RANGES)}`);
  }
  return [...lines.values()].join(' & ');
}

function registryOf(roll: Dice): string {
  return [...releasesOf(roll)]
    .flatMap(([name, versions], index) =>
      versions.map((version) => `${name} ${version}${roll(12) === 0 ? ' deprecated' : ''}: ${needs(roll, index)}`),
    )
    .join('\n');
}

const FIELDS = [
  'dependencies',
  'dependencies',
  'dependencies',
  'dependencies',
  'optionalDependencies',
  'peerDependencies',
] as const;

function serviceOf(roll: Dice, index: number): ServiceJson {
  const lines: Record<(typeof FIELDS)[number], Record<string, string>> = {
    dependencies: {},
    optionalDependencies: {},
    peerDependencies: {},
  };
  const taken = new Set<string>();
  for (let left = 1 + roll(4); left > 0; left--) {
    const name = roll(10) === 0 ? 'alias' : pick(roll, NAMES);
    if (taken.has(name)) continue;
    taken.add(name);
    const range = pick(roll, RANGES);
    const field = pick(roll, FIELDS);
    const isAlias = name === 'alias' || (field !== 'peerDependencies' && roll(15) === 0);
    const target = isAlias ? `npm:${pick(roll, NAMES)}@` : '';
    lines[name === 'alias' ? 'dependencies' : field][name] = `${target}${range}`;
  }
  const optional = Object.keys(lines.peerDependencies).filter(() => roll(2) === 0);
  const overrides = roll(3) === 0 ? overridesOf(roll, [...taken]) : undefined;
  return {
    name: `service-${index}`,
    version: '1.0.0',
    private: true,
    ...lines,
    peerDependenciesMeta: Object.fromEntries(optional.map((name) => [name, { optional: true }])),
    ...(overrides === undefined ? {} : { overrides }),
  };
}

function overridesOf(roll: Dice, direct: readonly string[]): NonNullable<ServiceJson['overrides']> {
  const name = pick(roll, NAMES);
  const value = roll(3) === 0 && direct.length > 0 ? `$${pick(roll, direct)}` : pick(roll, RANGES);
  const selector = roll(3) === 0 ? `${name}@${pick(roll, RANGES)}` : name;
  if (roll(2) === 0) return { [selector]: value };
  return { [selector]: { [pick(roll, NAMES)]: value, ...(roll(3) === 0 ? { '.': pick(roll, RANGES) } : {}) } };
}

export function randomFleet(seed: number): RandomFleet {
  const roll = dice(seed);
  const registry = registryOf(roll);
  return { registry, services: [0, 1].map((index) => serviceOf(roll, index)) };
}
