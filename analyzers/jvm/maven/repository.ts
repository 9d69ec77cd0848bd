/** Repositories as the user's Maven is configured: mirrors, servers, the local repository as a read-only cache, checksums. */
import { createHash } from 'node:crypto';
import { parseXml } from '../../../src/formats/xml.ts';
import { listed } from '../../../src/model/index.ts';
import type { FetchAnswer, ResolveEnvironment } from '../../../src/registry/client.ts';
import type { Coordinates } from './ask.ts';
import { type ParsedPom, type PomRepository, parsePomText } from './pom.ts';
import { publishedBefore, type VersionList } from './published.ts';
import { isEncrypted, mergeSettings, mirrorFor, NO_SETTINGS, parseSettings, type Settings } from './settings.ts';
import { builtInCentral, installation } from './super-pom.ts';
import { compareVersions, isSnapshot } from './version.ts';

const CENTRAL = 'central';
/** Lists of versions grow; a snapshot moves; releases never change. */
const METADATA_TTL = 24 * 3600;

interface Source {
  readonly id: string;
  readonly url: string;
}

export interface ByteRange {
  /** Counts from the end when negative. */
  readonly start: number;
  /** Inclusive. */
  readonly end?: number;
}

/** Reads a part of one file in one place; undefined when it isn't there. */
export type ReadPart = (range: ByteRange) => Promise<Uint8Array | undefined>;

function partOf(bytes: Uint8Array, { start, end }: ByteRange): Uint8Array {
  return start < 0
    ? bytes.subarray(Math.max(0, bytes.length + start))
    : bytes.subarray(start, end === undefined ? undefined : end + 1);
}

/** Nothing in the coordinates leads out of the repository's directories. */
function isPlain({ groupId, artifactId, version }: Coordinates): boolean {
  return /^[\w.-]+$/.test(groupId) && /^[\w.-]+$/.test(artifactId) && /^[\w.+,-]+$/.test(version) && !/^\.+$/.test(version);
}

export interface RepositoryOptions {
  /** In place of the user's and the installation's settings.xml. */
  readonly settings?: string;
}

/** What Maven itself would use and this client does not. */
function warnOfSettings({ env, warn }: ResolveEnvironment, { servers, hasProxy }: Settings): void {
  const encrypted = servers.filter(({ password }) => isEncrypted(password)).map(({ id }) => id);
  if (encrypted.length > 0)
    warn({
      code: 'maven/encrypted-password',
      severity: 'warning',
      message: `settings.xml holds encrypted passwords (${encrypted.join(', ')}), which only Maven can read; these servers are contacted without a login; put it into .netrc`,
    });
  const proxies = ['https_proxy', 'HTTPS_PROXY', 'http_proxy', 'HTTP_PROXY', 'all_proxy', 'ALL_PROXY'];
  if (hasProxy && proxies.every((name) => (env[name] ?? '') === ''))
    warn({
      code: 'maven/proxy',
      severity: 'warning',
      message: 'settings.xml names a proxy, which is not used: set HTTPS_PROXY to it',
    });
}

export class MavenRepositories {
  readonly #environment: ResolveEnvironment;
  readonly #settings: Settings;
  readonly #central: string | undefined;
  readonly #local: string;
  readonly #poms = new Map<string, Promise<ParsedPom | undefined>>();
  readonly #versions = new Map<string, Promise<readonly string[]>>();
  readonly #warned = new Set<string>();
  /** Documents that no repository gave, at least one of them because it failed and not because it has none. */
  readonly #failures: string[] = [];

  private constructor(environment: ResolveEnvironment, settings: Settings, central: string | undefined) {
    this.#environment = environment;
    this.#settings = settings;
    this.#central = central;
    this.#local = settings.localRepository ?? `${environment.home}/.m2/repository`;
  }

  static async create(environment: ResolveEnvironment, options: RepositoryOptions = {}): Promise<MavenRepositories> {
    const maven = await installation(environment);
    const read = (text: string | undefined): Settings =>
      text === undefined ? NO_SETTINGS : parseSettings(text, environment.env, environment.home);
    const user = read(options.settings ?? environment.readUserFile(`${environment.home}/.m2/settings.xml`));
    const global =
      maven === undefined || options.settings !== undefined
        ? NO_SETTINGS
        : read(environment.readUserFile(`${maven.home}/conf/settings.xml`));
    if (user.problem !== undefined)
      environment.warn({ code: 'maven/settings', severity: 'warning', message: `settings.xml is not readable: ${user.problem}` });
    const settings = mergeSettings(user, global);
    warnOfSettings(environment, settings);
    const central = maven === undefined ? undefined : builtInCentral(environment, maven);
    return new MavenRepositories(environment, settings, central);
  }

  /** Why what was concluded so far may miss something: a repository that failed, or a document that was altered. */
  get failure(): string | undefined {
    return this.#failures[0];
  }

