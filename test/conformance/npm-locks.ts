import { readLock } from '../../analyzers/npm/locks/index.ts';
import type { EdgeKind, Lock, LockedEdge, LockedPackage } from '../../analyzers/npm/locks/lock.ts';
import { parsePnpmKey } from '../../analyzers/npm/locks/pnpm-lock.ts';
import { YarnLock } from '../../analyzers/npm/locks/yarn-lock.ts';
import { type Field, readPackageJson } from '../../analyzers/npm/manifests/manifest.ts';
import { readStructure } from '../../analyzers/npm/workspaces/workspaces.ts';
import { memoryTree } from '../../src/discover/memory-tree.ts';
import { FileStore, projectFor } from '../../src/discover/project.ts';
import { sourceFile } from '../../src/discover/tree.ts';
import { walk } from '../../src/discover/walk.ts';
import { byKey } from '../../src/model/index.ts';
import { computeFlags } from './npm-flags.ts';
import { type Check, check, type Row, type RowRunner } from './table.ts';

const EDGE_KINDS: Readonly<Record<Field, EdgeKind>> = {
  dependencies: 'prod',
  devDependencies: 'dev',
  optionalDependencies: 'optional',
  peerDependencies: 'peer',
};

type Fields = Readonly<Record<string, unknown>>;

function fields(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {};
}

function filesOf(row: Row): ReadonlyMap<string, string> {
  return new Map(Object.entries(fields(row.files)).map(([path, text]) => [path, String(text)]));
}

function source(path: string, text: string) {
  return sourceFile(path, Buffer.from(text));
}

function directOf(files: ReadonlyMap<string, string>): readonly unknown[] {
  return [...files].flatMap(([path, text]) => {
    if (!path.endsWith('package.json')) return [];
    const importer = path === 'package.json' ? '.' : path.slice(0, -'/package.json'.length);
    return readPackageJson(source(path, text)).entries.map((entry) => ({
      importer,
      name: entry.name,
      spec: entry.raw,
      kind: entry.optional ? 'peerOptional' : EDGE_KINDS[entry.field],
    }));
  });
}

/** Whether one project directory's own package.json names a version: what `link` rows state. */
function versionOf(files: ReadonlyMap<string, string>, directory: string): string | undefined {
  const text = files.get(`${directory}/package.json`);
  return text === undefined ? undefined : readPackageJson(source('package.json', text)).version;
}

function nameOf(files: ReadonlyMap<string, string>, directory: string): string | undefined {
  const text = files.get(`${directory}/package.json`);
  return text === undefined ? undefined : readPackageJson(source('package.json', text)).name;
}

