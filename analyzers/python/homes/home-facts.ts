import {
  addTo,
  append,
  baseName,
  type Diagnostic,
  directoryOf,
  inDirectory,
  isReadFailure,
  type Manifest,
  type ManifestKind,
  type ManifestRole,
  normalizeName,
  type Origin,
  type Project,
  type ReadFailure,
  type Scope,
  type SourceFile,
} from '../../../src/model/index.ts';
import {
  bothMarkers,
  type Declared,
  INSTALLERS,
  isLocal,
  type LockFacts,
  type ManifestFacts,
  type NamedFile,
  NOTHING,
  scopeByName,
} from '../declared.ts';
import { foundInImage, type ImageInstall, remoteConstraint } from '../image-installs.ts';
import { readCondaLock } from '../locks/conda-lock.ts';
import { readPdmLock } from '../locks/pdm-lock.ts';
import { compiledFrom, readPipCompile } from '../locks/pip-compile.ts';
import { readPipfileLock } from '../locks/pipfile-lock.ts';
import { readPixiLock } from '../locks/pixi-lock.ts';
import { readPoetryLock } from '../locks/poetry-lock.ts';
import { readPylock } from '../locks/pylock.ts';
import { readUvLock } from '../locks/uv-lock.ts';
import { type CondaFacts, readConda } from '../manifests/conda.ts';
import { readImage } from '../manifests/dockerfile.ts';
import { readRequirements } from '../manifests/pip-manifest.ts';
import type { PathFacts } from '../manifests/pip-requirement.ts';
import { readPipfile } from '../manifests/pipfile.ts';
import { readPixiToml } from '../manifests/pixi.ts';
import { type PyprojectFacts, readHatchToml, readPyproject } from '../manifests/pyproject.ts';
import { readScript } from '../manifests/script.ts';
import { readSetupCfg } from '../manifests/setup-cfg.ts';
import { readSetupPy, readWithModules } from '../manifests/setup-py.ts';
import { readUvToml, type UvSettings } from '../manifests/uv-settings.ts';
import { areDisjoint, type Constraint, parseConstraint } from '../notation/constraint.ts';
import { modulesOf } from '../setup/modules.ts';
import { byInterpreter, type FileGroup, groupOf, groupsOf, type Home, suffixOf } from './homes.ts';
import { thatCount } from './precedence.ts';

/** One home's manifests and locks, read. */
export interface HomeFacts {
  readonly directory: string;
  readonly manifests: readonly { readonly path: string; readonly facts: ManifestFacts }[];
  readonly locks: readonly { readonly path: string; readonly group: string; readonly facts: LockFacts }[];
  /** Those of its uv.toml, which hold for what lies below it too. */
  readonly settings?: UvSettings;
  /** Every file that was looked into, as the report lists it. */
  readonly listed: readonly Manifest[];
  /** Whether uv installs it: as its image has it, else as its files say. */
  readonly isUvs: boolean;
  /** Files that are constraints by their names. */
  readonly constraints: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
}

const MANIFESTS = [
  'pyproject',
  'hatch-toml',
  'setup-cfg',
  'setup-py',
  'pipfile',
  'conda',
  'pixi',
  'script',
  'dockerfile',
] as const;
const LOCKFILES = ['uv-lock', 'poetry-lock', 'pdm-lock', 'pipfile-lock', 'pylock', 'pixi-lock', 'conda-lock'] as const;

const PARSERS: Readonly<Record<(typeof MANIFESTS)[number], (file: SourceFile) => ManifestFacts>> = {
  pyproject: readPyproject,
  'hatch-toml': readHatchToml,
  'setup-cfg': readSetupCfg,
  'setup-py': readSetupPy,
  pipfile: readPipfile,
  conda: readConda,
  pixi: readPixiToml,
  script: readScript,
  dockerfile: readImage,
};

