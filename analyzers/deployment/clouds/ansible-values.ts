/**
 * What Jinja makes of a task's values where that stands in the playbook: variables of plays, blocks and tasks
 * (Ansible, "Using variables"), and the items of loops (Ansible, "Loops"). Facts, inventories and filters are left open.
 */
import { type YamlNode, yamlAt, yamlItems, yamlText } from '../../../src/formats/yaml/yaml.ts';
import { mapOf } from './pods.ts';

/** Maps of values, the outermost first; what is inside hides what is around. */
export type Variables = readonly YamlNode[];

/** Values of one file that may still be made: aliases and loops could ask for any number. */
export interface Budget {
  left: number;
}

export function budgetOfFile(): Budget {
  return { left: 50_000 };
}

/** With what a play, a block or a task sets itself. */
export function withOwn(around: Variables, node: YamlNode): Variables {
  const own = yamlAt(node, 'vars');
  return own === undefined ? around : [...around, own];
}

/** Nobody starts more containers by one task. */
const MAX_ITEMS = 100;

/** What a module is given by a task: once for each item of its loop, as far as the items stand there. */
export function givenTo(task: YamlNode, given: YamlNode, around: Variables, budget: Budget): readonly YamlNode[] {
  const variables = withOwn(around, task);
  const looped = ['loop', 'with_items', 'with_list'].flatMap((key) => yamlAt(task, key) ?? []);
  const [loop] = looped;
  if (loop === undefined) return [filledIn(given, variables, budget)];
  const name = yamlText(yamlAt(task, 'loop_control', 'loop_var')) ?? 'item';
  const items = yamlItems(named(loop, variables) ?? loop).slice(0, MAX_ITEMS);
  if (items.length === 0 || budget.left <= 0) return [filledIn(given, variables, budget)];
  return items.map((item) => filledIn(given, [...variables, mapOf(item.offset, { [name]: item })], budget));
}

const NAME = String.raw`\{\{\s*([A-Za-z_]\w*(?:\.\w+|\[['"]\w+['"]\])*)\s*\}\}`;
const ALONE = new RegExp(`^${NAME}$`);
const NAMES = new RegExp(NAME, 'g');

/** The value that a text names, and nothing beside. */
function named(node: YamlNode, variables: Variables): YamlNode | undefined {
  const path = ALONE.exec(yamlText(node) ?? '')?.[1];
  return path === undefined ? undefined : valueAt(path, variables);
}

/** `item.port` and `item['port']`. */
function valueAt(path: string, variables: Variables): YamlNode | undefined {
  const [name = '', ...steps] = path.match(/\w+/g) ?? [];
  const around = variables.findLast((some) => yamlAt(some, name) !== undefined);
  return yamlAt(around, name, ...steps);
}

/** Nothing that is a part of an image's name, a port or a command is longer. */
const MAX_VALUE = 500;

function filledIn(node: YamlNode, variables: Variables, budget: Budget): YamlNode {
  if (variables.length === 0 || budget.left-- <= 0) return node;
  if (node.kind === 'list') return { ...node, items: node.items.map((item) => filledIn(item, variables, budget)) };
  if (node.kind === 'map') {
    const entries = [...node.entries].map(
      ([key, entry]) => [key, { ...entry, value: filledIn(entry.value, variables, budget) }] as const,
    );
    return { ...node, entries: new Map(entries) };
  }
  if (!node.text.includes('{{')) return node;
  const whole = named(node, variables);
  if (whole !== undefined) return { ...whole, offset: node.offset };
  const text = node.text.replaceAll(NAMES, (all, path: string) => {
    const value = budget.left-- > 0 ? yamlText(valueAt(path, variables)) : undefined;
    return value === undefined || value.length > MAX_VALUE ? all : value;
  });
  return { ...node, value: text, text };
}
