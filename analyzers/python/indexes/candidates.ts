import { addTo, append, normalizeName } from '../../../src/model/index.ts';
import type { FetchFailure, RegistryClient } from '../../../src/registry/client.ts';
import { fileNameOf } from '../manifests/pip-link.ts';
import { compareVersions, formatVersion, parseVersion, type Version } from '../notation/version.ts';
import { endOf } from './cutoff.ts';
import { type PackageIndex, withoutLogin } from './index-logins.ts';
import type { IndexSettings } from './indexes.ts';
import { admitsPython } from './published.ts';
import type { Formats } from './release-policy.ts';
import { type IndexFile, parseProjectPage, SIMPLE_ACCEPT } from './simple-index.ts';
import { parseWheelName, type SupportedTags, sdistVersion } from './wheel-tags.ts';

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

export type CandidatesAnswer =
  | { readonly ok: true; readonly candidates: Candidates }
  | { readonly ok: false; readonly missing: boolean; readonly reason: string };

const DAY = 24 * 3600 * 1000;
const HALF_DAY = 12 * 3600;
const MONTH = 30 * 24 * 3600;

/** A view that is frozen in the past changes only by deletions and yanks; today's has to be looked at again. */
function timeToLive(before: string | undefined): number {
  const age = before === undefined ? 0 : Date.now() - endOf(before);
  return age > DAY ? MONTH : HALF_DAY;
}

/** Candidates of a package over the given indexes; a failure says whether the package is missing or could not be asked for. */
export async function fetchCandidates(
  client: RegistryClient,
  settings: IndexSettings,
  view: CandidateView,
  name: string,
): Promise<CandidatesAnswer> {
  const where = indexesFor(settings, name);
  const pages = settings.linkPages ?? [];
  if (where.length === 0 && pages.length === 0) {
    return {
      ok: false,
      missing: false,
      reason: 'no package index is configured (index-url in pip.conf or uv.toml, or PIP_INDEX_URL)',
    };
  }
  let failure: FetchFailure | undefined;
  const ttl = timeToLive(view.before);
  const key = `python-candidates-5 ${name} ${view.python} ${view.platform} ${view.before ?? ''} ${settings.strategy}${wordsOf(view)} ${[...where.map((index) => index.url), ...pages].map(withoutLogin).join(' ')}`;
  const candidates = await client.remember<Candidates>(key, ttl, async () => {
    const files: IndexFile[] = [];
    for (const page of pages) append(files, await fetchLinks(client, page, name, ttl));
    for (const index of where) {
      const page = await fetchPage(client, index, name, ttl);
      if (!Array.isArray(page)) {
        if (!('kind' in page)) continue;
        if (page.kind !== 'not-found' && page.kind !== 'gone') {
          failure = page;
          return undefined;
        }
        failure ??= page;
        continue;
      }
      append(files, page);
      if (settings.strategy === 'first-index') break;
    }
    return files.length === 0 && failure !== undefined ? undefined : candidatesOf(files, view, name);
  });
  if (candidates !== undefined) return { ok: true, candidates };
  const missing = failure?.kind === 'not-found' || failure?.kind === 'gone';
  return { ok: false, missing, reason: missing ? 'no index has it' : (failure?.message ?? 'its page could not be read') };
}

/** What of a view is not the target's, as words of a key. */
function wordsOf({ formats = 'both', oldestPythonOnly }: CandidateView): string {
  return `${formats === 'both' ? '' : ` ${formats}`}${oldestPythonOnly ? ' oldest-python' : ''}`;
}

