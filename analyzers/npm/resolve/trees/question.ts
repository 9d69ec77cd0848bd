/** What npm is asked about services, and what it answers. */
import type { NpmLine, NpmService } from '../services.ts';
import type { TreeFacts } from './facts.ts';
import type { NameClash } from './merge.ts';

export type Model = 'flat' | 'hoisted';

export interface Question {
  readonly services: readonly NpmService[];
  readonly model: Model;
  /**
   * What the services' locks are worth. `preferred`: their versions are taken wherever they suit; `kept`: besides, lines that
   * they agree on stay where they are (model `flat`).
   */
  readonly locks?: 'preferred' | 'kept';
  /** Keep what each service's root sets for itself, as a merged package.json could. */
  readonly withSettings?: boolean;
}

/** Of whom a set of lines is, and how they are installed. */
export type Asked = Pick<Question, 'services' | 'model'>;

export type JointAnswer =
  | {
      readonly kind: 'ok';
      readonly facts: TreeFacts;
      /** Packages left out because the registry could not be asked about them; what they say might end this. */
      readonly unasked: readonly string[];
    }
  | {
      readonly kind: 'conflict';
      /** npm's code; `NONRANGE` where one package.json cannot even state the question. */
      readonly code: 'ETARGET' | 'ERESOLVE' | 'NONRANGE' | 'EOVERRIDE';
      /** Lines on one name that exclude each other, found before any tree was built. */
      readonly clashes: readonly NameClash[];
      /** npm's own error, where the tree failed. */
      readonly error?: NpmFailure;
    }
  | { readonly kind: 'unknown'; readonly failure: NpmFailure };

/** What the tree builder threw. */
export interface NpmFailure {
  readonly code: string;
  readonly message: string;
  /** The package that could not be had, where one is to blame. */
  readonly package?: string;
  readonly cause: unknown;
}

/** How services are installed in one of the models. */
export interface ModelTrees {
  answer(question: Question): Promise<JointAnswer>;
  /** The tree of these lines of theirs alone. */
  ofLines(lines: readonly NpmLine[], services: readonly NpmService[]): Promise<JointAnswer>;
  /** Whether these lines of theirs are refused together. */
  fails(lines: readonly NpmLine[], services: readonly NpmService[]): Promise<boolean>;
}

/** Packages of the project that are linked have lines of their own. */
export function isAsked({ source }: NpmLine): boolean {
  return source.kind === 'registry' || source.kind === 'archive';
}
