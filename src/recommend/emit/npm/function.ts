import { rootAbove } from '../context.ts';
import { exec, setupLines } from '../docker-lines.ts';
import { CLIENT, SIZE_CHECK } from '../function-lines.ts';
import { shellWord } from '../quoting.ts';
import type { Subject } from '../subject.ts';
import { installPackages } from '../system.ts';
import {
  buildLines,
  copyWorkspace,
  foreignOptions,
  installLines,
  making,
  needsTools,
  nodeLine,
  nodeTool,
  pruned,
  rushDeploy,
} from './commands.ts';
import { nodeStage } from './image.ts';

/** Functions in Node.js: bundles and images. */

/** `pnpm deploy` installs past the lock before this version. */
const PNPM_DEPLOYS = 10;

/** Whether what is zipped begins in the service's own directory, and not at the root of its workspace. */
function hasOwnTree({ member, tool, standsAlone, toolMajor = PNPM_DEPLOYS }: Subject<'npm'>): boolean {
  return member === undefined || (tool === 'pnpm' && toolMajor >= PNPM_DEPLOYS && !standsAlone);
}

/** The handler where the whole workspace lies in the function's directory, in the folder whose files today's image has there. */
function handlerBelowRoot({ handler, member, contents }: Subject<'npm'>): string {
  const own = contents === undefined ? handler : `${contents}/${handler}`;
  return member === undefined ? own : `${member.path}/${own}`;
}

export function bundledHandler(subject: Subject<'npm'>): string {
  return hasOwnTree(subject) ? subject.handler : handlerBelowRoot(subject);
}

/** A member is installed at the root of its workspace, in a copy: an installation would undo the developer's own. */
function memberBundle(subject: Subject<'npm'>, path: string): readonly string[] {
  if (subject.tool === 'rush')
    return [
      `(cd ${rootAbove(subject) ?? '.'} && ${rushDeploy(subject, '"$build/package"')})`,
      'build="$build/package"',
      ...SIZE_CHECK,
      '# Links to packages stay links.',
      '(cd "$build" && zip -qry "$out" .)',
    ];
  const { setting } = nodeTool(subject);
  const own = shellWord(path);
  const finish = hasOwnTree(subject)
    ? [
        ...(subject.toolMajor === undefined
          ? [`# Before pnpm ${PNPM_DEPLOYS} this installs past the lock: name your version in packageManager.`]
          : []),
        `(cd "$build/workspace" && pnpm --filter ${shellWord(`{${path}}`)} --config.inject-workspace-packages=true --config.deploy-all-files=true${foreignOptions(subject)} deploy --prod "$build/package")`,
      ]
    : [
        `(cd "$build/workspace" && ${pruned(subject, subject.preparesItself ? '' : foreignOptions(subject))})`,
        '# A link to a sister becomes its files; the handler keeps its path below the root.',
        `mkdir -p "$build/workspace/node_modules" "$build/package/"${own}`,
        'find "$build/workspace" -name .bin -prune -exec rm -rf {} +',
        'cp -RL "$build/workspace/node_modules" "$build/package/"',
        `cp -RL "$build/workspace/"${own}/. "$build/package/"${own}`,
      ];
  return [
    ...bundledToday(subject),
    'mkdir "$build/workspace"',
    copyWorkspace(subject, '"$build/workspace"'),
    ...(setting === undefined ? [] : [`export ${setting}`]),
    ...(subject.preparesItself ? [onSameMachine(subject)] : []),
    ...(needsTools(subject) ? [`(cd "$build/workspace" && ${making(subject)})`] : []),
    ...finish,
    'build="$build/package"',
    ...SIZE_CHECK,
    '(cd "$build" && zip -qr "$out" .)',
  ];
}

function onSameMachine({ architecture }: Subject<'npm'>): string {
  return `# Its own scripts need the tools of developers: run this on Linux of ${architecture}, or addons are this machine's.`;
}

/** Lambda loads no TypeScript. */
function bundledToday({ bundled, builds, handler, isTypeScript }: Subject<'npm'>): readonly string[] {
  const entry = handler.replace(/\.[^.]+$/, '');
  if (isTypeScript && (builds || !bundled))
    return [
      `# ${entry} is TypeScript, which Lambda does not load: Handler in template.yaml has to name what ${builds ? 'the build leaves of it' : 'a build makes of it (npx esbuild, tsc)'}.`,
    ];
  if (!bundled || builds) return [];
  return [
    `# What deploys it today bundles it (esbuild). Where ${entry} is TypeScript, it has to become ${entry}.js, .mjs or .cjs before this`,
    '# runs, or Lambda does not find the handler.',
  ];
}

