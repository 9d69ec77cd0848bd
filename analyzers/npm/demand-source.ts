/** What demands of the realm `npm` take their packages from, where those lie, and how sentences tell of it. */
import { addTo, type Demand, placeText, type RuleContext, shortPurl } from '../../src/model/index.ts';
import { isAny, parseRange, type VersionSet } from './notation/range.ts';

/**
 * `flat`: one directory, one copy of each direct dependency at its root (a merged package.json, a Lambda layer, a global
 * prefix). `hoisted`: members of one workspace, where a second copy nests below the member that needs it.
 */
export type NpmModel = 'flat' | 'hoisted';

export function modelOf({ settings }: RuleContext): NpmModel {
  return settings.model === 'hoisted' ? 'hoisted' : 'flat';
}

/** What a demand takes its package from; `registry` ones share a namespace of versions, the others are one thing each. */
export type Source =
  | { readonly kind: 'registry'; readonly target: string; readonly set: VersionSet | undefined }
  | { readonly kind: 'link'; readonly locator: string; readonly version: string | undefined; readonly isWorkspace: boolean }
  | { readonly kind: 'foreign'; readonly locator: string; readonly set?: VersionSet }
  /** `target`: the package of a registry whose version is not known. */
  | { readonly kind: 'open'; readonly target?: string };

/** Every set that a demand is judged in asks for its source again. */
const sources = new WeakMap<Demand, Source>();

export function sourceOf(demand: Demand): Source {
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

export function isPeer(demand: Demand): boolean {
  return demand.detail?.peer !== undefined;
}

/** An optional peer asks for nothing by itself: it counts once somebody else brings the package. */
export function effective(demands: readonly Demand[]): readonly Demand[] {
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

export function isNested({ detail }: Demand): boolean {
  return detail?.nested !== undefined;
}

/** A copy that packages alone bring, and a workspace's lock writes down: in any other directory it lies wherever it fits. */
export function isBrought({ detail }: Demand): boolean {
  return detail?.brought !== undefined;
}

/** Demands by the directory whose root they want, model `flat`. */
export function byPlace(demands: readonly Demand[]): readonly (readonly Demand[])[] {
  if (!demands.some(isNested)) return [demands];
  const places = new Map<string, Demand[]>();
  for (const demand of demands) addTo(places, demand.detail?.nested ?? '', demand);
  return [...places.values()];
}

/** What stands in the file, with what a catalog or an override makes of it. */
export function written({ detail, constraint }: Demand): string {
  const raw = detail?.raw ?? (constraint === '' ? '*' : constraint);
  if (detail?.override !== undefined) return `${raw} (${detail.override} by override)`;
  return detail?.catalog === undefined ? raw : `${raw} (${detail.catalog})`;
}

/** A member of a workspace may be asked for by a range like any other: what counts is where it lies. */
export function whence(demand: Demand): string {
  const source = sourceOf(demand);
  if (source.kind !== 'link') return written(demand);
  return source.version === undefined ? source.locator : `${source.locator}, which is ${source.version}`;
}

/** One line about what a service asks for, with the chain that leads to it. */
export function step(demand: Demand): string {
  const [first] = demand.via;
  if (first === undefined) {
    const kind = demand.strength === 'locked' ? 'locks' : isPeer(demand) ? 'expects, as a peer,' : 'asks for';
    return `${demand.service} ${kind} ${demand.key} ${written(demand)} (${placeText(demand.origin)})`;
  }
  const chain = demand.via.map(shortPurl).join(' → ');
  return `${demand.service} brings ${chain}, which ${isPeer(demand) ? 'has the peer' : 'needs'} ${demand.key} ${written(demand)} (${placeText(demand.origin)})`;
}
