import { isTable, type Locate, locator, type Table, tableAt, textAt, textsAt } from '../../../src/formats/foreign-data.ts';
import { parseToml } from '../../../src/formats/toml.ts';
import { type Diagnostic, directoryOf, normalizeName, type Scope, type SourceFile } from '../../../src/model/index.ts';
import {
  type Declared,
  invalidRequirement,
  type ManifestFacts,
  NOTHING,
  noToml,
  scopeByName,
  tablePlace,
  versioned,
} from '../declared.ts';
import { PLATFORMS } from '../locks/conda-places.ts';
import { condaNote, condaPython } from './conda.ts';

export interface PixiFacts {
  readonly declared: readonly Declared[];
  readonly pythons: ManifestFacts['pythons'];
  readonly diagnostics: readonly Diagnostic[];
}

/** For `Project.parse`: pixi.toml. */
export function readPixiToml(file: SourceFile): ManifestFacts {
  const document = parseToml(file.text);
  if (!document.ok) return noToml('pixi', file.path, document);
  const root = document.value;
  const name = textAt(root, 'workspace', 'name') ?? textAt(root, 'project', 'name') ?? textAt(root, 'package', 'name');
  const facts = readPixi(root, [], directoryOf(file.path), locator(file.path, document.at));
  return { ...NOTHING, kind: 'pixi', isProject: true, ...facts, ...(name === undefined ? {} : { name }) };
}

/**
 * What Pixi installs from PyPI, and its interpreter; conda's own packages are named and not compared. Those of a feature
 * are a group for each environment that takes it, and belong to what runs where `default` does. Reference: Pixi, "The pixi.toml manifest".
 */
export function readPixi(root: Table, at: readonly string[], directory: string, locate: Locate): PixiFacts {
  const declared: Declared[] = [];
  const pythons: { readonly constraint: string; readonly origin: ReturnType<Locate> }[] = [];
  const diagnostics: Diagnostic[] = [];
  const foreign: ReturnType<Locate>[] = [];
  for (const { table, path, group, scope, marker } of tablesOf(root, at)) {
    for (const [written, value] of Object.entries(tableAt(table, 'pypi-dependencies') ?? {})) {
      const origin = locate([...path, 'pypi-dependencies', written]);
      const answer = dependency(normalizeName(written), value, directory, marker);
      if (typeof answer === 'string') diagnostics.push(invalidRequirement(`${written}: ${answer}`, origin));
      else declared.push({ ...answer, group, scope, tool: 'pixi', origin });
    }
    for (const [name, value] of Object.entries(tableAt(table, 'dependencies') ?? {})) {
      const origin = locate([...path, 'dependencies', name]);
      const version = typeof value === 'string' ? value : (textAt(value, 'version') ?? '*');
      if (name !== 'python') foreign.push(origin);
      else if (version !== '*' && scope === 'runtime') pythons.push({ constraint: condaPython(version), origin });
    }
  }
  return { declared, pythons, diagnostics: [...diagnostics, ...condaNote(foreign)] };
}

interface PixiTable {
  readonly table: Table;
  readonly path: readonly string[];
  readonly group: string;
  readonly scope: Scope;
  readonly marker?: string;
}

/** The manifest's own tables and those of its features, each with what it says of single platforms. */
function tablesOf(root: Table, at: readonly string[]): readonly PixiTable[] {
  const own = { table: root, path: at, group: 'default', scope: 'runtime' as const };
  const environments = environmentsOf(root);
  const features = Object.entries(tableAt(root, 'feature') ?? {}).flatMap(([name, table]): readonly PixiTable[] =>
    isTable(table)
      ? groupsOf(name, environments).map((group) => ({
          table,
          path: [...at, 'feature', name],
          group,
          scope: scopeOf(group, name),
        }))
      : [],
  );
  return [own, ...features].flatMap((one) => [
    one,
    ...Object.entries(tableAt(one.table, 'target') ?? {}).flatMap(([platform, table]): readonly PixiTable[] => {
      const marker = Object.hasOwn(PLATFORMS, platform) ? PLATFORMS[platform] : undefined;
      return isTable(table) && marker !== undefined ? [{ ...one, table, path: [...one.path, 'target', platform], marker }] : [];
    }),
  ]);
}

/** Features by environment: `prod = ["serve"]`, or a table with `features`. */
function environmentsOf(root: Table): readonly (readonly [environment: string, features: readonly string[]])[] {
  const environments = tableAt(root, 'environments') ?? {};
  return Object.entries(environments).map(([name, value]) => [
    name,
    isTable(value) ? textsAt(value, 'features') : textsAt(environments, name),
  ]);
}

/** A feature of no environment is never installed, and keeps its name. */
function groupsOf(feature: string, environments: ReturnType<typeof environmentsOf>): readonly string[] {
  const names = environments.filter(([, features]) => features.includes(feature)).map(([name]) => name);
  return names.includes('default') ? ['default'] : names.length > 0 ? names : [feature];
}

function scopeOf(group: string, feature: string): Scope {
  return group === 'default' ? 'runtime' : (scopeByName(group) ?? scopeByName(feature) ?? 'optional');
}

function dependency(
  name: string,
  value: unknown,
  directory: string,
  marker: string | undefined,
): Omit<Declared, 'group' | 'scope' | 'origin'> | string {
  if (typeof value === 'string') return versioned(name, value, [], marker);
  if (!isTable(value)) return 'a package is a version or a table';
  const extras = textsAt(value, 'extras').map(normalizeName);
  const place = tablePlace(value, directory);
  if (place === undefined) return versioned(name, textAt(value, 'version') ?? '*', extras, marker);
  return { name, extras, constraint: '', ...place, ...(marker === undefined ? {} : { marker }) };
}
