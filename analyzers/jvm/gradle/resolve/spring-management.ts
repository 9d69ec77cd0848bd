/**
 * What Spring's dependency management makes of what is asked for: the first rule of each class path, before the build's own.
 * Reference: dependency management plug-in, "Dependency management configuration DSL", and how version 1.1 acts under Gradle 8.11.
 */
import type { PomDependency } from '../../maven/model/pom.ts';
import { requestedVersion } from '../blocks/resolution-rules.ts';
import { scopeOf } from '../configurations.ts';
import { applies, DEPENDENCY_MANAGEMENT } from '../managed.ts';
import type { Member } from '../members.ts';
import type { GradleDependency } from '../model.ts';
import { requiredVersion } from '../versions/rich-version.ts';
import { type Edge, keyOf } from './component.ts';

export interface SpringManagement {
  /** The version that it gives in the place of the one that an edge asks for. */
  readonly version: (edge: Edge) => string | undefined;
  /** `group:name` → what it leaves out below it. */
  readonly exclusions: ReadonlyMap<string, readonly string[]>;
}

const DYNAMIC = /^(?:latest\.|[[\](])|\+$/;

/** In which order the configurations of a class path are met: of one module the last one met gives the version. */
const ORDER: readonly string[] = ['runtimeClasspath', 'runtimeOnly', 'implementation'];

function orderOf({ configuration }: GradleDependency): number {
  const at = ORDER.indexOf(configuration);
  return at === -1 ? ORDER.length : at;
}

/** `imported` are the versions of its BOMs, strongest first; `projects` the `group:name` of all projects of the build. */
export function springManagement(
  { project, management: { forced } }: Member,
  imported: readonly (readonly PomDependency[])[],
  projects: ReadonlySet<string>,
): SpringManagement {
  const exclusions = new Map<string, readonly string[]>();
  const managed = managedVersions(project.model.managed, imported, exclusions);
  if (!applies(project, DEPENDENCY_MANAGEMENT))
    return { version: ({ group, name }) => managed.get(`${group}:${name}`), exclusions };
  const lines = project.model.dependencies.filter(
    ({ configuration, kind }) => kind !== 'constraint' && scopeOf(configuration, project.model.extends) === 'runtime',
  );
  const direct = new Set(lines.map(({ group, name }) => `${group}:${name}`));
  const stated = project.model.managedFirst ? new Map<string, string>() : statedVersions(lines);
  const version = (edge: Edge): string | undefined => {
    const key = keyOf(edge);
    if (projects.has(key)) return undefined;
    // A range of a module that the build names itself is left to Gradle, whoever asks for it.
    if (direct.has(key) && DYNAMIC.test(forced.get(key) ?? requestedVersion(edge.version))) return undefined;
    return stated.get(key) ?? managed.get(key);
  };
  return { version, exclusions };
}

/** Versions that lines of the build state are managed as well, for all that others ask for. */
function statedVersions(lines: readonly GradleDependency[]): ReadonlyMap<string, string> {
  const stated = new Map<string, string>();
  for (const { group, name, version } of [...lines].sort((a, b) => orderOf(a) - orderOf(b))) {
    const given = requestedVersion(version);
    if (given !== '' && !DYNAMIC.test(given)) stated.set(`${group}:${name}`, given);
  }
  return stated;
}

function managedVersions(
  own: readonly GradleDependency[],
  imported: readonly (readonly PomDependency[])[],
  exclusions: Map<string, readonly string[]>,
): ReadonlyMap<string, string> {
  const managed = new Map<string, string>();
  for (const one of own) {
    const version = requiredVersion(one.version);
    const key = `${one.group}:${one.name}`;
    if (version !== null) managed.set(key, version);
    if (one.exclusions.length > 0) exclusions.set(key, one.exclusions);
  }
  for (const { groupId, artifactId, version = '', classifier = '', exclusions: left } of imported.flat()) {
    const key = `${groupId}:${artifactId}`;
    if (managed.has(key) || classifier !== '') continue;
    if (left.length > 0)
      exclusions.set(
        key,
        left.map((one) => `${one.groupId}:${one.artifactId}`),
      );
    if (version !== '') managed.set(key, version);
  }
  return managed;
}
