/** maven-metadata.xml: what a repository lists of an artifact, or of one SNAPSHOT. Reference: Maven repository metadata model. */
import { childOf, parseXml, textIn } from '../../../../src/formats/xml.ts';

export interface Metadata {
  readonly versions: readonly string[];
  /** What LATEST and RELEASE stand for. */
  readonly latest?: string;
  readonly release?: string;
  /** `yyyyMMddHHmmss`, UTC. */
  readonly lastUpdated?: string;
  /** The newest deployment of a SNAPSHOT. */
  readonly snapshot?: Deployment;
  /** The same for each of its files, where they were not deployed at once. */
  readonly files: readonly DeployedFile[];
}

export interface Deployment {
  /** `yyyyMMdd.HHmmss`, UTC. */
  readonly timestamp: string;
  readonly buildNumber: string;
}

interface DeployedFile {
  readonly extension: string;
  readonly classifier: string;
  /** `1.0-20240101.010203-4` */
  readonly value: string;
}

/** Undefined where the text is no metadata. */
export function parseMetadata(source: string): Metadata | undefined {
  const document = parseXml(source);
  const versioning = document.ok ? childOf(document.root, 'versioning') : undefined;
  if (versioning === undefined) return undefined;
  const told = (name: 'latest' | 'release' | 'lastUpdated') => {
    const value = textIn(versioning, name);
    return value === '' ? {} : { [name]: value };
  };
  const snapshot = childOf(versioning, 'snapshot');
  const [timestamp, buildNumber] = [textIn(snapshot, 'timestamp'), textIn(snapshot, 'buildNumber')];
  return {
    versions: (childOf(versioning, 'versions')?.children ?? []).map((one) => one.text.trim()),
    ...told('latest'),
    ...told('release'),
    ...told('lastUpdated'),
    ...(timestamp === '' || buildNumber === '' ? {} : { snapshot: { timestamp, buildNumber } }),
    files: (childOf(versioning, 'snapshotVersions')?.children ?? []).map((one) => ({
      extension: textIn(one, 'extension'),
      classifier: textIn(one, 'classifier'),
      value: textIn(one, 'value'),
    })),
  };
}

/** `1.0-SNAPSHOT` → the version in the name of its newest file with this ending (`.pom`, `-tests.jar`). */
export function deployedVersion({ snapshot, files }: Metadata, version: string, ending: string): string {
  const [, classifier = '', extension = ''] = /^(?:-(.+?))?\.(.+)$/.exec(ending) ?? [];
  const file = files.find((one) => one.extension === extension && one.classifier === classifier);
  if (file !== undefined && file.value !== '') return file.value;
  if (snapshot === undefined || files.length > 0) return version;
  return version.replace(/SNAPSHOT$/, `${snapshot.timestamp}-${snapshot.buildNumber}`);
}

/** What the newest of several repositories says. */
export function newest(all: readonly Metadata[], name: 'latest' | 'release'): string | undefined {
  let best: Metadata | undefined;
  for (const one of all)
    if (one[name] !== undefined && (best === undefined || (best.lastUpdated ?? '') < (one.lastUpdated ?? ''))) best = one;
  return best?.[name];
}
