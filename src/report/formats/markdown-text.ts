import { printable } from '../../model/index.ts';

/** A code span whose fence is longer than any run of backticks inside it. */
export function code(text: string): string {
  const clean = printable(text.replaceAll(/[\r\n]+/g, ' '));
  const longest = Math.max(0, ...[...clean.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return longest === 0 ? `${fence}${clean}${fence}` : `${fence} ${clean} ${fence}`;
}

/** In a table a bar ends the cell, in a code span as well. */
export function inCell(markdown: string): string {
  return markdown.replaceAll('|', '\\|');
}

/** Text of others on one line of Markdown: no markup, no HTML, no cell's end, nothing that a terminal acts on. */
export function escapeMarkdown(text: string): string {
  return printable(text.replaceAll(/[\\`*_{}[\]<>|#~$&]/g, (character) => `\\${character}`).replaceAll(/[\r\n]+/g, ' '));
}
