import {
  type Demand,
  type DeploymentFacts,
  type Origin,
  projectOf,
  type ReportProgram,
  type RunProcess,
  type Service,
} from '../model/index.ts';
import { isAside } from '../recommend/roles.ts';

/**
 * The programs of one service that run beside each other: a manifest of several applications, or one that is started in
 * several ways. They are judged as one service, so it is said which they are. Several files often say how to run the same:
 * the one that names most of them counts. Nothing of a service that starts one program.
 */
export function programsOf({ deployments }: Service): readonly ReportProgram[] {
  const places = new Map<string, Map<string, ReportProgram>>();
  for (const { facts } of deployments)
    for (const process of facts.processes) {
      const name = nameOf(process, facts);
      if (facts.tool === 'dockerfile' || process.kind !== 'process' || name === '' || isAside(name)) continue;
      const place = `${facts.tool} ${projectOf(facts)}`;
      const own = places.get(place) ?? new Map<string, ReportProgram>();
      places.set(place, own);
      if (!own.has(name)) own.set(name, programOf(name, process, facts));
    }
  const most = [...places.values()].reduce<ReadonlyMap<string, ReportProgram>>(
    (best, one) => (one.size > best.size ? one : best),
    new Map(),
  );
  return most.size > 1 ? [...most.values()] : [];
}

/** Cloud Foundry's and others' `web` says less than the application's own name. */
function nameOf({ name }: RunProcess, { processes, join }: DeploymentFacts): string {
  return processes.length === 1 ? (join.name ?? name) : name;
}

function programOf(name: string, process: RunProcess, { processes, demands }: DeploymentFacts): ReportProgram {
  const origin: Origin = process.origin;
  // An image that many programs are made by documents a port that is any one's.
  const isSaid = ({ realm, constraint, detail }: Demand): boolean =>
    realm === 'port' && constraint === 'listens' && (process.ports.length === 0 || detail?.listed !== 'image');
  const listening = processes.length > 1 ? [] : demands.filter(isSaid);
  const told = [
    ...process.ports.map(({ container, protocol }) => `${container}/${protocol}`),
    ...listening.map(({ key }) => key),
  ];
  const ports = [...new Set(told)];
  return { name, ...(process.command.length === 0 ? {} : { command: process.command.join(' ') }), ports, origin };
}
