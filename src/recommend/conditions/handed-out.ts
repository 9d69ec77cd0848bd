import type { Service } from '../../model/index.ts';
import { FILE_SERVER, RUNS_CODE } from '../data/pages.ts';
import type { ProcessView } from '../processes.ts';

/**
 * Whether every image of the service is that of a web server, in which none of its code runs, whatever script starts it and
 * whatever servers are among its dependencies.
 */
export function handsOutFiles({ deployments }: Service, processes: readonly ProcessView[]): boolean {
  const finals = deployments.flatMap(({ facts: { tool, images } }) =>
    tool === 'dockerfile' ? images.filter(({ final }) => final) : [],
  );
  if (finals.length === 0 || !finals.every(({ name }) => FILE_SERVER.test(name))) return false;
  return !processes.some(({ deployed, commands }) => deployed && commands.some((one) => RUNS_CODE.test(one)));
}
