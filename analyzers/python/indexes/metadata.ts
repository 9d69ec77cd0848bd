import { utf8 } from '../../../src/formats/utf8.ts';
import type { FetchFailure, RegistryClient } from '../../../src/registry/client.ts';
import { readZipEntry } from './zip-entry.ts';

/** What the solver needs of a distribution's core metadata. */
export interface DistributionFacts {
  /** `Requires-Dist` lines as written (PEP 508). */
  readonly requires: readonly string[];
  readonly extras: readonly string[];
  readonly requiresPython?: string;
}

export type MetadataAnswer =
  | { readonly ok: true; readonly facts: DistributionFacts }
  | { readonly ok: false; readonly reason: string };

/** A published file never changes. */
export const FOREVER = Number.POSITIVE_INFINITY;

/**
 * Core metadata of a wheel: the file beside it (PEP 658, asked for even where it is not announced), else the entry
 * read from the archive's end by range requests, else from the whole wheel. Never runs anything.
 */
export async function fetchMetadata(client: RegistryClient, url: string, sha256?: string): Promise<MetadataAnswer> {
  let reason = 'no metadata';
  const facts = await client.remember<DistributionFacts>(`python-metadata-1 ${url}`, FOREVER, async () => {
    const text = await metadataText(client, url, sha256);
    if (typeof text === 'string') return parseMetadata(text);
    reason = text.message;
    return undefined;
  });
  return facts === undefined ? { ok: false, reason } : { ok: true, facts };
}

async function metadataText(client: RegistryClient, url: string, sha256: string | undefined): Promise<string | FetchFailure> {
  const beside = await client.get({
    url: `${url}.metadata`,
    ttlSeconds: FOREVER,
    maxBytes: 8 << 20,
    ...(sha256 === undefined ? {} : { hash: { algorithm: 'sha256', hex: sha256 } }),
  });
  if (beside.ok) return utf8(beside.body);
  if (beside.failure.kind === 'network' || beside.failure.kind === 'bad-hash') return beside.failure;
  const name = /\.dist-info\/METADATA$/u;
  const entry = await readZipEntry(
    (range) => client.get({ url, ttlSeconds: FOREVER, ...(range === undefined ? {} : { range }) }),
    name,
  );
  return entry instanceof Uint8Array
    ? utf8(entry)
    : { ...entry, kind: beside.failure.kind === 'offline' ? 'offline' : entry.kind };
}

/** Header fields of METADATA or PKG-INFO; the description below the first empty line is not looked at. */
export function parseMetadata(text: string): DistributionFacts {
  const requires: string[] = [];
  const extras: string[] = [];
  let requiresPython: string | undefined;
  for (const [name, value] of headerFields(text)) {
    if (name === 'requires-dist') requires.push(value);
    else if (name === 'provides-extra') extras.push(value);
    else if (name === 'requires-python' && value !== '') requiresPython = value;
  }
  return { requires, extras, ...(requiresPython === undefined ? {} : { requiresPython }) };
}

/**
 * The same of an sdist's PKG-INFO, when it may be trusted without a build: Metadata-Version 2.2 or later,
 * and neither requirements nor extras nor Requires-Python declared dynamic (PEP 643).
 */
export function parseStaticMetadata(text: string): DistributionFacts | undefined {
  const fields = headerFields(text);
  const version = fields.find(([name]) => name === 'metadata-version')?.[1] ?? '';
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major < 2 || (major === 2 && minor < 2)) return undefined;
  const dynamic = new Set(fields.filter(([name]) => name === 'dynamic').map(([, value]) => value.toLowerCase()));
  if (['requires-dist', 'requires-python', 'provides-extra'].some((name) => dynamic.has(name))) return undefined;
  return parseMetadata(text);
}

function headerFields(text: string): readonly (readonly [string, string])[] {
  const fields: [string, string][] = [];
  for (const line of text.split(/\r\n|\r|\n/u)) {
    if (line === '') break;
    const last = fields.at(-1);
    if ((line.startsWith(' ') || line.startsWith('\t')) && last !== undefined) {
      last[1] += ` ${line.trim()}`;
      continue;
    }
    const colon = line.indexOf(':');
    if (colon > 0) fields.push([line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()]);
  }
  return fields;
}
