import { type Args, textOf } from './values.ts';

/** What `exclude` names: `group:module` with `*` for what is left open; a plain string or alias names both. */
export function exclusion(args: Args): string | undefined {
  const [first, second] = args.positional;
  const map = first?.kind === 'map' ? first.entries : undefined;
  const of = (key: string) => textOf(args.named.get(key) ?? map?.get(key));
  const group = of('group') ?? textOf(first?.kind === 'text' ? first : undefined);
  // Spring's plug-in says `name` of a module, and takes both in one text.
  const module = of('module') ?? of('name') ?? textOf(second);
  if (module === undefined && group?.includes(':') === true) return group;
  return group === undefined && module === undefined ? undefined : `${group ?? '*'}:${module ?? '*'}`;
}
