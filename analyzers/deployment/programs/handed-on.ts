/**
 * Modules that everybody has a copy of (`eventBus.subscribe(topic, handler)`) take messages only for who calls them: the line
 * that consumes lies in a function that is given what to do with each.
 */
import { isReadFailure, type Project, type SourceFile, TAKES_MESSAGES, type Trait } from '../../../src/model/index.ts';

/** What is called for each message, by the names that parameters have. */
const HANDLER = /[(,\s](?:\w*[hH]andler|callback|cb|listener|on[A-Z]\w*|fn|func|processor|consumer)\s*[?:,)=\s]/;
const DEFINES = /\b(\w+)\s*(?:=\s*(?:async\s*)?)?\(/;
const STATEMENT = /^(?:if|for|while|switch|catch|with|except|else|return|await|async with|new)\b/;

const COMMENT = /^\s*(?:\/\/|#|\*)/;

/** Lines from one that consumes up to where its function begins. */
const MOST_LINES = 80;

/** What modules say that a program takes in, without the consumers that nothing there calls. */
export function calledTraits(traits: readonly Trait[], modules: readonly string[], project: Project): readonly Trait[] {
  return traits.filter(({ kind, origin }) => {
    if (!TAKES_MESSAGES.has(kind)) return true;
    const name = handedOnBy(linesOf(project, origin.file), origin.line - 1);
    if (name === undefined) return true;
    const call = new RegExp(`\\.${name}(?:<[^()]{0,80}>)?\\(`);
    // What consumes is often called the same: `self.client.subscribe(topic)` in `subscribe`.
    const isItself = (path: string, index: number): boolean => path === origin.file && index === origin.line - 1;
    return modules.some((path) =>
      linesOf(project, path).some((line, index) => call.test(line) && !COMMENT.test(line) && !isItself(path, index)),
    );
  });
}

function linesOf(project: Project, path: string): readonly string[] {
  const lines = project.parse(path, linesIn);
  return isReadFailure(lines) ? [] : lines;
}

function linesIn({ text }: SourceFile): readonly string[] {
  return text.split('\n');
}

/** The function around a line that is given a handler; undefined where none is. */
function handedOnBy(lines: readonly string[], at: number): string | undefined {
  let depth = indentOf(lines[at] ?? '');
  for (let index = at - 1; index >= Math.max(0, at - MOST_LINES) && depth > 0; index--) {
    const line = lines[index] ?? '';
    if (line.trim() === '' || indentOf(line) >= depth) continue;
    depth = indentOf(line);
    const head = headAt(lines, index, depth);
    const name = DEFINES.exec(head)?.[1];
    if (name !== undefined && !STATEMENT.test(head) && HANDLER.test(head.slice(head.indexOf('(')))) return name;
  }
  return undefined;
}

/** A head whose parameters stand on lines of their own ends where it begins: `): Promise<void> {`. */
function headAt(lines: readonly string[], end: number, depth: number): string {
  if (!/^\s*\)/.test(lines[end] ?? '')) return (lines[end] ?? '').trim();
  const above = lines.slice(Math.max(0, end - 12), end);
  const begin = above.findLastIndex((line) => line.trim() !== '' && indentOf(line) === depth);
  return begin < 0 ? '' : [...above.slice(begin), lines[end] ?? ''].join(' ').trim();
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}
