import { isTable, listAt, tableAt, textAt, textsAt, valueAt } from '../../../src/formats/foreign-data.ts';
import { addTo, normalizeName, type Origin, type Scope } from '../../../src/model/index.ts';
import { type Declared, scopeByName } from '../declared.ts';
import { Bringing } from './bringing.ts';
import { enriched, type PoetryGroup } from './poetry.ts';
import { listed, type Reading, wrongType } from './reading.ts';

/** Groups of a pyproject.toml that no installer of the package brings: PEP 735, and what tools keep under their own names. */
export function groupsOf(reading: Reading, poetry: readonly PoetryGroup[]): readonly Declared[] {
  const environments = Object.keys(tableAt(reading.root, 'tool', 'hatch', 'envs') ?? {});
  const groups = dependencyGroups(reading, poetry);
  return [
    ...groups,
    ...['uv', 'rye'].flatMap((tool) => listed(reading, ['tool', tool, 'dev-dependencies'], 'dev', 'dev')),
    ...environments.flatMap((name) => hatchEnvironment(reading, name, groups)),
  ];
}

/** One group where it is written, without what it includes. */
interface Part {
  readonly name: string;
  readonly kind: 'standard' | 'pdm' | 'poetry';
  readonly isOptional: boolean;
  readonly declared: readonly Declared[];
  readonly includes: readonly { readonly key: string; readonly from: Origin }[];
  readonly origin: Origin;
}

/**
 * PEP 735: groups may include each other; a cycle, or a name that stands twice, is an error. PDM's older table and
 * Poetry's say more of groups of the same name.
 */
function dependencyGroups(reading: Reading, poetry: readonly PoetryGroup[]): readonly Declared[] {
  const { diagnostics } = reading;
  const groups = partsOf(reading, poetry);
  const bringing = new Bringing('dependency groups', diagnostics);
  /** A group brings its lines once, however many ways lead to it. */
  const collect = (key: string, path: readonly string[], from: Origin, seen: Set<string>): readonly Declared[] => {
    const parts = groups.get(key) ?? [];
    const [first] = parts;
    if (first === undefined) {
      diagnostics.push(wrongType(`there is no dependency group "${key}" to include`, from));
      return [];
    }
    if (path.includes(key)) {
      diagnostics.push(wrongType(`the dependency group "${first.name}" includes itself (${[...path, key].join(' → ')})`, from));
      return [];
    }
    const lines = parts.reduce((sum, { declared, includes }) => sum + declared.length + includes.length, 1);
    if (seen.has(key) || bringing.isOver(lines, path.length, from)) return [];
    seen.add(key);
    const included = parts.flatMap(({ includes }) => includes).flatMap((one) => collect(one.key, [...path, key], one.from, seen));
    return [...ownOf(parts, included), ...included];
  };
  return [...groups].flatMap(([key, parts]) => {
    const [first] = parts;
    if (first === undefined) return [];
    const isMain = key === 'default' && first.kind === 'poetry';
    const scope = isMain ? 'runtime' : (scopeByName(first.name) ?? scopeOfGroup(reading, key, parts));
    return collect(key, [], first.origin, new Set()).map((one) => ({ ...one, group: first.name, scope }));
  });
}

/** Where both tables have the group, Poetry's says more of what the standard's includes, too. */
function ownOf(parts: readonly Part[], included: readonly Declared[]): readonly Declared[] {
  const of = (isPoetry: boolean) =>
    parts.filter(({ kind }) => (kind === 'poetry') === isPoetry).flatMap(({ declared }) => declared);
  const [standard, poetry] = [of(false), of(true)];
  return standard.length === 0 ? poetry : poetry.length === 0 ? standard : enriched([...standard, ...included], poetry);
}

/** Groups by their normalized names; in PEP 735's table no two may have the same. */
function partsOf(reading: Reading, poetry: readonly PoetryGroup[]): ReadonlyMap<string, readonly Part[]> {
  const { root, locate, diagnostics } = reading;
  const groups = new Map<string, Part[]>();
  for (const [kind, table] of [
    ['standard', ['dependency-groups']],
    ['pdm', ['tool', 'pdm', 'dev-dependencies']],
  ] as const) {
    for (const name of Object.keys(tableAt(root, ...table) ?? {})) {
      const path = [...table, name];
      const twin = groups.get(normalizeName(name))?.find((part) => part.kind === kind);
      if (twin !== undefined)
        diagnostics.push(wrongType(`"${twin.name}" and "${name}" are one dependency group by name`, locate(path)));
      else
        addTo(groups, normalizeName(name), {
          name,
          kind,
          isOptional: false,
          declared: listed(reading, path, name, 'dev', kind === 'pdm' ? directReference : undefined),
          includes: includesOf(reading, path),
          origin: locate(path),
        });
    }
  }
  for (const { name, isOptional, declared, includes, path } of poetry) {
    const origin = locate(path);
    const named = includes.map((one) => ({ key: normalizeName(one), from: origin }));
    addTo(groups, normalizeName(name), { name, kind: 'poetry', isOptional, declared, includes: named, origin });
  }
  return groups;
}

