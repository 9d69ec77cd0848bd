import { baseName, type JvmBuild, printable, type Service } from '../../../model/index.ts';
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
  /** Whether it asks for the classes of Java EE, javax.*, and not for those of Jakarta EE. */
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
    isJavaEe: isJavaEe(service, names),
  };
}

/** By the packages that its dependencies stand for, of which servlets tell most; names alone tell what no table knows. */
function isJavaEe({ units }: Service, names: readonly string[]): boolean {
  const sides = units
    .flatMap(({ demands }) => demands)
    .flatMap(({ realm, detail }) => (realm === 'jvm' ? (detail?.side ?? []) : []));
  for (const told of [sides.filter((side) => side.endsWith('.servlet')), sides, names]) {
    const isOf = (packages: RegExp): boolean => told.some((one) => packages.test(one));
    if (isOf(/(?:^|[.:])jakarta[.:]/)) return false;
    if (isOf(/(?:^|[.:])javax[.:]/)) return true;
  }
  return false;
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
