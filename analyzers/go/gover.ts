import { compareDecimal } from './versions.ts';

/**
 * Versions of the Go language and toolchain as `go` and `toolchain` lines hold them (Go Toolchains, "Go versions").
 * From 1.21 on `1.21 < 1.21rc1 < 1.21.0`; before that `1.20` is itself a release.
 */

/** Assumed where a go.mod has no go line: graph pruning starts at 1.17, so the file counts as older. */
export const DEFAULT_GO_VERSION = '1.16';
/** Assumed where a go.work has no go line. */
export const DEFAULT_WORK_VERSION = '1.18';
/** From this go line on a go.mod lists all that it needs, and its dependencies' graphs are pruned. */
export const PRUNING_VERSION = '1.17';
/** From this go line on a toolchain that is too old refuses. */
export const STRICT_VERSION = '1.21';

interface GoVersion {
  readonly major: string;
  readonly minor: string;
  readonly patch: string;
  readonly kind: string;
  readonly pre: string;
}

const NONE: GoVersion = { major: '', minor: '', patch: '', kind: '', pre: '' };
const GO_VERSION = /^(0|[1-9][0-9]*)(?:\.(0|[1-9][0-9]*)(?:\.(0|[1-9][0-9]*)|([a-z]+)(0|[1-9][0-9]*)?)?)?$/;

function parse(version: string): GoVersion {
  const match = GO_VERSION.exec(version);
  if (match === null) return NONE;
  const [, major = '', minor, patch, kind = '', pre = ''] = match;
  if (minor === undefined) return { major, minor: '0', patch: '0', kind, pre };
  const implied = patch === undefined && kind === '' && compareDecimal(minor, '21') < 0 ? '0' : '';
  return { major, minor, patch: patch ?? implied, kind, pre };
}

/** Orders versions without the `go` prefix; malformed ones are below all others and equal to each other. */
export function compareGo(a: string, b: string): number {
  if (a === b) return 0;
  const left = parse(a);
  const right = parse(b);
  return (
    compareDecimal(left.major, right.major) ||
    compareDecimal(left.minor, right.minor) ||
    compareDecimal(left.patch, right.patch) ||
    (left.kind === right.kind ? 0 : left.kind < right.kind ? -1 : 1) ||
    compareDecimal(left.pre, right.pre)
  );
}

/** The later of two go versions; the first where they are equal. */
export function maxGo(a: string, b: string): string {
  return compareGo(a, b) < 0 ? b : a;
}

/** `1.22`, `1.22rc1`, `1.22.3`: what a go line may say. */
export function isValidGo(version: string): boolean {
  return parse(version) !== NONE;
}

/** The language version: `1.22` of `1.22.3`, `1` of `1.0.2`; empty when malformed. */
export function languageOf(version: string): string {
  const { major, minor } = parse(version);
  return minor === '' || (major === '1' && minor === '0') ? major : `${major}.${minor}`;
}

/** `1.22.3` of the toolchain name `go1.22.3-vendor`; empty for `default`, `local` and malformed names. */
export function fromToolchain(name: string): string {
  if (!name.startsWith('go') || /[\\/]/.test(name)) return '';
  const version = name.slice(2).replace(/[ \t-].*$/s, '');
  return isValidGo(version) ? version : '';
}
