import { baseName, type Manifest, type Unit } from '../../../model/index.ts';

/** The tool that installs a service in Node.js, by its lock and its workspace. */

export type NodeBuildTool = 'npm' | 'npm-no-lock' | 'pnpm' | 'yarn' | 'yarn-berry' | 'bun' | 'rush';

/** The tool whose lock there is. */
const LOCK_OF: readonly (readonly [file: string, tool: NodeBuildTool])[] = [
  ['pnpm-lock.yaml', 'pnpm'],
  ['yarn.lock', 'yarn'],
  ['package-lock.json', 'npm'],
  ['npm-shrinkwrap.json', 'npm'],
  ['bun.lock', 'bun'],
  ['bun.lockb', 'bun'],
];

/** Tools that take a member's development away by installing anew, which would run the scripts again without what they need. */
export const INSTALLS_AGAIN: ReadonlySet<NodeBuildTool> = new Set<NodeBuildTool>(['pnpm', 'yarn-berry', 'bun']);

interface NodePart {
  readonly manifests: readonly Manifest[];
  readonly unit: Unit | undefined;
}

/** Rush keeps the lock of what it installs with. Without a lock it is the tool that the workspace names, else npm. */
export function nodeBuildTool({ manifests, unit }: NodePart): NodeBuildTool {
  const { tool: named, major }: NonNullable<Unit['installer']> = unit?.installer ?? { tool: 'npm' };
  const files = new Set(manifests.map(({ path }) => baseName(path)));
  if (named === 'rush') return 'rush';
  const tool =
    LOCK_OF.find(([file]) => files.has(file))?.[1] ??
    LOCK_OF.find(([, one]) => one === named && one !== 'npm')?.[1] ??
    'npm-no-lock';
  return tool === 'yarn' && major !== undefined && major > 1 ? 'yarn-berry' : tool;
}
