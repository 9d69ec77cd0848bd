import { type Node, type ParseError, parseTree, printParseErrorCode } from 'jsonc-parser';
import type { SourceFile } from '../../../src/model/index.ts';
import { directoryOf, type LockFacts, type Pin, withoutLogin } from '../declared.ts';
import { resolvePath } from '../manifests/pip-requirement.ts';
import { normalizeName } from '../markers.ts';

/** Pipfile.lock: pins by category (`default`, `develop`, own ones), without edges. */
export function readPipfileLock(file: SourceFile): LockFacts {
  const errors: ParseError[] = [];
  const root = parseTree(file.text, errors, { disallowComments: true });
  const [error] = errors;
  if (root === undefined || error !== undefined) {
    const place = positionOf(file.text, error?.offset ?? 0);
    return {
      kind: 'pipfile-lock',
      pins: [],
      diagnostics: [
        {
          code: 'python/invalid-lock',
          severity: 'warning',
          message: `not valid JSON${error === undefined ? '' : ` (${printParseErrorCode(error.error)})`}; the lock is left out`,
          file: file.path,
          ...place,
          incomplete: true,
        },
      ],
    };
  }
  const lines = new LineIndex(file.text);
  const pins: Pin[] = [];
  for (const [category, packages] of properties(root)) {
    if (category === '_meta') continue;
    for (const [written, entry, offset] of properties(packages)) {
      const version = /^===?\s*(.+)$/.exec(textOf(entry, 'version') ?? '')?.[1];
      const marker = textOf(entry, 'markers');
      const from = placeOf(entry, directoryOf(file.path));
      pins.push({
        name: normalizeName(written),
        ...(version === undefined ? {} : { version }),
        ...(from === undefined ? {} : { from }),
        ...(marker === undefined ? {} : { marker }),
        needs: [],
        groups: [category],
        origin: { file: file.path, ...lines.at(offset) },
      });
    }
  }
  return { kind: 'pipfile-lock', pins, diagnostics: [] };
}

function properties(node: Node): readonly (readonly [name: string, value: Node, offset: number])[] {
  if (node.type !== 'object') return [];
  return (node.children ?? []).flatMap((property) => {
    const [key, value] = property.children ?? [];
    return typeof key?.value === 'string' && value !== undefined ? [[key.value, value, key.offset] as const] : [];
  });
}

function textOf(node: Node, name: string): string | undefined {
  const value: unknown = properties(node).find(([key]) => key === name)?.[1].value;
  return typeof value === 'string' ? value : undefined;
}

function placeOf(entry: Node, directory: string): string | undefined {
  const git = textOf(entry, 'git');
  if (git !== undefined) return withoutLogin(`git+${git}@${textOf(entry, 'ref') ?? ''}`);
  const url = textOf(entry, 'file');
  if (url !== undefined && /^[a-z]+:/i.test(url)) return withoutLogin(url);
  const path = textOf(entry, 'path') ?? url;
  return path === undefined ? undefined : resolvePath(directory, path);
}

function positionOf(text: string, offset: number): { readonly line: number; readonly column: number } {
  return new LineIndex(text).at(offset);
}

class LineIndex {
  readonly #starts: number[] = [0];

  constructor(text: string) {
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) this.#starts.push(at + 1);
  }

  at(offset: number): { readonly line: number; readonly column: number } {
    let low = 0;
    let high = this.#starts.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#starts[middle] ?? 0) <= offset) low = middle + 1;
      else high = middle;
    }
    return { line: low, column: offset - (this.#starts[low - 1] ?? 0) + 1 };
  }
}
