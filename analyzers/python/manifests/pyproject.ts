import { utf16Diagnostic } from '../../../src/formats/encoding.ts';
import { listAt, locator, type Table, tableAt, textAt, textsAt, valueAt } from '../../../src/formats/foreign-data.ts';
import { parseToml, type TomlDocument } from '../../../src/formats/toml.ts';
import {
  addTo,
  append,
  type Diagnostic,
  directoryOf,
  type EntryPoint,
  normalizeName,
  type Origin,
  type SourceFile,
} from '../../../src/model/index.ts';
import {
  conditional,
  type Declared,
  kindOf,
  type ManifestFacts,
  type NamedFile,
  NOTHING,
  noToml,
  scopeByName,
  sourceOf,
} from '../declared.ts';
import { parseConstraint } from '../notation/constraint.ts';
import { Bringing } from './bringing.ts';
import { groupsOf } from './groups.ts';
import { resolvePath } from './pip/requirement.ts';
import { readPixi } from './pixi.ts';
import { enriched, type PoetryFacts, readPoetry } from './poetry.ts';
import { listed, type Reading, wrongType } from './reading.ts';
import { conflictNotes, excluded, uvConstraints, uvOverrides, uvPolicy } from './uv-settings.ts';
import { readIndexes, readUvSources, withUvSources } from './uv-sources.ts';

/** What pyproject.toml adds to the common facts. */
export interface PyprojectFacts extends ManifestFacts {
  /** Fields that a build backend fills in (PEP 621 `dynamic`). */
  readonly dynamic: ReadonlyMap<string, Origin>;
  /** Whether uv's own settings stand in it: then uv looks for none further up. */
  readonly configuresUv: boolean;
  /**
   * Whether an installation builds the project itself. Poetry does where a module is called as the project is (`by-name`),
   * uv where something is said to build it, and pip in any case (`not-by-uv`).
   */
  readonly packaged: 'always' | 'never' | 'by-name' | 'not-by-uv';
  /** Whether it is Poetry's: what Poetry states there no other installer reads. */
  readonly isPoetry: boolean;
  /** What builds it, where it says so. */
  readonly backend?: string;
  /** Whether it has a `[project]` (PEP 621). */
  readonly isStandard: boolean;
  /** Requirements files that the backend reads for a dynamic field; group `default` for the dependencies themselves. */
  readonly namedFiles: readonly NamedFile[];
}

/** A pyproject.toml, whose reading tells more than that of other manifests. */
export function isPyproject(facts: ManifestFacts): facts is PyprojectFacts {
  return facts.kind === 'pyproject' && 'dynamic' in facts;
}

/** For `Project.parse`: everything of a pyproject.toml that says what the project needs. */
export function readPyproject(file: SourceFile): PyprojectFacts {
  const document = parseToml(file.text);
  if (!document.ok) return { ...noToml('pyproject', file.path, document), ...UNREAD };
  const facts = factsOf(file.path, document);
  const encoding = utf16Diagnostic(file, 'pip, uv and Poetry refuse');
  return encoding.length === 0 ? facts : { ...facts, diagnostics: [...encoding, ...facts.diagnostics] };
}

/** For `Project.parse`: Hatch's own file, which holds what else stands in `[tool.hatch]` (Hatch, "Config reference"). */
export function readHatchToml(file: SourceFile): ManifestFacts {
  const document = parseToml(file.text);
  if (!document.ok) return noToml('hatch-toml', file.path, document);
  const locate = locator(file.path, document.at);
  const reading: Reading = {
    file: file.path,
    directory: directoryOf(file.path),
    root: { tool: { hatch: document.value } },
    locate: ([, , ...path]) => locate(path),
    diagnostics: [],
  };
  const [declared, namedFiles] = [groupsOf(reading, []), dynamicFiles(reading)];
  const isProject = declared.length > 0 || namedFiles.length > 0;
  return { ...NOTHING, kind: 'hatch-toml', isProject, declared, namedFiles, diagnostics: reading.diagnostics };
}

const UNREAD = {
  dynamic: new Map(),
  configuresUv: false,
  packaged: 'never',
  isPoetry: false,
  isStandard: false,
  namedFiles: [],
} satisfies Partial<PyprojectFacts>;

