/** What a property of a value is, as far as text alone gives it. */
import type { Position } from '../script/syntax-tree.ts';
import { pathMember } from './build-tree.ts';
import { viewOf } from './operators.ts';
import { isOutside, NOTHING, NULL, number, UNKNOWN_VALUE, type Value } from './values.ts';

/** Members of a pair, or of a list. */
const PLACES: Readonly<Record<string, number>> = { first: 0, second: 1, third: 2, last: -1 };

/** What a version constraint of a catalog says of itself: the version. */
const CONSTRAINT_NAMES = new Set(['requiredVersion', 'displayName']);

type Of<Kind extends Value['kind']> = Extract<Value, { kind: Kind }>;

/** `inFile` tells what the file of a path says under the name. */
type InFile = (path: string) => Value | undefined;

export function propertyOf(object: Value, name: string, at: Position, inFile: InFile): Value {
  switch (object.kind) {
    case 'map':
      return object.entries.get(name) ?? viewOf(object.entries, name) ?? NULL;
    case 'catalog':
      return ofCatalog(object, name);
    case 'handler':
      return object.handler.get?.(name, at) ?? object.handler.any?.(name) ?? UNKNOWN_VALUE;
    case 'nothing':
      return NOTHING;
    case 'dependencies':
      return ofDependencies(object, name, at);
    case 'list':
      return ofList(object, name, at, inFile);
    case 'text':
      return ofText(object, name, inFile);
    default:
      // What only the environment says stays so, whatever is asked of it.
      return isOutside(object) ? object : majorVersion(object, name);
  }
}

/** `JavaVersion.VERSION_17.majorVersion`: the version as it is written. */
function majorVersion(object: Value, name: string): Value {
  return name === 'majorVersion' ? object : UNKNOWN_VALUE;
}

function ofCatalog(catalog: Of<'catalog'>, name: string): Value {
  if (CONSTRAINT_NAMES.has(name) && catalog.path.startsWith('versions.')) return catalog;
  const part = name.replaceAll(/[-_]/g, '.');
  return { ...catalog, path: catalog.path === '' ? part : `${catalog.path}.${part}` };
}

function ofDependencies(object: Of<'dependencies'>, name: string, at: Position): Value {
  // What a project's own source sets put out is no module of a repository.
  if (name === 'sourceSets') return NOTHING;
  // What a project accessor leads to is the project: `projects.core.dependencyProject`.
  if (name === 'dependencyProject') return object;
  return object.of?.get?.(name, at) ?? UNKNOWN_VALUE;
}

function ofList(list: Of<'list'>, name: string, at: Position, inFile: InFile): Value {
  if (Object.hasOwn(PLACES, name)) return list.items.at(PLACES[name] ?? 0) ?? NULL;
  if (name === 'size') return number(list.items.length);
  // Groovy asks every member of a list.
  if (list.items.length > 0 && list.items.every(({ kind }) => kind === 'map'))
    return { kind: 'list', items: list.items.map((one) => propertyOf(one, name, at, inFile)) };
  return majorVersion(list, name);
}

function ofText(object: Of<'text'>, name: string, inFile: InFile): Value {
  if (object.text.startsWith('/')) return inFile(object.text) ?? pathMember(object.text, name);
  if (object.gradle === true && name === 'baseVersion') return { ...object, text: object.text.split('-', 1)[0] ?? '' };
  return majorVersion(object, name);
}
