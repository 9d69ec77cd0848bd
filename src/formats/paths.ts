import { joinPath } from '../model/index.ts';

/** Parts of a path of an image: what is searched of the tree lies at most half as deep. */
const MAX_PARTS = 128;

/** Whether a path of an image may lead to anything in the tree. */
export function isReachable(path: string): boolean {
  return path.length <= MAX_PARTS * 255 && path.split('/', MAX_PARTS + 1).length <= MAX_PARTS;
}

/** The directory in which a shell is after `cd`; the empty one is where its line begins. A path that is too long changes nothing. */
export function changedDirectory(from: string, to: string): string {
  if (!isReachable(to)) return from;
  const start = to.startsWith('/') ? '/' : from;
  const root = start.startsWith('/') ? '/' : '';
  const parts = start.split('/').filter((part) => part !== '');
  for (const part of to.split('/')) {
    const last = parts.at(-1);
    // What a variable stands for may be any number of directories.
    const isOpen = last === undefined || last === '..' || /[$`]/.test(last);
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (!isOpen) parts.pop();
    else if (last !== undefined || root === '') parts.push(part);
  }
  const changed = `${root}${parts.join('/')}`;
  return isReachable(changed) ? changed : from;
}

/** A path that a descriptor gives, from its own directory; undefined when it leaves the root, is absolute or is a URL. */
export function localPath(directory: string, given: string): string | undefined {
  return /^(?:[a-z][a-z0-9+.-]*:|~|git@)/i.test(given) ? undefined : joinPath(directory, given);
}
