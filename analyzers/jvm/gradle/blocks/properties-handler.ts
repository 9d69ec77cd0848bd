import { type Args, type Handler, handlerValue, NOTHING, type Value } from '../evaluation/values.ts';
import type { Position } from '../script/syntax-tree.ts';

/** Takes the value that a script gives a property; undefined where it is not known. */
export type Setter = (value: Value | undefined, at: Position) => void;

/** Methods that a property has besides `set`; undefined for a call that is none of theirs. */
export type Methods = Readonly<Record<string, (args: Args) => Value | undefined>>;

/** Properties of a block in the ways in which scripts give them a value: `x = …`, `x.set(…)` and `x(…)`. */
export function propertiesHandler(
  setters: Readonly<Record<string, Setter>>,
  methods: Readonly<Record<string, Methods>> = {},
): Handler {
  const setterOf = (name: string): Setter | undefined => own(setters, name);
  return {
    call: (name, { positional: [value], closure, at }) => {
      const setter = closure === undefined ? setterOf(name) : undefined;
      setter?.(value, at);
      return setter === undefined ? undefined : NOTHING;
    },
    get: (name) => {
      const setter = setterOf(name);
      if (setter === undefined) return undefined;
      return handlerValue({
        call: (method, args) => {
          if (method !== 'set') return own(own(methods, name) ?? {}, method)?.(args);
          setter(args.positional[0], args.at);
          return NOTHING;
        },
      });
    },
    set: (name, value, at) => {
      const setter = setterOf(name);
      setter?.(value, at);
      return setter !== undefined;
    },
  };
}

function own<T>(table: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}
