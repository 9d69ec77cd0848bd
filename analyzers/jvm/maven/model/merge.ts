/** How lists of two models become one: own duplicates, inheritance, profiles, management. Reference: maven-model-builder. */
import type { PomBase, PomDependency, PomPlugin } from './pom.ts';

/** `g:a:type[:classifier]`: what management and duplicates go by. */
export function managementKey(dependency: PomDependency): string {
  const { groupId, artifactId, type, classifier } = dependency;
  return `${groupId}:${artifactId}:${type}${classifier === undefined ? '' : `:${classifier}`}`;
}

type Keyed<T> = (item: T) => string;

/** Own duplicates: the last stands at the place of the first. */
export function lastWins<T>(items: readonly T[], key: Keyed<T>): Map<string, T> {
  const merged = new Map<string, T>();
  for (const item of items) merged.set(key(item), item);
  return merged;
}

function mergeLists<T>(target: readonly T[], source: readonly T[], key: Keyed<T>, sourceWins: boolean): readonly T[] {
  if (source.length === 0) return target;
  const merged = lastWins(target, key);
  for (const item of source) if (sourceWins || !merged.has(key(item))) merged.set(key(item), item);
  return [...merged.values()];
}

const pluginKey = (plugin: PomPlugin): string => `${plugin.groupId}:${plugin.artifactId}`;

function bothPlugins(near: PomPlugin, far: PomPlugin): PomPlugin {
  const configuration = [...near.configuration, ...far.configuration];
  const executions = [...near.executions, ...far.executions];
  return { ...far, ...near, configuration, executions, executes: near.executes || far.executes };
}

/** One plugin declared twice along a lineage: the nearer version, all configurations and executions, nearest first. */
function mergePlugins(near: readonly PomPlugin[], far: readonly PomPlugin[]): readonly PomPlugin[] {
  if (far.length === 0) return near;
  const merged = lastWins(near, pluginKey);
  for (const plugin of far) {
    const own = merged.get(pluginKey(plugin));
    merged.set(pluginKey(plugin), own === undefined ? plugin : bothPlugins(own, plugin));
  }
  return [...merged.values()];
}

/**
 * What a POM (`near`) inherits of its parent (`far`), as maven-model-builder's `MavenModelMerger` joins them; `lists` adds
 * up modules, too.
 */
export function mergeBase(near: PomBase, far: PomBase, lists: boolean): PomBase {
  return {
    properties: far.properties.size === 0 ? near.properties : new Map([...far.properties, ...near.properties]),
    dependencies: mergeLists(near.dependencies, far.dependencies, managementKey, false),
    managed: mergeLists(near.managed, far.managed, managementKey, false),
    repositories: mergeLists(near.repositories, far.repositories, (one) => one.id, false),
    modules: lists ? [...new Set([...far.modules, ...near.modules])] : near.modules,
    plugins: mergePlugins(near.plugins, far.plugins),
    managedPlugins: mergePlugins(near.managedPlugins, far.managedPlugins),
  };
}

/** A profile's content wins over the POM's own, in the POM's order. */
export function injectProfile(base: PomBase, profile: PomBase): PomBase {
  return {
    ...mergeBase(profile, base, true),
    dependencies: mergeLists(base.dependencies, profile.dependencies, managementKey, true),
    managed: mergeLists(base.managed, profile.managed, managementKey, true),
  };
}

/**
 * Management fills what a dependency leaves open: version, scope, exclusions; never `optional`. Of several that expressions
 * made the same, Maven looks after the last.
 */
export function applyManagement(
  dependencies: readonly PomDependency[],
  managed: readonly PomDependency[],
): readonly PomDependency[] {
  if (dependencies.length === 0) return dependencies;
  const last = lastWins(dependencies, managementKey);
  const byKey = new Map<string, PomDependency[]>([...last.keys()].map((key) => [key, []]));
  for (const one of managed) byKey.get(managementKey(one))?.push(one);
  return dependencies.map((dependency) => {
    const key = managementKey(dependency);
    return last.get(key) === dependency ? filled(dependency, byKey.get(key) ?? []) : dependency;
  });
}

function filled(dependency: PomDependency, managed: readonly PomDependency[]): PomDependency {
  let merged = dependency;
  for (const { version, scope, exclusions, systemPath } of managed)
    merged = {
      ...merged,
      ...(merged.version === undefined && version !== undefined ? { version } : {}),
      ...(merged.scope === undefined && scope !== undefined ? { scope } : {}),
      ...(merged.systemPath === undefined && systemPath !== undefined ? { systemPath } : {}),
      ...(merged.exclusions.length === 0 ? { exclusions } : {}),
    };
  return merged;
}
