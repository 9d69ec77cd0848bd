/** All names and calls of a setup.py at one place, to go two ways from there and put together what came of them. */
import { type Condition, list, merged, type TableValue, table, type Value } from './values.ts';

/** Counts work that is done; throws where it is too much. */
export type Step = (count?: number) => void;

export type Scope = Map<string, Value>;

export interface State {
  /** The module's names, then those of the functions that are being called. */
  readonly scopes: Scope[];
  /** What `setup()` was given, call by call. */
  readonly calls: TableValue[];
}

/** The same values, apart from those that are there, each as often shared as it was. */
export function copiedState(state: State, step: Step): State {
  const known = new Map<Value, Value>();
  const copy = (value: Value): Value => {
    step();
    const done = known.get(value);
    if (done !== undefined) return done;
    if (value.kind === 'list') {
      const made = list([], value.offset);
      known.set(value, made);
      made.items = value.items.map((item) => (isChanging(item.value) ? { ...item, value: copy(item.value) } : item));
      step(made.items.length);
      return made;
    }
    if (value.kind === 'table') {
      const made = { ...table([], value.offset), isOpen: value.isOpen };
      known.set(value, made);
      for (const [key, entry] of value.entries) made.entries.set(key, copy(entry));
      return made;
    }
    return value;
  };
  const scopes = state.scopes.map((scope) => new Map([...scope].map(([name, value]) => [name, copy(value)])));
  return { scopes, calls: [...state.calls] };
}

/** What came of two ways, each under its condition. */
export function joinedState(one: State, other: State, truth: Condition | 'unknown', offset: number, step: Step): State {
  const known = new Map<Value, Map<Value, Value>>();
  const join = (a: Value | undefined, b: Value | undefined): Value => {
    if (a === undefined || b === undefined) return merged(a, b, truth, offset);
    const done = known.get(a)?.get(b);
    if (done !== undefined) return done;
    step(a.kind === 'list' ? a.items.length + 1 : 1);
    const made = merged(a, b, truth, offset);
    known.set(a, (known.get(a) ?? new Map<Value, Value>()).set(b, made));
    return made;
  };
  const scopes = one.scopes.map((scope, index) => {
    const names = new Set([...scope.keys(), ...(other.scopes[index]?.keys() ?? [])]);
    return new Map([...names].map((name) => [name, join(scope.get(name), other.scopes[index]?.get(name))] as const));
  });
  const [a, b] = [one.calls, other.calls];
  const longer = a.length >= b.length ? a : b;
  const calls = longer.map((call, index) => {
    const [mine, theirs] = [a[index] ?? call, b[index] ?? call];
    const whole = mine === theirs ? mine : merged(mine, theirs, truth, offset);
    return whole.kind === 'table' ? whole : call;
  });
  return { scopes, calls };
}

function isChanging({ kind }: Value): boolean {
  return kind === 'list' || kind === 'table';
}
