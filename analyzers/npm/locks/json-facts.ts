/** What locks in JSON say of one package. */
import { childOf, type JsonNode, textOf } from '../../../src/formats/json.ts';
import type { LockedPackage } from './lock.ts';

/** Texts of a map by their keys. */
export function textsIn(node: JsonNode | undefined): ReadonlyMap<string, string> {
  const members = node?.kind === 'object' ? node.members : [];
  return new Map(
    members.flatMap(({ key, value }) => {
      const text = textOf(value);
      return text === undefined ? [] : [[key, text] as const];
    }),
  );
}

/** Texts of a list. */
export function listIn(node: JsonNode | undefined): readonly string[] {
  return node?.kind === 'array' ? node.items.flatMap((item) => textOf(item) ?? []) : [];
}

/** `os`, `cpu` and `libc`: a text or a list of them for each. */
export function platformsIn(facts: JsonNode | undefined): Pick<LockedPackage, 'platforms'> {
  const conditions = ['os', 'cpu', 'libc'].flatMap((field) => {
    const value = childOf(facts, field);
    const texts = value?.kind === 'array' ? listIn(value) : [textOf(value) ?? ''];
    return texts.join('') === '' ? [] : [`${field}=${texts.join('|')}`];
  });
  return conditions.length === 0 ? {} : { platforms: conditions.join(' ') };
}
