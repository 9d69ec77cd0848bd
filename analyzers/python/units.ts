import {
  commandDemand,
  DEVELOPMENT,
  type Demand,
  type Dependency,
  type Diagnostic,
  directoriesAround,
  directoryOf,
  groupBy,
  inDirectory,
  normalizeName,
  pathBelow,
  plural,
  type RuntimeConstraint,
  runtimeDemand,
  SAMPLES,
  TESTS,
  TOOLS,
  type Unit,
  wordIn,
} from '../../src/model/index.ts';
import { type Declared, isLocal, type ManifestFacts } from './declared.ts';
import { type HomeFacts, RUNS } from './homes/home-facts.ts';
import { expand, type ResolvedLine } from './homes/local-projects.ts';
import { declaredIn, nameOf, settingsOf, type World, workspaceOf } from './homes/world.ts';
import type { ProjectIndexes } from './indexes/indexes.ts';
import { policyWith, type ReleasePolicy, statedBy } from './indexes/release-policy.ts';
import { Locks } from './locked.ts';
import { isPyproject, type PyprojectFacts } from './manifests/pyproject.ts';
import { decideMarker, type MarkerEnvironment, parseMarker } from './notation/markers.ts';
import { withOverrides } from './overrides.ts';
import { type StaleLine, staleLines } from './stale-locks.ts';
import { libraryDemands } from './system-libraries.ts';

/** What the assembled unit keeps for joint resolution. */
export interface UnitFacts {
  readonly unit: Unit;
  readonly lines: readonly ResolvedLine[];
  readonly overrides: readonly (Declared & Partial<ResolvedLine>)[];
  readonly constraints: readonly Declared[];
  readonly locked: ReadonlyMap<string, string>;
  readonly indexes: readonly ProjectIndexes[];
  readonly prereleases: readonly string[];
  readonly policy: ReleasePolicy;
  /** What could not be read, or only a build would tell. */
  readonly unknown?: string;
}

/** A directory that is no service, by what its files list. */
export interface Aside {
  readonly what: 'tools' | 'gathered' | 'left-behind';
  readonly file: string;
}

interface AssembledUnit {
  readonly facts: UnitFacts;
  readonly diagnostics: readonly Diagnostic[];
  readonly stale: readonly StaleLine[];
  readonly aside?: Aside;
}

/** One home as a unit; undefined when it holds nothing that anybody could install. */
export function assembleUnit(home: HomeFacts, world: World, consumed: ReadonlySet<string>): AssembledUnit | undefined {
  if (home.listed.length === 0 || isEmptyLock(home)) return undefined;
  const root = workspaceOf(home, world.homes);
  const around = [home, ...(root === undefined ? [] : [world.homes.get(root)])];
  const declared = home.manifests.flatMap(({ facts }) => declaredIn(facts, home, world));
  const expansion = expand(declared, home, root, world);
  const locks = new Locks(
    around.flatMap((one) => one?.locks ?? []),
    world.environment,
    nameOf(home),
  );
  const settings = settingsOf(home, world.homes);
  // For a project uv takes constraints and overrides from its pyproject.toml alone; without one `uv pip` takes them from here.
  const beside = home.manifests.some(({ facts }) => isPyproject(facts)) ? undefined : settings;
  const stated = [...overridesOf(home, root, world), ...(beside?.overrides ?? [])];
  const local = expand(stated.filter(isLocal), home, root, world);
  const overrides = [...stated.filter((one) => !isLocal(one)), ...local.lines.filter(({ via }) => via.length === 0)];
  const constraints = [...constraintsOf(home, root, world), ...(beside?.constraints ?? [])];
  const lines = withOverrides([...expansion.lines, ...local.lines.filter(({ via }) => via.length > 0)], overrides);
  const dependencies = [
    ...lines.flatMap((line) => dependencyOf(line, locks)),
    ...locks.transitive(lines, home.manifests.length === 0),
  ];
  const unit = unitOf(home, root === undefined ? undefined : world.homes.get(root), world, {
    builtWith: [...new Set([...expansion.local, ...local.local])].sort(),
    role: roleOf(home, lines, consumed, world),
    dependencies,
    natives: locks.natives(dependencies),
    demands: [
      ...lines.flatMap((line) => demandOf(line, home.directory, world.environment, false)),
      ...constraints.flatMap((line) => demandOf({ ...line, via: [] }, home.directory, world.environment, true)),
      ...locks.demands(dependencies, home.directory),
    ],
  });
  const unknown =
    home.manifests.find(({ facts }) => facts.unknown !== undefined)?.facts.unknown ?? expansion.unknown ?? local.unknown;
  return {
    facts: {
      unit,
      lines,
      overrides,
      constraints,
      locked: locks.versions(dependencies),
      ...sourcesOf([
        ...home.manifests.map(({ facts }) => (root === undefined ? facts : asMember(facts))),
        ...(root === undefined ? [] : (world.homes.get(root)?.manifests ?? [])).map(({ facts }) => facts),
        ...(settings === undefined ? [] : [settings]),
      ]),
      policy: statedBy([...policiesOf(home, root, world), settings?.policy, installedBy(around)]),
      ...(unknown === undefined ? {} : { unknown }),
    },
    diagnostics: [...expansion.diagnostics, ...local.diagnostics, ...dynamicDiagnostics(home)],
    stale: staleLines(installedFrom(home, root === undefined ? undefined : world.homes.get(root)), {
      lines,
      constraints,
      manifests: new Map(around.flatMap((one) => one?.manifests ?? []).map(({ path, facts }) => [path, facts])),
      own: normalizeName(nameOf(home) ?? ''),
      environment: world.environment,
    }),
    ...asideFor(home, unit, world),
  };
}