/** `{include-group = "name"}` and nothing else. */
function includesOf({ root, locate, diagnostics }: Reading, path: readonly string[]): Part['includes'] {
  return listAt(root, ...path).flatMap((entry, index) => {
    if (!isTable(entry)) return [];
    const from = locate([...path, index]);
    const target = Object.keys(entry).length === 1 ? textAt(entry, 'include-group') : undefined;
    if (target !== undefined) return [{ key: normalizeName(target), from }];
    diagnostics.push(wrongType('a group holds requirements and include-group tables only', from));
    return [];
  });
}

/** Of a group whose name says nothing: whether its tool installs it unless it is told not to. */
function scopeOfGroup({ root }: Reading, key: string, parts: readonly Part[]): Scope {
  const kinds = new Set(parts.map(({ kind }) => kind));
  if (kinds.has('pdm')) return 'dev';
  const defaults = valueAt(root, 'tool', 'uv', 'default-groups');
  const isPoetry = tableAt(root, 'tool', 'poetry') !== undefined && tableAt(root, 'tool', 'uv') === undefined;
  const isDefault =
    defaults === 'all' ||
    // Poetry installs all groups that it is not told are optional ("Dependency groups").
    ((isPoetry || !kinds.has('standard')) && !parts.some(({ isOptional }) => isOptional)) ||
    (Array.isArray(defaults) && defaults.some((one) => typeof one === 'string' && normalizeName(one) === key));
  return isDefault ? 'runtime' : 'optional';
}

/** PDM's editables (`-e <url>#egg=<name>[<extras>]&subdirectory=<path>`) name the same as a direct reference. */
function directReference(text: string): string {
  const [, url, fragment = ''] = /^(?:-e|--editable)[\s=]+([^\s=#][^\s#]*)#(\S+)/.exec(text) ?? [];
  const parts = fragment.split('&');
  const name = parts.find((part) => part.startsWith('egg='));
  if (url === undefined || name === undefined) return text;
  const inside = parts.find((part) => part.startsWith('subdirectory='));
  return `${name.slice('egg='.length)} @ ${url}${inside === undefined ? '' : `#${inside}`}`;
}

/** An environment of Hatch brings its own dependencies, and the features (extras) and dependency groups that it names. */
function hatchEnvironment(reading: Reading, name: string, groups: readonly Declared[]): readonly Declared[] {
  const { root } = reading;
  const group = `hatch-${name}`;
  const scope = scopeByName(name) ?? 'dev';
  const from = (key: string): readonly string[] => hatchOption(reading, name, key);
  const features = textsAt(root, ...from('features')).map(normalizeName);
  const named = new Set(textsAt(root, ...from('dependency-groups')).map(normalizeName));
  const known = Object.keys(tableAt(root, 'project', 'optional-dependencies') ?? {});
  // What stands elsewhere is read, and what is wrong with it told, there.
  const again: Reading = { ...reading, diagnostics: [] };
  return [
    ...['dependencies', 'extra-dependencies'].flatMap((key) => {
      const path = from(key);
      return listed(path.includes(name) ? reading : again, path, group, scope);
    }),
    ...known
      .filter((extra) => features.includes(normalizeName(extra)))
      .flatMap((extra) => listed(again, ['project', 'optional-dependencies', extra], group, scope)),
    ...groups.filter((one) => named.has(normalizeName(one.group))).map((one) => ({ ...one, group, scope })),
  ];
}

/** Templates that one environment goes back to. */
const MAX_TEMPLATES = 100;

/**
 * Where an environment's option stands: what an environment leaves out it takes from its template, which is `default`
 * where it names none and is not detached (Hatch, "Environment configuration: Inheritance").
 */
function hatchOption({ root }: Reading, name: string, key: string): readonly string[] {
  const seen = new Set<string>();
  for (let current = name; !seen.has(current) && seen.size < MAX_TEMPLATES; ) {
    seen.add(current);
    const path = ['tool', 'hatch', 'envs', current];
    if (valueAt(root, ...path, key) !== undefined) return [...path, key];
    current = valueAt(root, ...path, 'detached') === true ? current : (textAt(root, ...path, 'template') ?? 'default');
  }
  return ['tool', 'hatch', 'envs', name, key];
}
