import * as v from 'valibot';
import { Document } from 'yaml';
import type { Analysis } from '../analyze.ts';
import { readValidated } from '../config/load.ts';
import { day } from '../config/schema.ts';
import { hasReason } from '../detect/apply/settings.ts';
import {
  baseName,
  byKey,
  byText,
  type Conflict,
  type Demand,
  type Diagnostic,
  isLive,
  listed,
  REALMS,
  SEVERITIES,
  type ServiceId,
  unreadServices,
} from '../model/index.ts';
import { compareConflicts, isBehindError, type Parting } from './compare.ts';
import { withStatuses } from './statuses.ts';

const EntrySchema = v.strictObject({
  id: v.string(),
  rule: v.string(),
  severity: v.picklist(SEVERITIES),
  realm: v.picklist(REALMS),
  subject: v.string(),
  /** A map of service to constraint for each side of the conflict. */
  between: v.array(v.record(v.string(), v.string())),
  anyTwo: v.optional(v.boolean()),
  message: v.optional(v.string()),
  reason: v.string(),
  owner: v.optional(v.string()),
  until: v.optional(day),
});

const BaselineSchema = v.strictObject({
  schemaVersion: v.literal(1, 'this version of cohost reads baselines of schemaVersion 1; write it again with cohost baseline'),
  accepted: v.array(EntrySchema),
  /** All services of the fleet when it was written: none of them is another one's new name. */
  services: v.optional(v.array(v.string())),
});

/** A conflict that its owner accepts, until a day (`YYYY-MM-DD`) where one is given. */
export type Accepted = v.InferOutput<typeof EntrySchema>;
export type Baseline = v.InferOutput<typeof BaselineSchema>;

/** A baseline as it was read; where anything is wrong with it `accepted` is empty, and `diagnostics` says why. */
export interface LoadedBaseline {
  readonly file: string;
  readonly accepted: readonly Accepted[];
  readonly services: readonly ServiceId[];
  readonly diagnostics: readonly Diagnostic[];
  /** Line of an entry, by its index. */
  readonly lineOf: (index: number) => number;
}

/** Baselines over this many bytes are not read. */
export const BASELINE_LIMIT = 100 * 1024 * 1024;

/** Reads a baseline; what is wrong with it is told with its line, and then nothing of it counts. */
export function readBaseline(file: string, text: string): LoadedBaseline {
  const { output, diagnostics, lineOf } = readValidated(BaselineSchema, file, text);
  const { accepted = [], services = [] } = output ?? {};
  return { file, accepted, services, diagnostics, lineOf: (index) => lineOf(['accepted', index]) };
}

/** Marks what is accepted as existing, and everything else as new; tells which entries have ended or are no longer needed. */
export function applyBaseline(analysis: Analysis, loaded: LoadedBaseline, today: string): Analysis {
  const expired = loaded.accepted.filter((entry) => entry.until !== undefined && entry.until < today);
  const live = loaded.accepted.filter((entry) => !expired.includes(entry)).map(partingOf);
  // What the comparison with a base found stays: only what it calls new needs to be accepted, or counts without a base.
  const current = analysis.report.conflicts.filter(({ status }) => status !== 'resolved');
  const resolvedBefore = analysis.report.conflicts.filter(({ status }) => status === 'resolved');
  const open = current.map((conflict) => (conflict.status === 'ignored' ? conflict : { ...conflict, status: undefined }));
  const bare = open.map(({ status, ...conflict }): Conflict => (status === undefined ? conflict : { ...conflict, status }));
  const fleet = new Set(analysis.fleet.services.map(({ id }) => id));
  const moves = guessMoves(loaded, bare, fleet);
  const accepted = compareConflicts(live, bare, moves);
  const stillThere = compareConflicts(expired.map(partingOf), bare, moves);
  const overdue = expired.filter((entry) => !stillThere.resolved.some(({ entry: gone }) => gone === entry));
  const unread = unreadServices(analysis.fleet);
  const isKnown = (entry: Accepted): boolean => {
    const services = entry.between.flatMap((side) => Object.keys(side)).map((service) => moves.get(service) ?? service);
    if (services.some((service) => unread.has(service))) return false;
    return !isBehindError(entry, bare) || services.some((service) => !fleet.has(service));
  };
  const removable = [...accepted.resolved, ...stillThere.resolved].map(({ entry }) => entry).filter(isKnown);
  const conflicts = accepted.conflicts.map((conflict, index) => {
    const before = current[index];
    // A baseline holds no notes, so it cannot tell that one is new.
    if (before?.status === undefined && before?.severity === 'note') return { ...before, status: 'existing' as const };
    return before?.status === 'existing' ? before : conflict;
  });
  return withStatuses(
    analysis,
    conflicts,
    resolvedBefore,
    {
      baseline: {
        file: loaded.file,
        accepted: loaded.accepted.length,
        removable: removable.length,
        expired: overdue.length,
      },
    },
    [...loaded.diagnostics, ...entriesToMend(loaded, overdue, removable)],
  );
}

