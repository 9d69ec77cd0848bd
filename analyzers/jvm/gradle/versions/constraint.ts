/** Gradle's versions in the notation that the realm's rule compares. */
import type { ConstraintKind } from '../../../../src/model/index.ts';
import type { RichVersion } from './rich-version.ts';
import { isDynamic, parseSelector, type Selector } from './version.ts';

export interface Constraint {
  /** As the build writes it. */
  readonly written: string;
  /** A plain version, or a range in Maven's notation. */
  readonly constraint: string;
  readonly kind: ConstraintKind;
  /** Firm: `strictly` admits nothing else; a plain version only asks for at least itself. */
  readonly strict: boolean;
}

const ANY: Constraint = { written: '', constraint: '', kind: 'range', strict: false };

/** `[1,2[` → `[1,2)`, `1.2.+` → `[1.2,1.3)`, `latest.release` and `+` → any; undefined for what names no version. */
function inMavenNotation(selector: Selector): string | undefined {
  switch (selector.kind) {
    case 'latest':
      return '';
    case 'prefix':
      return prefixRange(selector.prefix);
    case 'exact':
      return /[\s,[\]()]/.test(selector.version) ? undefined : selector.version;
    case 'range': {
      const { lower = '', lowerInclusive, upper = '', upperInclusive } = selector;
      return `${lowerInclusive ? '[' : '('}${lower},${upper}${upperInclusive ? ']' : ')'}`;
    }
  }
}

/** `1.2.` is the interval up to the next number in its last place; `1` alone takes 10 as well and has no upper end. */
function prefixRange(prefix: string): string {
  if (prefix === '') return '';
  const parts = prefix.replace(/\.$/, '').split('.');
  const last = Number(parts.at(-1));
  if (!prefix.endsWith('.') || !Number.isInteger(last)) return `[${prefix.replace(/\.$/, '')},)`;
  return `[${parts.join('.')},${[...parts.slice(0, -1), String(last + 1)].join('.')})`;
}

/** Unions and other odd selectors match nothing in Gradle; they name no range that could be compared. */
export function constraintOf(version: RichVersion): Constraint {
  const firm = version.strictly;
  const written = firm ?? version.require ?? version.prefer ?? '';
  if (written === '') return ANY;
  const selector = parseSelector(written);
  const constraint = inMavenNotation(selector);
  if (constraint === undefined) return { written, constraint: written, kind: 'unknown', strict: false };
  if (firm !== undefined) {
    const single = selector.kind === 'exact';
    return { written, constraint: single ? `[${constraint}]` : constraint, kind: 'range', strict: true };
  }
  return { written, constraint, kind: isDynamic(selector) ? 'range' : 'exact', strict: false };
}
