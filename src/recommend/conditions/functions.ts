import { type DeploymentFacts, ECOSYSTEM_FACTS, isLambdaBase, type Origin, startsLambdaClient } from '../../model/index.ts';
import type { SignalId } from '../data/signals.ts';
import type { ProcessView } from '../processes.ts';
import { isLambdaTool } from '../signals.ts';
import { isItsHandler } from './library.ts';
import { areClients } from './sockets.ts';
import { bool, evidenceOf, firm, NO, subjectOf, type Truth } from './truth.ts';
import { hitsOf, isWeb, type ServiceView } from './view.ts';

function functionsOf(view: ServiceView): readonly {
  readonly name: string;
  readonly packageType: 'zip' | 'image';
  readonly events: readonly string[];
  readonly origin: Origin;
  readonly text: string;
}[] {
  return view.input.service.deployments.flatMap(({ facts }) =>
    facts.functions
      .filter((one) => one.provider === 'aws')
      .map((one) => ({
        name: one.name,
        packageType: one.packageType,
        events: one.events,
        origin: one.origin,
        text: [one.name, one.handler, one.runtime].filter(Boolean).join(' '),
      })),
  );
}

/** A worker or a scheduler that runs beside a function is no function. */
function isApart(view: ServiceView, process: ProcessView | undefined): boolean {
  if (process === undefined || process.role === 'function') return false;
  // Of programs that only sources tell, the others are the functions.
  if (!process.deployed) return view.processes.some((one) => one.role === 'function');
  if (process.role === 'worker' || process.role === 'scheduler') return true;
  return view.processes.some((one) => one.role === 'function') || (process.role !== 'job' && servesBesideFunctions(view));
}

/** An image that starts a server with a framework for it: what it calls may be handlers, as a host of them at home does. */
function isServersImage(view: ServiceView, process: ProcessView | undefined): boolean {
  return process?.role === 'web' && process.deployed && isWeb(view);
}

/** An adapter is for the server; beside what no function does, it is left over from another way to run it. */
function isAdapted(view: ServiceView): boolean {
  if (hitsOf(view, 'lambda-adapter').length === 0) return false;
  const sockets = hitsOf(view, 'websocket-server');
  const keepsSockets = sockets.length > 0 && !areClients(view, sockets);
  return !keepsSockets && firm(hitsOf(view, 'worker-framework')).length === 0;
}

/** A Go module with a server among its programs: which of the others are functions, its requirements don't tell. */
function servesBesideFunctions({ traits, input }: ServiceView): boolean {
  const hasSeveral = input.service.units.some(
    ({ ecosystem, entryPoints = [] }) => ECOSYSTEM_FACTS[ecosystem].hasPrograms === true && entryPoints.length > 1,
  );
  return hasSeveral && traits.some(({ kind }) => kind === 'serves-http');
}

export function hasLambda(view: ServiceView, process: ProcessView | undefined): Truth {
  return writtenForLambda(view, process, ['lambda-native', 'lambda-adapter']);
}

/** More than an adapter: that stands beside a server which may be what runs. */
export function hasHandler(view: ServiceView, process: ProcessView | undefined): Truth {
  return writtenForLambda(view, process, ['lambda-native']);
}

function writtenForLambda(view: ServiceView, process: ProcessView | undefined, signals: readonly SignalId[]): Truth {
  const image = signals.includes('lambda-adapter') ? hasLambdaImage(view, process) : hasClientImage(view, process);
  if (image.holds) return image;
  if (isApart(view, process)) return NO;
  const functions = functionsOf(view);
  const hits = signals.flatMap((signal) => hitsOf(view, signal));
  const sources = isOthersAlone(view) ? [] : view.traits.filter((trait) => isItsHandler(trait, view.input.service));
  if (functions.length === 0 && hits.length === 0 && sources.length === 0) return NO;
  if (functions.length + sources.length === 0 && isServersImage(view, process) && !isAdapted(view)) return NO;
  const isToolsAlone = functions.length + sources.length === 0 && hits.every(isLambdaTool);
  // What handlers are written with is shared with servers, and a start script says which of them this is.
  if (isToolsAlone && process?.role === 'web' && isWeb(view)) return NO;
  // What a template names says more than the file that it calls: many are called handler.handler.
  const called = functions.length > 0 ? functions.map(withEvents) : sources.map(({ value = '' }) => value);
  const named = [...new Set(called)].slice(0, 3);
  return {
    holds: true,
    weak: isToolsAlone,
    ...subjectOf([...named, ...hits.slice(0, 3).map((hit) => hit.dependency.name)], named.length + hits.length),
    evidence: [
      ...functions.slice(0, 3).map((one) => evidenceOf(one.origin, one.text)),
      ...sources.slice(0, 3).map(({ value = '', origin }) => evidenceOf(origin, value)),
      ...hits.slice(0, 3).map((hit) => evidenceOf(hit.dependency.origin, hit.dependency.name)),
    ],
  };
}

