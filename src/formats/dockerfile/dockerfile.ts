import { writtenWords } from './words.ts';

/**
 * A Dockerfile as instructions. Reference: the Dockerfile reference and BuildKit's `frontend/dockerfile/parser`
 * (directives, continuation lines, comments inside them, here-documents).
 */
export interface Instruction {
  /** Upper case: `FROM`, `RUN` … */
  readonly name: string;
  /** `--platform=…`, `--from=…` and the like, by name without dashes; a bare flag is ''. */
  readonly flags: ReadonlyMap<string, string>;
  /** Everything after name and flags, continuation lines joined. */
  readonly text: string;
  /** Words of a JSON array (exec form), where the text is one. */
  readonly words?: readonly string[];
  /** Bodies of here-documents in order. */
  readonly heredocs: readonly Heredoc[];
  readonly line: number;
  readonly column: number;
  /** Line of an offset in `text`. */
  lineAt(offset: number): number;
}

export interface Heredoc {
  readonly body: string;
  /** Line of the body's first line. */
  readonly line: number;
}

export interface Instructions {
  readonly list: readonly Instruction[];
  readonly problems: readonly { readonly message: string; readonly line: number }[];
  /** The first line that belongs to a template engine; such lines are skipped, and so are those that are no instruction without them. */
  readonly engine?: number;
}

