/** Images that plug-ins of Gradle make. Reference: Jib's Gradle plug-in, "from"; Spring Boot's, "Packaging OCI Images". */
import { buildpackJava, JAVA_VARIABLE, jibBase } from '../../built-image.ts';
import { type Handler, handlerValue, NOTHING, textOf, type Value } from '../evaluation/values.ts';
import type { ProjectModel } from '../model.ts';
import { known } from './drafts.ts';
import { propertiesHandler, type Setter } from './properties-handler.ts';

/** `jib { from { image = 'eclipse-temurin:17-jre' } }`. */
export function jibHandler(
  model: ProjectModel,
  file: () => string,
  invoke: (handler: Handler, closure: Value) => Value,
): Handler {
  const from = propertiesHandler({
    image: (value, { line, column }) => {
      const base = jibBase(known(textOf(value)) ?? 'tar:');
      if (base !== undefined) model.image = { from: base, origin: { file: file(), line, column } };
    },
  });
  return {
    call: (name, { closure }) => (name === 'from' && closure !== undefined ? invoke(from, closure) : undefined),
    get: (name) => (name === 'from' ? handlerValue(from) : undefined),
  };
}

/** `bootBuildImage { environment = ['BP_JVM_VERSION': '17'] }`. */
export function buildImageHandler(model: ProjectModel, file: () => string): Handler {
  const take: Setter = (value, { line, column }) => {
    const java = buildpackJava(known(textOf(value)) ?? '');
    if (java !== undefined) model.image = { java, origin: { file: file(), line, column } };
  };
  const environment: Setter = (value, at) => {
    if (value?.kind === 'map') take(value.entries.get(JAVA_VARIABLE), at);
  };
  return propertiesHandler(
    { environment },
    {
      environment: {
        putAll: ({ positional: [all], at }) => {
          environment(all, at);
          return NOTHING;
        },
        put: ({ positional: [name, value], at }) => {
          if (textOf(name) !== JAVA_VARIABLE) return undefined;
          take(value, at);
          return NOTHING;
        },
      },
    },
  );
}
