import {
  type Demand,
  type Dependency,
  type Diagnostic,
  isReadFailure,
  type Manifest,
  type ManifestRole,
  type Project,
  type RuntimeConstraint,
  type Scope,
  type SourceFile,
  type Target,
  type Unit,
} from '../../src/model/index.ts';
import type { Declared, LockFacts, ManifestFacts } from './declared.ts';
import { type FileKind, groupOf, groupsOf, type Home } from './homes.ts';
import type { ProjectIndexes } from './indexes.ts';
import { Locks } from './locked.ts';
import { readPdmLock } from './locks/pdm-lock.ts';
import { compiledFrom, readPipCompile } from './locks/pip-compile.ts';
import { readPipfileLock } from './locks/pipfile-lock.ts';
import { readPoetryLock } from './locks/poetry-lock.ts';
import { readPylock } from './locks/pylock.ts';
import { readUvLock } from './locks/uv-lock.ts';
import { readConda } from './manifests/conda.ts';
import { isOutside, readRequirements } from './manifests/pip-manifest.ts';
import type { PathFacts } from './manifests/pip-requirement.ts';
import { readPipfile } from './manifests/pipfile.ts';
import { type PyprojectFacts, readPyproject } from './manifests/pyproject.ts';
import { readSetupCfg } from './manifests/setup-cfg.ts';
import { readSetupPy } from './manifests/setup-py.ts';
import { decideMarker, type MarkerEnvironment, normalizeName, parseMarker, targetEnvironment } from './markers.ts';

/** One home's manifests and locks, read. */
export interface HomeFacts {
  readonly directory: string;
  readonly manifests: readonly { readonly path: string; readonly facts: ManifestFacts }[];
  readonly locks: readonly { readonly path: string; readonly group: string; readonly facts: LockFacts }[];
  /** Every file that was looked into, as the report lists it. */
  readonly listed: readonly Manifest[];
  readonly diagnostics: readonly Diagnostic[];
}

/** What the assembled unit keeps for joint resolution. */
export interface UnitFacts {
  readonly unit: Unit;
  readonly lines: readonly ResolvedLine[];
  readonly overrides: readonly Declared[];
  readonly constraints: readonly Declared[];
  readonly locked: ReadonlyMap<string, string>;
  readonly indexes: readonly ProjectIndexes[];
  /** What could not be read, or only a build would tell. */
  readonly unknown?: string;
}

/** A declaration with its way through local projects. */
export interface ResolvedLine extends Declared {
  readonly via: readonly string[];
}

const PARSERS: Readonly<Partial<Record<FileKind, (file: SourceFile) => ManifestFacts>>> = {
  pyproject: readPyproject,
  'setup-cfg': readSetupCfg,
  'setup-py': readSetupPy,
  pipfile: readPipfile,
  conda: readConda,
};

const LOCKS: Readonly<Partial<Record<FileKind, (file: SourceFile) => LockFacts>>> = {
  'pipfile-lock': readPipfileLock,
  'poetry-lock': readPoetryLock,
  'uv-lock': readUvLock,
  'pdm-lock': readPdmLock,
  pylock: readPylock,
};

const MANIFEST_KINDS: readonly FileKind[] = ['pyproject', 'setup-cfg', 'setup-py', 'pipfile', 'conda'];
const LOCK_KINDS: readonly FileKind[] = ['uv-lock', 'poetry-lock', 'pdm-lock', 'pipfile-lock', 'pylock'];