function factsOf(file: string, document: TomlDocument): PyprojectFacts {
  const reading: Reading = {
    file,
    directory: directoryOf(file),
    root: document.value,
    locate: locator(file, document.at),
    diagnostics: [],
  };
  const { root, diagnostics, locate } = reading;
  const project = tableAt(root, 'project');
  const poetry = tableAt(root, 'tool', 'poetry');
  const poetryFacts = poetry === undefined ? undefined : readPoetry(poetry, file, locate);
  append(diagnostics, poetryFacts?.diagnostics ?? []);
  const name = nameIn(root);
  const version = textAt(project, 'version') ?? textAt(poetry, 'version');
  const own = name === undefined ? undefined : normalizeName(name);
  const main = withPoetry(projectDependencies(reading), poetryFacts, project);
  const pixi = readPixi(tableAt(root, 'tool', 'pixi') ?? {}, ['tool', 'pixi'], reading.directory, locate);
  append(diagnostics, pixi.diagnostics);
  const merged = [
    ...main,
    ...pixi.declared,
    ...groupsOf(reading, poetryFacts?.groups.filter(({ name, includes }) => name !== 'default' || includes.length > 0) ?? []),
  ];
  const sources = readUvSources(root, reading.directory);
  const sourced = withUvSources(merged, sources);
  const dynamic = dynamicOf(reading, poetryFacts?.required.length ?? 0);
  append(diagnostics, conflictNotes(reading));
  const indexes = readIndexes(root, poetryFacts?.indexes ?? [], poetryFacts?.assigned ?? new Map());
  const prereleases = [...prereleasesOf(root), ...(poetryFacts?.prereleases ?? [])];
  const workspace = workspaceIn(root);
  const backend = textAt(root, 'build-system', 'build-backend');
  return {
    kind: 'pyproject',
    role: 'manifest',
    isProject: project !== undefined || poetry !== undefined || sourced.length > 0 || workspace !== undefined,
    declared: [...withOwnExtras(sourced, own, diagnostics), ...buildRequirements(reading)],
    constraints: uvConstraints(reading),
    overrides: [...uvOverrides(reading), ...pdmOverrides(reading), ...excluded(reading, 'pdm', 'resolution', 'excludes')],
    pythons: [...requiresPython(reading), ...(poetryFacts?.pythons ?? []), ...pixi.pythons],
    entryPoints: COMMANDS.flatMap((path) => scripts(reading, path)),
    diagnostics,
    extras: extrasIn(root),
    dynamic,
    configuresUv: tableAt(root, 'tool', 'uv') !== undefined,
    packaged: packagedBy(root, poetry),
    isPoetry: poetry !== undefined,
    isStandard: project !== undefined,
    ...(backend === undefined ? {} : { backend }),
    namedFiles: dynamicFiles(reading),
    ...(name === undefined ? {} : { name }),
    ...(version === undefined ? {} : { version }),
    ...(indexes === undefined ? {} : { indexes }),
    ...(prereleases.length === 0 ? {} : { prereleases }),
    policy: uvPolicy(reading),
    ...(sources.size === 0 ? {} : { sources }),
    ...(workspace === undefined ? {} : { workspace }),
  };
}

function nameIn(root: Table): string | undefined {
  const places = [
    ['project', 'name'],
    ['tool', 'poetry', 'name'],
    [...FLIT, 'dist-name'],
    [...FLIT, 'module'],
  ];
  for (const place of places) {
    const name = textAt(root, ...place);
    if (name !== undefined) return name;
  }
  return undefined;
}

function extrasIn(root: Table): readonly string[] {
  const places = [...PLACES.map(({ optional }) => optional), ...DYNAMIC_EXTRAS.map(({ place }) => place)];
  const tables = [...places, ['tool', 'poetry', 'extras']];
  return tables.flatMap((place) => Object.keys(tableAt(root, ...place) ?? {})).map(normalizeName);
}

/** Settings by which a project says that it is none to be built (uv, "Projects"; PDM, "Build and Publish"; Poetry, "package-mode"). */
const NO_PACKAGE = [
  ['tool', 'uv', 'package'],
  ['tool', 'pdm', 'distribution'],
  ['tool', 'poetry', 'package-mode'],
] as const;

function packagedBy(root: Table, poetry: Table | undefined): PyprojectFacts['packaged'] {
  if (nameIn(root) === undefined || NO_PACKAGE.some((path) => valueAt(root, ...path) === false)) return 'never';
  const isPoetry = poetry !== undefined || textAt(root, 'build-system', 'build-backend')?.startsWith('poetry') === true;
  if (isPoetry) return listAt(poetry, 'packages').length === 0 ? 'by-name' : 'always';
  return tableAt(root, 'build-system') === undefined && valueAt(root, 'tool', 'uv', 'package') !== true ? 'not-by-uv' : 'always';
}

