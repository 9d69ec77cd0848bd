/** `plugins { … }`. */

import { type Handler, handlerValue, NULL, textOf, type Value } from '../evaluation/values.ts';
import type { PluginUse } from '../model.ts';
import type { Position } from '../script/syntax-tree.ts';
import { type Context, known, report } from './drafts.ts';

/** The `plugins` block. Which plugins are applied is known when it has ended (`version "1" apply false`). */
export function pluginsHandler(context: Context, own: readonly string[]): Handler {
  const used = (id: string, version: string | null, at: Position): Value => {
    const { line, column } = at;
    const use: PluginUse = { id, version, applied: true, file: context.interpreter.file, line, column };
    const index = context.model.plugins.push(use) - 1;
    const change = (part: Partial<PluginUse>) => {
      const before = context.model.plugins[index];
      if (before !== undefined) context.model.plugins[index] = { ...before, ...part };
    };
    const chain: Handler = {
      call(name, args) {
        const given = textOf(args.positional[0]);
        if (name === 'version') change({ version: known(given) ?? null });
        if (name === 'apply') change({ applied: given !== 'false' });
        return name === 'version' || name === 'apply' ? handlerValue(chain) : undefined;
      },
    };
    return handlerValue(chain);
  };
  /** Kotlin's accessors of plug-ins that the build holds: `acme.conventions`, one step of the id after the other. */
  const accessor = (id: string, at: Position): Value | undefined => {
    if (own.includes(id)) return used(id, null, at);
    if (!own.some((one) => one.startsWith(`${id}.`))) return undefined;
    return handlerValue({ get: (name, place) => accessor(`${id}.${name}`, place) });
  };
  return {
    call(name, args) {
      const [first] = args.positional;
      const id = textOf(first);
      if (name === 'id' && id !== undefined) return used(id, null, args.at);
      if (name === 'kotlin' && id !== undefined) return used(`org.jetbrains.kotlin.${id}`, null, args.at);
      if (name === 'alias' && first?.kind === 'catalog') {
        const plugin = first.catalog.plugins.get(first.path.replace(/^plugins\./, ''));
        if (plugin === undefined) {
          // A catalog from elsewhere may have it.
          if (first.catalog.open) return NULL;
          report(context, {
            code: 'gradle/unknown-alias',
            severity: 'warning',
            message: `the version catalog has no plugin "${first.path}"; add it there, or correct the alias`,
            line: args.at.line,
            column: args.at.column,
          });
          return NULL;
        }
        const version = first.catalog.versionOf(plugin);
        return used(plugin.id, version.strictly ?? version.require ?? null, args.at);
      }
      return undefined;
    },
    get(name, at) {
      // Kotlin's accessors: `java`, `application`, `java-library` in backticks, `conventions.x`. Catalogs stay what they are.
      if (name === 'libs' || name === 'catalogs') return undefined;
      if (BUILTIN_PLUGINS.has(name) || name.includes('-') || name.includes('.')) return used(name, null, at);
      return accessor(name, at);
    },
    set: () => false,
  };
}

const BUILTIN_PLUGINS = new Set([
  'java',
  'application',
  'groovy',
  'scala',
  'war',
  'ear',
  'idea',
  'eclipse',
  'base',
  'checkstyle',
  'pmd',
  'jacoco',
  'signing',
  'antlr',
]);
