import type { Subject } from '../subject.ts';
import type { Writer } from '../writer.ts';
import { bundledHandler, nodeBundle, nodeClient, nodeFunction } from './function.ts';
import { nodeInstall, nodeStart, pathLine, siteScript } from './host.ts';
import { nodeImage } from './image.ts';

export const npm: Writer<'npm'> = {
  isScripted: true,
  memberNotes,
  leftBehind: ({ tool }) => ['**/node_modules', ...(tool === 'rush' ? ['common/temp', 'common/deploy'] : [])],
  ignored: () => ['node_modules', 'coverage'],
  notes: (subject) => [
    ...(subject.makesImage
      ? ['`npm run build` makes an image by itself, so nothing here runs it: what it compiles before that has to be added.']
      : []),
    ...unbuiltNotes(subject),
  ],
  image: nodeImage,
  // A refusal is an error that nobody handles, which ends with 1.
  health: (_, port) => ['node', '-e', `require('net').connect(${port}, '127.0.0.1', function () { this.destroy(); })`],
  startSeconds: 60,
  functionImage: nodeFunction,
  clientImage: nodeClient,
  bundle: nodeBundle,
  bundledHandler,
  install: nodeInstall,
  start: nodeStart,
  environment: pathLine,
  site: siteScript,
};

/** What a compiler leaves, where no script of the package calls one: Nx and its kin build from the root. */
function unbuiltNotes({ builds, makesImage, site, command }: Subject<'npm'>): readonly string[] {
  const file = command.find((word) => /^(?:\.\/)?(?:dist|build|out|\.output)\/[\w./-]+\.[cm]?js$/.test(word));
  return builds || makesImage || site !== undefined || file === undefined
    ? []
    : [`No script here makes ${file}: unless it lies in the repository, what builds it has to be added before it is copied.`];
}

function memberNotes({ tool, toBuild, member }: Subject<'npm'>): readonly string[] {
  const before = toBuild.filter((one) => one !== member).map(({ path }) => path);
  return [
    ...(before.length === 0 ? [] : [`Built before it, because it needs them: ${before.join(', ')}.`]),
    ...(tool === 'yarn' ? ["Yarn 1 installs what all members need; Yarn 4's `workspaces focus` installs one member's."] : []),
    ...(tool === 'yarn-berry' ? ['Before Yarn 4, `workspaces focus` needs: yarn plugin import workspace-tools.'] : []),
  ];
}
