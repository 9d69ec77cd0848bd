import { absent } from './read-failures.ts';
import type { Entry, FileTree } from './tree.ts';

/** Files in memory, by path. Serves tests, tables and git trees whose blobs were read beforehand. */
export function memoryTree(files: Readonly<Record<string, string | Uint8Array>>): FileTree {
  const contents = new Map(Object.entries(files).map(([path, content]) => [path.replace(/^\.\//, ''), content]));
  const directories = new Map<string, Map<string, Entry>>([['.', new Map()]]);
  for (const path of contents.keys()) {
    const parts = path.split('/');
    for (let depth = 0; depth < parts.length; depth++) {
      const parent = depth === 0 ? '.' : parts.slice(0, depth).join('/');
      const name = parts[depth] ?? '';
      const kind = depth === parts.length - 1 ? 'file' : 'directory';
      const entries = directories.get(parent) ?? new Map<string, Entry>();
      entries.set(name, { name, kind });
      directories.set(parent, entries);
    }
  }
  return {
    entries(directory) {
      const entries = directories.get(directory);
      if (entries === undefined) return absent(directory);
      return [...entries.values()];
    },
    read(path) {
      const content = contents.get(path);
      if (content === undefined) return absent(path);
      return typeof content === 'string' ? Buffer.from(content, 'utf8') : content;
    },
  };
}
