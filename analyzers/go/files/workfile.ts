import {
  addGo,
  addGodebug,
  addReplace,
  addToolchain,
  applyDirectives,
  type Entry,
  type GoMod,
  type ModProblem,
  type Replacement,
  readPath,
  type Setting,
} from './modfile.ts';
import { parseSyntax } from './syntax.ts';

/** go.work as the go command reads it (Go Modules Reference, "go.work files"): always strict. */
export interface GoWork {
  readonly go?: Setting;
  readonly toolchain?: Setting;
  readonly godebug: GoMod['godebug'];
  /** Directories of the member modules, as written. */
  readonly use: readonly Setting[];
  readonly replace: readonly Replacement[];
}

export interface ParsedWork {
  readonly file: GoWork;
  readonly problems: readonly ModProblem[];
}

interface Draft {
  go?: Setting;
  toolchain?: Setting;
  readonly godebug: GoMod['godebug'][number][];
  readonly use: Setting[];
  readonly replace: Replacement[];
}

const BLOCKS = new Set(['godebug', 'use', 'replace']);

const DIRECTIVES: ReadonlyMap<string, (draft: Draft, entry: Entry) => string | undefined> = new Map([
  ['go', addGo],
  ['toolchain', addToolchain],
  ['godebug', addGodebug],
  ['use', addUse],
  ['replace', addReplace],
]);

function addUse(draft: Draft, entry: Entry): string | undefined {
  const read = readPath(entry, 'usage: use local/dir');
  if (typeof read === 'string') return read;
  draft.use.push({ value: read.path, at: entry.at });
  return undefined;
}

/** Reads go.work as strictly as the go command (golang.org/x/mod/modfile, `ParseWork`); problems carry their place. */
export function parseGoWork(text: string, file = 'go.work'): ParsedWork {
  const draft: Draft = { godebug: [], use: [], replace: [] };
  const { statements, problem } = parseSyntax(text, file);
  const problems = applyDirectives(statements, draft, { directives: DIRECTIVES, blocks: BLOCKS, skips: BLOCKS, strict: true });
  return { file: draft, problems: problem === undefined ? problems : [problem, ...problems] };
}
