/** Versions that a project's build gives to dependencies that state none. Reference: Gradle User Manual, "Sharing dependency versions". */
import { addTo, append } from '../../../src/model/index.ts';
import { leavesJvm } from './build/targets.ts';
import { scopeOf } from './configurations.ts';
import type { Recommended } from './locks/consistent-versions.ts';
import { matchesAny } from './locks/pins.ts';
import type { GradleBuild, GradleDependency, GradleProject } from './model.ts';
import { type RichVersion, requiredVersion } from './versions/rich-version.ts';
import { compareGradleVersions } from './versions/version.ts';

/** A BOM or platform whose content lies outside the tree. */
export interface Platform {
  readonly group: string;
  readonly name: string;
  readonly version: string | undefined;
  readonly enforced: boolean;
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** Set where a plug-in brings it rather than a line of the build. */
  readonly plugin?: string;
  /** Set where Spring's dependency management imports it: a rule of the project, which goes before what the graph says. */
  readonly imported?: true;
}

export interface Management {
  /** `group:name` → version from constraints, local platforms and the dependency-management plug-in. */
  readonly versions: ReadonlyMap<string, RichVersion>;
  /** `group:name` → version that wins whatever is declared. */
  readonly forced: ReadonlyMap<string, string>;
  /** The same from enforced platforms of the tree, which builds that depend on this one have as well. */
  readonly enforced: ReadonlyMap<string, string>;
  /** Constraints, which may lift a lower declared version. */
  readonly constraints: ReadonlyMap<string, readonly RichVersion[]>;
  /** `group:name` → version of Spring's management that wins over what lines state. */
  readonly first: ReadonlyMap<string, RichVersion>;
  readonly platforms: readonly Platform[];
  /** What gives a version to dependencies that nothing else gives one to, the strongest first. */
  readonly recommended: readonly Recommended[];
}

const KOTLIN = 'org.jetbrains.kotlin';

export function keyOf({ group, name }: GradleDependency): string {
  return `${group ?? ''}:${name ?? ''}`;
}

/** The version of a plug-in: its own line, a parent's `apply false`, the settings, or the class path of the build script. */
function pluginVersion(build: GradleBuild, project: GradleProject, ids: readonly string[]): string | undefined {
  for (let at: GradleProject | undefined = project; at !== undefined; ) {
    const used = at.model.plugins.find(({ id, version }) => ids.includes(id) && version !== null);
    if (used?.version !== undefined && used.version !== null) return used.version;
    for (const one of at.model.buildscript) {
      const marker = ids.some((id) => one.name === `${id}.gradle.plugin` || ARTIFACTS[id] === keyOf(one));
      const version = marker ? requiredVersion(one.version) : null;
      if (version !== null) return version;
    }
    const parent: string | undefined = at.parent;
    at = build.projects.find(({ path }) => path === parent);
  }
  return ids
    .map(
      (id) =>
        build.pluginVersions.get(id) ?? build.tools.get(`${id}:${id}.gradle.plugin`) ?? build.tools.get(ARTIFACTS[id] ?? ''),
    )
    .find((version) => version !== undefined);
}

/** Where a plug-in's artifact has another name than its id. */
const ARTIFACTS: Readonly<Record<string, string>> = {
  'io.ktor.plugin': 'io.ktor.plugin:plugin',
  'org.springframework.boot': 'org.springframework.boot:spring-boot-gradle-plugin',
  kotlin: 'org.jetbrains.kotlin:kotlin-gradle-plugin',
  'org.jetbrains.kotlin.jvm': 'org.jetbrains.kotlin:kotlin-gradle-plugin',
  'org.jetbrains.kotlin.multiplatform': 'org.jetbrains.kotlin:kotlin-gradle-plugin',
};

export const BOOT = ['org.springframework.boot', 'spring-boot'];
export const EAR = ['ear'];
export const DEPENDENCY_MANAGEMENT = ['io.spring.dependency-management'];
const KOTLIN_PLUGINS = [
  'org.jetbrains.kotlin.jvm',
  'org.jetbrains.kotlin.multiplatform',
  'kotlin',
  'org.jetbrains.kotlin.android',
];

export function applies(project: GradleProject, ids: readonly string[]): boolean {
  return project.model.plugins.some(({ id, applied }) => applied && ids.includes(id));
}

/** Whether Spring Boot's plug-in makes an application: it may be there for the versions alone, with what it packs switched off. */
export function makesBoot(project: GradleProject): boolean {
  const archive = applies(project, ['war']) ? 'bootwar' : 'bootjar';
  return applies(project, BOOT) && !project.model.disabled.has(archive);
}

