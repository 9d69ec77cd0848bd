import type { EcosystemId, Service } from '../../model/index.ts';
import { isBuildAlone } from '../conditions/builds.ts';
import type { ProcessView } from '../processes.ts';

/** The ecosystems whose services files are written for: one may be judged before it can be packaged. */
export const WRITTEN = ['python', 'npm', 'jvm', 'go'] as const satisfies readonly EcosystemId[];
export type WrittenEcosystem = (typeof WRITTEN)[number];

/** Programs by which a start command tells in what it is written. */
const PROGRAMS: readonly (readonly [WrittenEcosystem, RegExp])[] = [
  ['npm', /^(?:node|npm|npx|pnpm|yarn|bun|next|tsx|pm2(?:-runtime)?)$/],
  ['python', /^(?:python[\d.]*|gunicorn|uvicorn|hypercorn|celery|flask|uwsgi|streamlit|poetry|uv|pipenv)$/],
  ['jvm', /^java$/],
];
const RUNTIMES: Readonly<Record<string, WrittenEcosystem>> = { python: 'python', node: 'npm', jdk: 'jvm', go: 'go' };

export function isWritten(service: Service): boolean {
  return writtenOf(service).length > 0;
}

function writtenOf({ ecosystems, units }: Service): readonly WrittenEcosystem[] {
  // A Gradle script that only runs npm is no program of Java's.
  const told = ecosystems.filter((one) => one !== 'jvm' || !units.every((unit) => unit.ecosystem !== one || isBuildAlone(unit)));
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
  const started = PROGRAMS.find(([, names]) => names.test(program))?.[0];
  if (has(started)) return started;
  const runtimes = deployments.flatMap(({ facts }) => facts.functions.flatMap(({ runtime }) => runtime ?? []));
  const called = runtimes.map(ofRuntime).find(has);
  if (called !== undefined) return called;
  const brought = deployments
    .flatMap(({ facts }) => facts.demands)
    .flatMap(({ realm, key }) => (realm === 'runtime' && Object.hasOwn(RUNTIMES, key) ? (RUNTIMES[key] ?? []) : []))
    .find(has);
  return brought ?? ecosystems.find((one) => ships(service, one)) ?? first;
}

function ofRuntime(runtime: string): WrittenEcosystem | undefined {
  if (/^(?:provided|go)/.test(runtime)) return 'go';
  if (runtime.startsWith('java')) return 'jvm';
  return runtime.startsWith('node') ? 'npm' : runtime.startsWith('python') ? 'python' : undefined;
}

/** Scripts and tools of a repository reach no production. */
function ships({ units }: Service, ecosystem: WrittenEcosystem): boolean {
  return units.some(
    (unit) => unit.ecosystem === ecosystem && unit.dependencies.some(({ direct, scope }) => direct && scope === 'runtime'),
  );
}
