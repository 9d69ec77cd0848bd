/** What the words of commands and names say about the part that a process plays. */
import { remember } from '../formats/remember.ts';
import { baseName, wordIn } from '../model/index.ts';

export type ProcessRole = 'web' | 'worker' | 'scheduler' | 'job' | 'function' | 'unknown';

/** What a declared role may be called; those of `PARTS` may stand in longer names (`mail-worker`). */
export const ROLES = [
  'web',
  'api',
  'worker',
  'consumer',
  'producer',
  'scheduler',
  'function',
  'client',
  'job',
  'batch',
  'grpc',
] as const;
const PARTS = /worker|consumer|listener|subscriber|grpc|sched|clock|cron|beat/;

/** Whether any rule knows what such a service does. */
export function isKnownRole(declared: string): boolean {
  const role = declared.trim().toLowerCase();
  return PARTS.test(role) || ROLES.some((one) => one === role);
}

/** Whoever is called so takes messages in a loop. */
const CONSUMING: ReadonlySet<string> = new Set([
  'worker',
  'workers',
  'consumer',
  'consumers',
  'consume',
  'listener',
  'listeners',
  'subscriber',
  'subscribers',
  'subscribe',
  'ingester',
  'ingestor',
  'ingest',
  'sink',
  'poller',
  'processor',
]);

const PRODUCING: ReadonlySet<string> = new Set(['producer', 'producers', 'produce', 'publisher', 'publish', 'emitter']);

const WORDS: Readonly<Record<Exclude<ProcessRole, 'function' | 'unknown'>, ReadonlySet<string>>> = {
  worker: new Set([
    ...CONSUMING,
    'dramatiq',
    'huey',
    'huey_consumer',
    'rq',
    'rqworker',
    'arq',
    'taskiq',
    'faust',
    'faststream',
    'celeryd',
    'qcluster',
    'sidekiq',
    'daemon',
  ]),
  scheduler: new Set(['beat', 'clock', 'scheduler', 'cron', 'crond', 'celerybeat', 'rqscheduler', 'timer', 'apscheduler']),
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
  job: new Set(['nightly', 'batch', 'etl', 'backfill', 'dbt', 'job', 'jobs', 'cronjob', 'cronjobs', 'scrapy']),
};

/** Commands that run to their end; a service of such a name may as well wait for what it exports or reports. */
const ERRANDS: ReadonlySet<string> = new Set(['export', 'import', 'report']);

/** Commands that run once around a deployment or in development: no process of their own. */
const ASIDE = new Set([
  'release',
  'migrate',
  'migration',
  'migrations',
  'migrator',
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
  'prestart',
  'e2e',
  'playwright',
  'cypress',
]);

/** Commands and names that are remembered: a command may be long. */
const REMEMBERED = 2000;

/** Words of a command or name: paths, flags and camelCase taken apart, lower case. One process is asked about again and again. */
export const wordsOf = remember(
  (text: string): readonly string[] =>
    text
      .replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2')
      .toLowerCase()
      .split(/[^a-z0-9_]+/)
      .flatMap((word) => (word.includes('_') ? [word, ...word.split('_')] : [word]))
      .filter((word) => word !== ''),
  REMEMBERED,
);

/** What a command or, where it tells nothing, a name stands for. */
export function roleOf(command: string, name: string, kind?: string): ProcessRole {
  if (kind === 'function') return 'function';
  if (kind === 'job' || kind === 'scheduled') return 'job';
  const told = command.replaceAll(SERVER_OPTIONS, ' ').replaceAll(RELOADER, ' ').replaceAll(ASSIGNED, ' ');
  const named = wordsOf(name.replace(NUMBER, ''));
  return (
    roleOfCelery(told) ?? roleOfWords(wordsOf(told)) ?? (runsErrand(told) ? 'job' : undefined) ?? roleOfName(named) ?? 'unknown'
  );
}

/** One of several alike: `worker1`, `web-worker-2`. */
const NUMBER = /(?<=[A-Za-z])[-_]?\d+$/;

/** Names of what takes messages as often as of what is asked over HTTP: `payment-processor`, `ingest-api`. */
const EITHER: ReadonlySet<string> = new Set(['ingester', 'ingestor', 'ingest', 'sink', 'processor', 'listener', 'listeners']);

