/**
 * Raw models → the effective model: profiles, inheritance, interpolation, imports, management, in Maven's order.
 * Reference: maven-model-builder's documented steps. Written as a generator that asks for POMs, so that one algorithm
 * serves the pure reading of a repository (asks are answered from its files) and resolution (from registries).
 */

import { compareComparable } from './comparable-version.ts';
import { hasExpression, interpolate, type Values } from './interpolate.ts';
import type { ParsedPom, Place, PomBase, PomDependency, PomPlugin, PomRepository, RawModel } from './pom.ts';
import { type ActivationContext, activeProfiles } from './profiles.ts';
import { contains, parseArtifactConstraint } from './range.ts';

export interface Coordinates {
  readonly groupId: string;
  readonly artifactId: string;
  readonly version: string;
}

/** What the builder asks for: a file of the project (relativePath applied), or a POM by its coordinates. */
export type PomRequest =
  | { readonly kind: 'file'; readonly from: string; readonly relativePath: string }
  | { readonly kind: 'coordinates'; readonly wanted: Coordinates; readonly repositories: readonly PomRepository[] };

export interface PomAnswer {
  readonly pom: ParsedPom;
  /** In the project: read strictly, and its own parents may be files. */
  readonly local: boolean;
}

export type Ask<T> = Generator<PomRequest, T, PomAnswer | undefined>;

export interface ModelProblem {
  readonly message: string;
  readonly severity: 'error' | 'warning';
  readonly file: string;
  readonly place: Place;
}

export interface MissingPom extends Coordinates {
  readonly kind: 'parent' | 'import';
  readonly file: string;
  readonly place: Place;
}

export interface EffectiveModel extends Coordinates {
  readonly packaging: string;
  readonly properties: ReadonlyMap<string, string>;
  readonly dependencies: readonly PomDependency[];
  readonly managed: readonly PomDependency[];
  readonly repositories: readonly PomRepository[];
  readonly modules: readonly string[];
  readonly plugins: readonly PomPlugin[];
  readonly managedPlugins: readonly PomPlugin[];
  /** The POM itself, then its parents, nearest first. */
  readonly lineage: readonly RawModel[];
  readonly activeProfiles: readonly string[];
  readonly problems: readonly ModelProblem[];
  readonly missing: readonly MissingPom[];
  /** Resolves expressions as for a value of this model (plugin configurations). */
  readonly expand: (text: string) => string;
}

export interface BuildContext {
  readonly activation: ActivationContext;
  readonly exists: (path: string) => boolean;
  /** Management of imported BOMs, by coordinates: most modules import the same ones. */
  readonly imports: Map<string, EffectiveModel>;
}

/** `g:a:type[:classifier]`: what management and duplicates go by. */
export function managementKey(dependency: PomDependency): string {
  const { groupId, artifactId, type, classifier } = dependency;
  return `${groupId}:${artifactId}:${type}${classifier === undefined ? '' : `:${classifier}`}`;
}

type Keyed<T> = (item: T) => string;

