/** maven-metadata.xml: what a repository lists of an artifact, or of one SNAPSHOT. Reference: Maven repository metadata model. */
import { parseXml, type XmlElement } from '../../../src/formats/xml.ts';

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

function child(element: XmlElement | undefined, name: string): XmlElement | undefined {
  return element?.children.find((one) => one.name === name);
}

function text(element: XmlElement | undefined, name: string): string {
  return child(element, name)?.text.trim() ?? '';
}

/** Undefined where the text is no metadata. */
export function parseMetadata(source: string): Metadata | undefined {
  const document = parseXml(source);
  const versioning = document.ok ? child(document.root, 'versioning') : undefined;
  if (versioning === undefined) return undefined;
  const told = (name: 'latest' | 'release' | 'lastUpdated') => {
    const value = text(versioning, name);
    return value === '' ? {} : { [name]: value };
  };
  const snapshot = child(versioning, 'snapshot');
  const [timestamp, buildNumber] = [text(snapshot, 'timestamp'), text(snapshot, 'buildNumber')];
  return {
    versions: (child(versioning, 'versions')?.children ?? []).map((one) => one.text.trim()),
    ...told('latest'),
    ...told('release'),
    ...told('lastUpdated'),
    ...(timestamp === '' || buildNumber === '' ? {} : { snapshot: { timestamp, buildNumber } }),
    files: (child(versioning, 'snapshotVersions')?.children ?? []).map((one) => ({
      extension: text(one, 'extension'),
      classifier: text(one, 'classifier'),
      value: text(one, 'value'),
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
