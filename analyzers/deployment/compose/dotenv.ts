/** Environment files as `docker compose` reads them (Compose Specification, "Env_file format"). */

import { substitute } from '../../../src/formats/substitute.ts';
import type { Lookup } from '../../../src/formats/variables.ts';
import { isReadFailure, type Project } from '../../../src/model/index.ts';

const BLANK = /\s*/y;
const COMMENT = /#[^\n]*/y;
/** `NAME=`, `NAME:`, or a name alone, which takes its value from outside. */
const NAME = /(?:export[^\S\n]+)?([\w.[\]-]+)[^\S\n]*(?:[=:][^\S\n]*|(?=\n|$))/y;
const QUOTED = /"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'/sy;
const LINE = /[^\n]*/y;
const ESCAPED = /\\(?:([abfnrtv$"\\])|0(\d{0,3}))/g;
const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['a', '\x07'],
  ['b', '\b'],
  ['f', '\f'],
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
  ['v', '\v'],
  ['$', '$$'],
]);

/**
 * Variables of an environment file, the later line of a name counting. What stands in double quotes or in none may name
 * variables of the lines before it, then those of `outside`. A line that is no assignment is passed over, where Compose
 * would refuse the file.
 */
export function parseEnvironmentFile(text: string, outside: Lookup): ReadonlyMap<string, string> {
  const source = text.replace(/^\uFEFF/, '').replaceAll('\r\n', '\n');
  const values = new Map<string, string>();
  const fill = (value: string): string => substitute(value, (name) => values.get(name) ?? outside(name)).text;
  for (let at = end(BLANK, source, 0); at < source.length; at = end(BLANK, source, at)) {
    const name = source[at] === '#' ? null : matched(NAME, source, at);
    if (name === null) {
      at = source[at] === '#' ? end(COMMENT, source, at) : end(LINE, source, at);
      continue;
    }
    at += name[0].length;
    const key = name[1] ?? '';
    if (!/[=:]/.test(name[0])) {
      const inherited = outside(key);
      if (inherited !== undefined) values.set(key, inherited);
      continue;
    }
    const quoted = matched(QUOTED, source, at);
    if (quoted !== null) {
      const [whole, double, single = ''] = quoted;
      values.set(key, double === undefined ? single.replaceAll("\\'", "'") : fill(unescaped(double)));
      // What follows the closing quote on its line is a comment, or nothing.
      at = end(LINE, source, at + whole.length);
      continue;
    }
    const rest = end(LINE, source, at);
    const [value = ''] = source.slice(at, rest).split(' #', 1);
    values.set(key, fill(value.trimEnd()));
    at = rest;
  }
  return values;
}

function unescaped(text: string): string {
  return text.replaceAll(ESCAPED, (whole, letter: string | undefined, octal: string | undefined) => {
    if (letter !== undefined) return ESCAPES.get(letter) ?? letter;
    return octal === undefined || octal === '' ? whole : String.fromCharCode(Number.parseInt(octal, 8) % 256);
  });
}

function matched(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

/** Where a match that may be empty ends. */
function end(pattern: RegExp, text: string, at: number): number {
  return at + (matched(pattern, text, at)?.[0].length ?? 0);
}

/** Variables of an environment file of the project; none where there is none. */
export function environmentFile(project: Project, path: string | undefined, outside: Lookup): ReadonlyMap<string, string> {
  const file = path === undefined ? undefined : project.read(path);
  return file === undefined || isReadFailure(file) ? new Map() : parseEnvironmentFile(file.text, outside);
}
