import { baseName, TAKES_MESSAGES, type TraitKind } from '../../model/index.ts';
import { hasMarked, isMarked } from '../marks.ts';
import type { ProcessView } from '../processes.ts';
import {
  isWorkerByName,
  mayOnlyFeed,
  type ProcessRole,
  roleOf,
  saysConsumer,
  saysProducer,
  saysReceiver,
  wordsOf,
} from '../roles.ts';
import { type SignalHit, tellsPurpose } from '../signals.ts';
import { hasLambda } from './functions.ts';
import type { Question } from './question.ts';
import { areClients } from './sockets.ts';
import { staticSite } from './static-site.ts';
import { bool, evidenceOf, firm, fromDependencies, fromHits, NO, type Truth } from './truth.ts';
import { hitsOf, isWeb, isWithoutHttp, originOf, type ServiceView } from './view.ts';

/** What a service does: whether it consumes, serves gRPC or websockets, works a queue. A library alone proves none of it. */

function othersOf({ view, process }: Question): readonly ProcessRole[] {
  return view.processes.filter((one) => one !== process).map((one) => one.role);
}

/** Whether the process may be the one that works a queue: no other one is, or it is declared to be. */
export function mayWork(question: Question): Truth {
  const declared = question.facts.role?.toLowerCase();
  if (declared !== undefined) return bool(/worker|consumer/.test(declared), '');
  const mine = question.process?.role ?? 'unknown';
  if (mine === 'worker') return bool(true, '');
  if (isWorkedByOthers(question) || onlyHandsOut(question)) return NO;
  return bool(
    (mine !== 'job' || runsJobs(question)) &&
      !othersOf(question).includes('worker') &&
      !hasMarked(question.view.direct, 'page-framework'),
    '',
  );
}

/** `node jobs.js` works off whatever jobs there are, unless its start is waited for; `node job.js` is one of them. */
function runsJobs({ process }: Question): boolean {
  return process !== undefined && !process.ends && process.commands.some((command) => wordsOf(command).includes('jobs'));
}

/** A server or bot in front of a service of its own for the workers hands work out: an API beside `celery -A app worker`. */
function isWorkedByOthers(question: Question): boolean {
  const { view, process } = question;
  const serves = process === undefined ? isWeb(view) : process.role === 'web';
  const isBot = process?.role !== 'worker' && (updatesEvidence(question).holds || hitsOf(view, 'gateway-client').length > 0);
  const { isWorkedByOthers: isWorked } = view.input;
  if (!serves && !isBot) return false;
  return isWorked !== undefined && hitsOf(view, 'worker-framework').some(({ dependency }) => isWorked(dependency));
}

/** A server whose sources make a client of the library, and no worker. */
function onlyHandsOut({ view, process }: Question): boolean {
  const shows = (wanted: TraitKind): boolean => view.traits.some(({ kind }) => kind === wanted);
  const serves = process?.role === 'web' || isWeb(view);
  return serves && process?.role !== 'worker' && shows('hands-out-jobs') && !shows('takes-jobs');
}

export function maySchedule(question: Question): Truth {
  const declared = question.facts.role?.toLowerCase();
  const mine = question.process?.role ?? 'unknown';
  const others = othersOf(question);
  if (declared !== undefined && /^(?:web|api|producer|function)$/.test(declared))
    return bool(others.length === 0 && mine === 'scheduler', '');
  return bool(mine === 'scheduler' || !others.includes('scheduler'), '');
}

/** A workflow library in a web process only starts workflows. */
export function isClient(question: Question): Truth {
  const declared = question.facts.role?.toLowerCase();
  if (declared !== undefined) return bool(/^(?:web|api|producer|client|function)$/.test(declared), '');
  const isServer = question.process?.role === 'web' && (isWeb(question.view) || othersOf(question).includes('worker'));
  return bool(isServer || onlyHandsOut(question), '');
}

