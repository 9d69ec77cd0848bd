/** Blocks that build a value or change the one that they are given; in doubt nobody knows what it comes to. */
import { append } from '../../../../src/model/index.ts';
import { plus } from './operators.ts';
import {
  type Closure,
  type Handler,
  handlerValue,
  NOTHING,
  text,
  textOf,
  textOfAll,
  UNKNOWN_VALUE,
  type Value,
} from './values.ts';

/** Kotlin's builders, and what they make. */
export const BUILDERS: Readonly<Record<string, 'text' | 'list'>> = { buildString: 'text', buildList: 'list', buildSet: 'list' };

/** What changes a map. */
const CHANGING = new Set([
  'put',
  'putAll',
  'putIfAbsent',
  'computeIfAbsent',
  'getOrPut',
  'remove',
  'clear',
  'set',
  'compute',
  'merge',
]);
const ADDING = new Set(['append', 'appendLine', 'add', 'addAll']);

/** Who runs the blocks. */
export interface BlockRunner {
  /** How many conditions that nobody can decide stand around the current statement. */
  readonly undecided: number;
  invoke(closure: Closure, given: readonly Value[], handler?: Handler, named?: ReadonlyMap<string, Value>, self?: Value): Value;
  /** Runs a block with variables of its own; false where it is not run. */
  block(closure: Closure, variables: Map<string, Value>, handler: Handler): boolean;
}

/** `also { it.add(x) }`, `apply { add(x) }`: a list that its block may lengthen. */
export function lengthened(runner: BlockRunner, list: Value, name: 'also' | 'apply', closure: Closure): Value {
  const [it = 'it'] = closure.node.params;
  const held = name === 'also' ? it : 'this';
  const variables = new Map<string, Value>([[held, list]]);
  const { undecided } = runner;
  const handler: Handler = {
    call: (method, { positional: [first] }) => {
      if (name !== 'apply' || first === undefined || (method !== 'add' && method !== 'addAll')) return undefined;
      const more: Value = method === 'add' ? { kind: 'list', items: [first] } : first;
      const isKnown = runner.undecided === undecided && more.kind === 'list';
      variables.set(held, isKnown ? plus(variables.get(held) ?? list, more) : UNKNOWN_VALUE);
      return NOTHING;
    },
  };
  return runner.block(closure, variables, handler) ? (variables.get(held) ?? list) : UNKNOWN_VALUE;
}

/** `apply { put(a, b) }`, `tap { put(a, b) }`: what a block puts into a map; whatever else it does with it nobody knows. */
export function filled(runner: BlockRunner, map: Extract<Value, { kind: 'map' }>, closure: Closure): Value {
  let isKnown = true;
  const { undecided } = runner;
  const handler: Handler = {
    call: (name, { positional: [key, value] }) => {
      if (!CHANGING.has(name)) return undefined;
      const given = textOf(key);
      isKnown &&= runner.undecided === undecided;
      if (name === 'putAll' && key?.kind === 'map') for (const [one, of] of key.entries) map.entries.set(one, of);
      else if (name === 'put' && given !== undefined && value !== undefined) map.entries.set(given, value);
      else isKnown = false;
      return NOTHING;
    },
  };
  runner.invoke(closure, [map], handler, undefined, map);
  return isKnown ? map : UNKNOWN_VALUE;
}

/** `buildString { append(…) }`, `buildList { add(…) }`: what its block adds. */
export function built(runner: BlockRunner, kind: 'text' | 'list', closure: Closure): Value {
  const items: Value[] = [];
  let isKnown = true;
  const { undecided } = runner;
  const handler: Handler = {
    call: (name, args) => {
      if (!ADDING.has(name)) return undefined;
      isKnown &&= runner.undecided === undecided;
      for (const one of args.positional)
        if (name === 'addAll' && one.kind === 'list') append(items, one.items);
        else if (name === 'addAll') isKnown = false;
        else items.push(one);
      if (name === 'appendLine') items.push(text('\n'));
      return handlerValue(handler);
    },
  };
  runner.invoke(closure, [], handler);
  if (!isKnown) return UNKNOWN_VALUE;
  return kind === 'list' ? { kind, items } : textOfAll(items);
}