/** Reads everything of one home; what is not there or says nothing of dependencies is left out. */
export function readHome(project: Project, paths: PathFacts, home: Home): HomeFacts {
  const manifests: { path: string; facts: ManifestFacts }[] = [];
  const locks: { path: string; group: string; facts: LockFacts }[] = [];
  const listed: Manifest[] = [];
  const diagnostics: Diagnostic[] = [];
  const list = (path: string, kind: string, role: ManifestRole, group: string): void => {
    if (!listed.some((one) => one.path === path)) listed.push({ path, kind, role, group });
  };
  for (const kind of MANIFEST_KINDS) {
    const parser = PARSERS[kind];
    for (const path of parser === undefined ? [] : (home.files.get(kind) ?? [])) {
      const facts = parser === undefined ? undefined : project.parse(path, parser);
      if (facts === undefined || isReadFailure(facts) || !facts.isProject) {
        if (facts !== undefined && isReadFailure(facts)) list(path, kind, 'manifest', 'default');
        continue;
      }
      manifests.push({ path, facts });
      list(path, facts.kind, 'manifest', 'default');
    }
  }
  for (const kind of LOCK_KINDS) {
    const parser = LOCKS[kind];
    for (const path of parser === undefined ? [] : (home.files.get(kind) ?? [])) {
      const facts = parser === undefined ? undefined : project.parse(path, parser);
      list(path, kind, 'lock', 'default');
      if (facts === undefined || isReadFailure(facts)) continue;
      locks.push({ path, group: 'default', facts });
      diagnostics.push(...facts.diagnostics);
    }
  }
  readLoose(project, paths, home, { manifests, locks, list, diagnostics });
  for (const { facts } of manifests) diagnostics.push(...facts.diagnostics);
  return { directory: home.directory, manifests, locks, listed, diagnostics };
}

interface Collected {
  readonly manifests: { path: string; facts: ManifestFacts }[];
  readonly locks: { path: string; group: string; facts: LockFacts }[];
  readonly list: (path: string, kind: string, role: ManifestRole, group: string) => void;
  readonly diagnostics: Diagnostic[];
}

/** Requirements files: outputs of pip-compile and its like are locks of what they were made from. */
function readLoose(project: Project, paths: PathFacts, home: Home, collected: Collected): void {
  const { manifests, locks, list, diagnostics } = collected;
  const files = home.files.get('requirements') ?? [];
  const inputs = home.files.get('requirements-in') ?? [];
  const plain: string[] = [...inputs];
  for (const path of files) {
    const compiled = project.parse(path, readPipCompile);
    const sources = isReadFailure(compiled) ? [] : compiledFrom(path, compiled, (one) => project.has(one));
    if (isReadFailure(compiled) || sources.length === 0) plain.push(path);
    else {
      const { group } = groupOf(path);
      locks.push({ path, group, facts: compiled });
      list(path, compiled.kind, 'lock', group);
      for (const source of sources) if (source.endsWith('.in') && !plain.includes(source)) plain.push(source);
    }
  }
  const named = dynamicFiles(manifests);
  for (const path of named.keys()) if (!plain.includes(path)) plain.push(path);
  const groups = groupsOf(
    plain,
    manifests.some(({ facts }) => facts.declared.some(({ scope }) => scope === 'runtime')),
  );
  const order = (scope: Scope): number =>
    ['runtime', 'optional'].indexOf(scope) + 3 * Number(scope !== 'runtime' && scope !== 'optional');
  const seen = new Set<string>();
  const entries = [...groups].map(([path, group]) => [path, named.get(path) ?? group] as const);
  const referenced = new Set<string>();
  for (const [path, { group, scope }] of entries.sort(([, a], [, b]) => order(a.scope) - order(b.scope))) {
    if (seen.has(`read ${path}`)) continue;
    const read = readRequirements(project, paths, path, home.directory, group, scope);
    if (read.bad > read.lines && !/^requirements/i.test(path.slice(path.lastIndexOf('/') + 1))) {
      diagnostics.push({
        code: 'python/not-requirements',
        severity: 'note',
        message: 'this does not look like a requirements file, so nothing was taken from it',
        file: path,
        line: 1,
      });
      continue;
    }
    const fresh = (one: Declared): boolean => {
      const key = `${one.origin.file}:${one.origin.line}`;
      if (seen.has(key)) return false;
      seen.add(key);
      return true;
    };
    manifests.push({ path, facts: { ...read, declared: read.declared.filter(fresh) } });
    const constraintFiles = new Set(read.constraints.map(({ origin }) => origin.file));
    for (const file of read.files) {
      referenced.add(file);
      seen.add(`read ${file}`);
      list(file, constraintFiles.has(file) ? 'pip-constraints' : 'pip-requirements', 'manifest', group);
    }
  }
  for (const path of home.files.get('constraints') ?? []) {
    if (referenced.has(path)) continue;
    diagnostics.push({
      code: 'python/constraints-not-referenced',
      severity: 'note',
      message: 'no requirements file names this constraints file by -c, so it constrains nothing here',
      file: path,
      line: 1,
    });
  }
}

