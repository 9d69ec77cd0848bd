import type { Project } from '../../src/model/index.ts';
import { isReadFailure } from '../../src/model/index.ts';
import type { FetchFailure, ResolveEnvironment } from '../../src/registry/client.ts';
import { type GoSettings, matchesPrefixPattern, readGoSettings } from './goenv.ts';
import { goModHash, type SumIndex } from './gosum.ts';
import { type ModuleVersion, parseGoMod } from './modfile.ts';
import { escapePath, escapeVersion } from './paths.ts';
import { type LoadFailure, type ModuleSource, type Summary, summaryOf } from './summaries.ts';
import { compareVersions, isPseudoVersion, isValidVersion, prereleaseOf } from './versions.ts';

/**
 * The GOPROXY protocol (Go Modules Reference, "GOPROXY protocol"): `.mod` files and version lists through the shared
 * client, from the proxies that the user's own go settings name.
 */

type Got = { readonly text: string; readonly bytes: Uint8Array } | LoadFailure;

const LIST_SECONDS = 3600;
const MOD_LIMIT = 16 * 1024 * 1024;

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

  /** `sums` are the go.sum files whose hashes the `.mod` files have to match; `project` serves directory replacements. */
  static async create(environment: ResolveEnvironment, project: Project | undefined, sums: SumIndex): Promise<ProxySource> {
    return new ProxySource(environment, await readGoSettings(environment), project, sums);
  }

  async load(module: ModuleVersion): Promise<Summary | LoadFailure> {
    if (module.version === '') return this.#loadDirectory(module.path);
    const escaped = escapeVersion(module.version);
    if (escaped === undefined) return malformed(module, 'disallowed version string');
    const got = await this.#get(module.path, `@v/${escaped}.mod`, Number.POSITIVE_INFINITY);
    if ('failure' in got) return got;
    const hash = goModHash(got.bytes);
    const recorded = this.#sums.contradiction(module.path, module.version, hash);
    if (recorded !== undefined) {
      const message = `verifying ${nameOf(module)}/go.mod: checksum mismatch: downloaded ${hash}, go.sum has ${recorded}`;
      return { failure: 'wrong-hash', message };
    }
    return readSummary(got.text, nameOf(module));
  }

  /**
   * The go.mod of the newest version, whose deprecation and retractions hold for all versions; undefined when
   * nobody knows. Releases go before pre-releases.
   */
  async newest(path: string): Promise<{ readonly version: string; readonly summary: Summary } | undefined> {
    const got = await this.#get(path, '@v/list', LIST_SECONDS);
    if ('failure' in got) return undefined;
    const versions = got.text.split('\n').flatMap((line) => {
      const [version = ''] = line.trim().split(/\s+/);
      return isValidVersion(version) && !isPseudoVersion(version) ? [version] : [];
    });
    versions.sort(compareVersions);
    const version = versions.findLast((one) => prereleaseOf(one) === '') ?? versions.at(-1);
    if (version === undefined) return undefined;
    const summary = await this.load({ path, version });
    return 'failure' in summary ? undefined : { version, summary };
  }

  #loadDirectory(directory: string): Summary | LoadFailure {
    const path = directory === '.' ? 'go.mod' : `${directory}/go.mod`;
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
      const url = `${where.replace(/\/+$/, '')}/${document}`;
      const got = url.startsWith('file://') ? this.#fromFile(url, path) : await this.#fetch(url, path, ttlSeconds);
      if (!('failure' in got)) return got;
      failure = got;
      if (next === 'when-unknown' && got.failure !== 'unknown-module') return got;
    }
    return failure ?? unreachable(path, 'no proxy answered');
  }

  async #fetch(url: string, path: string, ttlSeconds: number): Promise<Got> {
    const answer = await this.#environment.client.get({ url, ttlSeconds, maxBytes: MOD_LIMIT });
    if (answer.ok) return { text: answer.body.toString('utf8'), bytes: answer.body };
    return fetchFailure(answer.failure, path);
  }

  #fromFile(url: string, path: string): Got {
    const text = this.#environment.readUserFile(decodeURIComponent(new URL(url).pathname));
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

function nameOf({ path, version }: ModuleVersion): string {
  return `${path}@${version}`;
}

function malformed(module: ModuleVersion, reason: string): LoadFailure {
  return { failure: 'malformed', message: `${nameOf(module)}: ${reason}` };
}

function unreachable(path: string, reason: string): LoadFailure {
  return { failure: 'unreachable', message: `${path}: ${reason}` };
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