/** Nothing else says what the service is for, and none of its processes is known for something else. */
function isAllThere({ hits: all, processes }: ServiceView, hits: readonly SignalHit[]): boolean {
  return (
    [...all.values()].flat().every((hit) => hits.includes(hit) || !tellsPurpose(hit.signal)) &&
    processes.every(({ role }) => role === 'unknown')
  );
}

/** Roles that a service may be declared to have, in which nobody calls it by HTTP. */
const NO_SERVER = /worker|consumer|listener|subscriber|sched|clock|cron|beat|^(?:job|batch)$/i;

/** A process that is known for something else than to serve, or says that it does not. */
export function isNoServer({ view, process, facts }: Question): boolean {
  const isOneOfSeveral = process?.role === 'web' && view.processes.length > 1;
  if (facts.role !== undefined && !isOneOfSeveral && NO_SERVER.test(facts.role)) return true;
  const isTold = process !== undefined && process.evidence.length > 0;
  if (process?.role === 'worker' || process?.role === 'scheduler' || (process?.role === 'job' && isTold)) return true;
  return isWithoutHttp(view);
}

export function webEvidence(question: Question): Truth {
  const { view, process } = question;
  if (isNoServer(question)) return NO;
  // Jobs take settings, models and a context from Flask or Django; whoever has an asynchronous framework serves.
  const hits = [...(process?.role === 'job' ? [] : hitsOf(view, 'web-sync')), ...hitsOf(view, 'web-async')];
  const sure = firm(hits);
  const isWhole = process?.role === 'web' || (isAllThere(view, hits) && !hasMarked(view.direct, 'over-aiohttp'));
  const known = fromHits(sure.length > 0 || !isWhole ? sure : hits);
  return known.holds ? known : servedBySource(view, 'serves-http');
}

/** A bot that asks what happened; one with a webhook is called like any server. */
export function updatesEvidence({ view, process }: Question): Truth {
  const asks = view.traits.find(({ kind }) => kind === 'polls-updates');
  return asks === undefined || process?.role === 'job' ? NO : bool(true, asks.value ?? asks.kind, asks.origin);
}

/** A line of a source that starts a server. */
function servedBySource({ traits }: ServiceView, kind: 'serves-http' | 'serves-grpc'): Truth {
  const trait = traits.find((one) => one.kind === kind);
  return trait === undefined ? NO : bool(true, trait.value ?? kind, trait.origin);
}

/** Libraries of a protocol are clients as often as servers; those that only serve tell of a port, handler or not. */
export function rawServerEvidence(question: Question): Truth {
  const found = mainHits(question, 'raw-network-server');
  if (!found.holds) return takesConnections(question);
  if (firm(hitsOf(question.view, 'raw-network-server')).length > 0) return found;
  const others = [...question.view.hits.values()].flat().filter(({ signal }) => signal !== 'raw-network-server');
  const isOther = others.some(({ signal }) => tellsPurpose(signal)) || hasMarked(question.view.direct, 'over-twisted');
  return isOther ? takesConnections(question) : found;
}

/** A program that accepts connections itself and hands them to no server of HTTP or gRPC. */
function takesConnections({ view, process }: Question): Truth {
  const trait = view.traits.find(({ kind }) => kind === 'serves-raw');
  const speaks = isWeb(view) || view.traits.some(({ kind }) => kind === 'serves-http' || kind === 'serves-grpc');
  if (trait === undefined || speaks || process?.role === 'job' || hasLambda(view, process).holds) return NO;
  return bool(true, trait.value ?? trait.kind, trait.origin);
}

/** A library that also works within one process is a cluster's where it is all that the service has. */
export function clusterEvidence(question: Question): Truth {
  return mainHits(question, 'distributed-compute');
}

/** Sure hits; those that may be there for something else only where nothing else is: no web framework, worker or handler. */
function mainHits({ view, process }: Question, signal: string): Truth {
  const hits = hitsOf(view, signal);
  const sure = firm(hits);
  if (sure.length > 0 || hits.length === 0) return fromHits(sure);
  const isOther =
    isWeb(view) || ['worker', 'job', 'scheduler'].includes(process?.role ?? 'unknown') || hasLambda(view, process).holds;
  return isOther ? NO : fromHits(hits);
}