/** Names of what asks others for something, a broker for messages among them: whoever only sends polls something else. */
const ASKING: ReadonlySet<string> = new Set(['poller']);

/** Whether nothing but such a name makes a worker of a process. */
export function isWorkerByName(command: string, name: string): boolean {
  // A program that is started without any argument tells no more than its name.
  const isBare = command !== '' && !/\s/.test(command);
  if (!isBare && roleOf(command, '') !== 'unknown') return false;
  const words = wordsOf(isBare ? `${name} ${baseName(command)}` : name);
  return words.some((word) => EITHER.has(word)) && roleOfWords(words.filter((word) => !EITHER.has(word))) === undefined;
}

/** `node --import=./tracer.js index.js` and `start --import-realm` import on the way to something else. */
function runsErrand(command: string): boolean {
  const words = command.split(/\s+/).filter((word) => !word.startsWith('-'));
  return wordsOf(words.join(' ')).some((word) => ERRANDS.has(word));
}

/** `--workers 4`, `--num_workers 2` and `--worker-class …` are how a server is run, not what it is. */
const SERVER_OPTIONS = /(?<=^|\s)--?(?:workers?[-_](?:class|connections|tmp-dir)|(?:(?:num|max|min)[-_])?workers)(?:=|\s+)\S+/g;

