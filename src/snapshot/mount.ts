import { absent } from '../discover/read-failures.ts';
import type { FileTree } from '../discover/tree.ts';
import { baseName, directoryOf, isReadFailure, pathBelow, type ReadFailure } from '../model/index.ts';

/** A tree as it lies in a directory of that name: what is found in it is named as if it had been analysed from above. */
export function mounted(tree: FileTree, name: string): FileTree {
  if (name === '.') return tree;
  const inner = (path: string): string | undefined => (path === name ? '.' : pathBelow(name, path));
  const outer = (failure: ReadFailure): ReadFailure => {
    const path = failure.path === '.' ? name : `${name}/${failure.path}`;
    return { ...failure, path, message: failure.message.replace(failure.path, () => path) };
  };
  const above = new Map<string, string>();
  for (let path = name; path !== '.'; path = directoryOf(path)) above.set(directoryOf(path), baseName(path));
  return {
    entries(directory) {
      const child = above.get(directory);
      if (child !== undefined) return [{ name: child, kind: 'directory' }];
      const path = inner(directory);
      if (path === undefined) return absent(directory);
      const entries = tree.entries(path);
      return isReadFailure(entries) ? outer(entries) : entries;
    },
    read(path) {
      const own = inner(path);
      if (own === undefined) return absent(path);
      const bytes = tree.read(own);
      return isReadFailure(bytes) ? outer(bytes) : bytes;
    },
  };
}