const LOCKS: Readonly<Record<(typeof LOCKFILES)[number], (file: SourceFile) => LockFacts>> = {
  'pipfile-lock': readPipfileLock,
  'poetry-lock': readPoetryLock,
  'uv-lock': readUvLock,
  'pdm-lock': readPdmLock,
  pylock: readPylock,
  'pixi-lock': readPixiLock,
  'conda-lock': readCondaLock,
};

/** Reads everything of one home; what is not there or says nothing of dependencies is left out. */
export function readHome(project: Project, paths: PathFacts, home: Home, image?: ImageInstall): HomeFacts {
  const listed: Manifest[] = [];
  const diagnostics: Diagnostic[] = [];
  const list: Lister = (path, kind, role, group) => {
    if (!listed.some((one) => one.path === path)) listed.push({ path, kind, role, group });
  };
  const counted = thatCount(readManifests(project, home, list));
  append(diagnostics, counted.told);
  const manifests = counted.manifests.map(({ path, facts }) => ({ path, facts: asInstalled(asFiled(project, facts), image) }));
  const locks = readLocks(project, home, list);
  for (const { facts } of locks) append(diagnostics, facts.diagnostics);
  const isStarted = image !== undefined || project.list(home.directory).some((name) => /\.py$/i.test(name) || RUNS.test(name));
  readLoose(project, paths, home, { manifests, locks, list, diagnostics }, isStarted, image?.lists ?? []);
  readConstraints(project, paths, home, image, { manifests, locks, list, diagnostics });
  for (const { facts } of manifests) append(diagnostics, facts.diagnostics);
  const settings = settingsOf(project, home);
  append(diagnostics, settings?.diagnostics ?? []);
  const [configuration] = home.files.get('uv-toml') ?? [];
  if (configuration !== undefined && listed.length > 0) list(configuration, 'uv-toml', 'manifest', 'default');
  const layered = overBases(manifests, new Set(image?.before)).map(({ path, facts }) => ({
    path,
    facts: asInImage(project, facts, image?.copies ?? []),
  }));
  const installed = withInstalled(project, layered.length === 1 ? layered.map(asAlone) : layered, image?.projects ?? []);
  const own = withNamed(project, installed, image?.bases ?? []);
  const isUvs = settings !== undefined || locks.some(({ facts }) => facts.kind === 'uv-lock') || usesUv(project, home, listed);
  return {
    ...(settings === undefined ? {} : { settings }),
    directory: home.directory,
    manifests: isUvs || image?.isUvs === true ? own.map(asUvReads) : own,
    locks,
    listed,
    isUvs: image?.isUvs ?? isUvs,
    constraints: home.files.get('constraints') ?? [],
    diagnostics,
  };
}

/** Notes that a file belongs to the home. */
type Lister = (path: string, kind: ManifestKind, role: ManifestRole, group: string) => void;

/** What says of itself that it is a project; a file that cannot be read belongs to the home all the same. */
function readManifests(project: Project, home: Home, list: Lister): { path: string; facts: ManifestFacts }[] {
  const read: { path: string; facts: ManifestFacts }[] = [];
  for (const kind of MANIFESTS) {
    // Beside no pyproject.toml, Hatch's file configures nothing.
    if (kind === 'hatch-toml' && read.length === 0) continue;
    for (const path of home.files.get(kind) ?? []) {
      const facts = kind === 'setup-py' ? setupFacts(project, path) : project.parse(path, PARSERS[kind]);
      if (isReadFailure(facts)) list(path, kind === 'script' ? 'python-script' : kind, 'manifest', 'default');
      else if (facts.isProject) {
        read.push({ path, facts });
        list(path, facts.kind, 'manifest', 'default');
      }
    }
  }
  return read;
}

function readLocks(project: Project, home: Home, list: Lister): { path: string; group: string; facts: LockFacts }[] {
  const locks: { path: string; group: string; facts: LockFacts }[] = [];
  for (const kind of LOCKFILES)
    for (const path of home.files.get(kind) ?? []) {
      const facts = project.parse(path, LOCKS[kind]);
      list(path, kind, 'lock', 'default');
      if (!isReadFailure(facts)) locks.push({ path, group: 'default', facts });
    }
  return locks;
}

