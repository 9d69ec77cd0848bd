import { combinationsOf, type Repin, type Resolution, type Retried } from '../../../src/model/index.ts';
import type { PythonService } from './lines.ts';

/**
 * Services that keep several environments: where all of their lines together have no solution, each of their environments
 * is asked about beside each of the others'. They share where every one of those answers does.
 */

/** More combinations are not asked about: what all lines together say stands then. */
const MAX_COMBINATIONS = 24;

export async function resolveApart(
  services: readonly PythonService[],
  resolve: (services: readonly PythonService[]) => Promise<Resolution>,
): Promise<Resolution> {
  const whole = await resolve(services);
  if (whole.kind !== 'conflict') return whole;
  const combinations = choicesOf(services);
  if (combinations.length === 0) return whole;
  const answers: Resolution[] = [];
  for (const combination of combinations) answers.push(await resolve(combination));
  return together(answers) ?? whole;
}

export async function retryApart(
  services: readonly PythonService[],
  retry: (services: readonly PythonService[]) => Promise<Retried>,
): Promise<Retried> {
  const whole = await retry(services);
  if (whole.kind === 'resolved') return whole;
  const answers: Retried[] = [];
  for (const combination of choicesOf(services)) answers.push(await retry(combination));
  return answers.find(({ kind }) => kind !== 'resolved') ?? answers[0] ?? whole;
}

/** One environment of each service, in every way; none where nobody keeps several. */
function choicesOf(services: readonly PythonService[]): readonly (readonly PythonService[])[] {
  const count = services.reduce((product, { apart }) => product * (apart?.length ?? 1), 1);
  return count === 1 || count > MAX_COMBINATIONS ? [] : combinationsOf(services.map((service) => service.apart ?? [service]));
}

/** What excludes one environment excludes its service. */
function together(answers: readonly Resolution[]): Resolution | undefined {
  const against = answers.find(({ kind }) => kind === 'conflict') ?? answers.find(({ kind }) => kind === 'unknown');
  if (against !== undefined) return against;
  const versions = new Map<string, readonly string[]>();
  const repins = new Map<string, Repin>();
  for (const answer of answers) {
    if (answer.kind !== 'resolved') continue;
    for (const [name, found] of answer.versions) versions.set(name, [...new Set([...(versions.get(name) ?? []), ...found])]);
    for (const repin of answer.repins) repins.set(`${repin.service} ${repin.subject} ${repin.to}`, repin);
  }
  return { kind: 'resolved', versions, repins: [...repins.values()], findings: [] };
}
