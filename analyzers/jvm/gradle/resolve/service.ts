/** A project of a build as the root of its class path, and as a component of others'. */
import type { PomDependency, PomRepository } from '../../maven/model/pom.ts';
import { WELL_KNOWN } from '../blocks/repositories.ts';
import { isRuntime, requestedOf, runtimeRules, targetOf } from '../blocks/resolution-rules.ts';
import { isOfVariant, scopeOf, shapesClassPath, shapesVariant } from '../configurations.ts';
import { isPlatform } from '../endorsed.ts';
import { askedCapabilities, bringsProject, configurationOf, featuresOf, runsWith, variantFor } from '../features.ts';
import type { ProjectLock } from '../locks/lockfile.ts';
import { matchesAny, pinsOf } from '../locks/pins.ts';
import { applies, DEPENDENCY_MANAGEMENT, recommendedVersion } from '../managed.ts';
import { type Fleet, localTarget, type Member, placeKey } from '../members.ts';
import type { Feature, GradleDependency, GradleProject, Repository, Requested } from '../model.ts';
import { exactly, type RichVersion, requiredVersion } from '../versions/rich-version.ts';
import { type BuildRules, NO_RULES } from './build-rules.ts';
import { type Component, type Edge, keyOf, PLAIN_EDGE } from './component.ts';
import { springManagement } from './spring-management.ts';

const KINDS = {
  module: 'library',
  project: 'library',
  constraint: 'library',
  platform: 'platform',
  enforcedPlatform: 'enforced',
} as const;

export function localKey({ build, project }: Member): string {
  return placeKey(build, project.path);
}

function featureKey(member: Member, { name }: Feature): string {
  return `${localKey(member)}\u0000${name}`;
}

/** Versions that a build recommends, or its plug-ins give: Kotlin's modules take the plug-in's own. */
function versionOf(one: GradleDependency, { kotlin, management }: Member): RichVersion {
  if (one.kind === 'enforcedPlatform') return exactly(one.version);
  if (Object.keys(one.version).length > 0) return one.version;
  const version = recommendedVersion(one, management) ?? (one.group === 'org.jetbrains.kotlin' ? kotlin : undefined);
  return version === undefined ? {} : { require: version };
}

/** `feature`: of which variant of the project the dependency is a part; only a part of another may depend on the project. */
function edgeOf(one: GradleDependency, member: Member, fleet: Fleet, feature?: Feature): readonly Edge[] {
  const target = localTarget(one, member, fleet);
  const group = target?.project.group ?? one.group ?? '';
  const name = target?.project.name ?? one.name;
  if ((target === member && feature === undefined) || name === undefined || (group === '' && target === undefined)) return [];
  return [
    {
      group,
      name,
      ...(one.classifier === undefined ? {} : { classifier: one.classifier }),
      version: versionOf(one, member),
      kind: KINDS[one.kind],
      constraint: one.kind === 'constraint',
      ...((one.endorses ?? isPlatform(one)) ? { endorses: true } : {}),
      transitive: one.transitive !== false,
      exclusions: one.exclusions,
      ...variantOf(one, { group, name }, target),
    },
  ];
}

/** The variant that a dependency asks for, of a module or of a project of the tree. */
function variantOf(
  one: GradleDependency,
  named: { readonly group: string; readonly name: string },
  target: Member | undefined,
): Pick<Edge, 'capabilities' | 'configuration' | 'local' | 'open'> {
  const capabilities = askedCapabilities(one.capabilities, named);
  if (target === undefined) return capabilities.length === 0 ? {} : { capabilities };
  const feature = variantFor(one, capabilities, target.project);
  if (feature?.configuration !== undefined) return { configuration: feature.configuration, local: featureKey(target, feature) };
  if (feature !== undefined) return { capabilities, local: featureKey(target, feature) };
  if (capabilities.length === 0) return { local: localKey(target) };
  return {
    local: localKey(target),
    open: `no variant that the build of ${keyOf(named)} shows provides what ${one.file}:${one.line} asks for`,
  };
}

const STDLIB = 'kotlin-stdlib';

/** The Kotlin plug-in adds its standard library unless told not to. Reference: Kotlin Gradle plug-in, "Dependency on the standard library". */
function standardLibrary({ kotlin, project }: Member, edges: readonly Edge[]): readonly Edge[] {
  const declared = edges.some(({ group, name }) => group === 'org.jetbrains.kotlin' && name.startsWith(STDLIB));
  if (kotlin === undefined || declared || project.properties.get('kotlin.stdlib.default.dependency') === 'false') return [];
  return [{ ...PLAIN_EDGE, group: 'org.jetbrains.kotlin', name: STDLIB, version: { require: kotlin } }];
}

