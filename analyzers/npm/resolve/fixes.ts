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
  for (const line of core.slice(0, MAX_TRIES)) {
    const version = (await resolved(line, '*'))?.root.get(line.name);
    if (version === undefined || semver.valid(version) === null) continue;
    const to = `^${version}`;
    if ((await resolved(line, to)) === undefined) continue;
    const { file, line: at } = line.demand.origin;
    return [
      {
        kind: 'change-constraint',
        service: line.service,
        subject: purlOf(line.name),
        from: line.demand.constraint,
        to,
        effect: `then all of them share one node_modules, with ${line.name} ${version}`,
        file,
        line: at,
      },
    ];
  }
  return [];
}
