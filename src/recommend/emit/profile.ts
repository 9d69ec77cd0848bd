import { type Manifest, pathBelow, type RuntimeName, type Service, type Unit } from '../../model/index.ts';
import type { LambdaRuntime } from '../data/runtimes.ts';
import { type BuildContext, type Member, stepsUp } from './context.ts';

/** A service as one of its ecosystems sees it. */
export interface Part {
  readonly service: Service;
  readonly unit: Unit | undefined;
  readonly manifests: readonly Manifest[];
}

/** What is asked for besides what the files of a part say. */
export interface Asked {
  /** Words of the command that starts its process. */
  readonly start: readonly string[];
  /** Groups of its manifests that are deployed. */
  readonly deployed: readonly string[];
  /** Directories of the workspace's members that it needs and that have to be built before it, in that order. */
  readonly sisters: readonly Member[];
}

/** What has to be known of an ecosystem before anything is written for its services. */
export interface Profile {
  /** As its demands call it. */
  readonly runtime: RuntimeName;
  /** As Lambda groups its runtimes. */
  readonly family: LambdaRuntime['family'];
  /** Names of Lambda's runtimes that run it. */
  readonly functions: RegExp;
  /** Programs by which a start command tells that it is written in this. */
  readonly programs?: RegExp;
  /** Lines of releases that images bring, the preferred first. */
  readonly releases: readonly string[];
  /** The same for who names a range, where the lowest that fits is the one that it is made for. */
  readonly ranged?: readonly string[];
  /** A function's handler where nothing names one. */
  readonly handler: string;
  /** Whether that is the name of every handler. */
  readonly isHandlerFixed: boolean;
  /** Whether Lambda finds a handler by the path of its file. */
  readonly isHandlerPath: boolean;
  /** Where a script that builds leaves a handler, as far as it says so. */
  readonly builtHandler?: (handler: string, script: string) => string | undefined;
  readonly architecture: 'x86_64' | 'arm64';
  readonly functionMemoryMiB: number;
  /** Whether dependencies may be fetched from repositories: of others the images have git, and repositories hold archives. */
  readonly fetchesByGit: boolean;
  /** Whether its programs are static unless they are linked against C; those run on Debian. */
  readonly isStatic: boolean;
  /** Whether its demands name the libraries of the system that its packages load; of others the table of system packages has them. */
  readonly namesLibraries: boolean;
  /** Whether a command that installs names the groups of its manifests; others install by scopes. */
  readonly namesGroups: boolean;
  /** Members of its workspace that a service needs and that have to be built before it, in that order. */
  readonly sisters?: (fleet: readonly Service[]) => (service: Service) => readonly Member[];
  /** A service with what its workspace demands of every member. */
  readonly inWorkspace?: (fleet: readonly Service[]) => (service: Service) => Service;
}

/** The same, and what its own writer has to know of each service. */
export interface ProfileOf<Project extends BuildContext> extends Profile {
  readonly project: (part: Part, asked: Asked) => Project;
}

/** The root of its workspace, as seen from the service: `.` where it is alone. */
export function rootOfWorkspace({ service: { path }, unit }: Part): string {
  return stepsUp(unit?.workspace === undefined ? undefined : pathBelow(unit.workspace, path)) ?? '.';
}
