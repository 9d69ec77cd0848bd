import { parseVersionNotation, type RichVersion } from './rich-version.ts';

export type DependencyKind = 'module' | 'project' | 'platform' | 'enforcedPlatform' | 'constraint';

/** A dependency while its block is read; `undefined` group and name are unknown or, for projects, absent. */
export interface Draft {
  group: string | undefined;
  name: string | undefined;
  version: RichVersion;
  kind: DependencyKind;
  path?: string;
  /** The configuration of a project that is asked for by its name. */
  targetConfiguration?: string;
  classifier?: string;
  ext?: string;
  transitive?: boolean;
  changing?: boolean;
  exclusions: string[];
  capabilities: string[];
  /** Whether what is strict in it is strict for others, where a line says so: platforms do by themselves. */
  endorses?: boolean;
  /** Stands for what only a run of the build would name. */
  unread?: true;
  /** Set where a part can't be known without running the build. */
  dynamic?: boolean;
}

export function draft(group: string | undefined, name: string | undefined, version: RichVersion = {}): Draft {
  return { group, name, version, kind: 'module', exclusions: [], capabilities: [] };
}

/** Reads `group:name[:version[:classifier]][@ext]` (Gradle User Manual, "Declaring dependencies"); undefined when it is none. */
export function parseNotation(notation: string): Draft | undefined {
  const marker = notation.lastIndexOf('@');
  const ext = marker > 0 && !notation.slice(marker).includes(':') ? notation.slice(marker + 1) : undefined;
  const parts = (ext === undefined ? notation : notation.slice(0, marker)).split(':');
  const [group = '', name = '', version = '', classifier] = parts;
  if (parts.length < 2 || parts.length > 4 || name === '' || /\s/.test(group) || /\s/.test(name)) return undefined;
  const made = draft(group, name, parseVersionNotation(version));
  if (classifier !== undefined && classifier !== '') made.classifier = classifier;
  if (ext !== undefined) {
    made.ext = ext;
    made.transitive = false;
  }
  return made;
}