/** Platforms that plug-ins bring by themselves; those of Spring's plug-in are rules of the build, see `managedBy`. */
function broughtPlatforms(member: Member): readonly Edge[] {
  if (applies(member.project, DEPENDENCY_MANAGEMENT)) return [];
  return member.management.platforms
    .filter(({ plugin }) => plugin !== undefined)
    .map(({ group, name, version }) => ({
      ...PLAIN_EDGE,
      group,
      name,
      version: version === undefined ? {} : { require: version },
      kind: 'platform' as const,
      endorses: true,
    }));
}

/** A line that asks for what only a run of the build would name, of those whose configuration counts. */
function openLine({ project: { model } }: Member, counts: (configuration: string) => boolean): Pick<Component, 'open'> {
  const found = model.unread.find(({ configuration }) => counts(configuration));
  return found === undefined ? {} : { open: `only a run of the build tells what ${found.file}:${found.line} depends on` };
}

/** What runs of a project: its own dependencies and constraints, projects of the tree among them. */
function projectComponent(member: Member, fleet: Fleet, counts: (configuration: string) => boolean): Component {
  const { project } = member;
  const edges = project.model.dependencies
    .filter(({ configuration }) => counts(configuration))
    .flatMap((one) => edgeOf(one, member, fleet));
  return {
    ...openLine(member, counts),
    group: project.group ?? '',
    name: project.name,
    version: project.version ?? 'unspecified',
    ...(project.version === undefined ? { isComputed: true as const } : {}),
    edges: [...edges, ...standardLibrary(member, edges), ...broughtPlatforms(member)],
    capabilities: [],
  };
}

/** A project as the root of the class path that it is resolved with, what a container gives among it. */
export function rootComponent(member: Member, fleet: Fleet): Component {
  const { extends: extended, intransitive } = member.project.model;
  const isFlat = [...intransitive].some(isRuntime);
  const isGiven = isArchive(member) ? isOfContainer : never;
  const component = projectComponent(member, fleet, (name) => scopeOf(name, extended) === 'runtime' || isGiven(name));
  return shaped(component, [], isFlat);
}

const never = (): boolean => false;

function isOfContainer(configuration: string): boolean {
  return configuration === 'providedCompile' || configuration === 'providedRuntime';
}

function isArchive({ project }: Member): boolean {
  return applies(project, ['war']);
}

/**
 * What a container gives to a web archive: it has its say in the resolution, and the archive is without what comes of it by
 * itself (Gradle User Manual, "The War Plugin", "Dependency management").
 */
export function givenComponent(member: Member, fleet: Fleet): Component | undefined {
  if (!isArchive(member)) return undefined;
  const edges = member.project.model.dependencies
    .filter(({ configuration }) => isOfContainer(configuration))
    .flatMap((one) => edgeOf(one, member, fleet));
  return edges.length === 0 ? undefined : { group: '', name: 'given', version: '', edges, capabilities: [] };
}

/** A component without what its configuration excludes, which takes nothing below what it names where it is `flat`. */
function shaped(component: Component, excluded: readonly string[], flat: boolean): Component {
  if (excluded.length === 0 && !flat) return component;
  const isGone = ({ group, name }: Edge): boolean => matchesAny(excluded, group, name);
  const edges = component.edges
    .filter((edge) => !isGone(edge))
    .map((edge) => ({ ...edge, transitive: edge.transitive && !flat, exclusions: [...edge.exclusions, ...excluded] }));
  return { ...component, edges };
}

/** Names of the configurations that some line of the fleet asks a project for. */
export function askedConfigurations({ members }: Fleet): readonly string[] {
  const lines = members.flatMap(({ project }) => project.model.dependencies);
  return [...new Set(lines.flatMap(({ targetConfiguration }) => targetConfiguration ?? []))];
}

