import { baseName, type JvmBuild, printable } from '../../../model/index.ts';
import { type BuildContext, memberBelow } from '../context.ts';
import type { Part } from '../profile.ts';

/** What has to be known of a build of Maven's or Gradle's to run it. */
export interface JvmProject extends BuildContext {
  readonly tool: 'maven' | 'gradle';
  /** How that makes what runs. */
  readonly build: JvmBuild;
  /** Whether Quarkus builds it, whose packages are not those of its build tool. */
  readonly isQuarkus: boolean;
  readonly mainClass: string | undefined;
  /** Whether it asks for the servlets of Java EE. */
  readonly isJavaEe: boolean;
}

export function jvmProject(part: Part): JvmProject {
  const { service, unit } = part;
  const names = service.units.flatMap(({ dependencies }) => dependencies.map(({ name }) => name));
  const build = buildOf(part, names);
  const { mainClass } = build;
  return {
    workspace: unit?.workspace,
    member: memberBelow(service, unit, unit?.workspace),
    local: [],
    tool: toolOf(part),
    build,
    isQuarkus: build.makes === 'quarkus',
    mainClass: mainClass !== undefined && printable(mainClass) === mainClass ? mainClass : undefined,
    isJavaEe: names.some((name) => name.startsWith('javax.')),
  };
}

function toolOf({ manifests }: Part): JvmProject['tool'] {
  const files = manifests.map(({ path }) => baseName(path));
  return files.includes('pom.xml') || !files.some((file) => file.startsWith('build.gradle')) ? 'maven' : 'gradle';
}

/** Snapshots of before say nothing of the build: most make one archive that starts. */
function buildOf({ unit }: Part, names: readonly string[]): JvmBuild {
  const build = unit?.build;
  const isWritable = printable(build?.project ?? '') === (build?.project ?? '');
  if (build !== undefined && isWritable) return build;
  return { makes: names.some((name) => name.startsWith('io.quarkus:')) ? 'quarkus' : 'boot-jar' };
}
