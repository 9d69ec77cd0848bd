/** How demands of the realm `npm` are judged: what one directory of packages can hold. */
import semver from 'semver';
import { remember } from '../../src/formats/remember.ts';
import {
  addTo,
  type Clash,
  type Demand,
  type Description,
  listed,
  type RealmRule,
  type Remark,
  type RuleContext,
  shortPurl,
} from '../../src/model/index.ts';
import {
  compareVersions,
  formatSet,
  intersect,
  intersectRanges,
  isAny,
  isEmpty,
  parseRange,
  type VersionSet,
} from './notation/range.ts';
import { SINGLETONS } from './singletons.ts';

/**
 * `flat`: one directory, one copy of each direct dependency at its root (a merged package.json, a Lambda layer, a global
 * prefix). `hoisted`: members of one workspace, where a second copy nests below the member that needs it.
 */
export type NpmModel = 'flat' | 'hoisted';

export function modelOf({ settings }: RuleContext): NpmModel {
  return settings.model === 'hoisted' ? 'hoisted' : 'flat';
}

/** What a demand takes its package from; `registry` ones share a namespace of versions, the others are one thing each. */
type Source =
  | { readonly kind: 'registry'; readonly target: string; readonly set: VersionSet | undefined }
  | { readonly kind: 'link'; readonly locator: string; readonly version: string | undefined; readonly isWorkspace: boolean }
  | { readonly kind: 'foreign'; readonly locator: string; readonly set?: VersionSet }
  /** `target`: the package of a registry whose version is not known. */
  | { readonly kind: 'open'; readonly target?: string };

/** Every set that a demand is judged in asks for its source again. */
const sources = new WeakMap<Demand, Source>();

function sourceOf(demand: Demand): Source {
  let source = sources.get(demand);
  if (source === undefined) {
    source = readSource(demand);
    sources.set(demand, source);
  }
  return source;
}

function readSource(demand: Demand): Source {
  const { detail } = demand;
  switch (demand.kind) {
    case 'range':
    case 'exact':
      // A tag means what the registry says at the time: nothing is known without asking it.
      return detail?.tag === 'true'
        ? { kind: 'open', target: detail.target ?? demand.key }
        : {
            kind: 'registry',
            target: detail?.target ?? demand.key,
            set: isAny(demand.constraint) ? undefined : parseRange(demand.constraint),
          };
    case 'workspace':
    case 'path':
      return {
        kind: 'link',
        locator: detail?.locator ?? demand.constraint,
        version: detail?.version,
        isWorkspace: demand.kind === 'workspace',
      };
    case 'git':
    case 'url':
      return foreign(detail?.locator ?? demand.constraint);
    default:
      return { kind: 'open' };
  }
}

