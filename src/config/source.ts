import { childOf, type JsonNode, parseJson } from '../formats/json.ts';
import { parseToml } from '../formats/toml.ts';
import { parseYaml, type YamlNode, yamlAt } from '../formats/yaml/yaml.ts';

/** Keys and positions that lead to a value. */
export type ConfigPath = readonly (string | number)[];

/** A file of ours as plain data, with the lines of its keys and what keeps it from being read. */
export interface Source {
  readonly value: unknown;
  /** Line of a key or an element, or of the closest one around it; 1 when there is none. */
  readonly lineOf: (path: ConfigPath) => number;
  readonly problems: readonly { readonly message: string; readonly line: number }[];
}

const READERS: Readonly<Record<string, (text: string) => Source>> = { toml: fromToml, json: fromJson };

/** Reads YAML, or TOML or JSON by the file's ending. */
export function readSource(file: string, text: string): Source {
  const read = READERS[file.slice(file.lastIndexOf('.') + 1)] ?? fromYaml;
  return read(text);
}

function fromToml(text: string): Source {
  const document = parseToml(text);
  if (!document.ok) return unread(document.message, document.line);
  return { value: tomlValue(document.value), lineOf: closestLine((path) => document.at(path)?.line), problems: [] };
}

/** TOML has dates of its own; the other two write them as text, and so does the schema. */
function tomlValue(value: unknown): unknown {
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return value.map(tomlValue);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, tomlValue(member)]));
}

function fromJson(text: string): Source {
  // As an empty YAML; a shell makes one before the command begins whose output is to be written there.
  if (text.trim() === '') return { value: {}, lineOf: () => 1, problems: [] };
  const { root, problems, position } = parseJson(text);
  const fatal = problems.filter(({ kind }) => kind === 'syntax' || kind === 'duplicate-key');
  return {
    value: fatal.length > 0 || root === undefined ? {} : jsonValue(root),
    lineOf: closestLine((path) => {
      const at = jsonOffset(root, path);
      return at === undefined ? undefined : position(at).line;
    }),
    problems: fatal.map(({ message, at }) => ({ message, line: position(at).line })),
  };
}

function jsonOffset(root: JsonNode | undefined, path: ConfigPath): number | undefined {
  const parent = path.slice(0, -1).reduce<JsonNode | undefined>(jsonStep, root);
  const last = path.at(-1);
  if (parent?.kind === 'object') return parent.members.findLast(({ key }) => key === String(last))?.keyAt;
  return last === undefined ? parent?.at : jsonStep(parent, last)?.at;
}

function jsonStep(node: JsonNode | undefined, step: string | number): JsonNode | undefined {
  return node?.kind === 'array' ? node.items[Number(step)] : childOf(node, String(step));
}

function jsonValue(node: JsonNode): unknown {
  if (node.kind === 'object') return Object.fromEntries(node.members.map(({ key, value }) => [key, jsonValue(value)]));
  return node.kind === 'array' ? node.items.map(jsonValue) : node.value;
}

function fromYaml(text: string): Source {
  const { documents, problems, place } = parseYaml(text);
  const [first, second] = documents;
  if (second !== undefined) return unread('it holds several documents; keep one', place(second).line);
  const value = problems.length > 0 || first === undefined ? {} : yamlValue(first, { left: MAX_VALUES });
  if (value === TOO_MUCH) return unread('its aliases unfold to more than a config can hold', 1);
  return {
    value,
    lineOf: closestLine((path) => {
      const offset = yamlOffset(first, path);
      return offset === undefined ? undefined : place({ offset }).line;
    }),
    problems,
  };
}

function yamlOffset(root: YamlNode | undefined, path: ConfigPath): number | undefined {
  const parent = yamlAt(root, ...path.slice(0, -1));
  const last = path.at(-1);
  if (last === undefined) return parent?.offset;
  return parent?.kind === 'map' ? parent.entries.get(String(last))?.offset : yamlAt(parent, last)?.offset;
}

/** Aliases are shared nodes: a file of a kilobyte may stand for billions of values. */
const MAX_VALUES = 100_000;
const TOO_MUCH = Symbol('too much');

function yamlValue(node: YamlNode, budget: { left: number }): unknown {
  budget.left -= 1;
  if (budget.left < 0) return TOO_MUCH;
  if (node.kind === 'scalar') return node.value;
  const value =
    node.kind === 'list'
      ? node.items.map((item) => yamlValue(item, budget))
      : Object.fromEntries([...node.entries].map(([key, entry]) => [key, yamlValue(entry.value, budget)]));
  return budget.left < 0 ? TOO_MUCH : value;
}

function unread(message: string, line: number): Source {
  return { value: {}, lineOf: () => line, problems: [{ message, line }] };
}

function closestLine(line: (path: ConfigPath) => number | undefined): Source['lineOf'] {
  return (path) => {
    for (let length = path.length; length > 0; length--) {
      const found = line(path.slice(0, length));
      if (found !== undefined) return found;
    }
    return 1;
  };
}
