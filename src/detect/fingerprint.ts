import { createHash } from 'node:crypto';

/** What identifies a conflict across runs: nothing in it depends on lines, order or wording. */
export interface Identity {
  readonly rule: string;
  readonly realm: string;
  readonly key: string;
  /** `service constraint` of every demand, constraints in normal form. */
  readonly demands: readonly string[];
}

/** `c_` and twelve hexadecimal digits. */
export function fingerprint(identity: Identity): string {
  const text = [identity.rule, identity.realm, identity.key, ...[...new Set(identity.demands)].sort()].join('\n');
  return `c_${createHash('sha256').update(text).digest('hex').slice(0, 12)}`;
}
