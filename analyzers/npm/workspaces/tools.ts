/** The tools that install npm's packages, and the locks that they write. */

export type Tool = 'npm' | 'pnpm' | 'yarn' | 'bun';

/** Locks by file name; of several in one directory the first is what an installation would use. */
export const LOCK_TOOLS: ReadonlyMap<string, Tool> = new Map([
  ['npm-shrinkwrap.json', 'npm'],
  ['package-lock.json', 'npm'],
  ['pnpm-lock.yaml', 'pnpm'],
  ['yarn.lock', 'yarn'],
  ['bun.lock', 'bun'],
  ['bun.lockb', 'bun'],
]);
