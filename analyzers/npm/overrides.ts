/** Overrides of npm and pnpm and yarn's resolutions, as far as they reach the lines of package.json files themselves. */
import semver from 'semver';
import type { Diagnostic } from '../../src/model/index.ts';
import type { Entry, Override, PackageJson } from './manifest.ts';
import { intersectRanges, isEmpty } from './range.ts';
import { splitNameVersion } from './spec.ts';
import type { WorkspaceRoot } from './workspaces.ts';

/** pnpm: what is overridden to this is not installed (pnpm, "overrides"). */
export const REMOVED = '-';

export interface Replacement {
  readonly tool: Override['tool'];
  readonly name: string;
  /** Only what is asked for so: berry compares the text, npm and pnpm look for a version in common. */
  readonly range?: string;
  /** `$name` is what the root asks for under that name. */
  readonly value: string;
}

/**
 * pnpm-workspace.yaml's and the root's own, as far as they replace direct dependencies: npm's have to agree with those of the
 * root itself, and replace those of its members.
 */
export function replacing(
  overrides: readonly Override[],
  root: WorkspaceRoot | undefined,
  isMember: boolean,
): readonly Replacement[] {
  const ofWorkspace = [...(root?.overrides ?? [])].map(([key, value]) => ({
    tool: 'pnpm' as const,
    path: key.split('>'),
    value,
  }));
  return [...ofWorkspace, ...overrides].flatMap(({ tool, path, value }): readonly Replacement[] => {
    const [selector, ...below] = path;
    if ((tool === 'npm' && !isMember) || selector === undefined || below.length > 0) return [];
    const [name, range] = splitNameVersion(selector);
    return [{ tool, name, value, ...(range === undefined ? {} : { range }) }];
  });
}

/** What an entry's line is replaced by. Of peers only pnpm replaces any. */
export function replacementOf(
  { name, raw, field }: Entry,
  replacements: readonly Replacement[],
  root: PackageJson,
): string | undefined {
  const suitable = replacements.filter(
    (one) =>
      one.name === name &&
      (field !== 'peerDependencies' || one.tool === 'pnpm') &&
      (one.range === undefined || meets(one, one.range, raw)),
  );
  const value = (suitable.findLast(({ range }) => range !== undefined) ?? suitable.at(-1))?.value;
  return value?.startsWith('$') === true ? root.entries.find((entry) => entry.name === value.slice(1))?.raw : value;
}

function meets({ tool }: Replacement, range: string, raw: string): boolean {
  if (range.replace(/^npm:/, '') === raw.replace(/^npm:/, '')) return true;
  const common = tool === 'yarn' ? undefined : intersectRanges([range, raw]);
  return common !== undefined && !isEmpty(common);
}

/**
 * npm refuses a root whose overrides say something else of a direct dependency than its own line (arborist,
 * `assertRootOverrides`: the texts are compared), or refer to a dependency that it does not have.
 */
export function refusedOverrides({ entries, overrides }: PackageJson): readonly Diagnostic[] {
  const rules = new Map<string, Override>();
  for (const one of overrides) {
    const [selector] = one.path;
    if (one.tool !== 'npm' || selector === undefined) continue;
    if (one.path.length === 1 || !rules.has(selector)) rules.set(selector, one);
  }
  return [...rules].flatMap(([selector, { path, value, origin }]): readonly Diagnostic[] => {
    const [name, range] = splitNameVersion(selector);
    const entry = entries.find((one) => one.name === name && (range === undefined || reaches(range, one.raw)));
    // Of an object without `.` the package itself is set to the range of its selector.
    const set = path.length === 1 ? value : range;
    if (entry === undefined || set === undefined || set === '' || set === '*') return [];
    const meant = set.startsWith('$') ? entries.find((one) => one.name === set.slice(1))?.raw : set;
    if (meant === entry.raw) return [];
    const message =
      meant === undefined
        ? `the override of ${name} refers to ${set}, which is not a dependency here; npm refuses it`
        : `the override of ${name} to ${meant} contradicts its own line ${entry.raw} (${entry.field}), so npm refuses to install (EOVERRIDE); make them equal, or override it with "$${name}"`;
    return [{ code: 'npm/refused-override', severity: 'error', message, ...origin }];
  });
}

/** Tags, directories and archives have no version to compare: npm takes the override for theirs. */
function reaches(range: string, raw: string): boolean {
  const asked = semver.validRange(raw.replace(/^npm:(?:@[^/]*\/)?[^@]*@?/, ''), true);
  return asked === null || semver.intersects(asked, range, { loose: true });
}
