/** npm's ERESOLVE error as data: which package was contested, who wants what of it, and by which way. */

import { satisfies } from '../notation/range.ts';

/** One wish for the contested package, with the packages from a line of the root to the one that has the wish. */
export interface Wish {
  readonly constraint: string;
  readonly isPeer: boolean;
  /** Name of the root's line that leads here. */
  readonly line: string;
  /** `name@version` of each package on the way; empty when the line itself wishes. */
  readonly holders: readonly Holder[];
}

export interface Holder {
  readonly name: string;
  readonly version: string;
}

export interface PeerClash {
  readonly contested: string;
  readonly wishes: readonly Wish[];
  /** The version that was there already, where one was. */
  readonly found?: string;
  /** It could not be had as somebody asks for it, and to npm that is a copy that suits nobody. */
  readonly isMissing: boolean;
}

type Json = Readonly<Record<string, unknown>>;

function objectOf(value: unknown): Json | undefined {
  return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : undefined;
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function edgesOf(node: Json | undefined): readonly Json[] {
  const dependents = node?.dependents;
  if (!Array.isArray(dependents)) return [];
  return dependents.map((one: unknown) => objectOf(one)).filter((one) => one !== undefined);
}

/** Ways through the explanation are cut off here: what is shown are examples, the shortest first. */
const MAX_DEPTH = 12;
const MAX_WISHES = 400;

/**
 * Reads what `#failPeerConflict` and `PlaceDep.failPeerConflict` attach (arborist): an `edge` that found `current`, or a
 * pair of peers that exclude each other (`peerConflict`), each with its dependents up to the root. `throughMembers`: members of
 * the tree are packages that lines of the root lead to, not services.
 */
export function peerClashOf(error: unknown, throughMembers: boolean): PeerClash {
  const facts = objectOf(error);
  const conflict = objectOf(facts?.peerConflict);
  const edge = objectOf(facts?.edge);
  const current = objectOf(facts?.current);
  const [present, wanted] =
    conflict === undefined
      ? [current, edge === undefined ? [] : [edge]]
      : 'peer' in conflict
        ? [objectOf(conflict.current), edgesOf(objectOf(conflict.peer))]
        : [conflict, edgesOf(objectOf(facts?.dep))];
  const contested = textOf(wanted[0]?.name) ?? textOf(present?.name) ?? '';
  const found = textOf(present?.version);
  const currentEdge = objectOf(facts?.currentEdge);
  const edges = [...wanted, ...edgesOf(present), ...(currentEdge === undefined ? [] : [currentEdge])];
  const wishes: Wish[] = [];
  for (const one of edges) if (textOf(one.name) === contested || contested === '') collect(one, one, [], wishes, throughMembers);
  return {
    contested,
    wishes: wishes.sort((a, b) => a.holders.length - b.holders.length),
    ...(found === undefined ? {} : { found }),
    isMissing: [present, objectOf(facts?.dep), objectOf(conflict?.peer)].some((node) => failed(node) === contested),
  };
}

/** The peers of packages that what was there does not suit: without them npm would not refuse. */
export function unmetPeers(error: unknown): readonly { readonly holder: string; readonly name: string }[] {
  const { contested, wishes, found } = peerClashOf(error, true);
  return wishes.flatMap(({ isPeer, holders, constraint }) => {
    const holder = holders.at(-1)?.name;
    if (!isPeer || holder === undefined || (found !== undefined && satisfies(found, constraint))) return [];
    return [{ holder, name: contested }];
  });
}

/** The name of a package that could not be had. */
function failed(node: Json | undefined): string | undefined {
  return Array.isArray(node?.errors) && node.errors.length > 0 ? textOf(node.name) : undefined;
}

/** Every name of a root's line that the error speaks of. */
export function linesNamed(error: unknown): ReadonlySet<string> {
  const facts = objectOf(error);
  const names = new Set<string>();
  const seen = new Set<unknown>();
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null || seen.has(value)) return;
    seen.add(value);
    const one = objectOf(value);
    const name = textOf(one?.name);
    if (name !== undefined) names.add(name);
    for (const inner of Object.values(value)) visit(inner);
  };
  for (const key of ['edge', 'dep', 'current', 'currentEdge', 'peerConflict']) visit(facts?.[key]);
  return names;
}

function collect(start: Json, edge: Json, holders: readonly Holder[], wishes: Wish[], throughMembers: boolean): void {
  if (holders.length > MAX_DEPTH || wishes.length > MAX_WISHES) return;
  const from = objectOf(edge.from);
  const name = textOf(from?.name);
  if (name === undefined || (from?.isWorkspace === true && !throughMembers)) {
    const line = textOf(edge.name);
    const type = textOf(start.type);
    if (line !== undefined)
      wishes.push({ constraint: textOf(start.spec) ?? '', isPeer: type === 'peer' || type === 'peerOptional', line, holders });
    return;
  }
  const holder = { name, version: textOf(from?.version) ?? '' };
  if (holders.some((one) => one.name === name && one.version === holder.version)) return;
  for (const next of [...edgesOf(from), ...linksTo(from)]) collect(start, next, [holder, ...holders], wishes, throughMembers);
}

/** A member of the tree is asked for by the links that lead to it. */
function linksTo(node: Json | undefined): readonly Json[] {
  const links = node?.linksIn;
  return Array.isArray(links) ? links.flatMap((link: unknown) => edgesOf(objectOf(link))) : [];
}
