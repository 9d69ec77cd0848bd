/** What methods of a text give. */
import { directoryText, pathIn } from './common.ts';
import { formatted } from './formatted.ts';
import { matchOf } from './patterns.ts';
import { type Args, type Closure, flag, number, text, textOf, textOfAll, UNKNOWN, UNKNOWN_VALUE, type Value } from './values.ts';

/** Runs a closure with arguments, `this` being what it is called on. */
export type Invoke = (closure: Closure, given: readonly Value[], self?: Value) => Value;

export function joined(items: readonly Value[], separator: string): Value {
  return textOfAll(items, separator);
}

export function asNumber(value: Extract<Value, { kind: 'text' }>): Value {
  return /^\s*-?\d+\s*$/.test(value.text) ? number(Number(value.text)) : UNKNOWN_VALUE;
}

export function decided(value: boolean | undefined): Value {
  return value === undefined ? UNKNOWN_VALUE : flag(value);
}

/** Methods that hand the text, or the file that it names, to a block. */
const TAKING = new Set(['map', 'let', 'use', 'withInputStream', 'withReader']);

/** Lines of a text; of a file, whose path begins with a slash, what it holds is not read. */
function lines(own: string): Value {
  return own.startsWith('/') ? UNKNOWN_VALUE : { kind: 'list', items: own.split(/\r?\n/).map(text) };
}

/** Kotlin's own: the blank first and last line go, and the indent that all others share. */
function trimIndent(own: string): string {
  const all = own.split(/\r?\n/);
  const indents = all.filter((line) => line.trim() !== '').map((line) => line.length - line.trimStart().length);
  const least = indents.length === 0 ? 0 : Math.min(...indents);
  return withoutBlankEnds(all)
    .map((line) => line.slice(least))
    .join('\n');
}

function trimMargin(own: string): string {
  return withoutBlankEnds(own.split(/\r?\n/))
    .map((line) => line.replace(/^\s*\|/, ''))
    .join('\n');
}

function withoutBlankEnds(all: readonly string[]): readonly string[] {
  return all.filter((line, index) => (index > 0 && index < all.length - 1) || line.trim() !== '');
}

/** What stands before or behind a separator; the text itself, or what is given, where it has none. */
function beside(side: 'before' | 'after', found: (own: string, separator: string) => number) {
  return (own: string, separator: string, otherwise: string | undefined): Value => {
    const at = found(own, separator);
    if (at < 0) return text(otherwise ?? own);
    return text(side === 'before' ? own.slice(0, at) : own.slice(at + separator.length));
  };
}

const firstOf = (own: string, separator: string): number => own.indexOf(separator);

const lastOf = (own: string, separator: string): number => own.lastIndexOf(separator);

/** Methods of a text without arguments, and those that take another text. */
const PLAIN: Readonly<Record<string, (own: string) => Value>> = {
  isEmpty: (own) => flag(own.trim() === ''),
  isBlank: (own) => flag(own.trim() === ''),
  toLowerCase: (own) => text(own.toLowerCase()),
  lowercase: (own) => text(own.toLowerCase()),
  toUpperCase: (own) => text(own.toUpperCase()),
  uppercase: (own) => text(own.toUpperCase()),
  readLines: lines,
  lines,
  lineSequence: lines,
  trimIndent: (own) => text(trimIndent(own)),
  trimMargin: (own) => text(trimMargin(own)),
  isNotEmpty: (own) => flag(own !== ''),
  isNotBlank: (own) => flag(own.trim() !== ''),
  orEmpty: text,
  trimStart: (own) => text(own.trimStart()),
  trimEnd: (own) => text(own.trimEnd()),
  toBoolean: (own) => flag(['true', 'y', '1'].includes(own.trim().toLowerCase())),
  toRegex: (own) => text(own),
  toBooleanStrict: (own) => flag(own === 'true'),
  capitalize: (own) => text(own.charAt(0).toUpperCase() + own.slice(1)),
  length: (own) => number(own.length),
  size: (own) => number(own.length),
  tokenize: (own) => tokens(own, ' \t\n\r\f'),
};

