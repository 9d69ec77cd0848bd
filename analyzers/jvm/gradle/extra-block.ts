/** `ext` and `extra`: the properties that scripts give their project. */
import { type ProjectState, propertyOf } from './project-state.ts';
import { flag, type Handler, handlerValue, NOTHING, textOf, UNKNOWN_VALUE } from './values.ts';

export function extraHandler(project: ProjectState): Handler {
  const handler: Handler = {
    get: (name) => (name === 'properties' ? handlerValue(handler) : propertyOf(project, name)),
    set: (name, value) => project.extra.set(name, value) !== undefined,
    call: (name, args) => {
      const key = textOf(args.positional[0]);
      if (key === undefined) return undefined;
      switch (name) {
        case 'set':
          project.extra.set(key, args.positional[1] ?? NOTHING);
          return NOTHING;
        case 'get':
          return propertyOf(project, key) ?? UNKNOWN_VALUE;
        case 'has':
        case 'contains':
          return flag(propertyOf(project, key) !== undefined);
        default:
          return undefined;
      }
    },
  };
  return handler;
}
