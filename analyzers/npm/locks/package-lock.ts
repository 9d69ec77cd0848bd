/** package-lock.json and npm-shrinkwrap.json, versions 1 to 3. */

import { isTable } from '../../../src/formats/foreign-data.ts';
import { jsonDiagnostic, parseJson } from '../../../src/formats/json.ts';
import { Lines } from '../../../src/formats/lines.ts';
import { baseName, type Diagnostic, type SourceFile } from '../../../src/model/index.ts';
import { ADDON_HELPERS, isAddon } from '../natives.ts';
import {
  type EdgeKind,
  type Lock,
  type LockAnswer,
  type LockedEdge,
  type LockedPackage,
  type Peer,
  type Table,
  tableOf,
  textOf,
  textsOf,
  unreadable,
} from './lock.ts';

/** For `Project.parse`: package-lock.json or npm-shrinkwrap.json of versions 1 to 3. */
export function readPackageLock(file: SourceFile): LockAnswer {
  const data = parseData(file);
  if ('code' in data) return { diagnostics: [data] };
  const misshapen = MAPS.find((key) => !isTable(data.table.get(key) ?? {}));
  if (misshapen !== undefined) return { diagnostics: [noMap(file, `"${misshapen}"`, lineOf(file.text, misshapen))] };
  const version = Number(data.table.get('lockfileVersion') ?? 1);
  if (!KNOWN.has(version)) return { diagnostics: [unknownVersion(file.path, data.table.get('lockfileVersion'))] };
  const packages = tableOf(data.table.get('packages'));
  const entries = packages.size > 0 ? modernEntries(packages, file.text) : legacyEntries(data.table, file.text);
  const lock = new PackageLock(file.path, String(version), entries);
  const broken = [...packages].flatMap(([path, value]) => (isTable(value) ? [] : [path]))[0];
  return { lock, diagnostics: broken === undefined ? [] : [noMap(file, `"${broken}"`, lineOf(file.text, broken))] };
}

/** What is an object in each version that has it. */
const MAPS = ['packages', 'dependencies'] as const;

function noMap({ path }: SourceFile, what: string, line: number): Diagnostic {
  return unreadable(
    path,
    `${what} of ${baseName(path)} is no object, so nothing is known of it; regenerate it with npm install`,
    line,
  );
}

function lineOf(text: string, key: string): number {
  return new Lines(text).at(Math.max(0, text.indexOf(`${JSON.stringify(key)}:`))).line;
}

const KNOWN: ReadonlySet<number> = new Set([1, 2, 3]);

function unknownVersion(path: string, version: unknown): ReturnType<typeof unreadable> {
  const text = typeof version === 'object' ? 'no number' : String(version);
  return unreadable(path, `${baseName(path)} has lockfileVersion ${text}, of which nothing is known; 1, 2 and 3 are read`);
}

function parseData(file: SourceFile): { readonly table: Table } | Diagnostic {
  try {
    const value: unknown = JSON.parse(file.text);
    return isTable(value) ? { table: tableOf(value) } : noMap(file, 'the whole', 1);
  } catch {
    const { problems, position } = parseJson(file.text);
    const first = problems.find(({ kind }) => kind !== 'duplicate-key') ?? { kind: 'syntax', at: 0, message: 'it is no JSON' };
    const effect = 'regenerate it with npm install, nothing was read from it';
    return { ...jsonDiagnostic(file.path, first, position, 'error', effect), incomplete: true };
  }
}

/** One installed copy as npm's lock describes it. */
interface Entry {
  readonly path: string;
  readonly line: number;
  readonly meta: Table;
  readonly name?: string;
  readonly version?: string;
  /** Edges that a lock of version 1 calls `requires`. */
  readonly requires?: ReadonlyMap<string, string>;
}