/** Whether something of it may give a version to dependencies of others. */
export function manages(project: GradleProject): boolean {
  const gives = ({ kind }: GradleDependency): boolean =>
    kind === 'constraint' || kind === 'platform' || kind === 'enforcedPlatform';
  return project.model.dependencies.some(gives) || BRINGING.some(({ ids }) => applies(project, ids));
}

function firstUse(project: GradleProject, ids: readonly string[]) {
  return project.model.plugins.find(({ id, applied }) => applied && ids.includes(id));
}

/** The Kotlin plug-in gives its own version to Kotlin modules that state none. */
export function kotlinVersion(build: GradleBuild, project: GradleProject): string | undefined {
  return applies(project, KOTLIN_PLUGINS) && !leavesJvm(project.model)
    ? pluginVersion(build, project, KOTLIN_PLUGINS)
    : undefined;
}

/** `group:module` patterns that a line leaves out of a platform (compared with Gradle 8.11); all of one that is not transitive. */
export function excludedBy({ exclusions, transitive }: GradleDependency): readonly string[] {
  return transitive === false ? ['*:*'] : exclusions;
}

/** A project and its build. */
export interface Place {
  readonly build: GradleBuild;
  readonly project: GradleProject;
}

/** The project of a build's composite that Gradle puts in the place of a module, by coordinates. */
export type Substituted = (build: GradleBuild, module: string) => Place | undefined;

/** The project of the tree that a platform's line means, by its path or by its coordinates. */
function localPlatform(one: GradleDependency, build: GradleBuild, substituted: Substituted): Place | undefined {
  if (one.path === undefined) return substituted(build, keyOf(one));
  const project = build.projects.find(({ path }) => path === one.path);
  return project === undefined ? undefined : { build, project };
}

/** A project of the tree that runs with another, and what is excluded on the way to it. */
export interface Inherited extends Place {
  readonly excluded: readonly string[];
}

/**
 * What a project's constraints, platforms and plug-ins say of versions that its dependencies leave open; and those of projects
 * that run with it, as constraints hold for the whole graph (Gradle User Manual, "Dependency Constraints").
 */
export function managementOf(
  place: Place,
  substituted: Substituted,
  recommended: readonly Recommended[],
  inherited: readonly Inherited[] = [],
): Management {
  const { build, project } = place;
  const lines = new ManagingLines(substituted);
  lines.visit(place, { excluded: [], enforced: false });
  for (const one of inherited) lines.visit(one, { excluded: one.excluded, enforced: false }, runs);
  const own = project.model.managed.map((one) => [keyOf(one), one.version] as const);
  return {
    versions: new Map([...highestOf(lines.constraints), ...own]),
    forced: forcedVersions(project),
    enforced: agreedOn(lines.held),
    constraints: lines.constraints,
    first: new Map(project.model.managedFirst ? own : []),
    platforms: [
      ...lines.platforms,
      ...importedBoms(project),
      ...implied(build, project),
      // Spring's management is a rule of the project that has it.
      ...inherited.flatMap((one) => (applies(one.project, DEPENDENCY_MANAGEMENT) ? [] : implied(one.build, one.project))),
    ],
    recommended,
  };
}

/** How lines on the way to a platform take it. */
export interface Taken {
  readonly enforced: boolean;
  readonly excluded: readonly string[];
}

type Counts = (project: GradleProject, line: GradleDependency) => boolean;

function runs({ model }: GradleProject, { configuration }: GradleDependency): boolean {
  return scopeOf(configuration, model.extends) === 'runtime';
}

/** Platforms of the tree that are platforms of others: no build has as many. */
const MAX_PLATFORMS = 10;

/** Lines of projects that are on versions alone: constraints and platforms, those in platforms of the tree among them. */
class ManagingLines {
  readonly constraints = new Map<string, RichVersion[]>();
  /** Versions of enforced platforms. */
  readonly held = new Map<string, string[]>();
  readonly platforms: Platform[] = [];
  readonly #substituted: Substituted;

  constructor(substituted: Substituted) {
    this.#substituted = substituted;
  }

  visit(at: Place, taken: Taken, counts: Counts = () => true, depth = 0): void {
    for (const one of at.project.model.dependencies) {
      if (matchesAny(taken.excluded, one.group, one.name) || !counts(at.project, one)) continue;
      if (one.kind === 'constraint' && reaches(at.project, one)) this.#constrain(one, taken);
      else if (one.kind === 'platform' || one.kind === 'enforcedPlatform') this.#enter(one, at, taken, depth);
    }
  }

