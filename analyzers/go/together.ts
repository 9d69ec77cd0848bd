import type { RuleContext } from '../../src/model/index.ts';

/**
 * Whether services are built as one: config decides (`realms: {go: {build: together}}`), without it a go.work
 * that lists all of them. `workspaces` are the go.work files that list each; empty for none.
 */
export function buildTogether(workspaces: readonly string[], settings: RuleContext['settings']): boolean {
  if (settings.build !== undefined) return settings.build === 'together';
  const [first, ...rest] = workspaces;
  return first !== undefined && first !== '' && rest.every((workspace) => workspace === first);
}
