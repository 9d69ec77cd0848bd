import {
  addTo,
  type Dependency,
  type DeploymentFacts,
  isForBrowsers,
  type Origin,
  type SizeEstimate,
  type Trait,
  type TraitKind,
} from '../../model/index.ts';
import type { FactName, RecommendInput } from '../input.ts';
import { isMarked } from '../marks.ts';
import { isBeside, type ProcessView, processesOf } from '../processes.ts';
import { lambdaRuntimeFit, type RuntimeFit } from '../runtime.ts';
import { productionDependencies, type SignalHit, signalsOf } from '../signals.ts';
import { estimateSize } from '../size.ts';
import { handsOutFiles } from './handed-out.ts';
import { isLibrary, isTold } from './library.ts';

/** What is known of one service, before any fact is varied. */
export interface ServiceView {
  readonly input: RecommendInput;
  readonly hits: ReadonlyMap<string, readonly SignalHit[]>;
  readonly direct: readonly Dependency[];
  readonly traits: readonly Trait[];
  readonly processes: readonly ProcessView[];
  readonly size: SizeEstimate;
  readonly runtime: RuntimeFit;
  /** Descriptors of images that other processes of the service run in; absent where it is taken as a whole. */
  readonly othersImages?: ReadonlySet<DeploymentFacts>;
}

/** What is read of its files, without estimates. */
export type FilesView = Omit<ServiceView, 'size' | 'runtime'>;

export function viewOf(input: RecommendInput): ServiceView {
  const { service, groups, layers, today } = input;
  return { ...filesView(input), size: estimateSize(service, groups, layers), runtime: lambdaRuntimeFit(service, today) };
}

export function filesView(input: RecommendInput): FilesView {
  const { service, groups = [] } = input;
  const hits = new Map<string, SignalHit[]>();
  const processes = processesOf(service);
  // What a library brings tells of those that run it, and what files for browsers are built with runs nowhere.
  const isBuilt = service.units.every(({ ecosystem }) => isForBrowsers(ecosystem)) && handsOutFiles(service, processes);
  const tells = isTold(input.facts) || !(isLibrary(input) || isBuilt);
  const isOfWorker = processes.some(({ role }) => role === 'worker');
  const shows = (wanted: TraitKind): boolean =>
    service.deployments.some(({ facts }) => facts.traits.some(({ kind }) => kind === wanted));
  const polls = shows('polls-queue');
  const takes = (hit: SignalHit): boolean => {
    if (isRedis(hit.dependency)) return shows('reads-redis');
    return !isCloudsQueue(hit) || polls || (isOfWorker && !isWholeSdk(hit.dependency));
  };
  if (tells) for (const hit of signalsOf(service, groups).filter(takes)) addTo(hits, hit.signal, hit);
  return {
    input,
    hits,
    direct: productionDependencies(service, groups),
    traits: service.deployments.flatMap(({ facts }) => (isBeside(facts) ? [] : facts.traits)),
    processes,
  };
}

const isWholeSdk = isMarked('whole-sdk');
/** A cache to most who have its client. */
const isRedis = isMarked('redis-client');

/** Whoever sends to a cloud's queue has the same client: it tells something where a source asks for messages, or a worker runs. */
function isCloudsQueue({ signal, group }: SignalHit): boolean {
  return signal === 'consumer-queue' && group.confidence === 'low';
}

/**
 * Of several processes, each has what the descriptor that starts it says (a mounted socket, a volume, a consumer group);
 * what an image or a source says holds for all.
 */
export function viewOfProcess(view: ServiceView, process: ProcessView): ServiceView {
  const own = new Set(process.evidence.map(({ origin }) => origin));
  const others = new Set(
    view.input.service.deployments.flatMap(({ facts: { tool, processes, functions, traits } }) => {
      const started = [...processes, ...functions];
      const isOthers = tool !== 'dockerfile' && started.length > 0 && !started.some(({ origin }) => own.has(origin));
      return isOthers ? traits : [];
    }),
  );
  const othersImages = imagesOfOthers(view, own);
  if (others.size + othersImages.size === 0) return view;
  return { ...view, traits: view.traits.filter((trait) => !others.has(trait)), othersImages };
}

/** Where images of its own are known: all others. */
function imagesOfOthers({ input }: ServiceView, own: ReadonlySet<Origin>): ReadonlySet<DeploymentFacts> {
  const facts = input.service.deployments.map((one) => one.facts);
  const mine = facts.filter(({ processes }) => processes.some(({ origin }) => own.has(origin)));
  const files = new Set(
    mine.flatMap(({ tool, descriptor, join }) => (tool === 'dockerfile' ? descriptor.path : join.dockerfile) ?? []),
  );
  const images = facts.filter(({ tool }) => tool === 'dockerfile');
  const isMine = ({ descriptor }: DeploymentFacts): boolean => files.has(descriptor.path);
  return new Set(images.some(isMine) ? images.filter((one) => !isMine(one)) : []);
}

export function hitsOf(view: FilesView, signal: string): readonly SignalHit[] {
  return view.hits.get(signal) ?? [];
}

export function originOf(view: ServiceView, fact: FactName): Origin | undefined {
  return view.input.factOrigin?.(fact);
}

/** Signals of what serves HTTP. */
export const WEB = ['web-sync', 'web-async'] as const;

/** A program whose framework would serve HTTP, and that says that it does not; nothing of the kind where another one beside it does. */
export function isWithoutHttp({ traits }: ServiceView): boolean {
  return traits.some(({ kind }) => NO_HTTP.has(kind)) && !traits.some(({ kind }) => kind === 'serves-http');
}

const NO_HTTP: ReadonlySet<TraitKind> = new Set(['no-http', 'no-web-server']);

export function isWeb(view: ServiceView): boolean {
  return !isWithoutHttp(view) && WEB.some((signal) => hitsOf(view, signal).length > 0);
}