/** All variants of a project that others may depend on, by their keys; of its configurations those that are `asked` for. */
export function localComponents(
  member: Member,
  fleet: Fleet,
  asked: readonly string[],
): readonly (readonly [key: string, component: Component])[] {
  const { model } = member.project;
  const excludedBy = (counts: (configuration: string) => boolean): readonly string[] =>
    model.globalExclusions.filter(([name]) => name === '*' || counts(name)).map(([, pattern]) => pattern);
  const isFlat = (name: string): boolean => model.intransitive.has('*') || model.intransitive.has(name);
  const main = shaped(
    projectComponent(member, fleet, (name) => isOfVariant(name, model.extends)),
    excludedBy((name) => shapesVariant(name, model.extends)),
    isFlat('runtimeElements'),
  );
  const configurations = asked.flatMap((name) => configurationOf(name, member.project) ?? []);
  const features = [...new Set(featuresOf(member.project).values()), ...configurations].map((feature) => {
    const edges = model.dependencies
      .filter(({ configuration }) => runsWith(feature, configuration, model.extends))
      .flatMap((one) => edgeOf(one, member, fleet, feature));
    const self: Edge = { ...PLAIN_EDGE, group: main.group, name: main.name, version: {}, local: localKey(member) };
    const { open: _, ...plain } = main;
    const lost = openLine(member, (configuration) => runsWith(feature, configuration, model.extends));
    const component = { ...plain, ...lost, edges: bringsProject(feature) ? [self, ...edges] : edges };
    const excluded = excludedBy((name) => runsWith(feature, name, model.extends));
    const name = feature.configuration ?? `${feature.prefix}RuntimeElements`;
    return [featureKey(member, feature), shaped(component, excluded, isFlat(name))] as const;
  });
  return [[localKey(member), main], ...features];
}

interface Bom {
  readonly group: string;
  readonly name: string;
  readonly version: string;
}

/** BOMs that Spring's dependency management imports, the last one the strongest; of one BOM the last import alone counts. */
export function managedBoms({ project, management }: Member): readonly Bom[] {
  if (!applies(project, DEPENDENCY_MANAGEMENT)) return [];
  const brought = management.platforms.filter(({ plugin }) => plugin !== undefined);
  const imported = project.model.managedBoms.map((one) => ({ ...one, version: requiredVersion(one.version) ?? undefined }));
  const boms = new Map<string, Bom>();
  for (const { group, name, version } of [...brought, ...imported]) {
    if (group === undefined || name === undefined || version === undefined) continue;
    const key = keyOf({ group, name });
    boms.delete(key);
    boms.set(key, { group, name, version });
  }
  return [...boms.values()];
}

/** What locks of some kinds pin on the class path that runs. */
export function lockedVersions(
  { locks, project }: Member,
  counts: (kind: ProjectLock['kind']) => boolean,
): ReadonlyMap<string, string> {
  const pins = pinsOf(
    locks.filter(({ kind }) => counts(kind)),
    project.model.extends,
  );
  return new Map([...pins].flatMap(([key, { scope, version }]) => (scope === 'runtime' ? [[key, version] as const] : [])));
}

const isGradles = (kind: ProjectLock['kind']): boolean => kind === 'gradle-lockfile';

/** What a lock holds is strict on the class path itself; of a lenient one it is the least that is taken. */
export function withLocked(root: Component, member: Member): Component {
  const { lenient } = member.project.model.locking;
  const locked = [...lockedVersions(member, isGradles)].map(([key, version]): Edge => {
    const [group = '', name = ''] = key.split(':');
    return { ...PLAIN_EDGE, group, name, version: lenient ? { require: version } : { strictly: version }, constraint: true };
  });
  return { ...root, edges: [...root.edges, ...locked] };
}

/**
 * The build's own rules; what plug-ins lock is a rule as well: it gives a version to what is asked for, and need not name all
 * of a class path. `imported` are the versions of its managed BOMs, strongest first.
 */
export function rulesOf(member: Member, fleet: Fleet, imported: readonly (readonly PomDependency[])[]): BuildRules {
  const { project, management } = member;
  const siblings = fleet.members.filter(({ build }) => build === member.build);
  const { version: managed, exclusions } = springManagement(member, imported, new Set(siblings.map((one) => one.coordinates)));
  const excluded = project.model.globalExclusions
    .filter(([configuration]) => shapesClassPath(configuration, project.model.extends))
    .map(([, pattern]) => pattern);
  const forced = new Map([...management.forced, ...lockedVersions(member, (kind) => !isGradles(kind))]);
  return {
    ...choicesOf(member),
    forced,
    managed,
    excluded,
    exclusions,
    remembered: project.model.locking.lenient ? lockedVersions(member, isGradles) : NO_RULES.remembered,
    substitute: substitution(member, fleet, managed),
  };
}