const WITH_TEXT: Readonly<Record<string, (own: string, other: string, end: string | undefined) => Value>> = {
  startsWith: (own, other) => flag(own.startsWith(other)),
  endsWith: (own, other) => flag(own.endsWith(other)),
  contains: (own, other) => flag(own.includes(other)),
  plus: (own, other) => text(own + other),
  equals: (own, other) => flag(own === other),
  equalsIgnoreCase: (own, other) => flag(own.toLowerCase() === other.toLowerCase()),
  lastIndexOf: (own, other) => text(String(own.lastIndexOf(other))),
  indexOf: (own, other) => text(String(own.indexOf(other))),
  substring: (own, from, end) => text(own.slice(Number(from), end === undefined ? undefined : Number(end))),
  split: (own, separator) => ({ kind: 'list', items: own.split(separator.replaceAll(/\\(\W)/g, '$1')).map(text) }),
  tokenize: tokens,
  substringBefore: beside('before', firstOf),
  substringAfter: beside('after', firstOf),
  substringBeforeLast: beside('before', lastOf),
  substringAfterLast: beside('after', lastOf),
  removePrefix: (own, other) => text(own.startsWith(other) ? own.slice(other.length) : own),
  removeSuffix: (own, other) => text(own.endsWith(other) ? own.slice(0, own.length - other.length) : own),
  take: (own, count) => text(own.slice(0, Number(count))),
  drop: (own, count) => text(own.slice(Number(count))),
  minus: (own, other) => text(own.replace(other, () => '')),
  concat: (own, other) => text(own + other),
  matches: (own, other) => matchOf(own, other, true),
  compareTo: (own, other) => text(String(own < other ? -1 : Number(own > other))),
};

/** The parts between any of some characters, without the empty ones (Groovy's `tokenize`). */
function tokens(own: string, separators: string): Value {
  const parts: string[] = [''];
  for (const letter of own)
    if (separators.includes(letter)) parts.push('');
    else parts.push(`${parts.pop()}${letter}`);
  return { kind: 'list', items: parts.filter((part) => part !== '').map(text) };
}

/** Kotlin's and Java's for files and paths: what lies in a directory, and what lies beside a file. */
const BESIDE: Readonly<Record<string, string>> = { resolve: '', resolveSibling: '../' };

function pathText(own: string, from: string, given: string): Value {
  const path = pathIn(own.slice(1) || '.', given.startsWith('/') ? given : `${from}${given}`);
  return path === undefined ? UNKNOWN_VALUE : text(directoryText(path));
}

export function textMethod(own: string, name: string, args: Args, invoke: Invoke): Value | undefined {
  const [first, second] = args.positional;
  const other = textOf(first);
  if (name === 'replace' && other !== undefined) return textOfAll(own.split(other), textOf(second) ?? UNKNOWN);
  if (own.includes(UNKNOWN)) return UNKNOWN_VALUE;
  if (name === 'format' || name === 'formatted') return formatted(own, args.positional);
  if (args.closure !== undefined && (name === 'ifEmpty' || name === 'ifBlank'))
    return (name === 'ifEmpty' ? own : own.trim()) === '' ? invoke(args.closure, []) : text(own);
  if (args.closure !== undefined && TAKING.has(name)) return invoke(args.closure, [text(own)]);
  if (other !== undefined && own.startsWith('/') && Object.hasOwn(BESIDE, name)) return pathText(own, BESIDE[name] ?? '', other);
  if (other !== undefined && Object.hasOwn(WITH_TEXT, name)) return WITH_TEXT[name]?.(own, other, textOf(second));
  return Object.hasOwn(PLAIN, name) ? PLAIN[name]?.(own) : undefined;
}
