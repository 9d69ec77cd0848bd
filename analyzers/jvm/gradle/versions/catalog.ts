import { isTable } from '../../../../src/formats/foreign-data.ts';
import { type Draft, draft, parseNotation } from './notation.ts';
import { type RichVersion, requiredVersion } from './rich-version.ts';

/** A version catalog (Gradle User Manual, "Version Catalogs"), from TOML or the settings' DSL. */
export interface Library {
  readonly group: string;
  readonly name: string;
  readonly version: RichVersion;
  /** Alias of the version that stands for it: looked up late, since settings may overrule a version of an imported catalog. */
  readonly ref?: string;
}

export interface CatalogPlugin {
  readonly id: string;
  readonly version: RichVersion;
  readonly ref?: string;
}

/** Accessors write every `-` and `_` of an alias as a dot. */
export function normalizeAlias(alias: string): string {
  return alias.replaceAll(/[-_]/g, '.');
}

/** A version catalog by its normalized aliases (`a-b`, `a_b` and `a.b` are one). */
export class Catalog {
  readonly versions = new Map<string, RichVersion>();
  readonly libraries = new Map<string, Library>();
  readonly bundles = new Map<string, readonly string[]>();
  readonly plugins = new Map<string, CatalogPlugin>();
  /** Libraries, bundles and plug-ins of an imported catalog: what settings call alike does not change them, as versions do. */
  readonly imported = new Set<unknown>();
  /** Some of it comes from outside the tree (a published catalog): an unknown alias is no error then. */
  open = false;

  /** The version of a library or plugin: its own, or the one that it refers to. */
  versionOf({ version, ref }: Library | CatalogPlugin): RichVersion {
    return ref === undefined ? version : (this.versions.get(normalizeAlias(ref)) ?? {});
  }

  /** The text behind `libs.versions.x`, `libs.plugins.x.pluginId` and `.version`; undefined for anything else. */
  textAt(path: string): string | undefined {
    const [, alias = '', part] = /^plugins\.(.+)\.(pluginId|version)$/.exec(path) ?? [];
    const plugin = this.plugins.get(alias);
    if (plugin !== undefined) return part === 'pluginId' ? plugin.id : (requiredVersion(this.versionOf(plugin)) ?? undefined);
    const said = this.#partAt(path);
    if (said !== undefined) return said;
    const normalized = path.startsWith('versions.') ? path.slice('versions.'.length) : undefined;
    const version = normalized === undefined ? undefined : this.versions.get(normalized);
    if (version === undefined) return undefined;
    return requiredVersion(version) ?? version.strictly ?? version.prefer;
  }

  /** `libs.x.get().module`, `.version` and the like; an alias of that name comes before. */
  #partAt(path: string): string | undefined {
    if (this.libraries.has(path)) return undefined;
    for (const [ending, read] of PARTS) {
      const library = path.endsWith(ending) ? this.libraries.get(path.slice(0, -ending.length)) : undefined;
      if (library !== undefined) return read(library, requiredVersion(this.versionOf(library)) ?? undefined);
    }
    return undefined;
  }

  /** The libraries of a bundle, each by its own path. */
  members(path: string): readonly string[] | undefined {
    return path.startsWith('bundles.') ? this.bundles.get(path.slice('bundles.'.length))?.map(normalizeAlias) : undefined;
  }

  /** Whether it has what a look-up by alias asks for; undefined where only what lies outside the tree tells. */
  holds(path: string): boolean | undefined {
    const [, kind, alias = path] = /^(versions|bundles|plugins)\.(.+)$/.exec(path) ?? [];
    const all =
      kind === 'versions'
        ? this.versions
        : kind === 'bundles'
          ? this.bundles
          : kind === 'plugins'
            ? this.plugins
            : this.libraries;
    return all.has(alias) || (this.open ? undefined : false);
  }

  /** Dependencies behind an accessor: one library, or all of a bundle; undefined when the catalog has no such alias. */
  drafts(path: string): readonly Draft[] | undefined {
    if (path.startsWith('bundles.')) return this.members(path)?.flatMap((alias) => this.drafts(alias) ?? []);
    const library = this.libraries.get(path);
    return library === undefined ? undefined : [draft(library.group, library.name, this.versionOf(library))];
  }
}

/** What scripts ask of a library (`MinimalExternalModuleDependency`). */
const PARTS: readonly (readonly [ending: string, read: (library: Library, version: string | undefined) => string | undefined])[] =
  [
    ['.module', ({ group, name }) => `${group}:${name}`],
    ['.module.group', ({ group }) => group],
    ['.module.name', ({ name }) => name],
    ['.group', ({ group }) => group],
    ['.name', ({ name }) => name],
    ['.version', (_, version) => version],
    ['.versionConstraint', (_, version) => version],
    ['.versionConstraint.requiredVersion', (_, version) => version],
  ];

