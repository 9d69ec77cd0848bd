import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { npm } from '../../analyzers/npm/index.ts';
import { comparedBy, type NodePlatform, neededPlatform, nodePlatform, runsOn } from '../../analyzers/npm/platforms.ts';
import { localTree } from '../../src/discover/local-tree.ts';
import { FileStore, projectFor } from '../../src/discover/project.ts';
import { walk } from '../../src/discover/walk.ts';
import { type Dependency, shortPurl, type Unit } from '../../src/model/index.ts';
import { TARGET } from './assemble.ts';
import { installed, installedJson, isCopy, reachable, type Walk } from './installed-tree.ts';
import { LOCK_SHAPES } from './lock-shapes.ts';
import { LOCK_WORKSPACES, type LockTool, type LockWorkspace } from './lock-workspaces.ts';

/**
 * `npx tsx test/npm/compare-locks.ts [--only TEXT] PROGRAM…`: each program (a path to npm, pnpm, yarn or bun of any version)
 * installs every invented workspace that it understands, without scripts; what we read of its lock is held against what
 * Node.js finds in the node_modules that it made: versions of direct dependencies, and everything that each package's
 * deployed and development lines lead to. Needs Linux on x64, and a registry.
 */

const run = promisify(execFile);

interface Program {
  readonly path: string;
  readonly tool: LockTool;
  readonly version: string;
}

const ARGUMENTS: Readonly<Record<LockTool, readonly string[]>> = {
  // From npm 12 on archives by their address are refused by default.
  npm: ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--allow-remote=all'],
  pnpm: ['install', '--ignore-scripts', '--no-frozen-lockfile', '--config.confirmModulesPurge=false'],
  yarn: ['install', '--ignore-scripts', '--non-interactive'],
  berry: ['install', '--mode=skip-build'],
  bun: ['install', '--ignore-scripts', '--linker=hoisted'],
};

async function registry(): Promise<string> {
  return (await run('npm', ['config', 'get', 'registry'])).stdout.trim();
}

async function programAt(path: string): Promise<Program> {
  const version = (await run(path, ['--version'])).stdout.trim();
  const name = basename(path);
  const tool =
    name === 'yarn' && !version.startsWith('1.')
      ? 'berry'
      : (['npm', 'pnpm', 'yarn', 'bun'] as const).find((one) => one === name);
  if (tool === undefined) throw new Error(`${path} is neither npm, pnpm, yarn nor bun`);
  return { path, tool, version };
}

function write(root: string, { files }: LockWorkspace, { tool, version }: Program, registryUrl: string): void {
  const filled = (text: string): string =>
    text.replaceAll('{{registry}}', registryUrl.replace(/\/$/, '')).replaceAll('{{version}}', version);
  for (const [path, content] of Object.entries(files)) {
    if (path === 'pnpm-workspace.yaml' && tool !== 'pnpm') continue;
    const target = join(root, path);
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(
      target,
      Buffer.isBuffer(content) ? content : filled(typeof content === 'string' ? content : JSON.stringify(content, null, 2)),
    );
  }
}

async function install(program: Program, workspace: LockWorkspace, root: string, registryUrl: string): Promise<void> {
  const { path, tool } = program;
  write(root, workspace, program, registryUrl);
  if (tool === 'berry') writeFileSync(join(root, 'yarn.lock'), '');
  await run(path, [...ARGUMENTS[tool]], {
    cwd: root,
    maxBuffer: 1 << 26,
    env: {
      ...process.env,
      CI: '',
      YARN_NODE_LINKER: 'node-modules',
      YARN_NPM_REGISTRY_SERVER: registryUrl,
      YARN_ENABLE_TELEMETRY: '0',
      YARN_ENABLE_IMMUTABLE_INSTALLS: '0',
    },
  });
}

function unitsBelow(root: string): readonly Unit[] {
  const tree = localTree(root);
  const { units, diagnostics } = npm.read(projectFor(npm.files, walk(tree, ['.']), new FileStore(tree)))(TARGET);
  for (const { code, message } of diagnostics) if (code.startsWith('npm/lock')) throw new Error(`${code}: ${message}`);
  return units;
}

/** Tools that install peers, and whose locks lead to them. */
const WITH_PEERS: ReadonlySet<LockTool> = new Set(['npm', 'pnpm', 'bun']);