/** Files that a build backend reads into dynamic fields, with the group that they make. */
function dynamicFiles(manifests: Collected['manifests']): ReadonlyMap<string, { readonly group: string; readonly scope: Scope }> {
  const files = new Map<string, { group: string; scope: Scope }>();
  for (const { facts } of manifests) {
    for (const { path, group } of isPyproject(facts) ? facts.files : [])
      files.set(path, { group, scope: group === 'default' ? 'runtime' : 'optional' });
  }
  return files;
}

export function isPyproject(facts: ManifestFacts): facts is PyprojectFacts {
  return facts.kind === 'pyproject' && 'dynamic' in facts;
}

/** All homes of the tree, and what they know of each other. */
export interface World {
  readonly homes: ReadonlyMap<string, HomeFacts>;
  readonly environment: MarkerEnvironment;
  readonly project: Project;
}

export function nameOf(home: HomeFacts): string | undefined {
  return home.manifests.find(({ facts }) => facts.name !== undefined)?.facts.name;
}

function versionOf(home: HomeFacts): string | undefined {
  return home.manifests.find(({ facts }) => facts.version !== undefined)?.facts.version;
}

/** The uv workspace that a home belongs to, by its root's globs. */
export function workspaceOf(home: HomeFacts, homes: ReadonlyMap<string, HomeFacts>): string | undefined {
  for (const candidate of homes.values()) {
    const workspace = candidate.manifests.find(({ facts }) => facts.workspace !== undefined)?.facts.workspace;
    if (workspace === undefined || candidate.directory === home.directory) continue;
    const relative = relativeTo(candidate.directory, home.directory);
    if (relative === undefined) continue;
    const isMember = workspace.members.some((glob) => matchesGlob(glob, relative));
    if (isMember && !workspace.exclude.some((glob) => matchesGlob(glob, relative))) return candidate.directory;
  }
  return undefined;
}

function relativeTo(directory: string, path: string): string | undefined {
  if (directory === '.') return path;
  return path.startsWith(`${directory}/`) ? path.slice(directory.length + 1) : undefined;
}

/** Globs of path segments: `*` within a segment, `**` over several. */
export function matchesGlob(glob: string, path: string): boolean {
  const match = (pattern: readonly string[], parts: readonly string[]): boolean => {
    const [first, ...rest] = pattern;
    if (first === undefined) return parts.length === 0;
    if (first === '**') return rest.length === 0 || parts.some((_, index) => match(rest, parts.slice(index)));
    const [part, ...others] = parts;
    return part !== undefined && matchesSegment(first, part) && match(rest, others);
  };
  const pattern = glob.split('/').filter((part) => part !== '' && part !== '.');
  return pattern.length < 20 && match(pattern, path.split('/'));
}

function matchesSegment(pattern: string, text: string): boolean {
  const [head = '', ...rest] = pattern.split('*');
  if (rest.length === 0) return pattern === text;
  const tail = rest.pop() ?? '';
  if (!text.startsWith(head) || !text.endsWith(tail) || text.length < head.length + tail.length) return false;
  let position = head.length;
  for (const middle of rest) {
    const found = text.indexOf(middle, position);
    if (found < 0) return false;
    position = found + middle.length;
  }
  return position <= text.length - tail.length;
}

/** The directory of the local project that a declaration means. */
function localTarget(one: Declared, root: string | undefined, world: World): string | undefined {
  if (one.kind === 'path') return one.from;
  if (one.kind !== 'workspace' || one.name === undefined) return undefined;
  for (const home of world.homes.values()) {
    const name = nameOf(home);
    if (name === undefined || normalizeName(name) !== one.name) continue;
    if (root === undefined || home.directory === root || workspaceOf(home, world.homes) === root) return home.directory;
  }
  return undefined;
}

interface Expansion {
  readonly lines: readonly ResolvedLine[];
  readonly diagnostics: readonly Diagnostic[];
  readonly unknown?: string;
}

