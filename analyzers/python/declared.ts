import { type Table, textAt } from '../../src/formats/foreign-data.ts';
import { type NoToml, tomlDiagnostic } from '../../src/formats/toml.ts';
import {
  baseName,
  type ConstraintKind,
  type Diagnostic,
  type EntryPoint,
  type ManifestKind,
  type ManifestRole,
  type Origin,
  type Scope,
} from '../../src/model/index.ts';
import { withoutLogin } from './indexes/index-logins.ts';
import type { ProjectIndexes } from './indexes/indexes.ts';
import type { ReleasePolicy } from './indexes/release-policy.ts';
import { resolvePath } from './manifests/pip/requirement.ts';
import { parseConstraint, pinOf } from './notation/constraint.ts';
import { formatMarker } from './notation/markers.ts';
import { parseRequirement, type Requirement } from './notation/requirement.ts';
import { formatSpecifier, type SpecifierSet } from './notation/specifier.ts';

/** What readers of manifests and locks hand on: declarations with their places, independent of any target. */

/** One dependency line of a manifest. */
export interface Declared {
  /** In normal form; absent where only a build would tell (a URL or a directory without a name). */
  readonly name?: string;
  readonly extras: readonly string[];
  /** As written; empty admits any version. */
  readonly constraint: string;
  readonly kind: ConstraintKind;
  /** Where it comes from when not from an index: a URL, a VCS URL, or a path relative to the root. */
  readonly from?: string;
  /** PEP 508 marker. */
  readonly marker?: string;
  readonly group: string;
  readonly scope: Scope;
  /** The tool that alone reads the table of a pyproject.toml in which it stands. */
  readonly tool?: string;
  readonly origin: Origin;
}

/** Whether it is installed from a directory (or an archive) of the tree. */
export function isLocal({ kind }: Pick<Declared, 'kind'>): boolean {
  return kind === 'path' || kind === 'workspace';
}

/** All that one manifest says. */
export interface ManifestFacts {
  readonly kind: ManifestKind;
  readonly role: ManifestRole;
  /** Whether it describes a project of its own, as opposed to settings of tools. */
  readonly isProject: boolean;
  readonly name?: string;
  readonly version?: string;
  readonly declared: readonly Declared[];
  /** Versions that hold for packages without asking for them (`-c`, uv's constraint-dependencies). */
  readonly constraints: readonly Declared[];
  /** They replace every other requirement on their package (uv's override-dependencies). */
  readonly overrides: readonly Declared[];
  /** Constraints on the interpreter. */
  readonly pythons: readonly { readonly constraint: string; readonly origin: Origin }[];
  readonly indexes?: ProjectIndexes;
  /** Packages of which prereleases count like final releases; `:all:` for all (pip's `--pre`). */
  readonly prereleases?: readonly string[];
  readonly policy?: ReleasePolicy;
  readonly entryPoints: readonly EntryPoint[];
  readonly diagnostics: readonly Diagnostic[];
  /** What could not be read although the project depends on it. */
  readonly unknown?: string;
  readonly workspace?: Workspace;
  /** Where packages come from; those of a workspace's root hold for its members too. */
  readonly sources?: UvSources;
  /** Requirements files that it names as its own; group `default` for what runs. */
  readonly namedFiles?: readonly NamedFile[];
  /** Files whose lines a program takes for what it needs, where they are there. */
  readonly readFrom?: readonly NamedFile[];
  /** Requirements files that a program names which computes nothing else of what is always installed. */
  readonly computedFrom?: readonly NamedFile[];
  /** Names of the extras that exist. */
  readonly extras: readonly string[];
}

export interface NamedFile {
  readonly path: string;
  readonly group: string;
  readonly origin: Origin;
}

/** One entry of uv's `[tool.uv.sources]`. */
export interface UvSource {
  readonly marker?: string;
  readonly extra?: string;
  readonly group?: string;
  /** Absent where it only names an index. */
  readonly place?: Pick<Declared, 'kind' | 'from'>;
}

/** By normalized name. */
export type UvSources = ReadonlyMap<string, readonly UvSource[]>;

/** uv's `[tool.uv.workspace]`: globs relative to the manifest's directory. */
export interface Workspace {
  readonly members: readonly string[];
  readonly exclude: readonly string[];
}

export const NOTHING: Omit<ManifestFacts, 'kind'> = {
  role: 'manifest',
  isProject: false,
  declared: [],
  constraints: [],
  overrides: [],
  pythons: [],
  entryPoints: [],
  diagnostics: [],
  extras: [],
};

/** What a lock's entry needs, and when. */
export interface Need {
  /** Normalized. */
  readonly name: string;
  readonly extras: readonly string[];
  readonly marker?: string;
  /** Where the lock has the package more than once. */
  readonly version?: string;
}

