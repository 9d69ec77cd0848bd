/** Where files of a build context lie in an image: what COPY and ADD put where, stage by stage. */

import { type Stage, type Step, stagesBehind } from '../../../src/formats/dockerfile/stages.ts';
import { localPath } from '../../../src/formats/paths.ts';
import { baseName, directoryOf } from '../../../src/model/index.ts';
import { targetStage } from './stages.ts';

/** What is known of the context. */
export interface Context {
  /** Relative to the root. */
  readonly directory: string;
  has(path: string): boolean;
  /** Whether the repository has such a directory. */
  holds?(path: string): boolean;
}

/** Copies that are looked through for one Dockerfile: two from each stage double them with every stage. */
const MAX_LOOKS = 200_000;

/** Looks for files of a context, as often as any real Dockerfile needs. */
export class Search {
  readonly context: Context;
  #looks = 0;

  constructor(context: Context) {
    this.context = context;
  }

  get isSpent(): boolean {
    return this.#looks > MAX_LOOKS;
  }

  /** Whether there may be another look. */
  look(): boolean {
    this.#looks++;
    return !this.isSpent;
  }
}

/** What was copied last, and what before it. */
interface Copied {
  readonly sources: readonly string[];
  /** Absolute, without a slash at its end. */
  readonly to: string;
  /** The stage that it is taken from; the context when absent. */
  readonly from: Layout | undefined;
  readonly before: Copied | undefined;
}

interface Copy {
  readonly sources: readonly string[];
  readonly to: string;
  /** The stage or image that it is taken from; the context when absent. */
  readonly stage?: string;
}

/** What a COPY or ADD takes, and from where; undefined for other instructions. */
function copyOf({ instruction, words }: Step): Copy | undefined {
  if (instruction.name !== 'COPY' && instruction.name !== 'ADD') return undefined;
  const to = words.at(-1);
  const stage = instruction.flags.get('from');
  return to === undefined ? undefined : { sources: words.slice(0, -1), to, ...(stage === undefined ? {} : { stage }) };
}

/**
 * Paths that an image takes from its build context, by itself or through the stages that it copies from, relative to
 * the context; none where it takes the whole of it, which tells nothing of what is meant.
 */
export function copiedPaths(target: Stage, stages: readonly Stage[]): readonly string[] {
  const paths = new Set<string>();
  for (const step of stagesBehind(target, stages).flatMap(({ own }) => own)) {
    const copy = copyOf(step);
    for (const source of copy?.stage === undefined ? (copy?.sources ?? []) : []) {
      const path = localPath('.', source.replace(/^\/+/, ''));
      if (path !== undefined) paths.add(path);
    }
  }
  return paths.has('.') ? [] : [...paths];
}

/**
 * Goes through the steps of a stage, of those that it is built on and of those that it takes files from, each with the files
 * that are there after it.
 */
export function layoutsOf(
  target: Stage,
  stages: readonly Stage[],
  search: Search,
  each: (step: Step, layout: Layout, stage: Stage) => void,
): void {
  const layouts = new Map<Stage, Layout>();
  const ours = new Set(stages);
  const visit = (stage: Stage): Layout => {
    const known = layouts.get(stage);
    if (known !== undefined) return known;
    // What another Dockerfile took is of another context.
    if (!ours.has(stage)) return entered(stage, search);
    const layout = new Layout(search, stage.base === undefined ? undefined : visit(stage.base));
    layouts.set(stage, layout);
    const earlier = stages.slice(0, stages.indexOf(stage));
    const named = (name: string): Layout | undefined => {
      const from = targetStage(earlier, name);
      return from === undefined ? undefined : visit(from);
    };
    for (const step of stage.own) {
      layout.apply(step, named);
      each(step, layout, stage);
    }
    return layout;
  };
  visit(target);
}

function entered({ steps }: Stage, search: Search): Layout {
  const layout = new Layout(search, undefined);
  for (const step of steps) layout.enter(step);
  return layout;
}

/** The files of one stage as they are after some of its steps. */
export class Layout {
  readonly #search: Search;
  #copied: Copied | undefined;
  #workingDirectory: string;

  constructor(search: Search, base: Layout | undefined) {
    this.#search = search;
    this.#copied = base === undefined ? undefined : base.#copied;
    this.#workingDirectory = base === undefined ? '/' : base.#workingDirectory;
  }

  enter({ instruction, words }: Step): void {
    if (instruction.name === 'WORKDIR') this.#workingDirectory = this.absolute(words[0] ?? '.');
  }

  /** `stages` finds the stage that a COPY names. */
  apply(step: Step, stages: (name: string) => Layout | undefined): void {
    this.enter(step);
    const copy = copyOf(step);
    if (copy === undefined) return;
    const { sources, to, stage } = copy;
    const from = stage === undefined ? undefined : stages(stage);
    if (stage !== undefined && from === undefined) return;
    this.#copied = { sources, to: this.absolute(to), from, before: this.#copied };
  }

  /** A path of the image without `.` and `..`, seen from the working directory, or from one below it. */
  absolute(path: string, directory = ''): string {
    const inner = directory === '' ? path : path.startsWith('/') ? path : `${directory}/${path}`;
    const whole = inner.startsWith('/') ? inner : `${this.#workingDirectory}/${inner}`;
    const clean = localPath('.', whole.replace(/^\/+/, ''));
    return clean === undefined || clean === '.' ? '/' : `/${clean}`;
  }

