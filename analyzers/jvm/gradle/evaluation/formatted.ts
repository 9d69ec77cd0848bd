/** `String.format(pattern, …)` and `pattern.format(…)`: texts in places. Reference: `java.util.Formatter`. */
import { text, textOf, UNKNOWN_VALUE, type Value } from './values.ts';

const DIRECTIVE = /%(?:(\d+)\$)?([a-zA-Z%])|%/g;

/** Unknown where a directive shows more than the value as it is. */
export function formatted(pattern: string, given: readonly Value[]): Value {
  let next = 0;
  let isKnown = true;
  const shown = pattern.replaceAll(DIRECTIVE, (_, position: string | undefined, kind: string | undefined) => {
    if (kind === '%') return '%';
    if (kind === 'n') return '\n';
    const value = textOf(given[position === undefined ? next++ : Number(position) - 1]);
    if (value === undefined || (kind !== 's' && kind !== 'd')) isKnown = false;
    return value ?? '';
  });
  return isKnown ? text(shown) : UNKNOWN_VALUE;
}