/** Declarations with those of the local projects that they bring in, each project once per group. */
function expand(home: HomeFacts, root: string | undefined, world: World): Expansion {
  const lines: ResolvedLine[] = [];
  const diagnostics: Diagnostic[] = [];
  let unknown: string | undefined;
  const visit = (one: Declared, via: readonly string[], visited: ReadonlySet<string>): void => {
    const target = localTarget(one, root, world);
    if (target === undefined) {
      if (one.name === undefined) {
        unknown ??= `${one.origin.file}:${one.origin.line} has no name that could be known without a build`;
        diagnostics.push(unnamed(one));
      }
      lines.push({ ...one, via });
      return;
    }
    if (isOutside(target)) {
      unknown ??= `${target} lies outside of the analysed root`;
      diagnostics.push(outside(one, target));
      if (one.name !== undefined) lines.push({ ...one, via });
      return;
    }
    const other = world.homes.get(target);
    const name = one.name ?? (other === undefined ? undefined : nameOf(other));
    const named = name === undefined ? one : { ...one, name: normalizeName(name) };
    if (target === home.directory) return;
    lines.push({ ...named, via });
    if (other === undefined || named.name === undefined || !isInstallable(other)) {
      if (!/\.(?:whl|zip|tar\.gz|tgz|tar\.bz2)$/i.test(target)) {
        unknown ??= `what ${target} needs is not known`;
        diagnostics.push(unreadable(one, target));
      } else unknown ??= `what ${target} needs is not known without opening it`;
      return;
    }
    if (visited.has(target)) return;
    const version = versionOf(other);
    const step = [...via, `pkg:pypi/${named.name}${version === undefined ? '' : `@${version}`}`];
    for (const inner of projectLines(other, named.extras)) {
      const marker = both(one.marker, inner.marker);
      const { marker: _, ...rest } = inner;
      visit(
        { ...rest, ...(marker === undefined ? {} : { marker }), group: one.group, scope: one.scope },
        step,
        new Set([...visited, target]),
      );
    }
  };
  for (const { facts } of home.manifests) for (const one of facts.declared) visit(one, [], new Set([home.directory]));
  return { lines, diagnostics, ...(unknown === undefined ? {} : { unknown }) };
}

function both(a: string | undefined, b: string | undefined): string | undefined {
  return a === undefined ? b : b === undefined ? a : `(${a}) and (${b})`;
}

const PROJECT_KINDS: ReadonlySet<string> = new Set(['pyproject', 'setup-cfg', 'setup-py']);

function isInstallable(home: HomeFacts): boolean {
  return home.manifests.some(({ facts }) => PROJECT_KINDS.has(facts.kind));
}

/** What a local project brings when it is installed: its own dependencies and those of the extras asked for. */
function projectLines(home: HomeFacts, extras: readonly string[]): readonly Declared[] {
  const wanted = new Set(extras);
  return home.manifests
    .filter(({ facts }) => PROJECT_KINDS.has(facts.kind))
    .flatMap(({ facts }) =>
      facts.declared.filter(
        ({ group }) => group === 'default' || (wanted.has(normalizeName(group)) && facts.extras.includes(normalizeName(group))),
      ),
    );
}

function unnamed({ origin, from }: Declared): Diagnostic {
  return {
    code: 'python/unnamed-requirement',
    severity: 'warning',
    message: `only a build would tell which package ${from ?? 'this'} is; write "name @ ${from ?? 'URL'}" to have it compared`,
    ...origin,
    incomplete: true,
  };
}

function outside({ origin }: Declared, target: string): Diagnostic {
  return {
    code: 'path/outside-root',
    severity: 'warning',
    message: `${target} lies outside of the analysed root, so what it needs is not known; run cohost on a directory that holds both`,
    ...origin,
    incomplete: true,
  };
}

function unreadable({ origin }: Declared, target: string): Diagnostic {
  return {
    code: 'python/local-project-unknown',
    severity: 'warning',
    message: `${target} has no manifest that says what it is called and needs, so that is left out`,
    ...origin,
    incomplete: true,
  };
}

const RUNTIME_SCOPES: ReadonlySet<Scope> = new Set<Scope>(['runtime', 'peer']);

