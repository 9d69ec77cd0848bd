import type { ConstraintKind, Demand, ServiceId } from './demand.ts';
import type { DeploymentFacts } from './deployment.ts';
import type { Manifest, Scope } from './manifest.ts';
import type { EcosystemId, RuntimeName } from './realm.ts';
import type { Origin } from './source.ts';

/** A dependency as a manifest or a lock states it: data with a position from reading to printing. */
export interface Dependency {
  readonly ecosystem: EcosystemId;
  /** The realm key: normalized. */
  readonly name: string;
  /** purl without a version, e.g. `pkg:pypi/flask`, `pkg:npm/%40scope/name`, `pkg:maven/g/a`, `pkg:golang/…`. */
  readonly purl: string;
  readonly constraint: string;
  readonly kind: ConstraintKind;
  /** The version that a lock pins. */
  readonly resolved?: string;
  /** In the service's own manifest, as opposed to known from a lock only. */
  readonly direct: boolean;
  /** `default`, or the manifest's own name of the group: `dev`, `test`, an extra, a PEP 735 group, a Gradle configuration. */
  readonly group: string;
  readonly scope: Scope;
  readonly extras?: readonly string[];
  /** PEP 508 marker, os/cpu/libc condition or profile, as written. */
  readonly marker?: string;
  /** Chain of purls with versions that leads here (transitive entries). */
  readonly via: readonly string[];
  readonly origin: Origin;
  /** Bytes of the artifact and what they measure, where a lock states them. */
  readonly size?: { readonly bytes: number; readonly of: 'wheel' | 'sdist' | 'tarball' | 'unpacked' };
}

/** A version of a runtime that a manifest or a version file asks for, in the notation of its ecosystem. */
export interface RuntimeConstraint {
  readonly name: RuntimeName;
  readonly constraint: string;
  readonly origin: Origin;
}

/** Something that a package needs from the operating system, or native code that it brings. */
export interface NativeNeed {
  readonly purl: string;
  /** `cgo`, `node-addon`; `wheel-glibc`: wheels that load with a C library from some version on. */
  readonly kind: string;
  /** System library or package where known, e.g. `libpq`, `librdkafka`; of `wheel-glibc` the least version: `glibc>=2.28`. */
  readonly library?: string;
  readonly origin: Origin;
}

/**
 * One ecosystem's part of one service: what an analyzer knows of one directory.
 * Plain data (snapshots store it); what only the ecosystem's resolver needs stays inside its analyzer.
 */
export interface Unit {
  readonly ecosystem: EcosystemId;
  /** Directory relative to the root; `.` is the root. */
  readonly path: string;
  /** The name that the manifest gives itself. */
  readonly name?: string;
  /**
   * `service`: deployable. `aggregator`: only structure (a workspace root or parent POM without code of its own).
   * `library`: what starts nothing and others consume (a member of its workspace) or import (a published package); analysed like a service.
   * `example`: looks like sample or test material by its path; left out by default and counted.
   * `device`: an app for phones, desktops, an editor or a browser, or a library of such apps: left out where no descriptor runs it and no config names it.
   */
  readonly role: 'service' | 'aggregator' | 'library' | 'example' | 'device';
  readonly manifests: readonly Manifest[];
  readonly dependencies: readonly Dependency[];
  /** Of every group; which groups are deployed is decided later. Runtime and command demands included. */
  readonly demands: readonly Demand[];
  readonly runtimes: readonly RuntimeConstraint[];
  readonly natives: readonly NativeNeed[];
  /** Groups that are extras of the package itself; the others are groups of its developers' and deployers' own. */
  readonly extras?: readonly string[];
  /** The workspace root whose lock and settings hold for this unit, where there is one. */
  readonly workspace?: string;
  /**
   * Paths of the root that its installation or build reads as they lie there: local projects, modules that replace
   * others, members of its workspace. Its own directory is among them where it installs itself.
   */
  readonly builtWith?: readonly string[];
  /** Whether an installation of the project installs the project itself, and not only what it needs. */
  readonly packaged?: boolean;
  /** Whether an installation ends with a script that sets up git hooks by a tool for developers, at the root of its workspace or itself. */
  readonly installsHooks?: true;
  /** Whether an installation runs scripts of its workspace's root that may need the root's files and its developers' tools. */
  readonly rootPrepares?: true;
  /** The tool that installs it, where the manifest or the workspace around it is that tool's own (npm, pnpm, yarn, bun, rush, uv, poetry). */
  readonly installer?: Installer;
  /** How Maven or Gradle makes what runs. */
  readonly build?: JvmBuild;
  /** Start-up hints that the manifest itself gives (npm scripts, main class, console scripts), for recommendations. */
  readonly entryPoints?: readonly EntryPoint[];
}

/** Who installs a unit. */
export interface Installer {
  /** See `Unit.installer`. */
  readonly tool: string;
  /** Of the tool, where a manifest or a lock tells. */
  readonly major?: number;
  /** The releases of Node.js on which it does so at all, where that is not what the unit runs on. */
  readonly node?: string;
}

/** What builds on the JVM leave behind, as files that run. */
export const JVM_ARTIFACTS = [
  'boot-jar',
  'boot-war',
  'shadow-jar',
  'distribution',
  'quarkus',
  'main-jar',
  'war',
  'ear',
  'jar',
] as const;

/** What the build of a JVM service makes. */
export interface JvmBuild {
  /**
   * `boot-jar`, `boot-war`, `shadow-jar`, `main-jar`: one archive that `java -jar` starts. `distribution`: Gradle's, a start
   * script beside all jars. `war`, `ear`: for a server. `jar`: nothing but its own classes.
   */
  readonly makes: (typeof JVM_ARTIFACTS)[number];
  /** Whether the build's root has the whole wrapper of its tool. */
  readonly wrapper?: boolean;
  /** Of the tool, as its wrapper names it. */
  readonly version?: string;
  /** The class that it begins with, where no archive says so. */
  readonly mainClass?: string;
  /** The project's path in Gradle's build: `:apps:orders`. */
  readonly project?: string;
  /** What the images are called that it makes without a Dockerfile or beside one, without registries and tags: `shop-orders`. */
  readonly images?: readonly string[];
}

/** Whether a build leaves more behind than classes for others. */
export function makesProgram(build: JvmBuild | undefined): boolean {
  return build !== undefined && (build.makes !== 'jar' || build.mainClass !== undefined);
}

/** A command by which something of a service starts: a script of package.json, a console script. */
export interface EntryPoint {
  /** `start`, `worker`, a console script's name … */
  readonly name: string;
  readonly command: string;
  readonly origin: Origin;
}

/** One deployable unit of the fleet. */
export interface Service {
  readonly id: ServiceId;
  readonly path: string;
  readonly ecosystems: readonly EcosystemId[];
  readonly units: readonly Unit[];
  /** Joined descriptors, each with how it was joined. */
  readonly deployments: readonly JoinedDeployment[];
}

/** What a descriptor says, joined to the service that it runs. */
export interface JoinedDeployment {
  readonly facts: DeploymentFacts;
  /** Why this descriptor belongs to the service. */
  readonly joinedBy: 'directory' | 'build-context' | 'path' | 'name' | 'config';
}
