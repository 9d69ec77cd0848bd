import { type Member, rootAbove } from '../context.ts';
import { shellWord } from '../quoting.ts';
import type { Subject } from '../subject.ts';
import { INSTALLS_AGAIN, type NodeBuildTool } from './tool.ts';

/** How a lock's own tool installs. One table for images, bundles and hosts. */
interface NodeTool {
  /** What an image copies before it installs. */
  readonly files: string;
  /** Makes the tool known to the image. */
  readonly enable?: string;
  /** A variable that the tool has to find. */
  readonly setting?: string;
  /** Development tools too; at a workspace's root those of all members. */
  readonly all: string;
  readonly production: string;
  /** Removes the development tools again. */
  readonly prune: string;
  /** Empties the tool's cache, where it would stay in the image. */
  readonly clean?: string;
  readonly build: string;
  /** At a workspace's root: what one member and the sisters that it needs have in production. */
  readonly memberProduction: (member: Member) => string;
  readonly memberBuild: (member: Member) => string;
}

const YARN_PRODUCTION = 'yarn install --production --frozen-lockfile';

const TOOLS = {
  npm: {
    files: 'package.json package-lock.json',
    all: 'npm ci',
    production: 'npm ci --omit=dev',
    prune: 'npm prune --omit=dev',
    build: 'npm run build',
    memberProduction: ({ path }) => `npm ci --omit=dev --workspace=${shellWord(path)}`,
    memberBuild: ({ path }) => `npm run build --workspace=${shellWord(path)}`,
  },
  'npm-no-lock': {
    files: 'package.json',
    all: 'npm install --no-package-lock',
    production: 'npm install --omit=dev --no-package-lock',
    prune: 'npm prune --omit=dev',
    build: 'npm run build',
    memberProduction: ({ path }) => `npm install --omit=dev --no-package-lock --workspace=${shellWord(path)}`,
    memberBuild: ({ path }) => `npm run build --workspace=${shellWord(path)}`,
  },
  // `pnpm deploy` would be smaller, and installs past the lock before pnpm 10.
  pnpm: {
    files: 'package.json pnpm-lock.yaml',
    enable: 'corepack enable pnpm',
    all: 'pnpm install --frozen-lockfile',
    production: 'pnpm install --prod --frozen-lockfile',
    prune: 'pnpm prune --prod',
    build: 'pnpm run build',
    memberProduction: ({ path }) => `pnpm install --prod --frozen-lockfile --filter ${shellWord(`{${path}}...`)}`,
    memberBuild: ({ path }) => `pnpm --dir ${shellWord(path)} run build`,
  },
  // Yarn 1 knows no part of a workspace: every member's packages are installed.
  yarn: {
    files: 'package.json yarn.lock',
    enable: 'corepack enable yarn',
    all: 'yarn install --frozen-lockfile',
    production: YARN_PRODUCTION,
    prune: YARN_PRODUCTION,
    clean: 'yarn cache clean',
    build: 'yarn run build',
    memberProduction: () => YARN_PRODUCTION,
    memberBuild: ({ name = '' }) => `yarn workspace ${shellWord(name)} run build`,
  },
  // Its settings and its own program may lie beside package.json. A start command finds nothing by Plug'n'Play.
  'yarn-berry': {
    files: '.',
    enable: 'corepack enable yarn',
    setting: 'YARN_NODE_LINKER=node-modules',
    all: 'yarn install --immutable',
    production: 'yarn workspaces focus --production',
    prune: 'yarn workspaces focus --production',
    clean: 'yarn cache clean',
    build: 'yarn run build',
    memberProduction: ({ name = '' }) => `yarn workspaces focus --production ${shellWord(name)}`,
    memberBuild: ({ name = '' }) => `yarn workspace ${shellWord(name)} run build`,
  },
  bun: {
    files: 'package.json bun.lock*',
    enable: 'npm install --global bun@1.4.5',
    all: 'bun install --frozen-lockfile',
    production: 'bun install --production --frozen-lockfile',
    prune: 'rm -rf node_modules && bun install --production --frozen-lockfile',
    build: 'bun run build',
    memberProduction: ({ path }) => `bun install --production --frozen-lockfile --filter ${shellWord(`./${path}`)}`,
    memberBuild: ({ path }) => `bun run --cwd ${shellWord(path)} build`,
  },
  // `rush deploy` leaves what production needs, elsewhere.
  rush: {
    files: '.',
    all: rush('install'),
    production: rush('install'),
    prune: rush('deploy'),
    build: rush('build'),
    memberProduction: ({ name = '' }) => rush(`install --to ${shellWord(name)}`),
    memberBuild: ({ name = '' }) => rush(`build --to ${shellWord(name)}`),
  },
} as const satisfies Readonly<Record<NodeBuildTool, NodeTool>>;

