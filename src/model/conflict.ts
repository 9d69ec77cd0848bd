import type { Demand, ServiceId } from './demand.ts';
import type { Depth, IsolationLevel, RealmId } from './realm.ts';
import type { Severity } from './source.ts';

/** A change that ends a conflict, re-checked on the model before it is shown. */
export interface Fix {
  /**
   * `change-constraint`: one line says something else. `align`: several lines say the same. `isolate`: the service gets
   * `level`. The others are names that the JSON contract has and nothing gives today.
   */
  readonly kind: 'change-constraint' | 'align' | 'upgrade' | 'isolate' | 'override' | 'split';
  readonly service?: ServiceId;
  readonly subject: string;
  /** The constraint as it stands, and as it is to be. */
  readonly from?: string;
  readonly to?: string;
  /** Of `isolate`: what the service is given. */
  readonly level?: IsolationLevel;
  /** What is true after the change, in words. */
  readonly effect: string;
  readonly file?: string;
  readonly line?: number;
  /** All lines that change, where they are several. */
  readonly places?: readonly Place[];
  /** With `--resolve`: whether the services were resolved with the change made; absent where nobody was asked. */
  readonly proved?: boolean;
  /** Lines of the same services at the release that is left, of the same family by name: they may have to move as well. */
  readonly together?: readonly Companion[];
}

export interface Companion extends Place {
  readonly key: string;
  readonly subject: string;
  readonly from: string;
}

/** Where a change is made. `file` is relative to the root, `line` counts from 1. */
export interface Place {
  readonly file: string;
  readonly line: number;
}

/** A smallest set of demands that no single choice can satisfy, and how it can be ended. Part of the JSON contract. */
export interface Conflict {
  /** Stable fingerprint over rule, realm, key, services and constraints in normal form; never over lines or wording. */
  readonly id: string;
  /** Rule id, e.g. `version/unsatisfiable`; `cohost explain-rule` tells its source. */
  readonly rule: string;
  readonly severity: Severity;
  readonly realm: RealmId;
  /** As `Demand.subject`. */
  readonly subject: string;
  /** Whose demands clash, each once, sorted. */
  readonly services: readonly ServiceId[];
  readonly demands: readonly Demand[];
  /**
   * Demands that play the same part, as indices into `demands`: one choice has to suit one member of every side.
   * A conflict of two sides is a pairwise clash; of three, one in which every two sides agree.
   */
  readonly sides: readonly (readonly number[])[];
  /** Set when any two of the sides clash (many exclusive versions listed once), rather than all of them together only. */
  readonly anyTwo?: boolean;
  readonly depth: Depth;
  /** The first level at which it is over. */
  readonly clearedBy: IsolationLevel;
  /** One sentence, which names the services where it stands by itself. */
  readonly message: string;
  /** The steps that lead to it. */
  readonly explanation: readonly string[];
  /** The best first; empty where nothing that was tried ends it. */
  readonly fixes: readonly Fix[];
  readonly status?: ConflictStatus;
}

type Sides = Pick<Conflict, 'sides'> & { readonly demands: readonly Pick<Demand, 'service'>[] };

/** The services of each side, each of them once, in the order of the side's demands. */
export function servicesBySide({ sides, demands }: Sides): readonly (readonly ServiceId[])[] {
  return sides.map((side) => [...servicesOn(side, demands)]);
}

function servicesOn(side: readonly number[], demands: Sides['demands'], services = new Set<ServiceId>()): Set<ServiceId> {
  for (const index of side) {
    const demand = demands[index];
    if (demand !== undefined) services.add(demand.service);
  }
  return services;
}

/** How many of its sides have to meet for a clash: any two of them, or all. */
export function sidesToClash({ sides, anyTwo }: Pick<Conflict, 'sides' | 'anyTwo'>): number {
  return anyTwo === true ? 2 : sides.length;
}

/** Whether the services that are present are enough for the clash. */
export function clashesAmong(conflict: Conflict, isPresent: (service: ServiceId) => boolean): boolean {
  return servicesBySide(conflict).filter((side) => side.some(isPresent)).length >= sidesToClash(conflict);
}

/** Whom a service of a conflict clashes with, in order: those beside it on its side ask for what it asks for. */
export function opponentsOf(conflict: Conflict, service: ServiceId): readonly ServiceId[] {
  const { sides, demands } = conflict;
  const opponents = new Set<ServiceId>();
  for (const side of opposingSides(sides, (one) => one.some((index) => demands[index]?.service === service)))
    servicesOn(side, demands, opponents);
  opponents.delete(service);
  return [...opponents].sort();
}

/** The sides that a member of some is against: all of them for one that stands on several. */
export function opposingSides<S>(sides: readonly S[], isOn: (side: S) => boolean): readonly S[] {
  return sides.filter(isOn).length > 1 ? sides : sides.filter((side) => !isOn(side));
}

export const STATUSES = ['new', 'existing', 'resolved', 'ignored'] as const;
/** How a conflict stands beside a base or a baseline; absent where nothing was compared. */
export type ConflictStatus = (typeof STATUSES)[number];

/** Conflicts that count: neither accepted nor gone. */
export function isLive({ status }: Pick<Conflict, 'status'>): boolean {
  return status !== 'ignored' && status !== 'resolved';
}

export const VERDICTS = ['share', 'repin', 'separate', 'likely', 'unknown'] as const;
/** What is known of a set of services on one host; only depth `resolved` proves `share` and `repin`. */
export type Verdict = (typeof VERDICTS)[number];

/** A version that would have to move for services to share. */
export interface Repin {
  readonly service: ServiceId;
  readonly subject: string;
  readonly from: string;
  readonly to: string;
}

/** The verdict of a set of services at a level, with what it rests on. */
export interface Compatibility {
  readonly services: readonly ServiceId[];
  readonly level: IsolationLevel;
  readonly verdict: Verdict;
  readonly depth: Depth;
  /** Ids of the conflicts that part them. */
  readonly conflicts: readonly string[];
  readonly repins: readonly Repin[];
  /** For `unknown`: what is missing. */
  readonly because?: string;
}
