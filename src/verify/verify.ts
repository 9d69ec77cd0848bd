import * as v from 'valibot';
import type { NativeQuestion, NativeService, NativeTool } from '../../analyzers/analyzer.ts';
import { type AnalyzeRequest, analyze, fleetOf, readTree } from '../analyze.ts';
import { ANALYZERS } from '../analyzers.ts';
import type { LoadedConfig } from '../config/load.ts';
import { ConfigSchema } from '../config/schema.ts';
import { decode } from '../discover/tree.ts';
import { type Compatibility, type EcosystemId, type Fleet, isReadFailure, type Verdict } from '../model/index.ts';
import { askNative, type NativeAnswer, type Runner, runProgram } from './ask.ts';

/** The verdicts of pairs, ecosystem by ecosystem, beside those of the tools that are installed. */

export interface VerifyRequest extends AnalyzeRequest {
  /** Given: without a joint resolution there is nothing to hold against a tool. */
  readonly resolve: NonNullable<AnalyzeRequest['resolve']>;
  readonly offline: boolean;
  /** Pairs asked at most, per ecosystem. */
  readonly limit: number;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly run?: Runner;
}

export interface PlannedPair {
  readonly services: readonly [string, string];
  readonly question: NativeQuestion | { readonly unasked: string };
}

/** What one ecosystem's tool is going to be asked: nothing of it has run but `--version`. */
export interface PlannedTool {
  readonly ecosystem: EcosystemId;
  readonly command: string;
  readonly version: string;
  readonly settings: NativeTool['settings'];
  readonly pairs: readonly PlannedPair[];
  /** Pairs beyond the limit. */
  readonly left: number;
}

export interface VerifyPlan {
  readonly tools: readonly PlannedTool[];
  /** Ecosystems of the fleet whose tool is not installed, or that have none that answers without building. */
  readonly absent: readonly { readonly ecosystem: EcosystemId; readonly because: string }[];
}

export interface Verified {
  readonly ecosystem: EcosystemId;
  readonly services: readonly [string, string];
  readonly verdict: Verdict | undefined;
  readonly answer: NativeAnswer | undefined;
  readonly outcome: 'agrees' | 'differs' | 'open';
  /** Why it is open: the tool could not be asked or failed, or cohost does not know. */
  readonly because?: string;
}

/** Reads the fleet and finds the tools; asks them nothing yet. */
export async function planVerification(request: VerifyRequest): Promise<VerifyPlan> {
  const { fleet } = fleetOf(readTree(request).assemble, request);
  const tools: PlannedTool[] = [];
  const absent: { readonly ecosystem: EcosystemId; readonly because: string }[] = [];
  for (const { id, native } of ANALYZERS) {
    if (id === 'deployment' || (request.realms !== undefined && !request.realms.includes(id))) continue;
    const services = nativeServices(fleet, id);
    if (services.length < 2) continue;
    const found = native === undefined ? undefined : await installed(native, request);
    if (native === undefined || found === undefined) {
      const names = native?.programs.map(({ command }) => command).join(' nor ') ?? '';
      const because = native === undefined ? 'no tool answers without building' : `${names} is not installed`;
      absent.push({ ecosystem: id, because });
      continue;
    }
    const all = pairsOf(services);
    const pairs = all.slice(0, request.limit).map(
      ([a, b]): PlannedPair => ({
        services: [a.id, b.id],
        question: native.question([a, b], contextOf(found.command, fleet, request)),
      }),
    );
    tools.push({ ecosystem: id, ...found, settings: native.settings, pairs, left: all.length - pairs.length });
  }
  return { tools, absent };
}

type Named = NativeService & { readonly id: string };

function nativeServices({ services }: Fleet, ecosystem: EcosystemId): readonly Named[] {
  return services
    .map(({ id, path, units }) => ({ id, path, units: units.filter((unit) => unit.ecosystem === ecosystem) }))
    .filter(({ units }) => units.length > 0);
}

function pairsOf(services: readonly Named[]): readonly (readonly [Named, Named])[] {
  return services.flatMap((a, index) => services.slice(index + 1).map((b) => [a, b] as const));
}

function contextOf(command: string, { target }: Fleet, { tree, offline, before }: VerifyRequest) {
  return {
    command,
    target,
    offline,
    ...(before === undefined ? {} : { before }),
    read: (path: string): string | undefined => {
      const bytes = tree.read(path);
      return isReadFailure(bytes) ? undefined : decode(bytes);
    },
  };
}

async function installed(
  { programs }: NativeTool,
  { env, run = runProgram }: VerifyRequest,
): Promise<{ readonly command: string; readonly version: string } | undefined> {
  for (const { command, version } of programs) {
    // From the root directory: in the project a tool might read a configuration that names another one of itself.
    const { ok, output } = await run(command, version, { directory: '/', env: { ...env, GOTOOLCHAIN: 'local' } });
    const line = output.split('\n').findLast((one) => one.trim() !== '');
    if (ok) return { command, version: line?.trim() ?? '' };
  }
  return undefined;
}

/** Resolves each ecosystem by itself, asks its tool the same, and gives each pair as soon as it is known. */
export async function* verifyPlan(plan: VerifyPlan, request: VerifyRequest): AsyncGenerator<Verified> {
  for (const tool of plan.tools) {
    const analysis = await analyze(requestFor(tool, request));
    const verdicts = new Map(analysis.report.compatibility.map((one) => [one.services.join('\0'), one]));
    for (const { services, question } of tool.pairs) {
      const mine = verdicts.get(services.join('\0'));
      if ('unasked' in question) {
        yield {
          ecosystem: tool.ecosystem,
          services,
          verdict: mine?.verdict,
          answer: undefined,
          outcome: 'open',
          because: question.unasked,
        };
        continue;
      }
      const answer = await askNative(tool.command, question, request.env, request.run);
      yield { ecosystem: tool.ecosystem, services, verdict: mine?.verdict, answer, ...compare(mine, answer, tool.command) };
    }
  }
}

function compare(mine: Compatibility | undefined, answer: NativeAnswer, command: string): Pick<Verified, 'outcome' | 'because'> {
  if (answer.kind === 'failed') return { outcome: 'open', because: `${command} failed for a reason of its own` };
  if (mine === undefined || mine.verdict === 'unknown')
    return { outcome: 'open', because: mine?.because ?? 'cohost has no verdict' };
  const fits = mine.verdict !== 'separate';
  return { outcome: fits === (answer.kind === 'fits') ? 'agrees' : 'differs' };
}

/** One realm, every pair, and the settings under which both are asked the same thing. */
function requestFor({ ecosystem, settings }: PlannedTool, request: VerifyRequest): AnalyzeRequest {
  const config = withSettings(request.config, ecosystem, settings);
  const resolve: VerifyRequest['resolve'] = async (target, warn) => {
    const opened = await request.resolve(target, warn);
    return { ...opened, settings: { ...opened.settings, [ecosystem]: { ...opened.settings[ecosystem], ...settings } } };
  };
  return { ...request, config, resolve, realms: [ecosystem], level: 'environment', allPairs: true };
}

function withSettings(loaded: LoadedConfig, ecosystem: EcosystemId, settings: NativeTool['settings']): LoadedConfig {
  const realms = { ...loaded.config.realms, [ecosystem]: { ...loaded.config.realms?.[ecosystem], ...settings } };
  const parsed = v.safeParse(ConfigSchema, { ...loaded.config, realms });
  return parsed.success ? { ...loaded, config: parsed.output } : loaded;
}