/** `export MODE=worker`, `WORKERS=4 node app.js`: a variable's value may say what runs, its name says how it is told. */
const ASSIGNED = /(?<=^|[\s;&|("'])(?:export\s+)?[A-Z_][A-Z0-9_]*=/g;

/** Builds and starts again whatever it watches: its own name says nothing of that. */
const RELOADER = /(?<![\w-])CompileDaemon(?![\w-])/g;

/** Programs that serve HTTP, whatever runs them and whatever module they load; `nginx -g 'daemon off;'` is no daemon of its own. */
const SERVERS: ReadonlySet<string> = new Set([
  'gunicorn',
  'uvicorn',
  'hypercorn',
  'daphne',
  'uwsgi',
  'runserver',
  'streamlit',
  'nginx',
  'httpd',
  'apache2',
  'caddy',
]);

/** Whether a command starts a server that is known by its own name, whatever its files are called. */
export function startsServer(command: string): boolean {
  return wordsOf(command).some((word) => SERVERS.has(word));
}

/** Options before a subcommand of Celery whose value stands behind them (Celery, "Command Line Interface"). */
const CELERY_VALUES: ReadonlySet<string> = new Set([
  '-A',
  '--app',
  '-b',
  '--broker',
  '--result-backend',
  '--loader',
  '--config',
  '--workdir',
]);

/** A line that starts Celery's worker and its scheduler beside it takes messages. */
function roleOfCelery(command: string): ProcessRole | undefined {
  const started = new Set<string>();
  let before: string | undefined;
  let isCelerys = false;
  for (const word of command.split(/[\s"'()]+/)) {
    if (baseName(word) === 'celery') isCelerys = true;
    else if (isCelerys && (word === 'worker' || word === 'beat') && !CELERY_VALUES.has(before ?? '')) {
      started.add(word);
      isCelerys = false;
    }
    before = word;
  }
  if (started.has('worker')) return 'worker';
  return started.has('beat') ? 'scheduler' : undefined;
}

function roleOfWords(words: readonly string[]): ProcessRole | undefined {
  const has = (role: keyof typeof WORDS): boolean => words.some((word) => WORDS[role].has(word));
  // `celery -A web.app worker` is a worker and `celery -A app beat` a scheduler, whatever module they load.
  if (words.includes('celery')) return words.includes('beat') ? 'scheduler' : words.includes('flower') ? 'web' : 'worker';
  if ((words[0] !== undefined && WORDS.web.has(words[0])) || words.some((word) => SERVERS.has(word))) return 'web';
  if (has('worker') && !servesIntake(words)) return 'worker';
  if (has('scheduler')) return 'scheduler';
  if (has('web')) return 'web';
  if (has('job')) return 'job';
  return undefined;
}

/** Beside Celery's workers stand what shows them, and what hands them work: `celery-exporter`, `celery-web`. */
function roleOfName(words: readonly string[]): ProcessRole | undefined {
  // What a name ends with is what it calls: `web-worker`, `site-scanner-consumer`.
  const last = words.at(-1) ?? '';
  if (words.length > 1 && /^(?:workers?|consumers?|subscribers?|scheduler|cron|beat)$/.test(last))
    return WORDS.scheduler.has(last) ? 'scheduler' : 'worker';
  const others = words.filter((word) => word !== 'celery');
  // A service of jobs keeps and hands out those that others run: `job-service`.
  if (others.length === words.length)
    return roleOfWords(last === 'service' ? words.filter((word) => !/^jobs?$/.test(word)) : words);
  if (others.some((word) => /^(?:exporter|monitor|dashboard|insights|ui)$/.test(word))) return 'web';
  return others.some((word) => WORDS.web.has(word)) ? 'web' : roleOfWords(words);
}

/** Whether protoc starts what is called so, and finds it by that (Protocol Buffers, `plugin.proto`). */
export function isCompilersPlugin(name: string): boolean {
  return name.startsWith('protoc-gen-');
}

export function saysConsumer(text: string): boolean {
  const words = wordsOf(text);
  return words.some((word) => CONSUMING.has(word)) && !servesIntake(words);
}

/** `node receiver.js` beside a client of a broker: its tutorials call both ends so. What receives webhooks serves. */
export function saysReceiver(command: string): boolean {
  const words = wordsOf(command);
  return words.some((word) => /^receivers?$/.test(word)) && !words.some((word) => /^(?:https?|(?:web)?hooks?)$/.test(word));
}

/** Words of which only some that may as well stand for what hands messages on make a worker: `ingest_video.py`. */
export function mayOnlyFeed(texts: readonly string[]): boolean {
  const words = texts.flatMap(wordsOf);
  const isOpen = (word: string): boolean => EITHER.has(word) || ASKING.has(word);
  return words.some(isOpen) && !words.some((word) => isWorkersWord(word) && !isOpen(word));
}

function isWorkersWord(word: string): boolean {
  return WORDS.worker.has(word) && !EITHER.has(word);
}

/** What such a word is before says what is called so: `ingest-gateway` serves, `backend.ingest` takes in. */
function servesIntake(words: readonly string[]): boolean {
  const last = words.findLast((word) => WORDS.worker.has(word) || WORDS.web.has(word));
  return last !== undefined && WORDS.web.has(last) && words.some((word) => EITHER.has(word)) && !words.some(isWorkersWord);
}

export function saysProducer(text: string): boolean {
  return wordsOf(text).some((word) => PRODUCING.has(word));
}

/** Commands that watch the sources, by tools that an image for production has not. */
const WATCHES =
  /(?:^|[\s/])(?:nodemon|ts-node-dev|tsnd|CompileDaemon)(?:\s|$)|\b(?:next|nuxt|astro|remix)\s+dev\b|\b(?:npm|pnpm|yarn|bun)\s+(?:run\s+)?(?:dev|develop|watch|start:dev|start:watch|storybook)(?:[:\s]|$)|\bstorybook\s+dev\b|\s--watch\b/;

export function watchesSources(command: string): boolean {
  return WATCHES.test(command);
}

/** Commands that start again what changes, or play the cloud for who develops (their own documentation). */
const PLAYS =
  /\s--reload\b|\b(?:tsx|air)\s+watch\b|\bflask\b.*\s--debug\b|\b(?:serverless|sls)\s+(?:offline|dev)\b|\bsam\s+local\b|\bchalice\s+local\b|\bsst\s+dev\b|\b(?:npm|pnpm|yarn|bun)\s+(?:run\s+)?(?:offline|local|start:(?:local|offline))(?:\s|$)/;

export function isForDevelopers(command: string): boolean {
  return watchesSources(command) || PLAYS.test(command);
}

/** Whether some word of a script's name is one of development or deployment. */
export function namesAside(name: string): boolean {
  return wordsOf(name).some((word) => ASIDE.has(word));
}

export function isAside(name: string): boolean {
  const words = wordsOf(name);
  return (words.length > 0 && words.every((word) => ASIDE.has(word))) || isTestRun(name);
}

/** `test_unit`, `acceptance-tests`. */
const isTestRun = wordIn([
  'tests?[-_](?:unit|acceptance|integration|functional|smoke|system|frontend|backend|e2e|runner)',
  '(?:unit|acceptance|integration|functional|smoke|system|frontend|backend|e2e)[-_]tests?',
]);
