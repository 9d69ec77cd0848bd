/** Repositories as the user's Maven is configured: mirrors, servers, the local repository as a read-only cache, checksums. */
import { createHash } from 'node:crypto';
import { utf8 } from '../../../../src/formats/utf8.ts';
import { append, listed, withoutTrailing } from '../../../../src/model/index.ts';
import type { FetchAnswer, ResolveEnvironment } from '../../../../src/registry/client.ts';
import type { Coordinates } from '../model/ask.ts';
import { type ParsedPom, type PomRepository, parsePomText } from '../model/pom.ts';
import { builtInCentral, installation } from '../model/super-pom.ts';
import { baseVersion, compareVersions, isSnapshot } from '../versions/version.ts';
import { deployedVersion, type Metadata, newest, parseMetadata } from './metadata.ts';
import { publishedBefore, timeOf } from './published.ts';
import { isEncrypted, mergeSettings, mirrorFor, NO_SETTINGS, parseSettings, type Settings } from './settings.ts';

const CENTRAL = 'central';
/** Lists of versions grow; a snapshot moves; releases never change. */
const METADATA_TTL = 24 * 3600;

interface Source {
  readonly id: string;
  readonly url: string;
  /** Whether it is asked for released versions, and for SNAPSHOTs. */
  readonly releases: boolean;
  readonly snapshots: boolean;
}

function serves({ releases, snapshots }: Source, version: string): boolean {
  return isSnapshot(version) ? snapshots : releases;
}

function nameOf({ groupId, artifactId, version }: Coordinates): string {
  return `${groupId}:${artifactId}:${version}`;
}

