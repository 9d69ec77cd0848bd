/**
 * Raw models → the effective model: profiles, inheritance, interpolation, imports, management, in Maven's order.
 * Reference: maven-model-builder's documented steps. Written as a generator that asks for POMs, so that one algorithm
 * serves the pure reading of a repository (asks are answered from its files) and resolution (from registries).
 */

import type { Ask, Coordinates, PomAnswer } from './ask.ts';
import type { BuildContext, EffectiveModel } from './effective-model.ts';
import { hasExpression, interpolate, type Values } from './interpolate.ts';
import { identity, inherited, type Layer, lineageOf } from './lineage.ts';
import { applyManagement, lastWins, managementKey, mergeBase } from './merge.ts';
import type { ParsedPom, PomDependency, PomRepository } from './pom.ts';
import { Report } from './problems.ts';
import { validate } from './validate.ts';

/** `project.…` facts of an assembled model. */
function projectFacts(layers: readonly Layer[], own: Coordinates): (name: string) => string | undefined {
  const [first] = layers;
  const parent = first?.raw.parent;
  const facts: Readonly<Record<string, string | undefined>> = {
    groupId: own.groupId,
    artifactId: own.artifactId,
    version: own.version,
    packaging: first?.raw.packaging,
    name: first?.raw.name,
    url: first?.raw.url,
    modelVersion: first?.raw.modelVersion,
    'parent.groupId': parent?.groupId,
    'parent.artifactId': parent?.artifactId,
    'parent.version': parent?.version,
    'parent.relativePath': parent?.relativePath,
    'build.finalName': `${own.artifactId}-${own.version}`,
    'build.directory': 'target',
    'build.sourceDirectory': 'src/main/java',
    'build.outputDirectory': 'target/classes',
    'prerequisites.maven': first?.raw.prerequisites,
  };
  return (name) => (Object.hasOwn(facts, name) ? facts[name] : undefined);
}

type Expand = (text: string) => string;

function expandDependency(dependency: PomDependency, expand: Expand): PomDependency {
  const { groupId, artifactId, version, classifier, scope, optional, type, exclusions } = dependency;
  const isOpen = (text: string | undefined): boolean => text !== undefined && hasExpression(text);
  const texts = [groupId, artifactId, version, classifier, scope, optional, type];
  // Most say what they mean: nothing is copied for them.
  if (!texts.some(isOpen) && !exclusions.some((one) => isOpen(one.groupId) || isOpen(one.artifactId))) return dependency;
  return {
    ...dependency,
    ...(groupId === undefined ? {} : { groupId: expand(groupId) }),
    ...(artifactId === undefined ? {} : { artifactId: expand(artifactId) }),
    ...(version === undefined ? {} : { version: expand(version) }),
    ...(classifier === undefined ? {} : { classifier: expand(classifier) }),
    ...(scope === undefined ? {} : { scope: expand(scope) }),
    ...(optional === undefined ? {} : { optional: expand(optional) }),
    type: expand(type),
    exclusions: exclusions.map((one) => ({ groupId: expand(one.groupId), artifactId: expand(one.artifactId) })),
  };
}

function isImport({ type, scope }: PomDependency): boolean {
  return type === 'pom' && scope === 'import';
}

/** `-P` is for the project and its parents; BOMs from elsewhere do not hear of it. */
function contextOf({ local }: PomAnswer, context: BuildContext): BuildContext {
  const { activation } = context;
  return local || activation.named.length === 0 ? context : { ...context, activation: { ...activation, named: [] } };
}

