/** Go's `fmt`, as far as charts use it. */
import { isDict, isList, type List, textOf, UNKNOWN, type Value } from '../values.ts';
import { float } from './arguments.ts';
import { typeOf } from './kinds.ts';
import { bounded } from './refused.ts';

/** `%s %d %v %q` and `%%`, with widths; a verb that is none of these leaves the whole unknown. */
export function printf(format: string, values: List): Value {
  let next = 0;
  let open = false;
  const made = format.replace(
    /%([-+ 0#]*)(\d*)(?:\.(\d+))?([a-zA-Z%])/g,
    (_, flags: string, width: string, digits: string, verb: string) => {
      if (verb === '%') return '%';
      const value = values[next++];
      const shown = formatted(verb, value, digits);
      if (shown === undefined) open = true;
      const pad = flags.includes('0') && verb !== 's' ? '0' : ' ';
      const size = Math.min(Number(width || 0), 1000);
      return flags.includes('-') ? (shown ?? '').padEnd(size) : (shown ?? '').padStart(size, pad);
    },
  );
  return open ? UNKNOWN : bounded(made);
}

function formatted(verb: string, value: Value, digits: string | undefined): string | undefined {
  switch (verb) {
    case 's':
      return value === undefined
        ? '%!s(<nil>)'
        : typeof value === 'string' || isList(value) || isDict(value)
          ? textOf(value)
          : `%!s(${typeOf(value)}=${textOf(value)})`;
    case 'v':
      return textOf(value);
    case 'd':
      return typeof value === 'bigint' ? String(value) : `%!d(${typeOf(value)}=${textOf(value)})`;
    case 'q':
      return JSON.stringify(textOf(value));
    case 't':
      return typeof value === 'boolean' ? String(value) : undefined;
    case 'f':
      return float(value).toFixed(Number(digits ?? 6));
    default:
      return undefined;
  }
}

/** Go's `Sprint`: a space between two operands of which neither is a text. */
export function printed(values: List): string {
  return values
    .map((value, index) => {
      const isApart = index > 0 && typeof value !== 'string' && typeof values[index - 1] !== 'string';
      return `${isApart ? ' ' : ''}${textOf(value)}`;
    })
    .join('');
}
