import { listAt, textAt, textsAt } from '../../../src/formats/foreign-data.ts';
import { addTo, directoryOf, normalizeName, type SourceFile } from '../../../src/model/index.ts';
import type { LockFacts, Need, Pin } from '../declared.ts';
import { withoutLogin } from '../indexes/index-logins.ts';
import { resolvePath } from '../manifests/pip/requirement.ts';
import { needOfText } from './needs.ts';
import { readTomlLock } from './toml-lock.ts';

/** pdm.lock: one entry per package and set of extras, which are read as one. */
export function readPdmLock(file: SourceFile): LockFacts {
  return readTomlLock(file, 'pdm-lock', (root, locate) => {
    const entries = listAt(root, 'package').flatMap((entry, index) => {
      const name = textAt(entry, 'name');
      return name === undefined ? [] : [{ entry, index, name: normalizeName(name), extras: textsAt(entry, 'extras') }];
    });
    const extraNeeds = new Map<string, Map<string, Need[]>>();
    for (const { entry, name, extras } of entries) {
      const needs = needsOf(entry).filter((need) => need.name !== name);
      const known = extraNeeds.get(name) ?? new Map<string, Need[]>();
      for (const extra of extras.map(normalizeName)) for (const need of needs) addTo(known, extra, need);
      extraNeeds.set(name, known);
    }
    const pins = entries.flatMap(({ entry, index, name, extras }): readonly Pin[] => {
      if (extras.length > 0) return [];
      const groups = textsAt(entry, 'groups');
      const version = textAt(entry, 'version');
      const marker = textAt(entry, 'marker');
      const from = placeOf(entry, directoryOf(file.path));
      return [
        {
          name,
          needs: needsOf(entry),
          extraNeeds: extraNeeds.get(name) ?? new Map(),
          origin: locate(['package', index, 'name']),
          ...(version === undefined ? {} : { version }),
          ...(from === undefined ? {} : { from }),
          ...(marker === undefined ? {} : { marker }),
          ...(groups.length === 0 ? {} : { groups }),
        },
      ];
    });
    return { pins, diagnostics: [] };
  });
}

function needsOf(entry: unknown): readonly Need[] {
  return textsAt(entry, 'dependencies').flatMap(needOfText);
}

function placeOf(entry: unknown, directory: string): string | undefined {
  const git = textAt(entry, 'git');
  if (git !== undefined) return withoutLogin(`git+${git}@${textAt(entry, 'revision') ?? textAt(entry, 'ref') ?? ''}`);
  const url = textAt(entry, 'url');
  if (url !== undefined) return withoutLogin(url);
  const path = textAt(entry, 'path');
  return path === undefined ? undefined : resolvePath(directory, path);
}