/** Rush in the version of rush.json, as its own script brings it (Rush, "Enabling CI builds"). */
function rush(words: string): string {
  return `node common/scripts/install-run-rush.js ${words}`;
}

/** Shell: copies the files for browsers that a build left; those of a project's folder are where its first page is. */
export function copyPages({ isSiteNested }: Subject<'npm'>, output: string, to: string): string {
  if (!isSiteNested) return `cp -R ${output}/. ${to}`;
  const first = "awk -F/ '{ print NF, $0 }' | sort -n | head -n 1 | cut -d ' ' -f 2-";
  return `page="$(find ${output} -name index.html | ${first})" && [ -n "$page" ] && cp -R "$(dirname "$page")/." ${to}`;
}

/** Shell, at Rush's root: a project with what it needs, and nothing of development, in a directory of its own. */
export function rushDeploy({ member, toBuild }: Subject<'npm'>, directory: string): string {
  const name = shellWord(member?.name ?? '');
  return [
    rush(`install --to ${name}`),
    // It builds what the project needs by itself.
    ...(toBuild.length > 0 ? [rush(`build --to ${name}`)] : []),
    `{ [ -f common/config/rush/deploy.json ] || ${rush(`init-deploy --project ${name}`)}; }`,
    rush(`deploy --project ${name} --target-folder ${directory}`),
  ].join(' && ');
}

interface NodeCommands extends Pick<NodeTool, 'files' | 'enable' | 'setting' | 'all' | 'production' | 'clean'> {
  /** Its own build; a member's comes after those of the sisters that it needs. */
  readonly build: string;
  /** Leaves of what `all` installed what production needs. */
  readonly prune: string;
}

/** The commands of a service's tool, which run at the root of its workspace where it is a member. */
export function nodeTool(subject: Asking): NodeCommands {
  if (subject.preparesItself === true) return preparing(plainTool(subject), subject);
  return subject.installsHooks === true ? withoutHooks(plainTool(subject), subject) : plainTool(subject);
}

/** Tools that run the package's own scripts again where they take development away, and then lack what those start. */
const RUNS_AGAIN: ReadonlySet<NodeBuildTool> = new Set<NodeBuildTool>(['pnpm', 'yarn']);

/** Shell: clients that Prisma wrote beside its packages, which are no packages themselves, out of the way and back again. */
const SAVE = "find . -type d -name .prisma -path '*/node_modules/*' -prune -exec tar -cf .clients.tar {} +";
const RESTORE = 'if [ -f .clients.tar ]; then tar -xf .clients.tar && rm .clients.tar; fi';

/** Shell: leaves of what was installed to build what production needs, and what a build wrote among it. */
export function pruned(subject: Subject<'npm'>, options = ''): string {
  const command = `${nodeTool(subject).prune}${options}`;
  return subject.losesClient && needsTools(subject) ? `${SAVE} && ${command} && ${RESTORE}` : command;
}

/** What was installed to build goes: in a workspace every member has a part of it. */
const EMPTY = 'find . -name node_modules -prune -exec rm -rf {} +';

/** npm's own command edits package.json for every tool. */
const WITHOUT_SCRIPTS = 'pkg delete scripts.preinstall scripts.install scripts.postinstall scripts.prepare';

/** With all files there, and what the scripts left once the tools of developers go. */
function preparing(commands: NodeCommands, subject: Asking): NodeCommands {
  return { ...commands, files: '.', prune: prunedAfterScripts(commands, subject) };
}

function prunedAfterScripts({ production, prune }: NodeCommands, { tool, member, standsAlone }: Asking): string {
  if (member === undefined) return RUNS_AGAIN.has(tool) ? `${prune} --ignore-scripts` : prune;
  // npm runs those of members again as well, which it links.
  const inPlace = `${TOOLS[tool].prune} --ignore-scripts`;
  if (standsAlone) return toldPath(inPlace, member);
  if (!INSTALLS_AGAIN.has(tool)) return inPlace;
  return [EMPTY, `npm ${WITHOUT_SCRIPTS}`, `npm --prefix ${shellWord(member.path)} ${WITHOUT_SCRIPTS}`, production].join(' && ');
}

/** Whether what developers install has to be there for a while. */
export function needsTools({
  builds,
  preparesItself,
  generates,
}: Pick<Subject<'npm'>, 'builds' | 'preparesItself' | 'generates'>): boolean {
  return builds || preparesItself || generates !== undefined;
}

