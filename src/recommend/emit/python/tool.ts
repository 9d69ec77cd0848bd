import type { Manifest, ManifestKind, Service, Unit } from '../../../model/index.ts';

/** The tool that installs a service in Python, by the files and the workspace that show it. */

/** Tools whose locks nothing else installs; they write them as requirements. */
export type PythonLockTool = 'poetry' | 'pdm' | 'pipenv';

/** `conda` and `pixi` make environments with interpreters of their own. `uv-pip` installs files that uv reads as pip reads requirements: a pylock.toml, a script's own block. */
export type PythonBuildTool = 'pip' | 'uv' | 'uv-pip' | 'pyproject' | 'conda' | 'pixi' | PythonLockTool;

/** Requirements of what is deployed: written by hand, or compiled from what was. */
export function isRequirements({ kind, group }: Manifest): boolean {
  return (kind === 'pip-requirements' || kind === 'pip-compile') && group === 'default';
}

/** The tool whose lock of Python's there is, uv's first. */
const PYTHON_LOCKS = [
  ['uv-lock', 'uv'],
  ['poetry-lock', 'poetry'],
  ['pdm-lock', 'pdm'],
  ['pipfile-lock', 'pipenv'],
  ['pylock', 'uv-pip'],
  ['pixi-lock', 'pixi'],
  ['conda-lock', 'conda'],
] as const satisfies readonly (readonly [ManifestKind, PythonBuildTool])[];

interface PythonPart {
  readonly service: Pick<Service, 'deployments'>;
  readonly manifests: readonly Manifest[];
  readonly unit: Unit | undefined;
}

/** The tool of the lock, else pip with requirements, else the tool that alone reads what is declared. */
export function pythonBuildTool({ service: { deployments }, manifests, unit }: PythonPart): PythonBuildTool {
  const kinds = new Set(manifests.map(({ kind }) => kind));
  if (kinds.has('python-script')) return 'uv-pip';
  const locked = PYTHON_LOCKS.find(([kind]) => kinds.has(kind))?.[1];
  const hasRequirements = manifests.some(isRequirements);
  const programs = new Set(deployments.flatMap(({ facts }) => facts.installations ?? []).map(({ program }) => program));
  // Who installs requirements beside a lock has them written from it, or keeps the lock for developers.
  const isPipToday = hasRequirements && programs.has('pip') && locked !== undefined && !programs.has(locked);
  if (locked !== undefined && !isPipToday) return locked;
  if (hasRequirements || kinds.has('dockerfile')) return 'pip';
  if (kinds.has('pixi')) return 'pixi';
  if (kinds.has('conda') && !kinds.has('pyproject') && !kinds.has('pipfile')) return 'conda';
  if (unit?.installer?.tool === 'uv') return 'uv';
  if (kinds.has('pipfile') && !kinds.has('pyproject')) return 'pipenv';
  return unit?.installer?.tool === 'poetry' && unit.packaged === false ? 'poetry' : 'pyproject';
}

/** Whether the lock of its tool is there. */
export function hasLockOf(tool: PythonBuildTool, manifests: readonly Manifest[]): boolean {
  const kind = PYTHON_LOCKS.find(([, one]) => one === tool)?.[0];
  return manifests.some((one) => one.kind === kind);
}
