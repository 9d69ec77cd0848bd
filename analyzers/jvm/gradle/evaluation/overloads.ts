/** Of several functions of one name the one that a call means, by the number of its arguments and the types of parameters. */
import { REST } from '../script/syntax-tree.ts';
import type { Closure, Value } from './values.ts';

type Running = (closure: Closure) => boolean;

/**
 * Of several functions of one name the one that takes such arguments, the last of those that are left. Undefined where what is
 * given does not tell it and all of them run already: that one of them calls itself is the least likely.
 */
export function overloadFor(
  closure: Closure,
  values: readonly Value[],
  named: ReadonlyMap<string, Value> | undefined,
  isRunning: Running,
): Closure | undefined {
  if (closure.others === undefined) return closure;
  const given = values.length + (named?.size ?? 0);
  const all = [closure, ...closure.others];
  const takes = ({ node: { params, defaults } }: Closure): boolean =>
    params.at(-1)?.startsWith(REST) === true
      ? given >= params.length - 1
      : given <= params.length && given >= params.length - (defaults?.size ?? 0);
  const exact = all.filter(({ node }) => node.params.length === given);
  const able = exact.length > 0 ? exact : all.filter(takes);
  return able.length === 0 ? closure : bestFor(values, able, isRunning);
}

/** The one whose types say most of these values, of those whose types none of them contradicts. */
function bestFor(values: readonly Value[], all: readonly Closure[], isRunning: Running): Closure | undefined {
  if (all.length === 1) return all[0];
  const fits = all.map((one) => [one, fitOf(values, one)] as const);
  const most = Math.max(...fits.map(([, fit]) => fit));
  const best = fits.flatMap(([one, fit]) => (fit === most ? [one] : []));
  return best.length === 1 ? best[0] : best.find((one) => !isRunning(one));
}

/** How many of the values have the types of the parameters; below zero where one has another. */
function fitOf(values: readonly Value[], { node: { params, types } }: Closure): number {
  let fit = 0;
  for (const [index, value] of values.entries()) {
    const type = types?.get((params[index] ?? '').replace(REST, ''));
    const kinds = type === undefined || !Object.hasOwn(TYPE_KINDS, type) ? undefined : TYPE_KINDS[type];
    if (value.kind === 'unknown' || value.kind === 'null') continue;
    if (kinds?.includes(value.kind) === true) fit++;
    else if (kinds !== undefined && params[index]?.startsWith(REST) !== true) return -1;
  }
  return fit;
}

/** What values of Java's, Groovy's and Kotlin's types are here. */
const TYPE_KINDS: Readonly<Record<string, readonly Value['kind'][]>> = {
  String: ['text', 'catalog'],
  GString: ['text', 'catalog'],
  CharSequence: ['text', 'catalog'],
  int: ['text'],
  Int: ['text'],
  Integer: ['text'],
  File: ['text'],
  boolean: ['flag'],
  Boolean: ['flag'],
  List: ['list'],
  Set: ['list'],
  Collection: ['list'],
  Iterable: ['list'],
  Array: ['list'],
  Map: ['map'],
  Closure: ['closure'],
  Action: ['closure'],
  Provider: ['catalog', 'text'],
  Project: ['handler'],
};
