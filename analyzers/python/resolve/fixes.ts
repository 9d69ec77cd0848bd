import type { Fix } from '../../../src/model/index.ts';
import { parseConstraint, pinOf, rangeOf } from '../notation/constraint.ts';
import { contains, equalTo, specifiersOf } from '../notation/range.ts';
import { parseVersion, successor, type Version, versionOf } from '../notation/version.ts';
import type { ServiceLine } from './lines.ts';

/** How many lines of a conflict are tried; each costs a resolution. */
const MAX_TRIES = 2;

/**
 * Changes that end a conflict. Each was proved: the services were resolved with the line set free, and the new constraint
 * admits what came out.
 */
export async function proposeFixes(
  lines: readonly ServiceLine[],
  subject: string,
  without: (line: ServiceLine) => Promise<ReadonlyMap<string, string> | undefined>,
): Promise<readonly Fix[]> {
  const fixes: Fix[] = [];
  for (const line of [...lines]
    .filter(({ line: { via } }) => via.length === 0)
    .sort(byEase)
    .slice(0, MAX_TRIES)) {
    const versions = await without(line);
    const fix = versions === undefined ? undefined : fixOf(line, subject, versions);
    if (fix === undefined) continue;
    fixes.push(fix);
    break;
  }
  const services = [...new Set(lines.map(({ service }) => service))].sort();
  const [first] = services;
  if (first !== undefined && services.length > 1)
    fixes.push({ kind: 'isolate', service: first, subject, level: 'process', effect: `give ${first} a virtualenv of its own` });
  return fixes;
}

/** Pins first: they are moved most easily; constraints files last, for they were written with a purpose. */
function byEase(a: ServiceLine, b: ServiceLine): number {
  const rank = (line: ServiceLine): number => (line.constraint ? 2 : isPin(line.specifier) ? 0 : 1);
  return rank(a) - rank(b);
}

function isPin(specifier: string): boolean {
  const answer = parseConstraint(specifier);
  return answer.ok && pinOf(answer.constraint) !== undefined;
}

function fixOf(line: ServiceLine, subject: string, versions: ReadonlyMap<string, string>): Fix | undefined {
  const chosen = versions.get(line.name);
  const to = chosen === undefined ? undefined : widened(line.specifier, chosen);
  // A constraint on something that is no longer there is dropped.
  if (to === undefined && !line.constraint) return undefined;
  const shared = subject.replace(/^pkg:pypi\//, '');
  const version = versions.get(shared);
  const { file, line: number } = line.line.origin;
  return {
    kind: 'change-constraint',
    service: line.service,
    subject: `pkg:pypi/${line.name}`,
    from: line.specifier,
    to: to ?? '',
    effect: version === undefined ? 'then all of them resolve together' : `then all of them share ${shared} ${version}`,
    file,
    line: number,
  };
}

/** The nearest constraint that admits a version: a pin moves to it, a range is stretched up to or down to it. */
export function widened(specifier: string, text: string): string | undefined {
  const version = parseVersion(text);
  const answer = parseConstraint(specifier);
  if (version === undefined || !answer.ok) return undefined;
  const range = rangeOf(answer.constraint);
  if (contains(range, version) || specifier === '') return undefined;
  const [low = '', ...rest] = range.cuts;
  const high = range.cuts.length % 2 === 0 ? rest.at(-1) : undefined;
  const [start = low] = equalTo(version).cuts;
  if (isPin(specifier) || range.cuts.length === 0) return `==${text}`;
  if (start < low) return specifiersOf(start, high).join(',');
  const stretched = specifiersOf(low, equalTo(nextMajor(version)).cuts[0]);
  return stretched.join(',');
}

function nextMajor({ epoch, release }: Version): Version {
  return versionOf({ epoch, release: [successor(release[0] ?? 0)], dev: 0 });
}
