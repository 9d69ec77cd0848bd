/** Replacements of kustomizations: a field of one object goes into fields of others (kustomize, "replacements"). */

import { localPath } from '../../../src/formats/paths.ts';
import { type YamlNode, type YamlScalar, yamlAt, yamlItems, yamlText, yamlTexts } from '../../../src/formats/yaml/yaml.ts';
import { isReadFailure, type Project } from '../../../src/model/index.ts';
import { type Descriptor, numberOf, readDescriptor } from '../yaml-facts.ts';
import { fieldAt, fieldPath, type Rewrite } from './fields.ts';
import type { Kustomization } from './kustomization.ts';
import { concerns } from './patches.ts';

/** One entry, with the file that it stands in. */
export interface Replacement {
  readonly descriptor: Descriptor;
  readonly root: YamlNode;
  /** Where the kustomization names it. */
  readonly at: YamlNode;
}

/** Entries in place, and in files that it names. */
export function replacementsOf(project: Project, { home, root, descriptor }: Kustomization): readonly Replacement[] {
  return yamlItems(yamlAt(root, 'replacements')).flatMap((at): readonly Replacement[] => {
    const named = yamlText(yamlAt(at, 'path'));
    if (named === undefined) return [{ descriptor, root: at, at }];
    const path = localPath(home, named);
    const file = path === undefined ? undefined : project.parse(path, readDescriptor);
    // Without a source, so that it is told.
    if (file === undefined || isReadFailure(file)) return [{ descriptor, root: at, at }];
    return file.yaml.documents.flatMap((document) =>
      (document.kind === 'list' ? document.items : [document]).map((entry) => ({ descriptor: file, root: entry, at })),
    );
  });
}

/** Configuration that the kustomization itself writes down; its name in the build has a hash that no source names. */
export function generatedMaps({ root }: Kustomization): readonly GeneratedMap[] {
  return yamlItems(yamlAt(root, 'configMapGenerator')).map((entry) => ({
    name: yamlText(yamlAt(entry, 'name')) ?? '',
    literals: yamlItems(yamlAt(entry, 'literals')),
  }));
}

interface GeneratedMap {
  readonly name: string;
  readonly literals: readonly YamlNode[];
}

/** What the source of a replacement says; undefined where only a build knows. */
export function sourceValue(
  { root }: Replacement,
  objects: readonly YamlNode[],
  generated: readonly GeneratedMap[],
): YamlScalar | undefined {
  const source = yamlAt(root, 'source');
  const path = fieldPath(yamlText(yamlAt(source, 'fieldPath')) ?? 'metadata.name');
  if (source === undefined || path === undefined) return undefined;
  const [kind, name] = [yamlText(yamlAt(source, 'kind')), yamlText(yamlAt(source, 'name'))];
  const isMeant = (object: YamlNode): boolean =>
    (kind === undefined || yamlText(yamlAt(object, 'kind')) === kind) &&
    (name === undefined || yamlText(yamlAt(object, 'metadata', 'name')) === name);
  const found = objects.filter(isMeant);
  // Kustomize refuses a source that several objects answer to.
  const value = found.length > 1 ? undefined : (fieldAt(found[0], path) ?? literalAt(generated, name, path));
  // Nobody puts whole maps into other places; their parts would have no place of their own.
  if (value?.kind !== 'scalar') return undefined;
  const delimiter = yamlText(yamlAt(source, 'options', 'delimiter')) ?? '';
  const part = delimiter === '' ? value.text : value.text.split(delimiter)[numberOf(yamlAt(source, 'options', 'index')) ?? 0];
  return part === undefined ? undefined : scalar(value, part);
}

function literalAt(
  generated: readonly GeneratedMap[],
  name: string | undefined,
  [data, key]: readonly string[],
): YamlNode | undefined {
  const literals = generated.find((one) => one.name === name)?.literals ?? [];
  const literal = literals.find((one) => yamlText(one)?.startsWith(`${key}=`) === true);
  if (data !== 'data' || key === undefined || literal?.kind !== 'scalar') return undefined;
  return scalar(literal, literal.text.slice(key.length + 1));
}

function scalar(from: YamlScalar, text: string): YamlScalar {
  return { ...from, value: text, text, quoted: true };
}

/** Whether it may write into one of these: it does so as far as is known, and of what cannot be read all is possible. */
export function mayConcern(replacement: Replacement, objects: readonly YamlNode[]): boolean {
  const { root } = replacement;
  return (
    yamlAt(root, 'targets') === undefined || objects.some((object) => writtenInto(object, replacement, undefined).length > 0)
  );
}

/** A field that a replacement writes, with what it writes there. */
interface Written {
  readonly path: readonly string[];
  readonly rewrite: Rewrite;
}

/** What a replacement writes into one object. */
export function writtenInto(
  object: YamlNode,
  { root, descriptor }: Replacement,
  value: YamlScalar | undefined,
): readonly Written[] {
  return yamlItems(yamlAt(root, 'targets')).flatMap((target) => {
    const selects = (selector: YamlNode): boolean => concerns({ descriptor, root: selector, target: selector }, object);
    const select = yamlAt(target, 'select');
    if (select === undefined || !selects(select) || yamlItems(yamlAt(target, 'reject')).some(selects)) return [];
    const options = yamlAt(target, 'options');
    return yamlTexts(yamlAt(target, 'fieldPaths')).flatMap((text) => {
      const path = fieldPath(text);
      return path === undefined ? [] : [{ path, rewrite: written(value, options) }];
    });
  });
}

/** The whole field, or one part of it; a field that is not there is made where the options say so. */
function written(value: YamlScalar | undefined, options: YamlNode | undefined): Rewrite {
  const delimiter = yamlText(yamlAt(options, 'delimiter')) ?? '';
  const mayMake = yamlText(yamlAt(options, 'create')) === 'true';
  return (known) => {
    if (value === undefined || (known === undefined && !mayMake)) return known;
    if (known?.kind !== 'scalar' || delimiter === '') return value;
    const parts = known.text.split(delimiter);
    const index = numberOf(yamlAt(options, 'index')) ?? 0;
    if (index < parts.length) parts[index] = value.text;
    return scalar(value, parts.join(delimiter));
  };
}
