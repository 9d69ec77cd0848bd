import { baseName, inDirectory } from '../../../model/index.ts';
import { rootAbove } from '../context.ts';
import { copyAll, workdir } from '../docker-lines.ts';
import { copyWords, shellWord } from '../quoting.ts';
import type { Subject } from '../subject.ts';

/** How the go command builds: by go.work or go.mod, out of a vendor directory where there is one. */

/** `go build` of the main package, from the service's directory. */
export function goCommand({ mainPackage, system: { linked } }: Subject<'go'>, out: string, tags = ''): string {
  return `CGO_ENABLED=${linked ? 1 : 0} go build ${tags}-trimpath -ldflags="-s -w" -o ${out} ${shellWord(mainPackage)}`;
}

/** What stands before the build in a script. */
export function mainNote({ isMainKnown }: Pick<Subject<'go'>, 'isMainKnown'>): readonly string[] {
  const named = '# The last word is the directory of the main package';
  return [isMainKnown ? `${named}.` : `${named}; nothing shows where that lies, so it is to be named.`];
}

/** What starts others, and takes their words. */
const STARTERS =
  /^(?:(?:ba|da|a)?sh|env|exec|tini|dumb-init|catatonit|gosu|su-exec|supervisord|go|air|reflex|dlv|CompileDaemon)$/;

/** Words that its program is started with today: a command of it, a file of settings. What only a shell would fill in is none. */
export function goArguments({ command }: Pick<Subject<'go'>, 'command'>): readonly string[] {
  const [program = '', ...words] = command;
  const isProgram = program.includes('/') && !STARTERS.test(baseName(program));
  return isProgram && !words.some((word) => /[$`]/.test(word)) ? words : [];
}

/** Shell: what the go command has to be told before. It refuses a module that a go.work above does not list. */
export function goSettings({ isWorkspace }: Subject<'go'>): readonly string[] {
  return isWorkspace ? [] : ['# Its own go.mod decides, whatever go.work lies above.', 'export GOWORK=off'];
}

/** Lines of an image, from the root that it is built from down to the service's directory, with all files there. */
export function goSources(subject: Subject<'go'>, root: string): readonly string[] {
  const { member, isWorkspace, isVendored } = subject;
  const settings = member === undefined || isWorkspace ? [] : ['ENV GOWORK=off'];
  const all = copyAll(subject, root);
  const here = workdir(root, subject);
  if (isVendored) return [...settings, here, all];
  return [
    ...settings,
    ...(member === undefined ? [here] : [`WORKDIR ${root}`]),
    ...moduleFiles(subject),
    ...(member === undefined ? [] : [here]),
    'RUN go mod download',
    all,
  ];
}

/** go.work, and go.mod and go.sum of every module that the build reads. */
function moduleFiles(subject: Subject<'go'>): readonly string[] {
  const { member, local, projectRoot, isWorkspace } = subject;
  const own = member?.path ?? '.';
  const steps = rootAbove(subject)?.split('/').length ?? 0;
  const up = projectRoot === '.' ? 0 : projectRoot.split('/').length;
  // go.work lies as many directories above the service as its root does.
  const workDirectory =
    own
      .split('/')
      .slice(0, steps - up)
      .join('/') || '.';
  const directories = new Set([...(isWorkspace ? [workDirectory] : []), own, ...local]);
  return [...directories].map((directory) => {
    const file = inDirectory(directory, 'go.*');
    return `COPY ${copyWords(file, directory === '.' ? './' : `./${directory}/`)}`;
  });
}
