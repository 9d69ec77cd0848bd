/** What Kotlin projects are compiled for. Reference: Kotlin Multiplatform DSL reference, "Targets". */
import type { ProjectModel } from '../model.ts';

export const MULTIPLATFORM: readonly string[] = ['org.jetbrains.kotlin.multiplatform', 'kotlin-multiplatform', 'multiplatform'];
/** Older plug-ins that compile to JavaScript alone. */
const SCRIPTS: readonly string[] = ['org.jetbrains.kotlin.js', 'kotlin2js'];

const TARGET =
  /^(?:jvm|android(?:Target|Library)?|js|wasm(?:Js|Wasi)?|(?:ios|tvos|watchos|macos|linux|mingw|androidNative)(?:[A-Z]\w*)?)$/;
const ON_JVM = /^(?:jvm|android(?:Target|Library)?)$/;
const ON_DEVICES = /^(?:android|ios|tvos|watchos|macos)/;

/** Notes a call in the `kotlin` block that adds a target. */
export function recordTarget({ targets }: ProjectModel, call: string): void {
  if (TARGET.test(call)) targets.add(call);
}

type Targeted = Pick<ProjectModel, 'plugins' | 'targets' | 'dependencies'>;

function appliesAny({ plugins }: Targeted, ids: readonly string[]): boolean {
  return plugins.some(({ id, applied }) => applied && ids.includes(id));
}

export function appliesMultiplatform(model: Targeted): boolean {
  return appliesAny(model, MULTIPLATFORM);
}

/**
 * Whether nothing of a project is compiled for a JVM. Targets that another plug-in adds may be unseen: some have to be known, and
 * what the JVM's own source set asks for tells of one.
 */
export function leavesJvm(model: Targeted): boolean {
  if (appliesAny(model, SCRIPTS)) return true;
  if (!appliesAny(model, MULTIPLATFORM) || model.targets.size === 0) return false;
  if ([...model.targets].some((one) => ON_JVM.test(one))) return false;
  return !model.dependencies.some(({ configuration }) => configuration.startsWith('jvmMain'));
}

/** Whether a multiplatform project is compiled for phones and desktops alone. */
export function isForDevices(model: Targeted): boolean {
  return appliesAny(model, MULTIPLATFORM) && model.targets.size > 0 && [...model.targets].every((one) => ON_DEVICES.test(one));
}

/** Configurations of a project for a JVM, or of the set that all targets share. */
const SHARED = /^(?:commonMain)?(api|implementation|runtimeOnly|compileOnly)$/i;

/** What such a project asks for reaches no class path: it is another platform's. The Java level is the build's own. */
export function withoutJvm({ dependencies, javaLevels }: ProjectModel): void {
  for (const [index, one] of dependencies.entries()) {
    const [, bucket] = SHARED.exec(one.configuration) ?? [];
    if (bucket === undefined) continue;
    dependencies[index] = { ...one, configuration: `nativeMain${bucket.charAt(0).toUpperCase()}${bucket.slice(1)}` };
  }
  javaLevels.length = 0;
}