/** The locks that a home is installed from: of a member of a workspace uv looks at the root's alone. */
function installedFrom({ locks }: HomeFacts, root: HomeFacts | undefined): HomeFacts['locks'] {
  const shared = root?.locks.filter(({ facts }) => facts.kind === 'uv-lock') ?? [];
  return shared.length === 0 ? locks : [...shared, ...locks.filter(({ facts }) => facts.kind !== 'uv-lock')];
}

/** uv writes a lock of nothing where it is run beside a pyproject.toml that configures tools alone. */
function isEmptyLock({ listed, locks }: HomeFacts): boolean {
  return listed.every(({ role }) => role === 'lock') && locks.every(({ facts }) => facts.pins.length === 0);
}

/** Where packages come from, and of which prereleases may be taken: the manifests first, then the settings beside them. */
function sourcesOf(
  stated: readonly { readonly indexes?: ProjectIndexes; readonly prereleases?: readonly string[] }[],
): Pick<UnitFacts, 'indexes' | 'prereleases'> {
  return {
    prereleases: stated.flatMap(({ prereleases }) => prereleases ?? []),
    indexes: stated.flatMap(({ indexes }) => indexes ?? []),
  };
}

/**
 * uv takes settings from the workspace's root alone, and where a uv.toml lies beside that pyproject.toml from the former
 * alone ("Configuration files"); options of requirements files are their own.
 */
function policiesOf(home: HomeFacts, root: string | undefined, { homes }: World): readonly (ReleasePolicy | undefined)[] {
  const from = root === undefined ? home : homes.get(root);
  const settled = from?.settings === undefined ? (from?.manifests ?? []) : [];
  return [
    ...home.manifests.flatMap(({ facts }) => (isPyproject(facts) ? [] : [facts.policy])),
    ...settled.flatMap(({ facts }) => (isPyproject(facts) ? [facts.policy] : [])),
  ];
}

/** What the installer of a home, or of the workspace around it, takes for granted. */
function installedBy(around: readonly (HomeFacts | undefined)[]): ReleasePolicy {
  return policyWith({ oldestPythonOnly: around.some((one) => one?.isUvs === true) });
}

/** A member's indexes serve what its sources take from them, and nothing else. */
function asMember(facts: ManifestFacts): Pick<ManifestFacts, 'indexes' | 'prereleases'> {
  const { prereleases, indexes } = facts;
  if (!isPyproject(facts) || indexes === undefined) return facts;
  const named = (indexes.indexes ?? []).map(({ isDefault: _, ...index }) => ({ ...index, explicit: true }));
  const { assigned } = indexes;
  return {
    ...(prereleases === undefined ? {} : { prereleases }),
    indexes: { ...(named.length === 0 ? {} : { indexes: named }), ...(assigned === undefined ? {} : { assigned }) },
  };
}

