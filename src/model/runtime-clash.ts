import type { Demand } from './demand.ts';
import type { RuntimeName } from './realm.ts';
import type { Description } from './rule.ts';
import { shortPurl } from './subject.ts';
import { listed } from './text/listed.ts';

/** Runtimes by the names that sentences use. */
export const RUNTIME_NAMES: Readonly<Record<RuntimeName, string>> = { python: 'Python', node: 'Node.js', jdk: 'JDK', go: 'Go' };

/** Services that a sentence names. */
const NAMED = 4;

/** Demands on one runtime that no version of it meets. */
export function describeRuntimeClash(runtime: RuntimeName, demands: readonly Demand[]): Description {
  const name = RUNTIME_NAMES[runtime];
  return {
    message: `no ${name} version suits ${runtimeAsked(demands)}`,
    explanation: [
      ...runtimeSteps(runtime, demands),
      `One host has one default ${name}; an image each, or a version manager per service, ends this.`,
    ],
  };
}

/** Who asks for what: `a (>=20) and b (18)`. */
export function runtimeAsked(demands: readonly Demand[]): string {
  return listed([...new Set(demands.map(({ service, constraint }) => `${service} (${constraint})`))], NAMED);
}

/** A step for each demand: whose it is, and where it stands. */
export function runtimeSteps(runtime: RuntimeName, demands: readonly Demand[]): readonly string[] {
  return demands.map(({ service, constraint, via, origin }) => {
    const holder = via.at(-1);
    const who = holder === undefined ? service : `${shortPurl(holder)} of ${service}`;
    return `${who} needs ${RUNTIME_NAMES[runtime]} ${constraint} (${origin.file}:${origin.line})`;
  });
}
