import type { Diagnostic, FilePattern, Project, ReadFailure, SourceFile } from '../model/index.ts';
import { cleanPath, isReadFailure } from '../model/index.ts';
import { compilePatterns, tellsKind } from './patterns.ts';
import { outsideRoot } from './read-failures.ts';
import { type FileTree, isBinary, sourceFile } from './tree.ts';
import type { Walk } from './walk.ts';

type Parser = (file: SourceFile) => unknown;

/**
 * What was parsed already, by parser and path, with the file it came from: a second run over a tree that
 * shares files with the first (a merge base) parses only what differs.
 */
export class ParseCache {
  readonly #values = new Map<Parser, Map<string, { readonly bytes: Uint8Array; readonly value: unknown }>>();

  get<T>(parser: (file: SourceFile) => T, file: SourceFile): T {
    let byPath = this.#values.get(parser);
    if (byPath === undefined) {
      byPath = new Map();
      this.#values.set(parser, byPath);
    }
    const known = byPath.get(file.path);
    // The map is keyed by the parser that made the value, so its type is that parser's.
    if (known !== undefined && (known.bytes === file.bytes || Buffer.compare(known.bytes, file.bytes) === 0))
      return known.value as T;
    const value = parser(file);
    byPath.set(file.path, { bytes: file.bytes, value });
    return value;
  }
}

/** Reads each file at most once and remembers what could not be read. */
export class FileStore {
  readonly #tree: FileTree;
  readonly #files = new Map<string, SourceFile | ReadFailure>();
  readonly #used = new Set<string>();
  readonly cache: ParseCache;

  constructor(tree: FileTree, cache: ParseCache = new ParseCache()) {
    this.#tree = tree;
    this.cache = cache;
  }

  read(path: string): SourceFile | ReadFailure {
    return this.#files.get(path) ?? this.#readClean(path);
  }

  #readClean(path: string): SourceFile | ReadFailure {
    const clean = cleanPath(path);
    if (clean === undefined) return outsideRoot(path);
    const known = this.#files.get(clean);
    if (known !== undefined) return known;
    const bytes = this.#tree.read(clean);
    const file = isReadFailure(bytes) ? bytes : isBinary(bytes) ? binary(clean) : sourceFile(clean, bytes);
    this.#files.set(clean, file);
    return file;
  }

  bytes(path: string): Uint8Array | ReadFailure {
    const clean = cleanPath(path);
    return clean === undefined ? outsideRoot(path) : this.#tree.read(clean);
  }

  /** For an analyzer that takes files of this kind: others may look into it for ends of their own. */
  use(path: string): void {
    this.#used.add(path);
  }

  /** Whether an analyzer has taken the file that is of its kind. */
  isUsed(path: string): boolean {
    return this.#used.has(path);
  }

  /** Discovered files that were asked for and could not be read; what is called like program text and is none says nothing. */
  failures(discovered: ReadonlySet<string>, isProgram: (path: string) => boolean = () => false): readonly Diagnostic[] {
    return [...this.#files.values()].flatMap((file): Diagnostic[] =>
      isReadFailure(file) && discovered.has(file.path) && !(file.reason === 'binary' && isProgram(file.path))
        ? [failureDiagnostic(file)]
        : [],
    );
  }
}

/** Settings of one machine, which nobody commits: members of a repository link to the one file that each developer writes. */
const OF_A_MACHINE = /(?:^|\/)\.env(?:\.[\w.-]+)?$/;

function failureDiagnostic({ path, reason, message }: ReadFailure): Diagnostic {
  const told = { code: `file/${reason}`, file: path, line: 1 };
  if (reason !== 'missing' || !OF_A_MACHINE.test(path)) return { ...told, severity: 'error', message, incomplete: true };
  return { ...told, severity: 'note', message: `${path} is a link to a file that is not here, so what that sets is not known` };
}

function binary(path: string): ReadFailure {
  return {
    path,
    reason: 'binary',
    message: `${path} looks binary (it holds NUL bytes), so nothing was read from it; save it as UTF-8 text`,
  };
}

/** One analyzer's view of the walked tree. */
export function projectFor(patterns: readonly FilePattern[], walked: Walk, store: FileStore): Project {
  const files = walked.files.filter(compilePatterns(patterns));
  const own = new Set(files.filter(compilePatterns(patterns.filter(tellsKind))));
  const read = (path: string): SourceFile | ReadFailure => {
    const file = store.read(path);
    if (own.has(file.path)) store.use(file.path);
    return file;
  };
  return {
    files,
    directories: walked.directories,
    list: (directory) => walked.listing.get(directory) ?? [],
    has: (path) => walked.fileSet.has(path) || !isReadFailure(store.read(path)),
    read,
    bytes: (path) => store.bytes(path),
    parse: (path, parser) => {
      const file = read(path);
      return isReadFailure(file) ? file : store.cache.get(parser, file);
    },
  };
}
