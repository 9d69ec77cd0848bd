import { childOf, type JsonMember, type JsonNode, jsonDiagnostic, parseJson, textOf } from '../../../src/formats/json.ts';
import { directoryOf, normalizeName, type SourceFile } from '../../../src/model/index.ts';
import type { LockFacts, Pin } from '../declared.ts';
import { withoutLogin } from '../indexes/index-logins.ts';
import { resolvePath } from '../manifests/pip/requirement.ts';

/** Pipfile.lock: pins by category (`default`, `develop`, own ones), without edges. */
export function readPipfileLock(file: SourceFile): LockFacts {
  const { root, problems, position } = parseJson(file.text);
  const problem = problems.find(({ kind }) => kind === 'syntax' || kind === 'comment');
  if (problem !== undefined) {
    const told = jsonDiagnostic(file.path, problem, position, 'warning', 'lock again with Pipenv, the lock is left out');
    return { kind: 'pipfile-lock', pins: [], diagnostics: [{ ...told, incomplete: true }] };
  }
  const pins: Pin[] = [];
  for (const { key: category, value: packages } of members(root)) {
    if (category === '_meta') continue;
    for (const { key: written, value: entry, keyAt } of members(packages)) {
      const version = /^===?\s*(.+)$/s.exec(textOf(childOf(entry, 'version')) ?? '')?.[1];
      const marker = textOf(childOf(entry, 'markers'));
      const from = placeOf(entry, directoryOf(file.path));
      pins.push({
        name: normalizeName(written),
        needs: [],
        groups: [category],
        origin: { file: file.path, ...position(keyAt) },
        ...(version === undefined ? {} : { version }),
        ...(from === undefined ? {} : { from }),
        ...(marker === undefined ? {} : { marker }),
      });
    }
  }
  return { kind: 'pipfile-lock', pins, diagnostics: [] };
}

function members(node: JsonNode | undefined): readonly JsonMember[] {
  return node?.kind === 'object' ? node.members : [];
}

function placeOf(entry: JsonNode, directory: string): string | undefined {
  const git = textOf(childOf(entry, 'git'));
  if (git !== undefined) return withoutLogin(`git+${git}@${textOf(childOf(entry, 'ref')) ?? ''}`);
  const url = textOf(childOf(entry, 'file'));
  if (url !== undefined && /^[a-z]+:/i.test(url)) return withoutLogin(url);
  const path = textOf(childOf(entry, 'path')) ?? url;
  return path === undefined ? undefined : resolvePath(directory, path);
}
