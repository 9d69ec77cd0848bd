import { type Conflict, groupBy, isLive, type Report } from '../../model/index.ts';
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

/** What makes findings alike, and how many of a kind there are at least before all but the first are told in short. */
const ALIKE: readonly { readonly from: number; readonly by: (conflict: Conflict) => readonly string[] }[] = [
  // A family of packages (every part of Angular) between the very same services. One more is as short as the line that counts it.
  { from: 3, by: ({ severity, rule, realm, services }) => [severity, rule, realm, ...services] },
  // The parts of a framework that one service asks for in another version than everybody who uses any of them.
  { from: 3, by: (conflict) => [conflict.severity, conflict.rule, conflict.realm, ...fewest(conflict), ...askedFor(conflict)] },
  // One package over which other groups of services part as well.
  { from: 2, by: ({ severity, rule, subject, clearedBy }) => [severity, rule, subject, clearedBy] },
];

/** The services of the smallest side. */
export function fewest({ sides, demands }: Conflict): readonly string[] {
  const services = sides.map((side) => [...new Set(side.flatMap((index) => demands[index]?.service ?? []))].sort());
  return services.reduce((least, side) => (side.length < least.length ? side : least), services[0] ?? []);
}

function askedFor({ sides, demands }: Conflict): readonly string[] {
  return sides.map((side) => [...new Set(side.map((index) => demands[index]?.constraint))].sort().join(' ')).sort();
}

function foldAlike(live: readonly Conflict[]): Map<Conflict, readonly Conflict[]> {
  const folded = new Map<Conflict, readonly Conflict[]>();
  const taken = new Set<Conflict>();
  for (const { from, by } of ALIKE) {
    for (const kind of groupBy(live, (conflict) => by(conflict).join('\0')).values()) {
      const [first, ...others] = kind.filter((conflict) => !taken.has(conflict) && !folded.has(conflict));
      if (first === undefined || others.length + 1 < from) continue;
      folded.set(first, others);
      for (const conflict of others) taken.add(conflict);
    }
  }
  return folded;
}
