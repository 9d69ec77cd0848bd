import type { Report } from '../../model/index.ts';

/** The JSON contract: byte-identical for the same input. */
export function renderJson(report: Report): string {
  return [...jsonChunks(report)].join('');
}

/** The same text piece by piece: that of ten thousand services is longer than memory or a string should hold at once. */
export function* jsonChunks(report: Report): Iterable<string> {
  const members = Object.entries(report).filter(([, value]) => value !== undefined);
  yield '{\n';
  for (const [index, [key, value]] of members.entries()) {
    yield `  ${JSON.stringify(key)}: `;
    if (Array.isArray(value) && value.length > 0) yield* elements(value);
    else yield indented(value, 2);
    yield index === members.length - 1 ? '\n' : ',\n';
  }
  yield '}\n';
}

function* elements(values: readonly unknown[]): Iterable<string> {
  for (const [index, value] of values.entries()) yield `${index === 0 ? '[' : ','}\n    ${indented(value, 4)}`;
  yield '\n  ]';
}

/** As `JSON.stringify` writes it further in; no text in JSON has a line break of its own. */
function indented(value: unknown, depth: number): string {
  return JSON.stringify(value, null, 2).replaceAll('\n', `\n${' '.repeat(depth)}`);
}
