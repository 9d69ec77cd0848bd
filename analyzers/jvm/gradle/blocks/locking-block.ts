/** `dependencyLocking { … }`: where a project's lock lies, and how firmly it holds. */
import { append } from '../../../../src/model/index.ts';
import { pathIn } from '../evaluation/common.ts';
import { type Handler, handlerValue, NOTHING, textOf, type Value } from '../evaluation/values.ts';
import type { Context } from './drafts.ts';

export function lockingHandler({ directory, model: { locking } }: Pick<Context, 'directory' | 'model'>): Handler {
  const settings: Readonly<Record<string, (value: Value | undefined) => void>> = {
    lockFile: (value) => {
      const path = pathIn(directory, textOf(value));
      if (path !== undefined) locking.file = path;
    },
    lockMode: (value) => {
      const mode = textOf(value);
      if (mode === undefined) return;
      locking.lenient = mode === 'LENIENT';
      locking.strict = mode === 'STRICT';
    },
  };
  const ignore = (values: readonly Value[]): void => {
    locking.partial = true;
    for (const value of values)
      if (value.kind === 'list') ignore(value.items);
      else append(locking.ignored, [textOf(value) ?? []].flat());
  };
  const ignored: Handler = {
    call: (_add, { positional }) => {
      ignore(positional);
      return NOTHING;
    },
  };
  const setting = (name: string) => (Object.hasOwn(settings, name) ? settings[name] : undefined);
  const calls: Readonly<Record<string, () => void>> = {
    lockAllConfigurations: () => {
      locking.active = true;
    },
    unlockAllConfigurations: () => {
      locking.active = false;
    },
  };
  return {
    call: (method) => {
      const call = Object.hasOwn(calls, method) ? calls[method] : undefined;
      call?.();
      return call === undefined ? undefined : NOTHING;
    },
    set: (name, value) => {
      if (name === 'ignoredDependencies') ignore([value]);
      const set = setting(name);
      set?.(value);
      return set !== undefined || name === 'ignoredDependencies';
    },
    // Kotlin and old Groovy: `lockMode.set(LockMode.LENIENT)`.
    get: (name) => {
      if (name === 'ignoredDependencies') return handlerValue(ignored);
      const set = setting(name);
      if (set === undefined) return undefined;
      return handlerValue({
        call: (method, { positional }) => {
          if (method === 'set') set(positional[0]);
          return NOTHING;
        },
      });
    },
  };
}
