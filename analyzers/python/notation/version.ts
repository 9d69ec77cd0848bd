/**
 * Versions as PEP 440 defines them, exact for numbers of any size.
 *
 *     [v] [N!] N(.N)* [{a|b|rc}N] [.postN] [.devN] [+local]
 *
 * Order: `1.0.dev1 < 1.0a1.dev1 < 1.0a1 < 1.0a1.post1 < 1.0rc1 < 1.0 < 1.0+x < 1.0.post1`.
 */

/** A component; a BigInt only where a plain number would not be exact. */
export type VersionNumber = number | bigint;

export type PrereleasePhase = 'a' | 'b' | 'rc';

export interface VersionParts {
  readonly epoch: VersionNumber;
  /** At least one; trailing zeros as written. */
  readonly release: readonly VersionNumber[];
  readonly pre?: readonly [PrereleasePhase, VersionNumber];
  readonly post?: VersionNumber;
  readonly dev?: VersionNumber;
  /** Segments in lower case; numeric ones as numbers. */
  readonly local?: readonly (VersionNumber | string)[];
}

export interface Version extends VersionParts {
  /** Sorts as the version does, by code units; equal for equal versions (`1.0`, `1.0.0`). */
  readonly key: string;
}

const PATTERN =
  /^v?(?:(\d+)!)?(\d+(?:\.\d+)*)(?:[._-]?(alpha|a|beta|b|preview|pre|c|rc)[._-]?(\d*))?(?:-(\d+)|[._-]?(post|rev|r)[._-]?(\d*))?(?:[._-]?(dev)[._-]?(\d*))?(?:\+([a-z0-9]+(?:[._-][a-z0-9]+)*))?$/i;

const PHASES: Readonly<Record<string, PrereleasePhase>> = {
  a: 'a',
  alpha: 'a',
  b: 'b',
  beta: 'b',
  c: 'rc',
  rc: 'rc',
  pre: 'rc',
  preview: 'rc',
};

/** Characters of Python's `\s` and `str.strip()`, to stand in a class of a pattern; the byte order mark is none. */
export const BLANK_CHARACTERS = '\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000';
const LEADING_SPACE = new RegExp(`^[${BLANK_CHARACTERS}]+`);
const ANY_SPACE = new RegExp(`[${BLANK_CHARACTERS}]`);

/** Python's `str.strip()`. */
export function stripSpace(text: string): string {
  let end = text.length;
  while (end > 0 && ANY_SPACE.test(text[end - 1] ?? '')) end--;
  return text.slice(0, end).replace(LEADING_SPACE, '');
}

function numberOf(digits: string | undefined): VersionNumber {
  if (digits === undefined || digits === '') return 0;
  if (digits.length < 16) return Number(digits);
  const exact = BigInt(digits);
  return exact <= Number.MAX_SAFE_INTEGER ? Number(exact) : exact;
}

/** The next number, exact. */
export function successor(number: VersionNumber): VersionNumber {
  return typeof number === 'number' && number < Number.MAX_SAFE_INTEGER ? number + 1 : BigInt(number) + 1n;
}

const NUMERIC = /^\d+$/;

const PLAIN = /^\d{1,15}(?:\.\d{1,15})*$/;

/** Longer texts are no versions of anything; the limit keeps hostile files cheap. */
const MAX_LENGTH = 4096;

/** Reads a version; undefined when the text is none. White space around it is ignored, case too. */
export function parseVersion(text: string): Version | undefined {
  if (text.length > MAX_LENGTH) return undefined;
  if (PLAIN.test(text)) return versionOf({ epoch: 0, release: text.split('.').map(Number) });
  const match = PATTERN.exec(stripSpace(text));
  if (match === null) return undefined;
  const [, epoch, release = '0', phase, pre, bare, post, postNumber, dev, devNumber, local] = match;
  const name = phase === undefined ? undefined : PHASES[phase.toLowerCase()];
  return versionOf({
    epoch: numberOf(epoch),
    release: release.split('.').map(numberOf),
    ...(name === undefined ? {} : { pre: [name, numberOf(pre)] as const }),
    ...(bare === undefined && post === undefined ? {} : { post: numberOf(bare ?? postNumber) }),
    ...(dev === undefined ? {} : { dev: numberOf(devNumber) }),
    ...(local === undefined
      ? {}
      : {
          local: local
            .toLowerCase()
            .split(/[._-]/)
            .map((segment) => (NUMERIC.test(segment) ? numberOf(segment) : segment)),
        }),
  });
}

