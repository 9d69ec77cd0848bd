/**
 * Variants of a project beside its main one, and which of them a dependency asks for. Reference: Gradle User Manual,
 * "Modeling library features", "Using test fixtures".
 */
import type { Feature, GradleDependency, GradleProject } from './model.ts';

const FIXTURES: Feature = { prefix: 'testFixtures', name: 'test-fixtures', capabilities: [] };

/** Configurations that plug-ins make, by what they extend. Reference: Gradle User Manual, "The Java Plugin". */
const MADE: ReadonlyMap<string, readonly string[]> = new Map([
  ['implementation', ['api', 'compile']],
  ['runtimeOnly', ['runtime']],
  ['apiElements', ['api', 'compileOnlyApi']],
  ['testImplementation', ['implementation', 'testCompile']],
  ['testRuntimeOnly', ['runtimeOnly', 'testRuntime']],
  ['testRuntimeClasspath', ['testImplementation', 'testRuntimeOnly']],
  ['testCompile', ['compile']],
  ['testRuntime', ['testCompile', 'runtime']],
  ['runtime', ['compile']],
  ['archives', []],
  // The jar of the Shadow plug-in holds what the project runs with.
  ['shadow', []],
]);

/** Those that are the project's main variant. */
const MAIN = new Set(['default', 'runtime', 'runtimeElements', 'runtimeClasspath']);

interface Named {
  readonly group: string;
  readonly name: string;
}

/** `mongoSupport` → `mongo-support`. */
function kebab(name: string): string {
  return name.replaceAll(/(?<=[a-z0-9])[A-Z]|(?<=[A-Z])[A-Z](?=[a-z])/g, (letter) => `-${letter}`).toLowerCase();
}

/** A capability without its version; a bare word is a feature of what is asked for. */
function capabilityOf(asked: string, { group, name }: Named): string {
  return asked.includes(':') ? asked.split(':').slice(0, 2).join(':') : `${group}:${name}-${asked}`;
}

/** The capabilities that are asked for besides what the module has by itself. */
export function askedCapabilities(asked: readonly string[], of: Named): readonly string[] {
  const all = asked.map((one) => capabilityOf(one, of));
  return all.every((one) => one === `${of.group}:${of.name}`) ? [] : [...new Set(all)];
}

/** Features of a project by their capabilities. */
export function featuresOf({ group = '', name, model }: GradleProject): ReadonlyMap<string, Feature> {
  const all = [...model.features, ...(model.plugins.some(({ id }) => id.endsWith('java-test-fixtures')) ? [FIXTURES] : [])];
  return new Map(
    all.flatMap((one) => {
      const own = one.capabilities.length > 0 ? one.capabilities : [`${group}:${name}-${kebab(one.name)}`];
      return own.map((capability) => [capability, one] as const);
    }),
  );
}

/** The variant of a project that provides all of these; undefined where none that its build shows does. */
function featureFor(capabilities: readonly string[], project: GradleProject): Feature | undefined {
  const features = featuresOf(project);
  const feature = features.get(capabilities[0] ?? '');
  return feature !== undefined && capabilities.every((one) => features.get(one) === feature) ? feature : undefined;
}

/** The configuration that is asked for by name; undefined for the main one, and where the build shows none of that name. */
export function configurationOf(name: string, { model }: GradleProject): Feature | undefined {
  const isShown =
    MADE.has(name) || model.extends.has(name) || model.dependencies.some(({ configuration }) => configuration === name);
  if (MAIN.has(name) || !isShown) return undefined;
  return { prefix: '', name: `configuration ${name}`, capabilities: [], configuration: name };
}

/** The variant of a project that a line asks for. */
export function variantFor(
  { targetConfiguration }: GradleDependency,
  capabilities: readonly string[],
  project: GradleProject,
): Feature | undefined {
  return targetConfiguration === undefined ? featureFor(capabilities, project) : configurationOf(targetConfiguration, project);
}

/** Whether a dependency of this configuration runs with the feature. */
export function runsWith(feature: Feature, configuration: string, extended: ReadonlyMap<string, readonly string[]>): boolean {
  const { prefix, configuration: own } = feature;
  const buckets = ['Api', 'Implementation', 'RuntimeOnly', 'RuntimeElements'].map((bucket) => `${prefix}${bucket}`);
  const reached = new Set(own === undefined ? buckets : [own]);
  for (const one of reached) for (const parent of [...(extended.get(one) ?? []), ...(MADE.get(one) ?? [])]) reached.add(parent);
  return reached.has(configuration);
}

/** Test fixtures are made for the project itself, and bring it. */
export function bringsProject({ name }: Feature): boolean {
  return name === FIXTURES.name;
}
