/**
 * Raw models → the effective model: profiles, inheritance, interpolation, imports, management, in Maven's order.
 * Reference: maven-model-builder's documented steps. Written as a generator that asks for POMs, so that one algorithm
 * serves the pure reading of a repository (asks are answered from its files) and resolution (from registries).
 */

import { append, directoryOf } from '../../../../src/model/index.ts';
import { isRange } from '../versions/range.ts';
import type { Ask, Coordinates } from './ask.ts';
import type { BuildContext, EffectiveModel } from './effective-model.ts';
import { hasExpression, interpolate, type Values } from './interpolate.ts';
import { identity, inherited, type Layer, lineageOf } from './lineage.ts';
import { applyManagement, lastWins, managementKey, mergeBase } from './merge.ts';
import type { ParsedPom, PomBase, PomDependency, PomRepository } from './pom.ts';
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

/** `-P` is for the project and its parents; BOMs do not hear of it. */
function unnamed(context: BuildContext): BuildContext {
  const { activation } = context;
  return activation.named.length === 0 ? context : { ...context, activation: { ...activation, named: [] } };
}

/** What a BOM manages without what the import excludes, as Maven 4 has it. */
function withoutExcluded({ managed }: EffectiveModel, { exclusions }: PomDependency): readonly PomDependency[] {
  if (exclusions.length === 0) return managed;
  const excluded = new Set(exclusions.map(({ groupId, artifactId }) => `${groupId}:${artifactId}`));
  return managed.filter(
    ({ groupId, artifactId }) =>
      ![`${groupId}:${artifactId}`, `${groupId}:*`, `*:${artifactId}`, '*:*'].some((one) => excluded.has(one)),
  );
}

/** What keeps a BOM from being imported. */
function importProblem(
  { groupId = '', artifactId = '', version = '' }: PomDependency,
  chain: readonly string[],
): string | undefined {
  const [field] = Object.entries({ version, groupId, artifactId }).find(([, text]) => text === '') ?? [];
  if (field !== undefined)
    return `'dependencyManagement.dependencies.dependency.${field}' for ${groupId}:${artifactId}:pom is missing`;
  const id = identity(groupId, artifactId, version);
  return chain.includes(id)
    ? `the dependencies of type=pom and with scope=import form a cycle: ${[...chain, id].join(' -> ')}`
    : undefined;
}

/** An imported BOM; undefined where nobody has it. `chain` holds the POMs that led here. */
function* bomOf(
  { groupId = '', artifactId = '', version = '' }: PomDependency,
  repositories: readonly PomRepository[],
  context: BuildContext,
  chain: readonly string[],
): Ask<EffectiveModel | undefined> {
  const id = identity(groupId, artifactId, version);
  const known = context.imports.get(id);
  if (known !== undefined) return known;
  const answer = yield { kind: 'coordinates', wanted: { groupId, artifactId, version }, repositories };
  if (answer?.pom.model === undefined) return undefined;
  const bom = yield* buildEffective(answer.pom, answer.local, unnamed(context), chain);
  context.imports.set(id, bom);
  return bom;
}

/** The POM that imports. */
interface Importing {
  /** Its `modelVersion`. */
  readonly model: string | undefined;
  readonly repositories: readonly PomRepository[];
  /** Itself last, behind those that import it. */
  readonly chain: readonly string[];
}

/**
 * BOMs in order: own and inherited management first, then the first BOM that manages a key. A range for the version of one
 * is read from Maven 4 on, which alone builds a `model` of 4.1.0.
 */
