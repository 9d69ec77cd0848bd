import type { BuiltImage } from '../built-image.ts';
import type { Position } from './script/syntax-tree.ts';
import type { Catalog } from './versions/catalog.ts';
import type { Draft } from './versions/notation.ts';

/** A build that `includeBuild` names (Gradle User Manual, "Composite Builds"). */
export interface IncludedBuild extends Position {
  readonly directory: string;
  /** Included for its plugins. */
  readonly plugins: boolean;
  /** `group:name` → path of the project of that build that stands for it; where some are said, they alone count. */
  readonly substitutes: ReadonlyMap<string, string>;
}

/** What one project of a build declares, with positions. */
export interface GradleDependency extends Readonly<Draft>, Position {
  /** As written: `implementation`, `kapt`, `commonMainApi` … */
  readonly configuration: string;
  readonly file: string;
  /** Stands under a condition that only a run would decide. */
  readonly conditional: boolean;
}

export interface RequestedModule {
  readonly kind: 'module';
  readonly group: string;
  readonly name: string;
  readonly version: string;
}

/** A module, or a project of the build, that is asked for; `module`: what the project is published as. */
export type Requested = RequestedModule | { readonly kind: 'project'; readonly path: string; readonly module?: RequestedModule };

/** What is taken in its place; `open` where only a run of the build would tell. */
export type Target = Requested | { readonly kind: 'kept' } | { readonly kind: 'open' };

export interface ResolutionRule extends Position {
  readonly file: string;
  /** As written; `*` for all. */
  readonly configuration: string;
  /** `current`: what the rules before it made of what is asked for; undefined where only a run of the build would tell. */
  targetOf(requested: Requested, current: Requested | undefined): Target;
}

/** A version of a module that could be chosen. */
export interface Candidate {
  readonly group: string;
  readonly name: string;
  readonly version: string;
  /** The version of the capability that it is a candidate for. */
  readonly capability: string;
}

export interface SelectionRule extends Position {
  readonly file: string;
  /** As written; `*` for all. */
  readonly configuration: string;
  /** `open` where only a run of the build would tell. */
  judge(candidate: Candidate): 'kept' | 'rejected' | 'open';
}

export interface CapabilityRule extends Position {
  readonly file: string;
  readonly configuration: string;
  /** Which of several that provide one capability is taken; undefined where the rule leaves it open. */
  choose(capability: string, candidates: readonly Candidate[]): Candidate | 'open' | undefined;
}

/** What a build refuses although Gradle would choose. */
export type Refusal = 'version-conflict' | 'dynamic-version';

/** A variant of a project beside its main one: what `registerFeature` makes, or a configuration that is asked for by its name. */
export interface Feature {
  /** Before its configurations: `mongo` of `mongoImplementation`. */
  readonly prefix: string;
  /** `group:name`; empty where the feature's name makes it. */
  readonly capabilities: readonly string[];
  readonly name: string;
  /** The configuration, where it is one. */
  readonly configuration?: string;
}

export interface JavaLevel extends Position {
  readonly version: string;
  readonly file: string;
  /** `toolchain`, `sourceCompatibility`, `release`, `jvmTarget` … */
  readonly from: string;
}

export interface Repository extends Position {
  readonly url: string;
  readonly file: string;
}

export interface PluginUse extends Position {
  readonly id: string;
  /** False after `apply false`: named for its version only. */
  readonly applied: boolean;
  readonly version: string | null;
  readonly file: string;
}

export interface Problem extends Position {
  readonly code: string;
  readonly severity: 'error' | 'warning' | 'note';
  readonly message: string;
  readonly file: string;
  readonly incomplete: boolean;
}

/** What `dependencyLocking` says of a project's lock. */
export interface Locking {
  /** In the place of `gradle.lockfile` beside the build script. */
  file?: string;
  /** What is locked is the least that is taken, and need not be what the build asks for. */
  lenient: boolean;
  /** A class path that is locked has to be in the lock: `LockMode.STRICT`. */
  strict?: boolean;
  /** Whether the class path that runs is locked, where the build says so. */
  active?: boolean;
  /** `group:name` of modules that are not locked, either with a `*` at its end for any rest. */
  readonly ignored: string[];
  /** Some modules need not be in the lock. */
  partial?: boolean;
}