/** Paths keyed by their own entry; a `link` entry leads to the directory that it names. */
function modernEntries(packages: Table, text: string): readonly Entry[] {
  const lines = lineIndex(text);
  return [...packages].map(([path, value]): Entry => {
    const meta = tableOf(value);
    const name = textOf(meta.get('name'));
    const version = textOf(meta.get('version'));
    return {
      path,
      line: lines.get(path) ?? 1,
      meta,
      ...(name === undefined ? {} : { name }),
      ...(version === undefined ? {} : { version }),
    };
  });
}

/** Lines of all keys that open an object, first occurrence by key. */
function lineIndex(text: string): ReadonlyMap<string, number> {
  const lines = new Map<string, number>();
  for (const { key, line } of openedKeys(text)) {
    if ((key === '' || key.includes('/') || key.includes('node_modules')) && !lines.has(key)) lines.set(key, line);
  }
  return lines;
}

/** `"key": {` at the beginning of a line, as npm writes it. */
function* openedKeys(text: string): Generator<{ readonly key: string; readonly line: number }> {
  let line = 0;
  for (let start = 0; start < text.length; ) {
    const next = text.indexOf('\n', start);
    let end = next < 0 ? text.length : next;
    line++;
    if (text.charCodeAt(end - 1) === 13) end--;
    if (text.charCodeAt(end - 1) === 123 && text.charCodeAt(end - 4) === 34) {
      const quote = text.indexOf('"', start);
      if (quote >= 0 && quote < end - 4) yield { key: text.slice(quote + 1, end - 4), line };
      else if (quote === end - 5) yield { key: '', line };
    }
    if (next < 0) return;
    start = next + 1;
  }
}

const NOT_PACKAGES = new Set(['dependencies', 'requires', 'engines', 'packages', 'bin', 'peerDependencies']);

/** Version 1 nests copies below the package that needs them; npm's flags `bundled`, `dev` and `optional` are kept. */
function legacyEntries(data: Table, text: string): readonly Entry[] {
  const found: Entry[] = [];
  const paths = new Set<string>();
  const add = (entry: Entry): void => {
    paths.add(entry.path);
    found.push(entry);
  };
  const name = textOf(data.get('name'));
  add({ path: '', line: 1, meta: new Map(), ...(name === undefined ? {} : { name }) });
  const lineOf = linesOfKeys(text);
  const visit = (prefix: string, dependencies: Table, depth: number): void => {
    if (depth > 200) return;
    for (const [key, value] of dependencies) {
      const meta = tableOf(value);
      const line = lineOf(key);
      const path = `${prefix}${prefix === '' ? '' : '/'}node_modules/${key}`;
      const target = linkedPath(meta);
      if (target === undefined) add(legacyEntry(path, line, meta));
      else {
        add({ path, line, meta: new Map([['link', true], ['resolved', target], ...flagsOf(meta)]) });
        if (!paths.has(target)) add({ path: target, line, meta, requires: textsOf(meta.get('requires')) });
      }
      visit(target ?? path, tableOf(meta.get('dependencies')), depth + 1);
    }
  };
  visit('', tableOf(data.get('dependencies')), 0);
  return found;
}

/** Where keys of packages stand, which are asked for in the order in which they stand. */
function linesOfKeys(text: string): (key: string) => number {
  const keys = [...openedKeys(text)].filter(({ key }) => !NOT_PACKAGES.has(key));
  let at = 0;
  return (wanted) => {
    while (at < keys.length && keys[at]?.key !== wanted) at++;
    return keys[at++]?.line ?? 1;
  };
}

