import { directoryOf, inDirectory, type Origin } from '../../../../src/model/index.ts';
import {
  isOutside,
  type PathFacts,
  type PipRequirement,
  type PipRequirementAnswer,
  readPipRequirement,
  resolvePath,
} from './requirement.ts';
import { type OptionLine, type PipSettings, type RequirementsEntry, settingsOf } from './requirements.ts';

/** A requirements file with everything that it includes by `-r` and `-c`, as pip would read it from one directory. */

export interface PipLine {
  readonly requirement: PipRequirement;
  /** As written, without options. */
  readonly text: string;
  readonly isEditable: boolean;
  readonly isConstraint: boolean;
  /** Why pip refuses it as a constraint when it resolves; the file itself is still read. */
  readonly refused?: string;
  readonly hashes: ReadonlyMap<string, readonly string[]>;
  readonly place: Origin;
}

export interface PipProblem {
  readonly message: string;
  readonly place: Origin;
  /** Of a line, of a file that could not be followed, or of the very file to begin with. */
  readonly kind: 'line' | 'include' | 'cycle' | 'entry';
}

export interface PipTree {
  readonly lines: readonly PipLine[];
  readonly problems: readonly PipProblem[];
  readonly settings: PipSettings;
  /** Every file that was read, the entry first; each once. */
  readonly files: readonly string[];
}

export interface PipFiles extends PathFacts {
  /** What a file states, or why it cannot be read. */
  entries(path: string): readonly RequirementsEntry[] | string;
  /** The files that one was compiled from: it is the lock of them, and they say what is asked for. */
  compiledFrom?(path: string): readonly string[] | undefined;
}

const MAX_FILES = 1000;

/**
 * Follows includes from `entry`. Relative paths of projects start from the directory where pip is run; where that is not
 * known, from the first of `directories` in which there is such a project.
 */
export function readPipTree(entry: string, directories: readonly string[], files: PipFiles): PipTree {
  const walk = new Walk(directories, files);
  walk.visit(entry, false, []);
  return walk.tree();
}

/** What the files said that were read so far. */
class Walk {
  readonly #directories: readonly string[];
  readonly #files: PipFiles;
  readonly #lines: PipLine[] = [];
  readonly #problems: PipProblem[] = [];
  readonly #read: string[] = [];
  readonly #optionLines: OptionLine[] = [];

  constructor(directories: readonly string[], files: PipFiles) {
    this.#directories = directories;
    this.#files = files;
  }

  tree(): PipTree {
    const settings = settingsOf(this.#optionLines);
    return { lines: this.#lines, problems: this.#problems, settings, files: [...new Set(this.#read)] };
  }

  /** `from`: the line that includes the file. */
  visit(file: string, isConstraint: boolean, stack: readonly string[], from?: Origin): void {
    const entries = this.#read.length > MAX_FILES ? 'more than a thousand files include each other' : this.#files.entries(file);
    if (typeof entries === 'string') {
      const kind = from === undefined ? 'entry' : 'include';
      this.#problems.push({ kind, message: entries, place: from ?? { file, line: 1, column: 1 } });
      return;
    }
    this.#read.push(file);
    for (const one of entries) this.#take(one, file, isConstraint, [...stack, file]);
  }

  #take(one: RequirementsEntry, file: string, isConstraint: boolean, stack: readonly string[]): void {
    const place = { file, line: one.line, column: one.column };
    const linksAt = (value: string): string => linksIn(file, value, this.#files);
    if (one.controls !== undefined) this.#optionLines.push({ options: one.controls, isControl: true, linksAt });
    if (one.kind === 'problem') this.#problems.push({ kind: 'line', message: one.message, place });
    else if (one.kind === 'options') this.#optionLines.push({ options: one.options, isControl: false, linksAt });
    else if (one.kind === 'include') this.#include(one.path, one.isConstraint, stack, place);
    else {
      const line = lineOf(one, isConstraint, place, this.#directories, this.#files);
      if ('kind' in line) this.#problems.push(line);
      else this.#lines.push(line);
    }
  }

  #include(path: string, isConstraint: boolean, stack: readonly string[], place: Origin): void {
    const target = resolvePath(directoryOf(place.file), path);
    if (/^(?:https?|file):/i.test(path)) {
      const message = `${path} is not fetched, so what it asks for is not known; keep a copy beside this file`;
      this.#problems.push({ kind: 'include', message, place });
    } else if (stack.includes(target)) {
      this.#problems.push({ kind: 'cycle', message: `${target} includes itself; remove this line`, place });
    } else {
      const compiledFrom = isConstraint ? undefined : this.#files.compiledFrom?.(target);
      for (const file of compiledFrom ?? [target]) this.visit(file, isConstraint, stack, place);
    }
  }
}

/** A requirement as pip takes it at this place, or what is wrong with the line. */
function lineOf(
  { text, isEditable, hashes }: Extract<RequirementsEntry, { kind: 'requirement' }>,
  isConstraint: boolean,
  place: Origin,
  directories: readonly string[],
  files: PipFiles,
): PipLine | PipProblem {
  const answer = firstUnderstood(text, isEditable, directories, files);
  if (!answer.ok) return { kind: 'line', message: unknownVariable(text) ?? answer.message, place };
  if (isConstraint && isEditable) return { kind: 'line', message: 'an editable cannot be a constraint; pip refuses it', place };
  const refused = isConstraint ? refusedConstraint(answer.requirement) : undefined;
  const line = { requirement: answer.requirement, text, isEditable, isConstraint, hashes, place };
  return refused === undefined ? line : { ...line, refused };
}

function refusedConstraint({ name, extras }: PipRequirement): string | undefined {
  if (name === undefined) return 'a constraint needs a name';
  return extras.length > 0 ? 'a constraint cannot have extras' : undefined;
}

/** What a line that nobody understands may lack. */
function unknownVariable(text: string): string | undefined {
  const variable = /\$\{[A-Z0-9_]+\}/.exec(text)?.[0];
  return variable === undefined ? undefined : `${variable} has no value here (write it out)`;
}

function firstUnderstood(
  text: string,
  isEditable: boolean,
  directories: readonly string[],
  files: PipFiles,
): PipRequirementAnswer {
  const [first = '.', ...others] = directories;
  const answer = readPipRequirement(text, isEditable, first, files);
  if (answer.ok) return answer;
  for (const directory of others) {
    const other = readPipRequirement(text, isEditable, directory, files);
    if (other.ok && !(leadsOutside(other.requirement) && isMissingIn(first, text, files))) return other;
  }
  return answer;
}

/** Whether a path leads to a folder of the tree that lacks its last part: from further up it would only lie elsewhere. */
function isMissingIn(directory: string, text: string, files: PathFacts): boolean {
  const parent = directoryOf(resolvePath(directory, text.split(/[\s;[]/, 1)[0] ?? ''));
  return parent !== '.' && !isOutside(parent) && files.isDirectory(parent);
}

function leadsOutside({ source }: PipRequirement): boolean {
  return source.kind === 'path' && isOutside(source.path);
}

/** A path that exists beside the file is meant from there; anything else stays as written. */
function linksIn(file: string, value: string, files: PathFacts): string {
  if (/^[A-Za-z][A-Za-z0-9+.-]*:/.test(value)) return value;
  const directory = directoryOf(file);
  const beside = resolvePath(directory, value);
  return files.isDirectory(beside) || files.isFile(beside) ? inDirectory(directory, value) : value;
}
