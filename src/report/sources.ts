import type { Conflict, Demand } from '../model/index.ts';

/** Lines of manifests, by file and by number from 1. Renderers stay pure: whoever calls them reads the files. */
export type SourceLines = ReadonlyMap<string, ReadonlyMap<number, string>>;

export const NO_SOURCES: SourceLines = new Map();

/** A line of a code frame. */
export interface FrameLine {
  readonly number: number;
  readonly text: string;
}

/** An element of a POM or a Gradle block names its version some lines below the line where the demand begins. */
const FOLLOWING = 5;
const MAX_LENGTH = 160;

/** The lines that code frames of these conflicts need. `read` answers a file's text, or undefined. */
export function collectSources(conflicts: readonly Conflict[], read: (file: string) => string | undefined): SourceLines {
  const wanted = new Map<string, Set<number>>();
  for (const { origin } of conflicts.flatMap((conflict) => conflict.demands)) {
    const lines = wanted.get(origin.file) ?? new Set<number>();
    for (let line = origin.line; line <= origin.line + FOLLOWING; line++) lines.add(line);
    wanted.set(origin.file, lines);
  }
  const found = new Map<string, ReadonlyMap<number, string>>();
  for (const [file, numbers] of wanted) {
    const lines = read(file)?.split(/\r\n?|\n/);
    if (lines === undefined) continue;
    const kept = [...numbers].sort((a, b) => a - b).flatMap((number) => keptLine(lines[number - 1], number));
    found.set(file, new Map(kept));
  }
  return found;
}

function keptLine(text: string | undefined, number: number): readonly (readonly [number, string])[] {
  return text === undefined ? [] : [[number, tidy(text)]];
}

/** No credentials of an index URL, and no line of a minified file, get into a report. */
function tidy(text: string): string {
  const clean = text
    .slice(0, 4000)
    .replaceAll(/(:\/\/)[^\s/@'"]+@/g, '$1…@')
    .trimEnd();
  return clean.length > MAX_LENGTH ? `${clean.slice(0, MAX_LENGTH)}…` : clean;
}

/** The manifest's own lines for a demand: from where it begins to where its constraint stands, without their common indent. */
export function frameOf(demand: Demand, sources: SourceLines): readonly FrameLine[] {
  const lines = sources.get(demand.origin.file);
  const first = lines?.get(demand.origin.line);
  if (lines === undefined || first === undefined || first.trim() === '') return [];
  const taken: FrameLine[] = [{ number: demand.origin.line, text: first }];
  const states = (text: string): boolean => demand.constraint === '' || text.includes(demand.constraint);
  const [, tag] = /^\s*<([\w-]+)>\s*$/.exec(first) ?? [];
  if (states(first) || tag === undefined) return outdent(taken);
  // An element: to the line that states the constraint, else (the version stands elsewhere) all of it.
  for (let number = demand.origin.line + 1; number <= demand.origin.line + FOLLOWING; number++) {
    const text = lines.get(number);
    if (text === undefined || text.trim() === `</${tag}>`) break;
    taken.push({ number, text });
    if (states(text)) break;
  }
  return outdent(taken);
}

function outdent(lines: readonly FrameLine[]): readonly FrameLine[] {
  const indent = Math.min(...lines.map(({ text }) => text.length - text.trimStart().length));
  return lines.map(({ number, text }) => ({ number, text: text.slice(indent).replaceAll('\t', '  ') }));
}
