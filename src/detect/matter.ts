import type { Demand, RealmRule, RuleContext } from '../model/index.ts';
import type { Apart } from './deployed/environments.ts';

/** What is judged at one time: a key of one realm, by that realm's rule, under one target. */
export interface Matter {
  /** Normalized name of a package, a runtime, a port or a command. */
  readonly key: string;
  readonly rule: RealmRule;
  readonly context: RuleContext;
  /** Services that keep several environments apart. */
  readonly apart?: Apart;
  /** Where services keep several on this key: `rule` heeds them. */
  readonly environments?: Environments;
}

/** What is known of the environments of services that keep several apart. */
export interface Environments {
  /** The rule as it judges what is in one environment. */
  readonly rule: RealmRule;
  /** Those that a demand is in, as a text; empty for one of a service that keeps one. */
  of(demand: Demand): string;
  /** Whether of every service one environment has all of these. */
  meet(demands: readonly Demand[]): boolean;
  /** What is to be said of services whose environments would not fit into one. */
  notes(told: readonly Demand[]): readonly string[];
}
