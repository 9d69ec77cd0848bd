import type { Subject } from './subject.ts';

/** How a lock's own tool installs. One table for images, bundles and hosts. */
interface NodeTool {
  /** What an image copies before it installs. */
  readonly files: string;
  /** Makes the tool known to the image. */
  readonly enable?: string;
  /** Development tools too. */
  readonly all: string;
  readonly production: string;
  readonly build: string;
  /** Removes the development tools again. */
  readonly prune: string;
  /** Empties the tool's cache, where it would stay in the image. */
  readonly clean?: string;
}

const YARN_PRODUCTION = 'yarn install --production --frozen-lockfile';

const TOOLS = {
  npm: {
    files: 'package.json package-lock.json',
    all: 'npm ci',
    production: 'npm ci --omit=dev',
    build: 'npm run build',
    prune: 'npm prune --omit=dev',
  },
  'npm-no-lock': {
    files: 'package.json',
    all: 'npm install --no-package-lock',
    production: 'npm install --omit=dev --no-package-lock',
    build: 'npm run build',
    prune: 'npm prune --omit=dev',
  },
  pnpm: {
    files: 'package.json pnpm-lock.yaml',
    enable: 'corepack enable pnpm',
    all: 'pnpm install --frozen-lockfile',
    production: 'pnpm install --prod --frozen-lockfile',
    build: 'pnpm run build',
    prune: 'pnpm prune --prod',
  },
  yarn: {
    files: 'package.json yarn.lock',
    enable: 'corepack enable yarn',
    all: 'yarn install --frozen-lockfile',
    production: YARN_PRODUCTION,
    build: 'yarn run build',
    prune: YARN_PRODUCTION,
    clean: 'yarn cache clean',
  },
} as const satisfies Readonly<Record<string, NodeTool>>;

function isTool(tool: string): tool is keyof typeof TOOLS {
  return Object.hasOwn(TOOLS, tool);
}

export function nodeTool({ tool }: Pick<Subject, 'tool'>): NodeTool {
  return TOOLS[isTool(tool) ? tool : 'npm-no-lock'];
}

/** Options for a tree that another machine runs: npm and pnpm choose addons by them. */
export function foreignOptions({ tool, architecture }: Pick<Subject, 'tool' | 'architecture'>): string {
  const cpu = architecture === 'arm64' ? 'arm64' : 'x64';
  switch (tool) {
    case 'pnpm':
      return ' --config.node-linker=hoisted';
    case 'yarn':
      return '';
    default:
      return ` --os=linux --cpu=${cpu} --libc=glibc`;
  }
}

function run(...commands: readonly (string | undefined)[]): string {
  return `RUN ${commands.filter((one) => one !== undefined).join(' && ')}`;
}

/** Lines of an image that install what production needs alone. */
export function installLines(subject: Subject): readonly string[] {
  const { files, enable, production, clean } = nodeTool(subject);
  return [...copyLines(subject, files, enable), run(production, clean)];
}

/** Lines of an image that install everything and build; then only what production needs is left, where it is asked for. */
export function buildLines(subject: Subject, keep: 'production' | 'everything'): readonly string[] {
  const { files, enable, all, build, prune, clean } = nodeTool(subject);
  return [
    ...copyLines(subject, files, enable),
    run(all, clean),
    'COPY . .',
    keep === 'everything' ? run(build) : run(build, prune, clean),
  ];
}

function copyLines({ tool }: Subject, files: string, enable: string | undefined): readonly string[] {
  return [
    ...(enable === undefined ? [] : [run(enable)]),
    ...(tool === 'npm-no-lock' ? ['# Without a lockfile two builds may differ: commit one and use npm ci.'] : []),
    `COPY ${files} ./`,
  ];
}
