/** Which lock counts for a directory. */
import { append, baseName, type Diagnostic, inDirectory, isReadFailure, type Project } from '../../src/model/index.ts';
import { BINARY_LOCK, binaryLock, LOCKS, readLock } from './locks/index.ts';
import type { Lock } from './locks/lock.ts';
import type { Adjustments } from './overrides/adjustments.ts';
import type { Reading } from './reading.ts';
import { importersFrom, lockFolders } from './workspaces/homes.ts';
import type { PackageManager } from './workspaces/package-manager.ts';
import { LOCK_TOOLS, type Tool } from './workspaces/tools.ts';

export interface FoundLock {
  readonly lock: Lock;
  /** Directory of the unit as the lock's importers are named. */
  readonly importer: string;
}

type Place = Pick<Reading, 'directory' | 'root' | 'home'>;

/** Locks of a project by directory, read once; what cannot be read is said once. */
export class LockFinder {
  readonly diagnostics: Diagnostic[] = [];
  readonly #project: Project;
  readonly #adjustmentsIn: (directory: string) => Adjustments;
  readonly #missedBy: (lock: Lock, directory: string) => number;
  readonly #known = new Map<string, Lock | undefined>();

  /** `missedBy` counts the lines of package.json files, of a directory and of its workspace's members, that a lock there does not meet. */
  constructor(
    project: Project,
    adjustmentsIn: (directory: string) => Adjustments,
    missedBy: (lock: Lock, directory: string) => number,
  ) {
    this.#project = project;
    this.#adjustmentsIn = adjustmentsIn;
    this.#missedBy = missedBy;
  }

  /** The lock of the workspace's root, unless each member has its own; else the directory's. */
  find({ directory, root, home }: Place): FoundLock | undefined {
    const shared = root === undefined ? [] : lockFolders(root);
    for (const at of home?.sharesLock === false ? [directory] : [...shared, directory]) {
      const lock = this.#lockIn(at, home?.manager);
      if (lock === undefined) continue;
      const importer = relativePath(importersFrom(at), directory);
      if (at === directory || lock.importers === undefined || lock.importers.has(importer)) return { lock, importer };
    }
    return undefined;
  }

  #lockIn(directory: string, manager: PackageManager | undefined): Lock | undefined {
    if (this.#known.has(directory)) return this.#known.get(directory);
    const names = new Set(this.#project.list(directory));
    const present = [...LOCKS.keys()].filter((name) => names.has(name));
    const chosen = this.#chosen(directory, present, manager?.tool);
    const hasBinary = names.has(BINARY_LOCK);
    // Beside another lock it adds nothing.
    if (hasBinary && present.length === 0) this.diagnostics.push(binaryLock(inDirectory(directory, BINARY_LOCK)));
    const all = hasBinary ? [...present, BINARY_LOCK] : present;
    // Where it is known which tool installs, the others' locks are told as what nothing uses.
    if (chosen !== undefined && manager === undefined) append(this.diagnostics, besideChosen(chosen, directory, all));
    this.#known.set(directory, chosen);
    return chosen;
  }

  /** The lock of the tool that is said to count, else the first; one that the manifests have left behind only where all are so. */
  #chosen(directory: string, present: readonly string[], wanted: Tool | undefined): Lock | undefined {
    const preferred =
      wanted === undefined ? present : [...present].sort((a, b) => Number(toolOf(b) === wanted) - Number(toolOf(a) === wanted));
    let first: Lock | undefined;
    for (const name of preferred) {
      const answer = this.#project.parse(inDirectory(directory, name), readLock);
      if (isReadFailure(answer)) continue;
      const lock = answer.lock?.adjustedBy?.(this.#adjustmentsIn(directory)) ?? answer.lock;
      const isLeft = lock !== undefined && wanted === undefined && present.length > 1 && this.#missedBy(lock, directory) > 0;
      if (first === undefined || lock === undefined || !isLeft) append(this.diagnostics, answer.diagnostics);
      if (lock === undefined) continue;
      if (!isLeft) return lock;
      first ??= lock;
    }
    return first;
  }
}

/** Locks of other tools beside the one that was read. */
function besideChosen({ file }: Lock, directory: string, names: readonly string[]): readonly Diagnostic[] {
  const tool = toolOf(baseName(file));
  return names.flatMap((name): readonly Diagnostic[] => {
    const other = inDirectory(directory, name);
    const message = `${other} lies beside ${file}, which was read; remove one of them, or say which tool counts with "packageManager"`;
    return toolOf(name) === tool ? [] : [{ code: 'npm/several-locks', severity: 'note', message, file: other, line: 1 }];
  });
}

function toolOf(name: string): Tool | undefined {
  return LOCK_TOOLS.get(name);
}

export function relativePath(from: string, to: string): string {
  const a = from === '.' ? [] : from.split('/');
  const b = to === '.' ? [] : to.split('/');
  let shared = 0;
  while (shared < a.length && a[shared] === b[shared]) shared++;
  return [...a.slice(shared).map(() => '..'), ...b.slice(shared)].join('/') || '.';
}
