/** Programs that wait for messages or for the clock and open no port for it: by their own documentation. */
import { baseName, type DeploymentFacts, type RunProcess, type Trait } from '../../../src/model/index.ts';
import { commandsOf, RUNNER } from './command-servers.ts';

const ALWAYS = /(?:)/;

/** What each is called, and the word that makes it wait. */
const SILENT: ReadonlyMap<string, RegExp> = new Map([
  ['celery', /^(?:worker|beat)$/],
  ['rq', /^worker(?:-pool)?$/],
  ['rqworker', ALWAYS],
  ['rqscheduler', ALWAYS],
  ['arq', ALWAYS],
  ['huey_consumer', ALWAYS],
  ['huey_consumer.py', ALWAYS],
  ['procrastinate', /^worker$/],
  ['taskiq', /^(?:worker|scheduler)$/],
  ['manage.py', /^(?:rqworker|rqscheduler|qcluster|run_huey|procrastinate)$/],
]);

/** Tells of a descriptor whose processes all are such programs. */
export function withSilence(facts: DeploymentFacts): DeploymentFacts {
  const [first] = facts.processes;
  if (first === undefined || !facts.processes.every(isSilent)) return facts;
  const trait: Trait = { kind: 'no-listener', value: first.command.join(' '), origin: first.origin };
  return { ...facts, traits: [...facts.traits, trait] };
}

/** What a shell runs before it ends; what it leaves running beside it may listen. */
function isSilent({ command }: RunProcess): boolean {
  return waits(commandsOf(command).at(-1) ?? []) && !BESIDE.test(command.join(' '));
}

const BESIDE = /(?<![&>])&(?![&>\d])/;

function waits(words: readonly string[]): boolean {
  const at = words.findIndex((word) => SILENT.has(baseName(word)));
  const verb = SILENT.get(baseName(words[at] ?? ''));
  if (verb === undefined || !words.slice(0, at).every((word) => RUNNER.test(baseName(word)))) return false;
  return verb === ALWAYS || words.slice(at + 1).some((word) => verb.test(word));
}
