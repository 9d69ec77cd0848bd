/** Lines as the locks of their services have them: what one directory holds where nothing has to move. */
import { satisfies } from '../notation/range.ts';
import { respelled, rewritten, specOf } from './fixes.ts';
import type { NpmLine, NpmService } from './services.ts';

/**
 * The services with the very versions that their locks hold beside them, where these agree on a name and every line on it
 * takes that version; the services themselves where there is none. Whoever builds a tree from ranges alone moves a line to the
 * newer copy that the lock has below some package (arborist, `can-place-dep`).
 */
export function keptAsLocked(services: readonly NpmService[]): readonly NpmService[] {
  const versions = agreedVersions(services);
  const kept = rewritten(services, (line) => {
    const version = line.isOptionalPeer ? undefined : versions.get(line.name);
    const isSo = version === undefined || (line.source.kind === 'registry' && line.source.spec === specOf(line, version));
    return isSo ? line : respelled(line, version);
  });
  return kept.every((service, index) => service === services[index]) ? services : kept;
}

/** By name of the line; undefined where locks differ, or some line does not take what they hold. */
function agreedVersions(services: readonly NpmService[]): ReadonlyMap<string, string | undefined> {
  const versions = new Map<string, string | undefined>();
  for (const { lines, locked } of services) {
    for (const { name, isOptionalPeer } of lines) {
      const version = locked.direct.get(name);
      if (version === undefined || isOptionalPeer) continue;
      versions.set(name, versions.has(name) && versions.get(name) !== version ? undefined : version);
    }
  }
  for (const line of services.flatMap(({ lines }) => lines)) {
    const version = versions.get(line.name);
    if (version !== undefined && !takes(line, version)) versions.set(line.name, undefined);
  }
  return versions;
}

function takes({ source, demand }: NpmLine, version: string): boolean {
  return source.kind === 'registry' && (source.isTag || satisfies(version, demand.constraint));
}