/** A lock of version 1 repeats nothing of package.json: flags come from its edges, bundles from its list. */
function legacyFacts(
  lock: Lock,
  files: ReadonlyMap<string, string>,
  members: ReadonlySet<string>,
): (one: LockedPackage) => LockedPackage {
  if (lock.version !== '1') return (one) => one;
  const manifestAt = (directory: string) => {
    const text = files.get(directory === '.' ? 'package.json' : `${directory}/package.json`);
    return text === undefined ? undefined : readPackageJson(source('package.json', text));
  };
  const edgesAt = (directory: string): readonly LockedEdge[] =>
    (manifestAt(directory)?.entries ?? []).map((entry) => ({
      name: entry.name,
      spec: entry.raw,
      kind: entry.optional ? 'peerOptional' : EDGE_KINDS[entry.field],
      to: lock.resolveFrom?.(directory, entry.name),
    }));
  const manifest = manifestAt('.');
  const linked = [...members].map((to) => ({ name: to, spec: '', kind: 'workspace' as const, to }));
  const flags = computeFlags([...edgesAt('.'), ...linked], (id) => (members.has(id) ? edgesAt(id) : lock.edges(id)));
  const bundled = manifest?.bundled ?? [];
  return (one) => {
    const isLink = one.local !== undefined && one.local !== one.id;
    const installed = one.alias ?? one.name;
    const isBundled =
      one.isBundled === true || (one.id === `node_modules/${installed}` && (bundled === true || bundled.includes(installed)));
    return {
      ...one,
      ...flags.get(isLink ? (one.local ?? '') : one.id),
      ...(isBundled ? { isBundled } : {}),
      ...(isLink
        ? { name: one.local?.replace(/^.*\//, '') ?? one.name, alias: one.local?.replace(/^.*\//, '') ?? one.name }
        : {}),
    };
  };
}

function npmRow(
  one: LockedPackage,
  files: ReadonlyMap<string, string>,
  workspaces: ReadonlySet<string>,
  version: string,
): Fields {
  const own = one.local === undefined ? undefined : versionOf(files, one.local);
  const isOldLink = version === '1' && one.local !== one.id;
  const name = (one.local === undefined || isOldLink ? undefined : nameOf(files, one.local)) ?? one.name;
  const installed = one.alias ?? one.name;
  return {
    name,
    ...(name === installed ? {} : { alias: installed }),
    version: own ?? one.version,
    path: one.id,
    ...(one.local !== undefined && one.local !== one.id ? { link: one.local } : {}),
    dev: one.dev,
    optional: one.optional,
    devOptional: one.devOptional === true && one.dev !== true && one.optional !== true,
    peer: one.peer,
    ...(one.isBundled === true ? { bundled: true } : {}),
    ...(one.isExtraneous === true ? { extraneous: true } : {}),
    ...(one.local === one.id && workspaces.has(one.id) ? { workspace: true } : {}),
  };
}

/** pnpm's own library gives keys of version 6 in the older form. */
function pnpmKey(lock: Lock, id: string): string {
  return lock.version.startsWith('6') ? id.replace(/^(\/(?:@[^/]+\/)?[^@/]+)@/, '$1/') : id;
}

function pnpmRow(lock: Lock, one: LockedPackage): Fields {
  const { peers } = parsePnpmKey(one.id);
  return {
    name: one.name,
    version: one.version ?? null,
    path: null,
    key: pnpmKey(lock, one.id),
    dev: one.dev,
    optional: one.optional,
    peer: null,
    ...(one.bundles === undefined ? {} : { bundles: one.bundles }),
    ...(peers === '' || lock.version.startsWith('9') ? {} : { peers_suffix: peers }),
  };
}

function yarnRows(lock: YarnLock): readonly Fields[] {
  return [...lock.entries.values()].map((entry) => {
    const one = lock.packages.get(entry.id);
    const some = (key: string, map: ReadonlyMap<string, unknown> | undefined) =>
      map === undefined || map.size === 0 ? {} : { [key]: Object.fromEntries(map) };
    const shared = {
      name: entry.name,
      version: entry.version,
      path: null,
      dev: null,
      optional: null,
      peer: null,
      ...some('dependencies', entry.dependencies),
    };
    if (entry.resolution === undefined)
      return {
        ...shared,
        ...(one?.alias === undefined ? {} : { alias: one.alias }),
        patterns: [...entry.patterns].sort(),
        ...some('optionalDependencies', entry.optionalDependencies),
      };
    return {
      ...shared,
      resolution: entry.resolution,
      protocol: /@([a-z]+:)/.exec(entry.resolution.slice(1))?.[1] ?? null,
      descriptors: [...entry.patterns].sort(),
      linkType: entry.linkType,
      ...some('peerDependencies', entry.peerDependencies),
      ...some('bin', entry.bin),
      ...(entry.conditions === undefined ? {} : { conditions: entry.conditions }),
      ...(entry.dependenciesMeta === undefined
        ? {}
        : {
            dependenciesMeta: Object.fromEntries(
              [...entry.dependenciesMeta].map(([name, meta]) => [name, Object.fromEntries(meta)]),
            ),
          }),
    };
  });
}

function sorted(rows: unknown): readonly string[] {
  return (Array.isArray(rows) ? rows : []).map((row) => JSON.stringify(canonical(row))).sort();
}

function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(canonical);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(byKey)
      .map(([key, inner]) => [
        key,
        key === 'patterns' || key === 'descriptors' ? [...(Array.isArray(inner) ? inner : [])].sort() : canonical(inner),
      ]),
  );
}

/** Lists are sets here: only what differs is shown. */
function checkSet(asked: string, expected: unknown, got: readonly unknown[]): Check {
  const want = sorted(expected);
  const have = sorted(got);
  const missing = want.filter((row) => !have.includes(row));
  const extra = have.filter((row) => !want.includes(row));
  return { ok: want.length === have.length && missing.length === 0 && extra.length === 0, asked, expected: missing, got: extra };
}

