import type { SumEntry } from '../../analyzers/go/files/gosum.ts';
import { compareGo, isValidGo, languageOf } from '../../analyzers/go/gover.ts';
import { modulePathProblem, pathMajorProblem, splitPath } from '../../analyzers/go/paths.ts';
import {
  buildMetadata,
  compareVersions,
  isPseudoVersion,
  isValidVersion,
  prereleaseOf,
  semverCanonical,
} from '../../analyzers/go/versions.ts';
import { byText } from '../../src/model/index.ts';

/** Answers of the go command's libraries that tables and comparisons hold and that no analysis asks for, made of those that it does. */

/** As the go command writes the file back: by path, version (zip before go.mod) and hash, each line once. */
export function sortSums(entries: readonly SumEntry[]): readonly SumEntry[] {
  const seen = new Set<string>();
  return entries
    .toSorted(
      (a, b) =>
        byText(a.path, b.path) ||
        compareVersions(a.version, b.version) ||
        Number(a.goMod) - Number(b.goMod) ||
        byText(a.version, b.version) ||
        byText(a.hash, b.hash),
    )
    .filter((entry) => {
      const key = `${entry.path} ${entry.version} ${entry.goMod} ${entry.hash}`;
      return !seen.has(key) && seen.add(key) !== undefined;
    });
}

function withoutPrefix(name: string): string {
  const [version = ''] = name.split('-', 1);
  return version.startsWith('go') ? version.slice(2) : '';
}

/** Orders names with the `go` prefix, a vendor's suffix after a hyphen left out. */
export function compareGoNames(a: string, b: string): number {
  return compareGo(withoutPrefix(a), withoutPrefix(b));
}

/** A toolchain's name: `go1.22.3`, with a suffix or without. */
export function isValidGoName(name: string): boolean {
  return isValidGo(withoutPrefix(name));
}

/** `go1.22` of `go1.22.3-vendor`; empty when malformed. */
export function languageOfName(name: string): string {
  const language = languageOf(withoutPrefix(name));
  return language === '' ? '' : `go${language}`;
}

/** Why the two cannot be a module and its version; undefined when they can. */
export function moduleProblem(path: string, version: string): string | undefined {
  const problem = modulePathProblem(path);
  if (problem !== undefined) return problem;
  if (!isValidVersion(version)) return `version ${JSON.stringify(version)} invalid: not a semantic version`;
  return pathMajorProblem(version, splitPath(path).major);
}

export interface PseudoVersion {
  /** The tagged version that it follows; empty when there is none, null when the claimed one is impossible. */
  readonly base: string | null;
  /** Commit time, UTC, as ISO 8601; null when it is no time. */
  readonly time: string | null;
  readonly revision: string;
}

/**
 * The parts of a pseudo-version, undefined for any other version. Three forms: `vX.0.0-TIME-REV` without a base,
 * `vX.Y.(Z+1)-0.TIME-REV` after vX.Y.Z, `vX.Y.Z-pre.0.TIME-REV` after a pre-release; each may end in `+incompatible`.
 */
export function parsePseudoVersion(version: string): PseudoVersion | undefined {
  const ending = isPseudoVersion(version) ? /[-.]([0-9]{14})-([A-Za-z0-9]+)$/.exec(semverCanonical(version)) : null;
  if (ending === null) return undefined;
  const [, time = '', revision = ''] = ending;
  return { base: pseudoBase(ending.input.slice(0, ending.index), buildMetadata(version)), time: isoTime(time), revision };
}

function pseudoBase(prefix: string, build: string): string | null {
  const prerelease = prereleaseOf(prefix);
  if (prerelease === '') return build === '' ? '' : null;
  if (prerelease !== '-0') return prefix.slice(0, -2) + build;
  const release = prefix.slice(0, -2);
  const dot = release.lastIndexOf('.') + 1;
  const patch = BigInt(release.slice(dot));
  return patch === 0n ? null : `${release.slice(0, dot)}${patch - 1n}${build}`;
}

/** `2019-01-02T03:04:05Z` of `20190102030405`; null where no such moment exists. */
function isoTime(text: string): string | null {
  const iso = text.replace(/^(....)(..)(..)(..)(..)(..)$/, '$1-$2-$3T$4:$5:$6Z');
  const date = new Date(iso);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(iso.slice(0, -1)) ? iso : null;
}