/** What is to be done about entries: those that have ended, those without a reason, those that nothing needs any more. */
function entriesToMend(
  loaded: LoadedBaseline,
  overdue: readonly Accepted[],
  removable: readonly Accepted[],
): readonly Diagnostic[] {
  const unexplained = loaded.accepted.filter(
    (entry) => !hasReason(entry) && !overdue.includes(entry) && !removable.includes(entry),
  );
  const tell = (code: string, severity: Diagnostic['severity'], entry: Accepted, words: string): Diagnostic => ({
    code,
    severity,
    message: `${describe(entry)} ${words}`,
    file: loaded.file,
    line: loaded.lineOf(loaded.accepted.indexOf(entry)),
  });
  return [
    ...overdue.map((entry) => {
      const owner = entry.owner === undefined ? '' : ` (owner: ${entry.owner})`;
      const words = `was accepted until ${entry.until}${owner}; solve it, or give it a later date and a reason`;
      return tell('baseline/expired', 'error', entry, words);
    }),
    ...unexplained.map((entry) =>
      tell('baseline/no-reason', 'warning', entry, 'is accepted without saying why; give the entry a reason'),
    ),
    ...removable.map((entry) => {
      const words = `is no longer there; remove the entry, or rewrite the baseline with cohost baseline -o ${loaded.file}`;
      return tell('baseline/removable', 'note', entry, words);
    }),
  ];
}

function describe(entry: Accepted): string {
  const services = entry.between.flatMap((side) => Object.keys(side));
  const names = listed(services, 3);
  return `${entry.id} (${entry.subject}: ${names})`;
}

interface EntryParting extends Parting {
  readonly entry: Accepted;
}

function partingOf(entry: Accepted): EntryParting {
  const services = entry.between.map((side) => Object.keys(side));
  let next = 0;
  return {
    entry,
    rule: entry.rule,
    severity: entry.severity,
    realm: entry.realm,
    subject: entry.subject,
    ...(entry.anyTwo === true ? { anyTwo: true } : {}),
    sides: services.map((side) => side.map(() => next++)),
    demands: services.flat().map((service) => ({ service })),
  };
}

/** What an older baseline accepted, and the fleet that it was written for. */
export type OlderBaseline = Pick<LoadedBaseline, 'accepted' | 'services'>;

/**
 * A baseline knows no history: a service that it names and the fleet does not have is taken for the one service that was
 * not there when it was written and that wants the same of the same thing; of several, for the one whose path goes on
 * where its own does, since a baseline of `services` calls `cart` what a run over more directories calls `services/cart`.
 * Where its version has changed as well, for the one whose directory is called so.
 */
function guessMoves(
  { accepted: entries, services }: OlderBaseline,
  conflicts: readonly Conflict[],
  fleet: ReadonlySet<ServiceId>,
): ReadonlyMap<ServiceId, ServiceId> {
  const named = entries.flatMap((entry) => entry.between.flatMap((side) => Object.keys(side)));
  const candidates = whoWants(conflicts, new Set([...services, ...named]));
  const moves = new Map<ServiceId, ServiceId>();
  const taken = new Set<ServiceId>();
  const match = (choose: (service: ServiceId, constraint: string, entry: Accepted) => readonly ServiceId[]): void => {
    for (const entry of entries) {
      for (const [service, constraint] of entry.between.flatMap((side) => Object.entries(side))) {
        if (fleet.has(service) || moves.has(service)) continue;
        const [only, ...others] = choose(service, constraint, entry).filter((id) => !taken.has(id));
        if (only === undefined || others.length > 0) continue;
        moves.set(service, only);
        taken.add(only);
      }
    }
  };
  const known = (...key: readonly string[]): readonly ServiceId[] => [...(candidates.get(key.join('\0')) ?? [])];
  match((service, constraint, { rule, subject }) => {
    const free = known(rule, subject, constraint).filter((id) => !taken.has(id));
    const sameEnd = free.filter((id) => id.endsWith(`/${service}`) || service.endsWith(`/${id}`));
    return sameEnd.length > 0 ? sameEnd : free;
  });
  match((service, _, { rule, subject }) => known(rule, subject).filter((id) => baseName(id) === baseName(service)));
  return moves;
}

