import { listAt, tableAt, textAt, textsAt, valueAt } from '../../../src/formats/foreign-data.ts';
import { directoryOf, normalizeName, printable, type SourceFile } from '../../../src/model/index.ts';
import type { LockFacts, Pin } from '../declared.ts';
import { withoutLogin } from '../indexes/index-logins.ts';
import { resolvePath } from '../manifests/pip/requirement.ts';
import { glibcOf, readTomlLock, sizeOf, unreadableLock } from './toml-lock.ts';

/** pylock.toml and pylock.NAME.toml (PEP 751). */
export function readPylock(file: SourceFile): LockFacts {
  return readTomlLock(file, 'pylock', (root, locate) => {
    const version = textAt(root, 'lock-version') ?? '';
    // A later major version is refused by every installer ("lock-version").
    if (Number.parseInt(version, 10) > 1)
      return {
        pins: [],
        diagnostics: [
          unreadableLock(file.path, `its lock-version is ${printable(version)}`, 'the tool of its created-by, as 1.0'),
        ],
      };
    const python = textAt(root, 'requires-python');
    const defaults = new Set(textsAt(root, 'default-groups').map(normalizeName));
    return {
      pins: listAt(root, 'packages').flatMap((entry, index) => {
        const name = textAt(entry, 'name');
        if (name === undefined) return [];
        const version = textAt(entry, 'version');
        const marker = withDefaults(textAt(entry, 'marker'), defaults);
        const from = placeOf(entry, directoryOf(file.path));
        const size = sizeOf(listAt(entry, 'wheels'), valueAt(entry, 'sdist'));
        const glibc = glibcOf(listAt(entry, 'wheels'));
        const pin: Pin = {
          name: normalizeName(name),
          needs: listAt(entry, 'dependencies').flatMap((one) => {
            const needed = textAt(one, 'name');
            return needed === undefined ? [] : [{ name: normalizeName(needed), extras: [] }];
          }),
          // Whatever is listed is installed where its marker holds.
          groups: groupsOf(marker),
          origin: locate(['packages', index, 'name']),
          ...(version === undefined ? {} : { version }),
          ...(from === undefined ? {} : { from }),
          ...(marker === undefined ? {} : { marker }),
          ...(size === undefined ? {} : { size }),
          ...(glibc === undefined ? {} : { glibc }),
        };
        return [pin];
      }),
      diagnostics: [],
      ...(python === undefined ? {} : { python: { constraint: python, origin: locate(['requires-python']) } }),
    };
  });
}

/** What is installed where nobody chooses groups is `default` here; the lock has names of its own for it (`default-groups`). */
function withDefaults(marker: string | undefined, defaults: ReadonlySet<string>): string | undefined {
  return marker?.replace(/(['"])([^'"]+)\1\s+in\s+dependency_groups/g, (found, _, name: string) =>
    defaults.has(normalizeName(name)) && name !== 'default' ? `(${found} or "default" in dependency_groups)` : found,
  );
}

/** Everywhere its marker is asked: for what is always installed, and for every group that it names. */
function groupsOf(marker: string | undefined): readonly string[] {
  const named = [...(marker ?? '').matchAll(/['"]([^'"]+)['"]\s+in\s+(?:dependency_groups|extras)/g)];
  return [...new Set(['default', ...named.flatMap(([, name]) => name ?? [])])];
}

function placeOf(entry: unknown, directory: string): string | undefined {
  const vcs = tableAt(entry, 'vcs');
  if (vcs !== undefined) {
    const commit = textAt(vcs, 'commit-id') ?? textAt(vcs, 'requested-revision');
    const place = textAt(vcs, 'url') ?? textAt(vcs, 'path') ?? '';
    return withoutLogin(`${textAt(vcs, 'type') ?? 'git'}+${place}${commit === undefined ? '' : `@${commit}`}`);
  }
  const path = textAt(entry, 'directory', 'path') ?? textAt(entry, 'archive', 'path');
  if (path !== undefined) return resolvePath(directory, path);
  const url = textAt(entry, 'archive', 'url');
  return url === undefined ? undefined : withoutLogin(url);
}
