import type { Fix, Place, Repin } from './conflict.ts';
import type { Demand, ServiceId } from './demand.ts';
import type { Scope } from './manifest.ts';
import type { IsolationLevel, RealmId } from './realm.ts';
import type { Description } from './rule.ts';
import type { Diagnostic, Severity } from './source.ts';

/** Depth `resolved`: verdicts that equal the ecosystem's own tool. One resolver serves a whole run and shares what it learned. */
export interface Resolver {
  /** Resolves one service by itself (a one-element set) or a set of services in one environment. Never rejects. */
  resolve(services: readonly ServiceId[]): Promise<Resolution>;
  /** Whether a set resolves once some lines say something else; absent where the ecosystem cannot be asked. Never rejects. */
  retry?(services: readonly ServiceId[], change: LineChange): Promise<Retried>;
}

/** Lines on one key that are to say `to`. */
export interface LineChange {
  readonly key: string;
  readonly places: readonly Place[];
  readonly to: string;
  /** Lines on other keys that may say any version then. */
  readonly freed?: readonly Place[];
}

/** What a joint resolution says once lines are changed as a fix proposes. */
export type Retried =
  | { readonly kind: 'resolved'; readonly version?: string; readonly versions?: ReadonlyMap<string, string> }
  /** What the lines on the key say then cannot be met together with the rest. */
  | { readonly kind: 'refuted' }
  | { readonly kind: 'open'; readonly because: string };

/** Whether a group of the unit at a path reaches the host that the unit is deployed to. */
export interface DeployedGroups {
  (path: string, group: string, scope: Scope): boolean;
  /** Whether it does in each environment of the unit's service, where that one keeps several apart. */
  readonly apart?: (path: string) => readonly ((group: string, scope: Scope) => boolean)[];
}

/** The answer of an ecosystem's resolver for a set of services. */
export type Resolution =
  | {
      readonly kind: 'resolved';
      /** Chosen version by key; several where copies may nest. */
      readonly versions: ReadonlyMap<string, readonly string[]>;
      readonly repins: readonly Repin[];
      /** Warnings and notes that only the sharing adds (what a service has alone is not here). */
      readonly findings: readonly ResolvedFinding[];
    }
  | {
      readonly kind: 'conflict';
      /** At least one, each over a smallest set of demands. */
      readonly findings: readonly ResolvedFinding[];
      /** Proved already for the one-element set: the service's own trouble, not the sharing's. */
      readonly alone?: ServiceId;
      /** With `alone`: that can be put aside, and what is refused beside others then is what the sharing adds. It proves nothing else. */
      readonly putAside?: true;
    }
  | { readonly kind: 'unknown'; readonly because: string; readonly diagnostics: readonly Diagnostic[] };

/** A conflict that only a joint resolution shows. */
export interface ResolvedFinding extends Description {
  readonly rule: string;
  readonly severity: Severity;
  readonly realm: RealmId;
  readonly subject: string;
  readonly demands: readonly Demand[];
  readonly clearedBy: IsolationLevel;
  readonly fixes: readonly Fix[];
  /** What the service asks of a runtime by what it installs: where the target does not meet it, nothing else is wrong. */
  readonly implied?: Demand;
}
