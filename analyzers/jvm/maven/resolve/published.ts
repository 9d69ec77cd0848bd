/**
 * `--before`: a version that was published later does not exist. Lists of versions hold no dates; a repository tells when
 * its list changed last (`lastUpdated`) and, by the `Last-Modified` of its answer, when a POM was put there. Of a SNAPSHOT
 * it tells its newest deployment.
 */

import { compareVersions } from '../versions/version.ts';
import type { Metadata } from './metadata.ts';

export interface Published {
  readonly metadata: Metadata;
  /** Versions of which nobody says when they were published: they count as published. */
  readonly undated: readonly string[];
}

const STAMP = /^(\d{4})(\d\d)(\d\d)\.?(\d\d)(\d\d)(\d\d)$/;

/** Milliseconds since the epoch for `yyyyMMddHHmmss` or `yyyyMMdd.HHmmss`; NaN for anything else. */
export function timeOf(stamp: string | undefined): number {
  const [, year, month, day, hour, minute, second] = STAMP.exec(stamp ?? '') ?? [];
  return year === undefined ? Number.NaN : Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
}

/**
 * A list as it stood; what LATEST and RELEASE stood for is the highest version then. `dateOf` (milliseconds, or NaN) is
 * asked only where the list has changed since.
 */
export async function publishedBefore(
  before: string,
  metadata: Metadata,
  dateOf: (version: string) => Promise<number>,
): Promise<Published> {
  const limit = Date.parse(before);
  if (Number.isNaN(limit) || timeOf(metadata.lastUpdated) < limit) return { metadata, undated: [] };
  const all = metadata.versions;
  const dates = await Promise.all(all.map(dateOf));
  const versions = all.filter((_, index) => !((dates[index] ?? Number.NaN) >= limit));
  const ascending = [...versions].sort(compareVersions);
  const [latest, release] = [ascending.at(-1), ascending.findLast((one) => !one.endsWith('-SNAPSHOT'))];
  const { lastUpdated, files } = metadata;
  return {
    metadata: {
      versions,
      files,
      ...(lastUpdated === undefined ? {} : { lastUpdated }),
      ...(latest === undefined ? {} : { latest }),
      ...(release === undefined ? {} : { release }),
    },
    undated: all.filter((_, index) => Number.isNaN(dates[index])),
  };
}
