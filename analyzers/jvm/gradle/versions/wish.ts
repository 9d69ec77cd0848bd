/**
 * What a build says of a version beyond the version itself, as the details of a demand: written here, read by the rule of
 * the class path (`refusal.ts`).
 */
import type { Demand } from '../../../../src/model/index.ts';
import type { Constraint } from './constraint.ts';
import type { RichVersion } from './rich-version.ts';
import { parseSelector } from './version.ts';

/**
 * How a line takes part. `constraint`: only where another brings the module; `enforced`: so does what an enforced platform
 * says, and overrules others; `platform`: a platform itself, which holds no classes.
 */
export type Role = 'constraint' | 'enforced' | 'platform';

export function wishDetail(
  version: RichVersion,
  wanted: Constraint,
  role?: Role,
  open = false,
): { readonly detail?: Demand['detail'] } {
  const { strictly, require, prefer, reject = [] } = version;
  const stated = strictly ?? require;
  const taken = stated === undefined ? undefined : parseSelector(stated);
  const detail = {
    ...(wanted.strict ? { strict: 'true' } : {}),
    ...(taken?.kind === 'prefix' || taken?.kind === 'latest' ? { highest: 'true' } : {}),
    ...(prefer === undefined ? {} : { prefer }),
    ...(stated === undefined && prefer !== undefined ? { mild: 'true' } : {}),
    ...(reject.length === 0 ? {} : { reject: reject.map((one) => one.replaceAll(/\s/g, '')).join(' ') }),
    ...(open ? { open: 'true' } : {}),
    ...(role === undefined ? {} : { role }),
  };
  return Object.keys(detail).length === 0 ? {} : { detail };
}

/** The same details read again. */
export interface Wish {
  readonly strict: boolean;
  /** Takes the highest that there is (`1.+`, `latest.release`), whatever lower one others name. */
  readonly highest: boolean;
  readonly prefer: string | undefined;
  /** A preference and nothing else: anything overrules it. */
  readonly mild: boolean;
  /** Something from elsewhere may give another version. */
  readonly open: boolean;
  readonly reject: readonly string[];
  readonly role: Role | undefined;
}

const ROLES: readonly Role[] = ['constraint', 'enforced', 'platform'];

export function wishOf({ detail }: Demand): Wish {
  return {
    strict: detail?.strict === 'true',
    highest: detail?.highest === 'true',
    prefer: detail?.prefer,
    mild: detail?.mild === 'true',
    open: detail?.open === 'true',
    reject: detail?.reject?.split(' ') ?? [],
    role: ROLES.find((role) => role === detail?.role),
  };
}

/** What tells two wishes with the same constraint apart; empty where there is nothing but the constraint. */
export function canonicalWish({ detail = {} }: Demand): string {
  const parts = Object.entries(detail).map(([name, value]) => ` ${name}=${value}`);
  return parts.sort().join('');
}

/** Whether the demand is one on what the class path holds, and names its version. */
export function names({ detail }: Demand): boolean {
  return detail?.role === undefined && detail?.mild === undefined;
}

const PREFIX: Readonly<Record<Role, string>> = {
  constraint: 'a constraint to ',
  enforced: 'an enforced platform with ',
  platform: '',
};

/** The version of `[1.5]`. */
export function singleVersion(constraint: string): string | undefined {
  return /^\[([^,\]]+)\]$/.exec(constraint)?.[1];
}

/** In a sentence: `strictly 1.5`, `2.0 but not 2.1`, `a constraint to anything but [1,2)`. */
export function wording(demand: Demand): string {
  const { strict, mild, reject, role } = wishOf(demand);
  const version = singleVersion(demand.constraint) ?? demand.constraint;
  const stated = version === '' ? 'any version' : `${strict ? 'strictly ' : mild ? 'preferably ' : ''}${version}`;
  const refused = reject.map((one) => (one === '+' ? 'any' : one)).join(' or ');
  return `${role === undefined ? '' : PREFIX[role]}${stated}${refused === '' ? '' : ` but not ${refused}`}`;
}