/** uv's workspace, by its globs. */
function workspaceIn(root: Table): PyprojectFacts['workspace'] {
  const workspace = tableAt(root, 'tool', 'uv', 'workspace');
  return workspace === undefined ? undefined : { members: textsAt(workspace, 'members'), exclude: textsAt(workspace, 'exclude') };
}

/** PEP 621, and what Flit had before it ("Old pyproject.toml metadata"). */
const FLIT = ['tool', 'flit', 'metadata'] as const;
const PLACES = [
  {
    required: ['project', 'dependencies'],
    optional: ['project', 'optional-dependencies'],
    python: ['project', 'requires-python'],
  },
  { required: [...FLIT, 'requires'], optional: [...FLIT, 'requires-extra'], python: [...FLIT, 'requires-python'] },
] as const;

function projectDependencies(reading: Reading): readonly Declared[] {
  return PLACES.flatMap(({ required, optional }) => [
    ...listed(reading, required, 'default', 'runtime'),
    ...Object.keys(tableAt(reading.root, ...optional) ?? {}).flatMap((extra) =>
      listed(reading, [...optional, extra], extra, scopeByName(extra) ?? 'optional'),
    ),
  ]);
}

function buildRequirements(reading: Reading): readonly Declared[] {
  return listed(reading, ['build-system', 'requires'], 'build-system', 'build');
}

/**
 * Where `[project]` states dependencies, `[tool.poetry.dependencies]` says more of them; required ones that `[project]`
 * leaves dynamic are Poetry's to state (poetry-core's `DependencyGroup` and `Factory`).
 */
function withPoetry(
  standard: readonly Declared[],
  poetry: PoetryFacts | undefined,
  project: Table | undefined,
): readonly Declared[] {
  if (poetry === undefined) return standard;
  const { required, optional } = poetry;
  const hasRequired = listAt(project, 'dependencies').length > 0;
  const hasOptional = Object.values(tableAt(project, 'optional-dependencies') ?? {}).some(
    (one) => Array.isArray(one) && one.length > 0,
  );
  const isOpen =
    !(hasRequired || hasOptional) ||
    textsAt(project, 'dynamic').some((field) => field === 'dependencies' || field === 'optional-dependencies');
  return [
    ...enriched(standard, [...required, ...optional]),
    ...(isOpen && !hasRequired ? required : []),
    // Poetry's own extras are none where [project] states anything, and what no extra brings is never installed.
    ...(hasRequired || hasOptional ? [] : optional),
  ];
}

/**
 * `app[redis]` among app's own extras means the lines of its extra `redis`, which a group has once, each under the
 * conditions of the references that lead to it.
 */
export function withOwnExtras(
  declared: readonly Declared[],
  own: string | undefined,
  diagnostics: Diagnostic[],
): readonly Declared[] {
  if (own === undefined || !declared.some(({ name }) => name === own)) return declared;
  const byExtra = new Map<string, Declared[]>();
  for (const one of declared) addTo(byExtra, normalizeName(one.group), one);
  const bringing = new Bringing('extras', diagnostics);
  /** `path` has the extras that lead here: what they bring they bring under no more conditions than a way back would. */
  const expand = (one: Declared, seen: Set<string>, path: readonly string[]): readonly Declared[] => {
    if (one.name !== own) return [one];
    return one.extras.flatMap((extra) => {
      const lines = byExtra.get(extra) ?? [];
      const isKnown = path.includes(extra) || seen.has(extra) || seen.has(`${extra};${one.marker}`);
      if (isKnown || bringing.isOver(1 + lines.length, path.length, one.origin)) return [];
      seen.add(one.marker === undefined ? extra : `${extra};${one.marker}`);
      return lines.flatMap((inner) => expand(conditional(inner, one.marker), seen, [...path, extra]));
    });
  };
  const seenIn = new Map<string, Set<string>>();
  return declared.flatMap((one) => {
    const seen = seenIn.get(one.group) ?? new Set([normalizeName(one.group)]);
    seenIn.set(one.group, seen);
    return expand(one, seen, []).map((inner) => (inner === one ? one : { ...inner, group: one.group, scope: one.scope }));
  });
}

