/** Version catalogs that lie in repositories. Reference: Gradle User Manual, "Publishing a catalog". */
import type { MavenRepositories } from '../../maven/resolve/repository.ts';
import type { PublishedCatalogs } from '../build/settings-model.ts';
import type { Fleet } from '../members.ts';
import type { GradleBuild } from '../model.ts';
import { parseNotation } from '../versions/notation.ts';
import { namedRepositories } from './service.ts';

/** What the catalogs that the builds of a fleet name hold, of those that a repository has. */
export async function fetchCatalogs({ members }: Fleet, repositories: MavenRepositories): Promise<PublishedCatalogs> {
  const wanted = new Map<string, GradleBuild>();
  for (const { build } of members) for (const notation of build.publishedCatalogs) wanted.set(notation, build);
  const found = await Promise.all(
    [...wanted].map(async ([notation, build]) => {
      const { group, name, version } = parseNotation(notation) ?? {};
      const coordinates = { groupId: group ?? '', artifactId: name ?? '', version: version?.require ?? '' };
      return [notation, await repositories.text(coordinates, '.toml', namedRepositories(build.repositories))] as const;
    }),
  );
  return new Map(found.flatMap(([notation, text]) => (text === undefined ? [] : [[notation, text] as const])));
}