  /** Whether anything can be asked at all. */
  get configured(): boolean {
    return this.#sources([]).length > 0;
  }

  #sources(repositories: readonly PomRepository[]): readonly Source[] {
    const wanted: Source[] = [...this.#settings.repositories, ...repositories.map(({ id, url }) => ({ id, url }))];
    if (!wanted.some(({ id }) => id === CENTRAL)) wanted.push({ id: CENTRAL, url: this.#central ?? '' });
    const found = new Map<string, Source>();
    for (const one of wanted) {
      const mirror = mirrorFor(this.#settings, one);
      if (mirror?.blocked === true) continue;
      const { id, url } = mirror ?? one;
      if (!/^https?:\/\//.test(url) || found.has(url)) continue;
      if (url.startsWith('http:') && !this.#warned.has(url)) {
        this.#warned.add(url);
        this.#environment.warn({
          code: 'maven/plain-http',
          severity: 'warning',
          message: `repository ${id} is asked over plain http, so anybody on the network path can change its answers`,
        });
      }
      found.set(url, { id, url: url.replace(/\/+$/, '') });
    }
    return [...found.values()];
  }

  #headers(id: string): Readonly<Record<string, string>> {
    const server = this.#settings.servers.find((one) => one.id === id);
    if (server === undefined || server.username === '' || isEncrypted(server.password)) return {};
    return { authorization: `Basic ${Buffer.from(`${server.username}:${server.password}`).toString('base64')}` };
  }

  #get(source: Source, path: string, ttlSeconds: number): Promise<FetchAnswer> {
    return this.#environment.client.get({ url: `${source.url}/${path}`, headers: this.#headers(source.id), ttlSeconds });
  }

  /** A document with the checksum that lies beside it; a document that does not match is none. */
  async #verified(source: Source, path: string, ttlSeconds: number, failures: string[] = []): Promise<Buffer | undefined> {
    const [answer, sum] = await Promise.all([this.#get(source, path, ttlSeconds), this.#get(source, `${path}.sha1`, ttlSeconds)]);
    if (!answer.ok) {
      if (answer.failure.kind !== 'not-found' && answer.failure.kind !== 'gone')
        failures.push(`${path} cannot be read from ${source.id}: ${answer.failure.message}`);
      return undefined;
    }
    const wanted = sum.ok ? /^[0-9a-f]{40}/i.exec(sum.body.toString('latin1').trim())?.[0].toLowerCase() : undefined;
    if (wanted === undefined || createHash('sha1').update(answer.body).digest('hex') === wanted) return answer.body;
    failures.push(`${path} of ${source.id} does not have its checksum`);
    return undefined;
  }

  /** The POM, from the local repository or the first repository that has it. */
  pom(wanted: Coordinates, repositories: readonly PomRepository[]): Promise<ParsedPom | undefined> {
    const key = `${wanted.groupId}:${wanted.artifactId}:${wanted.version}`;
    const known = this.#poms.get(key);
    if (known !== undefined) return known;
    const found = this.#read(wanted, repositories);
    this.#poms.set(key, found);
    return found;
  }

  async #read(
    { groupId, artifactId, version }: Coordinates,
    repositories: readonly PomRepository[],
  ): Promise<ParsedPom | undefined> {
    const text = await this.text({ groupId, artifactId, version }, '.pom', repositories);
    return text === undefined ? undefined : parsePomText(text, `${groupId}:${artifactId}:${version}`);
  }