/** One home as a unit; undefined when it holds nothing that anybody could install. */
export function assembleUnit(
  home: HomeFacts,
  world: World,
  consumed: ReadonlySet<string>,
): { readonly facts: UnitFacts; readonly diagnostics: readonly Diagnostic[] } | undefined {
  if (home.listed.length === 0) return undefined;
  const root = workspaceOf(home, world.homes);
  const expansion = expand(home, root, world);
  const locks = new Locks(
    [home, ...(root === undefined ? [] : [world.homes.get(root)])].flatMap((one) => one?.locks ?? []),
    world.environment,
    nameOf(home),
  );
  const dependencies = [
    ...expansion.lines.flatMap((line) => dependencyOf(line, locks)),
    ...locks.transitive(expansion.lines, home.manifests.length === 0),
  ];
  const diagnostics = [...expansion.diagnostics, ...dynamicDiagnostics(home)];
  const constraints = home.manifests.flatMap(({ facts }) => facts.constraints);
  const service = home.directory;
  const role = roleOf(home, expansion.lines, consumed);
  const isEmpty = role === 'aggregator' && root === undefined && home.manifests.length > 0;
  if (isEmpty && !home.manifests.some(({ facts }) => facts.workspace !== undefined)) diagnostics.push(onlyTools(home));
  const pythons = home.manifests.flatMap(({ facts }) => facts.pythons);
  const runtimes: RuntimeConstraint[] = pythons.map(({ constraint, origin }) => ({ name: 'python', constraint, origin }));
  const entryPoints = home.manifests.flatMap(({ facts }) => facts.entryPoints);
  const name = nameOf(home);
  const unit: Unit = {
    ecosystem: 'python',
    path: home.directory,
    ...(name === undefined ? {} : { name }),
    role,
    manifests: home.listed,
    dependencies,
    demands: [
      ...expansion.lines.flatMap((line) => demandOf(line, service, world.environment, false)),
      ...constraints.flatMap((line) => demandOf({ ...line, via: [] }, service, world.environment, true)),
      ...locks.demands(dependencies, service),
      ...runtimes.map((one) => runtimeDemand(one, service)),
      ...entryPoints.map((one) => commandDemand(one.name, one.command, one.origin, service)),
    ],
    runtimes,
    natives: [],
    ...(root === undefined ? {} : { workspace: root }),
    ...(entryPoints.length === 0 ? {} : { entryPoints }),
  };
  const unknown = home.manifests.find(({ facts }) => facts.unknown !== undefined)?.facts.unknown ?? expansion.unknown;
  return {
    facts: {
      unit,
      lines: expansion.lines,
      overrides: overridesOf(home, root, world),
      constraints: [...constraints, ...workspaceConstraints(root, world)],
      locked: locks.versions(dependencies),
      indexes: [home, ...(root === undefined ? [] : [world.homes.get(root)])].flatMap((one) =>
        (one?.manifests ?? []).flatMap(({ facts }) => facts.indexes ?? []),
      ),
      ...(unknown === undefined ? {} : { unknown }),
    },
    diagnostics,
  };
}

/** uv takes overrides and constraints from the workspace's root alone. */
function overridesOf(home: HomeFacts, root: string | undefined, world: World): readonly Declared[] {
  const from = root === undefined ? home : world.homes.get(root);
  return (from?.manifests ?? []).flatMap(({ facts }) => facts.overrides);
}

function workspaceConstraints(root: string | undefined, world: World): readonly Declared[] {
  if (root === undefined) return [];
  return (world.homes.get(root)?.manifests ?? []).flatMap(({ facts }) => (isPyproject(facts) ? facts.constraints : []));
}

/** `default` counts even where the manifest itself is a library that others install. */
function roleOf(home: HomeFacts, lines: readonly ResolvedLine[], consumed: ReadonlySet<string>): Unit['role'] {
  const isRoot = home.manifests.some(({ facts }) => facts.workspace !== undefined);
  const runs = lines.filter(({ scope }) => scope === 'runtime' || scope === 'optional');
  if (isRoot && runs.every(({ kind, via }) => kind === 'workspace' || via.length > 0)) return 'aggregator';
  const isNamed =
    nameOf(home) !== undefined || home.manifests.some(({ facts }) => facts.isProject && facts.unknown !== undefined);
  const pins = home.locks.length > 0 && home.manifests.length === 0;
  const isListed = home.listed.some(({ kind, group }) => kind === 'pip-requirements' && group === 'default');
  const hasTools = lines.length > 0 && runs.length === 0 && !isListed;
  if (!isNamed && !pins && hasTools) return 'aggregator';
  const starts = home.manifests.some(({ facts }) => facts.entryPoints.length > 0 || facts.kind === 'pip-requirements');
  return consumed.has(home.directory) && !starts ? 'library' : 'service';
}

