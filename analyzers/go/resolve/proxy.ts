import { childOf, parseJson, textOf } from '../../../src/formats/json.ts';
import { utf8 } from '../../../src/formats/utf8.ts';
import { inDirectory, isReadFailure, type Project, percentDecoded, withoutTrailing } from '../../../src/model/index.ts';
import type { FetchFailure, ResolveEnvironment } from '../../../src/registry/client.ts';
import type { SumIndex } from '../files/gosum.ts';
import { type ModuleVersion, parseGoMod } from '../files/modfile.ts';
import { escapePath, escapeVersion } from '../paths.ts';
import { buildMetadata, compareVersions, isPseudoVersion, isValidVersion, prereleaseOf } from '../versions.ts';
import { matchesPrefixPattern } from './glob.ts';
import { type GoSettings, readGoSettings } from './goenv.ts';
import { type LoadFailure, type ModuleSource, type Summary, summaryOf } from './summaries.ts';

/**
 * The GOPROXY protocol (Go Modules Reference, "GOPROXY protocol"): `.mod` files and version lists through the shared
 * client, from the proxies that the user's own go settings name.
 */

type Got = { readonly text: string; readonly bytes: Uint8Array } | LoadFailure;

const PROXY_SCHEME = /^(?:https?|file):\/\//;
const LIST_SECONDS = 3600;
const MOD_LIMIT = 16 * 1024 * 1024;

/** go.mod files and version lists from the tree, the module cache and the proxies, in the order of GOPROXY. */
export class ProxySource implements ModuleSource {
  readonly #environment: ResolveEnvironment;
  readonly #settings: GoSettings;
  readonly #project: Project | undefined;
  readonly #sums: SumIndex;

  private constructor(environment: ResolveEnvironment, settings: GoSettings, project: Project | undefined, sums: SumIndex) {
    this.#environment = environment;
    this.#settings = settings;
    this.#project = project;
    this.#sums = sums;
  }

  /** `sums` are the go.sum files that the `.mod` files are held against; `project` serves directory replacements. */
  static async create(environment: ResolveEnvironment, project: Project | undefined, sums: SumIndex): Promise<ProxySource> {
    return new ProxySource(environment, await readGoSettings(environment), project, sums);
  }

  async load(module: ModuleVersion): Promise<Summary | LoadFailure> {
    if (module.version === '') return this.#loadDirectory(module.path);
    const escaped = escapeVersion(module.version);
    if (escaped === undefined) return malformed(module, 'disallowed version string');
    const got = await this.#get(module.path, `@v/${escaped}.mod`, Number.POSITIVE_INFINITY);
    if ('failure' in got) return got;
    const summary = readSummary(got.text, nameOf(module));
    const contradictions = this.#sums.contradictions(module.path, module.version, got.bytes);
    return 'failure' in summary || contradictions.length === 0 ? summary : { ...summary, contradictions };
  }

  /**
   * The go.mod of the newest version, whose deprecation and retractions hold for all versions; undefined when
   * nobody knows. Releases go before pre-releases, both before commits without a tag; versions of before modules
   * (`+incompatible`) count only where the newest other version has no go.mod either (Go Modules Reference, "Version queries").
   */
  async newest(path: string): Promise<Newest | undefined> {
    const got = await this.#get(path, '@v/list', LIST_SECONDS);
    if ('failure' in got) return undefined;
    const tagged = listedVersions(got.text);
    const compatible = await this.#summarized(path, latestOf(tagged.filter((one) => buildMetadata(one) !== '+incompatible')));
    if (compatible !== undefined && hasGoMod(compatible.summary)) return compatible;
    return this.#summarized(path, latestOf(tagged) ?? (await this.#untagged(path)));
  }

