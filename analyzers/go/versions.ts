import { remember } from '../../src/formats/remember.ts';

/**
 * Module versions as the go command orders and spells them: Semantic Versioning 2.0.0 with a mandatory `v`,
 * short forms (`v1`, `v1.2`), big numbers as decimal strings, and build metadata that never counts
 * (Go Modules Reference, "Versions" and "Pseudo-versions").
 */

interface Semver {
  readonly major: string;
  readonly minor: string;
  readonly patch: string;
  /** With its hyphen; empty for a release. */
  readonly prerelease: string;
  /** With its plus sign; empty when there is none. */
  readonly build: string;
  /** What a short form lacks: `.0.0`, `.0` or nothing. */
  readonly missing: string;
}

const SEMVER = /^v(0|[1-9][0-9]*)(?:\.(0|[1-9][0-9]*)(?:\.(0|[1-9][0-9]*)(?:(-[0-9A-Za-z.-]+))?(?:(\+[0-9A-Za-z.-]+))?)?)?$/;

const parse = remember(parseUncached, 100_000);

function parseUncached(version: string): Semver | null {
  const match = SEMVER.exec(version);
  if (match === null) return null;
  const [, major = '', minor, patch, prerelease = '', build = ''] = match;
  if (prerelease !== '' && !prerelease.slice(1).split('.').every(isPrereleaseIdentifier)) return null;
  if (build !== '' && build.slice(1).split('.').includes('')) return null;
  const missing = minor === undefined ? '.0.0' : patch === undefined ? '.0' : '';
  return { major, minor: minor ?? '0', patch: patch ?? '0', prerelease, build, missing };
}

function isPrereleaseIdentifier(text: string): boolean {
  return text !== '' && !/^0[0-9]+$/.test(text);
}

/** Numbers of any size, as decimal strings without leading zeros. */
export function compareDecimal(a: string, b: string): number {
  if (a === b) return 0;
  if (a.length !== b.length) return a.length < b.length ? -1 : 1;
  return a < b ? -1 : 1;
}

function comparePrerelease(a: string, b: string): number {
  if (a === b) return 0;
  if (a === '') return 1;
  if (b === '') return -1;
  const left = a.slice(1).split('.');
  const right = b.slice(1).split('.');
  const shared = Math.min(left.length, right.length);
  for (let i = 0; i < shared; i++) {
    const order = compareIdentifier(left[i] ?? '', right[i] ?? '');
    if (order !== 0) return order;
  }
  return Math.sign(left.length - right.length);
}

function compareIdentifier(a: string, b: string): number {
  if (a === b) return 0;
  const numericA = /^[0-9]+$/.test(a);
  const numericB = /^[0-9]+$/.test(b);
  if (numericA !== numericB) return numericA ? -1 : 1;
  if (numericA) return compareDecimal(a, b);
  return a < b ? -1 : 1;
}

/** `vMAJOR[.MINOR[.PATCH]]` with pre-release and build, as golang.org/x/mod/semver takes it. */
export function isValidVersion(version: string): boolean {
  return parse(version) !== null;
}

/** Semver precedence: -1, 0 or 1. An invalid version is below every valid one, two invalid ones are equal. */
export function compareVersions(a: string, b: string): number {
  if (a === b) return 0;
  const left = parse(a);
  const right = parse(b);
  if (left === null || right === null) return Number(left !== null) - Number(right !== null);
  return (
    compareDecimal(left.major, right.major) ||
    compareDecimal(left.minor, right.minor) ||
    compareDecimal(left.patch, right.patch) ||
    comparePrerelease(left.prerelease, right.prerelease)
  );
}

/** `vX.Y.Z[-pre]` with short forms completed and build metadata dropped; empty when invalid. */
export function semverCanonical(version: string): string {
  const value = parse(version);
  if (value === null) return '';
  return value.build === '' ? version + value.missing : version.slice(0, -value.build.length);
}

/** As `semverCanonical`, but the build suffix `+incompatible` stays: the form that go.mod files hold. */
export function canonicalVersion(version: string): string {
  const canonical = semverCanonical(version);
  return buildMetadata(version) === '+incompatible' ? `${canonical}+incompatible` : canonical;
}

/** `v2` of `v2.1.0`; empty when invalid. */
export function majorOf(version: string): string {
  const value = parse(version);
  return value === null ? '' : `v${value.major}`;
}

/** With the hyphen; empty for releases and invalid versions. */
export function prereleaseOf(version: string): string {
  return parse(version)?.prerelease ?? '';
}

/** With the plus sign; empty when there is none. */
export function buildMetadata(version: string): string {
  return parse(version)?.build ?? '';
}

const PSEUDO =
  /^v[0-9]+\.(?:0\.0-|[0-9]+\.[0-9]+-(?:[^+]*\.)?0\.)([0-9]{14})-([A-Za-z0-9]+)(?:\+[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)?$/;

/** Whether a version stands for a commit (Go modules reference, "Pseudo-versions"). */
export function isPseudoVersion(version: string): boolean {
  return isValidVersion(version) && PSEUDO.test(version);
}