/** What a template engine reads where an instruction should stand: `{% if x %}`, `{{- end }}`, `<% end %>`. */
const ENGINE = /^(?:\{[{%#]|<%)/;

const NAMES: ReadonlySet<string> = new Set([
  'ADD',
  'ARG',
  'CMD',
  'COPY',
  'ENTRYPOINT',
  'ENV',
  'EXPOSE',
  'FROM',
  'HEALTHCHECK',
  'LABEL',
  'MAINTAINER',
  'ONBUILD',
  'RUN',
  'SHELL',
  'STOPSIGNAL',
  'USER',
  'VOLUME',
  'WORKDIR',
]);
const WITH_HEREDOC: ReadonlySet<string> = new Set(['ADD', 'COPY', 'RUN']);

interface Logical {
  readonly text: string;
  /** Where each physical line begins in `text`, with its number. */
  readonly starts: readonly { readonly offset: number; readonly line: number }[];
  readonly column: number;
  /** Index of the first physical line after it. */
  readonly next: number;
}

/** Logical lines as instructions: escapes, comments, here-documents (Dockerfile reference, "Format"). Never throws. */
export function parseInstructions(source: string): Instructions {
  const lines = source.split(/\r?\n/);
  const continuation = escapeOf(lines);
  const list: Instruction[] = [];
  const problems: { message: string; line: number }[] = [];
  const unknown: { message: string; line: number }[] = [];
  let engine: number | undefined;
  for (let index = 0; index < lines.length; ) {
    if (isCommentOrBlank(lines[index] ?? '')) {
      index++;
      continue;
    }
    const logical = logicalLine(lines, index, continuation);
    const heads = WITH_HEREDOC.has(nameOf(logical.text)) ? heredocHeads(logical.text) : [];
    const { heredocs, next, open } = readHeredocs(lines, logical.next, heads);
    const line = index + 1;
    if (open !== undefined)
      problems.push({ message: `the here-document ${open} never ends; close it with a line ${open}`, line });
    const made = instruction(logical.text, heredocs, logical);
    if (made === undefined && ENGINE.test(logical.text)) engine ??= line;
    else if (made === undefined)
      unknown.push({
        message: `"${nameOf(logical.text).slice(0, 30)}" is not a Dockerfile instruction; the line is skipped`,
        line,
      });
    else list.push(made);
    index = next;
  }
  // A line that a template engine puts behind another one is no instruction before that.
  return engine === undefined
    ? { list, problems: [...problems, ...unknown].sort((a, b) => a.line - b.line) }
    : { list, problems, engine };
}

function isCommentOrBlank(line: string): boolean {
  const trimmed = line.trimStart();
  return trimmed === '' || trimmed.startsWith('#');
}

/** `# escape=` counts among the directives at the very top only; the first other line ends them. */
function escapeOf(lines: readonly string[]): string {
  for (const line of lines) {
    const directive = /^#\s*([A-Za-z][\w-]*)\s*=\s*(\S*)$/.exec(line.trim());
    if (directive === null) return '\\';
    if (directive[1]?.toLowerCase() === 'escape') return directive[2] === '`' ? '`' : '\\';
  }
  return '\\';
}

function logicalLine(lines: readonly string[], first: number, continuation: string): Logical {
  const starts: { offset: number; line: number }[] = [];
  const column = (lines[first]?.search(/\S/) ?? 0) + 1;
  const parts: string[] = [];
  let length = 0;
  let index = first;
  for (; index < lines.length; index++) {
    const raw = lines[index] ?? '';
    // Comments and blank lines between continuation lines are no part of the instruction.
    if (index > first && isCommentOrBlank(raw)) continue;
    const body = index === first ? raw.trimStart() : raw;
    const trimmed = body.trimEnd();
    const goesOn = trimmed.endsWith(continuation);
    const part = goesOn ? trimmed.slice(0, -1) : body;
    starts.push({ offset: length, line: index + 1 });
    parts.push(part);
    length += part.length;
    if (!goesOn) return { text: parts.join(''), starts, column, next: index + 1 };
  }
  return { text: parts.join(''), starts, column, next: index };
}

function nameOf(text: string): string {
  return (/^\S+/.exec(text)?.[0] ?? '').toUpperCase();
}

interface HeredocHead {
  readonly name: string;
  readonly stripTabs: boolean;
}

/** A word of its own that begins with `<<`: within quotes, or behind another word, it opens nothing. */
function heredocHeads(text: string): readonly HeredocHead[] {
  return writtenWords(text).flatMap((word) => {
    const [, dash, name] = /^\d*<<(-?)((?:"[^"<]+"|'[^'<]+'|[^<"'])+)$/.exec(word) ?? [];
    return name === undefined ? [] : [{ name: name.replaceAll(/["']/g, ''), stripTabs: dash === '-' }];
  });
}

function readHeredocs(
  lines: readonly string[],
  from: number,
  heads: readonly HeredocHead[],
): { readonly heredocs: readonly Heredoc[]; readonly next: number; readonly open?: string } {
  const heredocs: Heredoc[] = [];
  let index = from;
  for (const { name, stripTabs } of heads) {
    const body: string[] = [];
    const first = index;
    for (; ; index++) {
      const raw = lines[index];
      if (raw === undefined) return { heredocs, next: from, open: name };
      const line = stripTabs ? raw.replace(/^\t+/, '') : raw;
      if (line === name) break;
      body.push(line);
    }
    heredocs.push({ body: body.join('\n'), line: first + 1 });
    index++;
  }
  return { heredocs, next: index };
}

/** `ONBUILD RUN …` is the instruction `RUN` behind the name `ONBUILD`: its text is read again by `onbuild`. */
function instruction(text: string, heredocs: readonly Heredoc[], place: Logical): Instruction | undefined {
  const name = nameOf(text);
  if (!NAMES.has(name)) return undefined;
  let offset = name.length;
  const flags = new Map<string, string>();
  const flag = /\s+--([a-z][\w-]*)(?:=("[^"]*"|\S*))?/y;
  for (;;) {
    flag.lastIndex = offset;
    const found = flag.exec(text);
    if (found === null || (name === 'CMD' && found[1] !== undefined) || name === 'ENTRYPOINT') break;
    const [, flagged = '', value = ''] = found;
    const earlier = flagged === 'mount' ? flags.get(flagged) : undefined;
    flags.set(flagged, `${earlier === undefined ? '' : `${earlier}\n`}${value.replaceAll('"', '')}`);
    offset = flag.lastIndex;
  }
  const rest = text.slice(offset);
  const start = offset + (rest.length - rest.trimStart().length);
  const body = rest.trim();
  const words = body.startsWith('[') ? execForm(body) : undefined;
  return {
    name,
    flags,
    text: body,
    heredocs,
    line: place.starts[0]?.line ?? 1,
    column: place.column,
    lineAt: (at) => place.starts.findLast((one) => one.offset <= start + at)?.line ?? place.starts[0]?.line ?? 1,
    ...(words === undefined ? {} : { words }),
  };
}

/** The instruction that an `ONBUILD` carries. */
export function onbuild(trigger: Instruction): Instruction | undefined {
  const starts = [{ offset: 0, line: trigger.line }];
  return instruction(trigger.text, trigger.heredocs, { text: trigger.text, starts, column: trigger.column, next: 0 });
}

/** Exec form is strict JSON; anything else in brackets is a shell line, as Docker takes it. */
function execForm(text: string): readonly string[] | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) && value.every((one) => typeof one === 'string') ? value : undefined;
  } catch {
    return undefined;
  }
}