/** The uv.toml of the home counts before what a pyproject.toml says (uv, "Configuration files"). */
function settingsOf(project: Project, home: Home): UvSettings | undefined {
  const [path] = home.files.get('uv-toml') ?? [];
  const file = path === undefined ? undefined : project.parse(path, readUvToml);
  return file === undefined || isReadFailure(file) ? settingsAlone(project, home) : file;
}

/**
 * What an image installs goes before what the image that it is built on has: pip takes away what the later lists exclude,
 * and keeps what they admit.
 */
function overBases(manifests: HomeFacts['manifests'], before: ReadonlySet<string>): HomeFacts['manifests'] {
  if (before.size === 0) return manifests;
  const isKept = keptBeside(manifests.flatMap(({ path, facts }) => (before.has(path) ? [] : facts.declared)));
  return manifests.map(({ path, facts }) =>
    before.has(path) ? { path, facts: { ...facts, declared: facts.declared.filter(isKept) } } : { path, facts },
  );
}

/** Whether what is there already is left as it is by whoever installs these later. */
function keptBeside(later: readonly Declared[]): (one: Declared) => boolean {
  const asked = new Map<string, Constraint[]>();
  for (const { name, scope, constraint } of later) {
    const answer = parseConstraint(constraint);
    if (name !== undefined && scope === 'runtime' && answer.ok) addTo(asked, name, answer.constraint);
  }
  return ({ name, constraint }) => {
    const answer = parseConstraint(constraint);
    const others = name === undefined ? undefined : asked.get(name);
    return others === undefined || !answer.ok || others.every((one) => !areDisjoint([answer.constraint, one]));
  };
}

/**
 * Packages that the images which one is built on install by name are there beside what that installs itself by name or from
 * lists; what a project's own tool installs has an environment of its own.
 */
function withNamed(project: Project, manifests: HomeFacts['manifests'], bases: readonly string[]): HomeFacts['manifests'] {
  const isPips = manifests.every(({ facts }) => facts.kind === 'pip-requirements' || facts.kind === 'dockerfile');
  if (manifests.length === 0 || !isPips) return manifests;
  let later = manifests.flatMap(({ facts }) => facts.declared);
  const below: HomeFacts['manifests'][number][] = [];
  for (const path of [...bases].reverse()) {
    const facts = project.parse(path, readImage);
    if (isReadFailure(facts)) continue;
    const declared = facts.declared.filter(keptBeside(later));
    later = [...later, ...declared];
    const unknown = facts.hasOthers ? undefined : facts.unknown;
    below.push({ path, facts: { ...NOTHING, kind: 'dockerfile', declared, ...(unknown === undefined ? {} : { unknown }) } });
  }
  return [...manifests, ...below];
}

/** Projects that a manifest names where they lie in an image, and nowhere here (`-e /opt/core`). */
function asInImage(project: Project, facts: ManifestFacts, copies: ImageInstall['copies']): ManifestFacts {
  if (copies.length === 0 || !facts.declared.some(isLocal)) return facts;
  const isThere = (path: string): boolean => project.has(path) || project.list(path).length > 0;
  const declared = facts.declared.map((one) => {
    const { kind, from, origin } = one;
    if (kind !== 'path' || from === undefined || isThere(from)) return one;
    const found = foundInImage(project, copies, origin.file, from);
    return found === undefined ? one : { ...one, from: found };
  });
  return { ...facts, declared };
}

/**
 * Projects of other directories that an image installs beside what its home says: needed as if a manifest named them by
 * path, and what a manifest names by that name is taken from there.
 */
