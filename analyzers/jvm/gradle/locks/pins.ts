/** What lock files pin, by module. */
import type { Scope } from '../../../../src/model/index.ts';
import { scopeOf, shapesClassPath } from '../configurations.ts';
import type { GradleDependency, ProjectModel } from '../model.ts';
import { EVERYWHERE, type ProjectLock } from './lockfile.ts';

/** Versions that locks pin by `group:name`, those of the deployed class path first. */
const CLASS_PATHS = ['runtimeClasspath', 'productionRuntimeClasspath', 'compileClasspath', 'default', 'runtime', 'compile'];

const DEPLOYED = ['runtimeClasspath', 'productionRuntimeClasspath', 'runtime'];

export interface Pinned {
  readonly version: string;
  readonly scope: Scope;
  readonly group: string;
  readonly file: string;
  readonly line: number;
  readonly name: string;
  readonly module: string;
  readonly direct: boolean;
  /** Where something asks for the module; by itself the pin brings nothing onto a class path. */
  readonly onlyAsked: boolean;
}

export function pinsOf(
  locks: readonly ProjectLock[],
  extended: ReadonlyMap<string, readonly string[]>,
): ReadonlyMap<string, Pinned> {
  const pins = new Map<string, Pinned>();
  for (const { path, lock } of locks) {
    for (const { group, name, version, configurations, line, direct = false } of lock.modules) {
      const [first = 'runtimeClasspath'] = configurations;
      const onlyAsked = configurations.includes(EVERYWHERE);
      const deployed = onlyAsked || DEPLOYED.some((one) => configurations.includes(one));
      const configuration = CLASS_PATHS.find((one) => configurations.includes(one)) ?? first;
      const scope = deployed ? 'runtime' : scopeOf(configuration, extended);
      const key = `${group}:${name}`;
      const known = pins.get(key);
      if (known !== undefined && (known.scope === 'runtime' || scope !== 'runtime')) continue;
      pins.set(key, {
        version,
        scope,
        group: scope === 'runtime' ? 'default' : configuration,
        file: path,
        line,
        name,
        module: group,
        direct,
        onlyAsked,
      });
    }
  }
  return pins;
}

/** What any configuration that the class path is made of excludes is gone from all of it. */
export function isExcluded(
  one: GradleDependency,
  scope: Scope,
  { globalExclusions, extends: extended }: Pick<ProjectModel, 'globalExclusions' | 'extends'>,
): boolean {
  return globalExclusions.some(([configuration, pattern]) => {
    const applies =
      configuration === '*' ||
      configuration === one.configuration ||
      (scope === 'runtime' && shapesClassPath(configuration, extended));
    return applies && matches(pattern, one.group ?? '', one.name ?? '');
  });
}

/** `group:module` with `*` for whatever is left open. */
function matches(pattern: string, group: string, name: string): boolean {
  const [wantedGroup = '*', wantedName = '*'] = pattern.split(':');
  return (wantedGroup === '*' || wantedGroup === group) && (wantedName === '*' || wantedName === name);
}

export function matchesAny(patterns: readonly string[], group = '', name = ''): boolean {
  return patterns.some((pattern) => matches(pattern, group, name));
}
