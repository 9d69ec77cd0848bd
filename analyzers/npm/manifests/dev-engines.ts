/** `devEngines` of package.json: npm holds them against the machine before it installs and before it runs a script (npm, "devEngines"). */
import { childOf, type JsonNode, textOf } from '../../../src/formats/json.ts';
import { parseRange } from '../notation/range.ts';

/** The package manager, as the field `packageManager` would have it. */
export function developersManager(root: JsonNode | undefined): string | undefined {
  const first = alternatives(childOf(childOf(root, 'devEngines'), 'packageManager'))[0];
  const name = textOf(childOf(first, 'name'));
  return name === undefined ? undefined : `${name}@${textOf(childOf(first, 'version')) ?? ''}`;
}

/** Where the file says on which Node.js nothing is installed or run, and the range of those that will do. */
export interface RefusedElsewhere {
  readonly range: string;
  readonly at: number;
}

/**
 * The Node.js without which npm refuses. One of a list will do, and what happens else is as its last entry says: refused where
 * that says nothing (npm-install-checks, `checkDevEngines`).
 */
export function developersNode(root: JsonNode | undefined): RefusedElsewhere | undefined {
  const node = childOf(childOf(root, 'devEngines'), 'runtime');
  const all = alternatives(node);
  const onFail = textOf(childOf(all.at(-1), 'onFail')) ?? 'error';
  if (node === undefined || (onFail !== 'error' && onFail !== 'download')) return undefined;
  const own = all.filter((one) => textOf(childOf(one, 'name')) === 'node');
  const ranges = own.map((one) => textOf(childOf(one, 'version')) ?? '');
  // Any version will do, or none that is known: a name (`lts`) suits no release.
  if (ranges.length === 0 || ranges.some((range) => range.trim() === '' || parseRange(range) === undefined)) return undefined;
  return { range: ranges.join(' || '), at: node.at };
}

export interface RefusedPlatform {
  readonly field: 'os' | 'cpu' | 'libc';
  /** Those that will do. */
  readonly names: readonly string[];
  readonly at: number;
}

/** The machines on which alone npm installs and runs; names are names, `!win32` is one that no machine has. */
export function developersPlatforms(root: JsonNode | undefined): readonly RefusedPlatform[] {
  return (['os', 'cpu', 'libc'] as const).flatMap((field) => {
    const node = childOf(childOf(root, 'devEngines'), field);
    const all = alternatives(node);
    const onFail = textOf(childOf(all.at(-1), 'onFail')) ?? 'error';
    const names = all.flatMap((one) => textOf(childOf(one, 'name')) ?? []);
    const binds = (onFail === 'error' || onFail === 'download') && names.length > 0 && names.every((name) => /^\w+$/.test(name));
    return node === undefined || !binds ? [] : [{ field, names, at: node.at }];
  });
}

/** Whether the npm of a project holds devEngines against the machine, whatever Node.js brings it. */
export function looksAtDevEngines(major: number | undefined): boolean {
  return (major ?? 0) >= AWARE_MAJOR;
}

/** The releases of Node.js whose own npm knows nothing of devEngines: the first that does (10.9) came with 22.10. */
const UNAWARE = '<22.10.0';
const AWARE_MAJOR = 11;

/** What a host's Node.js has to be, where npm installs and starts: the npm that comes with it, unless the project names a later one. */
export function hostsNode(range: string, major: number | undefined): string {
  return looksAtDevEngines(major) ? range : `${range} || ${UNAWARE}`;
}

function alternatives(node: JsonNode | undefined): readonly JsonNode[] {
  if (node === undefined) return [];
  return node.kind === 'array' ? node.items : [node];
}
