import { baseName, directoryOf } from './paths.ts';
import type { ReadFailure, SourceFile } from './source.ts';

/**
 * The files of the root as analyzers see them. Reading is confined to the root: a path that leaves it
 * (by `..`, an absolute path or a symlink) answers `outside-root`. No analyzer opens anything by itself.
 */
export interface Project {
  /** Discovered files that match the analyzer's own patterns, sorted. */
  readonly files: readonly string[];
  /** Directories that discovery visited (ignored ones are absent), sorted. */
  readonly directories: readonly string[];
  /** Names of the entries of a directory that discovery kept; empty when it is unknown. */
  list(directory: string): readonly string[];
  has(path: string): boolean;
  read(path: string): SourceFile | ReadFailure;
  /** The bytes of what is no text: an archive. They are not kept. */
  bytes(path: string): Uint8Array | ReadFailure;
  /** Parses at most once per parser and content, however often it is asked for. `parser` has to be a pure, module-level function. */
  parse<T>(path: string, parser: (file: SourceFile) => T): T | ReadFailure;
}

/** Whether an entry of that path lies in the tree, whatever the analyzer's patterns. */
export function isListed(project: Pick<Project, 'list'>, path: string): boolean {
  return project.list(directoryOf(path)).includes(baseName(path));
}

/**
 * What a discovery pattern names: a base name (`pom.xml`), an ending (`*.gradle.kts`),
 * a beginning and an ending (`requirements*.txt`), or a directory and an ending (`requirements/*.txt`).
 */
export type FilePattern = string;
