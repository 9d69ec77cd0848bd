/** Images that plug-ins of Gradle make. Reference: Jib's Gradle plug-in; Spring Boot's, "Packaging OCI Images"; Micronaut's, "Docker support". */
import { buildpackJava, JAVA_VARIABLE, jibBase, ownImageName } from '../../built-image.ts';
import { type Args, type Handler, handlerValue, NOTHING, textOf, UNKNOWN, type Value } from '../evaluation/values.ts';
import type { ProjectModel } from '../model.ts';
import { known } from './drafts.ts';
import { propertiesHandler, type Setter } from './properties-handler.ts';

/** Takes names of images, one or a list of them. */
function namesTo({ imageNames }: ProjectModel): Setter {
  return (value) => {
    for (const one of value?.kind === 'list' ? value.items : [value]) {
      const name = ownImageName((textOf(one) ?? UNKNOWN).replaceAll(UNKNOWN, '$'));
      if (name !== undefined) imageNames.add(name);
    }
  };
}

/** `jib { from { image = 'eclipse-temurin:17-jre' }; to { image = 'shop/orders' } }`. */
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
  const parts = new Map([
    ['from', from],
    ['to', propertiesHandler({ image: namesTo(model) })],
  ]);
  return {
    call: (name, { closure }) => {
      const part = parts.get(name);
      return part === undefined || closure === undefined ? undefined : invoke(part, closure);
    },
    get: (name) => {
      const part = parts.get(name);
      return part === undefined ? undefined : handlerValue(part);
    },
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
    { environment, imageName: namesTo(model) },
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

/** `dockerBuild { images = ['shop/orders'] }`. */
export function dockerTaskHandler(model: ProjectModel): Handler {
  const take = namesTo(model);
  const adds = ({ positional: [value], at }: Args): Value => {
    take(value, at);
    return NOTHING;
  };
  return propertiesHandler({ images: take }, { images: { add: adds, addAll: adds } });
}