/** Collects what the scripts of one project say while they are read. */
export class ProjectModel {
  readonly dependencies: GradleDependency[] = [];
  /** Lines that ask for what only a run of the build would name. */
  readonly unread: GradleDependency[] = [];
  readonly buildscript: GradleDependency[] = [];
  readonly plugins: PluginUse[] = [];
  forced: (GradleDependency & { readonly notation: string })[] = [];
  /** In the order in which they stand. */
  readonly rules: ResolutionRule[] = [];
  readonly selections: SelectionRule[] = [];
  readonly capabilityRules: CapabilityRule[] = [];
  /** `group:name` → the module that takes its place where both are asked for. */
  readonly replacements = new Map<string, string>();
  /** Configuration (`*` for all) and what is refused for it. */
  readonly refusals: (readonly [string, Refusal])[] = [];
  /** Configurations (`*` for all) with `preferProjectModules()`. */
  readonly preferProjects = new Set<string>();
  /** Configuration (`*` for all) and `group:module` with `*` for any. */
  readonly globalExclusions: (readonly [string, string])[] = [];
  readonly managedBoms: GradleDependency[] = [];
  readonly managed: GradleDependency[] = [];
  /** Properties that an import gives its BOM. */
  readonly bomProperties = new Map<string, string>();
  /** `overriddenByDependencies = false`: what is managed wins over versions that lines of the build state. */
  managedFirst = false;
  /** What `micronaut { … }` says of the BOM; a version is null where only a run of the build would tell it. */
  readonly micronaut: { version?: string | null; importsBom: boolean } = { importsBom: true };
  /** What a plug-in makes an image of, the last that is said. */
  image: BuiltImage | undefined;
  /** What images are called that plug-ins make of it. */
  readonly imageNames = new Set<string>();
  readonly features: Feature[] = [];
  readonly javaLevels: JavaLevel[] = [];
  /** The last of the arguments that its Java compiler was given. */
  lastArgument = '';
  /** Whether it has a block that only Android's plug-ins know, by whatever name a catalog from elsewhere has them. */
  hasAndroidBlock = false;
  /** Targets of Kotlin's multiplatform plug-in, by the calls that add them. */
  readonly targets = new Set<string>();
  readonly repositories: Repository[] = [];
  readonly problems: Problem[] = [];
  /** Configurations (`*` for all) that take what they name alone: `transitive = false`. */
  readonly intransitive = new Set<string>();
  /** Configurations by what they extend. */
  readonly extends: Map<string, string[]> = new Map();
  readonly locking: Locking = { lenient: false, ignored: [] };
  /** Tasks that the build registers by name. */
  readonly tasks = new Set<string>();
  /** Tasks of Spring Boot that are switched off, in lower case. */
  readonly disabled = new Set<string>();
  /** Classes that something starts; `ofJar` where an archive's own manifest names it, so that `java -jar` does. */
  readonly mainClasses: { readonly name: string; readonly file: string; readonly line: number; readonly ofJar: boolean }[] = [];
}

/** A project when its build has been read. */
export interface GradleProject {
  /** `:` for the root. */
  readonly path: string;
  readonly name: string;
  readonly directory: string;
  readonly group: string | undefined;
  readonly version: string | undefined;
  readonly model: ProjectModel;
  /** From `gradle.properties`, and extra properties over them. */
  readonly properties: ReadonlyMap<string, string>;
  /** Its build script, and what it applied, in the order of reading. */
  readonly scripts: readonly string[];
  readonly parent: string | undefined;
}

export interface GradleBuild {
  readonly directory: string;
  /** Settings, where there are any. */
  readonly settings: string | undefined;
  /** `logic`: `buildSrc` or a build that is included for its plugins. */
  readonly kind: 'main' | 'logic';
  readonly projects: readonly GradleProject[];
  readonly included: readonly IncludedBuild[];
  /** Those that the settings name for all projects. */
  readonly repositories: readonly Repository[];
  readonly pluginVersions: ReadonlyMap<string, string>;
  /** `group:name` → version of what the build's own logic depends on: plug-ins that convention scripts apply. */
  readonly tools: ReadonlyMap<string, string>;
  readonly catalogs: ReadonlyMap<string, Catalog>;
  /** Notations of version catalogs that lie in a repository. */
  readonly publishedCatalogs: readonly string[];
  readonly problems: readonly Problem[];
}
