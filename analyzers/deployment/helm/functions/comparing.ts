/** Functions that compare and choose. */
import { satisfies, valid } from 'semver';
import { isDict, isList, isTrue, UNKNOWN, type Value } from '../values.ts';
import { type Plain, text } from './arguments.ts';
import { deepSame, kindOf, typeOf } from './kinds.ts';
import { Refused } from './refused.ts';

/** text/template's `eq`: what is of different kinds is no two values but a mistake. */
function same(a: Value, b: Value): boolean {
  if (a === undefined || b === undefined) return a === b;
  if (isDict(a) || isDict(b) || isList(a) || isList(b)) throw new Refused('maps and lists are compared');
  if (typeof a !== typeof b) throw new Refused(`a ${kindOf(a)} and a ${kindOf(b)} are compared`);
  return a === b;
}

function order(a: Value, b: Value): number {
  if (typeof a === 'string' && typeof b === 'string') return a < b ? -1 : a > b ? 1 : 0;
  const [left, right] = [a, b].map((one) => (typeof one === 'number' || typeof one === 'bigint' ? Number(one) : undefined));
  if (left === undefined || right === undefined || typeof a !== typeof b)
    throw new Refused(`a ${kindOf(a)} and a ${kindOf(b)} are compared`);
  return left - right;
}

/** What a release of Kubernetes that Helm assumes admits (Masterminds/semver; a prerelease counts where the range has one). */
function admits(constraint: string, version: string): Value {
  const plain = version.replace(/^v/, '');
  if (valid(plain) === null) return UNKNOWN;
  return satisfies(plain, constraint.replaceAll(/-0\b/g, '').replaceAll(',', ' '), { includePrerelease: true });
}

export const COMPARING: Readonly<Record<string, Plain>> = {
  eq: (first, ...others) => others.some((other) => same(first, other)),
  ne: (a, b) => !same(a, b),
  lt: (a, b) => order(a, b) < 0,
  le: (a, b) => order(a, b) <= 0,
  gt: (a, b) => order(a, b) > 0,
  ge: (a, b) => order(a, b) >= 0,
  not: (value) => !isTrue(value),
  empty: (value) => !isTrue(value),
  default: (fallback, value) => (isTrue(value) ? value : fallback),
  coalesce: (...values) => values.find(isTrue),
  ternary: (yes, no, condition) => (condition === true ? yes : no),
  all: (...values) => values.every(isTrue),
  any: (...values) => values.some(isTrue),
  kindOf,
  kindIs: (kind, value) => kindOf(value) === text(kind),
  typeOf,
  typeIs: (type, value) => typeOf(value) === text(type),
  typeIsLike: (type, value) => typeOf(value) === text(type),
  deepEqual: deepSame,
  semverCompare: (constraint, version) => admits(text(constraint), text(version)),
  // A release has to say it: the rest of the template is known all the same.
  required: (_, value) => (value === undefined || value === '' ? UNKNOWN : value),
  fail: (message) => {
    throw new Refused(text(message));
  },
};