function edgesOf(lock: Lock, files: ReadonlyMap<string, string>, row: Row): readonly unknown[] {
  const tree = memoryTree(Object.fromEntries(files));
  const project = projectFor(['package.json', 'pnpm-workspace.yaml'], walk(tree, ['.']), new FileStore(tree));
  const structure = readStructure(project);
  if (lock.kind === 'pnpm-lock')
    return [...(lock.importers ?? [])].flatMap(([importer, edges]) =>
      edges.map((edge) => ({
        importer,
        name: edge.name,
        spec: edge.spec,
        type: edge.kind,
        to: pnpmKey(lock, edge.written ?? ''),
      })),
    );
  const members = structure.roots.get('.')?.members ?? [];
  return ['.', ...members].flatMap((importer) => importerEdges(lock, importer, files, members, row));
}

/** npm's edges come from the package.json beside the lock, as npm reads it. */
function importerEdges(
  lock: Lock,
  importer: string,
  files: ReadonlyMap<string, string>,
  members: readonly string[],
  _row: Row,
): readonly unknown[] {
  const text = files.get(importer === '.' ? 'package.json' : `${importer}/package.json`);
  const entries = text === undefined ? [] : readPackageJson(source('package.json', text)).entries;
  const own = new Map<string, { readonly name: string; readonly spec: string; readonly type: string }>();
  for (const entry of entries)
    own.set(entry.name, { name: entry.name, spec: entry.raw, type: entry.optional ? 'peerOptional' : EDGE_KINDS[entry.field] });
  if (importer === '.')
    for (const member of members) {
      const name = nameOf(files, member);
      if (name !== undefined) own.set(name, { name, spec: `file:${member}`, type: 'workspace' });
    }
  return [...own.values()].map(({ name, spec, type }) => {
    const path = lock.resolveFrom?.(importer, name);
    const found = path === undefined ? undefined : lock.packages.get(path);
    const version = found?.local === undefined ? found?.version : versionOf(files, found.local);
    return { importer, name, spec, effective: spec, type, to: version ?? null, path: path ?? null };
  });
}

export const manifestParse: RowRunner = (row) => {
  const files = filesOf(row);
  const entry = String(row.entry);
  const id = String(row.id);
  const expect = fields(row.expect);
  const answer = readLock(source(entry, files.get(entry) ?? ''));
  const { lock } = answer;
  if (lock === undefined) return [check(`${id} lock`, 'a lock', answer.diagnostics)];
  const isNpm = lock.kind === 'package-lock' || lock.kind === 'npm-shrinkwrap';
  const version = isNpm ? Number(lock.version) : lock.version;
  const tree = memoryTree(Object.fromEntries(files));
  const structure = readStructure(projectFor(['package.json'], walk(tree, ['.']), new FileStore(tree)));
  const workspaces = new Set(structure.roots.get('.')?.members ?? []);
  const legacy = legacyFacts(lock, files, workspaces);
  const resolved =
    lock instanceof YarnLock
      ? yarnRows(lock)
      : [...lock.packages.values()].map((one) =>
          isNpm ? npmRow(legacy(one), files, workspaces, lock.version) : pnpmRow(lock, one),
        );
  return [
    check(`${id} lockfileVersion`, expect.lockfileVersion, version),
    checkSet(`${id} direct`, expect.direct, directOf(files)),
    checkSet(`${id} resolved`, expect.resolved, resolved),
    ...(expect.direct_edges === undefined
      ? []
      : [checkSet(`${id} direct_edges`, expect.direct_edges, edgesOf(lock, files, row))]),
    ...(expect.cacheKey === undefined ? [] : [check(`${id} cacheKey`, expect.cacheKey, lock.cacheKey)]),
    ...(expect.catalogs === undefined
      ? []
      : [
          check(
            `${id} catalogs`,
            expect.catalogs,
            Object.fromEntries([...(lock.catalogs ?? [])].map(([name, map]) => [name, Object.fromEntries(map)])),
          ),
        ]),
    ...(expect.overrides === undefined
      ? []
      : [check(`${id} overrides`, expect.overrides, Object.fromEntries(lock.overrides ?? []))]),
  ];
};