  /**
   * The places where a file of an artifact may lie, nearest first: the local repository, then each repository, each to be
   * read in parts. `ending` is what follows `artifact-version`.
   */
  parts(
    { groupId, artifactId, version }: Coordinates,
    ending: string,
    repositories: readonly PomRepository[],
  ): readonly ReadPart[] {
    if (!isPlain({ groupId, artifactId, version }) || !/^[\w.-]+$/.test(ending)) return [];
    const directory = `${groupId.replaceAll('.', '/')}/${artifactId}/${version}`;
    const local: ReadPart = (range) => {
      const bytes = this.#environment.readUserBytes?.(`${this.#local}/${directory}/${artifactId}-${version}${ending}`);
      return Promise.resolve(bytes === undefined ? undefined : partOf(bytes, range));
    };
    const remote = this.#sources(repositories).map(
      (source): ReadPart =>
        async (range) => {
          const file = isSnapshot(version) ? await this.#snapshot(source, directory, version) : version;
          const answer = await this.#environment.client.get({
            url: `${source.url}/${directory}/${artifactId}-${file}${ending}`,
            headers: this.#headers(source.id),
            ttlSeconds: isSnapshot(version) ? METADATA_TTL : Infinity,
            range,
          });
          if (!answer.ok) return undefined;
          // A server that knows no ranges sends the whole.
          return answer.status === 206 ? answer.body : partOf(answer.body, range);
        },
    );
    return [local, ...remote];
  }

  /** A text beside an artifact's POM, with its checksum. */
  async text(wanted: Coordinates, ending: string, repositories: readonly PomRepository[]): Promise<string | undefined> {
    if (!isPlain(wanted)) return undefined;
    const { groupId, artifactId, version } = wanted;
    const directory = `${groupId.replaceAll('.', '/')}/${artifactId}/${version}`;
    const own = this.#environment.readUserFile(`${this.#local}/${directory}/${artifactId}-${version}${ending}`);
    if (own !== undefined) return own;
    const ttl = isSnapshot(version) ? METADATA_TTL : Infinity;
    const failures: string[] = [];
    for (const source of this.#sources(repositories)) {
      const file = isSnapshot(version) ? await this.#snapshot(source, directory, version) : version;
      const body = await this.#verified(source, `${directory}/${artifactId}-${file}${ending}`, ttl, failures);
      if (body !== undefined) return body.toString('utf8');
    }
    this.#failures.push(...failures);
    return undefined;
  }

  /** `1.0-SNAPSHOT` → the file name's version of its newest deployment. */
  async #snapshot(source: Source, directory: string, version: string): Promise<string> {
    const body = await this.#verified(source, `${directory}/maven-metadata.xml`, METADATA_TTL);
    const document = body === undefined ? undefined : parseXml(body.toString('utf8'));
    if (document?.ok !== true) return version;
    const versioning = document.root.children.find(({ name }) => name === 'versioning');
    const snapshot = versioning?.children.find(({ name }) => name === 'snapshot');
    const get = (name: string): string | undefined => snapshot?.children.find((one) => one.name === name)?.text.trim();
    const [timestamp, build] = [get('timestamp'), get('buildNumber')];
    return timestamp === undefined || build === undefined ? version : version.replace(/SNAPSHOT$/, `${timestamp}-${build}`);
  }

  /** All versions that the repositories list, ascending in the resolver's order. */
  versions(groupId: string, artifactId: string, repositories: readonly PomRepository[]): Promise<readonly string[]> {
    const key = `${groupId}:${artifactId}`;
    const known = this.#versions.get(key);
    if (known !== undefined) return known;
    const found = this.#list(groupId, artifactId, repositories);
    this.#versions.set(key, found);
    return found;
  }

  async #list(groupId: string, artifactId: string, repositories: readonly PomRepository[]): Promise<readonly string[]> {
    const versions = new Set<string>();
    const failures: string[] = [];
    for (const source of this.#sources(repositories)) {
      const directory = `${groupId.replaceAll('.', '/')}/${artifactId}`;
      const body = await this.#verified(source, `${directory}/maven-metadata.xml`, METADATA_TTL, failures);
      const list = body === undefined ? undefined : versionsIn(body.toString('utf8'));
      if (list === undefined) continue;
      const dateOf = (version: string) => this.#dateOf(source, `${directory}/${version}/${artifactId}-${version}.pom`);
      for (const version of await this.#published(`${groupId}:${artifactId}`, list, dateOf)) versions.add(version);
    }
    // Maven goes on with what the others list.
    if (versions.size === 0) this.#failures.push(...failures);
    return [...versions].sort(compareVersions);
  }

  /** When a repository says that a file was put there. */
  async #dateOf(source: Source, path: string): Promise<string | undefined> {
    const answer = await this.#get(source, path, Infinity);
    return answer.ok ? answer.headers['last-modified'] : undefined;
  }

  async #published(
    name: string,
    list: VersionList,
    dateOf: (version: string) => Promise<string | undefined>,
  ): Promise<readonly string[]> {
    const { before, warn } = this.#environment;
    if (before === undefined) return list.versions;
    const { versions, undated } = await publishedBefore(before, list, dateOf);
    if (undated.length > 0)
      warn({
        code: 'maven/undated',
        severity: 'warning',
        message: `no repository says when ${name} ${listed(undated, 3)} ${undated.length === 1 ? 'was' : 'were'} published; --before leaves ${undated.length === 1 ? 'it' : 'them'} in`,
        incomplete: true,
      });
    return versions;
  }
}

function versionsIn(metadata: string): VersionList | undefined {
  const document = parseXml(metadata);
  const versioning = document.ok ? document.root.children.find(({ name }) => name === 'versioning') : undefined;
  const child = (wanted: string) => versioning?.children.find(({ name }) => name === wanted);
  if (versioning === undefined) return undefined;
  const lastUpdated = child('lastUpdated')?.text.trim();
  return {
    versions: (child('versions')?.children ?? []).map(({ text }) => text.trim()),
    ...(lastUpdated === undefined ? {} : { lastUpdated }),
  };
}