interface Comparing extends Walk {
  /** What the tool compares packages with. */
  readonly platform: NodePlatform;
}

function isHere({ name, marker }: Dependency, { platform }: Comparing): boolean {
  return runsOn(neededPlatform(name, marker), platform);
}

/** What a unit's lock says of it beside what lies on the disk. */
function differences(unit: Unit, context: Comparing): readonly string[] {
  const { root } = context;
  const directory = join(root, unit.path);
  const json = installedJson(directory);
  const direct = unit.dependencies.filter((one) => one.direct);
  const wrong = direct.flatMap((one): readonly string[] => {
    const place = installed(directory, one.name, root);
    const version = place === undefined ? undefined : installedJson(place).version;
    if (one.scope === 'peer' && one.resolved === undefined) return [];
    return one.resolved === version || (version === undefined && !isHere(one, context))
      ? []
      : [`${one.name}: read ${one.resolved ?? 'nothing'}, installed ${version ?? 'nothing'}`];
  });
  const groups = [
    ['deployed', (one: Dependency) => one.scope !== 'dev', { ...json.dependencies, ...json.optionalDependencies }],
    ['development', (one: Dependency) => one.scope === 'dev', json.devDependencies ?? {}],
  ] as const;
  const seen = new Set<string>();
  const sets = groups.flatMap(([label, belongs, lines]): readonly string[] => {
    const names = [...Object.keys(lines), ...direct.filter(belongs).map(({ name }) => name)];
    const found = [...reachable(directory, names, context)].filter((one) => !seen.has(one));
    const read = new Set(
      unit.dependencies.flatMap((one) =>
        belongs(one) && isHere(one, context) && one.resolved !== undefined && isInstalledCopy(one, directory, root)
          ? [`${shortPurl(one.purl)}@${one.resolved}`]
          : [],
      ),
    );
    const own = [...read].filter((one) => !seen.has(one));
    for (const one of [...found, ...own]) seen.add(one);
    return [
      ...own.filter((one) => !found.includes(one)).map((one) => `${label}: ${one} is read, and not installed`),
      ...found.filter((one) => !own.includes(one)).map((one) => `${label}: ${one} is installed, and not read`),
    ];
  });
  return [...wrong, ...sets].map((text) => `${unit.path}: ${text}`);
}

function isInstalledCopy({ direct, name }: Dependency, directory: string, root: string): boolean {
  return !direct || isCopy(installed(directory, name, root) ?? '');
}

async function compare(program: Program, workspace: LockWorkspace, registryUrl: string): Promise<readonly string[]> {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'cohost-locks-')));
  try {
    await install(program, workspace, root, registryUrl);
    const platform = comparedBy(program.tool === 'yarn' ? { tool: 'yarn', major: 1 } : undefined, nodePlatform(TARGET.platform));
    const context = { root, withPeers: WITH_PEERS.has(program.tool), extended: workspace.extended ?? {}, platform };
    const members = unitsBelow(root).filter(({ path, workspace: home }) => path === '.' || home !== undefined);
    return members.flatMap((unit) => differences(unit, context));
  } catch (error) {
    const output = error instanceof Error && 'stdout' in error ? String(error.stdout) : '';
    return [`${error instanceof Error ? error.message : String(error)} ${output}`.trim().slice(0, 1500)];
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

function suits({ tool, version }: Program, { tools, since, until }: LockWorkspace): boolean {
  const major = Number(version.split('.')[0]);
  return tools.includes(tool) && major >= (since?.[tool] ?? 0) && major <= (until?.[tool] ?? major);
}

const given = process.argv.slice(2);
const only = given[0] === '--only' ? given[1] : undefined;
const registryUrl = await registry();
let compared = 0;
let differing = 0;
for (const path of only === undefined ? given : given.slice(2)) {
  const program = await programAt(path);
  for (const workspace of [...LOCK_WORKSPACES, ...LOCK_SHAPES]) {
    if (!suits(program, workspace) || (only !== undefined && !workspace.name.includes(only))) continue;
    const wrong = await compare(program, workspace, registryUrl);
    compared++;
    if (wrong.length > 0) differing++;
    for (const line of wrong) console.log(`${program.tool} ${program.version}, ${workspace.name}: ${line}`);
  }
}
console.log(`${compared} locks compared, ${differing} that differ`);
process.exitCode = differing === 0 && compared > 0 ? 0 : 1;
