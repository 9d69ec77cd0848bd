/**
 * Sources that descriptors start by a name that tells nothing (`CMD ["python", "result_aggregator.py"]`): read for what
 * those that programs usually begin with are read for.
 */

import { isReachable, localPath } from '../../../src/formats/paths.ts';
import { type DeploymentFacts, directoryOf, isReadFailure, type Project } from '../../../src/model/index.ts';
import { deploymentFacts } from '../facts.ts';
import { isOfTests } from '../file-facts.ts';
import { readStartedFile } from './listeners.ts';
import { readPythonProgram } from './python-servers.ts';

/** `isRead` knows those that are read by their names already. */
export function startedFiles(
  project: Project,
  deployments: readonly DeploymentFacts[],
  isRead: (path: string) => boolean,
): readonly DeploymentFacts[] {
  const paths = new Set(deployments.flatMap((facts) => sourcesOf(project, facts)));
  return [...paths].sort().flatMap((path): readonly DeploymentFacts[] => {
    if (isRead(path) || isOfTests(path)) return [];
    const told = project.parse(path, readStartedFile);
    const served = path.endsWith('.py') ? readPythonProgram(project, path) : { demands: [] };
    if (isReadFailure(told) || isReadFailure(served)) return [];
    const { traits = [] } = told;
    const { demands = [] } = served;
    if (traits.length + demands.length === 0) return [];
    return [deploymentFacts(path, 'source', 'other', { directory: directoryOf(path) }, { traits, demands })];
  });
}

const PYTHON = /(?:^|[\s/'"])(?:python[\d.]*|uv run)\s+(?:-[A-LN-Za-ln-z]\S*\s+)*(?:-m\s+([\w.]+)|([\w./-]+\.py))/g;
const NODE = /(?:^|[\s/'"])(?:node|tsx|ts-node|bun(?: run)?)\s+(?:-\S+\s+)*([\w./-]+\.[cm]?[jt]s)(?=$|[\s'";&|])/g;

/** Files of the repository that the processes of a descriptor start. */
function sourcesOf(project: Project, { descriptor, join, processes }: DeploymentFacts): readonly string[] {
  const started = processes.flatMap(({ command }) => startedBy(command.join(' ')));
  if (started.length === 0) return [];
  const homes = [
    join.directory ?? directoryOf(join.dockerfile ?? descriptor.path),
    ...(join.copies ?? []).flatMap((path) => localPath(join.directory ?? directoryOf(descriptor.path), path) ?? []),
  ];
  return started.flatMap((names) => found(project, homes, names) ?? []);
}

/** Each program with the paths that it may have in the repository, likeliest first. */
function startedBy(line: string): readonly (readonly string[])[] {
  const python = [...line.matchAll(PYTHON)].map(([, module, file]) =>
    module === undefined
      ? within(file ?? '')
      : [`${module.replaceAll('.', '/')}.py`, `${module.replaceAll('.', '/')}/__main__.py`],
  );
  const node = [...line.matchAll(NODE)].map(([, file = '']) => within(file).flatMap(sourcesBehind));
  return [...python, ...node];
}

/** A path of an image as it may stand in a directory of the repository: `/srv/app/job.py`, `app/job.py`, `job.py`. */
function within(path: string): readonly string[] {
  if (!isReachable(path)) return [];
  const parts = path.split('/').filter((part) => part !== '' && part !== '.');
  return parts.map((_, index) => parts.slice(index).join('/'));
}

/** What a compiler makes such a file of: `dist/jobs/run.js` of `src/jobs/run.ts`. */
function sourcesBehind(path: string): readonly string[] {
  const [, inner = ''] = /^(?:dist|build|out|lib)\/(.+)\.[cm]?js$/.exec(path) ?? [];
  return inner === '' ? [path] : [path, `src/${inner}.ts`, `${inner}.ts`, `src/${inner}.js`];
}

function found(project: Project, homes: readonly string[], names: readonly string[]): string | undefined {
  for (const home of homes)
    for (const name of names) {
      const path = localPath(home, name);
      if (path !== undefined && project.has(path)) return path;
    }
  return undefined;
}