/** `…#semver:^1.2.0` takes any tag of the repository that the range admits. */
function foreign(written: string): Source {
  const [, repository, range = '', rest = ''] = /^([^#]*)#semver:([^:]*)(.*)$/s.exec(written) ?? [];
  const set = repository === undefined ? undefined : parseRange(range);
  return set === undefined ? { kind: 'foreign', locator: written } : { kind: 'foreign', locator: `${repository}${rest}`, set };
}

function isPeer(demand: Demand): boolean {
  return demand.detail?.peer !== undefined;
}

/** An optional peer asks for nothing by itself: it counts once somebody else brings the package. */
function effective(demands: readonly Demand[]): readonly Demand[] {
  return demands.some((demand) => demand.detail?.peer !== 'optional') ? demands : [];
}

/**
 * What a member of a workspace that others are built with asks for. It is installed as their dependency, so what the root
 * of their directory does not suit nests below it: it shares a place with nobody's lines but its own.
 */
export function nested(demand: Demand): Demand {
  return { ...demand, detail: { ...demand.detail, nested: demand.service } };
}

/** What a member asks for whose copies never rise to the workspace's root: nobody else's are beside them, model `hoisted`. */
export function kept(demand: Demand): Demand {
  return { ...demand, detail: { ...demand.detail, kept: 'true' } };
}

function isNested({ detail }: Demand): boolean {
  return detail?.nested !== undefined;
}

/** Demands by the directory whose root they want, model `flat`. */
function byPlace(demands: readonly Demand[]): readonly (readonly Demand[])[] {
  if (!demands.some(isNested)) return [demands];
  const places = new Map<string, Demand[]>();
  for (const demand of demands) addTo(places, demand.detail?.nested ?? '', demand);
  return [...places.values()];
}

function clash(all: readonly Demand[], context: RuleContext): Clash | undefined {
  if (modelOf(context) === 'hoisted') return undefined;
  for (const place of byPlace(all)) {
    const demands = effective(place);
    const rule = ruleBroken(demands);
    if (rule !== undefined) return { rule, severity: isLeftOut(demands) ? 'warning' : 'error' };
  }
  return undefined;
}

/**
 * npm goes on without an optional dependency that it cannot have, and then nobody brings what services only have as their
 * peer. What another service firmly installs in a version that does not suit is there all the same.
 */
function isLeftOut(demands: readonly Demand[]): boolean {
  const isOptional = ({ group }: Demand): boolean => group === 'optional';
  return demands.some(isOptional) && demands.every((demand) => isOptional(demand) || (isPeer(demand) && demand.via.length === 0));
}

function ruleBroken(demands: readonly Demand[]): string | undefined {
  const sources = demands.map((demand) => ({ demand, source: sourceOf(demand) }));
  if (!compatibleSources(sources)) return 'npm/mixed-sources';
  let common: VersionSet | undefined;
  for (const { source } of sources) {
    if ((source.kind !== 'registry' && source.kind !== 'foreign') || source.set === undefined) continue;
    common = common === undefined ? source.set : intersect(common, source.set);
  }
  return common !== undefined && isEmpty(common) ? 'version/unsatisfiable' : undefined;
}

interface Sourced {
  readonly demand: Demand;
  readonly source: Source;
}

function compatibleSources(sources: readonly Sourced[]): boolean {
  const [first] = sources;
  const target = first?.source.kind === 'registry' ? first.source.target : undefined;
  if (sources.every(({ source }) => source.kind === 'registry' && source.target === target)) return true;
  // A peer is content with any copy of a fitting version, wherever it came from.
  const own = sources.filter(({ demand }) => !isPeer(demand));
  const targets = new Set(own.flatMap(({ source }) => ('target' in source ? [source.target] : [])));
  const foreign = new Set(own.flatMap(({ source }) => (source.kind === 'foreign' ? [source.locator] : [])));
  const links = own.flatMap(({ source }) => (source.kind === 'link' ? [source] : []));
  const paths = new Set(links.filter((link) => !link.isWorkspace).map((link) => link.locator));
  if (targets.size > 1 || foreign.size > 1 || paths.size > 1) return false;
  if (foreign.size > 0 && (targets.size > 0 || paths.size > 0)) return false;
  return links.every((link) => sources.every(({ source }) => source.kind !== 'registry' || linkSuits(link, source)));
}

/** A local package beside a range: it suits when its version does. */
function linkSuits(link: Source & { kind: 'link' }, registry: Source & { kind: 'registry' }): boolean {
  if (link.version === undefined) return link.isWorkspace;
  const { version } = link;
  return registry.set === undefined || !isEmpty(intersect(registry.set, parseRange(version) ?? registry.set));
}

function canonical(demand: Demand): string {
  const source = sourceOf(demand);
  const peer = demand.detail?.peer === undefined ? '' : ` (${demand.detail.peer} peer)`;
  const optional = `${demand.group === 'optional' ? ' (optional)' : ''}${isNested(demand) ? ` (in ${demand.detail?.nested})` : ''}`;
  switch (source.kind) {
    case 'registry': {
      const alias = source.target === demand.key ? '' : `${source.target}@`;
      const range = isAny(demand.constraint) ? '*' : demand.constraint;
      return `${alias}${source.set === undefined ? range : formatSet(source.set)}${peer}${optional}`;
    }
    case 'link':
      return `${source.locator}@${source.version ?? ''}${optional}`;
    case 'foreign':
      return `${source.locator}${source.set === undefined ? '' : `@${formatSet(source.set)}`}${optional}`;
    case 'open':
      return `${demand.constraint}${optional}`;
  }
}

/** What stands in the file, with what a catalog or an override makes of it. */
export function written({ detail, constraint }: Demand): string {
  const raw = detail?.raw ?? (constraint === '' ? '*' : constraint);
  if (detail?.override !== undefined) return `${raw} (${detail.override} by override)`;
  return detail?.catalog === undefined ? raw : `${raw} (${detail.catalog})`;
}

/** A member of a workspace may be asked for by a range like any other: what counts is where it lies. */
function whence(demand: Demand): string {
  const source = sourceOf(demand);
  if (source.kind !== 'link') return written(demand);
  return source.version === undefined ? source.locator : `${source.locator}, which is ${source.version}`;
}

function place({ origin }: Demand): string {
  return `${origin.file}:${origin.line}`;
}

/** One line about what a service asks for, with the chain that leads to it. */
export function step(demand: Demand): string {
  const [first] = demand.via;
  if (first === undefined) {
    const kind = demand.strength === 'locked' ? 'locks' : isPeer(demand) ? 'expects, as a peer,' : 'asks for';
    return `${demand.service} ${kind} ${demand.key} ${written(demand)} (${place(demand)})`;
  }
  const chain = demand.via.map(shortPurl).join(' → ');
  return `${demand.service} brings ${chain}, which ${isPeer(demand) ? 'has the peer' : 'needs'} ${demand.key} ${written(demand)} (${place(demand)})`;
}

const FLAT =
  'One directory holds one copy of each direct dependency at its root (a merged package.json, a Lambda layer, a global prefix).';
const WAY_OUT =
  'A node_modules each ends this; so do workspaces under one root (realms.npm.model: hoisted), where a second copy nests.';

/** Ranges and services that a sentence names at most. */
const MANY = 4;

function describe(demands: readonly Demand[], { rule }: Clash): Description {
  const key = demands[0]?.key ?? '';
  const sides = demands.map(({ service }) => service);
  const services = [...new Set(sides)];
  const explanation = [...demands.map(step)];
  const asked = [...new Set(demands.map(written))];
  if (rule === 'npm/mixed-sources') {
    const places = [...new Set(demands.map(whence))].join(', ');
    return {
      message: `${key} comes from different places (${places}), and one directory holds one: ${services.join(' and ')}`,
      explanation: [...explanation, FLAT, WAY_OUT],
    };
  }
  const peers = demands.some(isPeer);
  const who =
    services.length === 1
      ? `${services[0]} needs more than one copy of it`
      : `${listed(services, MANY)} cannot share one node_modules`;
  return {
    message: `no ${key} satisfies ${listed(asked, MANY)}: ${who}`,
    explanation: [
      ...explanation,
      ...(peers ? [`A peer is not nested: it has to be the copy that its user imports.`] : [FLAT]),
      WAY_OUT,
    ],
  };
}

/** Others' ranges, the highest first: `demand`'s own line would have to agree with them. */
function suggest(demand: Demand, others: readonly Demand[]): readonly string[] {
  if (sourceOf(demand).kind !== 'registry') return [];
  const ranges = others.filter((other) => sourceOf(other).kind === 'registry').map((other) => other.constraint);
  const unique = [...new Set(ranges)]
    .map((range) => ({ range, lowest: lowestOf(range) }))
    .sort((a, b) => (a.lowest === undefined || b.lowest === undefined ? 0 : semver.compare(b.lowest, a.lowest)))
    .sort((a, b) => Number(startsEarly(a.range)) - Number(startsEarly(b.range)))
    .map(({ range }) => range);
  const together = [...unique].reverse().join(' ');
  return unique.length > 1 && !unique.some((range) => range.includes('||')) ? [...unique, together] : unique;
}

function spell({ detail }: Demand, constraint: string): string | undefined {
  // An override has the last word over the line that it replaces.
  if (detail?.override !== undefined) return undefined;
  return detail?.target === undefined ? constraint : `npm:${detail.target}@${constraint}`;
}

function startsEarly(constraint: string): boolean {
  return (lowestOf(constraint)?.prerelease.length ?? 0) > 0;
}

const lowestOf = remember((text: string): semver.SemVer | undefined => {
  const range = semver.validRange(text, true);
  return range === null ? undefined : (semver.minVersion(range, true) ?? undefined);
});

function remark(demands: readonly Demand[], context: RuleContext): readonly Remark[] {
  if (modelOf(context) === 'hoisted') return copies(demands);
  const rooted = demands.filter((demand) => !isNested(demand));
  return [...lockedPeers(rooted), ...drift(rooted)];
}

/** Model `flat`: locks pin versions of one direct dependency that a shared directory cannot both hold; some have to move. */
function drift(demands: readonly Demand[]): readonly Remark[] {
  const pins = demands.filter((demand) => demand.strength === 'locked' && demand.kind === 'exact' && !isPeer(demand));
  const firm = demands.filter((demand) => demand.strength !== 'locked' && !isPeer(demand));
  const excluded = pins.filter((pin) => {
    const version = parseRange(pin.constraint);
    return version !== undefined && firm.some((other) => other.service !== pin.service && misses(version, other));
  });
  const versions = [...new Set(pins.map(({ constraint }) => constraint))].sort(compareVersions);
  const key = demands[0]?.key ?? '';
  if (excluded.length > 0) {
    const sets = excluded.flatMap((pin) => parseRange(pin.constraint) ?? []);
    const against = firm.filter((other) => sets.some((set) => misses(set, other)));
    const moved = [...new Set(excluded.map(({ constraint }) => constraint))].sort(compareVersions);
    return [
      {
        rule: 'version/drift',
        severity: 'warning',
        demands: [...excluded, ...against],
        message: `${key} ${listed(moved)} ${moved.length === 1 ? 'is' : 'are'} locked, which another service's manifest excludes: sharing one node_modules moves the lock`,
        explanation: [...excluded, ...against].map(step),
      },
    ];
  }
  if (versions.length < 2) return [];
  return [
    {
      rule: 'version/drift',
      severity: 'note',
      demands: pins,
      message: `locks differ on ${key}: ${versions.join(', ')}; sharing one node_modules moves some of them`,
      explanation: [],
    },
  ];
}

/**
 * Model `flat`: a package that a lock holds has a peer that another service's demand does not suit. The lock may move,
 * so this proves nothing; but as they stand the two do not go together.
 */
function lockedPeers(demands: readonly Demand[]): readonly Remark[] {
  const stated = demands.filter((demand) => demand.strength !== 'locked' && demand.detail?.peer !== 'optional');
  const firm = stated.filter((demand) => !isPeer(demand) || !contradictsItself(demand, stated));
  const found: Remark[] = [];
  const seen = new Set<string>();
  for (const peer of demands) {
    const isAsked = peer.strength === 'locked' && isPeer(peer) && !isAny(peer.constraint);
    const asked = isAsked ? parseRange(peer.constraint) : undefined;
    if (asked === undefined) continue;
    const own = firm.filter(({ service }) => service === peer.service);
    if (own.some((demand) => misses(asked, demand))) continue;
    for (const other of firm) {
      if (other.service === peer.service || !misses(asked, other)) continue;
      const key = `${peer.via.join()} ${peer.constraint} ${other.constraint}`;
      if (seen.has(key)) continue;
      seen.add(key);
      const holder = shortPurl(peer.via.at(-1) ?? '');
      found.push({
        rule: 'npm/locked-peer',
        severity: 'warning',
        demands: [peer, other],
        message: `${holder}, as locked, has the peer ${peer.key} ${peer.constraint}, but ${other.service} brings ${written(other)}`,
        explanation: [step(peer), step(other), `Another version of ${holder} may suit both: --resolve looks for one.`],
      });
    }
  }
  return found;
}

/** Whether a service's own lines exclude one of its peers: that is its own trouble, whoever is beside it. */
function contradictsItself(peer: Demand, demands: readonly Demand[]): boolean {
  const asked = parseRange(peer.constraint);
  return asked !== undefined && demands.some((demand) => demand.service === peer.service && misses(asked, demand));
}

/** A range that no version can be misses everything, and is told by itself. */
function misses(set: VersionSet, demand: Demand): boolean {
  const source = sourceOf(demand);
  if (source.kind === 'registry') return source.set !== undefined && !isEmpty(source.set) && isEmpty(intersect(set, source.set));
  return source.kind === 'link' && source.version !== undefined && isEmpty(intersect(set, parseRange(source.version) ?? set));
}

/** Model `hoisted`: ranges that share no version make a second copy; for some packages that is more than a cost. */
function copies(demands: readonly Demand[]): readonly Remark[] {
  const direct = demands.filter(
    (demand) =>
      demand.strength !== 'locked' &&
      demand.detail?.kept === undefined &&
      demand.detail?.target === undefined &&
      sourceOf(demand).kind === 'registry',
  );
  const groups: Demand[][] = [];
  for (const demand of direct) {
    const fitting = groups.find((group) => shareVersion([...group, demand]));
    if (fitting === undefined) groups.push([demand]);
    else fitting.push(demand);
  }
  const key = demands[0]?.key ?? '';
  if (groups.length < 2 || new Set(direct.map(({ service }) => service)).size < 2) return [];
  const reason = SINGLETONS.get(key);
  const ranges = groups.map((group) => group[0]?.constraint ?? '').join(', ');
  const count = `${groups.length} copies of ${key} (${ranges})`;
  if (reason === undefined) {
    return [
      {
        rule: 'npm/duplicate',
        severity: 'note',
        demands: direct,
        message: `${count} would be installed under one workspace root`,
        explanation: [...direct.map(step), 'Copies nest below the members that need them; they cost space and start-up time.'],
      },
    ];
  }
  return [
    {
      rule: 'npm/singleton',
      severity: 'warning',
      demands: direct,
      message: `${count} under one workspace root, where one is needed in each process`,
      explanation: [...direct.map(step), reason],
    },
  ];
}

function shareVersion(demands: readonly Demand[]): boolean {
  const set = intersectRanges(demands.flatMap(({ constraint }) => (isAny(constraint) ? [] : [constraint])));
  return set === undefined || !isEmpty(set);
}

export const npmRule: RealmRule = {
  realm: 'npm',
  clearedBy: 'process',
  canonical,
  clash,
  describe,
  suggest,
  startsEarly,
  spell,
  remark,
};
