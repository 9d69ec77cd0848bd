/** Foreign data (TOML, JSON, YAML) looked at safely: keys are own keys, types are checked. */
import type { Origin } from '../model/index.ts';

export type Table = Readonly<Record<string, unknown>>;

export function isTable(value: unknown): value is Table {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);
}

/** What lies under the keys, one after the other; undefined when something on the way is no table. */
export function valueAt(value: unknown, ...keys: readonly string[]): unknown {
  let current = value;
  for (const key of keys) {
    if (!isTable(current) || !Object.hasOwn(current, key)) return undefined;
    current = current[key];
  }
  return current;
}

export function tableAt(value: unknown, ...keys: readonly string[]): Table | undefined {
  const found = valueAt(value, ...keys);
  return isTable(found) ? found : undefined;
}

export function textAt(value: unknown, ...keys: readonly string[]): string | undefined {
  const found = valueAt(value, ...keys);
  return typeof found === 'string' ? found : undefined;
}

export function listAt(value: unknown, ...keys: readonly string[]): readonly unknown[] {
  const found = valueAt(value, ...keys);
  return Array.isArray(found) ? found : [];
}

export function textsAt(value: unknown, ...keys: readonly string[]): readonly string[] {
  return listAt(value, ...keys).filter((one): one is string => typeof one === 'string');
}

/** Finds where a path of a document stands; the nearest known beginning of the path where it has no position itself. */
export type Locate = (path: readonly (string | number)[]) => Origin;

/** A `Locate` over a parsed document's positions. */
export function locator(
  file: string,
  position: (path: readonly (string | number)[]) => { readonly line: number; readonly column: number } | undefined,
): Locate {
  return (path) => {
    for (let length = path.length; length > 0; length--) {
      const found = position(path.slice(0, length));
      if (found !== undefined) return { file, line: found.line, column: found.column };
    }
    return { file, line: 1, column: 1 };
  };
}
