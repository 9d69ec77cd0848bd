import { type BlockNode, brokenEnd, child, readBlocks } from '../../../src/formats/yaml/block-yaml.ts';
import { directoryOf, normalizeName, type SourceFile } from '../../../src/model/index.ts';
import type { LockFacts, Pin } from '../declared.ts';
import { withoutLogin } from '../indexes/index-logins.ts';
import { resolvePath } from '../manifests/pip/requirement.ts';
import { readCondaLock } from './conda-lock.ts';
import { needsOf, type PlacedEntry, pinsOf } from './conda-places.ts';
import { cutOffLock, unreadableLock } from './toml-lock.ts';

type Described = Pick<PlacedEntry, 'pin' | 'file'>;

/**
 * pixi.lock of versions 4 to 7: what each environment installs on each platform, and every package once. Only what comes
 * from PyPI is read; environments are groups, as `pixi install --environment` chooses one. Reference: Pixi, "Lock file".
 */
export function readPixiLock(file: SourceFile): LockFacts {
  // Most locks of conda's packages alone are long.
  if (!/\b(?:pypi|pip)\b/.test(file.text)) return { kind: 'pixi-lock', pins: [], diagnostics: [] };
  const root = readBlocks(file.text);
  const environments = child(root, 'environments');
  // Up to version 3 it was written as conda-lock writes its own.
  if (environments === undefined && child(root, 'package') !== undefined) return { ...readCondaLock(file), kind: 'pixi-lock' };
  const version = child(root, 'version')?.text;
  if (environments === undefined || version === undefined)
    return { kind: 'pixi-lock', pins: [], diagnostics: [unreadableLock(file.path, 'it names no environments', 'pixi lock')] };
  const known = new Map((child(root, 'packages')?.maps ?? []).flatMap((node) => described(node, file.path)));
  const systems = systemsOf(root);
  const platformsOf = new Map<string, ReadonlySet<string>>();
  const missing: BlockNode[] = [];
  const entries = [...environments.map].flatMap(([group, environment]) => {
    const platforms = child(environment, 'packages')?.map ?? new Map<string, BlockNode>();
    platformsOf.set(group, new Set([...platforms.keys()].map((name) => systems.get(name) ?? name)));
    return [...platforms].flatMap(([name, list]) =>
      list.maps.flatMap((node): readonly PlacedEntry[] => {
        const place = child(node, 'pypi');
        const found = known.get(place?.text ?? '');
        if (found === undefined && place !== undefined) missing.push(node);
        return found === undefined ? [] : [{ ...found, group, platform: systems.get(name) ?? name }];
      }),
    );
  });
  const pins = pinsOf(entries, (group) => platformsOf.get(group) ?? new Set());
  return { kind: 'pixi-lock', pins, diagnostics: cutOff(file, missing[0]) };
}

/** Every environment names its packages before they are described. */
function cutOff({ path, text }: SourceFile, missing: BlockNode | undefined): LockFacts['diagnostics'] {
  const end = brokenEnd(text);
  if (end !== undefined) return [cutOffLock(path, 'it ends in the middle of an entry', end)];
  return missing === undefined
    ? []
    : [cutOffLock(path, `it names ${child(missing, 'pypi')?.text} and does not describe it`, missing.line)];
}

/** Since version 7 platforms may have names of their own. */
function systemsOf(root: BlockNode): ReadonlyMap<string, string> {
  return new Map(
    (child(root, 'platforms')?.maps ?? []).flatMap((node) => {
      const name = child(node, 'name')?.text;
      const subdir = child(node, 'subdir')?.text;
      return name === undefined || subdir === undefined ? [] : [[name, subdir] as const];
    }),
  );
}

/** A package of PyPI by the place that environments name it by. */
function described(node: BlockNode, path: string): readonly (readonly [place: string, package_: Described])[] {
  const isOld = child(node, 'kind')?.text === 'pypi';
  const place = (isOld ? (child(node, 'url') ?? child(node, 'path')) : child(node, 'pypi'))?.text;
  const name = child(node, 'name')?.text;
  if (place === undefined || name === undefined) return [];
  const version = child(node, 'version')?.text;
  const from = fromOf(place, directoryOf(path));
  const pin: Pin = {
    name: normalizeName(name),
    ...needsOf(child(node, 'requires_dist')?.items ?? []),
    origin: { file: path, line: child(node, 'name')?.line ?? node.line },
    ...(version === undefined ? {} : { version }),
    ...(from === undefined ? {} : { from }),
  };
  return [[place, { pin, file: place }]];
}

/** Files of an index stand there by their addresses; a repository, a directory and an address that was asked for are places. */
function fromOf(place: string, directory: string): string | undefined {
  if (/^(?:git|hg|svn|bzr)\+/.test(place)) return withoutLogin(place);
  const direct = /^direct\+(.*)$/.exec(place)?.[1];
  if (direct !== undefined) return withoutLogin(direct);
  return /^[a-z][a-z0-9+.-]*:\/\//i.test(place) ? undefined : resolvePath(directory, place);
}