/** What makes of a package what production starts: everything that is installed, and its build. */
export function making(subject: Subject<'npm'>): string {
  const { all, build } = nodeTool(subject);
  const { generates, builds } = subject;
  return [all, ...(generates === undefined ? [] : [generates]), ...(builds ? [build] : [])].join(' && ');
}

type Asking = Pick<Subject<'npm'>, 'tool' | 'isLocked' | 'member' | 'toBuild' | 'standsAlone'> &
  Partial<Pick<Subject<'npm'>, 'installsHooks' | 'preparesItself'>>;

/** Tools that run `prepare` after an installation for production as well. */
const PREPARING: ReadonlySet<NodeBuildTool> = new Set<NodeBuildTool>(['npm', 'npm-no-lock', 'pnpm']);

/** A script whose tool is not there would end the installation. */
function withoutHooks(commands: NodeCommands, { tool, standsAlone, member }: Asking): NodeCommands {
  if (!PREPARING.has(tool)) return commands;
  const where = standsAlone && member !== undefined ? `--prefix ${shellWord(member.path)} ` : '';
  const production = `npm ${where}pkg delete scripts.prepare && ${commands.production}`;
  return { ...commands, production, prune: commands.prune.replace(commands.production, () => production) };
}

function plainTool(subject: Asking): NodeCommands {
  const { tool, member, toBuild } = subject;
  const known: NodeTool = TOOLS[tool];
  if (member === undefined) return unfrozen(known, subject);
  if (subject.standsAlone) return toldDirectory(unfrozen(known, subject), member);
  const production = member.usesRoots === true ? known.production : known.memberProduction(member);
  const isRush = tool === 'rush';
  const build = (isRush ? [member] : toBuild).map(known.memberBuild).join(' && ');
  const all = isRush ? production : known.all;
  return unfrozen({ ...known, all, files: '.', production, build, prune: `${EMPTY} && ${production}` }, subject);
}

/** Options by which tools work in another directory than the current one. */
const IN_DIRECTORY: Readonly<Record<string, string>> = { npm: '--prefix', pnpm: '--dir', yarn: '--cwd', bun: '--cwd' };

/**
 * Commands at the root for a service below it that is installed by itself. npm links directories, which find nothing of what
 * they need in the packages of another one: `--install-links` packs them as the other tools do (npm, "install-links").
 */
function toldDirectory(commands: NodeCommands, member: Member): NodeCommands {
  const there = (command: string): string => toldPath(command, member);
  const production = there(commands.production);
  return {
    ...commands,
    files: '.',
    all: there(commands.all),
    production,
    build: there(commands.build),
    prune: `${EMPTY} && ${production}`,
  };
}

function toldPath(command: string, { path }: Member): string {
  return command
    .replaceAll(/(?<=^|&& )npm (?:ci|install)\b/g, '$& --install-links')
    .replaceAll(/(?<=^|&& )(npm|pnpm|yarn|bun)(?= )/g, (tool) => `${tool} ${IN_DIRECTORY[tool] ?? ''} ${shellWord(path)}`);
}

/** Without a lock a tool has to make one, which it refuses where it is told to keep to it; pnpm and Yarn refuse it on servers anyway. */
function unfrozen(commands: NodeCommands, { tool, isLocked }: Pick<Subject<'npm'>, 'tool' | 'isLocked'>): NodeCommands {
  if (isLocked || tool === 'npm-no-lock' || tool === 'rush') return commands;
  const free = (command: string): string =>
    command
      .replaceAll(' --frozen-lockfile', tool === 'pnpm' ? ' --no-frozen-lockfile' : '')
      .replaceAll(' --immutable', ' --no-immutable');
  const { files, all, production, prune } = commands;
  return {
    ...commands,
    files: files === '.' ? files : 'package.json',
    all: free(all),
    production: free(production),
    prune: free(prune),
  };
}

/** Options for a tree that another machine runs: npm and pnpm choose addons by them. */
export function foreignOptions({ tool, architecture }: Pick<Subject<'npm'>, 'tool' | 'architecture'>): string {
  const cpu = architecture === 'arm64' ? 'arm64' : 'x64';
  switch (tool) {
    case 'pnpm':
      return ' --config.node-linker=hoisted';
    case 'yarn':
    case 'yarn-berry':
      return '';
    case 'bun':
      return ` --linker=hoisted --os=linux --cpu=${cpu}`;
    default:
      return ` --os=linux --cpu=${cpu} --libc=glibc`;
  }
}

/** Programs that every image and host with Node.js has. */
const INSTALLED: ReadonlySet<string> = new Set(['node', 'npm', 'npx']);

