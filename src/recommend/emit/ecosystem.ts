import type { Service } from '../../model/index.ts';
import { isBuildAlone } from '../conditions/builds.ts';
import type { ProcessView } from '../processes.ts';
import { PROFILES, WRITTEN, type WrittenEcosystem } from './profiles.ts';

/** Whether there is a writer of files for any ecosystem of the service. */
export function isWritten(service: Service): boolean {
  return writtenOf(service).length > 0;
}

function writtenOf({ ecosystems, units }: Service): readonly WrittenEcosystem[] {
  // A Gradle script that only runs npm is no program of Java's.
  const built = new Set(units.filter(isBuildAlone).map(({ ecosystem }) => ecosystem));
  const own = new Set(units.filter((unit) => !isBuildAlone(unit)).map(({ ecosystem }) => ecosystem));
  const told = ecosystems.filter((one) => own.has(one) || !built.has(one));
  return (told.length === 0 ? ecosystems : told).flatMap((ecosystem) => WRITTEN.find((one) => one === ecosystem) ?? []);
}

/** Of what lies in one directory, what runs: by its start command, its function's runtime, its image, and what it declares. */
export function mainEcosystem(service: Service, process: ProcessView | undefined): WrittenEcosystem | undefined {
  const { deployments } = service;
  const ecosystems = writtenOf(service);
  const [first] = ecosystems;
  if (ecosystems.length < 2) return first;
  const has = (one: WrittenEcosystem | undefined): one is WrittenEcosystem => one !== undefined && ecosystems.includes(one);
  const program = process?.start[0]?.split('/').at(-1) ?? '';
  const started = WRITTEN.find((one) => PROFILES[one].programs?.test(program) === true);
  if (has(started)) return started;
  const runtimes = deployments.flatMap(({ facts }) => facts.functions.flatMap(({ runtime }) => runtime ?? []));
  const called = runtimes.map((name) => WRITTEN.find((one) => PROFILES[one].functions.test(name))).find(has);
  if (called !== undefined) return called;
  const brought = deployments
    .flatMap(({ facts }) => facts.demands)
    .flatMap(({ realm, key }) => (realm === 'runtime' ? WRITTEN.filter((one) => PROFILES[one].runtime === key) : []))
    .find(has);
  return brought ?? ecosystems.find((one) => ships(service, one)) ?? first;
}

/** Scripts and tools of a repository reach no production. */
function ships({ units }: Service, ecosystem: WrittenEcosystem): boolean {
  return units.some(
    (unit) => unit.ecosystem === ecosystem && unit.dependencies.some(({ direct, scope }) => direct && scope === 'runtime'),
  );
}
