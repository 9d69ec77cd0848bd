import * as v from 'valibot';
import { type Analysis, analyze } from '../analyze.ts';
import { type LoadedConfig, realmSettings } from '../config/load.ts';
import { ConfigSchema } from '../config/schema.ts';
import type { Compatibility, Conflict, EcosystemId, Verdict } from '../model/index.ts';
import type { AnalyzeRequest } from '../request.ts';
import { askNative, type NativeAnswer } from './ask.ts';
import type { Pair, PlannedPair, PlannedTool, VerifyPlan, VerifyRequest } from './plan.ts';

/** The verdict on a pair in one ecosystem beside the answer of its tool. */
export interface Verified {
  readonly ecosystem: EcosystemId;
  readonly services: Pair;
  readonly verdict: Verdict | undefined;
  readonly answer: NativeAnswer | undefined;
  readonly outcome: 'agrees' | 'differs' | 'open';
  /** Why it is open: the tool could not be asked or failed, or cohost does not know. Where they differ, what cohost says. */
  readonly because?: string;
}

/** Resolves each ecosystem by itself, asks its tool the same, and gives each pair as soon as it is known. */
export async function* verifyPlan(plan: VerifyPlan, request: VerifyRequest): AsyncGenerator<Verified> {
  for (const tool of plan.tools) {
    const analysis = await analyze(requestFor(tool, plan, request));
    for (let at = 0; at < tool.pairs.length; at += tool.atOnce) {
      yield* await Promise.all(tool.pairs.slice(at, at + tool.atOnce).map((pair) => verified(tool, pair, analysis, request)));
    }
  }
}

async function verified(
  { ecosystem, command }: PlannedTool,
  { services, question }: PlannedPair,
  { report }: Analysis,
  { env, run }: VerifyRequest,
): Promise<Verified> {
  const mine = report.compatibility.find((one) => services.every((service) => one.services.includes(service)));
  const base = { ecosystem, services, verdict: mine?.verdict };
  if ('unasked' in question) return { ...base, answer: undefined, outcome: 'open', because: question.unasked };
  const answer = await askNative(command, question, env, run);
  const alone = report.conflicts.some((one) => isUnresolvable(one, ecosystem, services));
  if (answer.kind === 'fits' && question.without !== undefined) {
    return { ...base, answer, outcome: 'open', because: question.without };
  }
  const outcome = outcomeOf(mine, answer, command, alone);
  if (outcome.outcome !== 'differs') return { ...base, answer, ...outcome };
  const conflict = report.conflicts.find(({ id }) => mine?.conflicts.includes(id));
  return { ...base, answer, ...outcome, ...(conflict === undefined ? {} : { because: conflict.message }) };
}

/** A service that has no solution by itself has none with another, which no verdict about the two says. */
function isUnresolvable({ rule, realm, services: found }: Conflict, ecosystem: EcosystemId, services: Pair): boolean {
  return rule === 'service/unresolvable' && realm === ecosystem && found.some((service) => services.includes(service));
}

function outcomeOf(
  mine: Compatibility | undefined,
  answer: NativeAnswer,
  command: string,
  unresolvable: boolean,
): Pick<Verified, 'outcome' | 'because'> {
  if (answer.kind === 'failed') return { outcome: 'open', because: `${command} failed for another reason` };
  if (mine?.verdict === 'unknown' && unresolvable) {
    const because = mine.because ?? 'one of them has no solution by itself';
    return { outcome: answer.kind === 'refuses' ? 'agrees' : 'differs', because };
  }
  if (mine === undefined || mine.verdict === 'unknown') {
    return { outcome: 'open', because: mine?.because ?? 'cohost has no verdict' };
  }
  const fits = mine.verdict !== 'separate';
  return { outcome: fits === (answer.kind === 'fits') ? 'agrees' : 'differs' };
}

/** One realm, the services that are asked about, and the settings under which both are asked the same thing. */
function requestFor({ ecosystem, settings, pairs }: PlannedTool, { target }: VerifyPlan, request: VerifyRequest): AnalyzeRequest {
  const config = withSettings(request.config, ecosystem, settings);
  const resolve: VerifyRequest['resolve'] = async (to, warn) => {
    const opened = await request.resolve(to, warn);
    return { ...opened, settings: { ...opened.settings, [ecosystem]: { ...opened.settings[ecosystem], ...settings } } };
  };
  const only = [...new Set(pairs.flatMap(({ services }) => services))];
  return { ...request, config, resolve, target, only, realms: [ecosystem], level: 'environment', allPairs: true };
}

function withSettings(loaded: LoadedConfig, ecosystem: EcosystemId, settings: PlannedTool['settings']): LoadedConfig {
  const realms = { ...loaded.config.realms, [ecosystem]: { ...realmSettings(loaded)[ecosystem], ...settings } };
  const parsed = v.safeParse(ConfigSchema, { ...loaded.config, realms });
  return parsed.success ? { ...loaded, config: parsed.output } : loaded;
}
