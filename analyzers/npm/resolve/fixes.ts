import semver from 'semver';
import type { Fix } from '../../../src/model/index.ts';
import { purlOf } from '../purl.ts';
import type { TreeFacts } from './facts.ts';
import type { NpmLine } from './services.ts';

/** How many lines of a conflict are tried; each costs two resolutions. */
const MAX_TRIES = 2;

/**
 * Changes that end a conflict. Each was proved: all services were resolved with the line set free, and then with the range
 * that is shown.
 */
export async function proposeFixes(
  core: readonly NpmLine[],
  resolved: (line: NpmLine, spec: string) => Promise<TreeFacts | undefined>,
): Promise<readonly Fix[]> {
  if (new Set(core.map(({ service }) => service)).size < 2) return [];
  // An override has the last word over the line that it replaces.
  const free = core.filter(({ demand }) => demand.detail?.override === undefined);
  for (const line of free.slice(0, MAX_TRIES)) {
    const version = (await resolved(line, '*'))?.root.get(line.name);
    if (version === undefined || semver.valid(version) === null) continue;
    const range = `^${version}`;
    if ((await resolved(line, range)) === undefined) continue;
    const { file, line: at } = line.demand.origin;
    return [
      {
        kind: 'change-constraint',
        service: line.service,
        subject: purlOf(line.name),
        from: line.demand.detail?.raw ?? line.demand.constraint,
        to: specOf(line, range),
        effect: `then all of them share one node_modules, with ${line.name} ${version}`,
        file,
        line: at,
      },
    ];
  }
  return [];
}

/** The whole text of the line: an alias keeps what it leads to. */
export function specOf({ source, name }: NpmLine, range: string): string {
  return source.kind === 'registry' && source.target !== name ? `npm:${source.target}@${range}` : range;
}
