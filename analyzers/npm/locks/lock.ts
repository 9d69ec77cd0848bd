import type { Diagnostic } from '../../../src/model/index.ts';
import type { Adjustments } from '../overrides/adjustments.ts';

export type EdgeKind = 'prod' | 'dev' | 'optional' | 'peer' | 'peerOptional' | 'workspace';

/** A dependency as a lock writes it, and the package that it found. */
export interface LockedEdge {
  readonly name: string;
  readonly spec: string;
  readonly kind: EdgeKind;
  /** Id of the package; undefined where nothing is installed for it. */
  readonly to: string | undefined;
  /** What the lock writes for it, where that is not the id: a version, `link:../b`. */
  readonly written?: string;
}

/** One installed copy. */
export interface LockedPackage {
  /** What the lock calls it: a path in node_modules, a key, a resolution. */
  readonly id: string;
  readonly name: string;
  /** Name under which it is installed, when that is another. */
  readonly alias?: string;
  readonly version?: string;
  readonly line: number;
  /** Reached only through development dependencies; undefined where the lock does not say. */
  readonly dev?: boolean;
  readonly optional?: boolean;
  readonly devOptional?: boolean;
  readonly peer?: boolean;
  /** A package of the workspace itself: its directory, relative to the lock's. */
  readonly local?: string;
  readonly peers: readonly Peer[];
  readonly node?: string;
  /** os, cpu and libc conditions, as written. */
  readonly platforms?: string;
  readonly isNative: boolean;
  /** Comes inside the archive of the package above it. */
  readonly isBundled?: boolean;
  readonly isExtraneous?: boolean;
  /** Names of the packages in its own archive (pnpm). */
  readonly bundles?: readonly string[];
}

export interface Peer {
  readonly name: string;
  readonly range: string;
  readonly optional: boolean;
}

export interface Lock {
  readonly file: string;
  readonly kind: 'package-lock' | 'npm-shrinkwrap' | 'pnpm-lock' | 'yarn-lock' | 'bun-lock';
  /** As the file states it: `3`, `9.0`, `berry-8`. */
  readonly version: string;
  readonly packages: ReadonlyMap<string, LockedPackage>;
  /** pnpm: the catalogs and overrides that the lock was written under. */
  readonly catalogs?: ReadonlyMap<string, ReadonlyMap<string, { readonly specifier: string; readonly version: string }>>;
  readonly overrides?: ReadonlyMap<string, string>;
  /** yarn berry's version of its cache. */
  readonly cacheKey?: string;
  /** Edges of the importers that the lock names, by directory relative to the lock; undefined where it names none (yarn 1). */
  readonly importers: ReadonlyMap<string, readonly LockedEdge[]> | undefined;
  /** Where an importer's dependency leads that the lock does not list by importer. */
  find(name: string, spec: string): string | undefined;
  /** npm: what a directory's code finds under a name. */
  resolveFrom?(directory: string, name: string): string | undefined;
  edges(id: string): readonly LockedEdge[];
  /** berry: with resolutions, which move edges, and packageExtensions, which add some, both without a trace in the lock. */
  adjustedBy?(adjustments: Adjustments): Lock;
}

export type LockAnswer = { readonly lock?: Lock; readonly diagnostics: readonly Diagnostic[] };

/** Properties of an object that came out of JSON.parse, whatever their names. */
export type Table = ReadonlyMap<string, unknown>;

const NO_TABLE: Table = new Map();

export function tableOf(value: unknown): Table {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return NO_TABLE;
  return new Map(Object.entries(value));
}

const NO_TEXTS: ReadonlyMap<string, string> = new Map();

export function textsOf(value: unknown): ReadonlyMap<string, string> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return NO_TEXTS;
  const found = new Map<string, string>();
  for (const [key, inner] of Object.entries(value)) if (typeof inner === 'string') found.set(key, inner);
  return found;
}

export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

export function unreadable(file: string, message: string, line = 1, column?: number): Diagnostic {
  return {
    code: 'npm/lock-unreadable',
    severity: 'error',
    message,
    file,
    line,
    incomplete: true,
    ...(column === undefined ? {} : { column }),
  };
}
