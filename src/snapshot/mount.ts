import { directoryOf, type FileTree } from '../discover/tree.ts';
import { isReadFailure, type ReadFailure } from '../model/index.ts';

/** A tree as it lies in a directory of that name: what is found in it is named as if it had been analysed from above. */
export function mounted(tree: FileTree, name: string): FileTree {
  const inner = (path: string): string | undefined => {
    if (path === name) return '.';
    return path.startsWith(`${name}/`) ? path.slice(name.length + 1) : undefined;
  };
  const outer = (failure: ReadFailure): ReadFailure => {
    const path = failure.path === '.' ? name : `${name}/${failure.path}`;
    return { ...failure, path, message: failure.message.replace(failure.path, path) };
  };
  return {
    entries(directory) {
      if (directory === '.') return [{ name, kind: 'directory' }];
      const path = inner(directory);
      if (path === undefined) return { path: directory, reason: 'missing', message: `${directory} does not exist` };
      const entries = tree.entries(path);
      return isReadFailure(entries) ? outer(entries) : entries;
    },
    read(path) {
      const own = inner(path);
      if (own === undefined || own === '.') {
        return directoryOf(path) === '.' && own === '.'
          ? { path, reason: 'not-a-file', message: `${path} is not a regular file` }
          : { path, reason: 'missing', message: `${path} does not exist` };
      }
      const bytes = tree.read(own);
      return isReadFailure(bytes) ? outer(bytes) : bytes;
    },
  };
}
