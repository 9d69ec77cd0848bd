/** `ext` and `extra`: the properties that scripts give their project, their settings or the build. */
import { flag, type Handler, handlerValue, NOTHING, textOf, UNKNOWN_VALUE, type Value } from './values.ts';

/** `look` finds what others hold as well: the properties of the projects above. */
export function extraHandler(own: Map<string, Value>, look: (name: string) => Value | undefined): Handler {
  const handler: Handler = {
    get: (name) => (name === 'properties' ? handlerValue(handler) : look(name)),
    set: (name, value) => own.set(name, value) !== undefined,
    call: (name, args) => {
      const key = textOf(args.positional[0]);
      if (key === undefined) return undefined;
      switch (name) {
        case 'set':
          own.set(key, args.positional[1] ?? NOTHING);
          return NOTHING;
        case 'get':
          return look(key) ?? UNKNOWN_VALUE;
        case 'has':
        case 'contains':
          return flag(look(key) !== undefined);
        default:
          return undefined;
      }
    },
  };
  return handler;
}
