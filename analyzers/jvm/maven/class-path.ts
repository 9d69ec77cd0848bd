/** What a module of the tree runs with by POMs alone: its own dependencies, and those of the tree's modules among them. */

import { append, chained, type Dependency, type Scope } from '../../../src/model/index.ts';
import { purlOf } from '../purl.ts';
import { hasExpression } from './model/interpolate.ts';
import { managementKey } from './model/merge.ts';
import { isProcessor, isTrue, type PomDependency } from './model/pom.ts';
import type { Module } from './reactors.ts';
import type { Modules } from './role.ts';
import { parseConstraint } from './versions/range.ts';

/** Deployed scopes are `runtime`; Maven's `provided` and `system` are there already, `test` never is. The last four are Maven 4's. */
const SCOPES: Readonly<Record<string, Scope>> = {
  compile: 'runtime',
  runtime: 'runtime',
  provided: 'provided',
  system: 'provided',
  test: 'test',
  'compile-only': 'provided',
  none: 'provided',
  'test-only': 'test',
  'test-runtime': 'test',
};

interface Requirement {
  readonly constraint: string;
  readonly kind: Dependency['kind'];
}

function requirement({ version, scope }: PomDependency): Requirement {
  if (scope === 'system') return { constraint: version ?? '', kind: 'path' };
  if (version === undefined || version === '' || hasExpression(version)) return { constraint: '', kind: 'unknown' };
  if (version === 'LATEST' || version === 'RELEASE') return { constraint: '', kind: 'range' };
  const constraint = parseConstraint(version);
  if (constraint.kind === 'invalid') return { constraint: version, kind: 'unknown' };
  return { constraint: version, kind: constraint.kind === 'soft' ? 'exact' : 'range' };
}

function toDependency(dependency: PomDependency, local: Module | undefined, via: readonly string[]): Dependency {
  const { groupId = '', artifactId = '' } = dependency;
  const scope = isProcessor(dependency) ? 'build' : (SCOPES[dependency.scope ?? 'compile'] ?? 'runtime');
  const name = `${groupId}:${artifactId}`;
  const wanted = requirement(dependency);
  return {
    ecosystem: 'jvm',
    name,
    purl: purlOf(groupId, artifactId),
    constraint: wanted.constraint,
    kind: local?.model.version === wanted.constraint && wanted.kind === 'exact' ? 'workspace' : wanted.kind,
    direct: via.length === 0,
    group: scope === 'runtime' ? 'default' : scope,
    scope,
    via,
    origin: { file: dependency.file, line: dependency.place.line, column: dependency.place.column },
  };
}

/** The one that a build of another module finds: what lies nearest to it is in its reactor, if any is. */
export function moduleFor({ groupId, artifactId }: PomDependency, from: string, modules: Modules): Module | undefined {
  const found = modules.get(`${groupId}:${artifactId}`) ?? [];
  const near = (path: string): number => {
    const own = from.split('/');
    const differs = path.split('/').findIndex((segment, index) => segment !== own[index]);
    return differs < 0 ? own.length : differs;
  };
  return found.length < 2 ? found[0] : [...found].sort((a, b) => near(b.path) - near(a.path))[0];
}

export interface Collected {
  readonly dependency: Dependency;
  readonly classifier: string | undefined;
  /** The module of the tree that it stands for, where that runs with the service. */
  readonly module?: Module;
}

/** Coordinates that lines on a way from the service exclude, with `*` for any; a set for each line, none of them copied. */
type Excluded = readonly ReadonlySet<string>[];

/** More lines with exclusions than this lie one behind the other in no build. */
const MAX_EXCLUDING = 100;

function isExcluded(excluded: Excluded, { groupId, artifactId }: PomDependency): boolean {
  if (excluded.length === 0) return false;
  const spellings = [`${groupId}:${artifactId}`, `${groupId}:*`, `*:${artifactId}`, '*:*'];
  return excluded.some((line) => spellings.some((one) => line.has(one)));
}

