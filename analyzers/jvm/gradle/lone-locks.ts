/** Directories with a lock file and no build script: the lock alone tells what is on the class path. */

import {
  append,
  baseName,
  byText,
  type Dependency,
  type Diagnostic,
  directoryOf,
  isReadFailure,
  listed,
  type Manifest,
  type Project,
  type Unit,
} from '../../../src/model/index.ts';
import { purlOf } from '../purl.ts';
import { lockedOnly } from './collect.ts';
import { scopeOf } from './configurations.ts';
import { lockedDemand } from './demands.ts';
import { parseVersionsProps, VERSIONS_LOCK, VERSIONS_PROPS } from './locks/consistent-versions.ts';
import type { LockedProject, ProjectLock } from './locks/lockfile.ts';
import { locksOf } from './locks/locks.ts';
import { GLOBAL_LOCK, NEBULA_LOCK } from './locks/nebula-lock.ts';
import { pinsOf } from './locks/pins.ts';
import { lockProblems } from './notes.ts';

const LOCK_NAMES = new Set(['gradle.lockfile', NEBULA_LOCK, GLOBAL_LOCK, VERSIONS_LOCK]);

/** `taken`: the directories of projects whose builds are there. */
export function loneLocks(
  project: Project,
  taken: ReadonlySet<string>,
): { readonly units: readonly Unit[]; readonly diagnostics: readonly Diagnostic[] } {
  const homes = new Set(project.files.filter((path) => LOCK_NAMES.has(baseName(path))).map(directoryOf));
  const lone = [...homes]
    .filter((directory) => !taken.has(directory))
    .map((directory) => ({ directory, locks: locksOf(project, directory, directory) }))
    .filter(({ locks }) => locks.length > 0);
  const named = lone.flatMap(({ locks }) => locks.flatMap(({ lock }) => lock.projects)).filter(runs);
  const members = new Map(named.map((one) => [one.name, one]));
  const units = lone.flatMap(({ directory, locks }) => unitOf(directory, locks, members.get(baseName(directory))) ?? []);
  const diagnostics: Diagnostic[] = [...lockProblems(lone.flatMap(({ locks }) => locks))];
  append(diagnostics, withoutBuild(lone.flatMap(({ locks }) => locks.map(({ path }) => path))));
  append(diagnostics, unusedRecommendations(project, taken));
  return { units, diagnostics };
}

/** `member`: the directory as the locks beside it call it, where one of them has it on its class path. */
function unitOf(path: string, locks: readonly ProjectLock[], member: LockedProject | undefined): Unit | undefined {
  const dependencies = [...lockedOnly(pinsOf(locks, new Map()), new Set()), ...projectsOf(locks)];
  if (dependencies.length === 0) return undefined;
  const isRun = dependencies.some(({ scope }) => scope === 'runtime');
  return {
    ecosystem: 'jvm',
    path,
    ...(member === undefined ? {} : { name: `${member.group}:${member.name}` }),
    // A lock of nothing but tools is that of the directory above the projects.
    role: !isRun ? 'aggregator' : member === undefined ? 'service' : 'library',
    manifests: locks.map(({ path: file, kind }): Manifest => ({ path: file, kind, role: 'lock', group: 'default' })),
    dependencies,
    demands: dependencies.filter(({ kind }) => kind !== 'workspace').map((one) => lockedDemand(one, path)),
    runtimes: [],
    natives: [],
  };
}

function runs({ configuration }: LockedProject): boolean {
  return scopeOf(configuration, new Map()) === 'runtime';
}

/** Projects of the same build on the class path that runs. */
function projectsOf(locks: readonly ProjectLock[]): readonly Dependency[] {
  const found = new Map<string, Dependency>();
  for (const { path: file, lock } of locks)
    for (const { group, name, line } of lock.projects.filter(runs)) {
      const key = `${group}:${name}`;
      if (found.has(key)) continue;
      found.set(key, {
        ecosystem: 'jvm',
        name: key,
        purl: purlOf(group, name),
        constraint: '',
        kind: 'workspace',
        direct: true,
        group: 'default',
        scope: 'runtime',
        via: [],
        origin: { file, line, column: 1 },
      });
    }
  return [...found.values()];
}

function withoutBuild(locks: readonly string[]): readonly Diagnostic[] {
  const [file] = [...locks].sort(byText);
  if (file === undefined) return [];
  const isOne = locks.length === 1;
  return [
    {
      code: 'gradle/lock-alone',
      severity: 'note',
      message: `there is no build script beside ${isOne ? 'this lock file' : listed([...locks].sort(byText), 3)}; what the ${isOne ? 'build states' : 'builds state'} beside the pinned versions is not known; put the build beside ${isOne ? 'it, or remove it' : 'them, or remove them'}`,
      file,
      line: 1,
      column: 1,
    },
  ];
}

function unusedRecommendations(project: Project, taken: ReadonlySet<string>): readonly Diagnostic[] {
  const lone = project.files.filter((path) => baseName(path) === VERSIONS_PROPS && !taken.has(directoryOf(path)));
  return lone.flatMap((file): Diagnostic[] => {
    const found = project.parse(file, parseVersionsProps);
    if (isReadFailure(found) || found.length === 0) return [];
    const message = `no build of Gradle lies beside ${file}, so the versions that it recommends are given to nothing; put the build beside it, or remove it`;
    return [{ code: 'gradle/lock-alone', severity: 'note', message, file, line: 1, column: 1 }];
  });
}
