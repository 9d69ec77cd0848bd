/** Lines that say something else, and changes of them that end a conflict. */
import semver from 'semver';
import type { Fix, LineChange } from '../../../src/model/index.ts';
import { purlOf } from '../notation/purl.ts';
import type { NpmLine, NpmService } from './services.ts';

/** How many lines of a conflict are tried; each costs two resolutions. */
const MAX_TRIES = 2;

/**
 * Changes that end a conflict. Each was proved: all services were resolved with the line set free, and then with the range
 * that is shown. `resolved`: the version that the line then leads to.
 */
export async function proposeFixes(
  core: readonly NpmLine[],
  resolved: (line: NpmLine, range: string) => Promise<string | undefined>,
): Promise<readonly Fix[]> {
  if (new Set(core.map(({ service }) => service)).size < 2) return [];
  // An override has the last word over the line that it replaces.
  const free = core.filter(({ demand }) => demand.detail?.override === undefined);
  for (const line of free.slice(0, MAX_TRIES)) {
    const version = await freed(line, resolved);
    if (version === undefined) continue;
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
        proved: true,
      },
    ];
  }
  return [];
}

/** A release, if any will do: `*` takes a prerelease that is tagged as the latest, or that a peer names. */
async function freed(
  line: NpmLine,
  resolved: (line: NpmLine, range: string) => Promise<string | undefined>,
): Promise<string | undefined> {
  const version = await resolved(line, '*');
  const parsed = version === undefined ? null : semver.parse(version);
  if (version === undefined || parsed === null) return undefined;
  if (parsed.prerelease.length === 0) return version;
  const { major, minor, patch } = parsed;
  const release = `${major}.${minor}.${patch}`;
  // npm's own choice again would be the prerelease: it is asked for what comes before it, then for what comes after it.
  for (const range of [`<${release}-0`, `>=${release}`]) {
    const other = await resolved(line, range);
    if (other !== undefined && semver.parse(other)?.prerelease.length === 0) return other;
  }
  return version;
}

/** The services as their lines would be; a service that nothing changes for stays what it is. */
export function rewritten(
  services: readonly NpmService[],
  change: (line: NpmLine) => NpmLine | undefined,
): readonly NpmService[] {
  return services.map((service) => {
    const lines = service.lines.flatMap((line) => change(line) ?? []);
    const isSame = lines.length === service.lines.length && lines.every((line, index) => line === service.lines[index]);
    return isSame ? service : { ...service, lines };
  });
}

/** A line on one key that a change reaches, as it then is; any other as it was. */
export function changedBy({ key, places, to }: LineChange): (line: NpmLine) => NpmLine {
  return (line) => {
    const { origin } = line.demand;
    const isReached = line.name === key && places.some(({ file, line: at }) => file === origin.file && at === origin.line);
    return isReached ? respelled(line, to) : line;
  };
}

/** The line with another range; what it leads to stays. */
export function respelled(line: NpmLine, text: string): NpmLine {
  const { source, name } = line;
  if (source.kind !== 'registry') return line;
  const prefix = `npm:${source.target}@`;
  const range = source.target !== name && text.startsWith(prefix) ? text.slice(prefix.length) : text;
  return {
    ...line,
    source: { ...source, spec: specOf(line, range), isTag: semver.validRange(range, true) === null },
    demand: { ...line.demand, constraint: range, kind: 'range' },
  };
}

/** The whole text of the line: an alias keeps what it leads to. */
export function specOf({ source, name }: NpmLine, range: string): string {
  return source.kind === 'registry' && source.target !== name ? `npm:${source.target}@${range}` : range;
}