/** What the build's rules say of versions and modules that could be chosen. */
function choicesOf({ project: { model } }: Member): BuildRules {
  const selections = model.selections.filter(({ configuration }) => isRuntime(configuration));
  const capabilityRules = model.capabilityRules.filter(({ configuration }) => isRuntime(configuration));
  return {
    ...NO_RULES,
    judge: (candidate) => {
      const verdicts = selections.map((rule) => rule.judge(candidate));
      return verdicts.find((one) => one === 'rejected') ?? verdicts.find((one) => one === 'open') ?? 'kept';
    },
    provider: (capability, candidates) => {
      for (const rule of capabilityRules) {
        const chosen = rule.choose(capability, candidates);
        if (chosen !== undefined) return chosen;
      }
      return undefined;
    },
    replacements: model.replacements,
    prefersProjects: [...model.preferProjects].some(isRuntime),
    refuses: new Set(model.refusals.flatMap(([name, refusal]) => (isRuntime(name) ? [refusal] : []))),
  };
}

function requestedProject({ path, group = '', name, version = 'unspecified' }: GradleProject): Requested {
  return { kind: 'project', path, module: { kind: 'module', group, name, version } };
}

/** `eachDependency` and `dependencySubstitution` of the build, for the class path that runs. */
function substitution(member: Member, fleet: Fleet, managed: BuildRules['managed']): BuildRules['substitute'] {
  const rules = runtimeRules(member.project.model);
  // Projects of a composite stand for modules wherever they are asked for.
  const inComposite = (edge: Edge): Edge => {
    const isModule = edge.local === undefined && !edge.constraint;
    const found = isModule ? fleet.substituted(member.build, keyOf(edge)) : undefined;
    if (found === undefined) return edge;
    const { project } = found;
    return { ...edge, group: project.group ?? '', name: project.name, version: {}, local: localKey(found) };
  };
  if (rules.length === 0) return inComposite;
  const locals = new Map(fleet.members.filter(({ build }) => build === member.build).map((one) => [localKey(one), one.project]));
  return (edge) => {
    const local = edge.local === undefined ? undefined : locals.get(edge.local);
    const { target, rule } =
      local === undefined
        ? targetOf(rules, requestedOf(edge), managed(edge) ?? member.management.forced.get(keyOf(edge)))
        : targetOf(rules, requestedProject(local));
    const { local: _, ...kept } = edge;
    const plain = { ...kept, asked: { group: edge.group, name: edge.name } };
    switch (target.kind) {
      case 'kept':
        return inComposite(edge);
      case 'module':
        return { ...plain, group: target.group, name: target.name, version: { require: target.version }, ruled: true };
      case 'project': {
        const found = fleet.byPath.get(placeKey(member.build, target.path));
        if (found === undefined) return edge;
        return {
          ...plain,
          group: found.project.group ?? '',
          name: found.project.name,
          version: {},
          local: localKey(found),
          ruled: true,
        };
      }
      case 'open':
        return {
          ...edge,
          open: `only a run of the build tells what its rule makes of ${keyOf(edge)} (${rule?.file}:${rule?.line})`,
        };
    }
  };
}

/** Repositories that the build names by address; Gradle's well-known names stand for those that the client knows. */
export function repositoriesOf({ project, build }: Member): readonly PomRepository[] {
  return namedRepositories([...project.model.repositories, ...build.repositories]);
}

export function namedRepositories(repositories: readonly Repository[]): readonly PomRepository[] {
  const known = new Set<string>(WELL_KNOWN);
  return repositories
    .filter(({ url }) => !known.has(url))
    .map(({ url, line, column }) => ({ id: url, url, releases: true, snapshots: true, place: { line, column } }));
}

/** Gradle's names for repositories whose addresses Maven's settings don't know by themselves. */
const FOREIGN: ReadonlySet<string> = new Set(['google', 'gradlePluginPortal', 'jcenter']);

/** What to say of repositories that the build names and that are asked under an address of the user's settings only. */
export function unaskedOf({ project, build }: Member): string {
  const names = [...project.model.repositories, ...build.repositories].map(({ url }) => url).filter((url) => FOREIGN.has(url));
  if (names.length === 0) return '';
  const listed = [...new Set(names)].map((name) => `${name}()`).join(' and ');
  return `; the build looks in ${listed} too: name its address as a mirror or a repository in settings.xml`;
}

/** A dependency whose name only a run of the build would tell. */
export function openDependency({ project }: Member): GradleDependency | undefined {
  return project.model.dependencies.find(
    (one) =>
      one.path === undefined &&
      one.kind !== 'project' &&
      (one.group === undefined || one.name === undefined) &&
      scopeOf(one.configuration, project.model.extends) === 'runtime',
  );
}
