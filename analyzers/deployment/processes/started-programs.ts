/** Programs that a descriptor starts on a host, with the ports that it tells them. */
import type { DeploymentFacts, Origin, RunProcess } from '../../../src/model/index.ts';
import { bindingsOf, type PortUse } from '../demands.ts';
import { commandUses, toldPorts } from '../ports.ts';
import { listeningDemands } from '../programs/command-servers.ts';

export interface Program {
  readonly name: string;
  readonly kind: RunProcess['kind'];
  readonly words: readonly string[];
  readonly environment: ReadonlyMap<string, string>;
  readonly replicas?: number;
  readonly origin: Origin;
}

/** A program that is started, with the ports that its command line says, else its environment. */
function started({ environment, words, origin, ...program }: Program): {
  readonly process: RunProcess;
  readonly ports: readonly PortUse[];
} {
  const said = commandUses(words, origin, environment);
  const set = [...toldPorts(environment)];
  const ports =
    said.length > 0
      ? said
      : set.map(([port, settable]): PortUse => ({ port, settable, protocol: 'tcp', bind: 'listens', origin }));
  return { process: { ...program, command: words, ports: bindingsOf(ports), origin }, ports };
}

export function saidOf(programs: readonly Program[]): Pick<DeploymentFacts, 'processes' | 'demands'> {
  const all = programs.map(started);
  const processes = all.map(({ process }) => process);
  const ports = all.flatMap((one) => one.ports);
  return { processes, demands: listeningDemands(ports, processes) };
}
