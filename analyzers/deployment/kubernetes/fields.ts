/** Fields of objects by the paths that kustomizations write: `spec.template.spec.containers.[name=web].image`. */
import { type YamlEntry, type YamlMap, type YamlNode, yamlAt, yamlText } from '../../../src/formats/yaml/yaml.ts';
import type { Patchwork } from './patchwork.ts';

/** Nothing that is looked for lies deeper. */
const MAX_DEPTH = 20;

/** A dot within a key is written `\.`; what stands in brackets is one step. Undefined for what is longer than any path. */
export function fieldPath(text: string): readonly string[] | undefined {
  const steps = (text.match(/\[[^\]]*\]|(?:\\.|[^.\\])+/g) ?? []).map((step) => step.replaceAll('\\.', '.'));
  return steps.length === 0 || steps.length > MAX_DEPTH ? undefined : steps;
}

/** Of the elements of a list: all of them, those with a value in a field, or one by its index. */
function isChosen(item: YamlNode, index: number, step: string): boolean {
  const [, key = '', value = ''] = /^\[([^=\]]*)=([^\]]*)\]$/.exec(step) ?? [];
  return step === '*' || step === String(index) || (key !== '' && yamlText(yamlAt(item, key)) === value);
}

/** The first value at a path. */
export function fieldAt(node: YamlNode | undefined, [step, ...rest]: readonly string[]): YamlNode | undefined {
  if (step === undefined || node === undefined) return node;
  if (node.kind === 'list')
    return fieldAt(
      node.items.find((item, index) => isChosen(item, index, step)),
      rest,
    );
  return fieldAt(yamlAt(node, step), rest);
}

export type Rewrite = (known: YamlNode | undefined) => YamlNode | undefined;

/** An object with other values at a path; the very same object where nothing there changes. */
export function rewritten(object: YamlMap, path: readonly string[], rewrite: Rewrite, patchwork: Patchwork): YamlMap {
  const made = rewrittenAt(object, path, rewrite, patchwork);
  return made?.kind === 'map' ? made : object;
}

function rewrittenAt(
  node: YamlNode | undefined,
  [step, ...rest]: readonly string[],
  rewrite: Rewrite,
  patchwork: Patchwork,
): YamlNode | undefined {
  if (!patchwork.step()) return node;
  if (step === undefined) return rewrite(node);
  if (node === undefined || node.kind === 'scalar') return node;
  const inner = (part: YamlNode | undefined): YamlNode | undefined => rewrittenAt(part, rest, rewrite, patchwork);
  if (node.kind === 'list') {
    const items = node.items.map((item, index) => (isChosen(item, index, step) ? (inner(item) ?? item) : item));
    return items.every((item, index) => item === node.items[index]) ? node : patchwork.list(node, items);
  }
  const known = node.entries.get(step);
  const value = inner(known?.value);
  if (value === undefined || value === known?.value) return node;
  return patchwork.map(node, new Map<string, YamlEntry>([...node.entries, [step, { offset: value.offset, value }]]));
}