  #constrain(one: GradleDependency, { enforced }: Taken): void {
    addTo(this.constraints, keyOf(one), one.version);
    const version = enforced ? requiredVersion(one.version) : null;
    if (version !== null) addTo(this.held, keyOf(one), version);
  }

  /** The lines of a platform of the tree; others are for their BOM or module to tell. */
  #enter(one: GradleDependency, at: Place, taken: Taken, depth: number): void {
    const local = localPlatform(one, at.build, this.#substituted);
    const enforced = one.kind === 'enforcedPlatform';
    const below = { excluded: [...taken.excluded, ...excludedBy(one)], enforced: taken.enforced || enforced };
    if (local !== undefined && depth < MAX_PLATFORMS) this.visit(local, below, undefined, depth + 1);
    else append(this.platforms, platformOf(one, enforced));
  }
}

function platformOf({ group, name, version, file, line, column }: GradleDependency, enforced: boolean): readonly Platform[] {
  if (group === undefined || name === undefined) return [];
  return [{ group, name, version: requiredVersion(version) ?? undefined, enforced, file, line, column }];
}

function importedBoms({ model }: GradleProject): readonly Platform[] {
  return model.managedBoms.flatMap((one) => platformOf(one, false)).map((one) => ({ ...one, imported: true }));
}

/**
 * Of platforms that manage the same those that decide first: what Spring's management imports, the last import before the
 * others and Boot's own plug-in's after them (Dependency Management Plugin, "Importing multiple boms"); then the highest.
 */
export function strongestFirst(platforms: readonly Platform[]): readonly Platform[] {
  const imported = platforms.filter((one) => one.imported === true);
  const written = imported.filter(({ plugin }) => plugin === undefined).reverse();
  const others = platforms.filter((one) => one.imported !== true);
  const byVersion = [...others].sort((a, b) => compareGradleVersions(b.version ?? '', a.version ?? ''));
  const enforced = byVersion.filter((one) => one.enforced);
  const plain = byVersion.filter((one) => !one.enforced);
  return [...written, ...imported.filter(({ plugin }) => plugin !== undefined), ...enforced, ...plain];
}

/** Of two that disagree it hangs on Gradle's walk which of them it takes. */
function agreedOn(held: ReadonlyMap<string, readonly string[]>): ReadonlyMap<string, string> {
  const agreed = [...held].flatMap(([key, [first, ...more]]) =>
    first === undefined || more.some((one) => one !== first) ? [] : [[key, first] as const],
  );
  return new Map(agreed);
}

function highestOf(constraints: ReadonlyMap<string, readonly RichVersion[]>): readonly (readonly [string, RichVersion])[] {
  const higher = (a: RichVersion, b: RichVersion): RichVersion =>
    compareGradleVersions(requiredVersion(b) ?? '', requiredVersion(a) ?? '') > 0 ? b : a;
  return [...constraints].map(([key, all]) => [key, all.reduce(higher)]);
}

function forcedVersions({ model }: GradleProject): ReadonlyMap<string, string> {
  const forced = model.forced.flatMap((one) => {
    const version = requiredVersion(one.version);
    const counts = one.configuration === '*' || scopeOf(one.configuration, model.extends) === 'runtime';
    return counts && version !== null ? [[keyOf(one), version] as const] : [];
  });
  return new Map(forced);
}

/** A constraint of a platform project reaches all that use it; one of a test configuration only tests. */
function reaches(project: GradleProject, { configuration }: GradleDependency): boolean {
  const scope = scopeOf(configuration, project.model.extends);
  return scope === 'runtime' || scope === 'provided';
}

type BomName = readonly [group: string, name: string];

/** Plug-ins that bring a platform, of their own version where nothing else is said. */
const BRINGING: readonly {
  readonly ids: readonly string[];
  readonly needs?: readonly string[];
  readonly isWanted?: (project: GradleProject) => boolean;
  readonly version?: (build: GradleBuild, project: GradleProject) => string | undefined;
  readonly platform: (version: string | undefined) => BomName;
}[] = [
  // With Spring's dependency management the Boot plug-in imports the BOM of its own version.
  { ids: BOOT, needs: DEPENDENCY_MANAGEMENT, platform: () => ['org.springframework.boot', 'spring-boot-dependencies'] },
  { ids: ['io.ktor.plugin'], platform: () => ['io.ktor', 'ktor-bom'] },
  {
    ids: ['io.micronaut.application', 'io.micronaut.library', 'io.micronaut.minimal.application', 'io.micronaut.minimal.library'],
    isWanted: ({ model }) => model.micronaut.importsBom,
    version: micronautVersion,
    platform: micronautBom,
  },
];

