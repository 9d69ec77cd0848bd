/**
 * Globs of workspace members on paths with `/`: `*`, `?`, `**`, `[a-z]`, `{a,b}`, `{1..3}`, `@(a|b)`, `?(a|b)`, and `!(a|b)` for a
 * whole name. Only a pattern with a leading dot means hidden names. Matching takes time in the product of both lengths.
 */

const MAX_ALTERNATIVES = 200;

/** Whether `path` (relative to the root, no leading `./`) is named by the patterns; a later one overrides an earlier one. */
export function matchesInOrder(patterns: readonly string[], path: string): boolean {
  let matched = false;
  for (const pattern of patterns) {
    const negated = pattern.startsWith('!');
    if (negated !== matched) continue;
    if (matchesGlob(negated ? pattern.slice(1) : pattern, path)) matched = !negated;
  }
  return matched;
}

/** As above, but a negated pattern excludes wherever it stands (pnpm, yarn). */
export function matchesUnlessNegated(patterns: readonly string[], path: string): boolean {
  const negated = patterns.filter((pattern) => pattern.startsWith('!')).map((pattern) => pattern.slice(1));
  const positive = patterns.filter((pattern) => !pattern.startsWith('!'));
  return positive.some((pattern) => matchesGlob(pattern, path)) && !negated.some((pattern) => matchesGlob(pattern, path));
}

export function matchesGlob(pattern: string, path: string): boolean {
  return alternatives(braced(pattern)).some((one) => matchSegments(segmentsOf(one), segmentsOf(path)));
}

/** `@(a|b)` → `{a,b}`, `?(a|b)` → `{,a,b}`. */
function braced(pattern: string): string {
  return pattern.replace(/([@?])\(([^()]*)\)/g, (_, kind: string, list: string) => {
    const names = list.split('|');
    return `{${(kind === '?' ? ['', ...names] : [...names, names[0] ?? '']).join(',')}}`;
  });
}

function segmentsOf(path: string): readonly string[] {
  return path.split('/').filter((part) => part !== '' && part !== '.');
}

/** `a/{b,c}` → `a/b`, `a/c`; nested braces too, up to a limit. */
function alternatives(pattern: string): readonly string[] {
  let open = [pattern];
  for (;;) {
    const index = open.findIndex((one) => innermost(one) !== undefined);
    const one = open[index];
    const found = one === undefined ? undefined : innermost(one);
    if (one === undefined || found === undefined || open.length > MAX_ALTERNATIVES) return open;
    const parts = optionsIn(one.slice(found.start + 1, found.end));
    const expanded = parts.map((part) => one.slice(0, found.start) + part + one.slice(found.end + 1));
    open = [...open.slice(0, index), ...expanded, ...open.slice(index + 1)];
  }
}

function optionsIn(inside: string): readonly string[] {
  const [, from, to] = /^(\d{1,6})\.\.(\d{1,6})$/.exec(inside) ?? [];
  if (from === undefined || to === undefined) return inside.split(',');
  const count = Math.min(Math.abs(Number(to) - Number(from)) + 1, MAX_ALTERNATIVES);
  return Array.from({ length: count }, (_, index) => `${Math.min(Number(from), Number(to)) + index}`);
}

function innermost(pattern: string): { readonly start: number; readonly end: number } | undefined {
  const end = pattern.indexOf('}');
  const start = end < 0 ? -1 : pattern.lastIndexOf('{', end);
  return start < 0 ? undefined : { start, end };
}

/** Row by row: which prefixes of the path the pattern so far can match. */
function matchSegments(pattern: readonly string[], path: readonly string[]): boolean {
  let reachable = [true, ...path.map(() => false)];
  for (const part of pattern) {
    const next = path.map(() => false);
    next.unshift(false);
    for (let i = 0; i <= path.length; i++) {
      if (part === '**') next[i] = reachable[i] === true || (i > 0 && next[i - 1] === true && !isHidden(path[i - 1] ?? ''));
      else next[i] = i > 0 && reachable[i - 1] === true && matchSegment(part, path[i - 1] ?? '');
    }
    reachable = next;
  }
  return reachable[path.length] === true;
}

function isHidden(name: string): boolean {
  return name.startsWith('.');
}

/** One segment: on a mismatch the last `*` takes one character more. */
function matchSegment(pattern: string, text: string): boolean {
  const [, excluded] = NEGATED.exec(pattern) ?? [];
  if (excluded !== undefined) return !isHidden(text) && !excluded.split('|').some((one) => matchSegment(one, text));
  if (!/[*?[]/.test(pattern)) return pattern === text;
  if (isHidden(text) && !isHidden(pattern)) return false;
  let p = 0;
  let t = 0;
  let star = -1;
  let mark = 0;
  while (t < text.length) {
    const step = p < pattern.length && pattern[p] !== '*' ? matchOne(pattern, p, text[t] ?? '') : undefined;
    if (step !== undefined) {
      p = step;
      t++;
    } else if (pattern[p] === '*') {
      star = p++;
      mark = t;
    } else if (star >= 0) {
      p = star + 1;
      t = ++mark;
    } else return false;
  }
  while (pattern[p] === '*') p++;
  return p === pattern.length;
}

const NEGATED = /^!\(([^()]*)\)$/;

/** The pattern's position after one character; undefined when it does not match. */
function matchOne(pattern: string, at: number, character: string): number | undefined {
  if (pattern[at] === '?') return at + 1;
  if (pattern[at] !== '[') return pattern[at] === character ? at + 1 : undefined;
  const end = pattern.indexOf(']', at + 2);
  if (end < 0) return pattern[at] === character ? at + 1 : undefined;
  const negated = pattern[at + 1] === '!' || pattern[at + 1] === '^';
  let inside = false;
  for (let i = at + (negated ? 2 : 1); i < end; i++) {
    const low = pattern[i] ?? '';
    if (pattern[i + 1] === '-' && i + 2 < end) {
      inside ||= character >= low && character <= (pattern[i + 2] ?? '');
      i += 2;
    } else inside ||= character === low;
  }
  return inside !== negated ? end + 1 : undefined;
}
