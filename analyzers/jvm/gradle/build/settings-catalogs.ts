/** `versionCatalogs { create('libs') { … } }` of the settings. */

import { joinPath } from '../../../../src/model/index.ts';
import { richVersionHandler } from '../blocks/rich-version-block.ts';
import { pathIn } from '../evaluation/common.ts';
import { type Args, type Handler, handlerValue, NOTHING, text, textOf, UNKNOWN, type Value } from '../evaluation/values.ts';
import type { Position } from '../script/syntax-tree.ts';
import { Catalog, normalizeAlias } from '../versions/catalog.ts';
import { parseNotation } from '../versions/notation.ts';
import { parseVersionNotation, type RichVersion } from '../versions/rich-version.ts';
import { flat, type SettingsContext } from './settings-model.ts';

/** `version("x", "1")`, `version("x") { strictly(…) }`. */
function versionGiven(context: SettingsContext, args: Args, from: number): RichVersion | undefined {
  const given = textOf(args.positional[from]);
  if (given !== undefined) return given.includes(UNKNOWN) ? {} : parseVersionNotation(given);
  if (args.closure === undefined) return undefined;
  let version: RichVersion = {};
  context.interpreter.invoke(
    args.closure,
    [],
    richVersionHandler((next) => {
      version = next(version);
    }),
  );
  return version;
}

/** What follows `library(…)` and `plugin(…)`: `.version("1")`, `.versionRef("x")`, `.withoutVersion()`. */
function versionChain(
  context: SettingsContext,
  store: (version: { readonly version: RichVersion; readonly ref?: string }) => void,
): Value {
  store({ version: {} });
  return handlerValue({
    call(name, args) {
      const given = textOf(args.positional[0]);
      if (name === 'versionRef' && given !== undefined) store({ version: {}, ref: given });
      else if (name === 'version') store({ version: versionGiven(context, args, 0) ?? {} });
      else if (name !== 'withoutVersion') return undefined;
      return NOTHING;
    },
  });
}

function catalogHandler(context: SettingsContext, catalog: Catalog): Handler {
  const set = <T>(table: Map<string, T>, alias: string, value: T): void => {
    const key = normalizeAlias(alias);
    if (!catalog.imported.has(table.get(key))) table.set(key, value);
  };
  const library = (alias: string, given: readonly (string | undefined)[]): Value => {
    const [first, second] = given;
    const made = second === undefined ? parseNotation(first ?? '') : undefined;
    const group = made?.group ?? first;
    const name = made?.name ?? second;
    if (group === undefined || name === undefined) return NOTHING;
    if (made !== undefined && made.version.require !== undefined) {
      set(catalog.libraries, alias, { group, name, version: made.version });
      return NOTHING;
    }
    return versionChain(context, (version) => set(catalog.libraries, alias, { group, name, ...version }));
  };
  return {
    call(name, args) {
      const alias = textOf(args.positional[0]);
      const rest = args.positional.slice(1).map(textOf);
      if (name === 'from') return importInto(context, catalog, args);
      if (alias === undefined) return undefined;
      switch (name) {
        case 'version': {
          const version = versionGiven(context, args, 1);
          if (version !== undefined) catalog.versions.set(normalizeAlias(alias), version);
          return text(alias);
        }
        case 'library':
          return library(alias, rest);
        case 'alias':
          return handlerValue({
            call: (method, inner) => {
              if (method === 'to') return library(alias, inner.positional.map(textOf));
              return method === 'toPluginId' ? plugin(alias, textOf(inner.positional[0])) : undefined;
            },
          });
        case 'bundle':
          set(
            catalog.bundles,
            alias,
            flat(args.positional.slice(1)).flatMap((one) => textOf(one) ?? []),
          );
          return NOTHING;
        case 'plugin':
          return plugin(alias, rest[0]);
        default:
          return undefined;
      }
    },
  };

  function plugin(alias: string, id: string | undefined): Value {
    if (id === undefined) return NOTHING;
    return versionChain(context, (version) => set(catalog.plugins, alias, { id, ...version }));
  }
}

function importInto(context: SettingsContext, catalog: Catalog, { positional, at }: Args): Value {
  for (const value of flat(positional)) {
    const given = textOf(value);
    const path = given?.endsWith('.toml') === true ? pathIn(context.directory, given) : undefined;
    if (path !== undefined && context.importCatalog(path, catalog)) continue;
    importFrom(context, catalog, path === undefined ? given : undefined, at);
  }
  return NOTHING;
}

/** `from("group:catalog:1")`: what it holds is known once it was fetched. */
function importFrom(context: SettingsContext, catalog: Catalog, given: string | undefined, { line, column }: Position): void {
  const isNamed = given !== undefined && !given.includes(UNKNOWN);
  const isPublished = isNamed && parseNotation(given)?.version.require !== undefined;
  if (isPublished) {
    context.settings.publishedCatalogs.push(given);
    if (context.importPublished(given, catalog)) return;
  }
  catalog.open = true;
  context.report({
    code: 'gradle/catalog-outside',
    severity: 'note',
    message: `the version catalog ${isNamed ? `${given} ` : ''}is not in this repository; versions that it holds are unknown; ${isPublished ? '--resolve reads it, and ' : ''}a copy in the repository, or a lock file (gradle.lockfile), tells`,
    line,
    column,
  });
}

/** Plug-ins of settings that bring a catalog: by the version of a property, else of the default catalog. */
const CATALOG_PLUGINS: Readonly<
  Record<string, { readonly name: string; readonly module: string; readonly property: string; readonly alias: string }>
> = {
  // Micronaut Gradle plug-in, "The Micronaut Platform Catalog plugin"
  'io.micronaut.platform.catalog': {
    name: 'mn',
    module: 'io.micronaut.platform:micronaut-platform',
    property: 'micronautVersion',
    alias: 'versions.micronaut',
  },
};

/** False where the plug-in brings none. */
export function importByPlugin(context: SettingsContext, id: string, at: Position): boolean {
  const found = Object.hasOwn(CATALOG_PLUGINS, id) ? CATALOG_PLUGINS[id] : undefined;
  if (found === undefined) return false;
  const { name, module, property, alias } = found;
  const version = textOf(context.property(property)) ?? context.settings.catalogs.get('libs')?.textAt(alias);
  const catalog = new Catalog();
  context.settings.catalogs.set(name, catalog);
  // Versions that are there already stay.
  const overrides = joinPath(context.directory, `gradle/${name}-override.versions.toml`);
  if (overrides !== undefined) context.importCatalog(overrides, catalog);
  importFrom(context, catalog, version === undefined ? undefined : `${module}:${version}`, at);
  return true;
}

export function catalogsHandler(context: SettingsContext): Handler {
  const configure = (name: string, args: Args): Value => {
    const catalog = context.settings.catalogs.get(name) ?? new Catalog();
    context.settings.catalogs.set(name, catalog);
    const handler = catalogHandler(context, catalog);
    if (args.closure !== undefined) context.interpreter.invoke(args.closure, [], handler);
    return handlerValue(handler);
  };
  return {
    call(name, args) {
      const given = textOf(args.positional[0]);
      if (['create', 'register', 'named', 'maybeCreate', 'getByName'].includes(name))
        return given === undefined ? undefined : configure(given, args);
      return args.closure === undefined ? undefined : configure(name, args);
    },
  };
}
