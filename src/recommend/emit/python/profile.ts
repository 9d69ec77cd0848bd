import type { ProfileOf } from '../profile.ts';
import { type PythonProject, pythonProject } from './project.ts';
import { withWorkspacePython } from './workspace.ts';

export const python: ProfileOf<PythonProject> = {
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
  namesGroups: true,
  inWorkspace: withWorkspacePython,
  project: pythonProject,
};
