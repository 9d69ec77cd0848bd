import type { Assembly, NativeContext, NativeQuestion, NativeTool, Unasked } from '../../analyzers/analyzer.ts';
import { ANALYZERS } from '../analyzers.ts';
import { excludedBy } from '../config/repositories.ts';
import { deployedInFleet } from '../detect/deployed/environments.ts';
import { fleetOf, readTree } from '../gather.ts';
import { type EcosystemId, type Fleet, type Service, type ServiceId, serviceNames } from '../model/index.ts';
import { type AnalyzeRequest, groupChoice } from '../request.ts';
import type { TargetOverrides } from '../target.ts';
import { type Runner, runProgram } from './ask.ts';

/** Which pairs are put to which installed tool, in which words: known, and shown, before anything is asked. */

/** What is asked of a fleet, and of the tools that are installed. */
export interface VerifyRequest extends AnalyzeRequest {
  /** Given: without a joint resolution there is nothing to hold against a tool. */
  readonly resolve: NonNullable<AnalyzeRequest['resolve']>;
  /** Services by name: the pairs of one with all others, or the pairs among several; all pairs when absent. */
  readonly services?: readonly string[];
  readonly offline: boolean;
  /** Pairs asked at most, per ecosystem. */
  readonly limit: number;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly run?: Runner;
}

export type Pair = readonly [ServiceId, ServiceId];

export interface PlannedPair {
  readonly services: Pair;
  readonly question: NativeQuestion | Unasked;
}

/** What one ecosystem's tool is going to be asked: nothing of it has run but `--version`. */
export interface PlannedTool {
  readonly ecosystem: EcosystemId;
  readonly command: string;
  readonly version: string;
  readonly settings: NativeTool['settings'];
  readonly atOnce: number;
  readonly pairs: readonly PlannedPair[];
  /** Pairs beyond the limit. */
  readonly left: number;
}

/** All that would be asked, and of what nothing can be. */
export interface VerifyPlan {
  readonly tools: readonly PlannedTool[];
  /** Ecosystems of the fleet whose tool is not installed. */
  readonly absent: readonly { readonly ecosystem: EcosystemId; readonly because: string }[];
  /** Names that mean no service. */
  readonly unknown: readonly string[];
  /** The services that there are. */
  readonly known: readonly ServiceId[];
  /** What both sides resolve for: the whole fleet's target, whichever of its services are asked about. */
  readonly target: TargetOverrides;
}

/** Reads the fleet and finds the tools; asks them nothing yet. */
export async function planVerification(request: VerifyRequest): Promise<VerifyPlan> {
  const { fleet, questions, config } = fleetOf(readTree(request, excludedBy(request.config)), request);
  const isDeployed = deployedInFleet(fleet.services, groupChoice({ ...request, config }, fleet.services));
  const wanted = request.services ?? [];
  const tools: PlannedTool[] = [];
  const absent: { readonly ecosystem: EcosystemId; readonly because: string }[] = [];
  for (const { id, native } of ANALYZERS) {
    if (id === 'deployment' || native === undefined || (request.realms !== undefined && !request.realms.includes(id))) continue;
    const pairs = pairsOf(fleet.services, id, wanted);
    const ask = questions.get(id);
    if (pairs.length === 0 || ask === undefined) continue;
    const found = await installed(native, request);
    if (found === undefined) {
      const names = native.programs.map(({ command }) => command).join(' nor ');
      absent.push({ ecosystem: id, because: `${names} is not installed` });
      continue;
    }
    const asked = pairs
      .slice(0, request.limit)
      .map((pair) => planned(pair, ask, { ...found, target: fleet.target, isDeployed }, request));
    tools.push({
      ecosystem: id,
      ...found,
      settings: native.settings,
      atOnce: native.atOnce,
      pairs: asked,
      left: pairs.length - asked.length,
    });
  }
  const named = serviceNames(fleet.services);
  return {
    tools,
    absent,
    unknown: wanted.filter((name) => named(name).length === 0),
    known: fleet.services.map(({ id }) => id),
    target: pinned(fleet, request.target),
  };
}

/**
 * Pairs of services that both have a part in the ecosystem: first all among the first two, then among the first
 * three, and so on, so that a limit leaves out whole services and not single verdicts of every one.
 */
function pairsOf(
  services: readonly Service[],
  ecosystem: EcosystemId,
  wanted: readonly string[],
): readonly (readonly [Service, Service])[] {
  const parts = services.filter(({ units }) => units.some((unit) => unit.ecosystem === ecosystem));
  const named = new Set(wanted.flatMap(serviceNames(services)));
  const isWanted = ({ id }: Service): boolean => named.has(id);
  const all = parts.flatMap((later, index) => parts.slice(0, index).map((earlier) => [earlier, later] as const));
  if (wanted.length === 0) return all;
  const needed = wanted.length === 1 ? 1 : 2;
  return all.filter((pair) => pair.filter(isWanted).length >= needed);
}

function planned(
  pair: readonly [Service, Service],
  ask: NonNullable<Assembly['nativeQuestion']>,
  known: Pick<NativeContext, 'command' | 'version' | 'target' | 'isDeployed'>,
  { offline, before }: VerifyRequest,
): PlannedPair {
  const [a, b] = pair;
  const context = { ...known, offline, ...(before === undefined ? {} : { before }) };
  return { services: [a.id, b.id], question: ask([a.path, b.path], context) };
}

/** The go command is a limit only where somebody stated it; the other runtimes are one however they were found. */
function pinned({ target }: Fleet, stated: TargetOverrides = {}): TargetOverrides {
  const { python, node, jdk, platform } = target;
  return { ...stated, python, node, jdk, platform };
}

type Installed = Pick<PlannedTool, 'command' | 'version'>;

async function installed({ programs }: NativeTool, { env, run = runProgram }: VerifyRequest): Promise<Installed | undefined> {
  for (const { command, version } of programs) {
    // From the root directory: in the project a tool might read a configuration that names another one of itself.
    const { ok, output } = await run(command, version, { directory: '/', env: { ...env, GOTOOLCHAIN: 'local' } });
    const line = output.split('\n').find((one) => /\d/.test(one));
    if (ok) return { command, version: line?.trim() ?? '' };
  }
  return undefined;
}
