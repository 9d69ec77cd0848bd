import { joinPath } from '../../src/model/index.ts';

/** A path that a descriptor gives, from its own directory; undefined when it leaves the root, is absolute or is a URL. */
export function localPath(directory: string, given: string): string | undefined {
  return /^(?:[a-z][a-z0-9+.-]*:|~|git@)/i.test(given) ? undefined : joinPath(directory, given);
}
