import { createHash } from 'node:crypto';
import { DiskCache, type Entry, type EntryHead } from '../disk-cache.ts';
import type { FetchAnswer, FetchFailure, FetchRequest, RegistryClient } from './client.ts';
import { basicAuth, type CredentialSource, splitLogin } from './credentials.ts';
import { Coalescer, Gate } from './gate.ts';
import { createTransport, type RawOutcome, type Transport } from './transport.ts';

export interface RegistryClientOptions {
  /** Directory of the disk cache; made when needed. See `defaultCacheDirectory`. */
  readonly cacheDir: string;
  /** Answers from the cache at any age, and fails with kind `offline` where there is nothing. */
  readonly offline?: boolean;
  /** Requests under way at once; 32 when absent. */
  readonly jobs?: number;
  /** For proxies and certificate authorities. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Asked in order for each request and again for each host that a redirect leads to. */
  readonly credentials?: readonly CredentialSource[];
  readonly certificateFiles?: readonly string[];
  /** Tries per request before a transient failure is final; 4 when absent. */
  readonly tries?: number;
  /** First pause between tries, doubled each time; 250 ms when absent. */
  readonly backoffMs?: number;
  readonly connectTimeoutMs?: number;
  readonly idleTimeoutMs?: number;
  readonly userAgent?: string;
  /** In place of the network, for tests. */
  readonly transport?: Transport;
  /** Milliseconds since the epoch; for tests. */
  readonly now?: () => number;
}

const MAX_BYTES = 64 * 1024 * 1024;
const MAX_REDIRECTS = 10;
const MAX_PAUSE_MS = 30_000;
const REDIRECTS = new Set([301, 302, 303, 307, 308]);
const RETRIED = new Set([408, 425, 429, 500, 502, 503, 504]);
/** Headers of an answer that are worth keeping. */
const KEPT = ['content-type', 'etag', 'last-modified', 'content-range', 'accept-ranges'];

/** The one way to the network: cached on disk, retried with growing pauses, bounded in size, redirects and number. */
export function createRegistryClient(options: RegistryClientOptions): RegistryClient {
  return new CachedClient(options);
}

/** What a server answered. */
type Document = Entry<Required<EntryHead>>;

type Fetched = { readonly ok: true; readonly entry: Document } | { readonly ok: false; readonly failure: FetchFailure };

class CachedClient implements RegistryClient {
  readonly offline: boolean;
  readonly #options: RegistryClientOptions;
  readonly #cache: DiskCache;
  readonly #gate: Gate;
  readonly #transport: Transport;
  readonly #now: () => number;
  readonly #documents = new Coalescer<FetchAnswer>();
  readonly #facts = new Coalescer<unknown>();
  /** Hosts that stayed silent through all tries: the next request gets one try only, or a dead index costs minutes. */
  readonly #silent = new Set<string>();

  constructor(options: RegistryClientOptions) {
    const jobs = options.jobs ?? 32;
    this.#options = options;
    this.offline = options.offline ?? false;
    this.#cache = new DiskCache(options.cacheDir);
    this.#gate = new Gate(jobs);
    this.#now = options.now ?? Date.now;
    this.#transport =
      options.transport ??
      createTransport({
        env: options.env,
        connections: jobs,
        connectTimeoutMs: options.connectTimeoutMs ?? 15_000,
        idleTimeoutMs: options.idleTimeoutMs ?? 30_000,
        ...(options.certificateFiles === undefined ? {} : { certificateFiles: options.certificateFiles }),
      });
  }