export function nodeBundle(subject: Subject<'npm'>): readonly string[] {
  if (subject.member !== undefined) return memberBundle(subject, subject.member.path);
  const { production, setting } = nodeTool(subject);
  const entry = subject.handler.replace(/\.[^.]+$/, '');
  return [
    ...bundledToday(subject),
    `# One file where it works: npx esbuild ${entry}.js --bundle --platform=node --minify --external:@aws-sdk/* --outfile=dist/index.js`,
    '# (native addons have to stay external and be copied). Otherwise the whole production tree:',
    'cp -R . "$build/package"',
    'rm -rf "$build/package/node_modules" "$build/package/.git" "$build/package/test" "$build/package/tests"',
    'build="$build/package"',
    ...(setting === undefined ? [] : [`export ${setting}`]),
    ...(subject.preparesItself
      ? [onSameMachine(subject), `(cd "$build" && ${making(subject)})`, `(cd "$build" && ${pruned(subject)})`]
      : [
          ...(subject.builds ? [`(cd "$build" && ${making(subject)})`, 'rm -rf "$build/node_modules"'] : []),
          `(cd "$build" && ${production}${foreignOptions(subject)})`,
        ]),
    ...SIZE_CHECK,
    '(cd "$build" && zip -qr "$out" .)',
  ];
}

/** Everything but what the build alone needs. */
function nodeTree(subject: Subject<'npm'>, directory: string): readonly string[] {
  if (subject.tool === 'rush' && subject.member !== undefined)
    return ['WORKDIR /src', 'COPY . .', `RUN ${rushDeploy(subject, directory)}`];
  if (needsTools(subject)) return buildLines(subject, 'production');
  return subject.member === undefined ? [...installLines(subject), 'COPY . .'] : installLines(subject);
}

/** A function on AWS's own base image. */
export function nodeFunction(subject: Subject<'npm'>): string {
  // What a workspace's tool leaves beside the tree stays behind.
  const { fetch } = subject.system;
  const isStaged = needsTools(subject) || subject.member !== undefined || fetch.length > 0;
  return [
    `FROM amazon/aws-lambda-nodejs:${nodeLine(subject)}${isStaged ? ' AS build' : ''}`,
    ...installPackages('amazon', isStaged ? fetch : subject.system.amazon),
    ...nodeTree(subject, '"${LAMBDA_TASK_ROOT}"'),
    ...(isStaged
      ? [
          '',
          `FROM amazon/aws-lambda-nodejs:${nodeLine(subject)}`,
          ...installPackages('amazon', subject.system.amazon),
          'COPY --from=build "${LAMBDA_TASK_ROOT}/" "${LAMBDA_TASK_ROOT}/"',
        ]
      : []),
    'USER 10001:10001',
    `CMD ${exec([handlerBelowRoot(subject)])}`,
  ].join('\n');
}

/** Runtime interface clients, as npm had them on 2026-11-27; the newer one begins with Node.js 22. */
const RUNTIME_CLIENTS = { newer: 'aws-lambda-ric@4.0.2', older: 'aws-lambda-ric@3.3.0' } as const;

/** The client for Node is compiled where it is installed. */
const CLIENT_BUILD = {
  debian: ['autoconf', 'automake', 'cmake', 'g++', 'libtool', 'make', 'python3', 'xz-utils'],
  alpine: ['autoconf', 'automake', 'build-base', 'cmake', 'elfutils-dev', 'libtool', 'linux-headers', 'python3', 'xz'],
} as const;

/** A function on the distribution that has what it loads. */
export function nodeClient(subject: Subject<'npm'>): string {
  const { system } = subject;
  const build = [...new Set([...system.fetch, ...system.build, ...CLIENT_BUILD[system.distribution]])].sort();
  return [
    ...nodeStage(subject, build, '/function', ' AS build'),
    ...nodeTree(subject, '/function'),
    CLIENT,
    // Beside the tree: npm would undo what another tool installed.
    `RUN npm install --prefix /client ${Number(nodeLine(subject)) >= 22 ? RUNTIME_CLIENTS.newer : RUNTIME_CLIENTS.older}`,
    '',
    ...nodeStage(subject, system.run, '/function'),
    'ENV NODE_ENV=production',
    'COPY --from=build /client /client',
    'COPY --from=build /function ./',
    ...setupLines(system),
    'USER 1000:1000',
    'ENTRYPOINT ["/client/node_modules/.bin/aws-lambda-ric"]',
    `CMD ${exec([handlerBelowRoot(subject)])}`,
  ].join('\n');
}
