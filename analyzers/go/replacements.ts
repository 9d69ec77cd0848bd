import type { GoMod, ModuleVersion, Replacement } from './files/modfile.ts';

/**
 * Which module stands in for another (Go Modules Reference, "replace directive" and "Workspaces"):
 * only main modules decide, in a workspace all members do, and go.work overrules them.
 */

/** A main module: the one that is built, or a member of a workspace. */
export interface MainModule {
  /** Module path. */
  readonly path: string;
  readonly mod: GoMod;
  /** Directory of its go.mod relative to the root, `.` for the root itself. */
  readonly directory: string;
}

/** What go.work adds to its members. */
export interface WorkSettings {
  readonly go: string;
  readonly replace: readonly Replacement[];
  readonly directory: string;
}

export interface ReplacementConflict {
  readonly old: ModuleVersion;
  readonly first: ModuleVersion;
  readonly second: ModuleVersion;
  /** Who says so: directories of main modules, or `go.work`; equal when one file contradicts itself. */
  readonly by: readonly [string, string];
}

interface Entry {
  readonly target: ModuleVersion;
  /** As its go.mod writes it: a directory is relative to that file. */
  readonly written: ModuleVersion;
}

type Table = ReadonlyMap<string, Entry>;

const keyOf = ({ path, version }: ModuleVersion): string => `${path}@${version}`;
const sameModule = (a: ModuleVersion, b: ModuleVersion): boolean => a.path === b.path && a.version === b.version;

/** A directory replacement as a path relative to the root; absolute ones stay. */
function located(target: ModuleVersion, directory: string): ModuleVersion {
  return target.version === '' ? { path: joinDirectory(directory, target.path), version: '' } : target;
}

/** Whether an absolute path may be the other, which is relative to the root: where the tree is checked out nobody knows here. */
export function mayBeOnePlace(a: string, b: string): boolean {
  const [absolute, relative] = a.startsWith('/') ? [a, b] : [b, a];
  return absolute.startsWith('/') && !relative.startsWith('/') && absolute.endsWith(`/${relative.replace(/^\.\//, '')}`);
}

/** Joins and cleans like path.Join; leading `..` remain where the path leaves the root. */
export function joinDirectory(base: string, relative: string): string {
  const slashed = relative.replaceAll('\\', '/');
  if (slashed.startsWith('/') || /^[A-Za-z]:/.test(slashed)) return slashed;
  const parts: string[] = [];
  for (const part of `${base}/${slashed}`.split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..' && parts.length > 0 && parts.at(-1) !== '..') parts.pop();
    else parts.push(part);
  }
  return parts.length === 0 ? '.' : parts.join('/');
}

/** The `replace` lines of a build: those of go.work before those of its members, of which two may disagree. */
export class Replacements {
  readonly #work: Table;
  readonly #members: readonly Table[];
  readonly #paths = new Set<string>();

  constructor(mains: readonly MainModule[], work: WorkSettings | undefined) {
    this.#work = tableOf(work?.replace ?? [], work?.directory ?? '.');
    this.#members = mains.map(({ mod, directory }) => tableOf(mod.replace, directory)).filter((table) => table.size > 0);
    for (const key of [this.#work, ...this.#members].flatMap((table) => [...table.keys()])) {
      this.#paths.add(key.slice(0, key.lastIndexOf('@')));
    }
  }

  /** The replacement of a module version; undefined when it stands for itself. The last member that replaces it decides. */
  of(path: string, version: string): ModuleVersion | undefined {
    if (!this.#paths.has(path)) return undefined;
    const overruling = lookUp(this.#work, path, version);
    if (overruling !== undefined) return overruling.target;
    let found: ModuleVersion | undefined;
    for (const table of this.#members) found = lookUp(table, path, version)?.target ?? found;
    return found;
  }

  /**
   * Whether a later member replaces this one version otherwise than an earlier member does: the load reports it, and compares
   * what the two files write, so that one directory seen from two places is two (`replacementFrom` in cmd/go's modload).
   */
  disagrees(path: string, version: string): boolean {
    if (!this.#paths.has(path) || lookUp(this.#work, path, version) !== undefined) return false;
    let found: ModuleVersion | undefined;
    for (const table of this.#members) {
      const match = lookUp(table, path, version);
      if (match === undefined) continue;
      if (found !== undefined && match.versioned && !sameModule(found, match.written)) return true;
      found = match.written;
    }
    return false;
  }
}

function tableOf(replacements: readonly Replacement[], directory: string): Table {
  return new Map(replacements.map((one) => [keyOf(one.old), { target: located(one.new, directory), written: one.new }]));
}

function lookUp(table: Table, path: string, version: string) {
  const versioned = table.get(`${path}@${version}`);
  if (versioned !== undefined) return { ...versioned, versioned: version !== '' };
  const entry = table.get(`${path}@`);
  return entry === undefined ? undefined : { ...entry, versioned: false };
}

/** Two lines of one file for one left side with different right sides: the go command refuses the file. */
export function contradictionIn(replacements: readonly Replacement[]): readonly [Replacement, Replacement] | undefined {
  const seen = new Map<string, Replacement>();
  for (const one of replacements) {
    const before = seen.get(keyOf(one.old));
    if (before !== undefined && !sameModule(before.new, one.new)) return [before, one];
    seen.set(keyOf(one.old), one);
  }
  return undefined;
}

/** The first two replace directives for one left side that name different right sides; go.work settles those of its members. */
export function conflictingReplacements(
  mains: readonly MainModule[],
  work: WorkSettings | undefined,
): ReplacementConflict | undefined {
  const files = [
    { replace: work?.replace ?? [], by: 'go.work' },
    ...mains.map(({ mod, directory }) => ({ replace: mod.replace, by: directory })),
  ];
  for (const { replace, by } of files) {
    const [first, second] = contradictionIn(replace) ?? [];
    if (first !== undefined && second !== undefined) {
      return { old: first.old, first: first.new, second: second.new, by: [by, by] };
    }
  }
  const settled = new Set(work?.replace.map(({ old }) => old.path));
  const seen = new Map<string, { readonly target: ModuleVersion; readonly by: string }>();
  for (const { mod, directory } of mains) {
    for (const { old, new: raw } of mod.replace) {
      if (settled.has(old.path)) continue;
      const target = located(raw, directory);
      const before = seen.get(keyOf(old));
      if (before !== undefined && !sameModule(before.target, target) && !mayBeOnePlace(before.target.path, target.path)) {
        return { old, first: before.target, second: target, by: [before.by, directory] };
      }
      seen.set(keyOf(old), { target, by: directory });
    }
  }
  return undefined;
}
