/** JSON Patch (RFC 6902) over trees of YAML. */
import { type YamlEntry, type YamlMap, type YamlNode, yamlAt, yamlItems, yamlText } from '../../../src/formats/yaml/yaml.ts';
import type { Patchwork } from './patchwork.ts';

/** Nothing that is looked for lies deeper. */
const MAX_DEPTH = 20;

/** The object after all operations; one that cannot be done (kustomize refuses the whole build) leaves it as it is. */
export function patched(object: YamlMap, operations: YamlNode, patchwork: Patchwork): YamlMap {
  let current: YamlNode = object;
  for (const operation of yamlItems(operations)) if (patchwork.step()) current = afterOne(current, operation, patchwork);
  return current.kind === 'map' ? current : object;
}

function afterOne(root: YamlNode, operation: YamlNode, patchwork: Patchwork): YamlNode {
  const [path, from] = [pointer(yamlAt(operation, 'path')), pointer(yamlAt(operation, 'from'))];
  const value = yamlAt(operation, 'value');
  if (path === undefined) return root;
  const put = (tree: YamlNode, node: YamlNode | undefined): YamlNode =>
    node === undefined ? root : (changed(tree, path, { kind: 'add', node }, patchwork) ?? root);
  switch (yamlText(yamlAt(operation, 'op'))) {
    case 'add':
      return put(root, value);
    case 'replace':
      return value === undefined ? root : (changed(root, path, { kind: 'replace', node: value }, patchwork) ?? root);
    case 'remove':
      return changed(root, path, { kind: 'remove' }, patchwork) ?? root;
    case 'copy':
      return from === undefined ? root : put(root, found(root, from));
    case 'move':
      return from === undefined ? root : put(changed(root, from, { kind: 'remove' }, patchwork) ?? root, found(root, from));
    default:
      return root;
  }
}

/** `/spec/a~1b/0` → `spec`, `a/b`, `0` (RFC 6901). */
function pointer(node: YamlNode | undefined): readonly string[] | undefined {
  const text = yamlText(node);
  if (text === undefined || !text.startsWith('/')) return undefined;
  const steps = text.split('/', MAX_DEPTH + 2).slice(1);
  return steps.length > MAX_DEPTH ? undefined : steps.map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
}

function found(root: YamlNode, path: readonly string[]): YamlNode | undefined {
  return path.reduce<YamlNode | undefined>(
    (node, step) => yamlAt(node, node?.kind === 'list' && /^\d+$/.test(step) ? Number(step) : step),
    root,
  );
}

type Change = { readonly kind: 'remove' } | { readonly kind: 'add' | 'replace'; readonly node: YamlNode };

/** The node with a change at the end of the path; undefined where there is no such place. */
function changed(node: YamlNode, path: readonly string[], change: Change, patchwork: Patchwork): YamlNode | undefined {
  const [step = '', ...rest] = path;
  if (node.kind === 'scalar') return undefined;
  const known = found(node, [step]);
  if (rest.length > 0) {
    const inner = known === undefined ? undefined : changed(known, rest, change, patchwork);
    return inner === undefined ? undefined : withPart(node, step, { kind: 'replace', node: inner }, patchwork);
  }
  return known === undefined && change.kind !== 'add' ? undefined : withPart(node, step, change, patchwork);
}

function withPart(
  node: Exclude<YamlNode, { kind: 'scalar' }>,
  step: string,
  change: Change,
  patchwork: Patchwork,
): YamlNode | undefined {
  if (node.kind === 'map') {
    const entries = new Map<string, YamlEntry>(node.entries);
    if (change.kind === 'remove') entries.delete(step);
    else entries.set(step, { offset: change.node.offset, value: change.node });
    return patchwork.map(node, entries);
  }
  const at = step === '-' ? node.items.length : /^\d+$/.test(step) ? Number(step) : Number.NaN;
  if (!(at <= node.items.length)) return undefined;
  const items = [...node.items];
  if (change.kind === 'add') items.splice(at, 0, change.node);
  else items.splice(at, 1, ...(change.kind === 'remove' ? [] : [change.node]));
  return patchwork.list(node, items);
}
