/** In which environment of an image its commands work: in one of its own, or in the one that all others share. */
import { expanded } from '../../../src/formats/dockerfile/words.ts';
import type { Lookup } from '../../../src/formats/variables.ts';
import { baseName, directoryOf } from '../../../src/model/index.ts';
import type { Command } from './image-shell.ts';
import { resolvePath } from './pip/requirement.ts';

/** The commands of one step. */
export interface CommandsOfStep {
  readonly commands: readonly Command[];
  readonly lookup: Lookup;
  /** Where in the image it begins. */
  readonly home: string;
}

/** Whoever wants an environment says it early; and nobody's path is longer. */
const MAX_WORDS = 20;
const MAX_PLACES = 50;

/** Directories of programs that are there without an environment. */
const OF_SYSTEM = /^\/(?:usr\/(?:local\/)?)?s?bin$/;
const OF_USER = /\/\.local\/bin$/;
/** Environments as people call them, wherever these are made, and where conda keeps its. */
const CALLED_SO = /\/(?:\.?v?env|virtualenv|envs\/[^/]+)\/bin$/;
const INSTALLER = /^(?:pip[\d.]*|python[\d.]*)$/;

/** By step and command: the directory of an environment's programs, empty for the one that has no name. */
export function environmentsIn(steps: readonly CommandsOfStep[]): readonly (readonly string[])[] {
  const read = steps.map((step) => ({ step, lines: step.commands.map((command) => new Line(command, step)) }));
  const own = new Set(read.flatMap(({ lines }) => lines.flatMap((line) => [...line.made(), line.named() ?? ''])));
  const isOwn = (programs: string): boolean => CALLED_SO.test(programs) || (programs !== '' && own.has(programs));
  return read.map(({ step, lines }) => {
    let onPath = firstOnPath(step, isOwn);
    return lines.map((line) => {
      onPath = line.activated() ?? onPath;
      return line.named() ?? onPath;
    });
  });
}

function firstOnPath({ lookup, home }: CommandsOfStep, isOwn: (programs: string) => boolean): string {
  const places = (lookup('PATH') ?? '').split(':', MAX_PLACES);
  // What the image had before stands there without a name.
  const found = places.find((one) => one === '' || OF_SYSTEM.test(one) || isOwn(placeIn(home, one)));
  return found === undefined || found === '' ? '' : programsIn(home, found);
}

class Line {
  readonly #words: readonly string[];
  readonly #directory: string;
  /** An environment that variables tell uv of. */
  readonly #active: string | undefined;

  constructor({ words, directory = '.' }: Command, { lookup, home }: CommandsOfStep) {
    this.#words = words.slice(0, MAX_WORDS).map(({ text }) => expanded(text, lookup).text);
    this.#directory = placeIn(home, directory);
    this.#active = lookup('VIRTUAL_ENV');
  }

  /** `python -m venv /v`, `virtualenv /v`, `uv venv`. */
  made(): readonly string[] {
    const [program = '', first = '', second = '', ...rest] = this.#words;
    const tool = baseName(program);
    const places = (words: readonly string[]): readonly string[] =>
      words.filter((word) => word !== '' && !word.startsWith('-')).map((one) => this.#programsOf(one));
    if (tool === 'virtualenv') return places([first, second, ...rest]);
    if (tool === 'uv' && first === 'venv') return [...places([second, ...rest]), this.#programsOf(this.#active ?? '.venv')];
    return INSTALLER.test(tool) && first === '-m' && /^(?:venv|virtualenv)$/.test(second) ? places(rest) : [];
  }

  /** The one that it is called from, or told to work in. */
  named(): string | undefined {
    const [program = ''] = this.#words;
    const tool = baseName(program);
    if (tool === 'uv' && this.#words.includes('--system')) return '';
    const interpreter = tool === 'uv' || tool.startsWith('pip') ? this.#interpreter() : undefined;
    if (interpreter?.includes('/') === true)
      return /\/bin\/[^/]+$/.test(interpreter)
        ? programsIn(this.#directory, directoryOf(interpreter))
        : this.#programsOf(interpreter);
    if (INSTALLER.test(tool) && program.includes('/')) return programsIn(this.#directory, directoryOf(program));
    return tool === 'uv' && this.#active !== undefined ? this.#programsOf(this.#active) : undefined;
  }

  /** A script of venv puts its own before all others. */
  activated(): string | undefined {
    const [program = '', script = ''] = this.#words;
    const isActivation = /^(?:source|\.)$/.test(program) && /\/bin\/activate$/.test(script);
    return isActivation ? programsIn(this.#directory, directoryOf(script)) : undefined;
  }

  #interpreter(): string | undefined {
    const at = this.#words.findIndex((word) => /^(?:-p|--python)(?:=|$)/.test(word));
    const [, said] = /^[^=]+=(.+)$/.exec(this.#words[at] ?? '') ?? [];
    return at < 0 ? undefined : (said ?? this.#words[at + 1]);
  }

  #programsOf(environment: string): string {
    return programsIn(this.#directory, `${environment}/bin`);
  }
}

function programsIn(home: string, directory: string): string {
  const place = placeIn(home, directory);
  return OF_SYSTEM.test(place) || OF_USER.test(place) ? '' : place;
}

function placeIn(home: string, path: string): string {
  return resolvePath('.', path.startsWith('/') ? path : `${home}/${path}`);
}