/** A lock's entry; a package stands there once per version, fork or group that has its own. */
export interface Pin {
  readonly name: string;
  readonly version?: string;
  /** Where it comes from when not from an index. */
  readonly from?: string;
  readonly marker?: string;
  readonly needs: readonly Need[];
  /** By extra: what the extra adds. */
  readonly extraNeeds?: ReadonlyMap<string, readonly Need[]>;
  /** By group: what a project's own groups add (uv's `dev-dependencies`). */
  readonly groupNeeds?: ReadonlyMap<string, readonly Need[]>;
  /** Groups that the lock itself puts it into, `default` for the file's own; absent where the lock does not tell. */
  readonly groups?: readonly string[];
  /** Requirement files and packages that its comments name (`# via`). */
  readonly via?: readonly string[];
  readonly origin: Origin;
  readonly size?: { readonly bytes: number; readonly of: 'wheel' | 'sdist' };
  /** The oldest glibc with which one of its wheels for Linux loads, where it has any and they depend on it. */
  readonly glibc?: string;
}

export interface LockFacts {
  readonly kind: ManifestKind;
  readonly pins: readonly Pin[];
  /** Interpreters that the lock holds for. */
  readonly python?: { readonly constraint: string; readonly origin: Origin };
  readonly diagnostics: readonly Diagnostic[];
  /** The source files that it was made from, where it names them. */
  readonly sources?: readonly string[];
}

/** What installs a project before there is one: `uv-requirements.txt` pins the uv of an image's build. */
export const INSTALLERS: ReadonlySet<string> = new Set(
  'build flit hatch pdm pip pip-tools pipenv pipx poetry poetry-core poetry-plugin-export setuptools uv virtualenv wheel'.split(
    ' ',
  ),
);

const DEV_NAMES = /^(?:dev|devel|develop|development|local|debug|tools?|tooling|contrib|contributing|maintainers?)(?:[-_.].*)?$/i;
const TEST_NAMES =
  /^(?:tests?|testing|unittests?|unit[-_]?tests?|e2e|integration|pytest|qa|conformance|coverage|cov)(?:[-_.].*)?$/i;
const DOCS_NAMES = /^(?:docs?|documentation|sphinx|mkdocs|rtd|readthedocs|doc[-_].*)(?:[-_.].*)?$/i;
const CHECK_NAMES =
  /^(?:lint|linting|linters?|format|formatting|typing|types?|typecheck|type[-_]?check(?:ing)?|mypy|pyright|style|quality|checks?|ci|pre[-_]?commit|black|flake8|ruff|pylint|isort|bench|benchmarks?|benchmarking|profiling|stubs|static|security|audit|tox|nox|notebooks?|jupyter|examples?|release|publish|packaging|build|ide)(?:[-_.].*)?$/i;

/**
 * What a group is for, by its name, as the ecosystem's habits have it; undefined for names that say nothing
 * (an extra of the product, a platform, a customer).
 */
export function scopeByName(name: string): Scope | undefined {
  if (TEST_NAMES.test(name) || /[-_.](?:tests?|testing)$/i.test(name)) return 'test';
  if (DEV_NAMES.test(name) || DOCS_NAMES.test(name) || CHECK_NAMES.test(name)) return 'dev';
  return /[-_.](?:dev|docs?|lint|typing|ci|build)$/i.test(name) ? 'dev' : undefined;
}

/** `Dockerfile.dev`, `test-builder`: a word of the name is a group that nobody deploys. */
export function isForAnotherGroup(name: string): boolean {
  return name.split(/[._-]/).some((word) => scopeByName(word) !== undefined);
}

export interface Placed {
  readonly group: string;
  readonly scope: Scope;
  readonly origin: Origin;
}

/** Text of a set as a manifest would hold it. */
export function specifierText(set: SpecifierSet): string {
  return set.specifiers.map(formatSpecifier).join(',');
}

/** `exact` for a pin, else `range`; `unknown` for what is no constraint. */
export function kindOf(constraint: string): ConstraintKind {
  const answer = parseConstraint(constraint);
  if (!answer.ok) return 'unknown';
  return pinOf(answer.constraint) === undefined ? 'range' : 'exact';
}