/** BOMs in order: own and inherited management first, then the first BOM that manages a key. */
function* withImports(
  managed: readonly PomDependency[],
  self: string,
  repositories: readonly PomRepository[],
  context: BuildContext,
  report: Report,
  chain: readonly string[],
): Ask<readonly PomDependency[]> {
  const imports = managed.filter(isImport);
  if (imports.length === 0) return managed;
  const own = managed.filter((dependency) => !isImport(dependency));
  const sources: (readonly PomDependency[])[] = [];
  for (const wanted of imports) {
    const { groupId = '', artifactId = '', version = '' } = wanted;
    if (groupId === '' || artifactId === '' || version === '') {
      const field = version === '' ? 'version' : groupId === '' ? 'groupId' : 'artifactId';
      report.error(
        wanted,
        `'dependencyManagement.dependencies.dependency.${field}' for ${groupId}:${artifactId}:pom is missing`,
        wanted.place,
      );
      continue;
    }
    const id = identity(groupId, artifactId, version);
    if ([...chain, self].includes(id)) {
      report.error(
        wanted,
        `the dependencies of type=pom and with scope=import form a cycle: ${[...chain, self, id].join(' -> ')}`,
        wanted.place,
      );
      continue;
    }
    let bom = context.imports.get(id);
    if (bom === undefined) {
      const answer = yield { kind: 'coordinates', wanted: { groupId, artifactId, version }, repositories };
      if (answer?.pom.model === undefined) {
        report.missing.push({ kind: 'import', groupId, artifactId, version, file: wanted.file, place: wanted.place });
        continue;
      }
      bom = yield* buildEffective(answer.pom, answer.local, contextOf(answer, context), [...chain, self]);
      context.imports.set(id, bom);
    }
    report.missing.push(...bom.missing);
    const invalid = bom.missing.length === 0 ? validate(bom, 'repository') : [];
    report.problems.push(...[...bom.problems, ...invalid].filter(({ severity }) => severity === 'error'));
    sources.push(bom.managed);
  }
  if (sources.length === 0) return own;
  const merged = lastWins(own, managementKey);
  for (const source of sources)
    for (const one of source) if (!merged.has(managementKey(one))) merged.set(managementKey(one), one);
  return [...merged.values()];
}

function withDefaults(dependency: PomDependency): PomDependency {
  return dependency.scope === undefined || dependency.scope === '' ? { ...dependency, scope: 'compile' } : dependency;
}

/** CI-friendly names that the command line overrides in versions, properties and all. */
export function* buildEffective(
  pom: ParsedPom,
  local: boolean,
  context: BuildContext,
  chain: readonly string[] = [],
): Ask<EffectiveModel> {
  const report = new Report();
  const raw = pom.model;
  if (raw === undefined) return broken(pom, report, local);
  report.pom(pom, raw.file, local);
  const layers = yield* lineageOf(raw, local, context, report);
  // From the farthest parent down: what one POM says twice is settled where it first meets its own parent.
  const base = layers.map((layer) => layer.base).reduceRight((far, near) => mergeBase(near, far, false));
  const written = inherited(layers);
  const values = (own: Coordinates): Values => ({
    project: projectFacts(layers, own),
    user: context.activation.user,
    properties: base.properties,
    system: context.activation.system,
  });
  const cycles = new Set<string>();
  const expandWith = (own: Coordinates): Expand => {
    const known = values(own);
    return (text) => {
      if (!hasExpression(text)) return text;
      const { text: result, cycle } = interpolate(text, known);
      if (cycle !== undefined) cycles.add(cycle);
      return result;
    };
  };
  const first = expandWith(written);
  const own = { groupId: first(written.groupId), artifactId: first(written.artifactId), version: first(written.version) };
  const expand = expandWith(own);
  const repositories = base.repositories.map((one) => ({ ...one, url: expand(one.url), id: expand(one.id) }));
  const self = identity(own.groupId, own.artifactId, own.version);
  const managed = yield* withImports(
    base.managed.map((one) => expandDependency(one, expand)),
    self,
    repositories,
    context,
    report,
    chain,
  );
  const dependencies = applyManagement(
    base.dependencies.map((one) => expandDependency(one, expand)),
    managed,
  ).map(withDefaults);
  const properties = new Map([...base.properties].map(([name, value]) => [name, expand(value)]));
  for (const name of cycles) report.error(raw, `recursive expression cycle in '${name}'`, raw.propertyPlaces.get(name));
  return {
    ...own,
    packaging: expand(raw.packaging),
    properties,
    dependencies,
    managed,
    repositories,
    modules: (layers[0]?.base ?? raw).modules,
    plugins: base.plugins,
    managedPlugins: base.managedPlugins,
    lineage: layers.map((layer) => layer.raw),
    activeProfiles: layers.flatMap(({ active }) => active),
    problems: report.problems,
    missing: report.missing,
    expand,
  };
}

function broken(pom: ParsedPom, report: Report, local: boolean): EffectiveModel {
  report.pom(pom, '', local);
  return {
    groupId: '',
    artifactId: '',
    version: '',
    packaging: 'jar',
    properties: new Map(),
    dependencies: [],
    managed: [],
    repositories: [],
    modules: [],
    plugins: [],
    managedPlugins: [],
    lineage: [],
    activeProfiles: [],
    problems: report.problems,
    missing: [],
    expand: (text) => text,
  };
}
