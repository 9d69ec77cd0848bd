import type { Report } from '../../model/index.ts';

/** The JSON contract: byte-identical for the same input. */
export function renderJson(report: Report): string {
  return [...jsonChunks(report)].join('');
}

/** The same text piece by piece: that of ten thousand services is longer than memory or a string should hold at once. */
export function jsonChunks(report: Report): Iterable<string> {
  return gathered(indentedMembers(report));
}

/** Characters of a piece: V8 moves longer texts to where they stay until all memory is looked through. */
const PIECE = 1 << 16;

/** Pieces that follow each other, short ones taken together. */
export function* gathered(pieces: Iterable<string>): Iterable<string> {
  let text = '';
  for (const piece of pieces) {
    text += piece;
    if (text.length < PIECE) continue;
    yield text;
    text = '';
  }
  if (text !== '') yield text;
}

function* indentedMembers(report: Report): Iterable<string> {
  const members = Object.entries(report).filter(([, value]) => value !== undefined);
  yield '{\n';
  for (const [index, [key, value]] of members.entries()) {
    yield `  ${JSON.stringify(key)}: `;
    if (Array.isArray(value) && value.length > 0) yield* elements(value);
    else yield indented(value, 1);
    yield index === members.length - 1 ? '\n' : ',\n';
  }
  yield '}\n';
}

function* elements(values: readonly unknown[]): Iterable<string> {
  for (const [index, value] of values.entries()) yield `${index === 0 ? '[' : ','}\n    ${indented(value, 2)}`;
  yield '\n  ]';
}

/** A value as `JSON.stringify` writes it inside of so many lists. */
function indented(value: unknown, lists: 1 | 2): string {
  const [outer, open, close] = lists === 1 ? [[value], '[\n  ', '\n]'] : [[[value]], '[\n  [\n    ', '\n  ]\n]'];
  return JSON.stringify(outer, null, 2).slice(open.length, -close.length);
}
