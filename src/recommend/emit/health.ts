import type { Subject } from './subject.ts';
import { writerOf } from './writers.ts';

/** Whether a container answers, asked by what its image has: nothing else is installed for it. */

interface Health {
  readonly command: readonly string[];
  /** Seconds in which it may still be starting. */
  readonly start: number;
}

/** None where nothing says which port that is, what runs to its end, or the image is empty. */
export function healthOf(subject: Subject): Health | undefined {
  const { port, isPortKnown, role, site } = subject;
  if (port === undefined || !isPortKnown || role === 'job') return undefined;
  const { health, startSeconds } = writerOf(subject);
  const command = site === undefined ? health(subject, port) : ['wget', '-q', '--spider', `http://127.0.0.1:${port}/`];
  return command === undefined ? undefined : { command, start: startSeconds };
}
