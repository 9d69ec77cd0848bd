/** What locks in JSON say of one package. */
import { childOf, type JsonNode, listIn, textOf } from '../../../src/formats/json.ts';
import type { LockedPackage } from './lock.ts';

/** `os`, `cpu` and `libc`: a text or a list of them for each. */
export function platformsIn(facts: JsonNode | undefined): Pick<LockedPackage, 'platforms'> {
  const conditions = ['os', 'cpu', 'libc'].flatMap((field) => {
    const value = childOf(facts, field);
    const texts = value?.kind === 'array' ? listIn(value) : [textOf(value) ?? ''];
    return texts.join('') === '' ? [] : [`${field}=${texts.join('|')}`];
  });
  return conditions.length === 0 ? {} : { platforms: conditions.join(' ') };
}
