import { once } from 'node:events';
import { makeStyle, type Style } from '../index.ts';
import { appendResult, writeResult } from './writing.ts';

/** stdout carries the result, stderr progress and diagnostics. */
export interface Streams {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  readonly outStyle: Style;
  readonly errStyle: Style;
  readonly progressive: boolean;
  /** Whether stdout is a terminal that opens links (OSC 8). */
  readonly hyperlinks: boolean;
}

/** The process's own streams, with colours, width and links as environment and terminal allow. */
export function openStreams(options: { readonly progress: boolean; readonly quiet: boolean }): Streams {
  return {
    out: (text) => void process.stdout.write(text),
    err: (text) => void (options.quiet ? undefined : process.stderr.write(text)),
    outStyle: makeStyle(wantsColour(process.stdout.isTTY), widthOf(process.stdout)),
    errStyle: makeStyle(wantsColour(process.stderr.isTTY), widthOf(process.stderr)),
    hyperlinks: wantsLinks(process.stdout.isTTY),
    progressive: options.progress && !options.quiet && process.stderr.isTTY === true && process.env.CI === undefined,
  };
}

/** In a pipe, and where neither the terminal nor COLUMNS knows. */
const WIDTH = 100;
/** Below this nothing aligns any more. */
const MIN_WIDTH = 40;
/** Longer lines are hard to read, however wide the window. */
const MAX_WIDTH = 132;

function widthOf({ columns }: { readonly columns?: number }): number {
  const wanted = columns || Number(process.env.COLUMNS);
  return wanted > 0 ? Math.max(MIN_WIDTH, Math.min(wanted, MAX_WIDTH)) : WIDTH;
}

/** NO_COLOR wins, then FORCE_COLOR, then whether anybody is looking. */
function wantsColour(isTty: boolean | undefined): boolean {
  const { NO_COLOR, FORCE_COLOR, CI, TERM } = process.env;
  if (NO_COLOR !== undefined && NO_COLOR !== '') return false;
  if (FORCE_COLOR !== undefined) return FORCE_COLOR !== '0' && FORCE_COLOR !== 'false';
  return isTty === true && CI === undefined && TERM !== 'dumb';
}

const LINKING = new Set(['iTerm.app', 'WezTerm', 'vscode', 'ghostty', 'Hyper', 'rio', 'Tabby']);
/** The first VTE that knows links without crashing on them, as its variable writes 0.50.1. */
const VTE = 5001;

/** FORCE_HYPERLINK decides; otherwise a terminal that is known to follow links, and somebody looking at it. */
function wantsLinks(isTty: boolean | undefined): boolean {
  const { FORCE_HYPERLINK, CI, TERM, TERM_PROGRAM, VTE_VERSION, WT_SESSION, KONSOLE_VERSION, DOMTERM } = process.env;
  if (FORCE_HYPERLINK !== undefined) return FORCE_HYPERLINK !== '0' && FORCE_HYPERLINK !== 'false';
  if (isTty !== true || CI !== undefined || TERM === 'dumb') return false;
  return (
    LINKING.has(TERM_PROGRAM ?? '') ||
    Number(VTE_VERSION ?? 0) >= VTE ||
    [WT_SESSION, KONSOLE_VERSION, DOMTERM].some((mark) => mark !== undefined) ||
    TERM === 'xterm-kitty' ||
    TERM === 'alacritty'
  );
}

/** Whether a result goes to stdout: where no file is named, and where `-` is, as other programs have it. */
export function isStdout(file: string | undefined): file is '-' | undefined {
  return file === undefined || file === '-';
}

/** A result goes into the file that the user named, and that is told; else to stdout. */
export function giveResult(file: string | undefined, text: string, streams: Streams): void {
  if (isStdout(file)) {
    streams.out(text);
    return;
  }
  writeResult(file, text);
  streams.err(`wrote ${file}\n`);
}

/** Writes a long text to a file, or to stdout as fast as somebody reads it, and never holds all of it. */
export async function writePieces(path: string | undefined, pieces: Iterable<string>): Promise<void> {
  if (path === undefined) {
    for (const text of pieces) if (!process.stdout.write(text)) await once(process.stdout, 'drain');
    return;
  }
  writeResult(path, '');
  for (const text of pieces) appendResult(path, text);
}

/** A line on stderr that overwrites itself; nothing in a pipe or in CI, nothing for short work. */
export function progressLine(streams: Streams): {
  readonly update: (phase: string, done: number, total?: number) => void;
  readonly end: () => void;
} {
  if (!streams.progressive) return { update: () => undefined, end: () => undefined };
  const started = Date.now();
  let last = 0;
  let shown = false;
  return {
    update: (phase, done, total) => {
      const now = Date.now();
      if (now - started < 500 || now - last < 80) return;
      last = now;
      shown = true;
      process.stderr.write(`\r\u001b[K${phase} ${done}${total === undefined ? '' : ` of ${total}`}`);
    },
    end: () => {
      if (shown) process.stderr.write('\r\u001b[K');
    },
  };
}
