import {
  directoryOf,
  inDirectory,
  isLambdaBase,
  pathBelow,
  printable,
  type Service,
  startsLambdaClient,
} from '../../model/index.ts';
import { FACTS } from '../data/facts.ts';
import type { Facts } from '../input.ts';
import type { ProcessView } from '../processes.ts';
import { candidates, lambdaRuntimeFit } from '../runtime.ts';
import type { Profile } from './profile.ts';

/** What Lambda is to be told of a service. */
export interface FunctionFacts {
  readonly lambdaRuntime: string;
  readonly architecture: 'x86_64' | 'arm64';
  readonly handler: string;
  readonly handlerKnown: boolean;
  /** What deploys it today makes one file of its source. */
  readonly bundled: boolean;
  /** What the handler names is TypeScript, and nothing shows what a build makes of it. */
  readonly isTypeScript: boolean;
  readonly lambdaMemoryMiB: number;
  readonly timeoutSeconds: number;
  /** Its /tmp, where that is more than every function has. */
  readonly scratchMiB: number | undefined;
  /** What calls it today: `http`, `sqs`, `schedule` … */
  readonly events: readonly string[];
  /** Functions of the same service that are declared beside this one. */
  readonly others: readonly string[];
  /** The image out of which its own Dockerfile takes Lambda Web Adapter, which hands requests to a server. */
  readonly adapter: string | undefined;
}

/** A process of a service, as its ecosystem writes it. */
interface Called {
  readonly service: Service;
  readonly profile: Profile;
  readonly process: ProcessView | undefined;
  /** Of all its dependencies. */
  readonly names: readonly string[];
}

/** The service as a function: as its template declares one, else within the limits that Lambda has. */
export function functionOf(
  { service, profile, process, names }: Called,
  { facts = {}, today }: { readonly facts?: Facts; readonly today: string },
): FunctionFacts {
  const all = service.deployments
    .flatMap(({ facts: { functions, join, tool, descriptor } }) =>
      // The Serverless Framework finds a handler from its own file.
      functions.map((one) => ({ ...one, home: tool === 'serverless' ? directoryOf(descriptor.path) : join.directory })),
    )
    .filter((one) => one.provider === 'aws');
  const [declared, ...others] = all;
  const source = profile.isHandlerFixed ? undefined : sourceHandler(service);
  const stated = declaredHandler(declared, profile, service.path) ?? imageHandler(service);
  const written = stated ?? source?.handler;
  const built = written === undefined ? undefined : builtBy(service, profile, written);
  const known = built ?? written ?? handlerOf(names);
  const adapter = adapterOf(service, process);
  const memoryMiB = facts.memoryMiB ?? declared?.memoryMiB ?? profile.functionMemoryMiB;
  const runSeconds = facts.jobSeconds ?? facts.requestSeconds ?? 0;
  return {
    lambdaRuntime: runtimeFor(service, profile, today),
    architecture: (declared?.architecture ?? profile.architecture) === 'arm64' ? 'arm64' : 'x86_64',
    handler: known ?? profile.handler,
    handlerKnown: known !== undefined || profile.isHandlerFixed,
    bundled: declared?.bundled === true && built === undefined,
    isTypeScript: stated === undefined && built === undefined && source?.isTypeScript === true,
    lambdaMemoryMiB: Math.min(FACTS.memory.value, Math.max(128, Math.ceil(memoryMiB))),
    events: adapter === undefined ? [...new Set(declared?.events)] : [],
    others: adapter === undefined ? [...new Set(all.length === 0 ? bySource(process) : others.map(({ name }) => name))] : [],
    adapter,
    scratchMiB: scratchOf(facts.diskMiB ?? declared?.ephemeralMiB ?? 0),
    timeoutSeconds: Math.min(FACTS.timeout.value, Math.ceil(Math.max(declared?.timeoutSeconds ?? 30, runSeconds * 1.5))),
  };
}

/** MiB of /tmp that come without being asked for. */
const PLAIN_SCRATCH = 512;

function scratchOf(diskMiB: number): number | undefined {
  return diskMiB > PLAIN_SCRATCH ? Math.min(FACTS.scratch.value, Math.ceil(diskMiB)) : undefined;
}

