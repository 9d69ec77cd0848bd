import { baseName, type EcosystemId, type Manifest, type Service } from '../../model/index.ts';

/** The tool that builds or installs a service, by the files and the workspace that show it. */

type NodeBuildTool = 'npm' | 'npm-no-lock' | 'pnpm' | 'yarn' | 'yarn-berry' | 'bun';
export type BuildTool = 'pip' | 'uv' | 'pyproject' | NodeBuildTool | 'maven' | 'gradle' | 'go';

export function manifestsOf({ units }: Service, ecosystem: EcosystemId): readonly Manifest[] {
  return units.filter((unit) => unit.ecosystem === ecosystem).flatMap((unit) => unit.manifests);
}

export function isRequirements({ kind, group }: Manifest): boolean {
  return kind === 'pip-requirements' && group === 'default';
}

export function buildTool(service: Service, ecosystem: EcosystemId): BuildTool {
  const manifests = manifestsOf(service, ecosystem);
  const installer = service.units.find((unit) => unit.ecosystem === ecosystem)?.installer;
  const files = new Set(manifests.map(({ path }) => baseName(path)));
  switch (ecosystem) {
    case 'python':
      if (files.has('uv.lock')) return 'uv';
      if (files.has('requirements.txt') || manifests.some(isRequirements)) return 'pip';
      return installer?.tool === 'uv' ? 'uv' : 'pyproject';
    case 'npm':
      return nodeBuildTool(files, installer?.major);
    case 'jvm':
      return files.has('pom.xml') || ![...files].some((file) => file.startsWith('build.gradle')) ? 'maven' : 'gradle';
    case 'go':
      return 'go';
  }
}

/** The tool whose lock there is: without one, npm. */
const LOCK_OF: readonly (readonly [file: string, tool: NodeBuildTool])[] = [
  ['pnpm-lock.yaml', 'pnpm'],
  ['yarn.lock', 'yarn'],
  ['package-lock.json', 'npm'],
  ['npm-shrinkwrap.json', 'npm'],
  ['bun.lock', 'bun'],
  ['bun.lockb', 'bun'],
];

function nodeBuildTool(files: ReadonlySet<string>, major: number | undefined): NodeBuildTool {
  const tool = LOCK_OF.find(([file]) => files.has(file))?.[1] ?? 'npm-no-lock';
  return tool === 'yarn' && major !== undefined && major > 1 ? 'yarn-berry' : tool;
}
