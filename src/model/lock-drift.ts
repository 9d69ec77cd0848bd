import type { Demand } from './demand.ts';
import { listed } from './text/listed.ts';

/** Services and versions that a sentence names. */
const NAMED = 4;

/** `click 8.3.3 is locked for api; jobs excludes it`: pins of some services beside the manifests of others. */
export function lockExcluded(
  key: string,
  versions: readonly string[],
  pins: readonly Demand[],
  against: readonly Demand[],
): string {
  const isOne = versions.length === 1;
  const excluders = servicesOf(against);
  return `${key} ${listed(versions, NAMED)} ${isOne ? 'is' : 'are'} locked for ${listed(servicesOf(pins), NAMED)}; ${listed(excluders, NAMED)} ${excluders.length === 1 ? 'excludes' : 'exclude'} ${isOne ? 'it' : 'them'}`;
}

function servicesOf(demands: readonly Demand[]): readonly string[] {
  return [...new Set(demands.map(({ service }) => service))];
}
