/** Fleets that nobody wrote: a registry of a few packages and services over it, the same for the same seed. */

import { random } from '../random.ts';

type Lines = Readonly<Record<string, string>>;

export interface ServiceJson {
  readonly name: string;
  readonly version: string;
  readonly private: true;
  readonly dependencies?: Lines;
  readonly optionalDependencies?: Lines;
  readonly peerDependencies?: Lines;
  readonly peerDependenciesMeta?: Readonly<Record<string, { readonly optional: true }>>;
  readonly overrides?: Overrides;
}

export interface Overrides {
  readonly [selector: string]: string | Overrides;
}

/** What stands in the package.json above the services. */
export interface RootJson {
  readonly dependencies?: Lines;
  readonly devDependencies?: Lines;
  readonly optionalDependencies?: Lines;
  readonly peerDependencies?: Lines;
  readonly overrides: Overrides;
}

/** A package of the project that is no service: services depend on its directory, or on its archive. */
export type LibraryJson = Omit<ServiceJson, 'overrides'>;

export interface RandomFleet {
  /** A release a line, as `fakeRegistry` reads them. */
  readonly registry: string;
  readonly services: readonly ServiceJson[];
  /** They lie beside the services, in directories of their names. */
  readonly libraries: readonly LibraryJson[];
  /** Archives beside the services, by file name. */
  readonly archives: ReadonlyMap<string, LibraryJson>;
  /** What the root of every installation says in .npmrc. */
  readonly settings: Readonly<Record<string, string>>;
  /** They are members of one workspace from the start, and may depend on each other. */
  readonly root?: RootJson;
  /** Each service has a lock of this day. */
  readonly lockedAt?: string;
}

/** Numbers below a bound. */
export type Dice = (bound: number) => number;

export function dice(seed: number): Dice {
  const next = random(seed);
  return (bound) => Math.floor(next() * bound);
}

function pick<T>(roll: Dice, all: readonly T[]): T {
  const one = all[roll(all.length)];
  if (one === undefined) throw new Error('nothing to choose from');
  return one;
}

/** What a fleet has beyond ranges, peers and overrides: each seed has some of it, so that most fleets can be installed. */
interface Traits {
  readonly prereleases: boolean;
  readonly platforms: boolean;
  readonly bundles: boolean;
  readonly engines: boolean;
  readonly tags: boolean;
  readonly locks: boolean;
  readonly aliases: boolean;
  readonly nesting: boolean;
  readonly root: boolean;
  readonly deprecations: boolean;
  readonly libraries: boolean;
  /** Members of the workspace are published as well, in other versions. */
  readonly publishedMembers: boolean;
  /** Some of what is asked for optionally nobody has published. */
  readonly absent: boolean;
  /** Peers under other names. */
  readonly peerAliases: boolean;
  /** Switches of .npmrc. */
  readonly switches: boolean;
  /** What services ask for is left to optional peers that others bring. */
  readonly optionalPeers: boolean;
  /** One name in two fields of a package.json. */
  readonly twice: boolean;
  /** Services are called as published packages are. */
  readonly sameNames: boolean;
  /** Overrides by another package, by nothing, and of what an alias leads to. */
  readonly oddOverrides: boolean;
}

/** Dice of their own for later traits: a seed's fleet is the one that it was before, unless it has one of them. */
function traitsOf(roll: Dice, later: Dice): Traits {
  const sometimes = (): boolean => roll(4) === 0;
  const rarely = (): boolean => later(3) === 0;
  return {
    prereleases: sometimes(),
    platforms: sometimes(),
    bundles: sometimes(),
    engines: sometimes(),
    tags: sometimes(),
    locks: sometimes(),
    aliases: sometimes(),
    nesting: sometimes(),
    root: sometimes(),
    deprecations: sometimes(),
    libraries: sometimes(),
    publishedMembers: sometimes(),
    absent: rarely(),
    peerAliases: rarely(),
    switches: rarely(),
    optionalPeers: rarely(),
    twice: rarely(),
    sameNames: rarely(),
    oddOverrides: rarely(),
  };
}

const NAMES = ['a', 'b', 'c', 'd', 'e', 'f', 'g', '@s/h'];
const VERSIONS = ['1.0.0', '1.2.0', '2.0.0', '2.1.0', '3.0.0', '3.1.0-beta.1'];
const PRERELEASES = ['2.2.0-rc.1', '2.2.0-rc.2', '4.0.0-alpha.1', '4.0.0-alpha.2'];
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
const PRERELEASE_RANGES = [
  '^2.2.0-rc.1',
  '>=2.0.0-0',
  '^4.0.0-alpha.1',
  '4.0.0-alpha.2',
  '>=3.1.0-beta.1',
  '~2.2.0-rc.2',
  '^3.1.0-0',
];
const TAGS = ['latest', 'next'];