/** In the plug-in's order: its block, a version of the catalogs, a property (Micronaut Gradle plug-in, "Selecting the Micronaut version"). */
function micronautVersion({ catalogs }: GradleBuild, { model, properties }: GradleProject): string | undefined {
  if (model.micronaut.version !== undefined) return model.micronaut.version ?? undefined;
  const stated = ['mn', 'libs'].flatMap((name) =>
    ['versions.micronaut.platform', 'versions.micronaut'].map((path) => catalogs.get(name)?.textAt(path)),
  );
  return stated.find((version) => version !== undefined) ?? properties.get('micronautVersion');
}

/** The platform exists since Micronaut 4; before it the BOM was the core's (Micronaut Platform, "Introduction"). */
function micronautBom(version: string | undefined): BomName {
  const isOlder = version !== undefined && compareGradleVersions(version, '4.0.0-M1') < 0;
  return isOlder ? ['io.micronaut', 'micronaut-bom'] : ['io.micronaut.platform', 'micronaut-platform'];
}

function implied(build: GradleBuild, project: GradleProject): readonly Platform[] {
  return BRINGING.flatMap(({ ids, needs, isWanted, version: stated, platform }): Platform[] => {
    const use = firstUse(project, ids);
    if (use === undefined || (needs !== undefined && !applies(project, needs)) || isWanted?.(project) === false) return [];
    const { file, line, column, id } = use;
    const version = stated === undefined ? pluginVersion(build, project, ids) : stated(build, project);
    const [group, name] = platform(version);
    const imported = needs === undefined ? {} : { imported: true as const };
    return [{ group, name, version, enforced: false, file, line, column, plugin: id, ...imported }];
  });
}

/** The version of a dependency after forcing, constraints and management; `{}` where nothing in the tree tells. */
export function effectiveVersion(one: GradleDependency, management: Management, kotlin: string | undefined): RichVersion {
  const forced = management.forced.get(keyOf(one));
  return forced === undefined ? askedVersion(one, management, kotlin) : { require: forced };
}

/**
 * What a build that depends on this one sees: forcing is a matter of the own build (Gradle User Manual, "Overriding
 * versions"), and all that is known where the line leaves its version to it.
 */
export function travellingVersion(one: GradleDependency, management: Management, kotlin: string | undefined): RichVersion {
  const asked = askedVersion(one, management, kotlin);
  const forced = management.forced.get(keyOf(one));
  const isOpen = asked.strictly === undefined && asked.require === undefined && asked.prefer === undefined;
  return forced === undefined || !isOpen ? asked : { ...asked, require: forced };
}

/** What `versions.props` says of a dependency that states no version. */
export function recommendedVersion(one: GradleDependency, { recommended }: Pick<Management, 'recommended'>): string | undefined {
  return recommended.find(({ isFor }) => isFor(keyOf(one)))?.version;
}

function askedVersion(one: GradleDependency, management: Management, kotlin: string | undefined): RichVersion {
  const constraints = management.constraints.get(keyOf(one)) ?? [];
  const reject = [one.version, ...constraints].flatMap((version) => version.reject ?? []);
  return { ...statedVersion(one, management, kotlin), ...(reject.length === 0 ? {} : { reject: [...new Set(reject)] }) };
}

function statedVersion(one: GradleDependency, management: Management, kotlin: string | undefined): RichVersion {
  const version = management.first.get(keyOf(one)) ?? one.version;
  const { strictly, require, prefer } = version;
  // It overrules what others ask for, but neither what is strict nor what is rejected, which Gradle refuses.
  const enforced = management.enforced.get(keyOf(one));
  if (enforced !== undefined && strictly === undefined && version.reject === undefined) return { require: enforced };
  if (strictly === undefined && require === undefined && prefer === undefined) {
    const managed = management.versions.get(keyOf(one));
    if (managed !== undefined) return managed;
    const version = recommendedVersion(one, management) ?? (one.group === KOTLIN ? kotlin : undefined);
    return version === undefined ? {} : { require: version };
  }
  // The highest that is asked for wins, unless this line is strict.
  if (strictly !== undefined || require === undefined) return version;
  const lifted = (management.constraints.get(keyOf(one)) ?? []).find(
    (constraint) => constraint.require !== undefined && compareGradleVersions(constraint.require, require) > 0,
  );
  return lifted ?? version;
}