function withInstalled(
  project: Project,
  manifests: HomeFacts['manifests'],
  projects: ImageInstall['projects'],
): HomeFacts['manifests'] {
  // Beside tools for those who develop, an image that runs something else says nothing of this directory.
  const runs = manifests.some(({ facts }) => facts.name !== undefined || facts.declared.some(({ scope }) => scope === 'runtime'));
  if (!runs) return manifests;
  let all = manifests;
  for (const { directory, extras, origin } of projects) {
    const name = projectName(project, directory);
    const isIt = (one: Declared): boolean => one.from === directory || (name !== undefined && one.name === name);
    const known = all.flatMap(({ facts }) => facts.declared).filter(isIt);
    if (known.some(isLocal)) continue;
    const place = { kind: 'path', from: directory } as const;
    all = all.map(({ path, facts }) => ({
      path,
      facts: { ...facts, declared: facts.declared.map((one) => (isIt(one) ? { ...one, ...place, constraint: '' } : one)) },
    }));
    if (known.length > 0) continue;
    const named = name === undefined ? {} : { name };
    const declared = [{ ...named, extras, constraint: '', ...place, group: 'default', scope: 'runtime' as const, origin }];
    all = [...all, { path: origin.file, facts: { ...NOTHING, kind: 'dockerfile', declared } }];
  }
  return all;
}

function projectName(project: Project, directory: string): string | undefined {
  for (const kind of ['pyproject', 'setup-cfg', 'setup-py'] as const) {
    const path = inDirectory(directory, PROJECT_NAMES[kind]);
    const facts = project.has(path) ? project.parse(path, PARSERS[kind]) : undefined;
    if (facts !== undefined && !isReadFailure(facts) && facts.name !== undefined) return normalizeName(facts.name);
  }
  return undefined;
}

const PROJECT_NAMES = { pyproject: 'pyproject.toml', 'setup-cfg': 'setup.cfg', 'setup-py': 'setup.py' } as const;

/** A setup.py, with the modules beside it that it imports. */
function setupFacts(project: Project, path: string): ManifestFacts | ReadFailure {
  const file = project.read(path);
  const modules = isReadFailure(file) ? undefined : modulesOf(project, file);
  return isReadFailure(file) || modules === undefined ? project.parse(path, readSetupPy) : readWithModules(file, modules);
}

/** A pyproject.toml that is no project's and configures uv says as much as a uv.toml. */
function settingsAlone(project: Project, home: Home): UvSettings | undefined {
  const [path] = home.files.get('pyproject') ?? [];
  const facts = path === undefined ? undefined : project.parse(path, readPyproject);
  if (facts === undefined || isReadFailure(facts) || facts.isProject || !facts.configuresUv) return undefined;
  return { ...facts, policy: facts.policy ?? {} };
}

