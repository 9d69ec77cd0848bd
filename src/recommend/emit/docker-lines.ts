import { copyWords } from './quoting.ts';
import type { Subject } from './subject.ts';

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

/** The line of an image that copies all that it is built from to where that lies, from the service's own directory. */
export function copyAll({ member }: Pick<Subject, 'member'>, root: string): string {
  return `COPY . ${member === undefined ? '.' : `${root}/`}`;
}
