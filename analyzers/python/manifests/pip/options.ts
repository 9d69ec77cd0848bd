import { addTo } from '../../../../src/model/index.ts';
import { Refusal } from '../../notation/scanner.ts';

/** The options that pip understands in a requirements file, parsed as pip's shlex and optparse do it. */

type Action = 'flag' | 'value' | 'list';

interface OptionRule {
  readonly name: string;
  readonly action: Action;
  readonly check?: (value: string) => string | undefined;
}

const HASHES: readonly string[] = ['sha256', 'sha384', 'sha512'];
const FEATURES: readonly string[] = [
  'fast-deps',
  'inprocess-build-deps',
  'venv-isolation',
  'truststore',
  'no-binary-enable-wheel-cache',
  'build-constraint',
];

function checkHash(value: string): string | undefined {
  const colon = value.indexOf(':');
  if (colon < 0) return `--hash ${value}: write the algorithm and the digest, as in --hash=sha256:abc…`;
  return HASHES.includes(value.slice(0, colon)) ? undefined : `--hash ${value}: only ${HASHES.join(', ')} are allowed`;
}

function checkSetting(value: string): string | undefined {
  return value.includes('=') ? undefined : `--config-settings ${value}: write KEY=VALUE`;
}

function checkFeature(value: string): string | undefined {
  return FEATURES.includes(value) ? undefined : `--use-feature=${value}: pip has no such feature`;
}

function checkNames(value: string): string | undefined {
  return value.startsWith('-') ? 'a list of packages is missing' : undefined;
}

const LONG: Readonly<Record<string, OptionRule>> = {
  '--index-url': { name: 'index-url', action: 'value' },
  '--pypi-url': { name: 'index-url', action: 'value' },
  '--extra-index-url': { name: 'extra-index-url', action: 'list' },
  '--no-index': { name: 'no-index', action: 'flag' },
  '--constraint': { name: 'constraint', action: 'list' },
  '--requirement': { name: 'requirement', action: 'list' },
  '--editable': { name: 'editable', action: 'list' },
  '--find-links': { name: 'find-links', action: 'list' },
  '--no-binary': { name: 'no-binary', action: 'list', check: checkNames },
  '--only-binary': { name: 'only-binary', action: 'list', check: checkNames },
  '--prefer-binary': { name: 'prefer-binary', action: 'flag' },
  '--require-hashes': { name: 'require-hashes', action: 'flag' },
  '--no-require-hashes': { name: 'no-require-hashes', action: 'flag' },
  '--pre': { name: 'pre', action: 'flag' },
  '--all-releases': { name: 'all-releases', action: 'list', check: checkNames },
  '--only-final': { name: 'only-final', action: 'list', check: checkNames },
  '--trusted-host': { name: 'trusted-host', action: 'list' },
  '--use-feature': { name: 'use-feature', action: 'list', check: checkFeature },
  '--hash': { name: 'hash', action: 'list', check: checkHash },
  '--config-settings': { name: 'config-settings', action: 'list', check: checkSetting },
};

const SHORT: Readonly<Record<string, string>> = {
  '-i': '--index-url',
  '-c': '--constraint',
  '-r': '--requirement',
  '-e': '--editable',
  '-f': '--find-links',
  '-C': '--config-settings',
};

/** Values by option name, in the order of the line; of options that take one value the last counts. */
export interface LineOptions {
  readonly flags: ReadonlySet<string>;
  readonly values: ReadonlyMap<string, readonly string[]>;
  /** Name and value in the order written; a flag's value is empty. */
  readonly ordered: readonly { readonly name: string; readonly value: string }[];
}

export type OptionsAnswer =
  | { readonly ok: true; readonly options: LineOptions }
  | { readonly ok: false; readonly message: string };

/**
 * The requirement text of a line, and its options: everything from the first blank-separated word that begins with `-`.
 */
export function splitLine(line: string): { readonly requirement: string; readonly options: string } {
  const words = line.split(' ');
  const first = words.findIndex((word) => word.startsWith('-'));
  if (first < 0) return { requirement: line, options: '' };
  return { requirement: words.slice(0, first).join(' '), options: words.slice(first).join(' ') };
}