/** What was found as a unit, with the interpreters and commands that the manifests themselves name. */
function unitOf(
  home: HomeFacts,
  root: HomeFacts | undefined,
  world: World,
  { builtWith = [], ...found }: Pick<Unit, 'role' | 'dependencies' | 'demands' | 'natives' | 'builtWith'>,
): Unit {
  const service = home.directory;
  const pythons = pythonsOf(home, root);
  const runtimes = pythons.map(({ constraint, origin }): RuntimeConstraint => ({ name: 'python', constraint, origin }));
  const entryPoints = home.manifests.flatMap(({ facts }) => facts.entryPoints);
  // Commands are the package's: where none is made, they are names that its tool knows by itself.
  const commands = home.manifests.flatMap(({ facts }) =>
    isPyproject(facts) && !isBuilt(facts, home, root) ? [] : facts.entryPoints,
  );
  const name = nameOf(home);
  const extras = [...new Set(home.manifests.flatMap(({ facts }) => facts.extras))];
  return {
    ecosystem: 'python',
    path: home.directory,
    manifests: [...home.listed, ...(root?.listed ?? []).filter(({ kind }) => kind === 'uv-lock')],
    runtimes,
    ...found,
    demands: [
      ...found.demands,
      ...runtimes.map((one) => runtimeDemand(service, one)),
      ...commands.map((one) => commandDemand(service, one.name, one.command, one.origin)),
      ...libraryDemands(found.dependencies, service),
    ],
    ...(name === undefined ? {} : { name }),
    ...(extras.length === 0 ? {} : { extras }),
    ...(root === undefined ? {} : { workspace: root.directory }),
    ...(builtWith.length === 0 ? {} : { builtWith }),
    ...packagedBy(home, root, world),
    ...installerOf(home, root),
    ...(entryPoints.length === 0 ? {} : { entryPoints }),
  };
}

/**
 * Where no manifest states interpreters, the lock that is all there is does: installers refuse it for others. A member of
 * a workspace that states none has those of the root: uv takes what all of the workspace admits (uv, "Workspaces").
 */
function pythonsOf({ manifests, locks }: HomeFacts, root: HomeFacts | undefined): ManifestFacts['pythons'] {
  const stated = [manifests, root?.manifests ?? []].map((some) => some.flatMap(({ facts }) => facts.pythons));
  if (manifests.length > 0) return stated.find((some) => some.length > 0) ?? [];
  return locks.flatMap(({ facts }) => facts.python ?? []);
}

/** Whether uv alone knows where all of it comes from. */
function installerOf({ manifests }: HomeFacts, root: HomeFacts | undefined): Pick<Unit, 'installer'> {
  const hasSources = manifests.some(({ facts }) => (facts.sources?.size ?? 0) > 0);
  if (root !== undefined || hasSources) return { installer: { tool: 'uv' } };
  return manifests.some(({ facts }) => isPyproject(facts) && facts.isPoetry) ? { installer: { tool: 'poetry' } } : {};
}

function packagedBy(home: HomeFacts, root: HomeFacts | undefined, world: World): Pick<Unit, 'packaged'> {
  const facts = home.manifests.map(({ facts }) => facts).find(isPyproject);
  if (facts === undefined) return {};
  const isFound = facts.packaged !== 'by-name' || namedModules(home, world).length > 0;
  return { packaged: isFound && isBuilt(facts, home, root) };
}

/** Whether whoever installs a project builds it, for which Poetry needs its modules besides. */
function isBuilt({ packaged }: PyprojectFacts, home: HomeFacts, root: HomeFacts | undefined): boolean {
  return packaged === 'not-by-uv' ? !home.isUvs && root?.isUvs !== true : packaged !== 'never';
}

/** Modules that are called as the project is, where build backends look for them. */
function namedModules(home: HomeFacts, { project }: World): readonly string[] {
  const name = normalizeName(nameOf(home) ?? '').replaceAll('-', '_');
  return [home.directory, inDirectory(home.directory, 'src')].flatMap((around) =>
    project.list(around).flatMap((one) => (one === name || one === `${name}.py` ? [inDirectory(around, one)] : [])),
  );
}

