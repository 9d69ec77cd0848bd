/** Entries of one package.json in the light of its workspace: after catalogs, workspace links and overrides. */
import semver from 'semver';
import { COMMENT_KEY } from '../../src/formats/json.ts';
import { type Demand, type Diagnostic, inDirectory } from '../../src/model/index.ts';
import { isArchive } from './manifests/archive-files.ts';
import { type Entry, FIELDS, type PackageJson } from './manifests/manifest.ts';
import type { ProjectArchive } from './manifests/project-archives.ts';
import { nodeRange } from './node-rule.ts';
import { purlOf } from './notation/purl.ts';
import { compareVersions, satisfies } from './notation/range.ts';
import { type ClassifiedSpec, classifySpec, KNOWN_REGISTRIES, withoutTagProtocol } from './notation/spec.ts';
import { extended } from './overrides/adjusting.ts';
import { NO_ADJUSTMENTS } from './overrides/adjustments.ts';
import { REMOVED, replacementOf, replacing } from './overrides/overrides.ts';
import { type Home, PLAIN_CATALOG } from './workspaces/homes.ts';
import { isClassicYarn, type PackageManager } from './workspaces/package-manager.ts';
import { isHoistingLimited } from './workspaces/tool-settings.ts';
import { homeOf, type Structure, type WorkspaceRoot } from './workspaces/workspaces.ts';

/** An entry with what it means: after catalogs, workspace links and overrides. */
export interface ReadEntry {
  readonly entry: Entry;
  readonly spec: ClassifiedSpec;
  /** Text that the tool really resolves: of the catalog or the override where one applies. */
  readonly effective: string;
  /** What made another text of the line. */
  readonly changedBy?: 'catalog' | 'override';
  /** Version of the local package that a link leads to. */
  readonly version?: string;
  /** It is an archive of the project. */
  readonly archive?: ProjectArchive;
}

