/** Words of a command as options and arguments, told by a table which options mean what. */
import type { GroupReference, Installation } from '../../../src/model/index.ts';

/** What one word of an installer's command says of groups. */
export interface Said {
  readonly asks?: readonly GroupReference[];
  readonly leavesOut?: readonly GroupReference[];
  /** A directory that the project is taken from, instead of the one where the command runs. */
  readonly directory?: string;
  /** A package of that name is meant, wherever it comes from. */
  readonly name?: string;
  /** Nothing but the project itself is installed. */
  readonly alone?: boolean;
}

/** An option that takes a value says something by it; one that takes none says what it says. */
export type Option = Said | ((value: string) => Said);

export type Options = Readonly<Record<string, Option>>;

/** A value that is no matter here. */
export const VALUE: Option = () => ({});

export function options(names: string, option: Option): Options {
  return Object.fromEntries(names.split(' ').map((name) => [name, option]));
}

/** Names in one value: `a,b`, `"a b"`. */
function namesIn(value: string): readonly string[] {
  return value.split(/[\s,]+/).filter((name) => name !== '');
}

export function references(kind: GroupReference['kind'], value: string): readonly GroupReference[] {
  return namesIn(value).map((name) => ({ kind, name }));
}

export function asking(kind: GroupReference['kind']): Option {
  return (value) => ({ asks: references(kind, value) });
}

export function leaving(kind: GroupReference['kind']): Option {
  return (value) => ({ leavesOut: references(kind, value) });
}

export interface Words {
  readonly said: readonly Said[];
  readonly positionals: readonly string[];
}

/** `--name value`, `--name=value`, `-n value`, `-nvalue`; at most `limit` positionals are read, with the options before the next. */
export function readWords(words: readonly string[], table: Options, limit = Number.POSITIVE_INFINITY): Words {
  const said: Said[] = [];
  const positionals: string[] = [];
  for (let index = 0; index < words.length; index++) {
    const word = words[index] ?? '';
    if (!word.startsWith('-') || word === '-') {
      if (positionals.length === limit) break;
      positionals.push(word);
      continue;
    }
    const { option, attached } = optionIn(word, table);
    if (option === undefined) continue;
    if (typeof option !== 'function') said.push(option);
    else said.push(option(attached ?? words[++index] ?? ''));
  }
  return { said, positionals };
}

interface Found {
  readonly option: Option | undefined;
  readonly attached?: string;
}

/** Short flags may be joined: `-qr requirements.txt`. */
function optionIn(word: string, table: Options): Found {
  const known = (name: string): Option | undefined => (Object.hasOwn(table, name) ? table[name] : undefined);
  const long = /^(--[^=]+)=(.*)$/s.exec(word);
  if (long !== null) return { option: known(long[1] ?? ''), attached: long[2] ?? '' };
  if (word.startsWith('--')) return { option: known(word) };
  for (let at = 1; at < word.length; at++) {
    const option = known(`-${word[at]}`);
    const attached = word.slice(at + 1).replace(/^=/, '');
    if (option !== undefined) return attached === '' ? { option } : { option, attached };
  }
  return { option: undefined };
}

/** What all words of one command say. */
export function together(said: readonly Said[]): Pick<Installation, 'asks' | 'leavesOut'> {
  return { asks: said.flatMap(({ asks = [] }) => asks), leavesOut: said.flatMap(({ leavesOut = [] }) => leavesOut) };
}