function onlyTools(home: HomeFacts): Diagnostic {
  const [first] = home.listed;
  return {
    code: 'python/only-tools',
    severity: 'note',
    message: 'only development, test or documentation tools are listed here, so this directory is no service',
    file: first?.path ?? home.directory,
    line: 1,
  };
}

/** Fields that a build fills in, unless setuptools' own files beside it or the files that it names tell. */
function dynamicDiagnostics(home: HomeFacts): readonly Diagnostic[] {
  const tells = home.manifests.some(({ facts }) => facts.kind === 'setup-py' || facts.kind === 'setup-cfg');
  return home.manifests.flatMap(({ facts }) => {
    if (!isPyproject(facts) || tells) return [];
    return [...facts.dynamic].flatMap(([field, origin]): readonly Diagnostic[] => {
      if (field === 'requires-python') return [];
      const isNamed = facts.files.some(({ group }) => (field === 'dependencies' ? group === 'default' : group !== 'default'));
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
      ...(pin?.version === undefined ? {} : { resolved: pin.version }),
      direct: line.via.length === 0,
      group: line.group,
      scope: line.scope,
      ...(line.extras.length === 0 ? {} : { extras: line.extras }),
      ...(line.marker === undefined ? {} : { marker: line.marker }),
      via: line.via,
      origin: line.origin,
      ...(pin?.size === undefined ? {} : { size: pin.size }),
    },
  ];
}

function demandOf(line: ResolvedLine, service: string, environment: MarkerEnvironment, isConstraint: boolean): readonly Demand[] {
  if (line.name === undefined || line.kind === 'workspace' || line.scope === 'build') return [];
  const held = holds(line.marker, environment);
  if (held === false) return [];
  const detail = {
    ...(isConstraint ? { constraint: 'true' } : {}),
    ...(line.extras.length === 0 ? {} : { extras: line.extras.join(',') }),
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
      ...(held === 'open' && line.marker !== undefined ? { when: line.marker } : {}),
      via: line.via,
      origin: line.origin,
      ...(Object.keys(detail).length === 0 ? {} : { detail }),
    },
  ];
}

function runtimeDemand({ constraint, origin }: RuntimeConstraint, service: string): Demand {
  return {
    service,
    realm: 'runtime',
    key: 'python',
    subject: 'runtime:python',
    constraint,
    kind: 'range',
    strength: 'declared',
    group: 'default',
    scope: 'runtime',
    via: [],
    origin,
  };
}

function commandDemand(name: string, target: string, origin: Demand['origin'], service: string): Demand {
  return {
    service,
    realm: 'command',
    key: name,
    subject: `command:${name}`,
    constraint: target,
    kind: 'exact',
    strength: 'declared',
    group: 'default',
    scope: 'runtime',
    via: [],
    origin,
  };
}

/** Directories that other homes install by path or as workspace members. */
export function consumedDirectories(world: World): ReadonlySet<string> {
  const consumed = new Set<string>();
  for (const home of world.homes.values()) {
    const root = workspaceOf(home, world.homes);
    for (const { facts } of home.manifests) {
      for (const one of facts.declared) {
        const target = localTarget(one, root ?? home.directory, world);
        if (target !== undefined && target !== home.directory) consumed.add(target);
      }
    }
  }
  return consumed;
}

export function worldOf(project: Project, homes: readonly HomeFacts[], target: Target): World {
  return {
    homes: new Map(homes.map((home) => [home.directory, home])),
    environment: targetEnvironment(target),
    project,
  };
}

/** Whether a group reaches a deployed service without being asked for. */
export function isDeployed(scope: Scope): boolean {
  return RUNTIME_SCOPES.has(scope);
}
