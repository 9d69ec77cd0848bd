/** Just enough of a POSIX shell to see which commands a line runs: lists, pipes, quotes, no expansion. Linear on anything. */
export interface ShellCommand {
  readonly words: readonly ShellWord[];
  /** The group in parentheses that it stands in; undefined for the line's own shell. */
  readonly subshell?: Subshell;
  /** What joins it to the command or group before it; undefined where it runs whatever came of that. */
  readonly joined?: Joint;
}

/** Runs where the one before succeeded, where it failed, or beside it. */
export type Joint = '&&' | '||' | '|';

/** `(cd web && npm ci)`: what a group changes is gone behind it. */
export interface Subshell {
  readonly around: Subshell | undefined;
}

export interface ShellWord {
  /** Quotes removed. */
  readonly text: string;
  /** Offset in the line. */
  readonly offset: number;
}

/** Simple commands of a line in order, whatever joins them (`&&`, `;`, `|`, newlines, groups). */
export function shellCommands(text: string): readonly ShellCommand[] {
  const line = new CommandLine();
  for (let at = 0; at < text.length; at++) at = taken(text, at, line);
  line.endCommand();
  return line.commands;
}

/** Takes what begins at an offset: a character, or what quotes, an array or a comment hold as a whole. The offset of its end. */
function taken(text: string, at: number, line: CommandLine): number {
  const char = text[at] ?? '';
  if (char === "'" || char === '"') {
    const end = closingQuote(text, at);
    line.add(inQuotes(text.slice(at + 1, end), char), at);
    return end;
  }
  if (char === '\\') {
    const end = lineEndAt(text, at + 1);
    if (end === 0) line.add(text[at + 1] ?? '', at);
    return at + (end === 0 ? 1 : end);
  }
  if (char === '(' && line.beginsArray) {
    const end = closingParenthesis(text, at);
    line.add(text.slice(at, end + 1).replaceAll(/["']/g, ''), at);
    return end;
  }
  if (char === '#' && !line.isInWord) {
    const end = text.indexOf('\n', at);
    return (end < 0 ? text.length : end) - 1;
  }
  if (endsCommand(text, at, line.isInWord)) {
    const operator = (char === '&' || char === '|') && text[at + 1] === char ? `${char}${char}` : char;
    line.endCommand(operator);
    return at + operator.length - 1;
  }
  if (char === ' ' || char === '\t') line.endWord();
  else {
    line.add(char, at);
    if (char === '(') line.openShell();
  }
  return at;
}

/** Nobody's variable has so long a name: each parenthesis looks at the word before it. */
const MAX_NAME = 256;

/** Commands as they are put together from the characters of a line. */
class CommandLine {
  readonly commands: ShellCommand[] = [];
  #words: ShellWord[] = [];
  #text = '';
  /** Where the word begins; -1 between words. */
  #start = -1;
  #shell: Subshell | undefined;
  /** Where the command began: `cd $(…)` is none of what stands in its parentheses. */
  #own: Subshell | undefined;
  #joined: Joint | undefined;

  get isInWord(): boolean {
    return this.#start >= 0;
  }

  /** Behind `NAME=` a parenthesis opens an array (Bash, "Arrays"): it is one word with all of its values. */
  get beginsArray(): boolean {
    return this.#text.length < MAX_NAME && /^[A-Za-z_]\w*\+?=$/.test(this.#text);
  }

  add(text: string, offset: number): void {
    if (!this.isInWord && this.#words.length === 0) this.#own = this.#shell;
    if (this.#start < 0) this.#start = offset;
    this.#text += text;
  }

  endWord(): void {
    if (this.isInWord) this.#words.push({ text: this.#text, offset: this.#start });
    this.#text = '';
    this.#start = -1;
  }

  endCommand(by = ''): void {
    this.endWord();
    const [subshell, joined] = [this.#own, this.#joined];
    const isAny = this.#words.length > 0;
    if (isAny)
      this.commands.push({
        words: this.#words,
        ...(subshell === undefined ? {} : { subshell }),
        ...(joined === undefined ? {} : { joined }),
      });
    this.#words = [];
    // Behind an operator the next command may begin on another line, or in a group.
    if (isAny || !/^[\n(&]?$/.test(by)) this.#joined = isJoint(by) ? by : undefined;
    if (by === '(') this.openShell();
    else if (by === ')') this.#shell = this.#shell?.around;
  }

  openShell(): void {
    this.#shell = { around: this.#shell };
  }
}

function isJoint(operator: string): operator is Joint {
  return operator === '&&' || operator === '||' || operator === '|';
}

/** `2>&1` and `&>file` end nothing; a parenthesis opens a group where no word has begun. */
function endsCommand(text: string, at: number, isInWord: boolean): boolean {
  switch (text[at]) {
    case '\n':
    case ';':
    case '|':
    case ')':
      return true;
    case '(':
      return !isInWord;
    case '&':
      return text[at + 1] !== '>' && !isRedirect(text, at);
    default:
      return false;
  }
}

/** How long the end of line at `at` is: behind a backslash the shell takes both away. */
function lineEndAt(text: string, at: number): number {
  return text[at] === '\n' ? 1 : text.startsWith('\r\n', at) ? 2 : 0;
}

function isRedirect(text: string, at: number): boolean {
  return text[at - 1] === '>' || text[at - 1] === '<';
}

function closingQuote(text: string, open: number): number {
  const quote = text[open];
  let at = open + 1;
  while (at < text.length && text[at] !== quote) at += quote === '"' && text[at] === '\\' ? 2 : 1;
  return at;
}

function closingParenthesis(text: string, at: number): number {
  const end = text.indexOf(')', at);
  return end < 0 ? text.length : end;
}

/** What quotes hold: a backslash takes back the meaning of few characters, and only in double ones. */
function inQuotes(text: string, quote: string): string {
  return quote === '"' ? text.replaceAll(/\\(?:(["\\$`])|\r?\n)/g, '$1') : text;
}

/** Words of a command, without variable assignments, `exec`, `sudo -u app`, `timeout 60` and the like before the program. */
export function programWords(words: readonly ShellWord[]): readonly ShellWord[] {
  let first = 0;
  while (first < words.length) {
    const text = words[first]?.text ?? '';
    const wrapper = WRAPPERS.get(text.slice(text.lastIndexOf('/') + 1));
    if (wrapper !== undefined) first = behindWrapper(words, first + 1, wrapper);
    else if (/^(?:[A-Za-z_]\w*=.*|exec|env|command|then|do|else|if|!|\{)$/s.test(text)) first++;
    else break;
  }
  return behindPipsTool(behindConda(words.slice(first)));
}

interface Wrapper {
  /** Options that take the next word. */
  readonly valued?: RegExp;
  /** How many arguments of its own stand before the program. */
  readonly own?: number;
}

/** Programs that run the rest of their line as it stands (sudo(8), GNU coreutils, gosu, su-exec). */
const WRAPPERS: ReadonlyMap<string, Wrapper> = new Map([
  ['sudo', { valued: /^(?:-[ugpChDRTU]|--(?:user|group|host|prompt|chdir|chroot))$/ }],
  ['time', {}],
  ['nohup', {}],
  ['nice', { valued: /^(?:-n|--adjustment)$/ }],
  ['ionice', { valued: /^(?:-[cn]|--class|--classdata)$/ }],
  ['timeout', { valued: /^(?:-[ks]|--kill-after|--signal)$/, own: 1 }],
  ['gosu', { own: 1 }],
  ['su-exec', { own: 1 }],
]);

function behindWrapper(words: readonly ShellWord[], start: number, { valued, own = 0 }: Wrapper): number {
  let at = start;
  while (words[at]?.text.startsWith('-') === true) at += valued?.test(words[at]?.text ?? '') === true ? 2 : 1;
  return at + own;
}

/** `conda run -n app --no-capture-output python app.py`: what is run in an environment of conda's. */
function behindConda(words: readonly ShellWord[]): readonly ShellWord[] {
  const [program, verb] = words;
  if (!/(?:^|\/)(?:conda|mamba|micromamba)$/.test(program?.text ?? '') || verb?.text !== 'run') return words;
  let first = 2;
  while (words[first]?.text.startsWith('-') === true)
    first += /^(?:-n|--name|-p|--prefix|--cwd)$/.test(words[first]?.text ?? '') ? 2 : 1;
  return words.slice(first);
}

/** `poetry run pip install gunicorn`; other words may be a script of the project's, which only the tool knows. */
function behindPipsTool(words: readonly ShellWord[]): readonly ShellWord[] {
  const [tool = '', verb, ...rest] = words.slice(0, 5).map(({ text }) => text);
  if (!/(?:^|\/)(?:poetry|pipenv|pdm|rye|uv)$/.test(tool) || verb !== 'run') return words;
  return /^(?:python[\d.]* -m )?pip[\d.]*(?: |$)/.test(rest.join(' ')) ? words.slice(2) : words;
}

/** Programs that are given a script by `-c`. */
export const SHELL = /^(?:.*\/)?(?:(?:ba|da|a|z)?sh|su|runuser)$/;

/** The script of `sh -c script` and the like; undefined for any other command. */
export function shellScript([program, option, ...rest]: readonly string[]): string | undefined {
  const isShell =
    /(?:^|\/)(?:sh|bash|ash|dash)$/.test(program ?? '') && /^-\w+$/.test(option ?? '') && option?.includes('c') === true;
  return isShell ? rest.join(' ') : undefined;
}

/** Words of a shell line: of its command where it is a single one, else the shell with the line. */
export function commandWords(line: string): readonly string[] {
  const commands = shellCommands(line);
  const [only] = commands;
  if (only === undefined) return [];
  if (commands.length > 1 || /[<>`]|\$\(/.test(line)) return ['sh', '-c', line];
  return programWords(only.words).map(({ text }) => text);
}

/** Words at blanks outside of quotes; quotes and escapes removed. */
export function splitWords(text: string): readonly string[] {
  const words: string[] = [];
  for (const match of text.matchAll(/(?:"(?:[^"\\]|\\.)*"|'[^']*'|\\.|[^\s"'\\])+/gs))
    words.push(
      match[0].replaceAll(/"((?:[^"\\]|\\.)*)"|'([^']*)'|\\(.)/gs, (_, a?: string, b?: string, c?: string) =>
        a === undefined ? (b ?? c ?? '') : inQuotes(a, '"'),
      ),
    );
  return words;
}
