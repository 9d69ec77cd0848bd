import {
  addTo,
  directoryOf,
  isMadeOf,
  normalizeName,
  type Project,
  pathBelow,
  type TargetFor,
} from '../../../src/model/index.ts';
import type { Declared, ManifestFacts } from '../declared.ts';
import { isPyproject } from '../manifests/pyproject.ts';
import type { UvSettings } from '../manifests/uv-settings.ts';
import { withUvSources } from '../manifests/uv-sources.ts';
import { type MarkerEnvironment, targetEnvironment } from '../notation/markers.ts';
import type { HomeFacts } from './home-facts.ts';

/** All homes of the tree, and what they know of each other. */
export interface World {
  readonly homes: ReadonlyMap<string, HomeFacts>;
  /** By the normalized names of their projects. */
  readonly named: ReadonlyMap<string, readonly HomeFacts[]>;
  readonly environment: MarkerEnvironment;
  readonly project: Project;
}

export function nameOf(home: HomeFacts): string | undefined {
  return home.manifests.find(({ facts }) => facts.name !== undefined)?.facts.name;
}

export function versionOf(home: HomeFacts): string | undefined {
  return home.manifests.find(({ facts }) => facts.version !== undefined)?.facts.version;
}

/** The uv workspace that a home belongs to, by its root's globs. */
export function workspaceOf(home: HomeFacts, homes: ReadonlyMap<string, HomeFacts>): string | undefined {
  for (const { directory, workspace } of workspacesIn(homes)) {
    if (directory === home.directory) continue;
    const relative = pathBelow(directory, home.directory);
    if (relative === undefined) continue;
    const isMember = workspace.members.some((glob) => matchesGlob(glob, relative));
    if (isMember && !workspace.exclude.some((glob) => matchesGlob(glob, relative))) return directory;
  }
  return undefined;
}

/** uv's settings for a home: of the nearest uv.toml, unless a pyproject.toml that holds such settings is as near or nearer. */
export function settingsOf(home: HomeFacts, homes: ReadonlyMap<string, HomeFacts>): UvSettings | undefined {
  for (let directory = home.directory; ; directory = directoryOf(directory)) {
    const near = homes.get(directory);
    if (near?.settings !== undefined) return near.settings;
    if (directory === '.' || near?.manifests.some(({ facts }) => isPyproject(facts) && facts.configuresUv)) return undefined;
  }
}

type Workspace = NonNullable<HomeFacts['manifests'][number]['facts']['workspace']>;
interface WorkspaceRoot {
  readonly directory: string;
  readonly workspace: Workspace;
}

/** Every home asks for its root: the few roots of a tree are looked for once. */
const WORKSPACES = new WeakMap<ReadonlyMap<string, HomeFacts>, readonly WorkspaceRoot[]>();

function workspacesIn(homes: ReadonlyMap<string, HomeFacts>): readonly WorkspaceRoot[] {
  const known = WORKSPACES.get(homes);
  if (known !== undefined) return known;
  const roots = [...homes.values()].flatMap(({ directory, manifests }) => {
    const workspace = manifests.find(({ facts }) => facts.workspace !== undefined)?.facts.workspace;
    return workspace === undefined ? [] : [{ directory, workspace }];
  });
  WORKSPACES.set(homes, roots);
  return roots;
}

/** Globs of path segments: `*` within a segment, `**` over several. */
function matchesGlob(glob: string, path: string): boolean {
  const match = (pattern: readonly string[], parts: readonly string[]): boolean => {
    const [first, ...rest] = pattern;
    if (first === undefined) return parts.length === 0;
    if (first === '**') return rest.length === 0 || parts.some((_, index) => match(rest, parts.slice(index)));
    const [part, ...others] = parts;
    return part !== undefined && isNamedBy(first, part) && match(rest, others);
  };
  const pattern = glob.split('/').filter((part) => part !== '' && part !== '.');
  return pattern.length < 20 && match(pattern, path.split('/'));
}

