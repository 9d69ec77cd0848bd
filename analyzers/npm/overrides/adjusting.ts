/** Adjustments applied to what one package asks for, be it a package of the project or one of the registry. */

import type { Peer } from '../locks/lock.ts';
import type { Entry, Field } from '../manifests/manifest.ts';
import { isAny, satisfies, satisfiesWithPrereleases } from '../notation/range.ts';
import type { Selector } from '../notation/spec.ts';
import { matchesGlob } from '../workspaces/globs.ts';
import type { Extension, PeerRules } from '../workspaces/tool-settings.ts';
import type { Adjustments } from './adjustments.ts';
import type { Owner } from './overrides.ts';

/** Lines with those of `packageExtensions`, and without the optional ones that are ignored. */
export function extended(
  lines: readonly Entry[],
  owner: Owner,
  adjustments: Pick<Adjustments, 'extensions' | 'ignoredOptional'>,
): readonly Entry[] {
  const { extensions, ignoredOptional } = adjustments;
  const own = extensions.filter((extension) => extendsPackage(extension, owner));
  if (own.length === 0 && ignoredOptional.length === 0) return lines;
  const all = new Map(lines.map((line) => [placeOf(line), line]));
  for (const extension of own) {
    for (const line of extension.lines) {
      // pnpm looks into the same field, yarn has one map for all that is no peer.
      const fields = extension.tool === 'pnpm' || line.field === 'peerDependencies' ? [line.field] : INSTALLED;
      if (!fields.some((field) => all.has(placeOf({ ...line, field })))) all.set(placeOf(line), line);
    }
  }
  const meta = peerMetaOf(own);
  return [...all.values()].flatMap((line): readonly Entry[] => {
    const { field, name } = line;
    // Of one name the optional line counts.
    if (field === 'dependencies' && all.has(placeOf({ name, field: 'optionalDependencies' }))) return [];
    if (field === 'optionalDependencies' && matchesNames(ignoredOptional, name)) return [];
    const said = field === 'peerDependencies' ? meta.get(name) : undefined;
    if (said === undefined) return [line];
    const optional = said.isFirm ? said.optional : line.optional || said.optional;
    return optional === line.optional ? [line] : [{ ...line, optional }];
  });
}

const INSTALLED = ['dependencies', 'optionalDependencies', 'devDependencies'] as const satisfies readonly Field[];

function placeOf({ field, name }: Pick<Entry, 'field' | 'name'>): string {
  return `${field}\0${name}`;
}

/** What extensions say of peers: pnpm's first one counts, behind the package itself; yarn's last one, before it. */
export function peerMetaOf(
  extensions: readonly Extension[],
): ReadonlyMap<string, { readonly optional: boolean; readonly isFirm: boolean }> {
  const meta = new Map<string, { readonly optional: boolean; readonly isFirm: boolean }>();
  for (const { tool, peerMeta } of extensions) {
    for (const [name, optional] of peerMeta)
      if (tool === 'yarn' || !meta.has(name)) meta.set(name, { optional, isFirm: tool === 'yarn' });
  }
  return meta;
}

/** yarn takes a prerelease for the release that it leads to; a member without a version has 0.0.0. */
export function extendsPackage({ tool, name, range }: Extension, owner: Owner): boolean {
  if (name !== owner.name || range === undefined) return name === owner.name;
  if (tool === 'yarn') return satisfiesWithPrereleases(owner.version ?? '0.0.0', range);
  return owner.version !== undefined && satisfies(owner.version, range);
}

/** A peer as pnpm is told to judge it; undefined where any version will do. */
export function judgedPeer(peer: Peer, holder: Owner, { ignoreMissing, allowAny, allowed }: PeerRules): Peer | undefined {
  const { name } = peer;
  if (matchesNames(allowAny, name)) return undefined;
  // Of those for everybody and of those below one package the last one that suits counts (pnpm, `filterPeerDependencyIssues`).
  const own = allowed.filter((one) => one.name === name);
  const more = [
    own.findLast(({ parent }) => parent === undefined),
    own.findLast(({ parent }) => parent !== undefined && selects(parent, holder)),
  ].flatMap((one) => one?.range ?? []);
  const optional = peer.optional || matchesNames(ignoreMissing, name);
  if (more.some((range) => isAny(range))) return undefined;
  return more.length === 0 && optional === peer.optional ? peer : { name, range: [peer.range, ...more].join(' || '), optional };
}

function selects({ name, range }: Selector, owner: Owner): boolean {
  if (name !== owner.name) return false;
  return range === undefined || isAny(range) || (owner.version !== undefined && satisfies(owner.version, range));
}

/** pnpm's patterns of names: `*` is any text, `!` takes back, and where all do so everything else is meant. */
function matchesNames(patterns: readonly string[], name: string): boolean {
  let matched = patterns.length > 0 && patterns.every((pattern) => pattern.startsWith('!'));
  for (const pattern of patterns) {
    const negated = pattern.startsWith('!');
    if (matchesName(negated ? pattern.slice(1) : pattern, name)) matched = !negated;
  }
  return matched;
}

/** Here `*` runs across the slash of a scope, and nothing else has a meaning. */
function matchesName(pattern: string, name: string): boolean {
  const plain = (text: string): string => text.replaceAll('/', '\0');
  return pattern.includes('*') ? matchesGlob(plain(pattern), plain(name)) : pattern === name;
}
