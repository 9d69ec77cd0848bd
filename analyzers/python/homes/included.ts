import { type Project, pathBelow } from '../../../src/model/index.ts';
import type { HomeFacts } from './home-facts.ts';

/** What runs, or says how something runs. */
const PROGRAM = /\.py$|^(?:Dockerfile|Procfile)/;

/**
 * Directories that hold nothing but requirements which other directories include (`-r ../requirements/base.txt`) and no
 * program: parts of those others, and no service. A `requirements.txt` below the root is what its directory is
 * installed by, whoever else includes it.
 */
export function includedOnly(homes: readonly HomeFacts[], project: Project): ReadonlySet<string> {
  const readers = new Map<string, Set<string>>();
  for (const { directory, listed } of homes)
    for (const { path } of listed) readers.set(path, (readers.get(path) ?? new Set()).add(directory));
  const isPart = (directory: string, path: string): boolean =>
    [...(readers.get(path) ?? [])].some((reader) => reader !== directory) &&
    (directory === '.' || path !== `${directory}/requirements.txt`) &&
    pathBelow(directory, path) !== undefined;
  return new Set(
    homes
      .filter(
        ({ directory, listed, locks }) =>
          listed.length > 0 &&
          locks.length === 0 &&
          listed.every(({ path, kind }) => kind.startsWith('pip-') && isPart(directory, path)) &&
          !project.list(directory).some((name) => PROGRAM.test(name)),
      )
      .map(({ directory }) => directory),
  );
}
