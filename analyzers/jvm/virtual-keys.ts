/**
 * Demands beside those on artifacts: classes that several artifacts hold, frameworks that exist once.
 * Their keys carry a prefix that no `group:artifact` has, so the realm's rule can tell them apart.
 */
import type { Demand, Dependency } from '../../src/model/index.ts';
import { CLASS_FAMILIES, FRAMEWORKS } from './class-families.ts';
import { majorOf } from './maven/version.ts';

export const CLASSES = 'classes/';
export const FRAMEWORK = 'framework/';

const FAMILIES_OF: ReadonlyMap<string, readonly string[]> = byMember(CLASS_FAMILIES.filter(({ members }) => members.length > 1));
const FRAMEWORKS_OF: ReadonlyMap<string, readonly string[]> = byMember(FRAMEWORKS);

function byMember(
  items: readonly { readonly id: string; readonly members: readonly string[] }[],
): ReadonlyMap<string, readonly string[]> {
  const map = new Map<string, string[]>();
  for (const { id, members } of items) for (const member of members) map.set(member, [...(map.get(member) ?? []), id]);
  return map;
}

function wildcard(name: string): string {
  return `${name.slice(0, name.indexOf(':'))}:*`;
}

/** `javax` or `jakarta`: jakarta artifacts kept the javax packages up to the major that moved. */
const MOVED_AT: Readonly<Record<string, number>> = { 'jakarta.servlet:jakarta.servlet-api': 5 };

function generationOf(id: string, dependency: Dependency): string | undefined {
  const framework = FRAMEWORKS.find((one) => one.id === id);
  const version = dependency.resolved ?? (dependency.kind === 'exact' ? dependency.constraint : undefined);
  if (framework === undefined || version === undefined || version === '') return undefined;
  if (framework.generation === 'major') return majorOf(version);
  const moved = MOVED_AT[dependency.name];
  return moved !== undefined && Number(majorOf(version)) >= moved ? 'jakarta' : 'javax';
}

/** The extra demands that one dependency gives rise to. */
export function virtualDemands(dependency: Dependency, demand: Demand): readonly Demand[] {
  const extra = (key: string, constraint: string): Demand => ({
    ...demand,
    key,
    subject: key,
    constraint,
    kind: 'exact',
    strength: 'declared',
    detail: { artifact: dependency.name, version: dependency.constraint },
  });
  const families = FAMILIES_OF.get(dependency.name) ?? [];
  const frameworks = [...(FRAMEWORKS_OF.get(dependency.name) ?? []), ...(FRAMEWORKS_OF.get(wildcard(dependency.name)) ?? [])];
  return [
    ...families.map((id) => extra(CLASSES + id, dependency.name)),
    ...frameworks.flatMap((id) => {
      const generation = generationOf(id, dependency);
      // A container's own API is `provided` to the service and still has to be of its namespace.
      const scope = demand.scope === 'provided' ? { scope: 'runtime' as const, group: 'default' } : {};
      return generation === undefined ? [] : [{ ...extra(FRAMEWORK + id, generation), ...scope }];
    }),
  ];
}
