import { isTable, listAt, tableAt, textAt, textsAt, valueAt } from '../../../src/formats/foreign-data.ts';
import { directoryOf, normalizeName, type SourceFile } from '../../../src/model/index.ts';
import type { LockFacts, Need, Pin } from '../declared.ts';
import { withoutLogin } from '../indexes/index-logins.ts';
import { resolvePath } from '../manifests/pip/requirement.ts';
import { needOfText } from './needs.ts';
import { readTomlLock } from './toml-lock.ts';

/** poetry.lock of lock versions 1.x (`category`) and 2.x (`groups`, `markers`). */
export function readPoetryLock(file: SourceFile): LockFacts {
  return readTomlLock(file, 'poetry-lock', (root, locate) => {
    const python = textAt(root, 'metadata', 'python-versions');
    return {
      pins: listAt(root, 'package').flatMap((entry, index) => {
        const name = textAt(entry, 'name');
        const version = textAt(entry, 'version');
        if (name === undefined || version === undefined) return [];
        const from = placeOf(entry, directoryOf(file.path));
        const pin: Pin = {
          name: normalizeName(name),
          version,
          needs: needsOf(entry),
          extraNeeds: extrasOf(entry),
          origin: locate(['package', index, 'name']),
          ...(from === undefined ? {} : { from }),
        };
        return placesOf(entry).map((place) => ({ ...pin, ...place }));
      }),
      diagnostics: [],
      ...(python === undefined ? {} : { python: { constraint: python, origin: locate(['metadata', 'python-versions']) } }),
    };
  });
}

/** The groups of a package with the marker under which they install it: one for all, or `{ main = "…", dev = "…" }`. */
function placesOf(entry: unknown): readonly Pick<Pin, 'groups' | 'marker'>[] {
  const category = textAt(entry, 'category');
  if (category !== undefined) return valueAt(entry, 'optional') === true ? [{}] : [{ groups: [category] }];
  const groups = textsAt(entry, 'groups');
  const listed = groups.length === 0 ? {} : { groups };
  const marker = textAt(entry, 'markers');
  if (marker !== undefined) return [{ ...listed, marker }];
  const markers = tableAt(entry, 'markers');
  if (markers === undefined) return [listed];
  return groups.map((group) => {
    const own = textAt(markers, group);
    return { groups: [group], ...(own === undefined ? {} : { marker: own }) };
  });
}

function needsOf(entry: unknown): Pin['needs'] {
  return Object.entries(tableAt(entry, 'dependencies') ?? {}).flatMap(([written, value]) => {
    const name = normalizeName(written);
    const variants: readonly unknown[] = Array.isArray(value) ? value : [value];
    return variants.flatMap((variant) => {
      if (valueAt(variant, 'optional') === true) return [];
      const marker = isTable(variant) ? textAt(variant, 'markers') : undefined;
      const extras = textsAt(variant, 'extras').map(normalizeName);
      return [{ name, extras, ...(marker === undefined ? {} : { marker }) }];
    });
  });
}

/** `extra = ["name (>=1)", …]` */
function extrasOf(entry: unknown): ReadonlyMap<string, readonly Need[]> {
  return new Map(
    Object.keys(tableAt(entry, 'extras') ?? {}).map((extra) => [
      normalizeName(extra),
      textsAt(entry, 'extras', extra).flatMap(needOfText),
    ]),
  );
}

function placeOf(entry: unknown, directory: string): string | undefined {
  const type = textAt(entry, 'source', 'type');
  const url = textAt(entry, 'source', 'url');
  if (type === undefined || url === undefined) return undefined;
  if (type === 'git') {
    const ref = textAt(entry, 'source', 'resolved_reference') ?? textAt(entry, 'source', 'reference');
    return withoutLogin(`git+${url}${ref === undefined ? '' : `@${ref}`}`);
  }
  if (type === 'url') return withoutLogin(url);
  return type === 'directory' || type === 'file' ? resolvePath(directory, url) : undefined;
}