function withExclusions(excluded: Excluded, ...lines: readonly (PomDependency | undefined)[]): Excluded {
  const more = lines.flatMap((one) => one?.exclusions ?? []);
  if (more.length === 0 || excluded.length === MAX_EXCLUDING) return excluded;
  return [...excluded, new Set(more.map(({ groupId, artifactId }) => `${groupId}:${artifactId}`))];
}

/** What the start's management makes of a dependency that a module brings along: its version and scope come before the module's. */
function asManaged(dependency: PomDependency, managed: PomDependency | undefined): PomDependency {
  const { version, scope, file, place } = managed ?? {};
  const isOther = version !== undefined && version !== '' && version !== dependency.version;
  return {
    ...dependency,
    ...(isOther ? { version, file: file ?? dependency.file, place: place ?? dependency.place } : {}),
    ...(scope === undefined || scope === '' ? {} : { scope }),
  };
}

/** A module, and the way to it from the service. */
interface Step {
  readonly module: Module;
  readonly via: readonly string[];
  readonly excluded: Excluded;
}

/**
 * Own dependencies, and through modules of the same tree theirs, as the class path has them: what the start manages and
 * excludes counts on all ways, and of what stands twice the nearest alone, whatever its scope. Nearest first.
 */
export function declaredClassPath(start: Module, modules: Modules): readonly Collected[] {
  const collector = new Collector(start, modules);
  const steps: Step[] = [{ module: start, via: [], excluded: [] }];
  for (const step of steps) append(steps, collector.take(step));
  return collector.found;
}

class Collector {
  readonly found: Collected[] = [];
  readonly #start: Module;
  readonly #modules: Modules;
  readonly #seen = new Set<string>();
  #managed: ReadonlyMap<string, PomDependency> | undefined;

  constructor(start: Module, modules: Modules) {
    this.#start = start;
    this.#modules = modules;
  }

  /** Takes the dependencies of one module; the modules among them that run with the service. */
  take(step: Step): readonly Step[] {
    return step.module.model.dependencies.flatMap((written) => {
      const key = managementKey(written);
      if (!this.#admits(written, step) || this.#seen.has(key)) return [];
      this.#seen.add(key);
      return this.#add(written, key, step);
    });
  }

  #admits(written: PomDependency, { via, excluded }: Step): boolean {
    if (via.length === 0) return true;
    const scope = SCOPES[written.scope ?? 'compile'] ?? 'runtime';
    return this.#counts(scope) && !isTrue(written.optional) && !isExcluded(excluded, written);
  }

  /** What the modules of an enterprise archive expect of their server, the archive does. */
  #counts(scope: Scope | undefined): boolean {
    return scope === 'runtime' || (scope === 'provided' && this.#start.model.packaging === 'ear');
  }

  #add(written: PomDependency, key: string, { module: from, via, excluded }: Step): readonly Step[] {
    const isDirect = via.length === 0;
    const dependency = isDirect ? written : asManaged(written, this.#managementOf(key));
    const local = moduleFor(dependency, from.path, this.#modules);
    const one = toDependency(dependency, local, via);
    if (!isDirect && !this.#counts(one.scope)) return [];
    const module = one.kind === 'workspace' && one.scope === 'runtime' ? local : undefined;
    this.found.push({ dependency: one, classifier: dependency.classifier, ...(module === undefined ? {} : { module }) });
    if (module === undefined) return [];
    const way = chained(via, `${one.purl}@${module.model.version}`);
    return [{ module, via: way, excluded: withExclusions(excluded, written, this.#managementOf(key)) }];
  }

  /** Read once somebody asks: a service without modules of the tree has no use for it. */
  #managementOf(key: string): PomDependency | undefined {
    this.#managed ??= new Map(this.#start.model.managed.map((line) => [managementKey(line), line]));
    return this.#managed.get(key);
  }
}