  /** The file of the repository that lies at a path of the image. */
  find(path: string): string | undefined {
    for (let one = this.#copied; one !== undefined; one = one.before)
      for (const source of one.sources) {
        if (!this.#search.look()) return undefined;
        for (const inner of candidates(source, one.to, path)) {
          const found = one.from === undefined ? this.#inContext(inner) : one.from.find(one.from.absolute(inner));
          if (found !== undefined) return found;
        }
      }
    return undefined;
  }

  /**
   * The directory of the repository whose contents lie in the working directory, where one of these files was in it: `src` of
   * `COPY src/ ./`, and `dist` of `COPY --from=build /app/dist ./`, whose files only a build makes. Nothing where what is
   * around them was copied there as it is.
   */
  contentsWith(names: readonly string[]): string | undefined {
    for (let one = this.#copied; one !== undefined; one = one.before) {
      if (one.to !== this.#workingDirectory) continue;
      for (const source of one.sources) {
        const directory = one.from === undefined ? source : one.from.below(source);
        const known = directory === undefined ? undefined : names.flatMap((name) => this.#foundIn(directory, name) ?? [])[0];
        if (known !== undefined) return known === '' ? undefined : known;
      }
    }
    return undefined;
  }

  /** Where the context has the file in a directory of it, relative to the root; empty where that is the context itself. */
  #foundIn(directory: string, name: string): string | undefined {
    if (!this.#search.look()) return undefined;
    const clean = localPath('.', directory.replace(/^\/+/, ''));
    if (clean === undefined) return undefined;
    const found = this.#inContext(`${clean}/${name}`);
    if (found !== undefined) return clean === '.' ? '' : found.slice(0, -name.length - 1);
    // What a build leaves is in no repository.
    return OUTPUT.test(clean) && /\.[cm]?js$/.test(name) ? localPath(this.#search.context.directory, clean) : undefined;
  }

  /**
   * Directories of the repository that lie below the working directory, each with where that is: `shared` of
   * `COPY shared /app/shared`.
   */
  brought(): readonly { readonly path: string; readonly to: string }[] {
    const found = new Map<string, string>();
    for (let one = this.#copied; one !== undefined; one = one.before) {
      const [source, ...others] = one.sources;
      const to = others.length === 0 ? this.below(one.to) : undefined;
      if (source === undefined || to === undefined || to === '.' || found.has(to)) continue;
      const path = one.from === undefined ? this.#directoryInContext(source) : one.from.#directoryAt(one.from.absolute(source));
      if (path !== undefined && path !== '.') found.set(to, path);
    }
    return [...found].map(([to, path]) => ({ path, to })).reverse();
  }

  /** Directories of the repository whose builds leave the archives that are taken from other stages. */
  archived(): readonly string[] {
    const found = new Set<string>();
    for (let one = this.#copied; one !== undefined; one = one.before) {
      const { from, sources } = one;
      if (from === undefined) continue;
      for (const source of sources) {
        const home = ARCHIVED.exec(source)?.[1];
        const path = home === undefined ? undefined : from.#directoryAt(from.absolute(home));
        if (path !== undefined && path !== this.#search.context.directory) found.add(path);
      }
    }
    return [...found];
  }

  /** The directory of the repository that lies at a path of the image. */
  #directoryAt(path: string): string | undefined {
    for (let one = this.#copied; one !== undefined; one = one.before)
      for (const source of one.sources)
        for (const inner of candidates(source, one.to, path)) {
          if (!this.#search.look()) return undefined;
          const found =
            one.from === undefined ? this.#directoryInContext(inner) : one.from.#directoryAt(one.from.absolute(inner));
          if (found !== undefined) return found;
        }
    return undefined;
  }

  #directoryInContext(path: string): string | undefined {
    return this.#search.look() ? this.#aboveContext(path, (found) => this.#search.context.holds?.(found) === true) : undefined;
  }

  /** A path of the stage as seen from where it works, where it lies below that. */
  below(path: string): string | undefined {
    const whole = this.absolute(path);
    if (whole === this.#workingDirectory) return '.';
    const home = this.#workingDirectory === '/' ? '/' : `${this.#workingDirectory}/`;
    return whole.startsWith(home) ? whole.slice(home.length) : undefined;
  }

  /** A context that nobody states is the Dockerfile's own directory, or one around it. */
  #inContext(path: string): string | undefined {
    return this.#aboveContext(path, (found) => this.#search.context.has(found));
  }

  #aboveContext(path: string, isThere: (found: string) => boolean): string | undefined {
    const inner = path.replace(/^\/+/, '');
    for (let home = this.#search.context.directory; ; home = directoryOf(home)) {
      const found = localPath(home, inner);
      if (found !== undefined && isThere(found)) return found;
      if (home === '.') return undefined;
    }
  }
}

/** What Gradle and Maven make of a module, below its directory. */
const ARCHIVED = /^(.*)\/(?:build\/libs|target)\/[^/]*\.(?:jar|war)$/;

/** Where bundlers and compilers leave what they make. */
const OUTPUT = /(?:^|\/)(?:dist|build|out|output|\.output|lib)$/;

/** What a source may be called if it lies at `path` once it was copied: itself, a file below it, a file of a pattern. */
function candidates(source: string, to: string, path: string): readonly string[] {
  if (path === to) return [source];
  const below = to === '/' ? '/' : `${to}/`;
  if (!path.startsWith(below)) return [];
  const rest = path.slice(below.length);
  const beside = matches(baseName(source), rest) ? [`${directoryOf(source)}/${rest}`] : [];
  return [...beside, `${source}/${rest}`];
}

/** `requirements*.txt` */
function matches(pattern: string, name: string): boolean {
  const [head = '', ...rest] = pattern.split('*');
  const tail = rest.at(-1);
  if (tail === undefined) return pattern === name;
  return name.startsWith(head) && name.endsWith(tail) && !name.includes('/');
}
