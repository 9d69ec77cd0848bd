/** What a configuration's dependencies are for. Reference: Gradle User Manual, "The Java Plugin", "Dependency management". */
import type { Scope } from '../../../src/model/index.ts';
import type { ProjectModel } from './model.ts';

const EXACT: Readonly<Record<string, Scope>> = {
  implementation: 'runtime',
  api: 'runtime',
  runtimeOnly: 'runtime',
  compile: 'runtime',
  runtime: 'runtime',
  default: 'runtime',
  runtimeClasspath: 'runtime',
  runtimeElements: 'runtime',
  compileOnly: 'provided',
  compileOnlyApi: 'provided',
  compileClasspath: 'provided',
  provided: 'provided',
  providedCompile: 'provided',
  providedRuntime: 'provided',
  // What the Shadow plug-in's jar does not hold and finds where it runs.
  shadow: 'provided',
  developmentOnly: 'dev',
  testAndDevelopmentOnly: 'dev',
  annotationProcessor: 'build',
  classpath: 'build',
  kapt: 'build',
  ksp: 'build',
};

/** Source sets whose code runs on a JVM and is deployed; those of other platforms never reach a class path. */
const MAIN_SETS = new Set(['commonMain', 'jvmMain', 'release', 'commonJvmMain', 'jvmAndAndroidMain']);
const DEBUG_SETS = new Set(['debug']);

const BUCKETS: readonly (readonly [suffix: string, scope: Scope])[] = [
  ['Implementation', 'runtime'],
  ['Api', 'runtime'],
  ['RuntimeOnly', 'runtime'],
  ['RuntimeClasspath', 'runtime'],
  ['CompileOnlyApi', 'provided'],
  ['CompileOnly', 'provided'],
  ['CompileClasspath', 'provided'],
  ['AnnotationProcessor', 'build'],
];

/** Whether the name is made for tests: `test…`, `integrationTest…`, `jvmTestImplementation`, `androidTestUtil`, `kaptTest`. */
function isTest(name: string): boolean {
  return /^test(?![a-z])|Test|^jmh(?![a-z])|^benchmark/.test(name);
}

function byName(name: string): Scope | undefined {
  const own = Object.hasOwn(EXACT, name) ? EXACT[name] : undefined;
  if (own !== undefined) return own;
  if (isTest(name)) return 'test';
  if (/^(?:kapt|ksp|annotationProcessor)(?=[A-Z])/.test(name)) return 'build';
  for (const [suffix, scope] of BUCKETS) {
    if (!name.endsWith(suffix)) continue;
    const sourceSet = name.slice(0, -suffix.length);
    if (MAIN_SETS.has(sourceSet)) return scope;
    if (DEBUG_SETS.has(sourceSet)) return 'dev';
    // Another source set is its own class path: a feature variant, another platform, a tool of the build.
    return scope === 'runtime' ? 'optional' : scope;
  }
  return undefined;
}

/** Configurations that extend this one, and those that extend them, unless their own names tell what they are. */
function heirsOf(name: string, extended: ReadonlyMap<string, readonly string[]>): readonly string[] {
  const heirs = new Set([name]);
  for (const one of heirs) {
    if (one !== name && byName(one) !== undefined) continue;
    for (const [heir, parents] of extended) if (parents.includes(one)) heirs.add(heir);
  }
  heirs.delete(name);
  return [...heirs];
}

/** Whether what a configuration (`*`: each) excludes is gone from the class path that its own project runs with. */
export function shapesClassPath(name: string, extended: ReadonlyMap<string, readonly string[]>): boolean {
  return name === '*' || (name !== 'runtimeElements' && scopeOf(name, extended) === 'runtime');
}

/** The same for projects that depend on this one: they get `runtimeElements`, and never see the class path itself. */
export function shapesVariant(name: string, extended: ReadonlyMap<string, readonly string[]>): boolean {
  return name === '*' || (!/[cC]lasspath$/.test(name) && scopeOf(name, extended) === 'runtime');
}

/** Whether projects that depend on this one get what a configuration holds: what its class path alone extends stays with it. */
export function isOfVariant(name: string, extended: ReadonlyMap<string, readonly string[]>): boolean {
  if (/[cC]lasspath$/.test(name)) return false;
  return scopeOf(name, new Map([...extended].filter(([heir]) => heir !== 'runtimeClasspath'))) === 'runtime';
}

export function extendConfiguration(
  { extends: all }: Pick<ProjectModel, 'extends'>,
  name: string,
  parents: readonly string[],
): void {
  all.set(name, [...(all.get(name) ?? []), ...parents]);
}

/**
 * Scope of a configuration in a project where `extended` tells what each configuration extends: one of the build's own
 * making counts as what it is made part of, else as a matter of the build.
 */
export function scopeOf(name: string, extended: ReadonlyMap<string, readonly string[]>): Scope {
  const known = byName(name);
  if (known !== undefined && known !== 'optional') return known;
  const scopes = heirsOf(name, extended).map(byName);
  for (const scope of ['runtime', 'provided', 'test', 'dev'] as const) if (scopes.includes(scope)) return scope;
  return known ?? 'build';
}