function rangesOf({ prereleases, tags }: Traits): readonly string[] {
  return [...RANGES, ...(prereleases ? PRERELEASE_RANGES : []), ...(tags ? TAGS : [])];
}

/** Published versions at random, at least one. */
function releasesOf(roll: Dice, { prereleases }: Traits): ReadonlyMap<string, readonly string[]> {
  const possible = [...VERSIONS, ...(prereleases ? PRERELEASES : [])];
  return new Map(
    NAMES.map((name) => [name, possible.filter(() => roll(3) > 0)] as const).map(([name, all]) => [
      name,
      all.length === 0 ? ['1.0.0'] : all,
    ]),
  );
}

/** A package that nobody published, and a version of one. */
const ABSENT = [
  ['gone', '^1.0.0'],
  ['gone', '^2.0.0'],
  ['gone', '*'],
  ['g', '^9.0.0'],
] as const;

const OPTIONAL_KINDS = ['', '', 'peer ', 'peer? ', 'peer? ', 'peer? '];
const KINDS = ['', '', '', 'peer ', 'peer ', 'peer? ', 'optional '];

interface Making {
  readonly roll: Dice;
  readonly traits: Traits;
  readonly releases: ReadonlyMap<string, readonly string[]>;
}

function needs({ roll, traits }: Making, index: number): ReadonlyMap<string, string> {
  const later = NAMES.slice(index + 1);
  const lines = new Map<string, string>();
  for (let left = roll(3); left > 0 && later.length > 0; left--) {
    const name = pick(roll, later);
    const target = roll(12) === 0 ? `npm:${pick(roll, later)}@` : '';
    const kind = pick(roll, traits.optionalPeers ? OPTIONAL_KINDS : KINDS);
    lines.set(
      name,
      `${kind}${name} ${kind.startsWith('peer') && !traits.peerAliases ? '' : target}${pick(roll, rangesOf(traits))}`,
    );
  }
  const [again] = [...lines.keys()];
  if (traits.twice && again !== undefined && roll(2) === 0)
    lines.set(`${again} again`, `${pick(roll, ['peer ', 'peer? ', 'optional ', ''])}${again} ${pick(roll, rangesOf(traits))}`);
  if (traits.absent && roll(3) === 0) {
    const [name, range] = pick(roll, ABSENT);
    lines.set(name, `${pick(roll, ['peer? ', 'peer? ', 'optional '])}${name} ${range}`);
  }
  return lines;
}

const PLATFORMS = [
  'os=darwin',
  'os=!win32',
  'os=linux,darwin',
  'cpu=arm64',
  'cpu=x64',
  'libc=musl',
  'libc=glibc',
  'os=win32 cpu=x64',
];
const ENGINES = ['node>=18', 'node>=22', 'node^20.0.0', 'node<20', 'node>=20.20.2', 'node18||22'];
const DAYS = ['2019-01-01', '2020-01-01', '2021-01-01'];

function flagsOf({ roll, traits, releases }: Making, needed: ReadonlyMap<string, string>, rank: number): readonly string[] {
  const flags: string[] = [];
  if (roll(traits.deprecations ? 3 : 12) === 0) flags.push('deprecated');
  if (traits.platforms && roll(6) === 0) flags.push(pick(roll, PLATFORMS));
  if (traits.engines && roll(4) === 0) flags.push(pick(roll, ENGINES));
  if (traits.locks) flags.push(`at=${DAYS[Math.min(rank, DAYS.length - 1)]}`);
  if (traits.tags && roll(6) === 0) flags.push('tag=next');
  if (traits.tags && roll(8) === 0) flags.push('latest');
  const plain = [...needed].filter(([name, line]) => line.startsWith(`${name} `) && !line.includes('npm:')).map(([name]) => name);
  if (traits.bundles && plain.length > 0 && roll(2) === 0) {
    const name = pick(roll, plain);
    flags.push(`${pick(roll, ['bundled', 'bundled', 'shrinkwrap'])}=${name}@${pick(roll, releases.get(name) ?? [])}`);
    if (roll(2) === 0) flags.push('whole');
  }
  return flags;
}