  get(request: FetchRequest): Promise<FetchAnswer> {
    const parsed = parseUrl(request.url);
    if (typeof parsed === 'string') return Promise.resolve(failed({ kind: 'http', url: request.url, message: parsed }));
    const { url, login } = splitLogin(parsed);
    const key = `${url.href}\n${request.accept ?? ''}\n${rangeHeader(request) ?? ''}`;
    return this.#documents.run(`${key}\n${request.hash?.hex ?? ''}`, async () => {
      const cached = this.#cached(key, request);
      if (cached !== undefined) return cached;
      if (this.offline)
        return failed({ kind: 'offline', url: url.href, message: 'not in the cache, and --offline forbids asking' });
      const fetched = await this.#gate.run(() =>
        this.#fetch(url, key, request, login === undefined ? undefined : basicAuth(login)),
      );
      if (!fetched.ok) return fetched;
      if (request.keep !== false) this.#cache.write('document', fetched.entry);
      return answerOf(fetched.entry, false);
    });
  }

  async remember<T>(key: string, ttlSeconds: number, compute: () => Promise<T | undefined>): Promise<T | undefined>;
  remember(key: string, ttlSeconds: number, compute: () => Promise<unknown>): Promise<unknown> {
    return this.#facts.run(key, async () => {
      const entry = this.#cache.read('facts', key);
      if (entry !== undefined && this.#isFresh(entry, ttlSeconds)) {
        const value = parseJson(entry.body);
        if (value !== undefined) return value;
      }
      const value = await compute();
      if (value === undefined) return undefined;
      const head = { key, time: this.#now() };
      this.#cache.write('facts', { head, body: Buffer.from(JSON.stringify(value)) });
      return value;
    });
  }

  #cached(key: string, request: FetchRequest): FetchAnswer | undefined {
    const entry = this.#cache.read('document', key);
    if (entry === undefined || !isDocument(entry) || !this.#isFresh(entry, request.ttlSeconds)) return undefined;
    if (entry.head.status < 400 && hashProblem(entry.body, request) !== undefined) return undefined;
    return answerOf(entry, true);
  }

  #isFresh(entry: Entry, ttlSeconds: number): boolean {
    return this.offline || this.#now() - entry.head.time < ttlSeconds * 1000;
  }

  async #fetch(
    start: URL,
    key: string,
    request: FetchRequest,
    login: Readonly<Record<string, string>> | undefined,
  ): Promise<Fetched> {
    const seen = new Set<string>();
    let url = start;
    for (let hops = 0; hops <= MAX_REDIRECTS; hops++) {
      if (seen.has(url.href)) break;
      seen.add(url.href);
      const own = url.origin === start.origin;
      const auth = (own ? login : undefined) ?? this.#credentials(url);
      const headers = {
        'user-agent': this.#options.userAgent ?? 'cohost',
        ...(request.accept === undefined ? {} : { accept: request.accept }),
        ...(own ? request.headers : withoutSecrets(request.headers)),
        ...auth,
        ...rangeHeaders(request),
      };
      const outcome = await this.#tries(url, headers, request.maxBytes ?? MAX_BYTES);
      if (!outcome.ok) return failed({ ...outcome.failure, url: url.href });
      const { answer } = outcome;
      const location = answer.headers.location;
      if (REDIRECTS.has(answer.status) && location !== undefined) {
        const next = parseUrl(location, url);
        if (typeof next === 'string') return failed({ kind: 'http', status: answer.status, url: url.href, message: next });
        if (url.protocol === 'https:' && next.protocol === 'http:')
          return failed({ kind: 'denied', url: url.href, message: `redirects from https to plain http (${next.host})` });
        url = splitLogin(next).url;
        continue;
      }
      return this.#judge(answer.status, url, answer, key, request);
    }
    return failed({
      kind: 'redirect-loop',
      url: start.href,
      message: `more than ${MAX_REDIRECTS} redirects, or a circle of them`,
    });
  }

  #judge(
    status: number,
    url: URL,
    answer: { headers: Readonly<Record<string, string>>; body: Buffer },
    key: string,
    request: FetchRequest,
  ): Fetched {
    const headers = Object.fromEntries(Object.entries(answer.headers).filter(([name]) => KEPT.includes(name)));
    const head = { key, time: this.#now(), status, url: url.href, headers };
    if (status >= 200 && status < 300) {
      const problem = hashProblem(answer.body, request);
      if (problem !== undefined) return failed({ kind: 'bad-hash', status, url: url.href, message: problem });
      return { ok: true, entry: { head, body: answer.body } };
    }
    const failure = statusFailure(status, url.href);
    // Absence is a fact that is asked for again and again (unadvertised metadata files), so it is kept as well
    if (failure.kind === 'not-found' || failure.kind === 'gone') this.#cache.write('document', { head, body: Buffer.alloc(0) });
    return { ok: false, failure };
  }

  #credentials(url: URL): Readonly<Record<string, string>> | undefined {
    for (const source of this.#options.credentials ?? []) {
      const headers = source(url);
      if (headers !== undefined) return headers;
    }
    return undefined;
  }

  async #tries(url: URL, headers: Readonly<Record<string, string>>, maxBytes: number): Promise<RawOutcome> {
    const tries = this.#silent.has(url.host) ? 1 : (this.#options.tries ?? 4);
    for (let tried = 1; ; tried++) {
      const outcome = await this.#transport(url, headers, maxBytes);
      const again = outcome.ok ? RETRIED.has(outcome.answer.status) : outcome.transient;
      if (outcome.ok) this.#silent.delete(url.host);
      if (!again) return outcome;
      if (tried >= tries) {
        if (!outcome.ok) this.#silent.add(url.host);
        return outcome;
      }
      await pause(this.#pauseMs(tried, outcome));
    }
  }

  #pauseMs(tried: number, outcome: RawOutcome): number {
    const asked = outcome.ok ? retryAfterMs(outcome.answer.headers['retry-after'], this.#now()) : undefined;
    const own = (this.#options.backoffMs ?? 250) * 2 ** (tried - 1) * (0.75 + Math.random() / 2);
    return Math.min(MAX_PAUSE_MS, Math.max(own, asked ?? 0));
  }
}

