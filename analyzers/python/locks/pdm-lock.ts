import { directoryOf, normalizeName, type SourceFile } from '../../../src/model/index.ts';
import type { LockFacts, Pin } from '../declared.ts';
import { withoutLogin } from '../index-logins.ts';
import { resolvePath } from '../manifests/pip-requirement.ts';
import { listAt, textAt, textsAt } from '../manifests/values.ts';
import { formatMarker } from '../markers.ts';
import { parseRequirement } from '../requirement.ts';
import { readTomlLock } from './toml-lock.ts';

/** pdm.lock: one entry per package and set of extras. */
export function readPdmLock(file: SourceFile): LockFacts {
  return readTomlLock(file, 'pdm-lock', (root, locate) => ({
    pins: listAt(root, 'package').flatMap((entry, index) => {
      const name = textAt(entry, 'name');
      const version = textAt(entry, 'version');
      if (name === undefined) return [];
      const groups = textsAt(entry, 'groups');
      const marker = textAt(entry, 'marker');
      const from = placeOf(entry, directoryOf(file.path));
      const pin: Pin = {
        name: normalizeName(name),
        needs: textsAt(entry, 'dependencies').flatMap((text) => {
          const answer = parseRequirement(text);
          if (!answer.ok) return [];
          const { requirement } = answer;
          return [
            {
              name: requirement.name,
              extras: requirement.extras,
              ...(requirement.marker === undefined ? {} : { marker: formatMarker(requirement.marker) }),
            },
          ];
        }),
        origin: locate(['package', index, 'name']),
        ...(version === undefined ? {} : { version }),
        ...(from === undefined ? {} : { from }),
        ...(marker === undefined ? {} : { marker }),
        ...(groups.length === 0 ? {} : { groups }),
      };
      return [pin];
    }),
    diagnostics: [],
  }));
}

function placeOf(entry: unknown, directory: string): string | undefined {
  const git = textAt(entry, 'git');
  if (git !== undefined) return withoutLogin(`git+${git}@${textAt(entry, 'revision') ?? textAt(entry, 'ref') ?? ''}`);
  const url = textAt(entry, 'url');
  if (url !== undefined) return withoutLogin(url);
  const path = textAt(entry, 'path');
  return path === undefined ? undefined : resolvePath(directory, path);
}
