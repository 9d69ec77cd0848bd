/** Text in the columns of a terminal. */

/** Colours and links: they take no column. */
const ESCAPES = /\u001b\[[0-9;]*m|\u001b\]8;;[^\u001b]*\u001b\\/g;

/** Columns that a text takes: two for East Asian wide characters and emoji, none for combining marks. */
export function columnsOf(text: string): number {
  const shown = text.replaceAll(ESCAPES, '');
  if (NARROW.test(shown)) return shown.length;
  let columns = 0;
  for (const character of shown) columns += widthOf(character.codePointAt(0) ?? 0);
  return columns;
}

/** First and last code points that East Asian Width (UAX #11) calls wide, in the blocks that names are written in. */
const WIDE: readonly (readonly [number, number])[] = [
  [0x1100, 0x115f],
  [0x2e80, 0x303e],
  [0x3041, 0xa4cf],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe30, 0xfe6f],
  [0xff00, 0xff60],
  [0xffe0, 0xffe6],
  [0x1f300, 0x1f64f],
  [0x1f680, 0x1faff],
  [0x20000, 0x3fffd],
];

/** Nearly every text: code points below the first combining mark. */
const NARROW = /^[\0-\u02ff]*$/;

function widthOf(point: number): number {
  if (point < 0x300) return 1;
  if (point <= 0x36f || point === 0x200d || (point >= 0xfe00 && point <= 0xfe0f)) return 0;
  return WIDE.some(([first, last]) => point >= first && point <= last) ? 2 : 1;
}

export function pad(text: string, columns: number): string {
  return text + ' '.repeat(Math.max(0, columns - columnsOf(text)));
}

/** Cut to so many columns, the cut marked. Only for text without escapes. */
export function cut(text: string, columns: number): string {
  if (columnsOf(text) <= columns) return text;
  let kept = '';
  let used = 1;
  for (const character of text) {
    used += widthOf(character.codePointAt(0) ?? 0);
    if (used > columns) break;
    kept += character;
  }
  return `${kept}…`;
}

/** Lines of at most so many columns, broken at spaces; a longer word gets a line of its own. */
export function wrap(text: string, columns: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line === '') line = word;
    else if (columnsOf(line) + 1 + columnsOf(word) <= columns) line += ` ${word}`;
    else {
      lines.push(line.trimEnd());
      line = word;
    }
  }
  return [...lines, line];
}

/** `wrap` with a first and a following indent of the same width. */
export function hang(first: string, text: string, columns: number): readonly string[] {
  const indent = columnsOf(first);
  const rest = ' '.repeat(indent);
  return wrap(text, Math.max(24, columns - indent)).map((line, index) => (index === 0 ? first : rest) + line);
}

/** A link that terminals open (OSC 8). */
export function hyperlink(text: string, url: string): string {
  return `\u001b]8;;${url}\u001b\\${text}\u001b]8;;\u001b\\`;
}