/** Others than Lambda call what takes an event and a context as well: where a descriptor names them, it is theirs. */
function isOthersAlone({ input }: ServiceView): boolean {
  const functions = input.service.deployments.flatMap(({ facts }) => facts.functions);
  return functions.length > 0 && functions.every(({ provider }) => provider !== 'aws');
}

/** What calls it is a part of what it is for: `thumbs (s3)`. */
function withEvents({ name, events }: { readonly name: string; readonly events: readonly string[] }): string {
  return events.length === 0 ? name : `${name} (${[...new Set(events)].join(', ')})`;
}

/** SnapStart as a descriptor sets it. */
export function setsSnapStart({ traits }: ServiceView): Truth {
  const trait = traits.find(({ kind }) => kind === 'snapstart');
  return trait === undefined ? NO : { holds: true, subject: '', evidence: [evidenceOf(trait.origin, 'SnapStart')] };
}

/** An image that Lambda runs: with Lambda's own client, or with the adapter that hands requests to a server. */
export function hasLambdaImage(view: ServiceView, process: ProcessView | undefined): Truth {
  const own = hasClientImage(view, process);
  const adapter = view.traits.find(({ kind }) => kind === 'lambda-adapter');
  if (own.holds || adapter === undefined) return own;
  const isItsImage = process?.role === 'web' && process.evidence.some(({ origin }) => origin.file === adapter.origin.file);
  if (!isItsImage && isApart(view, process)) return own;
  return { holds: true, subject: 'Lambda Web Adapter', evidence: [evidenceOf(adapter.origin, 'aws-lambda-adapter')] };
}

function hasClientImage(view: ServiceView, process: ProcessView | undefined): Truth {
  const functions = functionsOf(view);
  const image = functions.find((one) => one.packageType === 'image');
  if (image !== undefined && !isApart(view, process))
    return { holds: true, subject: image.name, evidence: [evidenceOf(image.origin, image.text)] };
  if (functions.some((one) => one.packageType === 'zip')) return NO;
  for (const { facts } of view.input.service.deployments) {
    if (isOfOthers(view, facts, process)) continue;
    const base = facts.images.find((one) => one.final && isLambdaBase(one.name));
    if (base !== undefined) return { holds: true, subject: base.name, evidence: [evidenceOf(base.origin, base.name)] };
    const client = facts.processes.find((one) => startsLambdaClient(one.command));
    if (client !== undefined)
      return { holds: true, subject: client.command.join(' '), evidence: [evidenceOf(client.origin, client.command.join(' '))] };
    const installed = facts.traits.find(({ kind }) => kind === 'lambda-client');
    if (installed !== undefined)
      return { holds: true, subject: installed.value ?? 'its client', evidence: [evidenceOf(installed.origin, installed.kind)] };
  }
  return NO;
}

/** An image that starts another process, where this one has an image of its own: `Dockerfile` beside `Dockerfile-ingestion`. */
function isOfOthers(view: ServiceView, facts: DeploymentFacts, process: ProcessView | undefined): boolean {
  if (process === undefined || facts.tool !== 'dockerfile' || facts.processes.length === 0) return false;
  const own = new Set(process.evidence.map(({ origin }) => origin));
  const starts = (one: DeploymentFacts): boolean =>
    one.tool === 'dockerfile' && one.processes.some(({ origin }) => own.has(origin));
  return !starts(facts) && view.input.service.deployments.some((other) => starts(other.facts));
}

export function hasOtherFunction(view: ServiceView): Truth {
  const other = view.input.service.deployments.flatMap(({ facts }) => facts.functions).find(({ provider }) => provider !== 'aws');
  return bool(other !== undefined, other?.name ?? '', other?.origin);
}

/** Settings of a host that builds and runs it by itself. */
export function isHosted(view: ServiceView, process: ProcessView | undefined): Truth {
  // Hosts of pages and functions keep no worker of their own.
  if (process !== undefined && ['worker', 'scheduler', 'job'].includes(process.role)) return NO;
  const found = view.traits.find(({ kind }) => kind === 'hosted-by');
  return bool(found !== undefined, found?.value ?? '', found?.origin);
}

/** Streams and queues that Lambda itself polls for a function. */
const POLLED: ReadonlySet<string> = new Set(['kafka', 'kinesis', 'sqs', 'mq', 'dynamodb', 'documentdb', 'stream']);

export function hasMapping(view: ServiceView): Truth {
  const polled = functionsOf(view).find(({ events }) => events.some((event) => POLLED.has(event)));
  return bool(polled !== undefined, polled?.name ?? '', polled?.origin);
}

/** Layers that a function names, its template's own included. */
export function hasMoreLayers(view: ServiceView, most: number): Truth {
  const named = view.input.service.deployments
    .flatMap(({ facts }) => facts.functions)
    .find((one) => one.packageType === 'zip' && one.layers.length > most);
  return bool(named !== undefined, named?.name ?? '', named?.origin);
}
