/** What values are called and when two are one, as Go's reflection has it. */
import { isDict, isList, plainOf, type Value } from '../values.ts';

const KINDS: ReadonlyMap<string, string> = new Map([
  ['string', 'string'],
  ['number', 'float64'],
  ['bigint', 'int'],
  ['boolean', 'bool'],
]);

export function kindOf(value: Value): string {
  if (isDict(value)) return 'map';
  return isList(value) ? 'slice' : (KINDS.get(typeof value) ?? 'invalid');
}

export function typeOf(value: Value): string {
  if (isDict(value)) return 'map[string]interface {}';
  return isList(value) ? '[]interface {}' : (KINDS.get(typeof value) ?? '<nil>');
}

export function deepSame(a: Value, b: Value): boolean {
  return JSON.stringify(plainOf(a)) === JSON.stringify(plainOf(b)) && kindOf(a) === kindOf(b);
}
