/** Settings as applications write them: keys with their values and lines, whatever the format. Linear on anything. */
import { type JsonNode, parseJson } from '../../../src/formats/json.ts';
import type { SourceFile } from '../../../src/model/index.ts';

/** A setting by its dotted path. */
export interface Key {
  readonly key: string;
  readonly value: string;
  readonly line: number;
  /** Which document of the file it stands in. */
  readonly document: number;
}

/** All of a file of properties, HOCON, JSON or YAML. */
export function keysOf({ path, text }: SourceFile): readonly Key[] {
  if (path.endsWith('.properties')) return propertyKeys(text);
  if (path.endsWith('.json')) return jsonKeys(text);
  return path.endsWith('.conf') ? hoconKeys(text) : yamlKeys(text);
}

/** `${VARIABLE:value}` without its variable. */
export function unplaced(value: string): string {
  return value.replace(/^["']|["']$/g, '').replace(/^\$\{[\w.-]+:(.*)\}$/, '$1');
}

/** A setting to look for; with a value only where it has that. */
export interface Setting {
  readonly key: RegExp;
  readonly value?: string;
}

export function says({ key, value }: Key, setting: Setting): boolean {
  return setting.key.test(key) && (setting.value === undefined || unplaced(value) === setting.value);
}

export function unquoted(value: string): string {
  return value.trim().replace(/^["']|["']$/g, '');
}

/** `ktor {`, `deployment.port = 8080`, `port = ${?PORT}`, `}`. */
const HOCON_LINE = /^([\w."-]+)\s*(?:\{|[=:]\s*(.*))?$/;

/**
 * Dotted paths of HOCON (its specification, "Keys" and "Substitutions"), an object's brace at the end of its line: what
 * stands otherwise is left out. A variable that may take a value's place is written as Spring writes it.
 */
function hoconKeys(text: string): readonly Key[] {
  const keys: Key[] = [];
  const places = new Map<string, number>();
  const stack: string[] = [];
  for (const [index, raw] of text.split(/\r?\n/).entries()) {
    const line = raw
      .split(/(?:^|\s)(?:#|\/\/)/, 1)
      .join('')
      .trim();
    const [, name = '', value] = HOCON_LINE.exec(line) ?? [];
    if (value === undefined || value === '{') {
      if (/[{[]$/.test(line)) stack.push(line.endsWith('{') ? name : '[]');
      if (/^[}\]],?$/.test(line)) stack.pop();
      continue;
    }
    if (value.endsWith('[')) stack.push('[]');
    const key = [...stack, name].join('.').replaceAll('"', '');
    const variable = /^\$\{\?([A-Za-z_]\w*)\}$/.exec(value)?.[1];
    const known = places.get(key) ?? keys.length;
    const before = keys[known];
    places.set(key, known);
    if (before === undefined) keys.push({ key, value, line: index + 1, document: 0 });
    else
      keys[known] =
        variable === undefined ? { ...before, value, line: index + 1 } : { ...before, value: `\${${variable}:${before.value}}` };
  }
  return keys;
}

function propertyKeys(text: string): readonly Key[] {
  let document = 0;
  return text.split('\n').flatMap((raw, index): readonly Key[] => {
    const line = raw.trim();
    // Spring Boot, "Working With Multi-Document Files".
    if (/^[#!]---$/.test(line)) document++;
    if (line === '' || line.startsWith('#') || line.startsWith('!')) return [];
    const cut = line.search(/[=:]/);
    return cut <= 0 ? [] : [{ key: line.slice(0, cut).trim(), value: line.slice(cut + 1).trim(), line: index + 1, document }];
  });
}

/** Dotted paths of block-style YAML by indentation; enough for settings, and linear on anything. */
function yamlKeys(text: string): readonly Key[] {
  const keys: Key[] = [];
  const stack: { indent: number; name: string }[] = [];
  let document = 0;
  for (const [index, raw] of text.split('\n').entries()) {
    if (/^---(?:\s|$)/.test(raw) && keys.length > 0) document++;
    // What stands after an item's dash lies as deep as the item's other keys.
    const body = raw.trimStart().replace(/^(?:-\s+)+/, '');
    if (body.trim() === '' || body.startsWith('#') || body.startsWith('-')) continue;
    const cut = body.search(/:(?:\s|$)/);
    if (cut <= 0) continue;
    const indent = raw.length - body.length;
    while (stack.length > 0 && (stack.at(-1)?.indent ?? -1) >= indent) stack.pop();
    stack.push({ indent, name: body.slice(0, cut).replaceAll(/^["']|["']$/g, '') });
    const value =
      body
        .slice(cut + 1)
        .split(' #')[0]
        ?.trim() ?? '';
    keys.push({ key: stack.map((one) => one.name).join('.'), value, line: index + 1, document });
  }
  return keys;
}

/** Nobody writes settings deeper. */
const MAX_LEVELS = 10;

/** Dotted paths of JSON's objects; what stands in lists is left out. */
function jsonKeys(text: string): readonly Key[] {
  const { root, position } = parseJson(text);
  const keys: Key[] = [];
  const waiting: { readonly node: JsonNode; readonly path: readonly string[] }[] = [];
  if (root !== undefined) waiting.push({ node: root, path: [] });
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { node, path } = next;
    if (node.kind === 'object' && path.length < MAX_LEVELS)
      for (const one of node.members.toReversed()) waiting.push({ node: one.value, path: [...path, one.key] });
    if (node.kind !== 'text' && node.kind !== 'literal') continue;
    keys.push({ key: path.join('.'), value: String(node.value ?? ''), line: position(node.at).line, document: 0 });
  }
  return keys;
}
