/**
 * Globs of workspace members on paths with `/`: names with wildcards and groups, `**`, `{a,b}`, `{1..3}`. Only a pattern with a
 * leading dot means hidden names.
 */
import { matchesName } from './glob-names.ts';

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

/** Whether a path lies under a pattern of `workspaces`, as npm's own glob reads it. */
export function matchesGlob(pattern: string, path: string): boolean {
  return alternatives(braced(pattern)).some((one) => matchSegments(segmentsOf(one), segmentsOf(path)));
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
