import { listAt, tableAt, textAt, textsAt, valueAt } from '../../../src/formats/foreign-data.ts';
import { directoryOf, normalizeName, type SourceFile } from '../../../src/model/index.ts';
import type { LockFacts, Need, Pin } from '../declared.ts';
import { withoutLogin } from '../indexes/index-logins.ts';
import { resolvePath } from '../manifests/pip/requirement.ts';
import { glibcOf, readTomlLock, sizeOf } from './toml-lock.ts';

/** uv.lock: every package of the workspace once, or once per fork of the resolution (`resolution-markers`). */
export function readUvLock(file: SourceFile): LockFacts {
  return readTomlLock(file, 'uv-lock', (root, locate) => {
    const python = textAt(root, 'requires-python');
    // The first releases of uv called them distributions, and later ones still read that.
    const entries = valueAt(root, 'distribution') === undefined ? 'package' : 'distribution';
    return {
      pins: listAt(root, entries).flatMap((entry, index) => {
        const name = textAt(entry, 'name');
        if (name === undefined) return [];
        const version = textAt(entry, 'version');
        const from = placeOf(entry, directoryOf(file.path));
        const forks = textsAt(entry, 'resolution-markers');
        const size = sizeOf(listAt(entry, 'wheels'), valueAt(entry, 'sdist'));
        const glibc = glibcOf(listAt(entry, 'wheels'));
        const pin: Pin = {
          name: normalizeName(name),
          needs: listAt(entry, 'dependencies').flatMap(needOf),
          extraNeeds: needsBy(entry, 'optional-dependencies'),
          groupNeeds: needsBy(entry, 'dev-dependencies'),
          origin: locate([entries, index, 'name']),
          ...(version === undefined ? {} : { version }),
          ...(from === undefined ? {} : { from }),
          ...(forks.length === 0 ? {} : { marker: forks.map((one) => `(${plainMarker(one)})`).join(' or ') }),
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

function needOf(entry: unknown): readonly Need[] {
  const name = textAt(entry, 'name');
  if (name === undefined) return [];
  const marker = textAt(entry, 'marker');
  const version = textAt(entry, 'version');
  const extra = textAt(entry, 'extra');
  const extras = extra === undefined ? textsAt(entry, 'extra') : [extra];
  return [
    {
      name: normalizeName(name),
      extras: extras.map(normalizeName),
      ...(marker === undefined ? {} : { marker: plainMarker(marker) }),
      ...(version === undefined ? {} : { version }),
    },
  ];
}

/** By extra or group. */
function needsBy(entry: unknown, table: 'optional-dependencies' | 'dev-dependencies'): ReadonlyMap<string, readonly Need[]> {
  return new Map(
    Object.keys(tableAt(entry, table) ?? {}).map((name) => [normalizeName(name), listAt(entry, table, name).flatMap(needOf)]),
  );
}

/**
 * Extras and groups that exclude each other stand in markers with the length and name of their project:
 * `extra == 'extra-3-app-cpu'`, `'group-3-app-dev'`.
 */
function plainMarker(marker: string): string {
  return marker.replace(/(['"])(?:extra|group)-(\d{1,3})-([^'"]*)\1/g, (_, quote: string, length: string, rest: string) => {
    return `${quote}${rest.slice(Number(length) + 1)}${quote}`;
  });
}

/** `registry` is the usual place; everything else is a direct reference. */
function placeOf(entry: unknown, directory: string): string | undefined {
  const source = tableAt(entry, 'source');
  const git = textAt(source, 'git');
  if (git !== undefined) return withoutLogin(`git+${git}`);
  const url = textAt(source, 'url');
  if (url !== undefined) return withoutLogin(url);
  const path = textAt(source, 'path') ?? textAt(source, 'directory') ?? textAt(source, 'editable') ?? textAt(source, 'virtual');
  return path === undefined ? undefined : resolvePath(directory, path);
}
