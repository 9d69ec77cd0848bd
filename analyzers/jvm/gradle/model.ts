import type { Draft } from './notation.ts';
import type { Position } from './syntax-tree.ts';

/** What one project of a build declares, with positions. */
export interface GradleDependency extends Readonly<Draft>, Position {
  /** As written: `implementation`, `kapt`, `commonMainApi` … */
  readonly configuration: string;
  readonly file: string;
  /** Stands under a condition that only a run would decide. */
  readonly conditional: boolean;
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

/** Collects what the scripts of one project say while they are read. */
export class ProjectModel {
  readonly dependencies: GradleDependency[] = [];
  readonly buildscript: GradleDependency[] = [];
  readonly plugins: PluginUse[] = [];
  readonly forced: (GradleDependency & { readonly notation: string })[] = [];
  /** Configuration (`*` for all) and `group:module` with `*` for any. */
  readonly globalExclusions: (readonly [string, string])[] = [];
  readonly managedBoms: GradleDependency[] = [];
  readonly managed: GradleDependency[] = [];
  readonly javaLevels: JavaLevel[] = [];
  readonly repositories: Repository[] = [];
  readonly problems: Problem[] = [];
  /** Configurations by what they extend. */
  readonly extends: Map<string, string[]> = new Map();
  readonly mainClasses: { readonly name: string; readonly file: string; readonly line: number }[] = [];
}