export function requiresPython(reading: Reading): ManifestFacts['pythons'] {
  const { root, locate, diagnostics } = reading;
  return PLACES.flatMap(({ python }) => {
    const constraint = textAt(root, ...python);
    if (constraint === undefined) return [];
    const answer = parseConstraint(constraint);
    if (answer.ok) return [{ constraint, origin: locate(python) }];
    diagnostics.push(wrongType(`requires-python: ${answer.message}`, locate(python)));
    return [];
  });
}

/** A graphical program is started by a command of the same directory (PyPA, "Entry points specification"). */
const COMMANDS = [
  ['project', 'scripts'],
  ['project', 'gui-scripts'],
  ['tool', 'poetry', 'scripts'],
] as const;

function scripts({ root, locate }: Reading, path: readonly string[]): readonly EntryPoint[] {
  return Object.entries(tableAt(root, ...path) ?? {}).flatMap(([name, value]) => {
    const command = typeof value === 'string' ? value : (textAt(value, 'callable') ?? textAt(value, 'reference'));
    return command === undefined ? [] : [{ name, command, origin: locate([...path, name]) }];
  });
}

/** `[tool.pdm.resolution.overrides]`: a version or a URL by package. */
function pdmOverrides({ root, locate, directory }: Reading): readonly Declared[] {
  const path = ['tool', 'pdm', 'resolution', 'overrides'];
  return Object.entries(tableAt(root, ...path) ?? {}).flatMap(([written, value]) => {
    if (typeof value !== 'string') return [];
    const isUrl = /^[a-z+]+:\/\//i.test(value);
    const constraint = isUrl ? '' : /^\d/.test(value) ? `==${value}` : value;
    const place = isUrl ? sourceOf(value, directory) : { kind: kindOf(constraint) };
    const base = {
      name: normalizeName(written),
      extras: [],
      constraint,
      group: 'default',
      scope: 'runtime' as const,
      tool: 'pdm',
    };
    return [{ ...base, ...place, origin: locate([...path, written]) }];
  });
}

/** PDM's setting that lets prereleases of all packages in. */
function prereleasesOf(root: Table): readonly string[] {
  return valueAt(root, 'tool', 'pdm', 'resolution', 'allow-prereleases') === true ? [':all:'] : [];
}

function dynamicOf({ root, locate }: Reading, poetryCount: number): ReadonlyMap<string, Origin> {
  const dynamic = new Map<string, Origin>();
  for (const [index, field] of listAt(root, 'project', 'dynamic').entries()) {
    if (field === 'dependencies' && poetryCount > 0) continue;
    if (field === 'dependencies' || field === 'optional-dependencies' || field === 'requires-python')
      dynamic.set(field, locate(['project', 'dynamic', index]));
  }
  return dynamic;
}

/** Where extras are named that come from files (setuptools, "Dynamic Metadata"; hatch-requirements-txt). */
const DYNAMIC_EXTRAS = [
  { place: ['tool', 'setuptools', 'dynamic', 'optional-dependencies'], file: ['file'] },
  { place: ['tool', 'hatch', 'metadata', 'hooks', 'requirements_txt', 'optional-dependencies'], file: [] },
] as const;

/** Setuptools' `dynamic` table and the Hatch plug-in for requirements files name the files that a dynamic field comes from. */
function dynamicFiles({ root, locate, directory }: Reading): PyprojectFacts['namedFiles'] {
  const setuptools = ['tool', 'setuptools', 'dynamic'];
  const hook = ['tool', 'hatch', 'metadata', 'hooks', 'requirements_txt'];
  const filesAt = (path: readonly string[], group: string) => {
    const value = valueAt(root, ...path);
    const names = typeof value === 'string' ? [value] : Array.isArray(value) ? value : [];
    return names.flatMap((name: unknown) =>
      typeof name === 'string' ? [{ path: resolvePath(directory, name), group, origin: locate(path) }] : [],
    );
  };
  return [
    ...filesAt([...setuptools, 'dependencies', 'file'], 'default'),
    ...filesAt([...hook, 'files'], 'default'),
    ...filesAt([...hook, 'filename'], 'default'),
    ...DYNAMIC_EXTRAS.flatMap(({ place, file }) =>
      Object.keys(tableAt(root, ...place) ?? {}).flatMap((extra) => filesAt([...place, extra, ...file], extra)),
    ),
  ];
}
