import { normalizeName, type Origin, type Scope } from '../../../src/model/index.ts';
import { type Declared, scopeByName } from '../declared.ts';
import { listed, type Reading, wrongType } from './reading.ts';
import { at, isTable, listAt, tableAt, textAt, textsAt } from './values.ts';

/** Groups of a pyproject.toml that no installer of the package brings: PEP 735, and what tools keep under their own names. */
export function groupsOf(reading: Reading): readonly Declared[] {
  const environments = Object.keys(tableAt(reading.root, 'tool', 'hatch', 'envs') ?? {});
  return [
    ...dependencyGroups(reading),
    ...listed(reading, ['tool', 'uv', 'dev-dependencies'], 'dev', 'dev'),
    ...environments.flatMap((name) => hatchEnvironment(reading, name)),
  ];
}

/** The table of PEP 735, and PDM's older one: PDM takes groups of one name for one, and lets either include the other. */
const TABLES = [['dependency-groups'], ['tool', 'pdm', 'dev-dependencies']] as const;

/** One group where it is written. */
interface Part {
  readonly name: string;
  readonly path: readonly string[];
  readonly isPdm: boolean;
}

/** PEP 735: groups may include each other; a cycle, or a name that stands twice, is an error. */
function dependencyGroups(reading: Reading): readonly Declared[] {
  const { root, locate, diagnostics } = reading;
  const groups = partsOf(reading);
  const own = new Map<Part, readonly Declared[]>(
    [...groups.values()].flat().map((part) => [part, listed(reading, part.path, part.name, 'dev', part.isPdm ? directReference : undefined)]),
  );
  const collect = (key: string, path: readonly string[], from: Origin): readonly Declared[] => {
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
    return parts.flatMap((part) => {
      const included = listAt(root, ...part.path).flatMap((entry, index): readonly Declared[] => {
        const origin = locate([...part.path, index]);
        const target = isTable(entry) && Object.keys(entry).length === 1 ? textAt(entry, 'include-group') : undefined;
        if (target !== undefined) return collect(normalizeName(target), [...path, key], origin);
        if (isTable(entry)) diagnostics.push(wrongType('a group holds requirements and include-group tables only', origin));
        return [];
      });
      return [...(own.get(part) ?? []), ...included];
    });
  };
  return [...groups].flatMap(([key, [first]]) => {
    if (first === undefined) return [];
    const scope = scopeByName(first.name) ?? scopeOfGroup(reading, key, first);
    return collect(key, [], locate(first.path)).map((one) => ({ ...one, group: first.name, scope }));
  });
}

/** Groups by their normalized names; in one table no two may have the same. */
function partsOf({ root, locate, diagnostics }: Reading): ReadonlyMap<string, readonly Part[]> {
  const groups = new Map<string, Part[]>();
  for (const table of TABLES) {
    for (const name of Object.keys(tableAt(root, ...table) ?? {})) {
      const part = { name, path: [...table, name], isPdm: table.length > 1 };
      const parts = groups.get(normalizeName(name)) ?? [];
      groups.set(normalizeName(name), parts);
      const twin = parts.find(({ isPdm }) => isPdm === part.isPdm);
      if (twin === undefined) parts.push(part);
      else diagnostics.push(wrongType(`"${twin.name}" and "${name}" are one dependency group by name`, locate(part.path)));
    }
  }
  return groups;
}

/** Of a group whose name says nothing: whether its tool installs it unless it is told not to. */
function scopeOfGroup({ root }: Reading, key: string, { isPdm }: Part): Scope {
  if (isPdm) return 'dev';
  const defaults = at(root, 'tool', 'uv', 'default-groups');
  const isPoetry = tableAt(root, 'tool', 'poetry') !== undefined && tableAt(root, 'tool', 'uv') === undefined;
  const isDefault =
    defaults === 'all' ||
    // Poetry installs all groups that it is not told are optional ("Dependency groups").
    (isPoetry && at(root, 'tool', 'poetry', 'group', key, 'optional') !== true) ||
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

/** An environment of Hatch brings its own dependencies and the features (extras) that it names. */
function hatchEnvironment(reading: Reading, name: string): readonly Declared[] {
  const { root } = reading;
  const group = `hatch-${name}`;
  const scope = scopeByName(name) ?? 'dev';
  const from = (key: string): readonly string[] => hatchOption(reading, name, key);
  const features = textsAt(root, ...from('features')).map(normalizeName);
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
  ];
}

/**
 * Where an environment's option stands: what an environment leaves out it takes from its template, which is `default`
 * where it names none and is not detached (Hatch, "Environment configuration: Inheritance").
 */
function hatchOption({ root }: Reading, name: string, key: string): readonly string[] {
  const seen = new Set<string>();
  for (let current = name; !seen.has(current); ) {
    seen.add(current);
    const path = ['tool', 'hatch', 'envs', current];
    if (at(root, ...path, key) !== undefined) return [...path, key];
    current = at(root, ...path, 'detached') === true ? current : (textAt(root, ...path, 'template') ?? 'default');
  }
  return ['tool', 'hatch', 'envs', name, key];
}
