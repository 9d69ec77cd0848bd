import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';

type Lines = Readonly<Record<string, string>>;

export interface InstalledJson {
  readonly name?: string;
  readonly version?: string;
  readonly dependencies?: Lines;
  readonly optionalDependencies?: Lines;
  readonly peerDependencies?: Lines;
  readonly peerDependenciesMeta?: Readonly<Record<string, object>>;
  readonly devDependencies?: Lines;
}

export function installedJson(directory: string): InstalledJson {
  const json: InstalledJson = JSON.parse(readFileSync(join(directory, 'package.json'), 'utf8'));
  return json;
}

/** The directory that code in `directory` gets for a package, as Node.js looks it up; undefined where there is none. */
export function installed(directory: string, name: string, root: string): string | undefined {
  for (let at = directory; ; at = dirname(at)) {
    const candidate = join(at, 'node_modules', name);
    if (existsSync(join(candidate, 'package.json'))) return realpathSync(candidate);
    if (at === root || at === dirname(at)) return undefined;
  }
}

/** Links to packages of the project are none; pnpm's copies of members are packages of the project all the same. */
export function isCopy(at: string): boolean {
  return at.includes('/node_modules/') && !/@file\+(?![^/]*\.tgz)/.test(at);
}

export interface Walk {
  readonly root: string;
  /** Locks of npm, pnpm and bun lead to peers as well. */
  readonly withPeers: boolean;
  /** What settings add to packages, whose own manifests do not have it. */
  readonly extended: Readonly<Record<string, readonly string[]>>;
}

/** `name@version` of everything that the named lines of a package lead to, by what is really installed. */
export function reachable(directory: string, names: Iterable<string>, { root, withPeers, extended }: Walk): ReadonlySet<string> {
  const found = new Set<string>();
  const seen = new Set<string>();
  const open = [...names].flatMap((name) => installed(directory, name, root) ?? []);
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    if (seen.has(at)) continue;
    seen.add(at);
    const { name = '', version = '', dependencies, optionalDependencies, ...more } = installedJson(at);
    if (isCopy(at)) found.add(`${name}@${version}`);
    const peers = withPeers ? { ...more.peerDependencies, ...more.peerDependenciesMeta } : {};
    const lines = { ...dependencies, ...optionalDependencies, ...peers };
    for (const below of [...Object.keys(lines), ...(extended[name] ?? [])]) {
      const next = installed(at, below, root);
      if (next !== undefined) open.push(next);
    }
  }
  return found;
}
