/** Lines that npm itself will not follow: from version 12 on it takes nothing from repositories and addresses unless it is told to. */
import semver from 'semver';
import type { Diagnostic } from '../../src/model/index.ts';
import type { PackageJson } from './manifests/manifest.ts';
import type { ReadEntry, Reading } from './reading.ts';

/** npm 12, "allow-git" and "allow-remote": by the form of a line. */
const SWITCHES: Readonly<
  Record<string, { readonly setting: 'allow-git' | 'allow-remote'; readonly code: string; readonly what: string }>
> = {
  git: { setting: 'allow-git', code: 'EALLOWGIT', what: 'a repository' },
  url: { setting: 'allow-remote', code: 'EALLOWREMOTE', what: 'an address' },
};

/** The first npm that has to be told. */
const REFUSING = 12;

/**
 * Lines of a package.json that its npm refuses, those for development too, for it builds the whole tree before it omits any. Of
 * optional ones it says nothing and goes on without. `root`: the package.json in whose directory npm installs.
 */
export function refusedSources({ entries, home }: Reading, root: PackageJson | undefined): readonly Diagnostic[] {
  if (home === undefined || (home.manager !== undefined && home.manager.tool !== 'npm')) return [];
  const isLate = (home.manager?.major ?? lowestOf(root)) >= REFUSING;
  const refused = entries.filter(({ entry, spec }) => entry.field !== 'optionalDependencies' && spec.kind in SWITCHES);
  return refused.flatMap((read): readonly Diagnostic[] => {
    const by = SWITCHES[read.spec.kind];
    if (by === undefined) return [];
    const stated = home.allowed[by.setting];
    // What is none of npm's words counts as its default.
    const isAllowed = stated === 'all' || stated === 'root' || (stated !== 'none' && !isLate);
    return isAllowed ? [] : [toldOf(read, by, stated === 'none')];
  });
}

function toldOf({ entry }: ReadEntry, { setting, code, what }: (typeof SWITCHES)[string], isStated: boolean): Diagnostic {
  const why = isStated ? `${setting}=none says so` : `npm ${REFUSING} does so unless it is told otherwise`;
  return {
    code: 'npm/refused-source',
    severity: 'warning',
    message: `${entry.name} is taken from ${what} (${entry.raw}), and npm stops there (${code}): ${why}; write ${setting}=root into .npmrc beside the package.json that is installed, or take a published version`,
    ...entry.origin,
  };
}

/** `engines.npm`, where nothing else says with which npm one installs. */
function lowestOf(root: PackageJson | undefined): number {
  const stated = root?.engines.find(({ name }) => name === 'npm')?.value ?? '';
  const range = semver.validRange(stated);
  return range === null || stated.trim() === '' ? 0 : (semver.minVersion(range)?.major ?? 0);
}