function directoryOf({ groupId, artifactId }: Pick<Coordinates, 'groupId' | 'artifactId'>): string {
  return `${groupId.replaceAll('.', '/')}/${artifactId}`;
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

/** POMs and version lists from the user's local repository and the repositories that settings.xml and POMs name. */
export class MavenRepositories {
  readonly #environment: ResolveEnvironment;
  readonly #settings: Settings;
  readonly #central: string | undefined;
  readonly #local: string;
  readonly #poms = new Map<string, Promise<ParsedPom | undefined>>();
  readonly #listings = new Map<string, Promise<readonly Metadata[]>>();
  readonly #warned = new Set<string>();
  /** Documents that no repository gave, at least one of them because it failed and not because it has none. */
  readonly #failures: string[] = [];
  /** SNAPSHOTs of which nobody can say how they stood at the date of `--before`. */
  readonly #undatable = new Map<string, string>();
  /** What no repository gave, with one that settings.xml blocks and that may have it. */
  readonly #barred = new Map<string, string>();

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
      environment.warn({
        code: 'maven/settings',
        severity: 'warning',
        message: `settings.xml is not readable: ${user.problem}; correct it, nothing of it is used`,
      });
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

  /** The user's and the POMs' own, before any mirror. */
  #named(repositories: readonly PomRepository[]): readonly Source[] {
    const named: readonly Source[] = [...this.#settings.repositories, ...repositories];
    if (named.some(({ id }) => id === CENTRAL)) return named;
    return [...named, { id: CENTRAL, url: this.#central ?? '', releases: true, snapshots: false }];
  }

  /** Ids of those that settings.xml keeps a build from (plain http, since Maven 3.8): what no other has, they fail on. */
  #blocked(repositories: readonly PomRepository[], version: string): readonly string[] {
    const blocked = this.#named(repositories).filter((one) => mirrorFor(this.#settings, one)?.blocked === true);
    return blocked.filter((one) => serves(one, version)).map(({ id }) => id);
  }

  #sources(repositories: readonly PomRepository[]): readonly Source[] {
    const found = new Map<string, Source>();
    for (const one of this.#named(repositories)) {
      const mirror = mirrorFor(this.#settings, one);
      if (mirror?.blocked === true) continue;
      const { id, url } = mirror ?? one;
      const { releases, snapshots } = one;
      const known = found.get(url);
      // A mirror serves what any of the repositories does that it stands for.
      if (known !== undefined)
        found.set(url, { ...known, releases: known.releases || releases, snapshots: known.snapshots || snapshots });
      if (!/^https?:\/\//.test(url) || known !== undefined) continue;
      if (url.startsWith('http:') && !this.#warned.has(url)) {
        this.#warned.add(url);
        this.#environment.warn({
          code: 'maven/plain-http',
          severity: 'warning',
          message: `repository ${id} is asked over plain http, so anybody on the network path can change its answers`,
        });
      }
      found.set(url, { id, url: withoutTrailing(url, '/'), releases, snapshots });
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
  async #verified(source: Source, path: string, ttlSeconds: number, failures: string[] = []): Promise<Uint8Array | undefined> {
    const [answer, sum] = await Promise.all([this.#get(source, path, ttlSeconds), this.#get(source, `${path}.sha1`, ttlSeconds)]);
    if (!answer.ok) {
      if (answer.failure.kind !== 'not-found' && answer.failure.kind !== 'gone')
        failures.push(`${path} cannot be read from ${source.id}: ${answer.failure.message}`);
      return undefined;
    }
    const wanted = sum.ok ? /^[0-9a-f]{40}/i.exec(utf8(sum.body).trim())?.[0].toLowerCase() : undefined;
    if (wanted === undefined || createHash('sha1').update(answer.body).digest('hex') === wanted) return answer.body;
    failures.push(`${path} of ${source.id} does not have its checksum`);
    return undefined;
  }

  /** The POM, from the local repository or the first repository that has it. */
  pom(wanted: Coordinates, repositories: readonly PomRepository[]): Promise<ParsedPom | undefined> {
    const key = nameOf(wanted);
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
    return text === undefined ? undefined : parsePomText(text, nameOf({ groupId, artifactId, version }));
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
    const directory = `${directoryOf({ groupId, artifactId })}/${baseVersion(version)}`;
    const local: ReadPart = (range) => {
      const bytes = this.#environment.readUserBytes?.(`${this.#local}/${directory}/${artifactId}-${version}${ending}`);
      return Promise.resolve(bytes === undefined ? undefined : partOf(bytes, range));
    };
    const remote = this.#sources(repositories)
      .filter((source) => serves(source, version))
      .map(
        (source): ReadPart =>
          async (range) => {
            const file = await this.#fileVersion(source, directory, version, ending);
            if (file === undefined) return undefined;
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
    const { artifactId, version } = wanted;
    const directory = `${directoryOf(wanted)}/${baseVersion(version)}`;
    const own = this.#environment.readUserFile(`${this.#local}/${directory}/${artifactId}-${version}${ending}`);
    // Nobody knows when a SNAPSHOT was built here.
    const isDated = this.#environment.before === undefined || !version.endsWith('-SNAPSHOT');
    if (own !== undefined && isDated) return own;
    const ttl = isSnapshot(version) ? METADATA_TTL : Infinity;
    const failures: string[] = [];
    for (const source of this.#sources(repositories).filter((one) => serves(one, version))) {
      const file = await this.#fileVersion(source, directory, version, ending);
      const path = `${directory}/${artifactId}-${file}${ending}`;
      const body = file === undefined ? undefined : await this.#verified(source, path, ttl, failures);
      if (body !== undefined) return utf8(body);
      if (file === undefined) this.#undatable.set(nameOf(wanted), `was deployed to ${source.id} again since`);
    }
    const [blocked] = this.#blocked(repositories, version);
    if (blocked !== undefined) this.#barred.set(nameOf(wanted), blocked);
    if (own !== undefined) this.#undatable.set(nameOf(wanted), 'lies in the local repository alone, without a date');
    append(this.#failures, failures);
    return undefined;
  }

  /** Why nobody has a POM, in words that follow its name. */
  absence(wanted: Coordinates): string {
    return this.refused(wanted) ?? 'is in no repository that was asked';
  }

  /**
   * Why a POM that nobody has is more than a gap: a SNAPSHOT that cannot be read as it stood at the date of `--before`, or
   * a repository that Maven refuses to ask.
   */
  refused(wanted: Coordinates): string | undefined {
    const because = this.#undatable.get(nameOf(wanted));
    if (because !== undefined) return `${because}: how it stood at the date of --before is not known`;
    const blocked = this.#barred.get(nameOf(wanted));
    return blocked === undefined ? undefined : `is in no other repository than perhaps ${blocked}, which settings.xml blocks`;
  }

  /** The version in the name of a file: of a SNAPSHOT its newest deployment; undefined where that came after `--before`. */
  async #fileVersion(source: Source, directory: string, version: string, ending: string): Promise<string | undefined> {
    if (!version.endsWith('-SNAPSHOT')) return version;
    const metadata = await this.#metadata(source, directory);
    if (metadata === undefined) return version;
    const { before } = this.#environment;
    if (before !== undefined && timeOf(metadata.snapshot?.timestamp ?? metadata.lastUpdated) >= Date.parse(before))
      return undefined;
    return deployedVersion(metadata, version, ending);
  }

  async #metadata(source: Source, directory: string, failures: string[] = []): Promise<Metadata | undefined> {
    const body = await this.#verified(source, `${directory}/maven-metadata.xml`, METADATA_TTL, failures);
    return body === undefined ? undefined : parseMetadata(utf8(body));
  }

  /** All versions that the repositories list, ascending in the resolver's order. */
  async versions(groupId: string, artifactId: string, repositories: readonly PomRepository[]): Promise<readonly string[]> {
    const listings = await this.#listing({ groupId, artifactId }, repositories);
    return [...new Set(listings.flatMap(({ versions }) => versions))].sort(compareVersions);
  }

  /** A version that LATEST or RELEASE stands for, any other as it is. Undefined where no repository says. */
  async actual(
    { groupId, artifactId, version }: Coordinates,
    repositories: readonly PomRepository[],
  ): Promise<string | undefined> {
    if (version !== 'LATEST' && version !== 'RELEASE') return version;
    const listings = await this.#listing({ groupId, artifactId }, repositories);
    const latest = version === 'LATEST' ? newest(listings, 'latest') : undefined;
    return latest ?? newest(listings, 'release');
  }

  #listing(
    name: Pick<Coordinates, 'groupId' | 'artifactId'>,
    repositories: readonly PomRepository[],
  ): Promise<readonly Metadata[]> {
    const key = directoryOf(name);
    const known = this.#listings.get(key);
    if (known !== undefined) return known;
    const found = this.#list(name, repositories);
    this.#listings.set(key, found);
    return found;
  }

  async #list(
    name: Pick<Coordinates, 'groupId' | 'artifactId'>,
    repositories: readonly PomRepository[],
  ): Promise<readonly Metadata[]> {
    const listings: Metadata[] = [];
    const failures: string[] = [];
    for (const source of this.#sources(repositories)) {
      const list = await this.#metadata(source, directoryOf(name), failures);
      if (list === undefined) continue;
      const served = { ...list, versions: list.versions.filter((version) => serves(source, version)) };
      listings.push(await this.#published(name, served, (version) => this.#dateOf(source, name, version)));
    }
    // Maven goes on with what the others list.
    if (listings.every(({ versions }) => versions.length === 0)) append(this.#failures, failures);
    return listings;
  }

  /** When a repository says that a POM was put there, in milliseconds. */
  async #dateOf(
    source: Source,
    { groupId, artifactId }: Pick<Coordinates, 'groupId' | 'artifactId'>,
    version: string,
  ): Promise<number> {
    const directory = `${directoryOf({ groupId, artifactId })}/${version}`;
    if (isSnapshot(version)) return timeOf((await this.#metadata(source, directory))?.snapshot?.timestamp);
    const answer = await this.#get(source, `${directory}/${artifactId}-${version}.pom`, Infinity);
    return Date.parse((answer.ok ? answer.headers['last-modified'] : undefined) ?? '');
  }

  async #published(
    { groupId, artifactId }: Pick<Coordinates, 'groupId' | 'artifactId'>,
    list: Metadata,
    dateOf: (version: string) => Promise<number>,
  ): Promise<Metadata> {
    const { before, warn } = this.#environment;
    if (before === undefined) return list;
    const { metadata, undated } = await publishedBefore(before, list, dateOf);
    if (undated.length > 0)
      warn({
        code: 'maven/undated',
        severity: 'warning',
        message: `no repository says when ${groupId}:${artifactId} ${listed(undated, 3)} ${undated.length === 1 ? 'was' : 'were'} published; --before leaves ${undated.length === 1 ? 'it' : 'them'} in`,
        incomplete: true,
      });
    return metadata;
  }
}
