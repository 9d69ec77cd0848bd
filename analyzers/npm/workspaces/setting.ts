/** One view of settings, whichever file they stand in: package.json is JSON, pnpm's and yarn's own files are YAML, bun's is TOML. */

import { isTable } from '../../../src/formats/foreign-data.ts';
import type { JsonDocument, JsonNode } from '../../../src/formats/json.ts';
import type { TomlDocument, TomlPath } from '../../../src/formats/toml.ts';
import { type YamlFile, type YamlNode, yamlEntries, yamlItems, yamlText } from '../../../src/formats/yaml/yaml.ts';
import type { Origin } from '../../../src/model/index.ts';

/** A value of a settings file with the place of its key. Values are looked at on demand: YAML's aliases may repeat without end. */
export interface Setting {
  readonly origin: Origin;
  readonly text: string | undefined;
  items(): readonly string[];
  entries(): readonly (readonly [string, Setting])[];
}

export function jsonSetting(node: JsonNode, file: string, document: JsonDocument, at = node.at): Setting {
  return {
    origin: { file, ...document.position(at) },
    text: node.kind === 'text' ? node.value : node.kind === 'literal' && node.value !== null ? String(node.value) : undefined,
    items: () => (node.kind === 'array' ? node.items.flatMap((item) => (item.kind === 'text' ? [item.value] : [])) : []),
    entries: () =>
      node.kind === 'object'
        ? node.members.map(({ key, keyAt, value }) => [key, jsonSetting(value, file, document, keyAt)] as const)
        : [],
  };
}

export function yamlSetting(
  node: YamlNode,
  file: string,
  place: YamlFile['place'],
  at: { readonly offset: number } = node,
): Setting {
  return {
    origin: { file, ...place(at) },
    text: yamlText(node),
    items: () => yamlItems(node).flatMap((item) => yamlText(item) ?? []),
    entries: () => yamlEntries(node).map(([key, entry]) => [key, yamlSetting(entry.value, file, place, entry)] as const),
  };
}

export function tomlSetting(document: TomlDocument, file: string, value: unknown = document.value, path: TomlPath = []): Setting {
  return {
    origin: { file, ...(document.at(path) ?? { line: 1 }) },
    text: typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined,
    items: () => (Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : []),
    entries: () =>
      isTable(value)
        ? Object.entries(value).map(([key, inner]) => [key, tomlSetting(document, file, inner, [...path, key])] as const)
        : [],
  };
}

/** The words of a list, which an .npmrc writes one a line as `key[] = word`. */
export function settingItems(setting: Setting | undefined, key: string): readonly string[] {
  const entries = setting?.entries() ?? [];
  const lines = entries.flatMap(([name, { text }]) => (name === `${key}[]` && text !== undefined ? [text] : []));
  const whole = settingAt(setting, key);
  return [...(whole?.text === undefined ? (whole?.items() ?? []) : [whole.text]), ...lines];
}

/** What stands under a key; of one that stands twice the last counts, as it does for the tools. */
export function settingAt(setting: Setting | undefined, key: string): Setting | undefined {
  return setting?.entries().findLast(([name]) => name === key)?.[1];
}

/** Names with texts; what is no text is left out. */
export function settingTexts(setting: Setting | undefined): readonly (readonly [string, string, Origin])[] {
  return (setting?.entries() ?? []).flatMap(([name, { text, origin }]) =>
    text === undefined ? [] : [[name, text, origin] as const],
  );
}