/** uv takes overrides and constraints from the workspace's root alone. */
function overridesOf(home: HomeFacts, root: string | undefined, world: World): readonly Declared[] {
  const from = root === undefined ? home : world.homes.get(root);
  return (from?.manifests ?? []).flatMap(({ facts }) => facts.overrides);
}

function constraintsOf(home: HomeFacts, root: string | undefined, world: World): readonly Declared[] {
  const own = home.manifests.flatMap(({ facts }) => (root !== undefined && isPyproject(facts) ? [] : facts.constraints));
  const workspace = root === undefined ? [] : (world.homes.get(root)?.manifests ?? []);
  return [...own, ...workspace.flatMap(({ facts }) => (isPyproject(facts) ? facts.constraints : []))];
}

/** `default` counts even where the manifest itself is a library that others install. */
function roleOf(home: HomeFacts, lines: readonly ResolvedLine[], consumed: ReadonlySet<string>, world: World): Unit['role'] {
  const isRoot = home.manifests.some(({ facts }) => facts.workspace !== undefined);
  const runs = lines.filter(({ scope }) => scope === 'runtime' || scope === 'optional');
  const isStructure = isRoot && runs.every(({ kind, via }) => kind === 'workspace' || via.length > 0);
  if (isStructure && !hasCode(home, world)) return 'aggregator';
  if (standsAbove(home, world) || isLeftBehind(home, world)) return 'aggregator';
  const isNamed =
    nameOf(home) !== undefined || home.manifests.some(({ facts }) => facts.isProject && facts.unknown !== undefined);
  const pins = home.locks.length > 0 && home.manifests.length === 0;
  const isListed = home.listed.some(({ kind, group }) => kind === 'pip-requirements' && group === 'default');
  const hasTools = lines.length > 0 && runs.length === 0 && !isListed;
  if (!isNamed && !pins && (hasTools || gathersOthers(home, lines, world))) return 'aggregator';
  const starts = home.manifests.some(({ facts }) => facts.entryPoints.length > 0 || facts.kind === 'pip-requirements');
  return consumed.has(home.directory) && !starts ? 'library' : 'service';
}

/**
 * Requirements of several programs in one file, for whoever works on all of them (`-r api/requirements.txt`,
 * `-r worker/requirements.txt`): where nothing lies beside it that runs, each of them is installed by its own.
 */
function gathersOthers(home: HomeFacts, lines: readonly ResolvedLine[], world: World): boolean {
  const files = new Set(lines.map(({ origin }) => origin.file));
  const others = new Set([...files].map(directoryOf).filter((one) => one !== home.directory && world.homes.has(one)));
  const programs = [...others].filter((one) => world.project.list(one).some((name) => /\.py$/.test(name) || RUNS.test(name)));
  if (programs.length < 2 || hasCode(home, world)) return false;
  return !world.project.list(home.directory).some((name) => RUNS.test(name));
}

/**
 * A directory above those of several programs, with nothing of its own that could run and no image that installs it: what
 * it lists is for whoever works on all of them.
 */
function standsAbove(home: HomeFacts, world: World): boolean {
  const { directory, isInstalled } = home;
  if (isInstalled || hasCode(home, world) || world.project.list(directory).some((name) => RUNS.test(name))) return false;
  const owners = new Set(programOwners(home, world));
  return owners.size > 1 && !owners.has(directory);
}

/** Whose the programs are that lie in a home: of the nearest around each that says what runs, this one or one below it. */
function* programOwners(home: HomeFacts, world: World): Generator<string> {
  const isHome = (one: string): boolean => one === home.directory || saysWhatRuns(world.homes.get(one));
  for (const one of directoriesIn(home.directory, world))
    if (hasPrograms(one, home, world)) yield [one, ...directoriesAround(one)].find(isHome) ?? home.directory;
}

/** Lists of tools, and a pyproject.toml that configures them, leave it to those around what a program runs with. */
function saysWhatRuns(home: HomeFacts | undefined): boolean {
  const isOfTools = ({ kind, declared }: ManifestFacts): boolean =>
    kind === 'pip-requirements' && declared.length > 0 && declared.every(({ scope }) => scope !== 'runtime');
  return home !== undefined && (home.locks.length > 0 || home.manifests.some(({ facts }) => !isOfTools(facts)));
}

