/** The files that an index has of one package, as versions that a view can install. */
import { addTo } from '../../../src/model/index.ts';
import { compareVersions, formatVersion, parseVersion, type Version } from '../notation/version.ts';
import { endOf } from './cutoff.ts';
import { admitsPython } from './published.ts';
import type { Formats } from './release-policy.ts';
import type { IndexFile } from './simple-index.ts';
import { parseWheelName, type SupportedTags, sdistVersion, type WheelName } from './wheel-tags.ts';

/** For whom versions are chosen. */
export interface CandidateView {
  /** Full version of the interpreter: `3.11` is read as 3.11.0. */
  readonly python: string;
  readonly platform: string;
  readonly tags: SupportedTags;
  /** ISO date-time; files uploaded later do not exist. */
  readonly before?: string;
  /** Kinds of files that may be taken. */
  readonly formats?: Formats;
  /** See `ReleasePolicy`. */
  readonly oldestPythonOnly?: boolean;
}

/** All that an index knows of a package for one view, newest first. Plain JSON, kept on disk. */
export interface Candidates {
  /** Versions that the view can install from a wheel, or that exist as source for it; separated by spaces. */
  readonly versions: string;
  /** Best wheel of each, else one for others beside a source archive, else that archive, in the same order. */
  readonly wheels: string;
  /** Announced sha256 of each metadata file, `-` where there is none; absent when all are `-`. */
  readonly hashes?: string;
  /** Positions of yanked versions. */
  readonly yanked: readonly number[];
  /** Positions of versions that have no wheel for the view, but a source archive. */
  readonly sources: readonly number[];
  /** Versions that exist for other platforms, or in formats that are not taken, only; separated by spaces. */
  readonly otherPlatform: string;
  /** Versions that other interpreters would add, newest first and separated by spaces, by what they say of Python. */
  readonly otherPython: Readonly<Record<string, string>>;
  /** How many versions a later date would add. */
  readonly later: number;
}

interface Release {
  readonly version: string;
  readonly parsed: Version;
  wheel?: { readonly file: IndexFile; readonly rank: number };
  source?: IndexFile;
  /** A wheel for other platforms or interpreters: what it says of its needs holds for all files of the version, as uv has it. */
  foreign?: IndexFile;
  /** Any file for this Python and date, installable or not. */
  exists: boolean;
  /** What the first file for another Python says of it. */
  otherPython?: string;
  later: boolean;
  yanked: boolean;
}

/** Sorts a package's files into versions that the view can install and reasons why it cannot. */
export function candidatesOf(files: readonly IndexFile[], view: CandidateView, name: string): Candidates {
  const releases = new Releases(view, name);
  for (const file of files) releases.add(file);
  return summary(releases.newestFirst());
}

class Releases {
  readonly #view: CandidateView;
  readonly #name: string;
  readonly #python: Version | undefined;
  readonly #cutoff: number;
  readonly #releases = new Map<string, Release>();
  /** Whether the view's Python is admitted, by what files say of theirs. */
  readonly #admitted = new Map<string, boolean>();

  constructor(view: CandidateView, name: string) {
    this.#view = view;
    this.#name = name;
    this.#python = parseVersion(view.python);
    this.#cutoff = view.before === undefined ? Number.POSITIVE_INFINITY : endOf(view.before);
  }

  add(file: IndexFile): void {
    const wheel = parseWheelName(file.filename);
    const parsed = parseVersion(wheel?.version ?? sdistVersion(file.filename, this.#name) ?? '');
    if (parsed === undefined) return;
    const release = this.#releaseOf(parsed);
    const wanted = file.requiresPython ?? '';
    if (!isPublished(file, this.#view.before, this.#cutoff)) release.later = true;
    else if (!this.#admits(wanted)) release.otherPython ??= wanted.trim();
    else takeFile(release, file, wheel, this.#view);
  }

  newestFirst(): readonly Release[] {
    return [...this.#releases.values()].sort((a, b) => compareVersions(b.parsed, a.parsed));
  }

  #releaseOf(parsed: Version): Release {
    const version = formatVersion(parsed);
    const known = this.#releases.get(version);
    if (known !== undefined) return known;
    const made: Release = { version, parsed, exists: false, later: false, yanked: false };
    this.#releases.set(version, made);
    return made;
  }

  #admits(wanted: string): boolean {
    const known = this.#admitted.get(wanted);
    if (known !== undefined) return known;
    const python = this.#python;
    const fits = wanted.trim() === '' || (python !== undefined && admitsPython(wanted, python, this.#view.oldestPythonOnly));
    this.#admitted.set(wanted, fits);
    return fits;
  }
}

/** A file for the view's date and Python; the best of each kind stays. */
function takeFile(release: Release, file: IndexFile, wheel: WheelName | undefined, { formats, tags }: CandidateView): void {
  release.exists = true;
  if (file.yanked) release.yanked = true;
  if (wheel === undefined) {
    if (formats !== 'wheels') release.source = file;
    return;
  }
  if (formats === 'sources') return;
  const rank = tags.rank(wheel);
  if (rank === undefined) {
    if (release.foreign === undefined || file.filename < release.foreign.filename) release.foreign = file;
  } else if (release.wheel === undefined || rank < release.wheel.rank) release.wheel = { file, rank };
}

/** What was uploaded at the very moment is too new already, as in uv. */
function isPublished(file: IndexFile, before: string | undefined, cutoff: number): boolean {
  if (before === undefined) return true;
  return file.uploadTime !== undefined && Date.parse(file.uploadTime) < cutoff;
}

function summary(releases: readonly Release[]): Candidates {
  const usable = releases.flatMap(({ version, wheel, source, foreign, yanked }) => {
    const file = wheel?.file ?? (source === undefined ? undefined : (foreign ?? source));
    return file === undefined ? [] : [{ version, file, yanked, isSource: wheel === undefined }];
  });
  const hashes = usable.map(({ file }) => file.metadataSha256 ?? '-');
  const others = releases.filter(({ wheel, source }) => wheel === undefined && source === undefined);
  return {
    versions: usable.map(({ version }) => version).join(' '),
    wheels: usable.map(({ file }) => file.url.replaceAll(' ', '%20')).join(' '),
    yanked: usable.flatMap(({ yanked }, position) => (yanked ? [position] : [])),
    sources: usable.flatMap(({ isSource }, position) => (isSource ? [position] : [])),
    otherPlatform: others.flatMap(({ exists, version }) => (exists ? [version] : [])).join(' '),
    otherPython: byPython(others),
    later: others.filter(({ exists, otherPython, later }) => !exists && otherPython === undefined && later).length,
    ...(hashes.every((hash) => hash === '-') ? {} : { hashes: hashes.join(' ') }),
  };
}

function byPython(releases: readonly Release[]): Candidates['otherPython'] {
  const versions = new Map<string, string[]>();
  for (const { exists, otherPython, version } of releases)
    if (!exists && otherPython !== undefined) addTo(versions, otherPython, version);
  return Object.fromEntries([...versions].map(([python, list]) => [python, list.join(' ')]));
}
