/** What a build has locked: `gradle.lockfile`, the older file per configuration, what plug-ins lock, and verification metadata. */
import { Lines } from '../../../../src/formats/lines.ts';
import { childOf, parseXml } from '../../../../src/formats/xml.ts';
import {
  addTo,
  append,
  type Diagnostic,
  isReadFailure,
  joinPath,
  type Project,
  type SourceFile,
} from '../../../../src/model/index.ts';
import { parseVersionsLock, VERSIONS_LOCK } from './consistent-versions.ts';
import type { LockedModule, Lockfile, ProjectLock } from './lockfile.ts';
import { GLOBAL_LOCK, NEBULA_LOCK, parseNebulaLock } from './nebula-lock.ts';

/**
 * Reads `group:name:version=configuration,configuration` and `empty=…` (Gradle User Manual, "Locking Versions"). In the
 * older form each file holds the modules of the one configuration that its name gives, and no line has an equals sign.
 */
export function parseLockfile({ path, text }: Pick<SourceFile, 'path' | 'text'>, configuration?: string): Lockfile {
  const modules: LockedModule[] = [];
  const empty: string[] = [];
  const problems: Diagnostic[] = [];
  text.split(/\r?\n/).forEach((raw, index) => {
    const written = raw.trim();
    if (written === '' || written.startsWith('#')) return;
    const equals = written.indexOf('=');
    const coordinates = equals < 0 ? written : written.slice(0, equals);
    const names = equals < 0 ? [] : written.slice(equals + 1).split(',');
    const configurations = (configuration === undefined || equals >= 0 ? names : [configuration])
      .map((name) => name.trim())
      .filter((name) => name !== '');
    if (coordinates === 'empty' && equals >= 0) {
      append(empty, configurations);
      return;
    }
    const [group, name, version, ...more] = coordinates.split(':');
    if (group === undefined || name === undefined || version === undefined || version === '' || more.length > 0)
      problems.push(notALockLine(path, index + 1));
    else modules.push({ group, name, version, configurations, line: index + 1 });
  });
  return { modules, projects: [], empty, problems };
}

function notALockLine(file: string, line: number): Diagnostic {
  const message =
    'this line is not one of a Gradle lock file (group:name:version=configurations); regenerate the lock with --write-locks';
  return { code: 'gradle/lock-line', severity: 'warning', message, file, line, column: 1, incomplete: true };
}

/** Lock files are parsed once per content; in `gradle/dependency-locks` the file's name is its configuration. */
function parseGradleLock(file: SourceFile): Lockfile {
  return parseLockfile(file, /(?:^|\/)dependency-locks\/([^/]+)\.lockfile$/.exec(file.path)?.[1]);
}

export interface Verified {
  readonly version: string;
  readonly line: number;
}

/**
 * `gradle/verification-metadata.xml`: `group:name` → every version of which a checksum is recorded. A build that verifies
 * can use no other; where one version stands alone it is the one in use.
 */
export function parseVerification({ text }: SourceFile): ReadonlyMap<string, readonly Verified[]> {
  const document = parseXml(text);
  const verified = new Map<string, Verified[]>();
  if (!document.ok) return verified;
  const lines = new Lines(text);
  const components = childOf(document.root, 'components');
  for (const component of components?.children ?? []) {
    const of = (key: string) => component.attributes.get(key);
    const [group, name, version] = [of('group'), of('name'), of('version')];
    if (group === undefined || name === undefined || version === undefined) continue;
    const key = `${group}:${name}`;
    addTo(verified, key, { version, line: lines.at(component.offset).line });
  }
  return verified;
}

/** Every kind of lock: how it is read; undefined for a file that only has the name of one. */
const READERS: Readonly<Record<ProjectLock['kind'], (file: SourceFile) => Lockfile | undefined>> = {
  'gradle-lockfile': parseGradleLock,
  'nebula-lock': parseNebulaLock,
  'versions-lock': parseVersionsLock,
};

/**
 * The lock files that count for one project: Gradle's own, the single one first (`single`, where the build puts it elsewhere); Nebula's, where one of the whole build
 * takes the place of the projects' own; and the one of consistent versions, which the whole build shares.
 */
export function locksOf(
  project: Project,
  directory: string,
  root: string,
  single: string | undefined = joinPath(directory, 'gradle.lockfile'),
): readonly ProjectLock[] {
  const folder = joinPath(directory, 'gradle/dependency-locks');
  const older =
    folder === undefined
      ? []
      : project
          .list(folder)
          .filter((name) => name.endsWith('.lockfile'))
          .map((name) => `${folder}/${name}`);
  const read = (kind: ProjectLock['kind'], path: string | undefined): readonly ProjectLock[] => {
    if (path === undefined || !project.has(path)) return [];
    const lock = project.parse(path, READERS[kind]);
    return lock === undefined || isReadFailure(lock) ? [] : [{ path, kind, lock }];
  };
  const global = read('nebula-lock', joinPath(root, GLOBAL_LOCK));
  return [
    ...[single, ...older].flatMap((path) => read('gradle-lockfile', path)),
    ...(global.length > 0 ? global : read('nebula-lock', joinPath(directory, NEBULA_LOCK))),
    ...read('versions-lock', joinPath(root, VERSIONS_LOCK)),
  ];
}
