import { readFileSync } from 'node:fs';
import { createSecureContext, rootCertificates } from 'node:tls';
import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate } from 'node:zlib';
import type { Dispatcher } from 'undici';
import type { FetchFailure } from './client.ts';

export interface TransportOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Connections per host. */
  readonly connections: number;
  readonly connectTimeoutMs: number;
  /** Longest silence on an open connection. */
  readonly idleTimeoutMs: number;
  /** Further files with certificates of authorities, as a client's own configuration names them (pip's `cert`, npm's `cafile`). */
  readonly certificateFiles?: readonly string[];
}

interface RawAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

export type RawOutcome =
  | { readonly ok: true; readonly answer: RawAnswer }
  | { readonly ok: false; readonly failure: Pick<FetchFailure, 'kind' | 'message'>; readonly transient: boolean };

/** Sends one GET, without redirects, retries or cache. */
export type Transport = (url: URL, headers: Readonly<Record<string, string>>, maxBytes: number) => Promise<RawOutcome>;

/** Variables by which the clients of the ecosystems name files of certificate authorities. */
const CA_VARIABLES = [
  'SSL_CERT_FILE',
  'NODE_EXTRA_CA_CERTS',
  'REQUESTS_CA_BUNDLE',
  'CURL_CA_BUNDLE',
  'PIP_CERT',
  'npm_config_cafile',
];

/** undici's keep-alive agent, behind the proxies and with the certificates of the user's environment; loaded when first used. */
export function createTransport(options: TransportOptions): Transport {
  let ready: Promise<{ send: typeof import('undici').request; dispatcher: Dispatcher }> | undefined;
  return async (url, headers, maxBytes) => {
    ready ??= connect(options);
    try {
      const { send, dispatcher } = await ready;
      const answer = await send(url, {
        dispatcher,
        headers: { 'accept-encoding': 'range' in headers ? 'identity' : 'gzip, br', ...headers },
      });
      return await readAnswer(answer, maxBytes);
    } catch (error) {
      return networkFailure(error);
    }
  };
}

async function connect(options: TransportOptions) {
  const { request: send, EnvHttpProxyAgent } = await import('undici');
  const { env } = options;
  const ca = extraCertificates([...CA_VARIABLES.map((name) => env[name]), ...(options.certificateFiles ?? [])]);
  const pick = (name: string) => env[name.toLowerCase()] || env[name.toUpperCase()] || env.all_proxy || env.ALL_PROXY;
  // One context for all connections: made anew for each, reading the certificates costs more than the requests.
  const tls = { secureContext: createSecureContext(ca.length === 0 ? {} : { ca: [...rootCertificates, ...ca] }) };
  const dispatcher = new EnvHttpProxyAgent({
    // '' and not undefined: undici would otherwise look into process.env, which is not ours to read here
    httpProxy: pick('http_proxy') ?? '',
    httpsProxy: pick('https_proxy') ?? pick('http_proxy') ?? '',
    noProxy: env.no_proxy ?? env.NO_PROXY ?? '',
    connections: options.connections,
    connect: { timeout: options.connectTimeoutMs, ...tls },
    requestTls: tls,
    headersTimeout: options.idleTimeoutMs,
    bodyTimeout: options.idleTimeoutMs,
    keepAliveTimeout: 10_000,
  });
  return { send, dispatcher };
}

function extraCertificates(files: readonly (string | undefined)[]): readonly string[] {
  const seen = new Set<string>();
  for (const file of files) {
    if (!file || seen.has(file)) continue;
    seen.add(file);
  }
  return [...seen].flatMap((file) => {
    try {
      return [readFileSync(file, 'utf8')];
    } catch {
      return [];
    }
  });
}

async function readAnswer(answer: Dispatcher.ResponseData, maxBytes: number): Promise<RawOutcome> {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(answer.headers)) {
    if (value !== undefined) headers[name.toLowerCase()] = Array.isArray(value) ? value.join(', ') : value;
  }
  const chunks: Buffer[] = [];
  let length = 0;
  if (Number(headers['content-length'] ?? 0) > maxBytes) {
    answer.body.destroy();
    return tooLarge(maxBytes);
  }
  for await (const chunk of answer.body) {
    const bytes = Buffer.isBuffer(chunk) ? chunk : Buffer.from(chunk);
    length += bytes.length;
    if (length > maxBytes) {
      answer.body.destroy();
      return tooLarge(maxBytes);
    }
    chunks.push(bytes);
  }
  return decoded(answer.statusCode, headers, Buffer.concat(chunks), maxBytes);
}

type Decoder = (bytes: Buffer, limits: { readonly maxOutputLength: number }) => Promise<Buffer>;

const DECODERS: Readonly<Record<string, Decoder>> = {
  gzip: promisify(gunzip),
  'x-gzip': promisify(gunzip),
  deflate: promisify(inflate),
  br: promisify(brotliDecompress),
};

async function decoded(
  status: number,
  headers: Readonly<Record<string, string>>,
  bytes: Buffer,
  maxBytes: number,
): Promise<RawOutcome> {
  const decode = DECODERS[headers['content-encoding']?.toLowerCase() ?? ''];
  if (decode === undefined || bytes.length === 0) return { ok: true, answer: { status, headers, body: bytes } };
  try {
    return { ok: true, answer: { status, headers, body: await decode(bytes, { maxOutputLength: maxBytes }) } };
  } catch (error) {
    if (codeOf(error) === 'ERR_BUFFER_TOO_LARGE') return tooLarge(maxBytes);
    return {
      ok: false,
      failure: { kind: 'network', message: `the answer could not be decompressed: ${messageOf(error)}` },
      transient: true,
    };
  }
}

function tooLarge(maxBytes: number): RawOutcome {
  return {
    ok: false,
    failure: { kind: 'too-large', message: `the answer is larger than ${Math.floor(maxBytes / 1024)} KiB` },
    transient: false,
  };
}

/** Certificates do not mend by waiting; everything else on the wire may. */
const PERMANENT = /CERT|SELF_SIGNED|UNABLE_TO|ERR_TLS|ERR_INVALID|UND_ERR_INVALID/u;

function networkFailure(error: unknown): RawOutcome {
  const code = codeOf(error);
  return { ok: false, failure: { kind: 'network', message: messageOf(error) }, transient: !PERMANENT.test(code) };
}

function codeOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return '';
  if ('code' in error && typeof error.code === 'string') return error.code;
  return 'cause' in error ? codeOf(error.cause) : '';
}

function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = codeOf(error);
  const text = error.message || (error instanceof AggregateError ? error.errors.map(messageOf).join('; ') : error.name);
  return code !== '' && !text.includes(code) ? `${text} (${code})` : text;
}
