/** Functions of numbers. */
import type { List } from '../values.ts';
import { float, int, type Plain } from './arguments.ts';
import { Refused } from './refused.ts';

/** Longer lists than any descriptor has. */
export const MAX_ITEMS = 10_000;

export function until(from: number, to: number, step: number): List {
  const count = step === 0 ? 0 : Math.max(0, Math.ceil((to - from) / step));
  if (count > MAX_ITEMS) throw new Refused('a list becomes longer than any descriptor');
  return Array.from({ length: count }, (_, index) => BigInt(from + index * step));
}

function arithmetic(step: (a: number, b: number) => number): Plain {
  return (...args) => BigInt(Math.trunc(args.map(int).reduce((a, b) => step(a, b))));
}

/** Division by nothing is Go's panic. */
function divisor(value: number): number {
  if (value === 0) throw new Refused('something is divided by zero');
  return value;
}

export const NUMBERS: Readonly<Record<string, Plain>> = {
  int: (value) => BigInt(int(value)),
  int64: (value) => BigInt(int(value)),
  atoi: (value) => BigInt(int(value)),
  float64: float,
  add: arithmetic((a, b) => a + b),
  add1: (value) => BigInt(int(value) + 1),
  sub: arithmetic((a, b) => a - b),
  mul: arithmetic((a, b) => a * b),
  div: arithmetic((a, b) => a / divisor(b)),
  mod: arithmetic((a, b) => a % divisor(b)),
  max: arithmetic(Math.max),
  min: arithmetic(Math.min),
  addf: (...values) => values.map(float).reduce((a, b) => a + b, 0),
  mulf: (...values) => values.map(float).reduce((a, b) => a * b, 1),
  divf: (a, b) => float(a) / divisor(float(b)),
  floor: (value) => Math.floor(float(value)),
  ceil: (value) => Math.ceil(float(value)),
  round: (value, places) => Number(float(value).toFixed(Math.min(Math.max(int(places), 0), 20))),
  until: (count) => until(0, int(count), 1),
  untilStep: (from, to, step) => until(int(from), int(to), int(step)),
};
