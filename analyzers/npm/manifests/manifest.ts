import { utf16Diagnostic } from '../../../src/formats/encoding.ts';
import {
  childOf,
  type JsonDocument,
  type JsonMember,
  type JsonNode,
  type JsonProblem,
  jsonDiagnostic,
  listIn,
  parseJson,
  textOf,
  textsIn,
} from '../../../src/formats/json.ts';
import { append, type Diagnostic, type Origin, type Scope, type SourceFile } from '../../../src/model/index.ts';
import { pnpmPath } from '../notation/spec.ts';
import type { Tool } from '../workspaces/tools.ts';
import { developersManager, developersNode, developersPlatforms } from './dev-engines.ts';
import { conflictMarker } from './markers.ts';

/** The fields of package.json that hold dependencies, in the order in which a later one replaces an earlier one. */
export const FIELDS = {
  peerDependencies: { group: 'peer', scope: 'peer' },
  dependencies: { group: 'default', scope: 'runtime' },
  // Installed by default; npm only survives when one of them cannot be.
  optionalDependencies: { group: 'optional', scope: 'runtime' },
  devDependencies: { group: 'dev', scope: 'dev' },
} as const satisfies Readonly<Record<string, { readonly group: string; readonly scope: Scope }>>;

export type Field = keyof typeof FIELDS;

const FIELD_NAMES: readonly Field[] = ['peerDependencies', 'dependencies', 'optionalDependencies', 'devDependencies'];

/** One entry of a dependency field, as written. */
export interface Entry {
  readonly name: string;
  readonly raw: string;
  readonly field: Field;
  /** A peer that `peerDependenciesMeta` makes optional: it bites only when somebody brings the package. */
  readonly optional: boolean;
  readonly origin: Origin;
}

/** A name with a text value and where it stands: an engine, a script, a command. */
export interface Named {
  readonly name: string;
  readonly value: string;
  readonly origin: Origin;
}

/** An entry of `overrides`, `resolutions` or `pnpm.overrides`: the path of selectors, outermost first, and what it sets. */
export interface Override {
  readonly tool: Tool;
  readonly path: readonly string[];
  /** The path begins with a dependency of the root itself: no line of the project's own packages is meant. */
  readonly fromRoot?: true;
  /** yarn 1: what the root asks for itself stays as it is. */
  readonly exceptRoot?: true;
  /** pnpm up to 7: no peer is meant, and only lines all of whose versions lie within its range (`isSubRange`). */
  readonly within?: true;
  readonly value: string;
  readonly origin: Origin;
}

export interface PackageJson {
  readonly file: string;
  readonly readable: boolean;
  readonly name?: string;
  readonly version?: string;
  readonly isPrivate: boolean;
  readonly entries: readonly Entry[];
  readonly engines: readonly Named[];
  /** `devEngines.runtime`: the Node.js without which npm installs and runs nothing here. */
  readonly developersNode?: Named;
  /** `devEngines` of `os`, `cpu` and `libc`: the machines on which alone npm installs and runs anything here. */
  readonly developersPlatforms: readonly Named[];
  /** `volta`: `node` is the version that developers get, `extends` the file that says the rest. */
  readonly pins: readonly Named[];
  readonly scripts: readonly Named[];
  readonly commands: readonly Named[];
  /** `directories.bin`, where there is no `bin`: all that lies in there is a command. */
  readonly commandFolder?: Named;
  readonly overrides: readonly Override[];
  /** Globs of member directories; undefined when this is no workspace root by package.json. */
  readonly workspaces?: readonly string[];
  /** bun's catalogs in package.json, and those of .yarnrc.yml, by name; the plain one is `default`, of berry `PLAIN_CATALOG`. */
  readonly catalogs: ReadonlyMap<string, ReadonlyMap<string, string>>;
  readonly packageManager?: string;
  /** berry: `installConfig.hoistingLimits`. */
  readonly hoistingLimits?: string;
  /** Names of bundled dependencies; true for all. */
  readonly bundled: readonly string[] | true;
  /** `libc`, where it names a single one: native parts of the package are bound to it. */
  readonly libc: readonly Named[];
  /** `os` and `cpu`, where they leave something out: what will do, joined by `||`; what will not has a `!`. */
  readonly platforms: readonly Named[];
  /** `main`, `module`, `exports` or `browser` says that others import this package. */
  readonly isImportable: boolean;
  /** It comes with type declarations, or lists the files that npm publishes of it: others import what it builds. */
  readonly isPublished: boolean;
  /** `main`, where nothing else says what is imported. */
  readonly main?: string;
  /** Builds native code when it is installed (`gypfile`, or an install script that calls node-gyp and its kin). */
  readonly buildsNative: boolean;
  readonly diagnostics: readonly Diagnostic[];
  /** The whole document, for what only a few readers need. */
  readonly document: JsonDocument;
}

