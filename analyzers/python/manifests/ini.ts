import type { Origin, SourceFile } from '../../../src/model/index.ts';

/** Python's configparser as setuptools uses it for setup.cfg: strict, names as they are written, `%(name)s` filled in. */

export interface IniLine {
  readonly text: string;
  readonly origin: Origin;
}

/** One option of an ini file: its value's lines with their places, without the empty ones. */
export interface IniOption {
  readonly origin: Origin;
  readonly lines: readonly IniLine[];
}

export interface IniFile {
  readonly sections: ReadonlyMap<string, ReadonlyMap<string, IniOption>>;
  /** What makes configparser refuse the whole file. */
  readonly problems: readonly { readonly message: string; readonly origin: Origin }[];
}

interface Raw {
  readonly origin: Origin;
  readonly lines: IniLine[];
}

/** Where `%(name)s` finds what its own section lacks. */
const DEFAULTS = 'DEFAULT';

/** Reads setup.cfg as Python's configparser does: continued values, `[DEFAULT]`, `%(name)s`. Never throws. */
export function parseIni({ path, text }: SourceFile): IniFile {
  const sections = new Map<string, Map<string, Raw>>();
  const problems: { message: string; origin: Origin }[] = [];
  let section: Map<string, Raw> | undefined;
  let option: Raw | undefined;
  let indent = 0;
  for (const [index, raw] of text.split(/\r?\n/).entries()) {
    const line = raw.trim();
    const depth = raw.length - raw.trimStart().length;
    const origin = { file: path, line: index + 1, column: depth + 1 };
    if (line === '' || line.startsWith('#') || line.startsWith(';')) continue;
    if (option !== undefined && depth > indent) {
      option.lines.push({ text: line, origin });
      continue;
    }
    indent = depth;
    option = undefined;
    const header = /^\[(.+)\]/.exec(line)?.[1];
    if (header !== undefined) {
      if (sections.has(header) && header !== DEFAULTS) problems.push({ message: `[${header}] stands twice`, origin });
      section = sections.get(header) ?? new Map<string, Raw>();
      sections.set(header, section);
      continue;
    }
    const cut = line.search(/[=:]/);
    if (section === undefined || cut <= 0) {
      problems.push({ message: `"${line}" is neither a [section] nor an option = value`, origin });
      continue;
    }
    const name = line.slice(0, cut).trim();
    const value = line.slice(cut + 1).trim();
    if (section.has(name)) problems.push({ message: `${name} is set twice`, origin });
    const at = { ...origin, column: depth + 1 + line.indexOf(value, cut + 1) };
    option = { origin, lines: value === '' ? [] : [{ text: value, origin: at }] };
    section.set(name, option);
  }
  const filled = new Map<string, ReadonlyMap<string, IniOption>>();
  for (const [name, options] of sections) {
    const fill = new Interpolation(options, sections.get(DEFAULTS) ?? new Map(), problems);
    filled.set(
      name,
      new Map(
        [...options].map(([key, { origin, lines }]) => [key, { origin, lines: lines.flatMap((one) => fill.line(one, 1)) }]),
      ),
    );
  }
  return { sections: filled, problems };
}

/** As configparser.MAX_INTERPOLATION_DEPTH. */
const DEEPEST = 10;
/** Characters that the references of one section may bring in: far above what anyone writes. */
const LONGEST = 200_000;
const REFERENCE = /%(?:%|\(([^()]+)\)s|)/g;

class Interpolation {
  readonly #options: ReadonlyMap<string, Raw>;
  readonly #defaults: ReadonlyMap<string, Raw>;
  readonly #problems: { message: string; origin: Origin }[];
  readonly #told = new Set<Origin>();
  #left = LONGEST;

  constructor(
    options: ReadonlyMap<string, Raw>,
    defaults: ReadonlyMap<string, Raw>,
    problems: { message: string; origin: Origin }[],
  ) {
    this.#options = options;
    this.#defaults = defaults;
    this.#problems = problems;
  }

  /** The line with its references filled in. One that is a reference and nothing else keeps the places of what it names. */
  line(line: IniLine, depth: number): readonly IniLine[] {
    if (!line.text.includes('%')) return [line];
    if (depth > DEEPEST || this.#left <= 0) return this.#refuse(`"${line.text}" refers to too much`, line.origin);
    const whole = /^%\(([^()]+)\)s$/.exec(line.text)?.[1];
    if (whole !== undefined) return this.#named(whole, line.origin, depth);
    const text = line.text.replace(REFERENCE, (found, name?: string) => {
      if (found === '%%') return '%';
      if (name !== undefined)
        return this.#named(name, line.origin, depth)
          .map((one) => one.text)
          .join('\n');
      this.#refuse('a % has to be followed by % or by (name)s', line.origin);
      return found;
    });
    return text.split('\n').flatMap((one) => (one.trim() === '' ? [] : [{ text: one.trim(), origin: line.origin }]));
  }

  #named(name: string, origin: Origin, depth: number): readonly IniLine[] {
    const option = this.#options.get(name) ?? this.#defaults.get(name);
    if (option === undefined) return this.#refuse(`%(${name})s names no option of its section`, origin);
    this.#left -= option.lines.reduce((sum, { text }) => sum + text.length, 1);
    return option.lines.flatMap((one) => this.line(one, depth + 1));
  }

  /** Each line once: what refers to it may come back to it many times. */
  #refuse(message: string, origin: Origin): readonly IniLine[] {
    if (!this.#told.has(origin)) this.#problems.push({ message, origin });
    this.#told.add(origin);
    return [];
  }
}
