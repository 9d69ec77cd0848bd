import type { DeploymentFacts, Service } from '../../model/index.ts';
import { FILE_SERVER, OWN_PROGRAMS, RUNS_CODE, WITHOUT_NODE } from '../data/pages.ts';
import type { ProcessView } from '../processes.ts';

/**
 * Whether every image of the service is that of a web server, in which none of its code runs, whatever script starts it and
 * whatever servers are among its dependencies.
 */
export function handsOutFiles(service: Service, processes: readonly ProcessView[]): boolean {
  return isMadeOf(service, processes, (_, base) => FILE_SERVER.test(base));
}

/**
 * Whether nothing that needs Node can run in any image of the service: another program hands out what its build makes. A
 * program that was compiled into one file could still be the service's own.
 */
export function holdsNoNode(service: Service, processes: readonly ProcessView[]): boolean {
  return isMadeOf(
    service,
    processes,
    ({ demands }, base) =>
      (FILE_SERVER.test(base) || WITHOUT_NODE.test(base)) &&
      !demands.some(({ realm, key }) => realm === 'os' && OWN_PROGRAMS.test(key)),
  );
}

function isMadeOf(
  { deployments }: Service,
  processes: readonly ProcessView[],
  isSuch: (facts: DeploymentFacts, base: string) => boolean,
): boolean {
  const made = deployments.flatMap(({ facts }) =>
    facts.tool === 'dockerfile' ? facts.images.flatMap(({ final, name }) => (final ? [{ facts, name }] : [])) : [],
  );
  if (made.length === 0 || !made.every(({ facts, name }) => isSuch(facts, name))) return false;
  return !processes.some(({ deployed, commands }) => deployed && commands.some((one) => RUNS_CODE.test(one)));
}
