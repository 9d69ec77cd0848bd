/** Functions of texts. */
import { isList, type List, textOf, UNKNOWN, type Value } from '../values.ts';
import { int, type Plain, text } from './arguments.ts';
import { MAX_ITEMS } from './numbers.ts';
import { patternOf } from './patterns.ts';
import { printed, printf } from './printf.ts';
import { bounded } from './refused.ts';

function indented(spaces: Value, value: Value): string {
  const pad = ' '.repeat(Math.min(Math.max(int(spaces), 0), 1000));
  return bounded(pad + text(value).replaceAll('\n', `\n${pad}`));
}

/** Go's `%q` is what JSON writes, for what charts hold. */
function quoted(values: List): string {
  return values.flatMap((value) => (value === undefined ? [] : JSON.stringify(textOf(value)))).join(' ');
}

function titled(value: string): string {
  return value.replace(/(^|[\s-])(\p{L})/gu, (_, before: string, letter: string) => before + letter.toUpperCase());
}

function trimmed(value: string, signs: string, atStart: boolean, atEnd: boolean): string {
  let from = 0;
  let to = value.length;
  while (atStart && from < to && signs.includes(value.charAt(from))) from++;
  while (atEnd && to > from && signs.includes(value.charAt(to - 1))) to--;
  return value.slice(from, to);
}

export const TEXTS: Readonly<Record<string, Plain>> = {
  print: (...values) => printed(values),
  println: (...values) => `${values.map(textOf).join(' ')}\n`,
  printf: (format, ...values) => printf(text(format), values),
  quote: (...values) => quoted(values),
  squote: (...values: List) => values.flatMap((value) => (value === undefined ? [] : `'${textOf(value)}'`)).join(' '),
  toString: (value: Value) => text(value),
  indent: indented,
  nindent: (spaces, value) => `\n${indented(spaces, value)}`,
  trunc: (length, value) => {
    const count = int(length);
    return count < 0 ? text(value).slice(count) : text(value).slice(0, count);
  },
  trim: (value) => text(value).trim(),
  trimAll: (signs, value) => trimmed(text(value), text(signs), true, true),
  trimLeft: (signs, value) => trimmed(text(value), text(signs), true, false),
  trimRight: (signs, value) => trimmed(text(value), text(signs), false, true),
  trimSuffix: (end, value) =>
    text(end) !== '' && text(value).endsWith(text(end)) ? text(value).slice(0, -text(end).length) : text(value),
  trimPrefix: (start, value) => (text(value).startsWith(text(start)) ? text(value).slice(text(start).length) : text(value)),
  nospace: (value) => text(value).replaceAll(/\s/g, ''),
  lower: (value) => text(value).toLowerCase(),
  upper: (value) => text(value).toUpperCase(),
  title: (value) => titled(text(value)),
  untitle: (value) =>
    text(value).replace(/(^|\s)(\p{L})/gu, (_, before: string, letter: string) => before + letter.toLowerCase()),
  replace: (from, to, value) => bounded(text(value).replaceAll(text(from), () => text(to))),
  contains: (part, value) => text(value).includes(text(part)),
  hasPrefix: (start, value) => text(value).startsWith(text(start)),
  hasSuffix: (end, value) => text(value).endsWith(text(end)),
  repeat: (count, value) => bounded(text(value).repeat(Math.min(Math.max(int(count), 0), MAX_ITEMS))),
  substr: (from, to, value) => text(value).slice(Math.max(int(from), 0), int(to) < 0 ? undefined : int(to)),
  cat: (...values) => values.flatMap((value) => (value === undefined ? [] : textOf(value))).join(' '),
  join: (separator, values) =>
    bounded((isList(values) ? values : [values]).flatMap((one) => (one === undefined ? [] : textOf(one))).join(text(separator))),
  split: (separator, value) =>
    new Map(
      text(value)
        .split(text(separator))
        .map((part, index) => [`_${index}`, part]),
    ),
  splitList: (separator, value) => text(value).split(text(separator)),
  kebabcase: (value) =>
    text(value)
      .replaceAll(/([a-z\d])([A-Z])/g, '$1-$2')
      .replaceAll(/[\s_]+/g, '-')
      .toLowerCase(),
  snakecase: (value) =>
    text(value)
      .replaceAll(/([a-z\d])([A-Z])/g, '$1_$2')
      .replaceAll(/[\s-]+/g, '_')
      .toLowerCase(),
  camelcase: (value) => text(value).replaceAll(/(?:^|(?<![\s_-])[\s_-]+)(\p{L})/gu, (_, letter: string) => letter.toUpperCase()),
  regexMatch: (pattern, value) => patternOf(pattern)?.test(text(value)) ?? UNKNOWN,
  regexFind: (pattern, value) => {
    const found = patternOf(pattern);
    return found === undefined ? UNKNOWN : (found.exec(text(value))?.[0] ?? '');
  },
  regexReplaceAll: (pattern, value, to) => {
    const found = patternOf(pattern, 'g');
    return found === undefined || text(to).includes('$') ? UNKNOWN : text(value).replace(found, () => text(to));
  },
  base: (value) => text(value).split('/').at(-1) ?? '',
  dir: (value) => text(value).split('/').slice(0, -1).join('/') || '.',
  ext: (value) => /\.[^./]*$/.exec(text(value))?.[0] ?? '',
};
