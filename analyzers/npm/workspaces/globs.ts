/**
 * Globs of workspace members on paths with `/`: names with wildcards and groups, `**`, `{a,b}`, `{1..3}`. Only a pattern with a
 * leading dot means hidden names, or one that takes away.
 */
import { matchesName } from './glob-names.ts';

const MAX_ALTERNATIVES = 200;

/**
 * What npm makes of `workspaces`, for a reader to whom a negated pattern counts wherever it stands: one is taken back by a later
 * pattern whose text it matches, and takes away every earlier one likewise (@npmcli/map-workspaces, `appendNegatedPatterns`).
 */
export function npmPatterns(written: readonly string[]): readonly string[] {
  const patterns: string[] = [];
  const negated: string[] = [];
  for (const one of written) {
    const marks = /^!*/.exec(one)?.[0] ?? '';
    const pattern = one.slice(marks.length).replace(/^\.?\/+/, '');
    if (marks.length % 2 === 1) {
      negated.push(pattern);
      continue;
    }
    // As npm does it: what stands behind the one that is taken back is passed over.
    for (let at = 0; at < negated.length; at++) if (matchesGlob(negated[at] ?? '', pattern)) negated.splice(at, 1);
    patterns.push(pattern);
  }
  const left = patterns.filter((pattern) => !negated.some((one) => matchesGlob(one, pattern)));
  return [...left, ...negated.map((one) => `!./${one}`)];
}

/** Whether `path` (relative to the root, no leading `./`) is named by the patterns; a negated one excludes wherever it stands, hidden names too. */
export function matchesUnlessNegated(patterns: readonly string[], path: string): boolean {
  const isNegated = (pattern: string): boolean => /^!(?!\()/.test(pattern);
  const negated = patterns.filter(isNegated).map((pattern) => pattern.slice(1));
  return (
    patterns.some((pattern) => !isNegated(pattern) && matchesGlob(pattern, path)) &&
    !negated.some((pattern) => matchesGlob(pattern, path, { hidden: true }))
  );
}

/** Whether a path lies under a pattern of `workspaces`, as npm's own glob reads it. */
export function matchesGlob(pattern: string, path: string, { hidden = false } = {}): boolean {
  // Where wildcards mean hidden names too, a dot is a character like others.
  const read = (text: string): readonly string[] =>
    hidden ? segmentsOf(text).map((one) => one.replaceAll('.', '\0')) : segmentsOf(text);
  return alternatives(braced(pattern)).some((one) => matchSegments(read(one), read(path)));
}

/** Groups of ways: `@(a/b|c)` → `{a/b,c}`, `?(a/|b)` → `{,a/,b}`. */
function braced(pattern: string): string {
  return pattern.replace(/([@?])\(([^()]*)\)/g, (group, kind: string, list: string) => {
    if (!list.includes('/')) return group;
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
      else next[i] = i > 0 && reachable[i - 1] === true && matchesName(part, path[i - 1] ?? '');
    }
    reachable = next;
  }
  return reachable[path.length] === true;
}

function isHidden(name: string): boolean {
  return name.startsWith('.');
}
