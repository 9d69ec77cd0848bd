import { withoutTrailing } from '../../../../src/model/index.ts';
import { stripSpace } from '../../notation/version.ts';
import { type Decoded, decodeAs } from './python-encodings.ts';

/** How pip turns the bytes of a requirements file into logical lines. */

const BOMS: readonly { readonly mark: readonly number[]; readonly encoding: string }[] = [
  { mark: [0xef, 0xbb, 0xbf], encoding: 'utf-8' },
  // The mark of UTF-16 is the beginning of that of UTF-32.
  { mark: [0xff, 0xfe, 0, 0], encoding: 'utf-32le' },
  { mark: [0, 0, 0xfe, 0xff], encoding: 'utf-32be' },
  { mark: [0xfe, 0xff], encoding: 'utf-16be' },
  { mark: [0xff, 0xfe], encoding: 'utf-16le' },
];

const CODING = /coding[:=]\s*([-\w.]+)/;

/** By byte order mark, else by a coding comment at the beginning of one of the first two lines (PEP 263), else UTF-8. */
export function decodeRequirements(bytes: Uint8Array): Decoded {
  const bom = BOMS.find(({ mark }) => mark.every((byte, index) => bytes[index] === byte));
  if (bom !== undefined) return decodeAs(bytes.subarray(bom.mark.length), bom.encoding);
  return decodeAs(bytes, codingOf(bytes) ?? 'utf-8');
}

function codingOf(bytes: Uint8Array): string | undefined {
  let start = 0;
  for (let line = 0; line < 2 && start < bytes.length; line++) {
    const newline = bytes.indexOf(0x0a, start);
    const end = newline < 0 ? bytes.length : newline;
    if (bytes[start] === 0x23) {
      const found = CODING.exec(Buffer.from(bytes.subarray(start, Math.min(end, start + 1000))).toString('latin1'))?.[1];
      if (found !== undefined) return found.toLowerCase().replaceAll('_', '-');
    }
    start = end + 1;
  }
  return undefined;
}

export interface LogicalLine {
  /** Of its first physical line. */
  readonly line: number;
  /** Of its first character that is no white space. */
  readonly column: number;
  readonly text: string;
}

/** Python's str.splitlines(). */
const LINE_ENDS = /\r\n|[\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029]/;

/** Physical lines joined at `\`, comments and white space taken away, `${NAME}` filled in where the environment has it. */
export function logicalLines(
  text: string,
  environment: Readonly<Record<string, string | undefined>> = {},
): readonly LogicalLine[] {
  return joined(text.split(LINE_ENDS)).flatMap(({ line, text: raw }) => {
    const bare = stripSpace(withoutComment(raw));
    if (bare === '') return [];
    return [{ line, column: Math.max(raw.indexOf(bare), 0) + 1, text: expand(bare, environment) }];
  });
}

/** A comment line inside a continuation ends it. */
function joined(lines: readonly string[]): readonly { readonly line: number; readonly text: string }[] {
  const result: { readonly line: number; readonly text: string }[] = [];
  let start = 0;
  let parts: string[] = [];
  for (const [index, line] of lines.entries()) {
    const isComment = stripSpace(line).startsWith('#');
    if (line.endsWith('\\') && !isComment) {
      if (parts.length === 0) start = index + 1;
      parts.push(withoutTrailing(line.replace(/^\\+/, ''), '\\'));
      continue;
    }
    // The blank makes sure that the comment is seen as one behind the joined text.
    const piece = isComment ? ` ${line}` : line;
    result.push(parts.length === 0 ? { line: index + 1, text: piece } : { line: start, text: [...parts, piece].join('') });
    parts = [];
  }
  if (parts.length > 0) result.push({ line: start, text: parts.join('') });
  return result;
}

/** A `#` begins a comment at the beginning of the line or behind white space. */
function withoutComment(line: string): string {
  for (let at = line.indexOf('#'); at >= 0; at = line.indexOf('#', at + 1)) {
    if (at === 0 || stripSpace(line[at - 1] ?? '') === '') return line.slice(0, at);
  }
  return line;
}

const VARIABLE = /\$\{([A-Z0-9_]+)\}/g;

/** What is not set, or empty, stays as it is written. */
function expand(line: string, environment: Readonly<Record<string, string | undefined>>): string {
  if (!line.includes('${')) return line;
  return line.replace(
    VARIABLE,
    (whole, name: string) => (Object.hasOwn(environment, name) ? environment[name] : undefined) || whole,
  );
}
