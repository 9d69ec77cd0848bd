/** Regular expressions of a chart: none that may take long. */
import type { Value } from '../values.ts';
import { text } from './arguments.ts';

/** Patterns of one piece: others may take as long as their writer wants here. */
const PLAIN_PATTERN = /^\^?(?:[\w./:@ -]|\\[.\-/dws])*(?:\[\^?(?:[\w.\-/: @]|\\[.\-/dws])+\]|\\[dws])?[+*]?\$?$/;

export function patternOf(value: Value, flags = ''): RegExp | undefined {
  const source = text(value);
  return PLAIN_PATTERN.test(source) ? compiled(source, flags) : undefined;
}

/** Undefined for what is no pattern. */
export function compiled(source: string, flags = ''): RegExp | undefined {
  try {
    return new RegExp(source, flags);
  } catch {
    return undefined;
  }
}
