import { type Conflict, groupBy, isLive, type Report } from '../model/index.ts';
import type { TextOptions } from './conflict-text.ts';

/** Which findings a page of text shows in full, and which it only counts. */

export interface Selection {
  readonly shown: readonly Conflict[];
  /** Findings that are like one that is shown, by the one below which they are counted. */
  readonly folded: ReadonlyMap<Conflict, readonly Conflict[]>;
  /** What the limit left out. */
  readonly dropped: readonly Conflict[];
}

/** What is shown of a report: everything with `verbose`, else no notes and a few of each kind, up to the limit. */
export function selectShown(report: Report, { verbose, limit }: Pick<TextOptions, 'verbose' | 'limit'>): Selection {
  const live = report.conflicts.filter((conflict) => isLive(conflict) && (verbose || conflict.severity !== 'note'));
  const folded = verbose ? new Map<Conflict, readonly Conflict[]>() : foldAlike(live);
  const hidden = new Set([...folded.values()].flat());
  const open = live.filter((conflict) => !hidden.has(conflict));
  const shown = open.slice(0, limit);
  const dropped = open.slice(limit);
  const below = new Set(shown);
  return {
    shown,
    folded: new Map([...folded].filter(([conflict]) => below.has(conflict))),
    dropped: [...dropped, ...[...folded].flatMap(([conflict, list]) => (below.has(conflict) ? [] : list))],
  };
}

/** What makes findings alike, and how many of each kind are told in full before the others are counted. */
const ALIKE: readonly { readonly keep: number; readonly by: (conflict: Conflict) => readonly string[] }[] = [
  // A family of packages (every part of Angular) between the very same services.
  { keep: 1, by: ({ severity, rule, realm, services }) => [severity, rule, realm, ...services] },
  { keep: 2, by: ({ severity, rule, subject }) => [severity, rule, subject] },
];

function foldAlike(live: readonly Conflict[]): Map<Conflict, readonly Conflict[]> {
  const folded = new Map<Conflict, readonly Conflict[]>();
  const taken = new Set<Conflict>();
  for (const { keep, by } of ALIKE) {
    for (const kind of groupBy(live, (conflict) => by(conflict).join('\0')).values()) {
      const free = kind.filter((conflict) => !taken.has(conflict) && !folded.has(conflict));
      const last = free[keep - 1];
      // One more is as short as the line that counts it.
      if (last === undefined || free.length <= keep + 1) continue;
      folded.set(last, free.slice(keep));
      for (const conflict of free.slice(keep)) taken.add(conflict);
    }
  }
  return folded;
}
