/** What is gathered of one home while its files are read. */
import type { Diagnostic, ManifestKind, ManifestRole, Origin } from '../../../src/model/index.ts';
import { bothMarkers, type LockFacts, type ManifestFacts } from '../declared.ts';

export interface ManifestAt {
  readonly path: string;
  readonly facts: ManifestFacts;
}

export interface LockAt {
  readonly path: string;
  readonly group: string;
  readonly facts: LockFacts;
}

/** Notes that a file belongs to the home. */
export type Lister = (path: string, kind: ManifestKind, role: ManifestRole, group: string) => void;

export interface Collected {
  readonly manifests: ManifestAt[];
  readonly locks: LockAt[];
  readonly list: Lister;
  readonly diagnostics: Diagnostic[];
}

/** Lines of a list that is there for some interpreters only; what it includes may be there for others, too. */
export function whereHeld<T extends { readonly marker?: string; readonly origin: Origin }>(
  lines: readonly T[],
  path: string,
  marker: string | undefined,
): readonly T[] {
  if (marker === undefined) return lines;
  return lines.map((one) => (one.origin.file === path ? { ...one, marker: bothMarkers(one.marker, marker) ?? marker } : one));
}
