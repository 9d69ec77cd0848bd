import { directoryOf } from '../../../model/index.ts';
import { contextAround } from '../context.ts';
import type { Profile } from '../profile.ts';
import { requirementPaths } from './files.ts';
import { hasLockOf, pythonBuildTool } from './tool.ts';

export const python: Profile = {
  runtime: 'python',
  family: 'python',
  functions: /^python/,
  programs: /^(?:python[\d.]*|gunicorn|uvicorn|hypercorn|celery|flask|uwsgi|streamlit|poetry|uv|pipenv)$/,
  releases: ['3.13', '3.14', '3.15', '3.12', '3.11', '3.10', '3.9', '3.8', '3.7', '2.7'],
  handler: 'app.handler',
  isHandlerFixed: false,
  isHandlerPath: false,
  architecture: 'x86_64',
  functionMemoryMiB: 512,
  fetchesByGit: true,
  isStatic: false,
  namesLibraries: true,
  tool: pythonBuildTool,
  isLocked: ({ manifests }, tool) => hasLockOf(tool, manifests),
  context: ({ service, unit }, tool) =>
    contextAround(service, unit, [
      ...(tool === 'uv' && unit?.workspace !== undefined ? [unit.workspace] : []),
      ...(tool === 'pip' ? requirementPaths(service).map(directoryOf) : []),
    ]),
};
