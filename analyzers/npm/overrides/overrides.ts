/** Overrides of npm and pnpm and yarn's resolutions, as far as they reach the lines of package.json files themselves. */
import semver from 'semver';
import type { Diagnostic } from '../../../src/model/index.ts';
import type { Entry, Override, PackageJson } from '../manifests/manifest.ts';
import { intersectRanges, isAny, isEmpty, satisfies } from '../notation/range.ts';
import { classifySpec, type Selector, selectorOf, splitNameVersion } from '../notation/spec.ts';
import { ANY_DEPTH } from './resolutions.ts';

/** pnpm: what is overridden to this is not installed (pnpm, "overrides"). */
export const REMOVED = '-';

/** The line that `$name` refers to (arborist, `Edge.#calculateReferentialOverrideSpec`): for development before any other. */
export function referredBy(value: string, root: readonly Entry[]): Entry | undefined {
  return value.startsWith('$') ? root.findLast((entry) => entry.name === value.slice(1)) : undefined;
}

/**
 * npm's rules in the order in which it looks for one. An object without `.` is one of its own: it sets the package to the
 * range of its selector, and away from the rules that follow (arborist, `OverrideSet`).
 */
function rulesOfNpm(overrides: readonly Override[]): readonly Override[] {
  const rules = new Map<string, Override>();
  const own = overrides.filter(({ tool }) => tool === 'npm');
  const written = new Map(own.map((one) => [JSON.stringify(one.path), one]));
  for (const one of own) {
    for (const [index, selector] of one.path.entries()) {
      const path = one.path.slice(0, index + 1);
      const key = JSON.stringify(path);
      const rule = written.get(key) ?? { ...one, path, value: splitNameVersion(selector)[1] ?? '*' };
      if (!rules.has(key)) rules.set(key, rule);
    }
  }
  return [...rules.values()];
}

/** An override as far as it reaches the lines of one package: those of its parent, or everybody's. */
export interface Replacement {
  readonly tool: Override['tool'];
  readonly parent?: Selector;
  readonly name: string;
  /** Only what is asked for so: berry compares the text, npm and pnpm look for a version in common. */
  readonly range?: string;
  readonly value: string;
  /** npm: written as any version, so that the line stays as it is. */
  readonly isAny?: true;
  /** As `Override` has it. */
  readonly within?: true;
}

/**
 * npm's overrides have to agree with the lines of the root itself, so they replace those of its members alone, as yarn 1's do. `$name` is what
 * the root asks for under that name, else the member itself (arborist, `Edge.spec`).
 */
export function replacing(
  written: readonly Override[],
  root: readonly Entry[],
  isMember: boolean,
  own: readonly Entry[] = [],
): readonly Replacement[] {
  return [...rulesOfNpm(written), ...written.filter(({ tool }) => tool !== 'npm')].flatMap(
    ({ tool, path, value, exceptRoot, within }): readonly Replacement[] => {
      const [last, parent, ...above] = path.filter((part) => part !== ANY_DEPTH).toReversed();
      const meant = value.startsWith('$') ? (referredBy(value, root) ?? referredBy(value, own))?.raw : value;
      if (((tool === 'npm' || exceptRoot === true) && !isMember) || last === undefined || above.length > 0 || meant === undefined)
        return [];
      const how = { ...(tool === 'npm' && isAny(value) ? { isAny: true as const } : {}), ...(within ? { within } : {}) };
      return [
        { tool, value: meant, ...how, ...selectorOf(last), ...(parent === undefined ? {} : { parent: selectorOf(parent) }) },
      ];
    },
  );
}

/** Whose lines are replaced. */
export interface Owner {
  readonly name?: string;
  readonly version?: string;
}

/** What a line is after the overrides that reach it. */
export interface Replaced {
  readonly raw: string;
  readonly field: Entry['field'];
}

/** What a line is replaced by: by an override below its own package, by one for its range, by any. */
export function replacementOf(
  line: Pick<Entry, 'name' | 'raw' | 'field'>,
  owner: Owner,
  replacements: readonly Replacement[],
): Replaced | undefined {
  const { name, raw, field } = line;
  const isPeer = field === 'peerDependencies';
  const suitable = replacements.filter(
    (one) =>
      one.name === name &&
      (one.parent === undefined || isOwner(one, one.parent, owner)) &&
      (one.range === undefined || meets(one, one.range, raw)) &&
      !(isPeer && (one.tool === 'yarn' || one.within === true)),
  );
  const chosen = chosenOf(suitable);
  if (chosen === undefined || chosen.isAny === true) return undefined;
  const { tool, value } = chosen;
  // pnpm: a peer can be no other package, directory or tag; the package gets that as a dependency (`overrideDeps`).
  const isMoved = isPeer && tool === 'pnpm' && value !== REMOVED && !isPeerRange(value);
  return { raw: value, field: isMoved ? 'dependencies' : field };
}

/** pnpm, `isValidPeerRange`. */
function isPeerRange(text: string): boolean {
  return semver.validRange(text) !== null || text.includes('workspace:');
}

/** Where several reach a line, the one that the tool applies. */
function chosenOf(suitable: readonly Replacement[]): Replacement | undefined {
  const [first] = suitable;
  // yarn takes the first that suits (yarn 1, `ResolutionMap.find`; berry, `reduceDependency`), npm the first below the package, else of all.
  if (first?.tool === 'yarn') return first;
  if (suitable.every(({ tool }) => tool === 'npm')) return suitable.find(({ parent }) => parent !== undefined) ?? first;
  if (suitable.every(({ tool }) => tool === 'pnpm')) return chosenByPnpm(suitable);
  const best = Math.max(...suitable.map(rank));
  return suitable.findLast((one) => rank(one) === best);
}