/** A directory and those below it: of all, which are sorted, one run. */
function* directoriesIn(directory: string, { project: { directories } }: World): Generator<string> {
  if (directory === '.') return yield* directories;
  yield directory;
  const prefix = `${directory}/`;
  let [from, to] = [0, directories.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if ((directories[middle] ?? '') < prefix) from = middle + 1;
    else to = middle;
  }
  for (let one = directories[from]; one?.startsWith(prefix) === true; one = directories[++from]) yield one;
}

/** Manifests of programs in other languages; beside Cargo's a project may be an extension of Python. */
const FOREIGN = /^(?:package\.json|go\.mod|pom\.xml|build\.gradle(?:\.kts)?|composer\.json|Gemfile)$/;

/** Sources of programs in those languages; settings of their tools are none. */
const FOREIGN_SOURCE = /^[^.]+\.(?:[cm]?[jt]sx?|vue|svelte|go|java|kt|php|rb)$/;

/** Beside a program of another language, where no Python runs and no image installs it: for tools, or of what ran there before. */
function isLeftBehind(home: HomeFacts, world: World): boolean {
  const { directory, isInstalled } = home;
  const names = world.project.list(directory);
  if (isInstalled || !names.some((name) => FOREIGN.test(name)) || names.some((name) => /^Procfile/i.test(name))) return false;
  for (const owner of programOwners(home, world)) if (owner === directory) return false;
  for (const one of directoriesIn(directory, world))
    if (!isAsideIn(home, one) && world.project.list(one).some((name) => FOREIGN_SOURCE.test(name))) return true;
  return false;
}

/** Folders of what makes, tests or shows a product hold programs, and none of it. */
const isAsideFolder = wordIn([DEVELOPMENT, TESTS, TOOLS, SAMPLES], '/');

/** By its path below the home: all of a tree may be samples. */
function isAsideIn({ directory }: HomeFacts, folder: string): boolean {
  return isAsideFolder(pathBelow(directory, folder) ?? '');
}

function hasPrograms(folder: string, home: HomeFacts, { project, homes }: World): boolean {
  if (isAsideIn(home, folder)) return false;
  const isProgram = (name: string): boolean =>
    /\.(?:py|ipynb)$/.test(name) && name !== '__init__.py' && (!TOOLING.test(name) || (TASKS.test(name) && !homes.has(folder)));
  return project.list(folder).some(isProgram);
}

/** Programs beside a manifest that build or test. */
const TOOLING = /^(?:setup|conftest|noxfile|tasks|fabfile|pavement|versioneer|hatch_build|build|test_.*|.*_test)\.py$/;

/** Celery looks for its tasks in modules of this name (Celery, "autodiscover_tasks"), Invoke beside a manifest. */
const TASKS = /^tasks\.py$/;

/** A root may be a program beside its members: by its commands, its modules, or the package that is called as it is. */
function hasCode(home: HomeFacts, world: World): boolean {
  if (home.manifests.some(({ facts }) => facts.entryPoints.length > 0)) return true;
  if (world.project.list(home.directory).some((name) => name.endsWith('.py') && !TOOLING.test(name))) return true;
  return namedModules(home, world).some((path) => !world.homes.has(path));
}

/** What a directory that is no service holds: a workspace's root and its members are told of elsewhere. */
function asideFor(home: HomeFacts, { role, workspace }: Unit, world: World): Pick<AssembledUnit, 'aside'> {
  const isRoot = home.manifests.some(({ facts }) => facts.workspace !== undefined);
  if (role !== 'aggregator' || workspace !== undefined || home.manifests.length === 0 || isRoot) return {};
  const hasOwn = home.manifests.some(({ facts }) => facts.declared.some(({ scope }) => scope === 'runtime'));
  const what = !hasOwn ? 'tools' : isLeftBehind(home, world) ? 'left-behind' : 'gathered';
  return { aside: { what, file: home.listed[0]?.path ?? home.directory } };
}