const VCS = /^(?:git|hg|svn|bzr)\+/i;
/** Hatch's own directory, and those around it ("Context formatting"). */
const ROOT = /^(?:file:(?:\/\/)?)?\/?\{root((?::parent)*)(?::real)?(?::uri)?\}\/?([^#]*)/i;
/** Paths without a scheme, as uv has them behind a name: `lib @ ../lib`. */
const PATH = /^\.{0,2}(?:\/|$)(?!\/)|^(?![A-Za-z][A-Za-z0-9+.-]*:)[\w.-]+\//;

/** A URL as kind and place: VCS URLs, `file:` URLs inside of the root as paths (`directory` is where relative ones start). */
export function sourceOf(url: string, directory: string): { readonly kind: ConstraintKind; readonly from: string } {
  if (VCS.test(url)) return { kind: 'git', from: withoutLogin(url) };
  const [, parents, inside = ''] = ROOT.exec(url) ?? [];
  if (parents !== undefined)
    return { kind: 'path', from: resolvePath(directory, `${'../'.repeat(parents.length / 7)}${inside}`) };
  const local = PATH.test(url) ? url : /^file:(?:\/\/(?:localhost)?)?(?!\/\/)(.*)$/i.exec(url)?.[1];
  if (local === undefined) return { kind: 'url', from: withoutLogin(url) };
  const path = local.replace(/#.*$/s, '').replace(/^\/?\$\{?(?:PROJECT_ROOT|PWD)\}?\/?/i, '');
  return { kind: 'path', from: resolvePath(directory, path) };
}

/** A PEP 508 requirement as a declaration. */
export function declare(requirement: Requirement, directory: string, placed: Placed): Declared {
  const { name, extras, specifiers, url, marker } = requirement;
  const constraint = specifierText(specifiers);
  return {
    name,
    extras,
    ...(url === undefined ? { constraint, kind: kindOf(constraint) } : { constraint: '', ...sourceOf(url, directory) }),
    ...(marker === undefined ? {} : { marker: formatMarker(marker) }),
    ...placed,
  };
}

/** Reads a list of PEP 508 texts; what is no requirement becomes a diagnostic. */
export function declareAll(
  items: readonly { readonly text: string; readonly origin: Origin }[],
  directory: string,
  group: string,
  scope: Scope,
): { readonly declared: readonly Declared[]; readonly diagnostics: readonly Diagnostic[] } {
  const declared: Declared[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const { text, origin } of items) {
    const answer = parseRequirement(text);
    if (answer.ok) declared.push(declare(answer.requirement, directory, { group, scope, origin }));
    else diagnostics.push(invalidRequirement(answer.message, origin));
  }
  return { declared, diagnostics };
}

/** Two markers that both have to hold; either may be missing. */
export function bothMarkers(one: string | undefined, other: string | undefined): string | undefined {
  return one === undefined ? other : other === undefined ? one : `(${one}) and (${other})`;
}

/** A line that some condition brings. */
export function conditional(line: Declared, condition: string | undefined): Declared {
  const marker = bothMarkers(condition, line.marker);
  return marker === undefined ? line : { ...line, marker };
}

/** What a manifest says that is no valid TOML: nothing, and that is told. */
export function noToml(kind: ManifestKind, file: string, answer: NoToml): ManifestFacts {
  return {
    ...NOTHING,
    kind,
    isProject: true,
    unknown: `its ${baseName(file)} is not valid TOML`,
    diagnostics: [tomlDiagnostic(file, answer, 'error')],
  };
}

export function invalidRequirement(message: string, origin: Origin): Diagnostic {
  return {
    code: 'python/invalid-requirement',
    severity: 'error',
    message: `${message}; installers refuse this requirement, so it is left out here`,
    ...origin,
    incomplete: true,
  };
}

/** The tables of Poetry and pipenv: a version in their notation (`*` admits any), or what is wrong with it. */
export function versioned(
  name: string,
  written: string,
  extras: readonly string[],
  marker: string | undefined,
): Omit<Declared, 'group' | 'scope' | 'origin'> | string {
  const constraint = written.trim() === '*' ? '' : written.trim();
  const answer = parseConstraint(constraint);
  if (!answer.ok) return answer.message;
  return { name, extras, constraint, kind: kindOf(constraint), ...(marker === undefined ? {} : { marker }) };
}

/** The revision of a git repository, and the directory in it, that a table of Poetry or uv names. */
function gitPlace(table: Table): { readonly kind: 'git'; readonly from: string } | undefined {
  const git = textAt(table, 'git');
  const ref = textAt(table, 'rev') ?? textAt(table, 'tag') ?? textAt(table, 'branch');
  return git === undefined ? undefined : { kind: 'git', from: repository('git', git, ref) + insideOf(table) };
}

/** Where a table of a manifest takes a package from: a repository, a URL, or a path under one of these names. */
export function tablePlace(
  table: Table,
  directory: string,
  paths: readonly string[] = ['path'],
): Pick<Declared, 'kind' | 'from'> | undefined {
  const git = gitPlace(table);
  if (git !== undefined) return git;
  const url = textAt(table, 'url');
  if (url !== undefined) return sourceOf(url, directory);
  const [path] = paths.flatMap((name) => textAt(table, name) ?? []);
  return path === undefined ? undefined : { kind: 'path', from: resolvePath(directory, path) };
}

/** As pip writes a repository and a revision (VCS support); what `git clone` reads as `user@host:path` is ssh to pip. */
export function repository(tool: string, url: string, ref: string | undefined): string {
  const plain = url.replace(/^([\w.-]+@[\w.-]+):(?!\/\/)\/?/, 'ssh://$1/');
  return withoutLogin(`${tool}+${plain}${ref === undefined ? '' : `@${ref}`}`);
}

/** `subdirectory`, as Poetry, uv and Pipenv call it, as the fragment that pip reads. */
export function insideOf(table: Table): string {
  const inside = textAt(table, 'subdirectory');
  return inside === undefined ? '' : `#subdirectory=${inside}`;
}
