/**
 * Functions of templates that need nothing but their arguments: those of text/template, of Sprig, and Helm's own
 * ("Template Function List"). What is given something unknown is unknown, and so is what only a run could tell.
 */
import { type List, UNKNOWN, type Value } from '../values.ts';
import type { Plain } from './arguments.ts';
import { COLLECTIONS } from './collections.ts';
import { COMPARING } from './comparing.ts';
import { FORMATS } from './formats.ts';
import { NUMBERS } from './numbers.ts';
import { TEXTS } from './texts.ts';

const ALL: ReadonlyMap<string, Plain> = new Map(
  [COMPARING, TEXTS, FORMATS, NUMBERS, COLLECTIONS].flatMap((table) =>
    Object.entries(table).flatMap(([name, run]) => [
      [name, run] as const,
      // Sprig's functions that fail where their likes give nothing.
      [`must${name.charAt(0).toUpperCase()}${name.slice(1)}`, run] as const,
    ]),
  ),
);

/** What is asked of something unknown and known all the same. */
const OF_ANYTHING: ReadonlySet<string> = new Set([
  'list',
  'dict',
  'tuple',
  'set',
  'append',
  'prepend',
  'concat',
  'deepCopy',
  'merge',
  'mergeOverwrite',
]);

/** What a function gives; unknown for one that is not known here. */
export function called(name: string, args: List): Value {
  const run = ALL.get(name);
  if (run === undefined || (args.includes(UNKNOWN) && !OF_ANYTHING.has(name))) return UNKNOWN;
  return run(...args);
}