/** `Retry-After` in milliseconds from now: seconds, or an HTTP date (RFC 9110 §10.2.3). */
function retryAfterMs(value: string | undefined, now: number): number | undefined {
  if (value === undefined) return undefined;
  const ms = /^\d+$/u.test(value.trim()) ? Number(value) * 1000 : Date.parse(value) - now;
  return Number.isFinite(ms) ? Math.max(0, ms) : undefined;
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

function failed(failure: FetchFailure): { readonly ok: false; readonly failure: FetchFailure } {
  return { ok: false, failure };
}

function isDocument(entry: Entry): entry is Document {
  const { status, url, headers } = entry.head;
  return status !== undefined && url !== undefined && headers !== undefined;
}

function answerOf({ head, body }: Document, fromCache: boolean): FetchAnswer {
  if (head.status >= 400) return failed(statusFailure(head.status, head.url));
  return { ok: true, status: head.status, url: head.url, headers: head.headers, body, fromCache };
}

const STATUS_KINDS: Readonly<Record<number, FetchFailure['kind']>> = {
  401: 'denied',
  403: 'denied',
  404: 'not-found',
  407: 'denied',
  410: 'gone',
};

function statusFailure(status: number, url: string): FetchFailure {
  return { kind: STATUS_KINDS[status] ?? 'http', status, url, message: `the server answered ${status}` };
}

function hashProblem(body: Buffer, { hash }: FetchRequest): string | undefined {
  if (hash === undefined) return undefined;
  const got = createHash(hash.algorithm).update(body).digest('hex');
  return got === hash.hex.toLowerCase() ? undefined : `${hash.algorithm} is ${got}, not ${hash.hex} as announced`;
}

function rangeHeader({ range }: FetchRequest): string | undefined {
  if (range === undefined) return undefined;
  return range.start < 0 ? `bytes=${range.start}` : `bytes=${range.start}-${range.end ?? ''}`;
}

function rangeHeaders(request: FetchRequest): Readonly<Record<string, string>> {
  const range = rangeHeader(request);
  return range === undefined ? {} : { range };
}

function withoutSecrets(headers: Readonly<Record<string, string>> | undefined): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(headers ?? {}).filter(([name]) => !/^(?:authorization|cookie|proxy-authorization)$/iu.test(name)),
  );
}

/** Only http and https: a registry page cannot make us read files. */
function parseUrl(text: string, base?: URL): URL | string {
  try {
    const url = new URL(text, base);
    return url.protocol === 'https:' || url.protocol === 'http:' ? url : `cannot fetch ${url.protocol} URLs`;
  } catch {
    return `not a URL: ${text.slice(0, 200)}`;
  }
}

function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
}