/** The version that consists of these parts. */
export function versionOf(parts: VersionParts): Version {
  return { ...parts, key: publicKey(parts) + localKey(parts.local) };
}

/**
 * Sort keys. A number is its count of digits as one character, then its digits; a release ends with `\0`, which is below
 * every count; phases are letters; what comes after everything of its kind is `\xff`.
 */
const LAST = '\xff';
const MANY_DIGITS = 0xf0;

function numberKey(number: VersionNumber): string {
  const digits = String(number);
  const count = digits.length;
  return (count < MANY_DIGITS ? String.fromCharCode(count) : String.fromCharCode(MANY_DIGITS) + numberKey(count)) + digits;
}

function releaseKey({ epoch, release }: VersionParts): string {
  let end = release.length;
  while (end > 1 && release[end - 1] === 0) end--;
  let key = numberKey(epoch);
  for (let i = 0; i < end; i++) key += numberKey(release[i] ?? 0);
  return `${key}\0`;
}

const PHASE_KEYS = { dev: 'A', a: 'B', b: 'C', rc: 'D', final: 'E' } as const;

function phaseKey({ pre, post, dev }: VersionParts): string {
  if (pre !== undefined) return PHASE_KEYS[pre[0]] + numberKey(pre[1]);
  return post === undefined && dev !== undefined ? PHASE_KEYS.dev : PHASE_KEYS.final;
}

function publicKey(parts: VersionParts): string {
  const { post, dev } = parts;
  return (
    releaseKey(parts) +
    phaseKey(parts) +
    (post === undefined ? '\0' : numberKey(post)) +
    (dev === undefined ? LAST : numberKey(dev))
  );
}

/** Local labels: numeric segments beat alphabetic ones, a longer label beats its own beginning. */
function localKey(local: VersionParts['local']): string {
  if (local === undefined) return '';
  return local.map((segment) => (typeof segment === 'string' ? `\x01${segment}\0` : `\x02${numberKey(segment)}`)).join('');
}

/** Point of the order after the version itself and before its own local versions that are longer. */
export function keyAfter(version: Version): string {
  return `${version.key}\0`;
}

/** Point of the order after all post-releases of a final release. */
export function keyAfterPosts(version: Version): string {
  return `${releaseKey(version)}${PHASE_KEYS.final}${LAST}`;
}

/** -1, 0 or 1, as the order of PEP 440 has it. */
export function compareVersions(a: Version, b: Version): -1 | 0 | 1 {
  return a.key < b.key ? -1 : a.key > b.key ? 1 : 0;
}

/** Normal form (PEP 440, "Normalization"): lower case, canonical separators, no leading zeros; zeros of the release are kept. */
export function formatVersion(parts: VersionParts): string {
  const { epoch, release, pre, post, dev, local } = parts;
  return (
    (epoch === 0 ? '' : `${epoch}!`) +
    release.join('.') +
    (pre === undefined ? '' : `${pre[0]}${pre[1]}`) +
    (post === undefined ? '' : `.post${post}`) +
    (dev === undefined ? '' : `.dev${dev}`) +
    (local === undefined ? '' : `+${local.join('.')}`)
  );
}

/** Alpha, beta, candidate or development release. */
export function isPrerelease({ pre, dev }: VersionParts): boolean {
  return pre !== undefined || dev !== undefined;
}

/** Without its local label. */
export function publicVersion(version: Version): Version {
  const { local, key: _, ...parts } = version;
  return local === undefined ? version : versionOf(parts);
}

/** The least public version above this one and its local versions. */
export function nextPublic(version: Version): Version {
  const { epoch, release, pre, post, dev } = version;
  const base = { epoch, release, ...(pre === undefined ? {} : { pre }) };
  if (dev !== undefined) return versionOf({ ...base, ...(post === undefined ? {} : { post }), dev: successor(dev) });
  return versionOf({ ...base, post: post === undefined ? 0 : successor(post), dev: 0 });
}
