/** Where a fact stands in a file. `line` and `column` count from 1; `file` is relative to the root, with `/`. */
export interface Origin {
  readonly file: string;
  readonly line: number;
  readonly column?: number;
}

/** A place as messages name it. */
export function placeText({ file, line }: Pick<Origin, 'file' | 'line'>): string {
  return `${file}:${line}`;
}

/** The line in which an offset of a text lies, from 1. */
export function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length;
}

/** The gravest first. */
export const SEVERITIES = ['error', 'warning', 'note'] as const;
/** `error`: no joint solution, or one that breaks at run time; `warning`: it works only if something moves; `note`: blocks nothing. */
export type Severity = (typeof SEVERITIES)[number];

/** Orders what has a severity, the gravest first. */
export function gravity({ severity }: { readonly severity: Severity }): number {
  return SEVERITIES.indexOf(severity);
}

/**
 * Bad or half-understood input as a value. `incomplete` says that something could not be read
 * and therefore verdicts may miss it: such a diagnostic fails a `--strict` run.
 */
export interface Diagnostic {
  readonly code: string;
  readonly severity: Severity;
  /** One sentence: what is wrong and what to do about it. */
  readonly message: string;
  readonly file?: string;
  readonly line?: number;
  readonly column?: number;
  readonly incomplete?: boolean;
}

/** A file's content. `text` is decoded by its byte order mark, else as UTF-8, with the mark removed. */
export interface SourceFile {
  readonly path: string;
  readonly bytes: Uint8Array;
  readonly text: string;
}

/** Why a file or a directory could not be read; `message` says what to do. */
export interface ReadFailure {
  readonly path: string;
  readonly reason: 'missing' | 'outside-root' | 'too-large' | 'unreadable' | 'binary' | 'not-a-file';
  readonly message: string;
}

/** Tells a failure from what was asked for: bytes, entries or a parsed file. */
export function isReadFailure(value: unknown): value is ReadFailure {
  return typeof value === 'object' && value !== null && 'reason' in value && 'message' in value;
}
