/** Images that plug-ins of Gradle make. Reference: Jib's Gradle plug-in, "from"; Spring Boot's, "Packaging OCI Images". */
import { buildpackJava, JAVA_VARIABLE, jibBase } from '../../built-image.ts';
import { type Handler, handlerValue, NOTHING, textOf, UNKNOWN, type Value } from '../evaluation/values.ts';
import type { ProjectModel } from '../model.ts';
import type { Position } from '../script/syntax-tree.ts';

type Take = (value: Value | undefined, at: Position) => void;

/** A property of a block in the ways in which scripts give it a value: `x = …`, `x.set(…)`, `x(…)` and a block's `put`. */
function propertyHandler(takers: Readonly<Record<string, Take>>, inner: Readonly<Record<string, Handler>>, put?: Take): Handler {
  const takerOf = (name: string): Take | undefined => (Object.hasOwn(takers, name) ? takers[name] : undefined);
  return {
    call: (name, { positional, closure, at }) => {
      const taker = closure === undefined ? takerOf(name) : undefined;
      taker?.(positional[0], at);
      return taker === undefined ? undefined : NOTHING;
    },
    get: (name) => {
      if (Object.hasOwn(inner, name) && inner[name] !== undefined) return handlerValue(inner[name]);
      const taker = takerOf(name);
      if (taker === undefined) return undefined;
      return handlerValue({
        call: (method, { positional, at }) => {
          if (method === 'set' || method === 'putAll') taker(positional[0], at);
          else if (method !== 'put' || put === undefined || textOf(positional[0]) !== JAVA_VARIABLE) return undefined;
          else put(positional[1], at);
          return NOTHING;
        },
      });
    },
    set: (name, value, at) => {
      const taker = takerOf(name);
      taker?.(value, at);
      return taker !== undefined;
    },
  };
}

function known(value: Value | undefined): string | undefined {
  const text = textOf(value);
  return text === undefined || text.includes(UNKNOWN) ? undefined : text;
}

/** `jib { from { image = 'eclipse-temurin:17-jre' } }`. */
export function jibHandler(
  model: ProjectModel,
  file: () => string,
  invoke: (handler: Handler, closure: Value) => Value,
): Handler {
  const from = propertyHandler(
    {
      image: (value, { line, column }) => {
        const base = jibBase(known(value) ?? 'tar:');
        if (base !== undefined) model.image = { from: base, origin: { file: file(), line, column } };
      },
    },
    {},
  );
  return {
    ...propertyHandler({}, { from }),
    call: (name, { closure }) => (name === 'from' && closure !== undefined ? invoke(from, closure) : undefined),
  };
}

/** `bootBuildImage { environment = ['BP_JVM_VERSION': '17'] }`. */
export function buildImageHandler(model: ProjectModel, file: () => string): Handler {
  const take: Take = (value, { line, column }) => {
    const java = buildpackJava(known(value) ?? '');
    if (java !== undefined) model.image = { java, origin: { file: file(), line, column } };
  };
  const environment: Take = (value, at) => {
    if (value?.kind === 'map') take(value.entries.get(JAVA_VARIABLE), at);
  };
  return propertyHandler({ environment }, {}, take);
}
