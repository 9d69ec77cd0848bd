/** Targets of Docker Bake (Docker, "Bake file reference"). */

import { append, combinationsOf, directoryOf, type SourceFile } from '../../model/index.ts';
import { type HclBody, type HclFile, type HclValue, parseHcl } from '../hcl/hcl.ts';
import { parseHclJson } from '../hcl/hcl-json.ts';
import { buildOf, buildSettings, type NamedBuild } from './named-build.ts';

/** Names and what stands for them: items of a matrix, parameters of a function. */
type Values = ReadonlyMap<string, string>;

/**
 * A target's tags, else its name, once for each combination of its matrix; what it inherits counts where it does not say, of
 * several the last.
 */
export function readBake({ path, text }: SourceFile): readonly NamedBuild[] {
  const file = path.endsWith('.json') ? parseHclJson(text) : parseHcl(text);
  const said = lookupIn(blocksIn(file, 'target'));
  const functions = blocksIn(file, 'function');
  const made = [...blocksIn(file, 'target')].flatMap(([label, target]) =>
    matrixOf(target).map((values) => {
      const name = wordsOf(target.attributes.get('name'), values) ?? label;
      const images = tagsOf(target.attributes.get('tags'), values, functions);
      return { name, target, values, images: images.length > 0 ? images : [name] };
    }),
  );
  const byTarget = new Map(made.map(({ name, images: [image = name] }) => [name, image]));
  return made.flatMap(({ target, values, images }) => {
    const words = (field: string): string | undefined => wordsOf(said(target, field), values);
    const settings = buildSettings(textsOf(said(target, 'args'), values), words('target'));
    const contexts = contextsOf(textsOf(said(target, 'contexts'), values), byTarget);
    return images.map((image) => ({
      ...buildOf(directoryOf(path), image, words('context'), words('dockerfile'), settings),
      ...(contexts.size === 0 ? {} : { contexts }),
    }));
  });
}

/** `contexts = { base = "target:base", runtime = "docker-image://python:3.12" }` */
function contextsOf(contexts: Values, byTarget: Values): Values {
  return new Map(
    [...contexts].flatMap(([name, context]): readonly (readonly [string, string])[] => {
      const [, kind, named = ''] = /^(target:|docker-image:\/\/)(.+)$/.exec(context) ?? [];
      const image = kind === 'target:' ? byTarget.get(named) : named;
      return image === undefined || image === '' ? [] : [[name, image]];
    }),
  );
}

function blocksIn({ blocks }: HclFile, kind: 'target' | 'function'): ReadonlyMap<string, HclBody> {
  return new Map(blocks.filter(({ type }) => type === kind).map((block) => [block.labels[0] ?? '', block]));
}

/** Targets that one inherits from, and that are looked into for it: many that inherit from many multiply with each step. */
const MAX_INHERITED = 32;

function lookupIn(targets: ReadonlyMap<string, HclBody>): (target: HclBody, name: string) => HclValue | undefined {
  const parentsOf = ({ attributes }: HclBody): readonly HclBody[] => {
    const named = attributes.get('inherits');
    const last = named?.kind === 'list' ? named.items.slice(-MAX_INHERITED) : [];
    return last.flatMap((one) => (one.kind === 'text' ? (targets.get(one.text) ?? []) : []));
  };
  return (target, name) => {
    const pending = [target];
    const seen = new Set<HclBody>();
    for (let one = pending.pop(); one !== undefined && seen.size < MAX_INHERITED; one = pending.pop()) {
      if (seen.has(one)) continue;
      seen.add(one);
      const own = one.attributes.get(name);
      if (own !== undefined) return own;
      append(pending, parentsOf(one));
    }
    return undefined;
  };
}

/** The most combinations of a matrix that are looked at. */
const MAX_COMBINATIONS = 100;

/** `matrix = { app = ["cart", "mail"] }`; items may be objects, whose fields go by `app.name`. */
function matrixOf({ attributes }: HclBody): readonly Values[] {
  const matrix = attributes.get('matrix');
  if (matrix?.kind !== 'object') return [new Map()];
  const lists = [...matrix.entries].map(([key, value]) =>
    value.kind === 'list' ? value.items.map((item) => itemOf(key, item)) : [],
  );
  const count = lists.reduce((product, { length }) => product * length, 1);
  return count > MAX_COMBINATIONS
    ? [new Map()]
    : combinationsOf(lists).map((items) => new Map(items.flatMap((item) => [...item])));
}

function itemOf(key: string, item: HclValue): Values {
  if (item.kind !== 'object') return new Map([[key, wordsOf(item, new Map()) ?? '$']]);
  return new Map([...item.entries].map(([field, value]) => [`${key}.${field}`, wordsOf(value, new Map()) ?? '$']));
}

/** A list, or the call of a function of the file that makes one of its parameters. */
function tagsOf(tags: HclValue | undefined, values: Values, functions: ReadonlyMap<string, HclBody>): readonly string[] {
  if (tags?.kind === 'list') return tags.items.flatMap((tag) => wordsOf(tag, values) ?? []);
  const call = tags?.kind === 'expression' ? tags.call : undefined;
  const made = call === undefined ? undefined : functions.get(call.name);
  const [params, result] = [made?.attributes.get('params'), made?.attributes.get('result')];
  if (call === undefined || params?.kind !== 'list' || result?.kind !== 'list') return [];
  const given = params.items.flatMap((param, index): readonly (readonly [string, string])[] => {
    const value = wordsOf(call.args[index], values);
    return param.kind !== 'expression' || value === undefined ? [] : [[param.text, value]];
  });
  return result.items.flatMap((tag) => wordsOf(tag, new Map(given)) ?? []);
}

/** Texts under names: arguments, contexts. */
function textsOf(named: HclValue | undefined, values: Values): Values {
  if (named?.kind !== 'object') return new Map();
  return new Map([...named.entries].map(([name, value]) => [name, wordsOf(value, values) ?? '$']));
}

/** What only a build knows keeps its `$`. */
function wordsOf(value: HclValue | undefined, values: Values): string | undefined {
  if (value === undefined) return undefined;
  if (value.kind === 'expression') return values.get(value.text) ?? '$';
  if (value.kind !== 'text' && value.kind !== 'template') return '$';
  return value.text.replaceAll(/\$\{([\w.]+)\}/g, (whole, name: string) => values.get(name) ?? whole);
}
