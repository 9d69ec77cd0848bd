import type { Files } from './read.ts';

/** A build script and what it declares, in the notation of `shown`. */
export interface Shape {
  readonly what: string;
  readonly script: string;
  readonly files?: Files;
  readonly expected: readonly string[];
}