const UV_CONFIGURED = /^[ \t]*\[tool\.uv\b/m;
const UV_COMPILED = /^#.*\bautogenerated by uv\b/m;

/** Whether files of the directory say that uv installs it, besides its locks and settings. */
function usesUv(project: Project, home: Home, listed: readonly Manifest[]): boolean {
  const says = (path: string, pattern: RegExp): boolean => {
    const file = project.read(path);
    return !isReadFailure(file) && pattern.test(file.text);
  };
  const isCompiled = (path: string): boolean => path.endsWith('.txt') && says(path, UV_COMPILED);
  return (
    (home.files.get('pyproject') ?? []).some((path) => says(path, UV_CONFIGURED)) || listed.some(({ path }) => isCompiled(path))
  );
}

/** Pipenv alone looks at `[requires]`: where an image installs by another tool, it is for those who develop. */
function asInstalled(facts: ManifestFacts, image: ImageInstall | undefined): ManifestFacts {
  const isUnheard = facts.kind === 'pipfile' && image !== undefined && !image.runsPipenv;
  return isUnheard ? { ...facts, pythons: [] } : facts;
}

function asUvReads({ path, facts }: HomeFacts['manifests'][number]): HomeFacts['manifests'][number] {
  if (facts.indexes?.isPips !== true) return { path, facts };
  const { isPips: _, ...indexes } = facts.indexes;
  return { path, facts: { ...facts, indexes } };
}

/** As with requirements files: the only environment of a directory has what runs there, whatever it is called. */
function asAlone({ path, facts }: HomeFacts['manifests'][number]): HomeFacts['manifests'][number] {
  return { path, facts: isConda(facts) && facts.whereAlone !== undefined ? { ...facts, ...facts.whereAlone } : facts };
}

function isConda(facts: ManifestFacts): facts is CondaFacts {
  return facts.kind === 'conda';
}

/**
 * A setup.py that takes lines of files asks for those lines; one that computes what it needs, and names one file of what
 * runs, is taken to ask for the lines of that file.
 */
function asFiled(project: Project, facts: ManifestFacts): ManifestFacts {
  const { readFrom = [] } = facts;
  const missing = readFrom.filter(({ path }) => !project.has(path));
  const isMissing = missing.some(({ group }) => group === 'default');
  const known: ManifestFacts = {
    ...facts,
    ...(readFrom.length === 0 ? {} : { namedFiles: readFrom.filter(({ path }) => project.has(path)) }),
    ...(isMissing ? { unknown: `its setup.py takes lines of a file that is not there` } : {}),
    diagnostics: [...facts.diagnostics, ...missing.map(noFile)],
  };
  const files = facts.computedFrom?.filter(({ path }) => groupOf(path).scope === 'runtime' && project.has(path)) ?? [];
  const [file] = files;
  if (file === undefined || isMissing || files.some(({ path }) => path !== file.path)) return known;
  const taken: Diagnostic = {
    code: 'python/computed-dependencies',
    severity: 'note',
    message: `install_requires is computed when setup.py runs, and nothing is run here; the lines of ${file.path}, which it names, are taken for it`,
    ...file.origin,
  };
  const { unknown: _, ...rest } = known;
  const others = known.diagnostics.filter(({ incomplete }) => incomplete !== true);
  return { ...rest, namedFiles: [...(known.namedFiles ?? []), file], diagnostics: [...others, taken] };
}

function noFile({ path, group, origin }: NamedFile): Diagnostic {
  const isMain = group === 'default';
  return {
    code: 'python/computed-dependencies',
    severity: isMain ? 'warning' : 'note',
    message: `setup.py takes lines of ${path}, which is not here, for ${isMain ? 'install_requires' : `the extra ${group}`}; nothing is run here, so write them out, or list them in pyproject.toml, to have them compared`,
    ...origin,
    ...(isMain ? { incomplete: true } : {}),
  };
}

/** Constraints bind through a requirements file that names them, of whatever directory. */
export function unnamedConstraints(homes: readonly HomeFacts[]): readonly Diagnostic[] {
  const read = new Set(homes.flatMap(({ listed }) => listed.map(({ path }) => path)));
  return homes
    .flatMap(({ constraints }) => constraints)
    .filter((path) => !read.has(path))
    .map((file) => ({
      code: 'python/constraints-not-referenced',
      severity: 'note',
      message:
        'no requirements file and no image names this constraints file by -c, so it constrains nothing here; add -c where it should hold',
      file,
      line: 1,
    }));
}

interface Collected {
  readonly manifests: { path: string; facts: ManifestFacts }[];
  readonly locks: { path: string; group: string; facts: LockFacts }[];
  readonly list: Lister;
  readonly diagnostics: Diagnostic[];
}

/** What says how a directory runs. */
export const RUNS = /^(?:Dockerfile|Procfile|Containerfile)/i;

/** Requirements files: outputs of pip-compile and its like are locks of what they were made from. `installed` are those of its images. */
function readLoose(
  project: Project,
  paths: PathFacts,
  home: Home,
  collected: Collected,
  isStarted: boolean,
  installed: readonly string[],
): void {
  const { manifests, list, diagnostics } = collected;
  const plain = plainFiles(project, home, collected, isStarted);
  const named = namedFiles(manifests);
  for (const path of named.keys()) plain.add(path);
  const runs =
    manifests.some(({ facts }) => facts.declared.some(({ scope }) => scope === 'runtime')) ||
    collected.locks.some(({ group, facts }) => group === 'default' && facts.kind === 'pip-compile');
  const groups = groupsOf([...plain], runs);
  const isInstalled = installedAmong(groups, installed, madeFrom(project, collected.locks));
  const entries = [...groups].map(([path, group]) => [path, named.get(path)?.[0] ?? group] as const);
  const compiledFrom = (path: string): readonly string[] | undefined =>
    named.has(path) ? undefined : sourcesHere(project, home, path, collected);
  const use = { home: home.directory, compiledFrom };
  const read = new Set<string>();
  const seen = new Set<string>();
  const isFresh = ({ origin: { file, line } }: Declared): boolean => {
    const isKnown = seen.has(`${file}:${line}`);
    seen.add(`${file}:${line}`);
    return !isKnown;
  };
  const order = ([path, { scope }]: (typeof entries)[number]): number => rankOf(scope) + (isInstalled(path) ? 0 : 0.5);
  for (const [path, { group: called, scope, marker }] of entries.sort((a, b) => order(a) - order(b))) {
    if (read.has(path)) continue;
    const group = called !== 'default' || named.has(path) || isInstalled(path) ? called : aside(path);
    const facts = readRequirements(project, paths, path, { ...use, group, scope });
    if (facts.bad > facts.lines && !/^requirements/.test(baseName(path))) {
      diagnostics.push(noRequirements(path));
      continue;
    }
    const declared = whereHeld(facts.declared.filter(isFresh), path, marker);
    manifests.push({
      path,
      facts: {
        ...facts,
        constraints: whereHeld(facts.constraints, path, marker),
        declared: group !== 'default' && areTools(declared) ? asBuild(declared) : declared,
      },
    });
    const constraintFiles = new Set(facts.constraints.map(({ origin }) => origin.file));
    // A file that several extras name has its lines in each of them.
    for (const other of named.get(path)?.slice(1) ?? []) {
      const again = readRequirements(project, paths, path, { ...use, group: other.group, scope: other.scope });
      manifests.push({ path, facts: { ...again, constraints: [], diagnostics: [] } });
    }
    for (const file of facts.files) {
      read.add(file);
      list(file, constraintFiles.has(file) ? 'pip-constraints' : 'pip-requirements', 'manifest', group);
    }
  }
}

/**
 * Of several lists that hold what runs by their names, images may install some and not the others: `requirements-docker.txt`
 * instead of `requirements.txt`. All count where no image names one. Those that were compiled stay with their locks.
 */
function installedAmong(
  groups: ReadonlyMap<string, FileGroup>,
  installed: readonly string[],
  sources: ReadonlyMap<string, readonly string[]>,
): (path: string) => boolean {
  const named = new Set(installed.flatMap((path) => [path, ...(sources.get(path) ?? [])]));
  if (![...named].some((path) => groups.get(path)?.group === 'default')) return () => true;
  for (const made of sources.values()) for (const path of made) named.add(path);
  return (path) => named.has(path);
}

/** What compiled lists were made from, by their paths. */
function madeFrom(project: Project, locks: Collected['locks']): ReadonlyMap<string, readonly string[]> {
  return new Map(
    locks.flatMap(({ path, facts: { kind } }) => {
      const compiled = kind === 'pip-compile' ? project.parse(path, readPipCompile) : undefined;
      if (compiled === undefined || isReadFailure(compiled)) return [];
      return [[path, compiledFrom(path, compiled, (one) => project.has(one))] as const];
    }),
  );
}

/** The group of a list that no image installs. */
function aside(path: string): string {
  return suffixOf(path).toLowerCase() || 'requirements';
}

/** Files that an image gives its installation by `-c`: they restrict what the manifests here ask for. */
function readConstraints(
  project: Project,
  paths: PathFacts,
  home: Home,
  image: ImageInstall | undefined,
  { manifests, list }: Collected,
): void {
  if (manifests.length === 0 || image === undefined) return;
  const { constraints, remote } = image;
  const [first] = remote;
  if (first !== undefined) {
    const facts = { ...NOTHING, kind: 'pip-constraints' as const, diagnostics: remote.map(remoteConstraint) };
    manifests.push({ path: first.origin.file, facts: { ...facts, unknown: 'its image names constraints that are not here' } });
  }
  const isByName = manifests.some(({ facts }) => facts.kind === 'dockerfile');
  const known = new Set(manifests.flatMap(({ facts }) => facts.constraints.map(({ origin }) => origin.file)));
  for (const { path, isOfNames } of constraints) {
    if ((isOfNames && !isByName) || known.has(path)) continue;
    const facts = readRequirements(project, paths, path, { home: home.directory, group: 'default', scope: 'runtime' });
    const all = [...facts.declared, ...facts.constraints];
    manifests.push({ path, facts: { ...facts, kind: 'pip-constraints', declared: [], constraints: all } });
    for (const file of facts.files) list(file, 'pip-constraints', 'manifest', 'default');
  }
}

function areTools(declared: readonly Declared[]): boolean {
  return declared.length > 0 && declared.every(({ name }) => name !== undefined && INSTALLERS.has(name));
}

function asBuild(declared: readonly Declared[]): readonly Declared[] {
  return declared.map((one) => ({ ...one, scope: 'build' }));
}

/** Lines of a list that is there for some interpreters only; what it includes may be there for others, too. */
function whereHeld<T extends { readonly marker?: string; readonly origin: Origin }>(
  lines: readonly T[],
  path: string,
  marker: string | undefined,
): readonly T[] {
  if (marker === undefined) return lines;
  return lines.map((one) => (one.origin.file === path ? { ...one, marker: bothMarkers(one.marker, marker) ?? marker } : one));
}

/** A compiled file as the lock of its group. */
function asLock(home: Home, path: string, facts: LockFacts): Collected['locks'][number] {
  const { group, marker } = byInterpreter(home.files.get('requirements') ?? []).get(path) ?? groupOf(path);
  return { path, group, facts: { ...facts, pins: whereHeld(facts.pins, path, marker) } };
}

/**
 * Those that nothing compiled, and the `.in` files that others were compiled from. What is compiled from a project elsewhere
 * is a service of its own only where something starts: lists for who develops that project may lie anywhere.
 */
function plainFiles(project: Project, home: Home, { manifests, locks, list }: Collected, isStarted: boolean): Set<string> {
  const plain = new Set(home.files.get('requirements-in') ?? []);
  const named = new Set(manifests.flatMap(({ facts }) => facts.declared.map(({ name }) => name)));
  const isOwn = manifests.length > 0;
  const settled = new Set<string>();
  const brought = new Set(locks.flatMap(({ facts }) => facts.pins.map(({ name }) => name)));
  for (const path of home.files.get('requirements') ?? []) {
    const compiled = project.parse(path, readPipCompile);
    const sources = isReadFailure(compiled) ? [] : compiledFrom(path, compiled, (one) => project.has(one));
    if (isReadFailure(compiled) || (sources.length === 0 && !isExport(compiled, named, brought))) plain.add(path);
    else {
      const there = isOwn || !isStarted ? [] : sources.flatMap((source) => askedThere(project, source, compiled, settled));
      const isForeign =
        !isOwn && isStarted && sources.every((one) => !one.endsWith('.in') && directoryOf(one) !== home.directory);
      // Where it cannot be told who asks for what in another project, the pins are all that is known to be asked for.
      if (isForeign && there.every(({ declared }) => declared.length === 0)) {
        plain.add(path);
        continue;
      }
      const lock = asLock(home, path, compiled);
      locks.push(lock);
      list(path, compiled.kind, 'lock', lock.group);
      const { scope } = groupOf(path);
      for (const { declared, ...facts } of isForeign ? there : [])
        manifests.push({ path, facts: { ...facts, declared: declared.map((one) => ({ ...one, group: lock.group, scope })) } });
      for (const source of sources) if (source.endsWith('.in')) plain.add(source);
    }
  }
  return plain;
}

/** What the project elsewhere that a list was compiled from asks for of its packages; once per home, how it takes them. */
function askedThere(
  project: Project,
  source: string,
  { pins, groups, takes }: ReturnType<typeof readPipCompile>,
  settled: Set<string>,
): readonly ManifestFacts[] {
  const facts = baseName(source) === 'pyproject.toml' ? project.parse(source, readPyproject) : undefined;
  if (facts === undefined || isReadFailure(facts) || takes === 'others') return [];
  const pinned = new Set(pins.map(({ name }) => name));
  const isTaken = (group: string): boolean => group === 'default' || takes === 'all' || groups.includes(normalizeName(group));
  const declared = facts.declared.filter(
    (one) => one.name !== undefined && pinned.has(one.name) && !isLocal(one) && isTaken(one.group),
  );
  const asked = { ...NOTHING, kind: 'pip-requirements' as const, declared };
  if (settled.has(source)) return [asked];
  settled.add(source);
  const { overrides, constraints, policy } = facts;
  return [{ ...asked, overrides, constraints, ...(policy === undefined ? {} : { policy }) }];
}

/**
 * Whether a list says nothing but what the lock beside it says (`poetry export`, `pipenv requirements`, `uv export
 * --no-header`): pins alone, of packages of the lock, and not only of those that manifests name.
 */
function isExport({ isPinned, pins }: LockFacts & { readonly isPinned: boolean }, named: Names, brought: Names): boolean {
  return isPinned && pins.every(({ name }) => brought.has(name)) && pins.some(({ name }) => !named.has(name));
}

type Names = ReadonlySet<string | undefined>;

/**
 * What a file that is included was compiled from, where those are requirements too, or manifests of this home: whoever
 * includes such a file installs by a lock. One of another home is the lock of both.
 */
function sourcesHere(project: Project, home: Home, path: string, { locks, list }: Collected): readonly string[] | undefined {
  const compiled = project.parse(path, readPipCompile);
  if (isReadFailure(compiled)) return undefined;
  const sources = compiledFrom(path, compiled, (one) => project.has(one));
  const isKnown = sources.every((one) => one.endsWith('.in') || directoryOf(one) === home.directory);
  if (sources.length === 0 || !isKnown) return undefined;
  if (!locks.some((one) => one.path === path)) {
    const lock = asLock(home, path, compiled);
    locks.push(lock);
    list(path, compiled.kind, 'lock', lock.group);
  }
  return sources.filter((one) => one.endsWith('.in'));
}

/** What several groups ask for belongs to the one that is deployed. */
function rankOf(scope: Scope): number {
  return scope === 'runtime' ? 0 : scope === 'optional' ? 1 : 2;
}

function noRequirements(file: string): Diagnostic {
  const message =
    'this does not look like a requirements file, so nothing was taken from it; correct it, or give it another name';
  return { code: 'python/not-requirements', severity: 'note', message, file, line: 1 };
}

/** Files that manifests name (for dynamic fields, in conda's pip section), with the groups that they make: what always comes first. */
function namedFiles(manifests: Collected['manifests']): ReadonlyMap<string, readonly [FileGroup, ...FileGroup[]]> {
  const files = new Map<string, [FileGroup, ...FileGroup[]]>();
  for (const { facts } of manifests)
    for (const { path, group } of facts.namedFiles ?? []) {
      const one: FileGroup = { group, scope: group === 'default' ? 'runtime' : (scopeByName(group) ?? 'optional') };
      const known = files.get(path);
      if (known === undefined) files.set(path, [one]);
      else if (known.some((other) => other.group === group)) continue;
      else if (group === 'default') known.unshift(one);
      else known.push(one);
    }
  return files;
}

export function isPyproject(facts: ManifestFacts): facts is PyprojectFacts {
  return facts.kind === 'pyproject' && 'dynamic' in facts;
}