function registryOf(making: Making): string {
  const { roll, traits } = making;
  const members = traits.root && traits.publishedMembers ? [...making.releases.keys()].slice(0, 2) : [];
  const published = members.map(
    (_, index) => `service-${index} ${pick(roll, ['0.9.0', '1.1.0', '2.0.0'])}: ${[...needs(making, 0).values()].join(' & ')}`,
  );
  return [...releaseLines(making), ...published].join('\n');
}

function releaseLines(making: Making): readonly string[] {
  return [...making.releases].flatMap(([name, versions], index) =>
    versions.map((version, rank) => {
      const needed = needs(making, index);
      return `${[name, version, ...flagsOf(making, needed, rank)].join(' ')}: ${[...needed.values()].join(' & ')}`;
    }),
  );
}

const FIELDS = [
  'dependencies',
  'dependencies',
  'dependencies',
  'dependencies',
  'optionalDependencies',
  'peerDependencies',
] as const;

type Field = (typeof FIELDS)[number];

/** Lines by field, and the names that have one. */
function linesOf(
  { roll, traits }: Making,
  count: number,
): { readonly lines: Record<Field, Record<string, string>>; readonly names: string[] } {
  const lines: Record<Field, Record<string, string>> = { dependencies: {}, optionalDependencies: {}, peerDependencies: {} };
  const taken = new Set<string>();
  for (let left = count; left > 0; left--) {
    const name = roll(10) === 0 ? 'alias' : pick(roll, NAMES);
    if (taken.has(name)) continue;
    taken.add(name);
    const range = pick(roll, rangesOf(traits));
    const field = pick(roll, FIELDS);
    const isAlias = name === 'alias' || ((field !== 'peerDependencies' || traits.peerAliases) && roll(15) === 0);
    const target = isAlias ? `npm:${pick(roll, NAMES)}@` : '';
    lines[name === 'alias' ? 'dependencies' : field][name] = `${target}${range}`;
  }
  return { lines, names: [...taken] };
}

function optionalAmong(roll: Dice, peers: Lines): NonNullable<ServiceJson['peerDependenciesMeta']> {
  const optional = Object.keys(peers).filter(() => roll(2) === 0);
  return Object.fromEntries(optional.map((name) => [name, { optional: true }]));
}

const MEMBER_RANGES = ['*', '^1.0.0', '1', '>=1'];
const PUBLISHED_MEMBER_RANGES = [...MEMBER_RANGES, '^2.0.0', '0.9.0', '>1.0.0', 'latest'];

function nameOf(index: number, { sameNames }: Traits): string {
  return (sameNames ? NAMES[index] : undefined) ?? `service-${index}`;
}

function serviceOf(making: Making, index: number): ServiceJson {
  const { roll, traits } = making;
  const { lines, names } = linesOf(making, 1 + roll(4));
  if (traits.aliases) {
    // One package under two names more, beside its own.
    const target = pick(roll, NAMES);
    for (const name of ['one', 'other']) if (roll(2) === 0) lines.dependencies[name] = `npm:${target}@${pick(roll, RANGES)}`;
  }
  if (traits.root && roll(2) === 0) {
    const ranges = traits.publishedMembers ? PUBLISHED_MEMBER_RANGES : MEMBER_RANGES;
    lines[pick(roll, FIELDS)][nameOf(roll(2), traits)] = pick(roll, ranges);
  }
  if (traits.libraries) {
    const library = pick(roll, LIBRARIES);
    if (roll(2) === 0) lines[pick(roll, ['dependencies', 'optionalDependencies'] as const)][library] = `file:../${library}`;
    if (roll(6) === 0) lines.dependencies[ARCHIVED] = `file:../${ARCHIVE}`;
  }
  const [again] = names;
  if (traits.twice && again !== undefined && roll(2) === 0) lines[pick(roll, FIELDS)][again] ??= pick(roll, rangesOf(traits));
  const peerDependenciesMeta = optionalAmong(roll, lines.peerDependencies);
  // What is optional for itself is set to something else as well.
  const optional = Object.keys(peerDependenciesMeta);
  const set = optional.length > 0 && roll(2) === 0 ? { [pick(roll, optional)]: pick(roll, RANGES) } : {};
  const overrides = roll(3) === 0 ? { ...set, ...overridesOf(making, names, traits.nesting) } : undefined;
  return {
    name: nameOf(index, traits),
    version: '1.0.0',
    private: true,
    ...lines,
    peerDependenciesMeta,
    ...(overrides === undefined ? {} : { overrides }),
  };
}

const LIBRARIES = ['library-0', 'library-1'];
const ARCHIVED = 'archived';
const ARCHIVE = 'archived-1.0.0.tgz';

