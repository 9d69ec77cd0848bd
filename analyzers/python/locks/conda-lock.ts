import { type BlockNode, brokenEnd, child, readBlocks, textsBelow } from '../../../src/formats/yaml/block-yaml.ts';
import { normalizeName, type SourceFile } from '../../../src/model/index.ts';
import type { LockFacts } from '../declared.ts';
import { withoutLogin } from '../indexes/index-logins.ts';
import { type PlacedEntry, pinsOf } from './conda-places.ts';
import { cutOffLock, unreadableLock } from './toml-lock.ts';

/**
 * conda-lock.yml: an entry for each package, platform and category. Only what pip installs is read. Reference: conda-lock, "Lockfile" (conda-lock-v1.schema.json).
 */
export function readCondaLock(file: SourceFile): LockFacts {
  // Most locks of conda's packages alone are long.
  if (!/manager:\s*["']?(?:pip|pypi)\b/.test(file.text)) return { kind: 'conda-lock', pins: [], diagnostics: [] };
  const root = readBlocks(file.text);
  const list = child(root, 'package');
  if (list === undefined)
    return { kind: 'conda-lock', pins: [], diagnostics: [unreadableLock(file.path, 'it lists no packages', 'conda-lock')] };
  const nodes = list.maps;
  const platforms = new Set(nodes.flatMap((node) => child(node, 'platform')?.text ?? []));
  const entries = nodes.flatMap((node) => entriesOf(node, file.path));
  const line = brokenEnd(file.text) ?? nodes.find((node) => EVERY.some((key) => child(node, key) === undefined))?.line;
  const diagnostics = line === undefined ? [] : [cutOffLock(file.path, 'it ends in the middle of an entry', line)];
  return { kind: 'conda-lock', pins: pinsOf(entries, () => platforms), diagnostics };
}

/** What stands in every entry. */
const EVERY = ['name', 'version', 'manager', 'platform'] as const;

/** One for each category that it is in; what a former version listed once for each stands there several times. */
function entriesOf(node: BlockNode, file: string): readonly PlacedEntry[] {
  const manager = child(node, 'manager')?.text;
  const name = child(node, 'name')?.text;
  const version = child(node, 'version')?.text;
  if ((manager !== 'pip' && manager !== 'pypi') || name === undefined || version === undefined) return [];
  const from = child(child(node, 'source'), 'url')?.text;
  const url = child(node, 'url')?.text ?? '';
  const categories = child(node, 'categories')?.items ?? [child(node, 'category')?.text ?? 'main'];
  const needs = [...textsBelow(child(node, 'dependencies')).keys()].map((one) => ({ name: normalizeName(one), extras: [] }));
  return categories.map((category) => ({
    pin: {
      name: normalizeName(name),
      version,
      needs,
      origin: { file, line: child(node, 'name')?.line ?? node.line },
      ...(from === undefined ? {} : { from: withoutLogin(from) }),
    },
    group: category === 'main' ? 'default' : category,
    platform: child(node, 'platform')?.text ?? '',
    file: url,
  }));
}