  async #summarized(path: string, version: string | undefined): Promise<Newest | undefined> {
    if (version === undefined) return undefined;
    const summary = await this.load({ path, version });
    return 'failure' in summary ? undefined : { version, summary };
  }

  /** The pseudo-version of the newest commit. */
  async #untagged(path: string): Promise<string | undefined> {
    const got = await this.#get(path, '@latest', LIST_SECONDS);
    if ('failure' in got) return undefined;
    const version = textOf(childOf(parseJson(got.text).root, 'Version')) ?? '';
    return isValidVersion(version) ? version : undefined;
  }

  #loadDirectory(directory: string): Summary | LoadFailure {
    const path = inDirectory(directory, 'go.mod');
    const file = this.#project?.read(path);
    if (file === undefined || isReadFailure(file)) {
      const why = file === undefined ? 'no directory can be read here' : file.message;
      return { failure: 'outside-root', message: `replacement directory ${directory}: reading ${path}: ${why}` };
    }
    return readSummary(file.text, path);
  }

  async #get(path: string, document: string, ttlSeconds: number): Promise<Got> {
    const escaped = escapePath(path);
    if (escaped === undefined) return { failure: 'malformed', message: `malformed module path ${JSON.stringify(path)}` };
    const cached = ttlSeconds === Number.POSITIVE_INFINITY ? this.#fromModuleCache(`${escaped}/${document}`) : undefined;
    if (cached !== undefined) return cached;
    if (matchesPrefixPattern(this.#settings.noProxy, path)) {
      return unreachable(path, 'GONOPROXY or GOPRIVATE keeps it from proxies, and version control is not asked');
    }
    if (this.#settings.proxies.length === 0) {
      return { failure: 'no-registry', message: 'no module proxy is configured: set GOPROXY, or install the go command' };
    }
    return this.#fromProxies(path, `${escaped}/${document}`, ttlSeconds);
  }

  async #fromProxies(path: string, document: string, ttlSeconds: number): Promise<Got> {
    let failure: LoadFailure | undefined;
    for (const { where, next } of this.#settings.proxies) {
      if (where === 'off') return failure ?? unreachable(path, 'module lookup disabled by GOPROXY=off');
      // Version control would be asked now; what a proxy said before tells more than that this is not done here.
      if (where === 'direct') return failure ?? unreachable(path, 'GOPROXY=direct needs version control, which is not asked');
      if (!PROXY_SCHEME.test(where)) return notProxy(where);
      const url = `${withoutTrailing(where, '/')}/${document}`;
      const got = url.startsWith('file://') ? this.#fromFile(url, path) : await this.#fetch(url, path, ttlSeconds);
      if (!('failure' in got)) return got;
      // That one is not there tells less than that another could not be asked.
      if (failure === undefined || failure.failure === 'unknown-module') failure = got;
      if (next === 'when-unknown' && got.failure !== 'unknown-module') return got;
    }
    return failure ?? unreachable(path, 'no proxy answered');
  }

  async #fetch(url: string, path: string, ttlSeconds: number): Promise<Got> {
    const answer = await this.#environment.client.get({ url, ttlSeconds, maxBytes: MOD_LIMIT });
    if (answer.ok) return { text: utf8(answer.body), bytes: answer.body };
    return fetchFailure(answer.failure, path);
  }

  #fromFile(url: string, path: string): Got {
    const text = this.#environment.readUserFile(percentDecoded(new URL(url).pathname));
    if (text === undefined) return { failure: 'unknown-module', message: `${path}: ${url}: no such file` };
    return { text, bytes: Buffer.from(text) };
  }

  /** The user's own module cache, read only. */
  #fromModuleCache(document: string): Got | undefined {
    const { moduleCache } = this.#settings;
    if (moduleCache === undefined) return undefined;
    const text = this.#environment.readUserFile(`${moduleCache}/cache/download/${document}`);
    return text === undefined ? undefined : { text, bytes: Buffer.from(text) };
  }
}

export interface Newest {
  readonly version: string;
  readonly summary: Summary;
}

/** Versions of an `@v/list` document. */
function listedVersions(text: string): readonly string[] {
  return text.split('\n').flatMap((line) => {
    const [version = ''] = line.trim().split(/\s+/);
    return isValidVersion(version) && !isPseudoVersion(version) ? [version] : [];
  });
}

function latestOf(versions: readonly string[]): string | undefined {
  const ordered = versions.toSorted(compareVersions);
  return ordered.findLast((one) => prereleaseOf(one) === '') ?? ordered.at(-1);
}

/** Proxies make a bare `module` line up for versions without a go.mod. */
function hasGoMod({ go, requires }: Summary): boolean {
  return go !== '' || requires.length > 0;
}

function nameOf({ path, version }: ModuleVersion): string {
  return `${path}@${version}`;
}

function malformed(module: ModuleVersion, reason: string): LoadFailure {
  return { failure: 'malformed', message: `${nameOf(module)}: ${reason}` };
}

function unreachable(path: string, reason: string): LoadFailure {
  return { failure: 'unreachable', message: `${path}: ${reason}` };
}

function notProxy(where: string): LoadFailure {
  const message = `GOPROXY names ${JSON.stringify(where)}, which is not a proxy: write an https, http or file URL, direct or off`;
  return { failure: 'no-registry', message };
}

function fetchFailure(failure: FetchFailure, path: string): LoadFailure {
  const unknown = failure.kind === 'not-found' || failure.kind === 'gone';
  return { failure: unknown ? 'unknown-module' : 'unreachable', message: `${path}: ${failure.message}` };
}

/** Dependencies' files are read lax, as the go command reads them. */
function readSummary(text: string, name: string): Summary | LoadFailure {
  const { file, problems } = parseGoMod(text, 'lax');
  const [problem] = problems;
  if (problem === undefined) return summaryOf(file);
  const at = problem.at.column > 1 ? `${problem.at.line}:${problem.at.column}` : `${problem.at.line}`;
  return { failure: 'malformed', message: `${name}: parsing go.mod:${at}: ${problem.message}` };
}