/** Where the code of a function lies below the service, its handler is found by that path: Node.js resolves it by file. */
function declaredHandler(
  declared: { readonly handler?: string; readonly home: string | undefined } | undefined,
  { isHandlerPath }: Profile,
  path: string,
): string | undefined {
  const { handler, home } = declared ?? {};
  const below = handler === undefined || !isHandlerPath || home === undefined ? undefined : pathBelow(path, home);
  if (handler === undefined || below === undefined || below === '' || printable(below) !== below) return handler;
  return inDirectory(below, handler);
}

/** Entry points that frameworks bring themselves. */
const FRAMEWORK_HANDLERS: readonly (readonly [dependency: RegExp, handler: string])[] = [
  [/^chalice$/, 'app.app'],
  [/^io\.quarkus:quarkus-amazon-lambda/, 'io.quarkus.amazon.lambda.runtime.QuarkusStreamHandler::handleRequest'],
  [
    /^org\.springframework\.cloud:spring-cloud-function-adapter-aws$/,
    'org.springframework.cloud.function.adapter.aws.FunctionInvoker::handleRequest',
  ],
];

/** The one word that an image of Lambda's starts with, or the last one behind its client in an image of another's. */
function imageHandler({ deployments }: Service): string | undefined {
  return deployments
    .filter(({ facts: { tool } }) => tool === 'dockerfile')
    .flatMap(({ facts: { images, processes } }) => {
      const isLambdas = images.some(({ final, name }) => final && isLambdaBase(name));
      return processes.flatMap(({ command }) =>
        (isLambdas ? command.length === 1 : startsLambdaClient(command)) ? (command.at(-1) ?? []) : [],
      );
    })
    .find((handler) => /^[\w./-]+\.\w+$|^[\w.$]+(?:::\w+)?$/.test(handler));
}

/** The handler that a source file shows, by the directories in which it lies. */
function sourceHandler({ path, deployments }: Service): { readonly handler: string; readonly isTypeScript: boolean } | undefined {
  const [found] = deployments.flatMap(({ facts }) => facts.traits.filter(({ kind }) => kind === 'lambda-handler'));
  if (found?.value === undefined) return undefined;
  const directory = directoryOf(found.origin.file);
  const below = directory === path ? '' : pathBelow(path, directory);
  if (below === undefined || printable(below) !== below) return undefined;
  return { handler: inDirectory(below === '' ? '.' : below, found.value), isTypeScript: /\.[cm]?tsx?$/.test(found.origin.file) };
}

/** What the script that builds the package leaves of a handler. */
function builtBy({ units }: Service, { builtHandler }: Profile, handler: string): string | undefined {
  const build = units.flatMap(({ entryPoints = [] }) => entryPoints).find(({ name }) => name === 'build');
  return build === undefined ? undefined : builtHandler?.(handler, build.command);
}

function handlerOf(names: readonly string[]): string | undefined {
  return FRAMEWORK_HANDLERS.find(([dependency]) => names.some((name) => dependency.test(name)))?.[1];
}

/** Programs that only their sources tell, behind the one that is written. */
function bySource(process: ProcessView | undefined): readonly string[] {
  return process?.role === 'function' && !process.deployed ? process.commands.slice(1) : [];
}

/** What brings its own runtime starts on the newest system as on the one that it has today. */
function runtimeFor(service: Service, profile: Profile, today: string): string {
  const fitting = profile.isHandlerFixed ? undefined : lambdaRuntimeFit(service, today).runtime?.name;
  return fitting !== undefined && profile.functions.test(fitting) ? fitting : newestRuntime(profile, today);
}

function newestRuntime({ family }: Profile, today: string): string {
  return candidates(family, today)[0]?.name ?? 'provided.al2023';
}

/** The adapter that the image of this process brings. */
function adapterOf({ deployments }: Service, process: ProcessView | undefined): string | undefined {
  if (process === undefined || process.role === 'function') return undefined;
  const files = new Set(process.evidence.map(({ origin }) => origin.file));
  const [found] = deployments
    .flatMap(({ facts }) => facts.traits)
    .filter(({ kind, origin }) => kind === 'lambda-adapter' && files.has(origin.file));
  return found?.value;
}

/** That the handler is none of the service's. */
export function placeholderNotes({ handlerKnown, handler }: FunctionFacts): readonly string[] {
  return handlerKnown ? [] : [`No handler was found: ${handler} is a placeholder.`];
}