/** A process that is always there to fire what falls due; a job that something else starts is none. */
export function runsScheduler(question: Question): Truth {
  const { view, process, facts } = question;
  const shown = view.traits.find(({ kind }) => kind === 'schedules-jobs');
  if (shown !== undefined && process?.role !== 'job' && maySchedule(question).holds)
    return bool(true, shown.value ?? shown.kind, shown.origin);
  if (process?.role !== 'scheduler' || !process.deployed) return NO;
  const declared = facts.role?.toLowerCase();
  if (isCalledByOthers(view)) return NO;
  if (declared !== undefined && view.processes.length === 1 && !/sched|clock|cron|beat|worker/.test(declared)) return NO;
  return { holds: true, subject: named(process), evidence: evidenceIn(process) };
}

/** Called a worker or scheduler by those that ask it. */
function isCalledByOthers({ processes, traits }: ServiceView): boolean {
  return processes.length === 1 && traits.some(({ kind }) => kind === 'serves-grpc');
}

/** A worker that a descriptor starts to go on, whatever it works with; a name that means servers as often tells too little. */
export function runsWorker({ view, process, facts }: Question): Truth {
  if (process?.role !== 'worker' || !process.deployed || facts.role !== undefined) return NO;
  if (isCalledByOthers(view)) return NO;
  const [command = ''] = process.commands;
  return isWorkerByName(command, process.name) ? NO : { holds: true, subject: named(process), evidence: evidenceIn(process) };
}

export function runsJob({ process }: Question): Truth {
  return process?.role === 'job' && process.deployed
    ? { holds: true, subject: named(process), evidence: evidenceIn(process) }
    : NO;
}

/** By its command, unless only its name says what it is: `node server.js` that is called cron-service. */
function named({ name, role, commands: [command = ''] }: ProcessView): string {
  const shown = command.replaceAll(/\\\n|\s+/g, ' ').trim();
  return command === '' || (name !== '' && roleOf(command, '') !== role && roleOf('', name) === role) ? name : shown;
}

function evidenceIn({ evidence }: ProcessView): Truth['evidence'] {
  return evidence.map(({ origin, text }) => evidenceOf(origin, text));
}

export function consumerEvidence({ view, process, facts }: Question): Truth {
  const declared = facts.role?.toLowerCase();
  if (declared !== undefined)
    return bool(/consumer|worker|listener|subscriber/.test(declared), `role: ${declared}`, originOf(view, 'role'));
  const others = view.processes.some((one) => one !== process && one.role === 'worker');
  if (process?.role !== 'worker' && others) return NO;
  const group = view.traits.find(({ kind }) => TAKES_MESSAGES.has(kind));
  if (group !== undefined) return bool(true, group.value ?? group.kind, group.origin);
  const byNature = view.direct.filter(isMarked('consumes-only'));
  if (byNature.length > 0) return fromDependencies(byNature);
  // A name that may mean either gives way to a source that only sends.
  const sends = view.traits.some(({ kind }) => kind === 'produces-messages');
  if (sends && process !== undefined && mayOnlyFeed(saidOf(process))) return NO;
  if (process?.role === 'worker') return { holds: true, subject: process.name, evidence: evidenceIn(process) };
  if (process?.role === 'unknown' && process.commands.some(saysReceiver))
    return { holds: true, subject: process.name, evidence: evidenceIn(process), weak: true };
  const { service } = view.input;
  const names = [service.id, baseName(service.path), ...service.units.map((unit) => unit.name ?? '')];
  if (names.some(saysConsumer) && !names.some(saysProducer) && !(sends && mayOnlyFeed(names))) {
    const [manifest] = service.units.flatMap((unit) => unit.manifests);
    return {
      ...bool(
        true,
        names.find((name) => name !== '.') ?? '',
        manifest === undefined ? undefined : { file: manifest.path, line: 1 },
      ),
      weak: true,
    };
  }
  return NO;
}