/** Services that were not there, by what they want, with its constraint and without. */
function whoWants(conflicts: readonly Conflict[], named: ReadonlySet<ServiceId>): ReadonlyMap<string, ReadonlySet<ServiceId>> {
  const found = new Map<string, Set<ServiceId>>();
  for (const { rule, subject, demands } of conflicts)
    for (const { service, constraint } of demands) {
      if (named.has(service)) continue;
      for (const key of [`${rule}\0${subject}`, `${rule}\0${subject}\0${constraint}`])
        found.set(key, (found.get(key) ?? new Set()).add(service));
    }
  return found;
}

export interface BaselineNotes {
  readonly reason: string;
  readonly owner?: string;
  readonly until?: string;
}

export interface WrittenBaseline {
  readonly baseline: Baseline;
  readonly kept: number;
  readonly added: number;
  readonly removed: number;
}

/**
 * A baseline of all errors and warnings that are not ignored; entries of an older one keep their reason, owner and date,
 * also where services of this fleet have moved since.
 */
export function makeBaseline(
  conflicts: readonly Conflict[],
  older: OlderBaseline,
  notes: BaselineNotes,
  fleet: ReadonlySet<ServiceId> = new Set(),
): WrittenBaseline {
  const moves = fleet.size === 0 ? new Map<ServiceId, ServiceId>() : guessMoves(older, conflicts, fleet);
  const taken = new Set<Accepted>();
  let kept = 0;
  const accepted = conflicts
    .filter((conflict) => conflict.severity !== 'note' && isLive(conflict))
    .map((conflict): Accepted => {
      const before = olderEntry(conflict, older.accepted, moves);
      if (before !== undefined) {
        taken.add(before);
        kept++;
      }
      return entryOf(conflict, before, notes);
    })
    .sort((a, b) => byText(a.id, b.id));
  return {
    baseline: { schemaVersion: 1, accepted, ...(fleet.size === 0 ? {} : { services: [...fleet].sort(byText) }) },
    kept,
    added: accepted.length - kept,
    removed: older.accepted.filter((entry) => !taken.has(entry)).length,
  };
}

/** The entry of the same id; or that covers a conflict whose id changed with its constraints; or out of which it grew. */
function olderEntry(
  conflict: Conflict,
  older: readonly Accepted[],
  moves: ReadonlyMap<ServiceId, ServiceId>,
): Accepted | undefined {
  const compared = (entry: Accepted) => compareConflicts([partingOf(entry)], [conflict], moves);
  return (
    older.find(({ id }) => id === conflict.id) ??
    older.find((entry) => compared(entry).conflicts[0]?.status === 'existing') ??
    older.find((entry) => compared(entry).resolved.length === 0)
  );
}

function entryOf(conflict: Conflict, before: Accepted | undefined, notes: BaselineNotes): Accepted {
  const { owner, until } = before ?? notes;
  return {
    id: conflict.id,
    rule: conflict.rule,
    severity: conflict.severity,
    realm: conflict.realm,
    subject: conflict.subject,
    between: conflict.sides.map((side) => constraintsOf(side.flatMap((index) => conflict.demands[index] ?? []))),
    ...(conflict.anyTwo === true ? { anyTwo: true } : {}),
    message: conflict.message,
    reason: before?.reason ?? notes.reason,
    ...(owner === undefined ? {} : { owner }),
    ...(until === undefined ? {} : { until }),
  };
}

function constraintsOf(demands: readonly Demand[]): Record<string, string> {
  return Object.fromEntries(demands.map((demand): [string, string] => [demand.service, demand.constraint]).sort(byKey));
}

const HEAD =
  ' Conflicts that are accepted for now; cohost check --baseline THIS fails on others only.\n Edit reason, owner and until; cohost baseline keeps them.';

/** JSON for a name that ends in `.json`, else YAML. */
export function renderBaseline(baseline: Baseline, file: string): string {
  if (file.endsWith('.json')) return `${JSON.stringify(baseline, null, 2)}\n`;
  const document = new Document(baseline);
  document.commentBefore = HEAD;
  return document.toString({ lineWidth: 0 });
}