/** Where packages put their programs below a root; scripts of package.json find them there, and a plain command does not. */
export function programDirectories(root: string, { command, member }: Subject<'npm'>): readonly string[] {
  const [program = 'node'] = command;
  if (INSTALLED.has(program) || program.includes('/')) return [];
  const own = member === undefined ? [] : [`${root}/${member.path}/node_modules/.bin`];
  return [...own, `${root}/node_modules/.bin`];
}

/** pnpm's line where the project names none. */
const PNPM_LINE = 10;

/** Programs that images install beside the service's own packages, with the release of 2026-11-29. */
const GLOBAL: ReadonlyMap<string, string> = new Map([
  ['pm2', 'pm2@7.0.4'],
  ['pm2-runtime', 'pm2@7.0.4'],
  ['serve', 'serve@14.2.7'],
  ['http-server', 'http-server@14.1.1'],
  ['tsx', 'tsx@4.23.15'],
  ['cross-env', 'cross-env@10.1.0'],
  ['cross-env-shell', 'cross-env@10.1.0'],
  ['dotenv', 'dotenv-cli@11.0.0'],
  ['env-cmd', 'env-cmd@11.0.0'],
]);

/**
 * What starts the service and is not among its packages. Bun is a runtime as well, and pnpm starts what npm cannot: what
 * they start needs them where it runs.
 */
export function programLines({ tool, toolMajor = PNPM_LINE, runs, starts, shipped }: Subject<'npm'>): readonly string[] {
  const isOwn = (name: string): boolean => shipped.has(name.slice(0, name.lastIndexOf('@')));
  const wanted = starts.flatMap((program) => GLOBAL.get(program) ?? []).filter((name) => !isOwn(name));
  const added = wanted.length === 0 ? [] : [run(`npm install --global ${[...new Set(wanted)].join(' ')}`)];
  if (tool === 'bun' && runs.some((program) => program === 'bun' || program === 'bunx')) return [run(TOOLS.bun.enable), ...added];
  const isPnpms = runs.some((program) => program === 'pnpm' || program === 'pnpx');
  return [...(isPnpms ? [run(`npm install --global pnpm@${toolMajor}`)] : []), ...added];
}

function run(...commands: readonly (string | undefined)[]): string {
  return `RUN ${commands.filter((one) => one !== undefined).join(' && ')}`;
}

/** Lines of an image that install what production needs alone. */
export function installLines(subject: Subject<'npm'>): readonly string[] {
  const { production, clean } = nodeTool(subject);
  return [...copyLines(subject), run(production, clean)];
}

/** Lines of an image that install everything and build, where there is a build; then only what production needs is left, where it is asked for. */
export function buildLines(subject: Subject<'npm'>, keep: 'production' | 'everything'): readonly string[] {
  const { files, all, build, clean } = nodeTool(subject);
  return [
    ...copyLines(subject),
    run(all, clean),
    ...(files === '.' ? [] : ['COPY . .']),
    keep === 'everything' ? run(build) : run(subject.generates, subject.builds ? build : undefined, pruned(subject), clean),
  ];
}

function unlockedNote({ tool, isLocked }: Subject<'npm'>): readonly string[] {
  if (tool === 'npm-no-lock') return ['# Without a lockfile two builds may differ: commit one and use npm ci.'];
  return isLocked || tool === 'rush' ? [] : ['# Without a lockfile two builds may differ: commit one.'];
}

/** The line of releases that an image brings: `22` of `22.11.0`. */
export function nodeLine({ version }: Pick<Subject<'npm'>, 'version'>): string {
  return version.split('.')[0] ?? version;
}

/** The first line of Node.js that comes without Corepack. */
const WITHOUT_COREPACK = 25;

function copyLines(subject: Subject<'npm'>): readonly string[] {
  const { files, enable, setting } = nodeTool(subject);
  const isMissing = enable?.startsWith('corepack ') === true && Number(nodeLine(subject)) >= WITHOUT_COREPACK;
  return [
    ...(enable === undefined ? [] : [run(isMissing ? 'npm install --global corepack@0.36.0' : undefined, enable)]),
    ...(setting === undefined ? [] : [`ENV ${setting}`]),
    ...unlockedNote(subject),
    `COPY ${files} ./`,
  ];
}

/** Shell: the workspace around a member, without what is installed there, into a directory that is there already. */
export function copyWorkspace(subject: Subject<'npm'>, directory: string): string {
  return `tar -C ${rootAbove(subject) ?? '.'} --exclude=node_modules --exclude=.git -cf - . | tar -C ${directory} -xf -`;
}