/** Its commands, and its name where a descriptor gives it one. */
function saidOf({ name, role, commands }: ProcessView): readonly string[] {
  return name === role ? commands : [name, ...commands];
}

function isGrpcPort(port: number): boolean {
  return (port >= 50_050 && port <= 50_060) || port === 9090 || port === 6565;
}

function isElsewhere(view: ServiceView, process: ProcessView | undefined): boolean {
  return (
    process !== undefined &&
    view.processes.length > 1 &&
    (process.role === 'worker' || process.role === 'scheduler' || process.role === 'job')
  );
}

export function grpcEvidence({ view, process, facts }: Question): Truth {
  const hits = hitsOf(view, 'grpc-server');
  const served = servedBySource(view, 'serves-grpc');
  // A member of a workspace is built with what the others ask for.
  const found = hits.length === 0 ? served : fromHits(hits);
  if (!found.holds || isElsewhere(view, process) || hasLambda(view, process).holds) return NO;
  const declared = facts.role?.toLowerCase();
  if (declared !== undefined) return /grpc/.test(declared) ? found : NO;
  const isEither = hasMarked(view.direct, 'grpc-either-side');
  if (isEither ? !isWeb(view) : hasMarked(view.direct, 'grpc-server-only')) return found;
  if (served.holds) return hits.length === 0 ? found : { ...found, evidence: [...found.evidence, ...served.evidence] };
  const probe = view.traits.find((trait) => trait.kind === 'grpc-probe');
  if (probe !== undefined) return { ...found, evidence: [...found.evidence, evidenceOf(probe.origin, probe.kind)] };
  const ports = view.input.service.deployments.flatMap(({ facts: one }) => [
    ...one.processes.flatMap((each) => each.ports),
    ...one.demands
      .filter((demand) => demand.realm === 'port')
      .map((demand) => ({ container: Number.parseInt(demand.key, 10), origin: demand.origin })),
  ]);
  const port = ports.find((one) => isGrpcPort(one.container));
  if (port !== undefined) return { ...found, evidence: [...found.evidence, evidenceOf(port.origin, `port ${port.container}`)] };
  const own = view.traits.find((trait) => trait.kind === 'grpc-service');
  const named =
    (process?.commands ?? []).some((command) => isCalledGrpc(wordsOf(command))) || isCalledGrpc(wordsOf(view.input.service.path));
  // Stubs of other services lie beside a web framework or a gateway; a contract of its own lies beside a port or nothing else.
  if (named || (own !== undefined && !isWeb(view) && !hasMarked(view.direct, 'grpc-behind')))
    return own === undefined ? found : { ...found, evidence: [...found.evidence, evidenceOf(own.origin, own.value)] };
  return NO;
}

function isCalledGrpc(words: readonly string[]): boolean {
  return words.includes('grpc') && !words.some((word) => /^(?:clients?|cli)$/.test(word));
}

export function websocketEvidence({ view, process, facts }: Question): Truth {
  const hits = hitsOf(view, 'websocket-server');
  if (hits.length === 0 || isElsewhere(view, process)) return NO;
  const declared = facts.role?.toLowerCase();
  if (declared !== undefined && /^(?:worker|consumer|producer|job|batch|scheduler|client)$/.test(declared)) return NO;
  const sure = firm(hits);
  if (sure.length > 0) return fromHits(sure);
  if (hasLambda(view, process).holds || areClients(view, hits) || staticSite(view).holds) return NO;
  const serves =
    isWeb(view) ||
    process?.role === 'web' ||
    hitsOf(view, 'web-server').length > 0 ||
    /socket|web/.test(declared ?? '') ||
    (isAllThere(view, hits) && view.processes.length > 0);
  return serves ? fromHits(hits) : NO;
}
