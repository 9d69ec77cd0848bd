import type { EntryPoint, Origin, Service } from '../model/index.ts';

export type ProcessRole = 'web' | 'worker' | 'scheduler' | 'job' | 'function' | 'unknown';

/** One way in which a service runs, merged over its descriptors. */
export interface ProcessView {
  /** The descriptor's name, else the role. */
  readonly name: string;
  readonly role: ProcessRole;
  readonly commands: readonly string[];
  readonly evidence: readonly { readonly origin: Origin; readonly text: string }[];
  /** Whether a descriptor runs it (a manifest's start script is weaker). */
  readonly deployed: boolean;
}

const WORDS: Readonly<Record<Exclude<ProcessRole, 'function' | 'unknown'>, ReadonlySet<string>>> = {
  worker: new Set([
    'worker',
    'workers',
    'consumer',
    'consumers',
    'consume',
    'listener',
    'listeners',
    'subscriber',
    'subscribe',
    'dramatiq',
    'huey',
    'huey_consumer',
    'rq',
    'rqworker',
    'arq',
    'taskiq',
    'faust',
    'poller',
    'ingester',
    'ingestor',
    'celeryd',
    'qcluster',
    'sidekiq',
    'processor',
    'sink',
    'daemon',
  ]),
  scheduler: new Set(['beat', 'clock', 'scheduler', 'cron', 'crond', 'celerybeat', 'timer', 'apscheduler']),
  web: new Set([
    'gunicorn',
    'uvicorn',
    'hypercorn',
    'daphne',
    'waitress',
    'waitress-serve',
    'uwsgi',
    'runserver',
    'flask',
    'fastapi',
    'streamlit',
    'gradio',
    'web',
    'api',
    'server',
    'http',
    'httpd',
    'serve',
    'next',
    'nuxt',
    'frontend',
    'backend',
    'gateway',
    'www',
    'site',
    'flower',
    'rest',
    'graphql',
  ]),
  job: new Set(['nightly', 'batch', 'etl', 'backfill', 'job', 'jobs', 'export', 'import', 'report', 'cronjob']),
};

/** Commands that run once around a deployment or in development: no process of their own. */
const ASIDE = new Set([
  'release',
  'migrate',
  'migration',
  'migrations',
  'init',
  'seed',
  'test',
  'tests',
  'lint',
  'build',
  'dev',
  'debug',
  'shell',
  'deploy',
  'console',
]);

/** Words of a command or name: paths, flags and camelCase taken apart, lower case. */
export function wordsOf(text: string): readonly string[] {
  return text
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9_]+/)
    .flatMap((word) => (word.includes('_') ? [word, ...word.split('_')] : [word]))
    .filter((word) => word !== '');
}

/** What a command or, where it tells nothing, a name stands for. */
export function roleOf(command: string, name: string, kind?: string): ProcessRole {
  if (kind === 'function') return 'function';
  if (kind === 'job' || kind === 'scheduled') return 'job';
  return roleOfWords(wordsOf(command)) ?? roleOfWords(wordsOf(name)) ?? 'unknown';
}

function roleOfWords(words: readonly string[]): ProcessRole | undefined {
  const has = (role: keyof typeof WORDS): boolean => words.some((word) => WORDS[role].has(word));
  // `celery -A web.app worker` is a worker and `celery -A app beat` a scheduler, whatever module they load.
  if (words.includes('celery')) return words.includes('beat') ? 'scheduler' : words.includes('flower') ? 'web' : 'worker';
  if (words[0] !== undefined && WORDS.web.has(words[0])) return 'web';
  if (has('worker')) return 'worker';
  if (has('scheduler')) return 'scheduler';
  if (has('web')) return 'web';
  if (has('job')) return 'job';
  return undefined;
}

/** Processes of a service: those that descriptors run, else what its manifests start. Merged by role. */
export function processesOf(service: Service): readonly ProcessView[] {
  const found: ProcessView[] = [];
  for (const { facts } of service.deployments) {
    for (const process of facts.processes) {
      const command = process.command.join(' ');
      if (process.kind !== 'job' && isAside(process.name)) continue;
      const role = roleOf(command, process.name, process.kind);
      found.push({
        name: process.name,
        role: role === 'unknown' && process.ports.length > 0 ? 'web' : role,
        commands: command === '' ? [] : [command],
        evidence: [{ origin: process.origin, text: command === '' ? process.name : command }],
        deployed: true,
      });
    }
    for (const one of facts.functions) {
      found.push({
        name: one.name,
        role: 'function',
        commands: one.handler === undefined ? [] : [one.handler],
        evidence: [{ origin: one.origin, text: [one.handler, one.runtime].filter(Boolean).join(' ') || one.name }],
        deployed: true,
      });
    }
  }
  if (found.length === 0) found.push(...startScripts(service).map(scriptProcess));
  return merge(found);
}

const START = /^(?:start|start:.*|serve|worker|worker:.*|consumer|web|main|.*:start|scheduler|cron)$/;

function startScripts(service: Service): readonly EntryPoint[] {
  return service.units.flatMap((unit) =>
    (unit.entryPoints ?? []).filter((entry) => START.test(entry.name) && !wordsOf(entry.name).some((word) => ASIDE.has(word))),
  );
}

function scriptProcess(entry: EntryPoint): ProcessView {
  return {
    name: entry.name,
    role: roleOf(entry.command, entry.name),
    commands: [entry.command],
    evidence: [{ origin: entry.origin, text: entry.command }],
    deployed: false,
  };
}

function isAside(name: string): boolean {
  const words = wordsOf(name);
  return words.length > 0 && words.every((word) => ASIDE.has(word));
}

/** A Dockerfile's command and the compose service that runs it are one process; so are replicas of one role. */
function merge(found: readonly ProcessView[]): readonly ProcessView[] {
  const byRole = new Map<ProcessRole, ProcessView>();
  for (const one of found) {
    const known = byRole.get(one.role);
    byRole.set(
      one.role,
      known === undefined
        ? one
        : {
            ...known,
            name: known.name === '' ? one.name : known.name,
            commands: [...known.commands, ...one.commands],
            evidence: [...known.evidence, ...one.evidence],
            deployed: known.deployed || one.deployed,
          },
    );
  }
  // A process about which nothing is known is the one that the others name, unless all others are workers and jobs.
  const unknown = byRole.get('unknown');
  if (unknown !== undefined && byRole.size > 1) {
    byRole.delete('unknown');
    const main = byRole.get('web') ?? byRole.get('function') ?? [...byRole.values()][0];
    if (main !== undefined) byRole.set(main.role, { ...main, evidence: [...main.evidence, ...unknown.evidence] });
  }
  const order: readonly ProcessRole[] = ['web', 'function', 'unknown', 'worker', 'scheduler', 'job'];
  return [...byRole.values()]
    .map((one) => (one.name === '' && one.role !== 'unknown' ? { ...one, name: one.role } : one))
    .sort((a, b) => order.indexOf(a.role) - order.indexOf(b.role));
}
