import type { RuleContext } from '../../src/model/index.ts';

/**
 * The build that a service is part of, undefined for one of its own: config decides (`realms: {go: {build: together}}`),
 * without it the go.work that lists the service; `workspace` is that file, empty for none.
 */
export function sharedBuild(workspace: string, settings: RuleContext['settings']): string | undefined {
  if (settings.build !== undefined) return settings.build === 'together' ? '' : undefined;
  return workspace === '' ? undefined : workspace;
}

/** Whether services are built as one. */
export function buildTogether(workspaces: readonly string[], settings: RuleContext['settings']): boolean {
  const [first, ...rest] = workspaces.map((workspace) => sharedBuild(workspace, settings));
  return first !== undefined && rest.every((build) => build === first);
}