/** A segment of uv's globs: `*`, `?`, `[abc]`, `[a-c]` and `[!abc]`. */
function isNamedBy(glob: string, name: string): boolean {
  if (!/[?[]/.test(glob)) return isMadeOf(name, glob.split('*'));
  if (glob.length > MAX_GLOB || name.length > MAX_GLOB) return false;
  // Where a star may end is tried from its first place on: each later star starts over, so nothing is tried twice.
  const pieces = glob.match(/\[!?\]?[^\]]*\]|./gs) ?? [];
  let [at, piece, star, from] = [0, 0, -1, 0];
  while (at < name.length) {
    const one = pieces[piece];
    if (one === '*') [star, from] = [piece++, at];
    else if (one !== undefined && isCharacter(one, name.charAt(at))) [at, piece] = [at + 1, piece + 1];
    else if (star >= 0) [at, piece] = [++from, star + 1];
    else return false;
  }
  return pieces.slice(piece).every((one) => one === '*');
}

const MAX_GLOB = 200;

function isCharacter(piece: string, character: string): boolean {
  if (piece === '?' || piece === character) return true;
  const [, not, set = ''] = /^\[(!?)(.+)\]$/s.exec(piece) ?? [];
  if (not === undefined) return false;
  const isIn = [...set.matchAll(/(.)-(.)|./gs)].some(([whole, low, high]) =>
    low === undefined || high === undefined ? whole === character : low <= character && character <= high,
  );
  return isIn === (not === '');
}

/** Of a manifest that many others lead to, once for all of them. */
const DECLARED = new WeakMap<ReadonlyMap<string, HomeFacts>, Map<ManifestFacts, readonly Declared[]>>();

/** A manifest's declarations, the sources of the workspace's root applied to what the manifest itself names none for. */
export function declaredIn(facts: ManifestFacts, home: HomeFacts, { homes }: World): readonly Declared[] {
  if (facts.kind !== 'pyproject') return facts.declared;
  const known = DECLARED.get(homes) ?? new Map<ManifestFacts, readonly Declared[]>();
  DECLARED.set(homes, known);
  const declared = known.get(facts) ?? withWorkspaceSources(facts, home, homes);
  known.set(facts, declared);
  return declared;
}

function withWorkspaceSources(facts: ManifestFacts, home: HomeFacts, homes: World['homes']): readonly Declared[] {
  const root = workspaceOf(home, homes);
  const shared = (root === undefined ? [] : (homes.get(root)?.manifests ?? [])).flatMap((one) => [...(one.facts.sources ?? [])]);
  return withUvSources(facts.declared, new Map(shared.filter(([name]) => facts.sources?.has(name) !== true)));
}

/** The directory of the local project that a declaration means. */
export function localTarget(one: Declared, root: string | undefined, world: World): string | undefined {
  if (one.kind === 'path') return one.from;
  if (one.kind !== 'workspace' || one.name === undefined) return undefined;
  for (const home of world.named.get(one.name) ?? []) {
    if (root === undefined || home.directory === root || workspaceOf(home, world.homes) === root) return home.directory;
  }
  return undefined;
}

/** Directories that other homes install by path or as workspace members. */
export function consumedDirectories(world: World): ReadonlySet<string> {
  const consumed = new Set<string>();
  for (const home of world.homes.values()) {
    const root = workspaceOf(home, world.homes);
    for (const { facts } of home.manifests) {
      for (const one of declaredIn(facts, home, world)) {
        const target = localTarget(one, root ?? home.directory, world);
        if (target !== undefined && target !== home.directory) consumed.add(target);
      }
    }
  }
  return consumed;
}

/** All projects of the tree by directory, for one target. */
export function worldOf(project: Project, homes: readonly HomeFacts[], target: TargetFor<'python'>): World {
  return {
    homes: new Map(homes.map((home) => [home.directory, home])),
    named: byName(homes),
    environment: targetEnvironment(target),
    project,
  };
}

function byName(homes: readonly HomeFacts[]): World['named'] {
  const named = new Map<string, HomeFacts[]>();
  for (const home of homes) {
    const name = nameOf(home);
    if (name !== undefined) addTo(named, normalizeName(name), home);
  }
  return named;
}
