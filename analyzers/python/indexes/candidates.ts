import { append, normalizeName } from '../../../src/model/index.ts';
import type { FetchFailure, RegistryClient } from '../../../src/registry/client.ts';
import { fileNameOf } from '../manifests/pip/link.ts';
import { formatVersion, parseVersion } from '../notation/version.ts';
import { endOf } from './cutoff.ts';
import { type PackageIndex, withoutLogin } from './index-logins.ts';
import type { IndexSettings } from './indexes.ts';
import { type Candidates, type CandidateView, candidatesOf } from './releases.ts';
import { type IndexFile, parseProjectPage, SIMPLE_ACCEPT } from './simple-index.ts';
import { parseWheelName, sdistVersion } from './wheel-tags.ts';

/** Files of one project on an index, or why they could not be had; `missing`: the index has no such project. */
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
