/** `buildscript { … }`: what the build itself runs with. */

import { type Handler, handlerValue, NOTHING } from '../evaluation/values.ts';
import { dependenciesHandler } from './dependencies-block.ts';
import type { Context } from './drafts.ts';

export function buildscriptHandler(context: Context): Handler {
  const dependencies = dependenciesHandler(
    context,
    (name) => name,
    (one) => context.model.buildscript.push(one),
  );
  return {
    call: (name, { closure }) => {
      if (closure === undefined) return undefined;
      if (name === 'dependencies') return context.interpreter.invoke(closure, [], dependencies);
      return name === 'repositories' || name === 'configurations' ? NOTHING : undefined;
    },
    get: (name) => (name === 'dependencies' ? handlerValue(dependencies) : undefined),
  };
}
