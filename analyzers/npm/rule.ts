/** How demands of the realm `npm` are judged: what one directory of packages can hold. */
import semver from 'semver';
import { remember } from '../../src/formats/remember.ts';
import { type Clash, type Demand, type Description, listed, type RealmRule, type RuleContext } from '../../src/model/index.ts';
import { byPlace, effective, isNested, isPeer, modelOf, type Source, sourceOf, step, whence, written } from './demand-source.ts';
import { formatSet, intersect, isAny, isEmpty, parseRange, type VersionSet } from './notation/range.ts';
import { remark } from './remarks.ts';

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
  const sources = demands.map((demand) => sourceOf(demand));
  if (!areOfOneRegistryName(sources) && !compatibleSources(demands, sources)) return 'npm/mixed-sources';
  let common: VersionSet | undefined;
  for (const source of sources) {
    if ((source.kind !== 'registry' && source.kind !== 'foreign') || source.set === undefined) continue;
    common = common === undefined ? source.set : intersect(common, source.set);
  }
  return common !== undefined && isEmpty(common) ? 'version/unsatisfiable' : undefined;
}

function areOfOneRegistryName(sources: readonly Source[]): boolean {
  const first = sources[0];
  const target = first?.kind === 'registry' ? first.target : undefined;
  return sources.every((source) => source.kind === 'registry' && source.target === target);
}

function compatibleSources(demands: readonly Demand[], sources: readonly Source[]): boolean {
  // A peer is content with any copy of a fitting version, wherever it came from.
  const own = demands.filter((demand) => !isPeer(demand)).map((demand) => sourceOf(demand));
  const targets = new Set(own.flatMap((source) => ('target' in source ? [source.target] : [])));
  const foreign = new Set(own.flatMap((source) => (source.kind === 'foreign' ? [source.locator] : [])));
  const links = own.flatMap((source) => (source.kind === 'link' ? [source] : []));
  const paths = new Set(links.filter((link) => !link.isWorkspace).map((link) => link.locator));
  if (targets.size > 1 || foreign.size > 1 || paths.size > 1) return false;
  if (foreign.size > 0 && (targets.size > 0 || paths.size > 0)) return false;
  return links.every((link) => sources.every((source) => source.kind !== 'registry' || linkSuits(link, source)));
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
