/** What joint resolution is told of each package.json. */
import semver from 'semver';
import { type Demand, type ServiceId, shortPurl, type Unit } from '../../../src/model/index.ts';
import type { Entry, Field, Override } from '../manifest.ts';
import { demandOf, type ReadEntry, type Reading } from '../reading.ts';
import type { Structure } from '../workspaces.ts';

/** One line of a service's own package.json, after catalogs, workspace links and overrides. */
export interface NpmLine {
  readonly service: ServiceId;
  readonly name: string;
  /**
   * `registry`: npm's own text of what it looks up. `local`: a package of this project, by directory.
   * `foreign`: a git repository, an archive, or what cannot be read; what it needs is not known without fetching it.
   */
  readonly source:
    | { readonly kind: 'registry'; readonly target: string; readonly spec: string; readonly isTag: boolean }
    | { readonly kind: 'local'; readonly directory: string }
    | { readonly kind: 'foreign'; readonly text: string };
  readonly field: Field;
  /** A peer that its service makes optional: it bites once another brings the package. */
  readonly isOptionalPeer: boolean;
  readonly demand: Demand;
}

export interface NpmService {
  readonly service: ServiceId;
  readonly name: string;
  readonly version: string;
  readonly lines: readonly NpmLine[];
  /** `overrides` as npm's package.json has them; those of pnpm and yarn in the same form. */
  readonly overrides?: Overrides;
  /** The directory whose settings and overrides hold: the workspace's root, or the service's own. */
  readonly root: string;
  /** Versions that the service's lock holds by package name, and of its own lines by their name. */
  readonly locked: Locked;
}

export interface Locked {
  readonly all: ReadonlyMap<string, readonly string[]>;
  readonly direct: ReadonlyMap<string, string>;
}

export interface Overrides {
  readonly [selector: string]: string | Overrides;
}

const NOTHING_LOCKED: Locked = { all: new Map(), direct: new Map() };

/** Development dependencies do not reach a host. */
export function isDeployed({ field }: Entry): boolean {
  return field !== 'devDependencies';
}

/** By directory; also of packages that are no services themselves but that services link to. */
export function servicesOf(
  readings: readonly Reading[],
  units: ReadonlyMap<string, Unit>,
  structure: Structure,
  counts: (entry: Entry) => boolean = isDeployed,
): ReadonlyMap<string, NpmService> {
  return new Map(
    readings.map((reading) => {
      const unit = units.get(reading.directory);
      const locked = unit === undefined ? NOTHING_LOCKED : lockedBy(unit);
      return [reading.directory, serviceOf(reading, structure, locked, counts)];
    }),
  );
}

function serviceOf(reading: Reading, structure: Structure, locked: Locked, counts: (entry: Entry) => boolean): NpmService {
  const { directory, manifest, root } = reading;
  const home = root?.directory ?? directory;
  const overrides = overridesOf((structure.packages.get(home) ?? manifest).overrides, root?.overrides);
  return {
    service: directory,
    name: manifest.name ?? directory,
    // A version that is none stops npm's builder.
    version: semver.valid(manifest.version, true) ?? '0.0.0',
    lines: reading.entries.filter(({ entry }) => counts(entry)).map((entry) => lineOf(entry, directory, structure)),
    root: home,
    locked,
    ...(overrides === undefined ? {} : { overrides }),
  };
}

export function lineOf(read: ReadEntry, service: ServiceId, structure?: Pick<Structure, 'packages'>): NpmLine {
  const { entry } = read;
  return {
    service,
    name: entry.name,
    source: sourceOf(read, structure),
    field: entry.field,
    isOptionalPeer: entry.optional,
    demand: demandOf(read, service),
  };
}

function sourceOf({ spec, effective, entry }: ReadEntry, structure: Pick<Structure, 'packages'> | undefined): NpmLine['source'] {
  switch (spec.kind) {
    case 'range':
    case 'exact': {
      const range = spec.range ?? effective;
      const alias = spec.target === entry.name ? '' : `npm:${spec.target}@`;
      return { kind: 'registry', target: spec.target, spec: `${alias}${range}`, isTag: spec.tag === true };
    }
    case 'path':
    case 'workspace':
      return spec.locator !== undefined && structure?.packages.has(spec.locator) === true
        ? { kind: 'local', directory: spec.locator }
        : { kind: 'foreign', text: effective };
    default:
      return { kind: 'foreign', text: effective };
  }
}

function lockedBy({ dependencies }: Unit): Locked {
  const all = new Map<string, string[]>();
  const direct = new Map<string, string>();
  for (const { name, purl, resolved, direct: isDirect } of dependencies) {
    if (resolved === undefined) continue;
    const target = shortPurl(purl);
    const versions = all.get(target) ?? [];
    all.set(target, versions);
    if (!versions.includes(resolved)) versions.push(resolved);
    if (isDirect) direct.set(name, resolved);
  }
  return { all, direct };
}

/** npm's form: a text, or an object whose `.` is the package itself and whose other keys are what lies below it. */
function overridesOf(
  overrides: readonly Override[],
  ofWorkspace: ReadonlyMap<string, string> | undefined,
): Overrides | undefined {
  const tree: OverrideTree = { below: new Map() };
  for (const [selector, value] of ofWorkspace ?? []) place(tree, selector.split('>'), value);
  // npm, pnpm and yarn each read their own field alone; a package.json that has several means the same by them.
  for (const { path, value } of overrides) if (value !== '-') place(tree, path, value);
  return tree.below.size === 0 ? undefined : written(tree);
}

interface OverrideTree {
  own?: string;
  readonly below: Map<string, OverrideTree>;
}

function place(tree: OverrideTree, path: readonly string[], value: string): void {
  let at = tree;
  for (const part of path) {
    const next = at.below.get(part) ?? { below: new Map() };
    at.below.set(part, next);
    at = next;
  }
  at.own = value;
}

function written({ own, below }: OverrideTree): Overrides {
  const entries = [...below].map(([name, inner]): readonly [string, string | Overrides] =>
    inner.below.size === 0 && inner.own !== undefined ? [name, inner.own] : [name, written(inner)],
  );
  return Object.fromEntries(own === undefined ? entries : [['.', own] as const, ...entries]);
}