/** Own duplicates: the last stands at the place of the first. */
function lastWins<T>(items: readonly T[], key: Keyed<T>): Map<string, T> {
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

/** One plugin declared twice along a lineage: the nearer version, all configurations, nearest first. */
function mergePlugins(near: readonly PomPlugin[], far: readonly PomPlugin[]): readonly PomPlugin[] {
  if (far.length === 0) return near;
  const merged = lastWins(near, pluginKey);
  for (const plugin of far) {
    const own = merged.get(pluginKey(plugin));
    merged.set(
      pluginKey(plugin),
      own === undefined ? plugin : { ...plugin, ...own, configuration: [...own.configuration, ...plugin.configuration] },
    );
  }
  return [...merged.values()];
}

function mergeBase(near: PomBase, far: PomBase, lists: boolean): PomBase {
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
function injectProfile(base: PomBase, profile: PomBase): PomBase {
  return {
    ...mergeBase(profile, base, true),
    dependencies: mergeLists(base.dependencies, profile.dependencies, managementKey, true),
    managed: mergeLists(base.managed, profile.managed, managementKey, true),
  };
}

function directoryOf(path: string): string {
  const slash = path.lastIndexOf('/');
  return slash < 0 ? '.' : path.slice(0, slash);
}

interface Layer {
  readonly raw: RawModel;
  readonly base: PomBase;
  readonly local: boolean;
  readonly active: readonly string[];
}

function layerOf(raw: RawModel, local: boolean, context: BuildContext): Layer {
  const directory = directoryOf(raw.file);
  const profiles =
    raw.profiles.length === 0
      ? []
      : activeProfiles(raw.profiles, context.activation, (path) => {
          const relative = path.replaceAll(/\$\{(?:project\.)?basedir\}\/?/g, '');
          return local && !hasExpression(relative) && context.exists(directory === '.' ? relative : `${directory}/${relative}`);
        });
  const own: PomBase = { ...raw, dependencies: [...lastWins(raw.dependencies, managementKey).values()] };
  const base = profiles.reduce<PomBase>((merged, profile) => injectProfile(merged, profile), own);
  return { raw, base, local, active: profiles.map(({ id }) => id) };
}

class Report {
  readonly problems: ModelProblem[] = [];
  readonly missing: MissingPom[] = [];

  error(raw: Pick<RawModel, 'file'>, message: string, place: Place = { line: 1, column: 1 }): void {
    this.problems.push({ severity: 'error', message, file: raw.file, place });
  }

  pom(pom: ParsedPom, file: string, local: boolean): void {
    for (const { message, place, strictOnly } of pom.problems) {
      this.problems.push({ severity: strictOnly && !local ? 'warning' : 'error', message, file, place });
    }
  }
}

const identity = (g: string | undefined, a: string | undefined, v: string | undefined): string =>
  `${g ?? ''}:${a ?? ''}:${v ?? ''}`;

export function ownCoordinates(raw: RawModel): {
  readonly groupId: string;
  readonly artifactId: string;
  readonly version: string;
} {
  return {
    groupId: raw.groupId ?? raw.parent?.groupId ?? '',
    artifactId: raw.artifactId ?? '',
    version: raw.version ?? raw.parent?.version ?? '',
  };
}

/** The parent where it is a file of the project and carries the coordinates that were asked for. */
function* localParent(raw: RawModel): Ask<PomAnswer | undefined> {
  const { parent } = raw;
  if (parent === undefined || parent.relativePath === '') return undefined;
  const answer = yield { kind: 'file', from: raw.file, relativePath: parent.relativePath };
  const model = answer?.pom.model;
  if (answer === undefined || model === undefined) return undefined;
  const own = ownCoordinates(model);
  if (own.groupId !== parent.groupId || own.artifactId !== parent.artifactId) return undefined;
  if (own.version === parent.version) return answer;
  const wanted = parseArtifactConstraint(parent.version ?? '');
  return wanted.kind === 'range' && contains(wanted.intervals, own.version, compareComparable) ? answer : undefined;
}

function* findParent(layer: Layer, repositories: readonly PomRepository[]): Ask<PomAnswer | undefined> {
  const { raw } = layer;
  const near = layer.local ? yield* localParent(raw) : undefined;
  if (near !== undefined || raw.parent === undefined) return near;
  const { groupId = '', artifactId = '', version = '' } = raw.parent;
  return yield { kind: 'coordinates', wanted: { groupId, artifactId, version }, repositories };
}

function* lineageOf(start: RawModel, local: boolean, context: BuildContext, report: Report): Ask<readonly Layer[]> {
  const layers = [layerOf(start, local, context)];
  const seen = new Set<string>();
  for (;;) {
    const layer = layers.at(-1);
    const parent = layer?.raw.parent;
    if (layer === undefined || parent === undefined) return layers;
    const { raw } = layer;
    const own = ownCoordinates(raw);
    if (!parent.groupId || !parent.artifactId || !parent.version) {
      report.error(raw, "'parent.groupId', 'parent.artifactId' and 'parent.version' must not be missing", parent.place);
      return layers;
    }
    if (own.groupId === parent.groupId && own.artifactId === parent.artifactId) {
      report.error(
        raw,
        "'parent.artifactId' must be changed, the parent element cannot have the same groupId:artifactId as the project",
        parent.place,
      );
      return layers;
    }
    const repositories = layers.flatMap(({ base }) => base.repositories);
    const answer = yield* findParent(layer, repositories);
    const model = answer?.pom.model;
    if (answer === undefined || model === undefined) {
      if (answer !== undefined) report.pom(answer.pom, raw.file, answer.local);
      const { groupId, artifactId, version } = parent;
      report.missing.push({ kind: 'parent', groupId, artifactId, version, file: raw.file, place: parent.place });
      return layers;
    }
    report.pom(answer.pom, model.file, answer.local);
    if (model.packaging !== 'pom')
      report.error(
        raw,
        `invalid packaging for parent POM ${identity(parent.groupId, parent.artifactId, parent.version)}, must be "pom" but is "${model.packaging}"`,
        parent.place,
      );
    if (seen.has(model.file)) {
      report.error(raw, `the parents form a cycle: ${[...seen, model.file].join(' -> ')}`, parent.place);
      return layers;
    }
    seen.add(model.file);
    layers.push(layerOf(model, answer.local, context));
  }
}

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
      bom = yield* buildEffective(answer.pom, answer.local, context, [...chain, self]);
      context.imports.set(id, bom);
    }
    report.missing.push(...bom.missing);
    report.problems.push(...bom.problems.filter(({ message }) => message.includes('form a cycle')));
    sources.push(bom.managed);
  }
  if (sources.length === 0) return own;
  const merged = lastWins(own, managementKey);
  for (const source of sources)
    for (const one of source) if (!merged.has(managementKey(one))) merged.set(managementKey(one), one);
  return [...merged.values()];
}

