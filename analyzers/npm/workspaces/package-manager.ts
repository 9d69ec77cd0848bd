/** Which tool installs at a directory: its own settings count, those that others would read are left over. */
import { inDirectory, isReadFailure, type Project } from '../../../src/model/index.ts';
import { toolOfImages } from './image-tool.ts';
import { LOCK_TOOLS, type Tool } from './tools.ts';

export interface PackageManager {
  readonly tool: Tool;
  /** As far as package.json or the lock says it. */
  readonly major?: number;
  /** A later version writes the same lock: `major` is the first that does. */
  readonly orLater?: true;
  /** bun: its lock was begun by a version that isolates members unless it is told not to. */
  readonly isolates?: boolean;
}

/** yarn 1 differs from its successors in most of what counts here: it knows no negated globs, no `libc`, other resolutions. */
export function isClassicYarn(manager: PackageManager | undefined): boolean {
  return manager?.tool === 'yarn' && manager.major === 1;
}

/**
 * Whether a tool gives every member's packages the peers that this member has. npm, yarn 1 and bun's hoisted layout put what
 * suits several members at the root, where it finds what lies there; berry keeps peers in any layout.
 */
export function isIsolating(manager: PackageManager | undefined, linker: string | undefined): boolean {
  switch (manager?.tool) {
    case 'pnpm':
      return linker !== 'hoisted';
    case 'yarn':
      return manager.major !== undefined && !isClassicYarn(manager);
    case 'npm':
      return linker === 'linked';
    case 'bun':
      return linker === undefined ? manager.isolates === true : linker === 'isolated';
    case undefined:
      return false;
  }
}

/** `packageManager` of package.json, else what lies beside it, or what the images there install with; undefined where nothing, or too much, says it. */
export function packageManagerAt(
  directory: string,
  stated: string | undefined,
  isPnpmWorkspace: boolean,
  project: Pick<Project, 'list' | 'has' | 'read' | 'parse'>,
): PackageManager | undefined {
  const known = parsePackageManager(stated) ?? (isPnpmWorkspace ? { tool: 'pnpm' } : besides(directory, project));
  if (known?.tool === 'bun') return { ...known, isolates: isolatesByLock(directory, project) };
  if (known === undefined || known.major !== undefined) return known;
  return { ...known, ...VERSION_OF_LOCK[known.tool]?.(directory, project) };
}

type Readable = Pick<Project, 'read'>;

type ToolVersion = Pick<PackageManager, 'major' | 'orLater'>;

/** What a lock tells of the tool that wrote it. */
const VERSION_OF_LOCK: Partial<Readonly<Record<Tool, (directory: string, project: Readable) => ToolVersion>>> = {
  pnpm: pnpmOfLock,
  yarn: yarnOfLock,
};

function pnpmOfLock(directory: string, project: Readable): ToolVersion {
  const lock = project.read(inDirectory(directory, 'pnpm-lock.yaml'));
  const format = isReadFailure(lock) ? undefined : /^lockfileVersion: '?(\d{1,2})\./m.exec(lock.text)?.[1];
  if (format === undefined) return {};
  const major = Number(format) + 2;
  return major < PNPM_OF_LOCK_9 ? { major } : { major: PNPM_OF_LOCK_9, orLater: true };
}

/** Whether pnpm's lock in a directory holds members: it was written where pnpm-workspace.yaml lay, whatever became of that. */
export function hasLockedMembers(directory: string, project: Readable): boolean {
  const lock = project.read(inDirectory(directory, 'pnpm-lock.yaml'));
  const [, rest = ''] = isReadFailure(lock) ? [] : lock.text.split(/^importers:/m, 2);
  const end = rest.search(/^\S/m);
  return /^ {2}(?!'?\.'?:)\S/m.test(end < 0 ? rest : rest.slice(0, end));
}

/** Of berry the first version: only what yarn 1 and the later ones differ in counts. */
const BERRY = 2;

function yarnOfLock(directory: string, project: Readable): ToolVersion {
  const lock = project.read(inDirectory(directory, 'yarn.lock'));
  if (isReadFailure(lock) || lock.text.trim() === '') return {};
  // What begins as JSON is Yarn 6's.
  return { major: /^(?:__metadata:|\s*\{)/m.test(lock.text) ? BERRY : 1 };
}

/** Whether berry installs at a directory, as far as its own files there tell. */
export function isBerryAt(directory: string, project: Pick<Project, 'has' | 'read'>): boolean {
  return project.has(inDirectory(directory, '.yarnrc.yml')) || yarnOfLock(directory, project).major === BERRY;
}

/** bun keeps the layout with which a lock was begun: since 1.3 that is one that isolates the members of a workspace. */
function isolatesByLock(directory: string, project: Readable): boolean {
  const lock = project.read(inDirectory(directory, 'bun.lock'));
  return !isReadFailure(lock) && Number(/^[ \t]*"configVersion": ?(\d+)/m.exec(lock.text)?.[1] ?? 0) >= 1;
}

/** The first pnpm that writes locks of version 9; those before it are two ahead of their locks (5.x is pnpm 7's, 6 pnpm 8's). */
const PNPM_OF_LOCK_9 = 9;

function besides(directory: string, project: Pick<Project, 'list' | 'has' | 'parse'>): PackageManager | undefined {
  const names = new Set(project.list(directory));
  const tools = new Set([...LOCK_TOOLS].flatMap(([name, tool]) => (names.has(name) ? [tool] : [])));
  const [first, ...others] = tools;
  const tool = others.length === 0 ? first : toolOfImages(directory, tools, project);
  if (first !== undefined) return tool === undefined ? undefined : { tool };
  // yarn 1 does not read it.
  return project.has(inDirectory(directory, '.yarnrc.yml')) ? { tool: 'yarn', major: BERRY } : undefined;
}

/** `pnpm@9.1.0+sha512.…`. */
function parsePackageManager(stated: string | undefined): PackageManager | undefined {
  const [, name, major] = /^(npm|pnpm|yarn|bun)(?:@[\^~>=v]*(\d{1,4}))?/.exec(stated ?? '') ?? [];
  const tool = TOOLS.find((one) => one === name);
  return tool === undefined ? undefined : { tool, ...(major === undefined ? {} : { major: Number(major) }) };
}

const TOOLS: readonly Tool[] = ['npm', 'pnpm', 'yarn', 'bun'];
