import type { Distribution } from '../data/system-packages.ts';
import { copyWords } from './quoting.ts';
import type { Subject } from './subject.ts';
import type { SystemNeeds } from './system.ts';

/** Lines of images that say where a service lies in what it is built from. */

/** Where its own files lie, below where everything is built. */
export function directoryIn(root: string, { member }: Subject): string {
  return member === undefined ? root : `${root}/${member.path}`;
}

/** A path in which nothing is a variable, nor ends a text. */
export function dockerText(path: string): string {
  return path.replaceAll(/[$\\"]/g, '\\$&');
}

/** The service's own directory, out of which it starts. A variable in its name is none. */
export function workdir(root: string, subject: Subject): string {
  return `WORKDIR ${dockerText(directoryIn(root, subject))}`;
}

/** A copy of the service's own files, out of what the build is sent. */
export function copyOwn({ member }: Subject, to: string): string {
  return member === undefined ? `COPY . ${to}` : `COPY ${copyWords(`${member.path}/`, to)}`;
}

/** Beside all of a service's files those of one directory, where today's image has them: its start command names them from there. */
export function contentLines({ contents }: Pick<Subject, 'contents'>, from: string, options = ''): readonly string[] {
  return contents === undefined ? [] : [`COPY ${options}${copyWords(`${from}${contents}/`, './')}`];
}

/** The line of an image that copies all that it is built from to where that lies, from the service's own directory. */
export function copyAll({ member }: Pick<Subject, 'member'>, root: string): string {
  return `COPY . ${member === undefined ? '.' : `${root}/`}`;
}

/** How the tags of images name a distribution. */
const FLAVOUR: Readonly<Record<Distribution, string>> = { debian: 'slim', alpine: 'alpine' };

/** The end of a tag: `slim`, and with a release of it `slim-bookworm` as Python's images say it, `bookworm-slim` as those of Node.js. */
export function flavour({ distribution, release }: SystemNeeds, runtime: 'node' | 'python'): string {
  const words = [FLAVOUR[distribution], ...(release === undefined ? [] : [release])];
  return (runtime === 'node' ? words.reverse() : words).join('-');
}

export function exec(words: readonly string[]): string {
  return JSON.stringify(words).replaceAll('","', '", "');
}

/**
 * What the start command finds set today, with what has a server listen on all interfaces, then the port: servers read PORT
 * by convention. `more`: what others read.
 */
export function listens({ port, variables, addresses }: Subject, more = ''): readonly string[] {
  const set = [...new Map([...(port === undefined ? [] : addresses), ...variables])].map(
    ([name, value]) => `${name}=${PLAIN_VALUE.test(value) ? value : `"${dockerText(value)}"`}`,
  );
  return [
    ...(set.length === 0 ? [] : [`ENV ${set.join(' ')}`]),
    ...(port === undefined ? [] : [`ENV PORT=${port}${more}`, `EXPOSE ${port}`]),
  ];
}

const PLAIN_VALUE = /^[\w./:@,+-]+$/;

/** A script that is started by its path has to be a program; which mode it has in the repository nobody here knows. */
export function scriptLines({ command: [program = ''] }: Pick<Subject, 'command'>): readonly string[] {
  return /^(?:\.\/)?(?:[\w-][\w.-]*\/)*[\w.-]+\.(?:sh|bash)$/.test(program) ? [`RUN chmod +x ${program}`] : [];
}

/** A volume begins with the owner of what the image has there; without it root alone could write. */
export function dataLines({ stateful }: Subject, user: string): readonly string[] {
  return stateful ? [`RUN install -d -o ${user} -g ${user} /data`] : [];
}

/** What packages install by a command of their own, where nobody but root may. */
export function setupLines({ setup }: SystemNeeds): readonly string[] {
  return setup.map((command) => `RUN ${command}`);
}

/** Asks a port by what an image has: those of Debian and Ubuntu have bash, and seldom more. */
export function byShell(port: number): readonly string[] {
  return ['bash', '-c', `exec 3<>/dev/tcp/127.0.0.1/${port}`];
}
