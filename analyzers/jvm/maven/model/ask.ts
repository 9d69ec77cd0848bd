/** What building a model asks of the outside: POMs, by file or by coordinates. One algorithm for files and for registries. */
import type { ParsedPom, PomRepository } from './pom.ts';

export interface Coordinates {
  readonly groupId: string;
  readonly artifactId: string;
  readonly version: string;
}

/** What the builder asks for: a file of the project (relativePath applied), or a POM by its coordinates. */
export type PomRequest =
  | { readonly kind: 'file'; readonly from: string; readonly relativePath: string }
  | { readonly kind: 'coordinates'; readonly wanted: Coordinates; readonly repositories: readonly PomRepository[] };

export interface PomAnswer {
  readonly pom: ParsedPom;
  /** In the project: read strictly, and its own parents may be files. */
  readonly local: boolean;
}

export type Ask<T> = Generator<PomRequest, T, PomAnswer | undefined>;