/** The one candidate of a package that is taken from a wheel's URL. */
export function onlyWheel(url: string, { tags }: CandidateView): CandidatesAnswer {
  const file = fileNameOf(url);
  const wheel = parseWheelName(file);
  const version = parseVersion(wheel?.version ?? '');
  if (wheel === undefined || version === undefined) return { ok: false, missing: false, reason: `${file} is not a wheel` };
  if (tags.rank(wheel) === undefined) return { ok: false, missing: false, reason: `${file} is for another platform or Python` };
  const candidates = { versions: formatVersion(version), wheels: url, yanked: [], sources: [] };
  return { ok: true, candidates: { ...candidates, otherPlatform: '', otherPython: {}, later: 0 } };
}

/** An assigned package comes from its own index only; explicit indexes serve nothing else. */
function indexesFor({ indexes, assigned }: IndexSettings, name: string): readonly PackageIndex[] {
  const own = assigned?.get(name);
  const found = own === undefined ? [] : indexes.filter((index) => index.name !== undefined && own.has(index.name));
  return found.length > 0 ? found : indexes.filter((index) => !index.explicit);
}

/** Files of one package on a page that links to files of many; a page that cannot be read has none. */
async function fetchLinks(client: RegistryClient, url: string, name: string, ttlSeconds: number): Promise<readonly IndexFile[]> {
  const answer = await client.get({ url, accept: 'text/html', ttlSeconds });
  if (!answer.ok) return [];
  const files = parseProjectPage(answer.body, answer.headers['content-type'] ?? '', answer.url) ?? [];
  return files.filter(({ filename }) => {
    const wheel = parseWheelName(filename);
    return wheel === undefined ? sdistVersion(filename, name) !== undefined : normalizeName(wheel.distribution) === name;
  });
}

async function fetchPage(
  client: RegistryClient,
  index: PackageIndex,
  name: string,
  ttlSeconds: number,
): Promise<readonly IndexFile[] | FetchFailure> {
  const url = `${index.url}${name}/`;
  const answer = await client.get({ url, accept: SIMPLE_ACCEPT, ttlSeconds });
  if (!answer.ok) return answer.failure;
  const files = parseProjectPage(answer.body, answer.headers['content-type'] ?? '', answer.url);
  return files ?? { kind: 'http', url, message: 'the index answered with something that is not a project page' };
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
function candidatesOf(files: readonly IndexFile[], view: CandidateView, name: string): Candidates {
  const releases = new Map<string, Release>();
  const pythons = new Map<string, boolean>();
  const python = parseVersion(view.python);
  const cutoff = view.before === undefined ? Number.POSITIVE_INFINITY : endOf(view.before);
  for (const file of files) {
    const wheel = parseWheelName(file.filename);
    const parsed = parseVersion(wheel?.version ?? sdistVersion(file.filename, name) ?? '');
    if (parsed === undefined) continue;
    const version = formatVersion(parsed);
    let release = releases.get(version);
    if (release === undefined) {
      release = { version, parsed, exists: false, later: false, yanked: false };
      releases.set(version, release);
    }
    if (!isPublished(file, view.before, cutoff)) {
      release.later = true;
      continue;
    }
    const wanted = file.requiresPython ?? '';
    let fits = pythons.get(wanted);
    if (fits === undefined) {
      fits = wanted.trim() === '' || (python !== undefined && admitsPython(wanted, python, view.oldestPythonOnly));
      pythons.set(wanted, fits);
    }
    if (!fits) {
      release.otherPython ??= wanted.trim();
      continue;
    }
    release.exists = true;
    if (file.yanked) release.yanked = true;
    const rank = wheel === undefined || view.formats === 'sources' ? undefined : view.tags.rank(wheel);
    if (wheel === undefined && view.formats !== 'wheels') release.source = file;
    const isForeign = wheel !== undefined && rank === undefined && view.formats !== 'sources';
    if (isForeign && (release.foreign === undefined || file.filename < release.foreign.filename)) release.foreign = file;
    if (rank !== undefined && (release.wheel === undefined || rank < release.wheel.rank)) release.wheel = { file, rank };
  }
  return summary([...releases.values()].sort((a, b) => compareVersions(b.parsed, a.parsed)));
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
