/** What functions are given, as Sprig takes it: what is of another kind counts as the nearest of the wanted one. */
import { type Dict, isDict, isList, type List, textOf, type Value } from '../values.ts';

export type Plain = (...args: readonly Value[]) => Value;

/** Sprig's `strval`: nil prints as nothing. */
export function text(value: Value): string {
  return value === undefined ? '' : textOf(value);
}

export function int(value: Value): number {
  if (typeof value === 'bigint' || typeof value === 'boolean') return Number(value);
  const number = typeof value === 'number' ? value : typeof value === 'string' && value.trim() !== '' ? Number(value) : 0;
  return Number.isFinite(number) ? Math.trunc(number) : 0;
}

export function float(value: Value): number {
  if (typeof value === 'number') return value;
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : int(value);
  return Number.isNaN(number) ? 0 : number;
}

export function list(value: Value): List {
  return isList(value) ? value : [];
}

export function dict(value: Value): Dict {
  return isDict(value) ? value : new Map();
}
