import { createHash } from 'node:crypto';
import { addTo } from '../../../src/model/index.ts';
import { fields } from './space.ts';

/** go.sum and go.work.sum: one hash a line for a module's zip, or for its go.mod alone. */

export interface SumEntry {
  readonly path: string;
  readonly version: string;
  /** The hash is the go.mod file's, not the zip's. */
  readonly goMod: boolean;
  readonly hash: string;
  readonly line: number;
}

export interface GoSum {
  /** In file order. */
  readonly entries: readonly SumEntry[];
  /** The first malformed line, at which the go command stops. */
  readonly problem?: { readonly line: number; readonly message: string };
}

/** Hash of an empty go.mod that old go commands wrote for repositories without one; the go command drops it. */
const EMPTY_GO_MOD = 'h1:G7mAYYxgmS0lVkHyy2hEOLQCFB0DlQFTMLWggykrydY=';
const GO_MOD = '/go.mod';

/** `module version[/go.mod] hash` a line, with the first line that is none (cmd/go, modfetch `readGoSum`). */
export function parseGoSum(text: string): GoSum {
  const entries: SumEntry[] = [];
  let line = 0;
  for (const source of text.split('\n')) {
    line++;
    const words = fields(source);
    if (words.length === 0) continue;
    const [path, version, hash] = words;
    if (words.length !== 3 || path === undefined || version === undefined || hash === undefined) {
      return { entries, problem: { line, message: `wrong number of fields ${words.length}` } };
    }
    if (hash === EMPTY_GO_MOD) continue;
    const goMod = version.endsWith(GO_MOD);
    entries.push({ path, version: goMod ? version.slice(0, -GO_MOD.length) : version, goMod, hash, line });
  }
  return { entries };
}

/** The `h1:` hash of a go.mod file's bytes: SHA-256 over the one-line listing of a tree that holds this file alone. */
export function goModHash(content: Uint8Array | string): string {
  const digest = createHash('sha256').update(content).digest('hex');
  return `h1:${createHash('sha256').update(`${digest}  go.mod\n`).digest('base64')}`;
}

/** A go.sum that records another hash for a module's go.mod than the file has. */
export interface SumContradiction {
  /** The go.sum. */
  readonly file: string;
  readonly recorded: string;
  readonly actual: string;
}

/** Go.mod hashes of several go.sum files; hashes of other algorithms than `h1:` are never judged. */
export class SumIndex {
  /** By module version, then by file in the order of its lines. */
  readonly #hashes = new Map<string, Map<string, string[]>>();

  /** `sums` by the path of the file. */
  constructor(sums: Iterable<readonly [string, GoSum]>) {
    for (const [file, { entries }] of sums) {
      for (const entry of entries) if (entry.goMod && entry.hash.startsWith('h1:')) this.#note(file, entry);
    }
  }

  #note(file: string, { path, version, hash }: SumEntry): void {
    const key = `${path}@${version}`;
    const files = this.#hashes.get(key) ?? new Map<string, string[]>();
    addTo(files, file, hash);
    this.#hashes.set(key, files);
  }

  /** The files that contradict a go.mod: in each the go command stops at the first line, which either matches or does not. */
  contradictions(path: string, version: string, goMod: Uint8Array | string): readonly SumContradiction[] {
    const files = this.#hashes.get(`${path}@${version}`);
    if (files === undefined) return [];
    const actual = goModHash(goMod);
    return [...files].flatMap(([file, [recorded]]) =>
      recorded === undefined || recorded === actual ? [] : [{ file, recorded, actual }],
    );
  }
}
