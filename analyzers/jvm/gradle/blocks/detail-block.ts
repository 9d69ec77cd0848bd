/** The block after a dependency: `implementation('a:b:1') { exclude …; version { … }; transitive = false }`. */
import { append } from '../../../../src/model/index.ts';
import { exclusion } from '../evaluation/exclusion.ts';
import { type Args, type Handler, NOTHING, textOf, type Value } from '../evaluation/values.ts';
import type { Draft } from '../versions/notation.ts';
import type { Context } from './drafts.ts';
import { richVersionHandler } from './rich-version-block.ts';

/** What an assignment, or a setter of the same name, changes. */
const PROPERTIES: Readonly<Record<string, (one: Draft, shown: string) => void>> = {
  transitive: setTransitive,
  isTransitive: setTransitive,
  changing: setChanging,
  isChanging: setChanging,
  classifier: (one, shown) => {
    one.classifier = shown;
  },
  targetConfiguration: (one, shown) => {
    one.targetConfiguration = shown;
  },
  artifactType: setArtifactType,
};

/** An artifact of another type comes alone: what its module depends on is of the module's own. */
function setArtifactType(one: Draft, shown: string): void {
  one.ext = shown;
  one.transitive = false;
}

/** What an artifact's own block says besides: a `type` that nothing else follows is the extension too. */
const ARTIFACT: typeof PROPERTIES = {
  ...PROPERTIES,
  extension: (one, shown) => {
    one.ext = shown;
  },
  type: (one, shown) => {
    one.ext ??= shown;
  },
};

function setTransitive(one: Draft, shown: string): void {
  if (shown === 'false' || shown === 'true') one.transitive = shown === 'true';
}

function setChanging(one: Draft, shown: string): void {
  if (shown === 'true') one.changing = true;
}

const endorsing =
  (endorses: boolean) =>
  (one: Draft): void => {
    one.endorses = endorses;
  };

/** `setTransitive(false)` and `classifier('x')` are assignments too. */
function propertyOfCall(name: string): string {
  const setter = /^set([A-Z])(\w*)$/.exec(name);
  return setter === null ? name : `${setter[1]?.toLowerCase()}${setter[2]}`;
}

/** Blocks that only say more of what stands around them, with the names that may be set there. */
const INNER: Readonly<Record<string, typeof PROPERTIES>> = { capabilities: PROPERTIES, artifact: ARTIFACT };

export function detailHandler(context: Context, drafts: readonly Draft[], properties = PROPERTIES): Handler {
  const { interpreter } = context;
  const each = (change: (one: Draft) => void): Value => {
    drafts.forEach(change);
    return NOTHING;
  };
  const assign = (name: string, value: Value | undefined): boolean => {
    const property = Object.hasOwn(properties, name) ? properties[name] : undefined;
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
    endorseStrictVersions: () => each(endorsing(true)),
    doNotEndorseStrictVersions: () => each(endorsing(false)),
    attributes: () => NOTHING,
    requireCapability: (args) => each((one) => append(one.capabilities, texts(args))),
    requireFeature: (args) => each((one) => append(one.capabilities, texts(args))),
    requireCapabilities: (args) => each((one) => append(one.capabilities, texts(args))),
  };
  return {
    call(name, args) {
      if (Object.hasOwn(INNER, name))
        return args.closure === undefined
          ? NOTHING
          : interpreter.invoke(args.closure, [], detailHandler(context, drafts, INNER[name]));
      const own = Object.hasOwn(calls, name) ? calls[name] : undefined;
      if (own !== undefined) return own(args);
      return args.positional.length > 0 && assign(propertyOfCall(name), args.positional[0]) ? NOTHING : undefined;
    },
    set: (name, value) => assign(name.replace(/^\*\./, ''), value),
  };
}
