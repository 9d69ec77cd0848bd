import { baseName, type Manifest, type ManifestKind, type Service, type Unit } from '../../model/index.ts';
import type { WrittenEcosystem } from './ecosystem.ts';

/** The tool that builds or installs a service, by the files and the workspace that show it. */

type NodeBuildTool = 'npm' | 'npm-no-lock' | 'pnpm' | 'yarn' | 'yarn-berry' | 'bun' | 'rush';
/** Tools whose locks nothing else installs; they write them as requirements. */
export type PythonLockTool = 'poetry' | 'pdm' | 'pipenv';
/** `conda` and `pixi` make environments with interpreters of their own. `uv-pip` installs files that uv reads as pip reads requirements: a pylock.toml, a script's own block. */
type PythonBuildTool = 'pip' | 'uv' | 'uv-pip' | 'pyproject' | 'conda' | 'pixi' | PythonLockTool;
export type BuildTool = PythonBuildTool | NodeBuildTool | 'maven' | 'gradle' | 'go';

export function manifestsOf({ units }: Service, ecosystem: WrittenEcosystem): readonly Manifest[] {
  return units.filter((unit) => unit.ecosystem === ecosystem).flatMap((unit) => unit.manifests);
}

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

/** The tool of the lock, else pip with requirements, else the tool that alone reads what is declared. */
function pythonBuildTool({ deployments }: Service, manifests: readonly Manifest[], unit: Unit | undefined): PythonBuildTool {
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
export function isLocked(service: Service, ecosystem: WrittenEcosystem, tool: BuildTool): boolean {
  if (ecosystem === 'npm') return manifestsOf(service, ecosystem).some(({ role }) => role === 'lock');
  const kind = PYTHON_LOCKS.find(([, one]) => one === tool)?.[0];
  return manifestsOf(service, ecosystem).some((one) => one.kind === kind);
}

export function buildTool(service: Service, ecosystem: WrittenEcosystem): BuildTool {
  const manifests = manifestsOf(service, ecosystem);
  const unit = service.units.find((one) => one.ecosystem === ecosystem);
  const files = new Set(manifests.map(({ path }) => baseName(path)));
  switch (ecosystem) {
    case 'python':
      return pythonBuildTool(service, manifests, unit);
    case 'npm':
      return nodeBuildTool(files, unit?.installer);
    case 'jvm':
      return files.has('pom.xml') || ![...files].some((file) => file.startsWith('build.gradle')) ? 'maven' : 'gradle';
    case 'go':
      return 'go';
  }
}

/** The tool whose lock there is. */
const LOCK_OF: readonly (readonly [file: string, tool: NodeBuildTool])[] = [
  ['pnpm-lock.yaml', 'pnpm'],
  ['yarn.lock', 'yarn'],
  ['package-lock.json', 'npm'],
  ['npm-shrinkwrap.json', 'npm'],
  ['bun.lock', 'bun'],
  ['bun.lockb', 'bun'],
];

/** Rush keeps the lock of what it installs with. Without a lock it is the tool that the workspace names, else npm. */
function nodeBuildTool(
  files: ReadonlySet<string>,
  { tool: named, major }: NonNullable<Unit['installer']> = { tool: 'npm' },
): NodeBuildTool {
  if (named === 'rush') return 'rush';
  const tool =
    LOCK_OF.find(([file]) => files.has(file))?.[1] ??
    LOCK_OF.find(([, one]) => one === named && one !== 'npm')?.[1] ??
    'npm-no-lock';
  return tool === 'yarn' && major !== undefined && major > 1 ? 'yarn-berry' : tool;
}
