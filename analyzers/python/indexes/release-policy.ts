import { endOf, spanOf } from './cutoff.ts';

/**
 * What a project's files say of which releases may be chosen, besides their requirements: uv's settings ("Settings") and
 * pip's options ("Requirements File Format").
 */

/** uv's `prerelease`; without one prereleases that a line names, or that are all there is, come in. */
export type PrereleaseMode = 'disallow' | 'explicit' | 'if-necessary' | 'if-necessary-or-explicit' | 'allow';

/** From the strictest to the one that lets most in. */
const MODES: readonly PrereleaseMode[] = ['disallow', 'explicit', 'if-necessary', 'if-necessary-or-explicit', 'allow'];

export const DEFAULT_MODE: PrereleaseMode = 'if-necessary-or-explicit';

/** Metadata that counts in place of what a distribution itself has (`[[tool.uv.dependency-metadata]]`). */
export interface StatedMetadata {
  readonly name: string;
  /** In normal form; absent where it holds for every version. */
  readonly version?: string;
  readonly requires: readonly string[];
  readonly requiresPython?: string;
}

/** Packages whose oldest version is chosen in place of the newest: all, or those that lines name (uv's `resolution`). */
export type Oldest = 'all' | 'direct';

export interface ReleasePolicy {
  readonly prerelease?: PrereleaseMode;
  readonly oldest?: Oldest;
  /** Files uploaded later do not exist (`exclude-newer`): a date, or a span of time before now. */
  readonly before?: string;
  /** The same for one package; `false` where no date holds for it. */
  readonly beforeOf?: readonly (readonly [name: string, before: string | false])[];
  /** Packages of which no wheel is taken, or no source archive; `:all:` for all. */
  readonly noBinary?: readonly string[];
  readonly onlyBinary?: readonly string[];
  readonly metadata?: readonly StatedMetadata[];
  /** Of what packages say of Python the oldest interpreter alone counts: uv passes over upper bounds, pip does not. */
  readonly oldestPythonOnly?: boolean;
}

export function modeOf(text: string | undefined): PrereleaseMode | undefined {
  return MODES.find((mode) => mode === text);
}

export function oldestOf(text: string | undefined): Oldest | undefined {
  return text === 'lowest' ? 'all' : text === 'lowest-direct' ? 'direct' : undefined;
}

/**
 * The policy with its spans of time counted back from the moment that the indexes are seen at; without one they are none.
 */
export function datedFrom(policy: ReleasePolicy, moment: string | undefined): ReleasePolicy {
  const dated = (before: string): string | undefined => {
    const span = spanOf(before);
    if (span === undefined) return before;
    return moment === undefined ? undefined : new Date(endOf(moment) - span).toISOString();
  };
  const beforeOf = policy.beforeOf?.flatMap(([name, before]) => {
    const date = before === false ? false : dated(before);
    return date === undefined ? [] : [[name, date] as const];
  });
  return policyWith({ ...policy, before: policy.before === undefined ? undefined : dated(policy.before), beforeOf });
}

/** What the files of one project say together: dates and modes as the first of them has them. */
export function statedBy(all: readonly (ReleasePolicy | undefined)[]): ReleasePolicy {
  const stated = all.filter((one) => one !== undefined);
  return policyWith({
    prerelease: stated.find(({ prerelease }) => prerelease !== undefined)?.prerelease,
    oldest: stated.find(({ oldest }) => oldest !== undefined)?.oldest,
    before: stated.find(({ before }) => before !== undefined)?.before,
    beforeOf: stated.flatMap(({ beforeOf }) => beforeOf ?? []),
    oldestPythonOnly: stated.some((one) => one.oldestPythonOnly),
    ...bans(stated),
  });
}

/**
 * The policy of an environment that several services share. Dates, modes and what upper bounds on Python mean belong to
 * whoever resolves, so that those count which let most in; bans on wheels and source archives add up, as pip has it of several requirements files.
 */
