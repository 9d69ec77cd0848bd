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

function keyOf({ group, name }: GradleDependency): string {
  return `${group ?? ''}:${name ?? ''}`;
}

/** The version of a plug-in: its own line, a parent's `apply false`, the settings, or the class path of the build script. */
export function pluginVersion(build: GradleBuild, project: GradleProject, ids: readonly string[]): string | undefined {
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
  { build, project }: Place,
  substituted: Substituted,
  recommended: readonly Recommended[],
  inherited: readonly Inherited[] = [],
): Management {
  const versions = new Map<string, RichVersion>();
  const constraints = new Map<string, RichVersion[]>();
  const platforms: Platform[] = [];
  const held = new Map<string, string[]>();
  const visit = (at: Place, { excluded, enforced }: Taken, depth: number, counts: Counts = () => true): void => {
    for (const one of at.project.model.dependencies) {
      const { kind, file, line, column } = one;
      if (matchesAny(excluded, one.group, one.name) || !counts(at.project, one)) continue;
      if (kind === 'constraint' && reaches(at.project, one)) {
        addTo(constraints, keyOf(one), one.version);
        const version = enforced ? requiredVersion(one.version) : null;
        if (version !== null) addTo(held, keyOf(one), version);
      } else if (kind === 'platform' || kind === 'enforcedPlatform') {
        const local = localPlatform(one, at.build, substituted);
        const below = { excluded: [...excluded, ...excludedBy(one)], enforced: enforced || kind === 'enforcedPlatform' };
        if (local !== undefined && depth < 10) visit(local, below, depth + 1);
        else if (one.group !== undefined && one.name !== undefined)
          platforms.push({
            group: one.group,
            name: one.name,
            version: requiredVersion(one.version) ?? undefined,
            enforced: kind === 'enforcedPlatform',
            file,
            line,
            column,
          });
      }
    }
  };
  visit({ build, project }, { excluded: [], enforced: false }, 0);
  for (const one of inherited) visit(one, { excluded: one.excluded, enforced: false }, 0, runs);
  // Of two that disagree it hangs on Gradle's walk which of them it takes.
  const enforced = new Map(
    [...held].flatMap(([key, [first, ...more]]) =>
      first === undefined || more.some((one) => one !== first) ? [] : [[key, first]],
    ),
  );
  for (const [key, all] of constraints) {
    const best = all.reduce((a, b) => (compareGradleVersions(requiredVersion(b) ?? '', requiredVersion(a) ?? '') > 0 ? b : a));
    versions.set(key, best);
  }
  for (const one of project.model.managed) versions.set(keyOf(one), one.version);
  for (const { group, name, version, file, line, column } of project.model.managedBoms)
    if (group !== undefined && name !== undefined)
      platforms.push({ group, name, version: requiredVersion(version) ?? undefined, enforced: false, file, line, column });
  append(platforms, implied(build, project));
  // Spring's management is a rule of the project that has it.
  for (const one of inherited)
    if (!applies(one.project, DEPENDENCY_MANAGEMENT)) append(platforms, implied(one.build, one.project));
  const forced = new Map<string, string>();
  for (const one of project.model.forced) {
    if (one.configuration !== '*' && scopeOf(one.configuration, project.model.extends) !== 'runtime') continue;
    const version = requiredVersion(one.version);
    if (version !== null) forced.set(keyOf(one), version);
  }
  const first = new Map(project.model.managedFirst ? project.model.managed.map((one) => [keyOf(one), one.version]) : []);
  return { versions, forced, enforced, constraints, first, platforms, recommended };
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
    return [{ group, name, version, enforced: false, file, line, column, plugin: id }];
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
