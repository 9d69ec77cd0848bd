import semver from 'semver';
import {
  baseName,
  type Demand,
  directoryOf,
  namedReleases,
  type Origin,
  printable,
  type RuntimeName,
  type Service,
} from '../../model/index.ts';
import { admits, type Constraint, installingOn, isInstalledOn } from '../runtime.ts';
import type { Profile } from './profile.ts';
import { PROFILES, type WrittenEcosystem } from './profiles.ts';

/** Which release of its runtime an image brings. */

export interface Release {
  /** `3.13`, `24`, `21`, `1.25`: fits the service's own constraint. */
  readonly version: string;
  /** What it runs on today, where `version` is none of that. */
  readonly leaves: { readonly constraint: string; readonly origin: Origin } | undefined;
}

/**
 * What the service runs on today where its constraint admits that, else the newest known version that it admits, else the
 * line that it names; of the JVM the one that it is compiled for, which a toolchain asks of the build, too.
 */
export function imageVersion(
  service: Service,
  { family, runtime, releases, ranged }: Profile,
  isBuilt: boolean,
  installed?: readonly string[],
): string {
  const constraints = service.units.flatMap((unit) => unit.runtimes).filter(({ name }) => name === runtime);
  const known = (constraints.length > 0 ? ranged : undefined) ?? installed ?? releases;
  const admitting = (asked: readonly Pick<Constraint, 'constraint'>[], versions: readonly string[]): readonly string[] =>
    versions.filter((version) => asked.every(({ constraint }) => admits(family, constraint, version)));
  const installing = installingOn(service, family);
  const fitting = admitting(constraints, known).filter((version) => isInstalledOn(installing, version));
  const chosen = chosenToday(service, family, isBuilt);
  return (
    (chosen.length === 0 ? undefined : admitting(chosen, fitting)[0]) ??
    admitting(constraints, namedReleasesOf(installing))[0] ??
    fitting[0] ??
    (installed === undefined ? admitting(constraints, namedLines(constraints, runtime, known))[0] : undefined) ??
    known[0] ??
    ''
  );
}

/** The one release on which npm installs, where it says so: `22.11.0` is the newest of no line. */
function namedReleasesOf(installing: readonly string[]): readonly string[] {
  return installing
    .flatMap((range) => new semver.Range(range).set)
    .flatMap(([only, more]) => (only?.operator === '' && more === undefined ? [only.semver.version] : []))
    .filter((version) => installing.every((range) => semver.satisfies(version, range)));
}

/** The lines of releases that constraints beyond the known ones name, as images are tagged: `>=3.16.1` → `3.16`. */
function namedLines(asked: readonly Constraint[], runtime: RuntimeName, known: readonly string[]): readonly string[] {
  const parts = known[0]?.split('.').length;
  const named = namedReleases(
    runtime,
    asked.map(({ constraint }) => constraint),
  );
  return named.map((version) => version.split('.').slice(0, parts).join('.'));
}

/** The release that a service runs on today, where its image gets another one. */
export function leftVersion(service: Service, { family }: Profile, version: string, isBuilt: boolean): Release['leaves'] {
  if (family === 'provided') return undefined;
  const asked = service.units.flatMap((unit) => unit.runtimes).filter(({ name }) => name === family);
  const chosen = chosenToday(service, family, isBuilt).filter(({ constraint, origin }) => {
    // A version file of a directory around may choose for others what this service excludes.
    const isAround = baseName(origin.file).startsWith('.') && directoryOf(origin.file) !== service.path;
    const release = isAround ? ONE_RELEASE.exec(constraint)?.[1] : undefined;
    return release === undefined || asked.every((one) => admits(family, one.constraint, release));
  });
  return chosen.some(({ constraint }) => admits(family, constraint, version)) ? undefined : chosen[0];
}

/** `==3.12.*`, `24.x`, `17`. */
const ONE_RELEASE = /^(?:==)?(\d+(?:\.\d+)?)(?:\.[*x\d]+)?$/;

type Chosen = Pick<Demand, 'constraint' | 'origin'>;

/** Of what only builds its files with Node.js, the image of that stage tells. */
function chosenToday({ deployments }: Service, family: string, isBuilt: boolean): readonly Chosen[] {
  const runs = deployments
    .flatMap(({ facts }) => facts.demands)
    .filter((demand) => demand.realm === 'runtime' && demand.key === family);
  if (runs.length > 0 || !isBuilt) return runs;
  return deployments
    .flatMap(({ facts }) => facts.images)
    .filter(({ name, final }) => !final && baseName(name) === 'node')
    .flatMap(({ tag = '', origin }) => /^\d+/.exec(tag)?.map((major): Chosen => ({ constraint: `${major}.x`, origin })) ?? []);
}

/** That the image brings another release than the service was tested on. */
export function versionNotes({
  ecosystem,
  version,
  leaves,
}: Release & { readonly ecosystem: WrittenEcosystem }): readonly string[] {
  if (leaves === undefined) return [];
  const { constraint, origin } = leaves;
  const { runtime } = PROFILES[ecosystem];
  return [
    `It runs on ${runtime} ${printable(constraint)} today (${printable(origin.file)}:${origin.line}): try it on ${runtime} ${version} first.`,
  ];
}
