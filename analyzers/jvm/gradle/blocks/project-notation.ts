/** Dependencies on projects of the build: `project(':core')`, `projects.core`. */
import { type Args, type Handler, handlerValue, textOf, type Value } from '../evaluation/values.ts';
import { type Draft, draft } from '../versions/notation.ts';
import type { Context } from './drafts.ts';
import { pathFrom } from './project-state.ts';

/** `project(':b')` is a dependency, and the project: `project(':b').ext.x`. */
export function projectValue(context: Context, args: Args): Value {
  const made = projectDraft(context, args);
  const of = made.path === undefined ? undefined : context.projectAt(made.path);
  return { kind: 'dependencies', drafts: [made], ...(of === undefined ? {} : { of }) };
}

function projectDraft(context: Context, args: Args): Draft {
  if (args.positional.length === 0 && args.named.size === 0)
    return { ...draft(undefined, undefined), kind: 'project', path: context.path };
  const [first] = args.positional;
  const map = first?.kind === 'map' ? first.entries : undefined;
  const given = textOf(args.named.get('path') ?? map?.get('path') ?? first);
  // Without a colon before it a path is seen from the project itself.
  const path = given === undefined ? undefined : pathFrom(context.path, given);
  const configuration = textOf(args.named.get('configuration') ?? map?.get('configuration') ?? args.positional[1]);
  return {
    ...draft(undefined, undefined),
    kind: 'project',
    ...(path === undefined ? {} : { path }),
    ...(configuration === undefined ? {} : { targetConfiguration: configuration }),
  };
}

function squeezed(path: string): string {
  return path.replaceAll(/[-_]/g, '').toLowerCase();
}

/** `projects.core.api`: type-safe accessors write paths in camel case. */
export function projectAccessor(context: Context, path: string): Handler {
  const projectOf = (at: string): Value => {
    const of = context.projectAt(at);
    const drafts = [{ ...draft(undefined, undefined), kind: 'project' as const, path: at }];
    return { kind: 'dependencies', drafts, ...(of === undefined ? {} : { of }) };
  };
  return {
    get(name) {
      if (name === 'dependencyProject' && context.projectPaths.includes(path)) return projectOf(path);
      const next = `${path}:${name}`;
      const match = context.projectPaths.find((one) => squeezed(one) === squeezed(next));
      const longer = context.projectPaths.some((one) => squeezed(one).startsWith(`${squeezed(next)}:`));
      if (match === undefined && !longer && path === '' && squeezed(name) === squeezed(context.rootName))
        return handlerValue(projectAccessor(context, ''));
      if (match !== undefined && !longer) return projectOf(match);
      return handlerValue(projectAccessor(context, next));
    },
    // A project with projects below it is one itself.
    ...(context.projectPaths.includes(path) ? { draft: { ...draft(undefined, undefined), kind: 'project' as const, path } } : {}),
  };
}
