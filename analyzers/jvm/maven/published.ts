/**
 * `--before`: a version that was published later does not exist. Lists of versions hold no dates; a repository tells when
 * its list changed last (`lastUpdated`) and, by the `Last-Modified` of its answer, when a POM was put there.
 */

/** What one repository lists. */
export interface VersionList {
  readonly versions: readonly string[];
  /** `yyyyMMddHHmmss`, UTC. */
  readonly lastUpdated?: string;
}

export interface Published {
  readonly versions: readonly string[];
  /** Those of them of which nobody says when they were published: they count as published. */
  readonly undated: readonly string[];
}

const STAMP = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/;

/** Milliseconds since the epoch. */
function timeOf(stamp: string | undefined): number | undefined {
  const [, year, month, day, hour, minute, second] = STAMP.exec(stamp ?? '') ?? [];
  const time = year === undefined ? Number.NaN : Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  return Number.isNaN(time) ? undefined : time;
}

/** `dateOf` is asked only where the list has changed since. */
export async function publishedBefore(
  before: string,
  { versions, lastUpdated }: VersionList,
  dateOf: (version: string) => Promise<string | undefined>,
): Promise<Published> {
  const limit = Date.parse(before);
  const changed = timeOf(lastUpdated);
  if (Number.isNaN(limit) || (changed !== undefined && changed < limit)) return { versions, undated: [] };
  const dates = await Promise.all(versions.map(async (version) => Date.parse((await dateOf(version)) ?? '')));
  const isOut = (index: number): boolean => (dates[index] ?? Number.NaN) >= limit;
  return {
    versions: versions.filter((_, index) => !isOut(index)),
    undated: versions.filter((_, index) => Number.isNaN(dates[index])),
  };
}
