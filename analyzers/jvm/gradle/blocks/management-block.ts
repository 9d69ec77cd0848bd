/** `dependencyManagement { … }`. */

import { type Args, type Handler, NOTHING, textOf, truth, UNKNOWN, UNKNOWN_VALUE, type Value } from '../evaluation/values.ts';
import type { GradleDependency } from '../model.ts';
import { draft } from '../versions/notation.ts';
import { coordinates } from './dependencies-block.ts';
import { detailHandler } from './detail-block.ts';
import { type Context, record, settled } from './drafts.ts';

/** Spring's dependency-management plugin. */
export function dependencyManagementHandler(context: Context): Handler {
  const { interpreter, model } = context;
  const run = (args: Args, handler: Handler): Value =>
    args.closure === undefined ? NOTHING : interpreter.invoke(args.closure, [], handler);
  const keep = (list: GradleDependency[], configuration: string, args: Args): Value => {
    const drafts = coordinates(context, args, args.positional).map(settled);
    if (args.closure !== undefined) interpreter.invoke(args.closure, [], detailHandler(context, drafts));
    for (const one of drafts) list.push(record(context, configuration, one, args.at));
    return NOTHING;
  };
  const bomProperties = (pairs: Iterable<readonly [string, Value]>): Value => {
    for (const [name, value] of pairs) {
      const given = textOf(value);
      if (given !== undefined && !given.includes(UNKNOWN)) model.bomProperties.set(name, given);
    }
    return NOTHING;
  };
  const bom: Handler = {
    call(name, { positional: [first, second], named }) {
      const key = textOf(first);
      if (name === 'bomProperty' && key !== undefined && second !== undefined) return bomProperties([[key, second]]);
      return name === 'bomProperties' ? bomProperties(first?.kind === 'map' ? first.entries : named) : undefined;
    },
  };
  const imports: Handler = {
    call(name, args) {
      if (name !== 'mavenBom') return undefined;
      run(args, bom);
      return keep(model.managedBoms, 'mavenBom', { ...args, closure: undefined });
    },
  };
  const entries = (args: Args): Handler => ({
    call(name, inner) {
      if (name !== 'entry') return undefined;
      const set = args.named.size > 0 ? args.named : args.positional[0]?.kind === 'map' ? args.positional[0].entries : undefined;
      const [group, version] =
        set === undefined
          ? (textOf(args.positional[0]) ?? '').split(':')
          : [textOf(set.get('group')), textOf(set.get('version'))];
      const one = settled(draft(group, textOf(inner.positional[0]), version === undefined ? {} : { require: version }));
      run(inner, detailHandler(context, [one]));
      model.managed.push(record(context, 'dependency', one, inner.at));
      return NOTHING;
    },
  });
  const dependencies: Handler = {
    call(name, args) {
      if (name === 'dependency') return keep(model.managed, 'dependency', args);
      return name === 'dependencySet' ? run(args, entries(args)) : undefined;
    },
  };
  const handler: Handler = {
    call(name, args) {
      if (name === 'imports') return run(args, imports);
      if (name === 'dependencies') return run(args, dependencies);
      return undefined;
    },
    set(name, value) {
      if (name.replace(/^\*\./, '') !== 'overriddenByDependencies') return false;
      model.managedFirst = truth(value) === false;
      return true;
    },
    get: (name) => (name === 'importedProperties' ? UNKNOWN_VALUE : undefined),
  };
  return handler;
}
