/** Adjustments applied to what one package asks for, be it a package of the project or one of the registry. */

import type { Peer } from '../locks/lock.ts';
import type { Entry } from '../manifests/manifest.ts';
import { isAny, satisfies } from '../notation/range.ts';
import type { Selector } from '../notation/spec.ts';
import { matchesGlob } from '../workspaces/globs.ts';
import type { PeerRules } from '../workspaces/tool-settings.ts';
import type { Adjustments } from './adjustments.ts';
import type { Owner } from './overrides.ts';

/** Lines with those of `packageExtensions`, and without the optional ones that are ignored. */
export function extended(
  lines: readonly Entry[],
  owner: Owner,
  adjustments: Pick<Adjustments, 'extensions' | 'ignoredOptional'>,
): readonly Entry[] {
  const { extensions, ignoredOptional } = adjustments;
  const own = extensions.filter((extension) => selects(extension, owner));
  if (own.length === 0 && ignoredOptional.length === 0) return lines;
  const has = (list: readonly Entry[], { name, field }: Entry): boolean =>
    list.some(
      (line) =>
        line.name === name && (line.field === field || (line.field !== 'peerDependencies' && field !== 'peerDependencies')),
    );
  const optionalPeers = new Set(own.flatMap((extension) => extension.optionalPeers));
  let all = lines.map((line) =>
    line.field === 'peerDependencies' && !line.optional && optionalPeers.has(line.name) ? { ...line, optional: true } : line,
  );
  for (const extension of own) all = [...all, ...extension.lines.filter((line) => !has(all, line))];
  return ignoredOptional.length === 0
    ? all
    : all.filter(({ field, name }) => field !== 'optionalDependencies' || !matchesNames(ignoredOptional, name));
}

/** A peer as pnpm is told to judge it; undefined where any version will do. */
export function judgedPeer(peer: Peer, holder: Owner, { ignoreMissing, allowAny, allowed }: PeerRules): Peer | undefined {
  const { name } = peer;
  if (matchesNames(allowAny, name)) return undefined;
  const more = allowed
    .filter((one) => one.name === name && (one.parent === undefined || selects(one.parent, holder)))
    .map(({ range }) => range);
  const optional = peer.optional || matchesNames(ignoreMissing, name);
  if (more.some((range) => isAny(range))) return undefined;
  return more.length === 0 && optional === peer.optional ? peer : { name, range: [peer.range, ...more].join(' || '), optional };
}

export function selects({ name, range }: Selector, owner: Owner): boolean {
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