const PROBLEM_HELP = {
  comment: 'npm refuses this file; remove the comments',
  'trailing-comma': 'npm refuses this file; remove the comma',
  'duplicate-key': 'remove one of them',
  syntax: 'npm refuses this file, so nothing was read from it',
} as const;

/** Reads package.json. Never throws; what is wrong becomes a diagnostic with its position. */
export function readPackageJson(file: SourceFile): PackageJson {
  const document = parseJson(file.text);
  return new ManifestReader(file, document).read();
}

function isPublished(root: JsonNode | undefined): boolean {
  if (['types', 'typings'].some((key) => childOf(root, key) !== undefined)) return true;
  const isOpen = literal(childOf(root, 'private')) !== true && textOf(childOf(root, 'version')) !== undefined;
  return isOpen && listOf(childOf(root, 'files')).length > 0;
}

class ManifestReader {
  readonly #file: SourceFile;
  readonly #document: JsonDocument;
  readonly #diagnostics: Diagnostic[] = [];

  constructor(file: SourceFile, document: JsonDocument) {
    this.#file = file;
    this.#document = document;
  }

  read(): PackageJson {
    const marker = conflictMarker(this.#file);
    const whole = this.#document.root;
    const broken = marker !== undefined || whole === undefined || this.#document.problems.some(({ kind }) => kind === 'syntax');
    // Half a file is not what its service needs, and npm takes nothing from it either.
    const root = broken ? undefined : whole;
    append(this.#diagnostics, utf16Diagnostic(this.#file, 'npm refuses'));
    if (marker !== undefined) this.#diagnostics.push(marker);
    else for (const problem of this.#document.problems) this.#diagnostics.push(this.#problem(problem));
    if (root !== undefined && root.kind !== 'object')
      this.#say('npm/not-an-object', 'error', root.at, 'package.json has to hold an object; nothing was read from it', true);
    const name = textOf(childOf(root, 'name'));
    const version = textOf(childOf(root, 'version'));
    const packageManager = textOf(childOf(root, 'packageManager')) ?? developersManager(root);
    const workspaces = this.#workspaces(childOf(root, 'workspaces'));
    const scripts = this.#texts(childOf(root, 'scripts'), 'scripts');
    const isImported = ['module', 'exports', 'browser', 'types'].some((key) => childOf(root, key) !== undefined);
    const main = childOf(root, 'main');
    const node = developersNode(root);
    const hoistingLimits = textOf(childOf(childOf(root, 'installConfig'), 'hoistingLimits'));
    const onlyMain = isImported ? undefined : textOf(main);
    return {
      file: this.#file.path,
      readable: !broken,
      isPrivate: literal(childOf(root, 'private')) === true,
      entries: this.#entries(root),
      engines: this.#engines(childOf(root, 'engines')),
      pins: this.#texts(childOf(root, 'volta'), 'volta'),
      scripts,
      commands: this.#commands(childOf(root, 'bin'), name),
      ...this.#commandFolder(root),
      overrides: this.#overrides(root),
      catalogs: catalogsOf(root),
      bundled: bundledOf(root),
      libc: this.#onlyOne(childOf(root, 'libc')),
      developersPlatforms: developersPlatforms(root).map(({ field, names, at }) => ({
        name: field,
        value: names.join(' || '),
        origin: this.#origin(at),
      })),
      platforms: ['os', 'cpu'].flatMap((field) => this.#platforms(field, childOf(root, field))),
      isPublished: isPublished(root),
      isImportable: main !== undefined || isImported,
      buildsNative:
        literal(childOf(root, 'gypfile')) === true ||
        scripts.some(({ name, value }) => /^(?:pre|post)?install$/.test(name) && BUILDS_NATIVE.test(value)),
      diagnostics: this.#diagnostics,
      document: this.#document,
      ...(node === undefined ? {} : { developersNode: { name: 'node', value: node.range, origin: this.#origin(node.at) } }),
      ...(onlyMain === undefined ? {} : { main: onlyMain }),
      ...(name === undefined ? {} : { name }),
      ...(version === undefined ? {} : { version }),
      ...(workspaces === undefined ? {} : { workspaces }),
      ...(hoistingLimits === undefined ? {} : { hoistingLimits }),
      ...(packageManager === undefined ? {} : { packageManager }),
    };
  }

  #onlyOne(node: JsonNode | undefined): readonly Named[] {
    const [only, ...others] = listOf(node);
    if (node === undefined || only === undefined || others.length > 0 || only.startsWith('!')) return [];
    return [{ name: 'libc', value: only, origin: this.#origin(node.at) }];
  }

  #platforms(name: string, node: JsonNode | undefined): readonly Named[] {
    const list = listOf(node);
    if (node === undefined || list.length === 0 || (list.length === 1 && list[0] === 'any')) return [];
    return [{ name, value: list.join(' || '), origin: this.#origin(node.at) }];
  }

  #problem(problem: JsonProblem): Diagnostic {
    const severity = problem.kind === 'duplicate-key' ? 'warning' : 'error';
    return jsonDiagnostic(this.#file.path, problem, this.#document.position, severity, PROBLEM_HELP[problem.kind]);
  }

  #say(code: string, severity: Diagnostic['severity'], at: number, message: string, incomplete = false): void {
    const { line, column } = this.#document.position(at);
    this.#diagnostics.push({
      code,
      severity,
      message,
      file: this.#file.path,
      line,
      column,
      ...(incomplete ? { incomplete } : {}),
    });
  }

  #origin(at: number): Origin {
    return { file: this.#file.path, ...this.#document.position(at) };
  }

  /** A dependency that stands in several fields counts once: npm's later field replaces, a peer beside it stays. */
  #entries(root: JsonNode | undefined): readonly Entry[] {
    const optionalPeers = optionalPeersOf(childOf(root, 'peerDependenciesMeta'));
    const found = FIELD_NAMES.flatMap((field) =>
      this.#texts(childOf(root, field), field).map(
        ({ name, value, origin }): Entry => ({
          name,
          raw: value,
          field,
          optional: field === 'peerDependencies' && optionalPeers.has(name),
          origin,
        }),
      ),
    );
    const optional = new Set(found.filter(({ field }) => field === 'optionalDependencies').map(({ name }) => name));
    return optional.size === 0 ? found : found.filter(({ field, name }) => field !== 'dependencies' || !optional.has(name));
  }

  #texts(node: JsonNode | undefined, field: string): readonly Named[] {
    if (node === undefined || (node.kind === 'literal' && node.value === null)) return [];
    if (node.kind !== 'object') {
      if (node.kind !== 'array' || node.items.length > 0)
        this.#say('npm/bad-field', 'error', node.at, `"${field}" has to hold an object of names and texts`, true);
      return [];
    }
    const last = new Map<string, JsonMember>();
    for (const one of node.members) last.set(one.key, one);
    return [...last.values()].flatMap(({ key, keyAt, value }): readonly Named[] => {
      if (value.kind === 'text') return [{ name: key, value: value.value, origin: this.#origin(keyAt) }];
      if (field !== 'scripts' && field !== 'volta')
        this.#say('npm/bad-value', 'error', value.at, `"${key}" in "${field}" has to be a text`, true);
      return [];
    });
  }

  /** `{"node": ">=18"}`; an array of texts is what npm read long ago (`["node >= 0.4"]`). */
  #engines(node: JsonNode | undefined): readonly Named[] {
    if (node?.kind === 'array') {
      return node.items.flatMap((item): readonly Named[] => {
        const [, name, value] = /^\s*(\w+)\s*(.*)$/s.exec(textOf(item) ?? '') ?? [];
        return name === undefined || value === undefined ? [] : [{ name, value, origin: this.#origin(item.at) }];
      });
    }
    return node?.kind === 'text' ? [] : this.#texts(node, 'engines');
  }

  #commands(node: JsonNode | undefined, name: string | undefined): readonly Named[] {
    const value = textOf(node);
    if (node === undefined || value === undefined) return this.#texts(node, 'bin');
    return name === undefined ? [] : [{ name: name.replace(/^@[^/]*\//, ''), value, origin: this.#origin(node.at) }];
  }

  #commandFolder(root: JsonNode | undefined): Pick<PackageJson, 'commandFolder'> {
    const node = childOf(childOf(root, 'directories'), 'bin');
    const value = textOf(node);
    if (node === undefined || value === undefined || childOf(root, 'bin') !== undefined) return {};
    return { commandFolder: { name: 'bin', value, origin: this.#origin(node.at) } };
  }

  #workspaces(node: JsonNode | undefined): readonly string[] | undefined {
    const list = node?.kind === 'object' ? childOf(node, 'packages') : node;
    if (list === undefined) return node === undefined ? undefined : [];
    if (list.kind !== 'array') {
      if (list.kind !== 'literal')
        this.#say('npm/bad-field', 'error', list.at, '"workspaces" has to be a list of directories or globs', true);
      return undefined;
    }
    return listOf(list);
  }

  #overrides(root: JsonNode | undefined): readonly Override[] {
    const npm = this.#nestedOverrides(childOf(root, 'overrides'), [], 0);
    const yarn = this.#flatOverrides(childOf(root, 'resolutions'), 'yarn', yarnPath);
    const pnpm = this.#flatOverrides(childOf(childOf(root, 'pnpm'), 'overrides'), 'pnpm', pnpmPath);
    return [...npm, ...yarn, ...pnpm];
  }

  /** npm: `{"a": {"b": "1"}}` sets b below a; the key `.` sets the package itself. */
  #nestedOverrides(node: JsonNode | undefined, path: readonly string[], depth: number): readonly Override[] {
    if (node?.kind !== 'object' || depth > 50) return [];
    return node.members.flatMap(({ key, keyAt, value }): readonly Override[] => {
      const own = key === '.' ? path : [...path, key];
      if (value.kind === 'text') return [{ tool: 'npm', path: own, value: value.value, origin: this.#origin(keyAt) }];
      if (value.kind === 'object') return this.#nestedOverrides(value, own, depth + 1);
      this.#say('npm/bad-override', 'warning', value.at, `the override of "${key}" has to be a text or an object`);
      return [];
    });
  }

  #flatOverrides(
    node: JsonNode | undefined,
    tool: Override['tool'],
    pathOf: (key: string) => readonly string[],
  ): readonly Override[] {
    return this.#texts(node, tool === 'yarn' ? 'resolutions' : 'pnpm.overrides').map(({ name, value, origin }) => ({
      tool,
      path: pathOf(name),
      value,
      origin,
    }));
  }
}

const BUILDS_NATIVE =
  /\b(?:node-gyp|node-pre-gyp|prebuild-install|node-gyp-build|prebuildify|cmake-js|neon|napi|electron-rebuild)\b/;

function literal(node: JsonNode | undefined): number | boolean | null | undefined {
  return node?.kind === 'literal' ? node.value : undefined;
}

function listOf(node: JsonNode | undefined): readonly string[] {
  return node?.kind === 'text' ? [node.value] : listIn(node);
}

function optionalPeersOf(node: JsonNode | undefined): ReadonlySet<string> {
  if (node?.kind !== 'object') return new Set();
  return new Set(node.members.filter(({ value }) => literal(childOf(value, 'optional')) === true).map(({ key }) => key));
}

function bundledOf(root: JsonNode | undefined): readonly string[] | true {
  const node = childOf(root, 'bundleDependencies') ?? childOf(root, 'bundledDependencies');
  return literal(node) === true ? true : listOf(node);
}

function catalogsOf(root: JsonNode | undefined): PackageJson['catalogs'] {
  const catalogs = new Map<string, ReadonlyMap<string, string>>();
  for (const holder of [root, childOf(root, 'workspaces')]) {
    const plain = childOf(holder, 'catalog');
    if (plain?.kind === 'object') catalogs.set('default', textsIn(plain));
    const named = childOf(holder, 'catalogs');
    if (named?.kind === 'object')
      // bun: the plain one and that of the name `default` are one.
      for (const { key, value } of named.members) catalogs.set(key, new Map([...(catalogs.get(key) ?? []), ...textsIn(value)]));
  }
  return catalogs;
}

/** yarn: `a/b`, globs before or between names, scopes, and in berry `a@npm:1.0.0/b`. */
function yarnPath(key: string): readonly string[] {
  return key.match(/(?:@[^/@]+\/)?[^/@]+(?:@(?:npm:)?[^/]+)?/g) ?? [key];
}
