/** What joint resolution is told of each package.json. */
import semver from 'semver';
import { addOnce, type Demand, type ServiceId, shortPurl, type Unit } from '../../../src/model/index.ts';
import type { Entry, Field } from '../manifests/manifest.ts';
import type { ProjectArchive } from '../manifests/project-archives.ts';
import { NO_ADJUSTMENTS } from '../overrides/adjustments.ts';
import type { RefusedOverride } from '../overrides/overrides.ts';
import { askedFor, demandOf, keepsCopies, type ReadEntry, type Reading } from '../reading.ts';
import type { ReleaseAge } from '../release-age.ts';
import type { PeerRules } from '../workspaces/tool-settings.ts';
import type { Structure } from '../workspaces/workspaces.ts';
import { type RootSettings, rootSettings } from './root-settings.ts';

/** One line of a service's own package.json, after catalogs, workspace links and overrides. */
export interface NpmLine {
  readonly service: ServiceId;
  readonly name: string;
  /**
   * `registry`: npm's own text of what it looks up. `local`: a package of this project, by directory. `archive`: one that
   * lies packed in this project.
   * `foreign`: a git repository, an archive, or what cannot be read; what it needs is not known without fetching it.
   */
  readonly source:
    | { readonly kind: 'registry'; readonly target: string; readonly spec: string; readonly isTag: boolean }
    | { readonly kind: 'local'; readonly directory: string }
    | { readonly kind: 'archive'; readonly archive: ProjectArchive }
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
  /** A member of a workspace that others are built with: in their directory it is a dependency like any other. */
  readonly isLibrary: boolean;
  /** Those that are not deployed: of a workspace's root they take part all the same, for npm builds the whole tree before it omits any. */
  readonly development: readonly NpmLine[];
  /** What its root changes about the packages below. */
  readonly settings: RootSettings;
  /** Peers of packages for which npm refuses the service by itself, where that is put aside. */
  readonly letBe?: PeerRules['allowed'];
  /** pnpm is told to refuse packages whose engines do not suit, or yarn 1 does. */
  readonly engineStrict: boolean;
  /** pnpm, yarn or bun takes no release that is younger. */
  readonly releaseAge?: ReleaseAge;
  /** The tool gives every member its own copies, see `isIsolating`. */
  readonly isolates: boolean;
  /** Nothing of what a member asks for rises above it: its copies are beside nobody's. */
  readonly keepsCopies: boolean;
  /** The directory whose settings and overrides hold: the workspace's root, or the service's own. */
  readonly root: string;
  /** What its workspace's root overrides it by, and npm refuses for. */
  readonly refusedFor?: RefusedOverride;
  /** Versions that the service's lock holds by package name, and of its own lines by their name. */
  readonly locked: Locked;
}

export interface Locked {
  readonly all: ReadonlyMap<string, readonly string[]>;
  readonly direct: ReadonlyMap<string, string>;
}

const NOTHING_LOCKED: Locked = { all: new Map(), direct: new Map() };

/** Development dependencies do not reach a host. */
function isDeployed({ field }: Entry): boolean {
  return field !== 'devDependencies';
}

/** By directory. */
export interface KnownOfServices {
  readonly units: ReadonlyMap<string, Unit>;
  readonly structure: Structure;
  readonly refusedMembers: ReadonlyMap<string, RefusedOverride>;
}

/** By directory; also of packages that are no services themselves but that services link to. */
export function servicesOf(
  readings: readonly Reading[],
  known: KnownOfServices,
  counts: (entry: Entry) => boolean = isDeployed,
): ReadonlyMap<string, NpmService> {
  return new Map(readings.map((reading) => [reading.directory, serviceOf(reading, known, counts)]));
}

function serviceOf(
  reading: Reading,
  { units, structure, refusedMembers }: KnownOfServices,
  counts: (entry: Entry) => boolean,
): NpmService {
  const { directory, manifest, home } = reading;
  const unit = units.get(directory);
  const refusedFor = refusedMembers.get(directory);
  const root = home?.directory ?? directory;
  const releaseAge = home?.releaseAge;
  const asked = askedFor(reading.entries);
  const linesWhere = (wanted: boolean): readonly NpmLine[] =>
    asked.filter(({ entry }) => counts(entry) === wanted).map((entry) => lineOf(entry, directory, structure));
  return {
    service: directory,
    name: manifest.name ?? directory,
    // A version that is none stops npm's builder.
    version: semver.valid(manifest.version, true) ?? '0.0.0',
    lines: linesWhere(true),
    development: linesWhere(false),
    root,
    isLibrary: unit?.role === 'library',
    locked: unit === undefined ? NOTHING_LOCKED : lockedBy(unit),
    settings: rootSettings(home?.adjustments ?? NO_ADJUSTMENTS, {
      lines: structure.packages.get(root)?.entries ?? [],
      isOwn: root === directory,
    }),
    engineStrict: home?.engineStrict === true,
    ...(releaseAge === undefined ? {} : { releaseAge }),
    isolates: home?.isolates === true,
    keepsCopies: keepsCopies(reading),
    ...(refusedFor === undefined ? {} : { refusedFor }),
  };
}

function lineOf(read: ReadEntry, service: ServiceId, structure?: Pick<Structure, 'packages'>): NpmLine {
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

function sourceOf(
  { spec, effective, entry, archive }: ReadEntry,
  structure: Pick<Structure, 'packages'> | undefined,
): NpmLine['source'] {
  if (archive !== undefined) return { kind: 'archive', archive };
  switch (spec.kind) {
    case 'range':
    case 'exact': {
      if (spec.registry !== undefined) return { kind: 'foreign', text: effective };
      const { target } = spec;
      return {
        kind: 'registry',
        target,
        spec: textOf(entry.name, target, spec.range ?? effective, effective),
        isTag: spec.tag === true,
      };
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

/** As it was written, where npm reads it so: it holds the text itself against overrides of it. Protocols of other tools are replaced. */
function textOf(name: string, target: string, range: string, written: string): string {
  const plain = target === name ? range : `npm:${target}@${range}`;
  const same = [plain, `npm:${target}@${range}`, ...(range === '*' ? [`npm:${target}`] : [])];
  return same.includes(written.trim()) ? written : plain;
}

function lockedBy({ dependencies }: Unit): Locked {
  const all = new Map<string, string[]>();
  const direct = new Map<string, string>();
  for (const { name, purl, resolved, direct: isDirect } of dependencies) {
    if (resolved === undefined) continue;
    const target = shortPurl(purl);
    addOnce(all, target, resolved);
    if (isDirect) direct.set(name, resolved);
  }
  return { all, direct };
}