/** Management fills what a dependency leaves open: version, scope, exclusions; never `optional`. */
function applyManagement(dependencies: readonly PomDependency[], managed: readonly PomDependency[]): readonly PomDependency[] {
  const byKey = new Map<string, PomDependency[]>();
  for (const one of managed) {
    const key = managementKey(one);
    const list = byKey.get(key);
    if (list === undefined) byKey.set(key, [one]);
    else list.push(one);
  }
  return dependencies.map((dependency) =>
    (byKey.get(managementKey(dependency)) ?? []).reduce<PomDependency>(
      (merged, { version, scope, exclusions, systemPath }) => ({
        ...merged,
        ...(merged.version === undefined && version !== undefined ? { version } : {}),
        ...(merged.scope === undefined && scope !== undefined ? { scope } : {}),
        ...(merged.systemPath === undefined && systemPath !== undefined ? { systemPath } : {}),
        ...(merged.exclusions.length === 0 ? { exclusions } : {}),
      }),
      dependency,
    ),
  );
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
  const base = layers.slice(1).reduce<PomBase>((near, far) => mergeBase(near, far.base, false), layers[0]?.base ?? raw);
  const written = inherited(layers);
  const values = (own: Coordinates): Values => ({
    project: projectFacts(layers, own),
    user: context.activation.user,
    properties: base.properties,
    system: context.activation.system,
  });
  const cycles = new Set<string>();
  const expandWith = (own: Coordinates) => (text: string) => {
    const { text: result, cycle } = interpolate(text, values(own));
    if (cycle !== undefined) cycles.add(cycle);
    return result;
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

/** groupId and version come from the nearest ancestor that states them. */
function inherited(layers: readonly Layer[]): Coordinates {
  const raws = layers.map(({ raw }) => raw);
  const last = raws.at(-1)?.parent;
  return {
    groupId: raws.find(({ groupId }) => groupId !== undefined)?.groupId ?? last?.groupId ?? '',
    artifactId: raws[0]?.artifactId ?? '',
    version: raws.find(({ version }) => version !== undefined)?.version ?? last?.version ?? '',
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