function textIn(table: Readonly<Record<string, unknown>>, key: string): string | undefined {
  const value = Object.hasOwn(table, key) ? table[key] : undefined;
  return typeof value === 'string' ? value : undefined;
}

function tableIn(value: unknown, key: string): readonly (readonly [string, unknown])[] {
  const inner = isTable(value) && Object.hasOwn(value, key) ? value[key] : undefined;
  return isTable(inner) ? Object.entries(inner) : [];
}

function richOf(value: unknown): RichVersion {
  if (typeof value === 'string') return value === '' ? {} : richText(value);
  if (!isTable(value)) return {};
  // It stands for itself, whatever else is said.
  if (value.rejectAll === true) return { reject: ['+'] };
  const reject = Array.isArray(value.reject) ? value.reject.map(String) : undefined;
  const [require, strictly, prefer] = [textIn(value, 'require'), textIn(value, 'strictly'), textIn(value, 'prefer')];
  return {
    ...(require === undefined ? {} : { require }),
    ...(strictly === undefined ? {} : { strictly }),
    ...(prefer === undefined ? {} : { prefer }),
    ...(reject === undefined ? {} : { reject }),
  };
}

function richText(value: string): RichVersion {
  return parseNotation(`g:a:${value}`)?.version ?? { require: value };
}

/** Fills a catalog from a parsed TOML document; answers what it could not understand. */
export function readCatalog(document: unknown, into: Catalog): readonly string[] {
  const tables = [into.libraries, into.bundles, into.plugins];
  const before = new Map(tables.map((table) => [table, new Map<string, unknown>(table)]));
  for (const [alias, value] of tableIn(document, 'versions'))
    if (!into.versions.has(normalizeAlias(alias))) into.versions.set(normalizeAlias(alias), richOf(value));
  const problems = [
    ...tableIn(document, 'libraries').flatMap(([alias, value]) => addLibrary(alias, value, into)),
    ...tableIn(document, 'bundles').flatMap(([alias, value]) => addBundle(alias, value, into)),
    ...tableIn(document, 'plugins').flatMap(([alias, value]) => addPlugin(alias, value, into)),
  ];
  for (const table of tables)
    for (const [alias, held] of table) if (before.get(table)?.get(alias) !== held) into.imported.add(held);
  return problems;
}

function addLibrary(alias: string, value: unknown, into: Catalog): readonly string[] {
  const library = libraryOf(value);
  if (library === undefined) return [`library "${alias}" names no group and artifact`];
  into.libraries.set(normalizeAlias(alias), library);
  return unknownVersion(alias, library, into);
}

function addBundle(alias: string, value: unknown, into: Catalog): readonly string[] {
  if (!Array.isArray(value)) return [];
  const members = value.map(String);
  into.bundles.set(normalizeAlias(alias), members);
  return members
    .filter((member) => !into.libraries.has(normalizeAlias(member)))
    .map((member) => `bundle "${alias}" names "${member}", which is not a library`);
}

function addPlugin(alias: string, value: unknown, into: Catalog): readonly string[] {
  const short = typeof value === 'string' ? value.trim().split(':') : [];
  const id = isTable(value) ? textIn(value, 'id') : short[0];
  if (id === undefined) return [];
  const plugin = { id, ...(isTable(value) ? versionIn(value.version) : { version: richOf(short[1]) }) };
  into.plugins.set(normalizeAlias(alias), plugin);
  return unknownVersion(alias, plugin, into);
}

function unknownVersion(owner: string, { ref }: { readonly ref?: string }, { versions }: Catalog): readonly string[] {
  if (ref === undefined || versions.has(normalizeAlias(ref))) return [];
  return [`${owner} refers to the version "${ref}", which the catalog does not have`];
}

function versionIn(value: unknown): { readonly version: RichVersion; readonly ref?: string } {
  const ref = isTable(value) ? textIn(value, 'ref') : undefined;
  return ref === undefined ? { version: richOf(value) } : { version: {}, ref };
}

function libraryOf(value: unknown): Library | undefined {
  if (typeof value === 'string') {
    const made = parseNotation(value.trim());
    return made?.group === undefined || made.name === undefined
      ? undefined
      : { group: made.group, name: made.name, version: made.version };
  }
  if (!isTable(value)) return undefined;
  const module = textIn(value, 'module')?.split(':');
  const group = module?.[0] ?? textIn(value, 'group');
  const name = module?.[1] ?? textIn(value, 'name');
  return group === undefined || name === undefined ? undefined : { group, name, ...versionIn(value.version) };
}