export interface Reading {
  readonly manifest: PackageJson;
  readonly directory: string;
  readonly root: WorkspaceRoot | undefined;
  /** Where it is installed, with what. */
  readonly home: Home | undefined;
  readonly entries: readonly ReadEntry[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads all entries of one package.json in the light of its workspace. */
export function readEntries(directory: string, manifest: PackageJson, structure: Structure): Reading {
  const root = structure.rootOf.get(directory) ?? structure.roots.get(directory);
  const diagnostics: Diagnostic[] = [];
  const home = homeOf(directory, structure);
  const base = home?.directory ?? directory;
  const adjustments = home?.adjustments ?? NO_ADJUSTMENTS;
  const rootEntries = structure.packages.get(base)?.entries ?? [];
  const replacements = replacing(
    adjustments.overrides.filter(({ fromRoot }) => fromRoot !== true),
    rootEntries,
    home?.directory !== directory,
    manifest.entries,
  );
  const members = root === undefined ? undefined : namesOf(root, structure);
  const linksRanges = home?.linksRanges !== false;
  const isYarn = home?.manager?.tool === 'yarn';
  const isBerry = isYarn && !isClassicYarn(home.manager);
  // yarn 1 takes this key for a comment, also among dependencies; others refuse it there.
  const own = isYarn && !isBerry ? manifest.entries.filter(({ name }) => name !== COMMENT_KEY) : manifest.entries;
  const entries = extended(own, manifest, adjustments).flatMap((entry): readonly ReadEntry[] => {
    const made = replacementOf(entry, manifest, replacements);
    // pnpm: an override to `-` takes the dependency away.
    if (made?.raw === REMOVED) return [];
    const line = made === undefined || made.field === entry.field ? entry : { ...entry, field: made.field, optional: false };
    return [readEntry(line, made?.raw, { directory, base, home, root, members, linksRanges, isBerry, structure, diagnostics })];
  });
  for (const { value, name, origin } of manifest.engines) {
    if (name === 'node' && value.trim() !== '' && nodeRange(value) === undefined)
      diagnostics.push({
        code: 'npm/engines-not-a-range',
        severity: 'warning',
        message: `engines.node "${value}" is not a version range, so it constrains nothing (npm accepts no version for it); correct it`,
        ...origin,
      });
  }
  return { manifest, directory, root, home, entries, diagnostics };
}

interface Surroundings {
  readonly directory: string;
  /** Where the settings stand: paths in overrides begin there. */
  readonly base: string;
  readonly home: Home | undefined;
  readonly root: WorkspaceRoot | undefined;
  readonly members: ReadonlyMap<string, string> | undefined;
  readonly linksRanges: boolean;
  /** yarn from version 2 on installs. */
  readonly isBerry: boolean;
  readonly structure: Structure;
  readonly diagnostics: Diagnostic[];
}

function readEntry(entry: Entry, override: string | undefined, around: Surroundings): ReadEntry {
  const { directory } = around;
  let effective = override ?? entry.raw;
  let changedBy: ReadEntry['changedBy'] = override === undefined ? undefined : 'override';
  const where = override === undefined ? directory : around.base;
  const read = (text: string): ClassifiedSpec => {
    const spec = classifySpec(entry.name, around.isBerry ? withoutTagProtocol(text) : text, where === '.' ? '' : where);
    return spec.named !== undefined && isRegistryName(spec.named.registry, around.home) ? spec.named.spec : spec;
  };
  let spec = read(effective);
  if (spec.catalog !== undefined) {
    // berry takes the name as it stands.
    const catalog = around.isBerry ? effective.replace(/^catalog:/, '') : spec.catalog;
    const found = catalogEntry(around, catalog, entry.name);
    if (found === undefined) {
      around.diagnostics.push(noCatalogEntry(entry, catalog, around.root));
      return { entry, spec, effective };
    }
    effective = found;
    changedBy ??= 'catalog';
    spec = read(found);
    if (spec.catalog !== undefined || (around.root?.tool === 'pnpm' && NO_CATALOG_ENTRY.test(found)))
      around.diagnostics.push(refusedCatalogEntry(entry, found));
  }
  if (spec.problem !== undefined) around.diagnostics.push(unreadSpec(entry, spec.problem));
  return linked({ entry, spec, effective, ...(changedBy === undefined ? {} : { changedBy }) }, around);
}

function isRegistryName(name: string, home: Home | undefined): boolean {
  const { tool = 'pnpm' } = home?.manager ?? {};
  return tool === 'pnpm' && (KNOWN_REGISTRIES.includes(name) || home?.registryNames.includes(name) === true);
}

function noCatalogEntry({ name, origin }: Entry, catalog: string, root: WorkspaceRoot | undefined): Diagnostic {
  const which = catalog === PLAIN_CATALOG ? 'the default catalog' : `the catalog "${catalog}"`;
  const place = { code: 'npm/unknown-catalog', ...origin, incomplete: true } as const;
  // Nothing is installed there: what scaffolds copy stands in such directories, and who copies it writes the version.
  return root === undefined
    ? {
        ...place,
        severity: 'warning',
        message: `${name} is taken from ${which}, and this package is no member of a workspace, so no tool installs it as it stands; list it among the members, or write a version`,
      }
    : {
        ...place,
        severity: 'error',
        message: `${name} is taken from ${which}, which has no such entry; add it to the workspace's catalogs`,
      };
}

/** pnpm: what a catalog cannot hold (`ERR_PNPM_CATALOG_ENTRY_INVALID_WORKSPACE_SPEC`, `…_INVALID_SPEC`). */
const NO_CATALOG_ENTRY = /^(?:workspace|link|file):/;

/** A catalog's entry leads to no other catalog either (pnpm, `ERR_PNPM_CATALOG_ENTRY_INVALID_RECURSIVE_DEFINITION`). */
function refusedCatalogEntry({ name, raw, origin }: Entry, found: string): Diagnostic {
  return {
    code: 'npm/unknown-catalog',
    severity: 'error',
    message: `${name} is taken by "${raw}", and that entry says "${found}" in turn, which is refused; write a version into the catalog`,
    ...origin,
    incomplete: true,
  };
}

/** A protocol of a plug-in is nobody's mistake, but what it stands for is not known. */
function unreadSpec({ name, raw, origin }: Entry, problem: string): Diagnostic {
  const protocol = /^[a-z][a-z0-9+.-]*:/i.exec(raw)?.[0];
  if (protocol !== undefined && problem.startsWith('Unsupported URL Type'))
    return {
      code: 'npm/unknown-protocol',
      severity: 'warning',
      message: `${name} is taken by "${protocol}", which only a plug-in of its package manager understands; it is not compared, name a version or a range to have it compared`,
      ...origin,
      incomplete: true,
    };
  return {
    code: 'npm/invalid-spec',
    severity: 'error',
    message: `npm cannot read ${name}@${raw} (${problem}); correct it`,
    ...origin,
    incomplete: true,
  };
}

/** Members of one workspace find each other by name when the version suits; paths may lead to a package of this project. */
function linked(read: ReadEntry, around: Surroundings): ReadEntry {
  const { spec } = read;
  const { structure } = around;
  if (spec.kind === 'path' && isArchive(spec.locator ?? '')) return withArchive(read, around);
  const target = spec.kind === 'path' ? (spec.locator ?? '') : memberFor(spec, around);
  if (target === undefined) {
    if (spec.kind === 'workspace' && isOwn(read.entry)) around.diagnostics.push(notInWorkspace(read, around.root));
    return read;
  }
  const version = structure.packages.get(target)?.version;
  const withVersion = version === undefined ? read : { ...read, version };
  if (spec.kind === 'path') return withVersion;
  if (spec.kind !== 'workspace') return isLinkedByRange(read, version, around) ? asMember(withVersion, target) : read;
  if (isOwn(read.entry) && !takesMember(spec, version, around.home?.manager))
    around.diagnostics.push(otherVersion(read, version));
  return { ...withVersion, spec: { ...spec, locator: target } };
}

function withArchive(read: ReadEntry, { structure }: Surroundings): ReadEntry {
  const archive = structure.archives.at(read.spec.locator ?? '', read.entry.origin);
  const stated = archive?.manifest.version;
  return archive === undefined ? read : { ...read, archive, ...(stated === undefined ? {} : { version: stated }) };
}

function asMember(read: ReadEntry, locator: string): ReadEntry {
  return { ...read, spec: { kind: 'workspace', target: read.spec.target, locator } };
}

/** Whether a range on a member's name leads to that member, of this version. */
function isLinkedByRange({ spec, entry }: ReadEntry, version: string | undefined, { linksRanges }: Surroundings): boolean {
  const { range, target } = spec;
  if (!linksRanges || range === undefined || target !== entry.name) return false;
  return version === undefined ? /^(?:\*|x|latest)?$/.test(range) : satisfies(version, range) || range === '*';
}

/** By name, or by path: `workspace:../b`, and for berry `workspace:packages/b`, from the workspace's root. */
function memberFor(
  { target, path, locator = '' }: ClassifiedSpec,
  { root, members, structure }: Surroundings,
): string | undefined {
  if (path === undefined) return members?.get(target);
  const places = root === undefined ? [path] : [path, inDirectory(root.directory, path)];
  return places.find((place) => structure.packages.has(place)) ?? (locator.startsWith('.') ? undefined : members?.get(target));
}

/** The first pnpm that links a member of whatever version (by experiment). */
const PNPM_LINKS_ANY = 10;

/** Whether `workspace:` with a range links a member of that version; with `*`, `^`, `~`, a tag or a path it links any. */
function takesMember({ locator = '', path }: ClassifiedSpec, version = '0.0.0', manager: PackageManager | undefined): boolean {
  if (path !== undefined || /^[*^~]?$/.test(locator) || semver.validRange(locator, true) === null) return true;
  const { tool, major = 0, orLater = false } = manager ?? {};
  return (tool === 'pnpm' && (orLater || major >= PNPM_LINKS_ANY)) || satisfies(version, locator);
}

function notInWorkspace({ entry: { name, raw, origin }, spec }: ReadEntry, root: WorkspaceRoot | undefined): Diagnostic {
  const where =
    root === undefined ? 'no workspace is known here' : `no member of the workspace is ${spec.path ?? `called ${spec.target}`}`;
  return {
    code: 'npm/not-in-workspace',
    severity: 'warning',
    message: `${name} is taken by "${raw}", and ${where}, so nothing of it is known and its tool refuses to install; analyze the whole workspace, or correct the line`,
    ...origin,
    incomplete: true,
  };
}

function otherVersion({ entry: { name, raw, origin } }: ReadEntry, version = 'without a version'): Diagnostic {
  return {
    code: 'npm/not-in-workspace',
    severity: 'warning',
    message: `${name} is taken by "${raw}", and the member of the workspace is ${version}: yarn, bun and pnpm before 10 refuse to install; it is taken as it is, make the two agree`,
    ...origin,
  };
}

/** By the list of members, which every part of a workspace shares. */
const nameCache = new WeakMap<WorkspaceRoot['members'], ReadonlyMap<string, string>>();

/** Directories of a workspace's members by package name. */
export function namesOf(root: WorkspaceRoot, structure: Structure): ReadonlyMap<string, string> {
  const known = nameCache.get(root.members);
  if (known !== undefined) return known;
  const names = new Map<string, string>();
  for (const directory of [root.directory, ...root.members]) {
    const { name, version } = structure.packages.get(directory) ?? {};
    if (name === undefined) continue;
    const other = names.get(name);
    // Of several by one name pnpm links the newest, and no other tool installs at all.
    const before = other === undefined ? undefined : structure.packages.get(other)?.version;
    if (before === undefined || compareVersions(version ?? '0.0.0', before) >= 0) names.set(name, directory);
  }
  nameCache.set(root.members, names);
  return names;
}

function catalogEntry({ root, structure, directory, isBerry }: Surroundings, catalog: string, name: string): string | undefined {
  const own = structure.packages.get(directory)?.catalogs;
  const at = (wanted: string): string | undefined => root?.catalogs.get(wanted)?.get(name) ?? own?.get(wanted)?.get(name);
  // Where nothing says which tool installs, .yarnrc.yml may be what counts.
  return (catalog === 'default' && !isBerry ? at(PLAIN_CATALOG) : undefined) ?? at(catalog);
}

/** Without peers under the name of one of the package's own dependencies, which are nobody's (arborist, `_loadDeps`); one for development stays at home. */
export function askedFor(entries: readonly ReadEntry[]): readonly ReadEntry[] {
  const own = new Set(entries.filter(({ entry }) => isOwn(entry)).map(({ entry }) => entry.name));
  return entries.filter(({ entry }) => entry.field !== 'peerDependencies' || !own.has(entry.name));
}

export function isOwn({ field }: Entry): boolean {
  return field === 'dependencies' || field === 'optionalDependencies';
}

/** Kinds whose text is a range of versions. */
export const TEXT_KINDS: ReadonlySet<string> = new Set(['range', 'exact']);

/** What a direct entry asks of the realm. */
export function demandOf({ entry, spec, effective, changedBy, version }: ReadEntry, service: string): Demand {
  const { group, scope } = FIELDS[entry.field];
  const constraint = TEXT_KINDS.has(spec.kind) ? (spec.range ?? effective) : effective;
  const detail: Record<string, string> = {};
  if (entry.field === 'peerDependencies') detail.peer = entry.optional ? 'optional' : 'required';
  if (spec.tag === true) detail.tag = 'true';
  if (TEXT_KINDS.has(spec.kind) && spec.target !== entry.name) detail.target = spec.target;
  if (spec.locator !== undefined) detail.locator = spec.locator;
  if (version !== undefined) detail.version = version;
  if (entry.raw !== constraint) detail.raw = entry.raw;
  if (entry.raw !== effective && changedBy !== undefined) detail[changedBy] = effective;
  return {
    service,
    realm: 'npm',
    key: entry.name,
    subject: purlOf(entry.name),
    constraint,
    kind: spec.kind,
    strength: 'declared',
    group,
    scope,
    via: [],
    origin: entry.origin,
    ...(Object.keys(detail).length === 0 ? {} : { detail }),
  };
}

/** berry: what a member says of how far its packages rise counts before what its workspace says. */
export function keepsCopies({ manifest, home }: Reading): boolean {
  const { tool } = home?.manager ?? {};
  const own = (tool === undefined || tool === 'yarn') && !isClassicYarn(home?.manager) ? manifest.hoistingLimits : undefined;
  return own === undefined ? home?.keepsCopies === true : isHoistingLimited(own);
}