/** The directory that a `file:` version leads to. */
function linkedPath(meta: Table): string | undefined {
  const [, path] = /^file:(?!.*\.(?:tgz|tar|tar\.gz)$)(.+)$/.exec(writtenVersion(meta)) ?? [];
  return path?.replace(/^\.\//, '');
}

function legacyEntry(path: string, line: number, meta: Table): Entry {
  const written = writtenVersion(meta);
  const [, name, version = written] = /^npm:((?:@[^/]+\/)?[^@]+)@(.+)$/.exec(written) ?? [];
  const requires = textsOf(meta.get('requires'));
  return { path, line, meta, requires, version, ...(name === undefined ? {} : { name }) };
}

function writtenVersion(meta: Table): string {
  return textOf(meta.get('version')) ?? '';
}

function flagsOf(meta: Table): readonly (readonly [string, unknown])[] {
  return ['dev', 'optional'].flatMap((flag) => (meta.get(flag) === true ? [[flag, true] as const] : []));
}

class PackageLock implements Lock {
  readonly file: string;
  readonly kind: Lock['kind'];
  readonly version: string;
  readonly packages: ReadonlyMap<string, LockedPackage>;
  readonly importers: ReadonlyMap<string, readonly LockedEdge[]>;
  readonly #entries: ReadonlyMap<string, Entry>;
  /** What is asked for again by each service of a workspace. */
  readonly #edges = new Map<string, readonly LockedEdge[]>();

  constructor(file: string, version: string, entries: readonly Entry[]) {
    this.file = file;
    this.kind = baseName(file) === 'npm-shrinkwrap.json' ? 'npm-shrinkwrap' : 'package-lock';
    this.version = version;
    this.#entries = new Map(entries.map((entry) => [entry.path, entry]));
    const packages = new Map<string, LockedPackage>();
    const importers = new Map<string, readonly LockedEdge[]>();
    for (const entry of entries) {
      if (entry.path !== '') packages.set(entry.path, packageOf(entry, this.#entries));
      if (isImporter(entry) && (entry.path === '' || entry.meta.size > 0))
        importers.set(dirOf(entry.path), this.#importerEdges(entry));
    }
    this.packages = packages;
    this.importers = importers;
  }

  find(name: string): string | undefined {
    return this.#resolve('', name);
  }

  resolveFrom(directory: string, name: string): string | undefined {
    return this.#resolve(directory === '.' ? '' : directory, name);
  }

  edges(id: string): readonly LockedEdge[] {
    const known = this.#edges.get(id);
    if (known !== undefined) return known;
    const entry = this.#target(id);
    const edges = entry === undefined ? [] : this.#edgesOf(entry, false);
    this.#edges.set(id, edges);
    return edges;
  }

  /** A version 1 lock does not repeat what package.json says: the root's edges have to come from there. */
  #importerEdges(entry: Entry): readonly LockedEdge[] {
    return this.#edgesOf(entry, true);
  }

  #target(id: string): Entry | undefined {
    const entry = this.#entries.get(id);
    return entry?.meta.get('link') === true ? this.#entries.get(textOf(entry.meta.get('resolved')) ?? '') : entry;
  }

  #edgesOf({ path, meta, requires }: Entry, dev: boolean): readonly LockedEdge[] {
    const edges = new Map<string, LockedEdge>();
    const add = (name: string, spec: string, kind: EdgeKind): void =>
      void edges.set(name, { name, spec, kind, to: this.#resolve(path, name) });
    const optional = optionalPeers(meta);
    for (const [name, spec] of textsOf(meta.get('peerDependencies')))
      add(name, spec, optional.has(name) ? 'peerOptional' : 'peer');
    for (const [name, spec] of textsOf(meta.get('dependencies'))) add(name, spec, 'prod');
    for (const [name, spec] of requires ?? []) add(name, spec, this.#requiredKind(path, meta, name));
    for (const [name, spec] of textsOf(meta.get('optionalDependencies'))) add(name, spec, 'optional');
    if (dev) for (const [name, spec] of textsOf(meta.get('devDependencies'))) add(name, spec, 'dev');
    return [...edges.values()];
  }

  /** Version 1 does not tell kinds apart: an optional package below one that is not was an optional dependency. */
  #requiredKind(path: string, meta: Table, name: string): EdgeKind {
    const found = this.#resolve(path, name);
    const target = found === undefined ? undefined : this.#entries.get(found);
    return target?.meta.get('optional') === true && meta.get('optional') !== true ? 'optional' : 'prod';
  }

  /** Node's own look-up: node_modules of the directory and of every one above it. */
  #resolve(from: string, name: string): string | undefined {
    for (let directory = from; ; ) {
      const path = directory === '' ? `node_modules/${name}` : `${directory}/node_modules/${name}`;
      if (this.#entries.has(path)) return path;
      // Above the lock's directory lies nothing that it knows, and what lies outside does not find what is inside.
      if (directory === '' || directory === '..' || directory.endsWith('/..')) return undefined;
      const up = directory.lastIndexOf('/node_modules/');
      if (up >= 0) directory = directory.slice(0, up);
      else directory = directory.startsWith('node_modules/') ? '' : directory.slice(0, Math.max(0, directory.lastIndexOf('/')));
    }
  }
}

function dirOf(path: string): string {
  return path === '' ? '.' : path;
}

/** The root and the targets of links: what has a package.json of its own here. */
function isImporter({ path }: Entry): boolean {
  return path === '' || !/(?:^|\/)node_modules\//.test(path);
}

function optionalPeers(meta: Table): ReadonlySet<string> {
  const names = new Set<string>();
  for (const [name, value] of tableOf(meta.get('peerDependenciesMeta')))
    if (tableOf(value).get('optional') === true) names.add(name);
  return names;
}

function peersOf(meta: Table): readonly Peer[] {
  const peers = textsOf(meta.get('peerDependencies'));
  if (peers.size === 0) return [];
  const optional = optionalPeers(meta);
  return [...peers].map(([name, range]) => ({ name, range, optional: optional.has(name) }));
}

function packageOf(entry: Entry, entries: ReadonlyMap<string, Entry>): LockedPackage {
  const { path, line, meta } = entry;
  const isLink = meta.get('link') === true;
  const target = isLink ? entries.get(textOf(meta.get('resolved')) ?? '') : entry;
  const facts = target?.meta ?? meta;
  const installed = /(?:^|\/)node_modules\/((?:@[^/]+\/)?[^/]+)$/.exec(path)?.[1] ?? baseName(path);
  const name = entry.name ?? target?.name ?? installed;
  const version = entry.version ?? target?.version;
  const node = textOf(tableOf(facts.get('engines')).get('node'));
  const conditions = ['os', 'cpu', 'libc'].flatMap((key) => {
    const value = facts.get(key);
    return Array.isArray(value) ? [`${key}=${value.filter((one) => typeof one === 'string').join('|')}`] : [];
  });
  const local = isLink ? textOf(meta.get('resolved')) : isImporter(entry) ? path : undefined;
  const flags = isLink ? new Map([...facts, ...meta]) : facts;
  return {
    id: path,
    name,
    line,
    dev: flags.get('dev') === true,
    optional: flags.get('optional') === true,
    devOptional: flags.get('devOptional') === true,
    peer: entry.requires === undefined && flags.get('peer') === true,
    peers: peersOf(facts),
    isNative: isAddon(name) || (facts.get('hasInstallScript') === true && hasHelper(facts)),
    ...(name === installed ? {} : { alias: installed }),
    ...(version === undefined ? {} : { version }),
    ...(local === undefined ? {} : { local }),
    ...(node === undefined ? {} : { node }),
    ...(conditions.length === 0 ? {} : { platforms: conditions.join(' ') }),
    ...(facts.get('inBundle') === true || facts.get('bundled') === true ? { isBundled: true } : {}),
    ...(facts.get('extraneous') === true ? { isExtraneous: true } : {}),
  };
}

function hasHelper(meta: Table): boolean {
  for (const name of textsOf(meta.get('dependencies')).keys()) if (ADDON_HELPERS.has(name)) return true;
  return false;
}