const ASIDE: Readonly<Record<Aside['what'], readonly [what: string, one: string, several: string]>> = {
  tools: [
    'nothing beyond tools of development, tests or documentation is listed here',
    'so this directory is not a service',
    'so these directories are no services',
  ],
  gathered: [
    'only what several directories with programs require is gathered here',
    'so it is no service of its own',
    'so they are no services of their own',
  ],
  'left-behind': [
    'beside a program of another language no Python lies here but for tools and tests, and no image installs what this lists',
    'so nothing was compared from it',
    'so nothing was compared from these directories',
  ],
};

/** A directory of tools is no service: told once, as tests have many. */
export function asideNotes(aside: readonly Aside[]): readonly Diagnostic[] {
  return [...groupBy(aside, ({ what }) => what)].flatMap(([kind, [first, ...others]]): readonly Diagnostic[] => {
    if (first === undefined) return [];
    const [what, one, several] = ASIDE[kind];
    const message = others.length === 0 ? `${what}, ${one}` : `${what}, and in ${plural(others.length, 'more file')}, ${several}`;
    return [{ code: 'python/only-tools', severity: 'note', message, file: first.file, line: 1 }];
  });
}

/** Fields that a build fills in, unless setuptools' own files beside it or the files that it names tell. */
function dynamicDiagnostics(home: HomeFacts): readonly Diagnostic[] {
  const tells = home.manifests.some(({ facts }) => facts.kind === 'setup-py' || facts.kind === 'setup-cfg');
  const named = home.manifests.flatMap(({ facts }) => facts.namedFiles ?? []);
  return home.manifests.flatMap(({ facts }) => {
    if (!isPyproject(facts) || tells) return [];
    return [...facts.dynamic].flatMap(([field, origin]): readonly Diagnostic[] => {
      if (field === 'requires-python') return [];
      const isNamed = named.some(({ group }) => (group === 'default') === (field === 'dependencies'));
      if (isNamed) return [];
      const isWhole = field === 'dependencies';
      return [
        {
          code: 'python/dynamic-dependencies',
          severity: isWhole ? 'warning' : 'note',
          message: `${field} is dynamic: only the build backend knows it, and nothing is run here; list it in the file to have it compared`,
          ...origin,
          ...(isWhole ? { incomplete: true } : {}),
        },
      ];
    });
  });
}

function holds(marker: string | undefined, environment: MarkerEnvironment): boolean | 'open' {
  if (marker === undefined) return true;
  const answer = parseMarker(marker);
  return answer.ok ? decideMarker(answer.marker, environment) : true;
}

function constraintOf(line: Declared): string {
  return line.from ?? line.constraint;
}

function dependencyOf(line: ResolvedLine, locks: Locks): readonly Dependency[] {
  if (line.name === undefined) return [];
  const pin = locks.find(line);
  return [
    {
      ecosystem: 'python',
      name: line.name,
      purl: `pkg:pypi/${line.name}`,
      constraint: constraintOf(line),
      kind: line.kind,
      direct: line.via.length === 0,
      group: line.group,
      scope: line.scope,
      via: line.via,
      origin: line.origin,
      ...(pin?.version === undefined ? {} : { resolved: pin.version }),
      ...(line.extras.length === 0 ? {} : { extras: line.extras }),
      ...(line.marker === undefined ? {} : { marker: line.marker }),
      ...(pin?.size === undefined ? {} : { size: pin.size }),
    },
  ];
}

function demandOf(line: ResolvedLine, service: string, environment: MarkerEnvironment, isConstraint: boolean): readonly Demand[] {
  if (line.name === undefined || line.scope === 'build') return [];
  const held = holds(line.marker, environment);
  if (held === false) return [];
  const detail = {
    ...(isConstraint ? { constraint: 'true' } : {}),
    ...(line.extras.length === 0 ? {} : { extras: line.extras.join(',') }),
    ...(line.version === undefined ? {} : { version: line.version }),
  };
  return [
    {
      service,
      realm: 'python',
      key: line.name,
      subject: `pkg:pypi/${line.name}`,
      constraint: constraintOf(line),
      kind: line.kind,
      strength: 'declared',
      group: line.group,
      scope: line.scope,
      via: line.via,
      origin: line.origin,
      ...(held === 'open' && line.marker !== undefined ? { when: line.marker } : {}),
      ...(Object.keys(detail).length === 0 ? {} : { detail }),
    },
  ];
}