export function jointPolicy(all: readonly (ReleasePolicy | undefined)[]): ReleasePolicy {
  const stated = all.map((one) => one ?? {});
  const modes = stated.map(({ prerelease = DEFAULT_MODE }) => MODES.indexOf(prerelease));
  const mode = MODES[Math.max(...modes)];
  const before = latest(stated.map((one) => one.before ?? false));
  const [oldest, ...otherwise] = new Set(stated.map((one) => one.oldest));
  const names = new Set(stated.flatMap(({ beforeOf = [] }) => beforeOf.map(([name]) => name)));
  return policyWith({
    prerelease: mode === DEFAULT_MODE ? undefined : mode,
    oldest: otherwise.length === 0 ? oldest : undefined,
    before: before === false ? undefined : before,
    beforeOf: [...names].sort().map((name) => [name, latest(stated.map((one) => beforeFor(one, name) ?? false))] as const),
    oldestPythonOnly: stated.some((one) => one.oldestPythonOnly),
    ...bans(stated),
  });
}

type Bans = Pick<ReleasePolicy, 'noBinary' | 'onlyBinary' | 'metadata'>;

/** What of a policy holds for everybody in one environment. */
export function bansOf({ noBinary, onlyBinary, metadata }: ReleasePolicy): Bans {
  return policyWith({ noBinary, onlyBinary, metadata });
}

function bans(stated: readonly ReleasePolicy[]): Required<Bans> {
  return {
    noBinary: [...new Set(stated.flatMap(({ noBinary = [] }) => noBinary))].sort(),
    onlyBinary: [...new Set(stated.flatMap(({ onlyBinary = [] }) => onlyBinary))].sort(),
    metadata: stated.flatMap(({ metadata = [] }) => metadata),
  };
}

/** The last of the dates; none where one of them is none. */
function latest(dates: readonly (string | false)[]): string | false {
  const [first = false, ...others] = dates;
  return others.reduce((a, b) => (a === false || b === false ? false : endOf(b) > endOf(a) ? b : a), first);
}

/** A policy without what says nothing, so that equal ones are equal as text. */
export function policyWith(parts: { readonly [Key in keyof ReleasePolicy]?: ReleasePolicy[Key] | undefined }): ReleasePolicy {
  const { prerelease, oldest, before, beforeOf = [], noBinary = [], onlyBinary = [], metadata = [], oldestPythonOnly } = parts;
  return {
    ...(prerelease === undefined ? {} : { prerelease }),
    ...(oldest === undefined ? {} : { oldest }),
    ...(before === undefined ? {} : { before }),
    ...(beforeOf.length === 0 ? {} : { beforeOf }),
    ...(noBinary.length === 0 ? {} : { noBinary }),
    ...(onlyBinary.length === 0 ? {} : { onlyBinary }),
    ...(metadata.length === 0 ? {} : { metadata }),
    ...(oldestPythonOnly ? { oldestPythonOnly } : {}),
  };
}

/** The date that holds for a package. */
export function beforeFor({ before, beforeOf = [] }: ReleasePolicy, name: string): string | undefined {
  const own = beforeOf.find(([one]) => one === name)?.[1];
  return own === false ? undefined : (own ?? before);
}

/** Which kinds of files of a package may be taken; both where nothing is said. */
export type Formats = 'both' | 'wheels' | 'sources';

/** A name beats `:all:` (pip, "--no-binary"; uv, "no-binary-package"). */
export function formatsFor({ noBinary = [], onlyBinary = [] }: ReleasePolicy, name: string): Formats {
  for (const word of [name, ':all:']) {
    if (onlyBinary.includes(word)) return 'wheels';
    if (noBinary.includes(word)) return 'sources';
  }
  return 'both';
}

/** Metadata stated for a version; what names the version goes before what holds for all. */
export function statedFor({ metadata = [] }: ReleasePolicy, name: string, version: string): StatedMetadata | undefined {
  const own = metadata.filter((one) => one.name === name);
  return own.find((one) => one.version === version) ?? own.find((one) => one.version === undefined);
}
