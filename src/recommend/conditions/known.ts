import type { DeploymentFacts, TraitKind } from '../../model/index.ts';
import { tellsNeed, tellsPurpose } from '../signals.ts';
import { buildsApplication, buildsForServer } from './builds.ts';
import { isCommandForPeople, tellsOfCommands } from './command.ts';
import { isLibrary } from './library.ts';
import { staticSite } from './static-site.ts';
import { firm } from './truth.ts';
import { hitsOf, type ServiceView } from './view.ts';

/** Contracts have clients as well, and who hosts a service does not say what it does. */
const SAYS_LITTLE: ReadonlySet<TraitKind> = new Set(['grpc-service', 'hosted-by', 'no-http', 'no-listener', 'no-web-server']);

/** Whether its files say so. What a library brings tells of those that run it. */
export function isShown(view: ServiceView): boolean {
  if (isLibrary(view.input)) return false;
  // A program for people has clients of what its services serve.
  const isInstalled = isCommandForPeople(view);
  const isCommand = isInstalled || firm(hitsOf(view, 'cli')).length > 0;
  const hits = [...view.hits.values()]
    .flat()
    .filter((hit) => !isCommand || (isInstalled ? tellsOfCommands(hit) : hit.group.confidence !== 'low'));
  if (hits.some(({ signal }) => tellsPurpose(signal) || tellsNeed(signal))) return true;
  // `node server.js` tells what runs; `node index.js` does not.
  // A job that its place alone tells shows nothing.
  if (view.processes.some(({ role, evidence }) => role !== 'unknown' && evidence.length > 0)) return true;
  if (staticSite(view).holds || buildsApplication(view).holds || buildsForServer(view).holds) return true;
  // Who is listed for a shared host has been judged by people who know it.
  if (view.input.sharing.host !== undefined) return true;
  return view.input.service.deployments.some(
    ({ facts: one }) =>
      !(isCommand && isImageOfCommand(one)) &&
      (one.processes.length > 0 ||
        one.functions.length > 0 ||
        one.images.some(({ final }) => final) ||
        one.traits.some(({ kind }) => !SAYS_LITTLE.has(kind))),
  );
}

/** An image that starts one program, without a word and without a port: whoever runs it says what it is to do. */
function isImageOfCommand({ tool, processes, demands, traits }: DeploymentFacts): boolean {
  return (
    tool === 'dockerfile' &&
    processes.every(({ command, ports }) => command.length <= 1 && ports.length === 0) &&
    traits.length === 0 &&
    !demands.some(({ realm }) => realm === 'port')
  );
}