function* withImports(
  managed: readonly PomDependency[],
  { model, repositories, chain }: Importing,
  context: BuildContext,
  report: Report,
): Ask<readonly PomDependency[]> {
  const imports = managed.filter(isImport);
  if (imports.length === 0) return managed;
  const own = managed.filter((dependency) => !isImport(dependency));
  const sources: (readonly PomDependency[])[] = [];
  for (const wanted of imports) {
    const problem = importProblem(wanted, chain);
    if (problem !== undefined) {
      report.error(wanted, problem, wanted.place);
      continue;
    }
    const isReadable = model === '4.1.0' || !isRange(wanted.version ?? '');
    const bom = isReadable ? yield* bomOf(wanted, repositories, context, chain) : undefined;
    if (bom === undefined) {
      const { groupId = '', artifactId = '', version = '', file, place } = wanted;
      report.missing.push({ kind: 'import', groupId, artifactId, version, file, place });
      continue;
    }
    append(report.missing, bom.missing);
    const invalid = bom.missing.length === 0 ? validate(bom, 'repository') : [];
    append(
      report.problems,
      [...bom.problems, ...invalid].filter(({ severity }) => severity === 'error'),
    );
    sources.push(model === '4.1.0' ? withoutExcluded(bom, wanted) : bom.managed);
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

/** Resolves expressions with what layers say, and keeps the names that lead back to themselves. */
interface Expansion {
  readonly own: Coordinates;
  readonly expand: Expand;
  readonly cycles: ReadonlySet<string>;
}

/** A project's own coordinates may hold expressions: `project.version` means what they come to. */
function expansionOf(layers: readonly Layer[], { properties }: PomBase, { activation }: BuildContext): Expansion {
  const cycles = new Set<string>();
  const expandWith = (own: Coordinates): Expand => {
    const { user, system } = activation;
    const known: Values = { project: projectFacts(layers, own), user, properties, system };
    return (text) => {
      if (!hasExpression(text)) return text;
      const { text: result, cycle } = interpolate(text, known);
      if (cycle !== undefined) cycles.add(cycle);
      return result;
    };
  };
  const written = inherited(layers);
  const first = expandWith(written);
  const own = { groupId: first(written.groupId), artifactId: first(written.artifactId), version: first(written.version) };
  return { own, expand: expandWith(own), cycles };
}

/** The effective model of a POM; `chain` holds the POMs that import it, each by its coordinates. */
export function* buildEffective(
  pom: ParsedPom,
  local: boolean,
  context: BuildContext,
  chain: readonly string[] = [],
): Ask<EffectiveModel> {
  const report = new Report(chain.length === 0);
  const raw = pom.model;
  if (raw === undefined) return broken(pom, report, local);
  report.pom(pom, raw.file, local);
  // What is imported is built without a directory, wherever it lies.
  const directory = local && chain.length === 0 ? directoryOf(raw.file) : undefined;
  const layers = yield* lineageOf(raw, local, directory, context, report);
  // From the farthest parent down: what one POM says twice is settled where it first meets its own parent.
  const base = layers.map((layer) => layer.base).reduceRight((far, near) => mergeBase(near, far, false));
  const { own, expand, cycles } = expansionOf(layers, base, context);
  const expanded = (all: readonly PomDependency[]): readonly PomDependency[] => all.map((one) => expandDependency(one, expand));
  const repositories = base.repositories.map((one) => ({ ...one, url: expand(one.url), id: expand(one.id) }));
  const self = identity(own.groupId, own.artifactId, own.version);
  const importing = { model: raw.modelVersion, repositories, chain: [...chain, self] };
  const managed = yield* withImports(expanded(base.managed), importing, context, report);
  const dependencies = applyManagement(expanded(base.dependencies), managed).map(withDefaults);
  const properties = new Map([...base.properties].map(([name, value]) => [name, expand(value)]));
  for (const name of cycles) reportCycle(name, layers, report);
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

/** At the POM of the lineage that says it. What stands on the command line counts before it, so many are written for that. */
function reportCycle(name: string, layers: readonly Layer[], report: Report): void {
  const found = layers.find(({ raw }) => raw.propertyPlaces.has(name)) ?? layers[0];
  if (found === undefined) return;
  const message = `recursive expression cycle in '${name}', unless -D${name}=… gives it`;
  report.error(found.raw, message, found.raw.propertyPlaces.get(name));
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
