import type { RealmRule, RuleContext } from '../model/index.ts';
import type { Apart } from './environments.ts';

/** What is judged at one time: a key of one realm, by that realm's rule, under one target. */
export interface Matter {
  /** Normalized name of a package, a runtime, a port or a command. */
  readonly key: string;
  readonly rule: RealmRule;
  readonly context: RuleContext;
  /** Services that keep several environments apart. */
  readonly apart?: Apart;
}
