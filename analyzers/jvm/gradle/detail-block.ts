/** The block after a dependency: `implementation('a:b:1') { exclude …; version { … }; transitive = false }`. */
import { type Context, exclusion } from './drafts.ts';
import type { Draft } from './notation.ts';
import { richVersionHandler } from './rich-version-block.ts';
import { type Args, type Handler, NOTHING, textOf, type Value } from './values.ts';

/** What an assignment, or a setter of the same name, changes. */
const PROPERTIES: Readonly<Record<string, (one: Draft, shown: string) => void>> = {
  transitive: setTransitive,
  isTransitive: setTransitive,
  changing: setChanging,
  isChanging: setChanging,
  classifier: (one, shown) => {
    one.classifier = shown;
  },
};

function setTransitive(one: Draft, shown: string): void {
  if (shown === 'false' || shown === 'true') one.transitive = shown === 'true';
}

function setChanging(one: Draft, shown: string): void {
  if (shown === 'true') one.changing = true;
}

/** Blocks that only say more of what stands around them. */
const INNER = new Set(['capabilities', 'artifact']);

/** `setTransitive(false)` and `classifier('x')` are assignments too. */
function propertyOfCall(name: string): string {
  const setter = /^set([A-Z])(\w*)$/.exec(name);
  return setter === null ? name : `${setter[1]?.toLowerCase()}${setter[2]}`;
}

export function detailHandler({ interpreter }: Context, drafts: readonly Draft[]): Handler {
  const each = (change: (one: Draft) => void): Value => {
    drafts.forEach(change);
    return NOTHING;
  };
  const assign = (name: string, value: Value | undefined): boolean => {
    const property = Object.hasOwn(PROPERTIES, name) ? PROPERTIES[name] : undefined;
    const shown = textOf(value);
    if (property === undefined) return false;
    if (shown !== undefined) each((one) => property(one, shown));
    return true;
  };
  const version = richVersionHandler((next) => {
    each((one) => {
      one.version = next(one.version);
    });
  });
  const texts = ({ positional }: Args) => positional.flatMap((one) => textOf(one) ?? []);
  const calls: Readonly<Record<string, (args: Args) => Value>> = {
    exclude: (args) => {
      const named = exclusion(args);
      return named === undefined ? NOTHING : each((one) => one.exclusions.push(named));
    },
    version: ({ closure }) => (closure === undefined ? NOTHING : interpreter.invoke(closure, [], version)),
    because: () => NOTHING,
    attributes: () => NOTHING,
    requireCapability: (args) => each((one) => one.capabilities.push(...texts(args))),
    requireCapabilities: (args) => each((one) => one.capabilities.push(...texts(args))),
  };
  const handler: Handler = {
    call(name, args) {
      if (INNER.has(name)) return args.closure === undefined ? NOTHING : interpreter.invoke(args.closure, [], handler);
      const own = Object.hasOwn(calls, name) ? calls[name] : undefined;
      if (own !== undefined) return own(args);
      return args.positional.length > 0 && assign(propertyOfCall(name), args.positional[0]) ? NOTHING : undefined;
    },
    set: (name, value) => assign(name.replace(/^\*\./, ''), value),
  };
  return handler;
}