function libraryOf(making: Making, name: string): LibraryJson {
  const { roll } = making;
  const { lines } = linesOf(making, roll(3));
  const [other] = LIBRARIES.filter((one) => one !== name);
  if (other !== undefined && roll(4) === 0) lines.dependencies[other] = `file:../${other}`;
  return { name, version: '1.0.0', private: true, ...lines, peerDependenciesMeta: optionalAmong(roll, lines.peerDependencies) };
}

function overridesOf(making: Making, direct: readonly string[], nests: boolean): Overrides {
  const { roll, traits } = making;
  const name = pick(roll, NAMES);
  const other = traits.oddOverrides
    ? pick(roll, ['', 'latest', `npm:${pick(roll, NAMES)}@${pick(roll, RANGES)}`])
    : pick(roll, RANGES);
  const value = roll(3) === 0 && direct.length > 0 ? `$${pick(roll, direct)}` : other;
  const selector = roll(3) === 0 ? `${name}@${pick(roll, RANGES)}` : name;
  const own = roll(2) === 0 ? value : { [pick(roll, NAMES)]: value, ...(roll(3) === 0 ? { '.': pick(roll, RANGES) } : {}) };
  if (!nests) return { [selector]: own };
  return {
    [selector]: typeof own === 'string' ? own : { ...own, ...overridesOf(making, direct, roll(3) === 0) },
    ...(roll(2) === 0 ? overridesOf(making, direct, false) : {}),
  };
}

/** Its own lines can be had, and say what an override of the same name would have to say. */
function rootOf(making: Making): RootJson {
  const { roll, releases, traits } = making;
  const lines: Partial<Record<keyof Omit<RootJson, 'overrides'>, Record<string, string>>> = {};
  const names = new Set<string>();
  for (let left = pick(roll, [1, 1, 2, 3]); left > 0 && !traits.platforms; left--) {
    const name = pick(roll, NAMES);
    if (names.has(name)) continue;
    names.add(name);
    const field = pick(roll, ROOT_FIELDS);
    lines[field] = { ...lines[field], [name]: pick(roll, releases.get(name) ?? []) };
  }
  const own = [...names];
  const set = overridesOf(making, own, roll(2) === 0);
  const overrides = Object.fromEntries(Object.entries(set).filter(([name]) => !names.has(name)));
  const references = own.filter(() => roll(2) === 0).map((name) => [name, `$${name}`]);
  const member = roll(6) === 0 ? { [nameOf(roll(2), traits)]: pick(roll, MEMBER_RANGES) } : {};
  return {
    ...lines,
    devDependencies: { ...lines.devDependencies, ...member },
    overrides: { ...overrides, ...Object.fromEntries(references) },
  };
}

const ROOT_FIELDS = ['dependencies', 'devDependencies', 'devDependencies', 'optionalDependencies', 'peerDependencies'] as const;

const LATER = 1_000_003;

const SWITCHES: readonly RandomFleet['settings'][] = [
  { 'legacy-peer-deps': 'true' },
  { 'strict-peer-deps': 'true' },
  { 'prefer-dedupe': 'true' },
  { 'install-strategy': 'nested' },
  { 'install-strategy': 'shallow' },
  { omit: 'optional' },
  { omit: 'peer' },
  { 'legacy-peer-deps': 'true', 'strict-peer-deps': 'true' },
  { force: 'true' },
  { 'install-strategy': 'linked' },
  { 'install-strategy': 'nested', 'strict-peer-deps': 'true' },
];

export function randomFleet(seed: number): RandomFleet {
  const roll = dice(seed);
  const later = dice(seed + LATER);
  const traits = traitsOf(roll, later);
  const making = { roll, traits, releases: releasesOf(roll, traits) };
  const registry = registryOf(making);
  const count = pick(roll, [2, 2, 2, 3, 4]);
  const root = traits.root ? rootOf(making) : undefined;
  return {
    registry,
    services: Array.from({ length: count }, (_, index) => serviceOf(making, index)),
    libraries: traits.libraries ? LIBRARIES.map((name) => libraryOf(making, name)) : [],
    archives: new Map(traits.libraries ? [[ARCHIVE, libraryOf(making, ARCHIVED)]] : []),
    settings: {
      ...(traits.engines && roll(2) === 0 ? { 'engine-strict': 'true' } : {}),
      ...(traits.switches ? pick(later, SWITCHES) : {}),
    },
    ...(root === undefined ? {} : { root }),
    ...(traits.locks ? { lockedAt: '2020-06-01' } : {}),
  };
}
