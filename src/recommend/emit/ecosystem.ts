import type { EcosystemId, Service } from '../../model/index.ts';
import type { ProcessView } from '../processes.ts';

/** Programs by which a start command tells in what it is written. */
const PROGRAMS: readonly (readonly [EcosystemId, RegExp])[] = [
  ['npm', /^(?:node|npm|npx|pnpm|yarn|bun|next|tsx|pm2(?:-runtime)?)$/],
  ['python', /^(?:python[\d.]*|gunicorn|uvicorn|hypercorn|celery|flask|uwsgi|streamlit|poetry|uv|pipenv)$/],
  ['jvm', /^java$/],
];
const RUNTIMES: Readonly<Record<string, EcosystemId>> = { python: 'python', node: 'npm', jdk: 'jvm', go: 'go' };

/** Of what lies in one directory, what runs: by its start command, its function's runtime, its image, and what it declares. */
export function mainEcosystem(service: Service, process: ProcessView | undefined): EcosystemId {
  const { ecosystems, deployments } = service;
  const [first = 'python'] = ecosystems;
  if (ecosystems.length < 2) return first;
  const has = (one: EcosystemId | undefined): one is EcosystemId => one !== undefined && ecosystems.includes(one);
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

function ofRuntime(runtime: string): EcosystemId | undefined {
  if (/^(?:provided|go)/.test(runtime)) return 'go';
  if (runtime.startsWith('java')) return 'jvm';
  return runtime.startsWith('node') ? 'npm' : runtime.startsWith('python') ? 'python' : undefined;
}

/** Scripts and tools of a repository reach no production. */
function ships({ units }: Service, ecosystem: EcosystemId): boolean {
  return units.some(
    (unit) => unit.ecosystem === ecosystem && unit.dependencies.some(({ direct, scope }) => direct && scope === 'runtime'),
  );
}
