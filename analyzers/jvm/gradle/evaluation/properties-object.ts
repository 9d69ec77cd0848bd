/** `new Properties()`, and the files of the tree that a script loads into it. */
import { flag, type Handler, NOTHING, NULL, textOf, UNKNOWN_VALUE, type Value } from './values.ts';

/** The pairs of a properties file, by the text that stands for its path; undefined where the tree holds none. */
export type PropertiesFiles = (given: string | undefined) => ReadonlyMap<string, Value> | undefined;

export function propertiesObject(files: PropertiesFiles): Handler {
  const entries = new Map<string, Value>();
  // A file from elsewhere may say anything.
  let open = false;
  const absent = (): Value => (open ? UNKNOWN_VALUE : NULL);
  return {
    get: (name) => entries.get(name),
    any: absent,
    set: (name, value) => entries.set(name, value) !== undefined,
    call(name, args) {
      const [first, second] = args.positional;
      const key = textOf(first);
      switch (name) {
        case 'load': {
          const loaded = files(key);
          open ||= loaded === undefined;
          for (const [one, value] of loaded ?? []) entries.set(one, value);
          return NOTHING;
        }
        case 'getProperty':
        case 'get':
        case 'getOrDefault':
          return key === undefined ? UNKNOWN_VALUE : (entries.get(key) ?? second ?? absent());
        case 'setProperty':
        case 'put':
          if (key !== undefined && second !== undefined) entries.set(key, second);
          return NOTHING;
        case 'containsKey':
          return key === undefined || open ? UNKNOWN_VALUE : flag(entries.has(key));
        default:
          return undefined;
      }
    },
  };
}
