/** What a build has locked: `gradle.lockfile`, the older file per configuration, and verification metadata. */
import { Lines } from '../../../src/formats/lines.ts';
import { parseXml } from '../../../src/formats/xml.ts';
import { addTo, append, isReadFailure, joinPath, type Project, type SourceFile } from '../../../src/model/index.ts';

export interface LockedModule {
  readonly group: string;
  readonly name: string;
  readonly version: string;
  readonly configurations: readonly string[];
  readonly line: number;
}

export interface Lockfile {
  readonly modules: readonly LockedModule[];
  /** Configurations that are locked and hold nothing. */
  readonly empty: readonly string[];
  /** Lines that are none of a lock file. */
  readonly unread: readonly number[];
}

/**
 * Reads `group:name:version=configuration,configuration` and `empty=…` (Gradle User Manual, "Locking Versions"). In the
 * older form each file holds the modules of the one configuration that its name gives, and no line has an equals sign.
 */
export function parseLockfile(text: string, configuration?: string): Lockfile {
  const modules: LockedModule[] = [];
  const empty: string[] = [];
  const unread: number[] = [];
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
      unread.push(index + 1);
    else modules.push({ group, name, version, configurations, line: index + 1 });
  });
  return { modules, empty, unread };
}

/** Lock files are parsed once per content; in `gradle/dependency-locks` the file's name is its configuration. */
export function parseLockFile({ path, text }: SourceFile): Lockfile {
  const configuration = /(?:^|\/)dependency-locks\/([^/]+)\.lockfile$/.exec(path)?.[1];
  return parseLockfile(text, configuration);
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
  const components = document.root.children.find(({ name }) => name === 'components');
  for (const component of components?.children ?? []) {
    const of = (key: string) => component.attributes.get(key);
    const [group, name, version] = [of('group'), of('name'), of('version')];
    if (group === undefined || name === undefined || version === undefined) continue;
    const key = `${group}:${name}`;
    addTo(verified, key, { version, line: lines.at(component.offset).line });
  }
  return verified;
}

export interface ProjectLock {
  readonly path: string;
  readonly lock: Lockfile;
}

/** The lock files of one project's directory, the single one first. */
export function locksOf(project: Project, directory: string): readonly ProjectLock[] {
  const folder = joinPath(directory, 'gradle/dependency-locks');
  const older =
    folder === undefined
      ? []
      : project
          .list(folder)
          .filter((name) => name.endsWith('.lockfile'))
          .map((name) => `${folder}/${name}`);
  const single = joinPath(directory, 'gradle.lockfile');
  return [...(single === undefined ? [] : [single]), ...older].flatMap((path) => {
    const lock = project.has(path) ? project.parse(path, parseLockFile) : undefined;
    return lock === undefined || isReadFailure(lock) ? [] : [{ path, lock }];
  });
}
