import { createHash } from 'node:crypto';
import { isReadFailure, type ReadFailure } from '../model/index.ts';
import type { Entry, FileTree } from './tree.ts';

/** Paths that were asked for, each once, in the order in which they were. */
export interface Asked {
  readonly directories: readonly string[];
  readonly files: readonly string[];
}

export interface RecordedTree extends FileTree {
  /** What was asked until now. */
  asked(): Asked;
  /** Whether this file's content was asked for. */
  hasRead(path: string): boolean;
}

/** Remembers what it is asked, and gives the same answer to the same question. */
export function recordedTree(tree: FileTree): RecordedTree {
  const directories = new Map<string, readonly Entry[] | ReadFailure>();
  const files = new Map<string, Uint8Array | ReadFailure>();
  return {
    entries: (directory) => remembered(directories, directory, (path) => tree.entries(path)),
    read: (path) => remembered(files, path, (one) => tree.read(one)),
    asked: () => ({ directories: [...directories.keys()], files: [...files.keys()] }),
    hasRead: (path) => files.has(path),
  };
}

function remembered<Answer extends object>(known: Map<string, Answer>, path: string, ask: (path: string) => Answer): Answer {
  const before = known.get(path);
  if (before !== undefined) return before;
  const answer = ask(path);
  known.set(path, answer);
  return answer;
}

/** One text (SHA-256) for everything that a tree answers to these questions: names, contents, and why something cannot be had. */
export function fingerprint(tree: FileTree, { directories, files }: Asked): string {
  const hash = createHash('sha256');
  for (const directory of directories) hash.update(`${JSON.stringify(tree.entries(directory))}\n`);
  for (const path of files) {
    const answer = tree.read(path);
    if (isReadFailure(answer)) hash.update(`${JSON.stringify(answer)}\n`);
    else hash.update(`${answer.length}\n`).update(answer);
  }
  return hash.digest('hex');
}