/**
 * pnpm sorts them with a comparison that is no order: of those that meet the last one comes first, whatever is more specific
 * (`pickMostSpecificVersionOverride`). Only the same comparison gives the same answer.
 */
function chosenByPnpm(suitable: readonly Replacement[]): Replacement | undefined {
  const below = suitable.filter(({ parent }) => parent !== undefined);
  const sorted = [...(below.length > 0 ? below : suitable)].sort((a, b) => (isMeeting(b, b.range, a.range) ? -1 : 1));
  return sorted[0];
}

/** pnpm, `isIntersectingRange`, up to 7 `isSubRange`: no range is any. */
function isMeeting({ within }: Replacement, range: string | undefined = '', other: string | undefined = ''): boolean {
  if (range === '' || range === other) return true;
  if (semver.validRange(range) === null || semver.validRange(other) === null) return false;
  return within === true ? semver.subset(other, range) : semver.intersects(other, range);
}

function rank({ parent, range }: Replacement): number {
  return (parent === undefined ? 0 : 2) + (range === undefined ? 0 : 1);
}

function isOwner({ tool }: Replacement, { name, range }: Selector, owner: Owner): boolean {
  if (name !== owner.name || range === undefined) return name === owner.name;
  if (owner.version === undefined) return false;
  return tool === 'yarn' ? range.replace(/^npm:/, '') === owner.version : satisfies(owner.version, range);
}

function meets(one: Replacement, range: string, raw: string): boolean {
  const { tool } = one;
  if (tool === 'npm') return reaches(range, raw);
  if (one.within === true) return isMeeting(one, range, raw);
  if (range.replace(/^npm:/, '') === raw.replace(/^npm:/, '')) return true;
  const common = tool === 'yarn' ? undefined : intersectRanges([range, raw]);
  return common !== undefined && !isEmpty(common);
}

/** A member of the workspace that a root is. */
export interface Member {
  readonly name: string;
  readonly directory: string;
}

const MEMBER = 'a member of this workspace';

/** What a root asks for itself, and where that is said. */
interface Direct {
  readonly name: string;
  readonly raw: string;
  readonly said: string;
  readonly member?: string;
}

/** An override because of which npm installs nothing at its root. */
export interface RefusedOverride {
  /** The member that it is about, by directory; a line of the root itself otherwise. */
  readonly member?: string;
  readonly name: string;
  readonly value: string;
  readonly diagnostic: Diagnostic;
  readonly origin: Override['origin'];
}

/**
 * npm refuses a root whose overrides say something else of a direct dependency than its own line (arborist,
 * `assertRootOverrides`: the texts are compared), or refer to a dependency that it does not have. Members of its workspace
 * are direct dependencies on their directories, whatever a line of the same name says (arborist, `Node._loadWorkspaces`).
 */
export function refusedOverrides({ entries, overrides }: PackageJson, members: readonly Member[]): readonly RefusedOverride[] {
  const rules = rulesOfNpm(overrides)
    .filter(({ path }) => path.length === 1)
    .map(({ path: [selector = ''], value, origin }) => ({ ...selectorOf(selector), value, origin }));
  // Of one name in several fields the last one counts, but before all of them a member.
  const direct = new Map<string, Direct>([
    ...entries.map(({ name, raw, field }) => [name, { name, raw, said: field }] as const),
    ...members.map(({ name, directory }) => [name, { name, raw: `file:${directory}`, said: MEMBER, member: directory }] as const),
  ]);
  return [...direct.values()].flatMap((line): readonly RefusedOverride[] => {
    const { name } = line;
    const rule = rules.find((one) => one.name === name && reaches(one.range, line.raw));
    if (rule === undefined || isAny(rule.value)) return [];
    const { value: set, origin } = rule;
    const meant = set.startsWith('$') ? referredBy(set, entries)?.raw : set;
    if (meant === line.raw) return [];
    const message =
      meant === undefined
        ? `the override of ${name} refers to ${set}, which is not a dependency here; npm refuses it`
        : `the override of ${name} to ${meant} contradicts its own line ${line.raw} (${line.said}), so npm refuses to install (EOVERRIDE); ${line.said === MEMBER ? 'take it out' : `make them equal, or override it with "$${name}"`}`;
    const diagnostic: Diagnostic = { code: 'npm/refused-override', severity: 'error', message, ...origin };
    return [{ name, value: set, origin, diagnostic, ...(line.member === undefined ? {} : { member: line.member }) }];
  });
}

/**
 * Tags, directories and archives have no version to compare: npm takes the override for theirs. A repository has one only where
 * its line names a range (arborist, `OverrideSet.getEdgeRule`).
 */
function reaches(range: string | undefined, raw: string): boolean {
  if (range === undefined || isAny(range)) return true;
  const { kind, locator = '', ...spec } = classifySpec('', raw, '');
  const asked = kind === 'git' ? /#semver:([^:]*)/.exec(locator)?.[1] : spec.range;
  if (asked === undefined || semver.validRange(asked, true) === null) return kind !== 'git';
  return semver.validRange(range, true) !== null && semver.intersects(asked, range, { loose: true });
}