/** Reads the options of a line; words that are no options are ignored, as pip does. */
export function parseOptions(text: string): OptionsAnswer {
  const words = shellWords(text);
  const options = words instanceof Refusal ? words : optionsOf(words);
  return options instanceof Refusal ? { ok: false, message: options.message } : { ok: true, options };
}

/** POSIX shell words: quotes and backslashes as Python's shlex.split() takes them. */
function shellWords(text: string): readonly string[] | Refusal {
  const words: string[] = [];
  let word: string | undefined;
  for (let at = 0; at < text.length; at++) {
    const character = text[at] ?? '';
    if (' \t\r\n'.includes(character)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else if (character === '\\') {
      if (++at >= text.length) return new Refusal('the line ends in a backslash that escapes nothing');
      word = (word ?? '') + (text[at] ?? '');
    } else if (character === "'" || character === '"') {
      const end = closingQuote(text, at);
      if (end === undefined) return new Refusal('a quotation is not closed');
      word = (word ?? '') + quoted(text.slice(at + 1, end), character);
      at = end;
    } else word = (word ?? '') + character;
  }
  if (word !== undefined) words.push(word);
  return words;
}

function closingQuote(text: string, start: number): number | undefined {
  const quote = text[start];
  for (let at = start + 1; at < text.length; at++) {
    if (quote === '"' && text[at] === '\\') at++;
    else if (text[at] === quote) return at;
  }
  return undefined;
}

function quoted(body: string, quote: string): string {
  return quote === '"' ? body.replace(/\\(["\\])/g, '$1') : body;
}

interface WrittenOption {
  readonly name: string;
  readonly value: string;
}

function optionsOf(words: readonly string[]): LineOptions | Refusal {
  const ordered: WrittenOption[] = [];
  const queue = [...words];
  for (let word = queue.shift(); word !== undefined; word = queue.shift()) {
    if (word === '--') break;
    if (!word.startsWith('-') || word.length < 2) continue;
    const option = word.startsWith('--') ? longOption(word, queue) : shortOption(word, queue);
    if (option instanceof Refusal) return option;
    ordered.push(option);
  }
  const values = new Map<string, string[]>();
  for (const { name, value } of ordered) addTo(values, name, value);
  return { flags: new Set(ordered.map(({ name }) => name)), values, ordered };
}

function longOption(word: string, queue: string[]): WrittenOption | Refusal {
  const equals = word.indexOf('=');
  const [written, attached] = equals < 0 ? [word, undefined] : [word.slice(0, equals), word.slice(equals + 1)];
  const name = abbreviated(written);
  if (name instanceof Refusal) return name;
  const rule = LONG[name];
  if (rule === undefined) return new Refusal(`pip has no option ${written} in requirements files`);
  if (rule.action !== 'flag') return checked(rule, written, attached ?? queue.shift());
  return attached === undefined ? { name: rule.name, value: '' } : new Refusal(`${written} takes no value`);
}

/** Options may be cut short as long as only one begins so. */
function abbreviated(written: string): string | Refusal {
  if (Object.hasOwn(LONG, written)) return written;
  const candidates = Object.keys(LONG).filter((name) => name.startsWith(written));
  const [only] = candidates;
  return candidates.length > 1 ? new Refusal(`${written} could be ${candidates.join(' or ')}; write it out`) : (only ?? written);
}

function checked(rule: OptionRule, written: string, value: string | undefined): WrittenOption | Refusal {
  if (value === undefined) return new Refusal(`${written} needs a value`);
  const problem = rule.check?.(value);
  return problem === undefined ? { name: rule.name, value } : new Refusal(problem);
}

/** No short option is a flag, so that whatever follows the letter is its value. */
function shortOption(word: string, queue: string[]): WrittenOption | Refusal {
  const letter = word.slice(0, 2);
  const rule = Object.hasOwn(SHORT, letter) ? LONG[SHORT[letter] ?? ''] : undefined;
  if (rule === undefined) return new Refusal(`pip has no option ${letter} in requirements files`);
  return checked(rule, letter, word.length > 2 ? word.slice(2) : queue.shift());
}
