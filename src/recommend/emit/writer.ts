import type { WrittenEcosystem } from './profiles.ts';
import type { Subject } from './subject.ts';

type Lines<E extends WrittenEcosystem> = (subject: Subject<E>) => readonly string[];

/** What is written for the services of one ecosystem. */
export interface Writer<E extends WrittenEcosystem> {
  /** Whether its start command has to be known, and runs among its own files: there is no program of its own. */
  readonly isScripted: boolean;
  /** What whoever takes a Dockerfile has to know. */
  readonly notes?: Lines<E>;
  /** What its tools ask of whoever builds a part of a workspace. */
  readonly memberNotes?: Lines<E>;
  /** What no build of a part of a workspace needs, and what is never a member's or a package's name. */
  readonly leftBehind: Lines<E>;
  /** What the build of a service in its own directory does not need. */
  readonly ignored: Lines<E>;
  /** The Dockerfile, without the words before. */
  readonly image: (subject: Subject<E>) => string;
  /** The command that asks a container whether it answers, by what its image has; none where that is nothing. */
  readonly health: (subject: Subject<E>, port: number) => readonly string[] | undefined;
  /** Seconds in which it may still be starting. */
  readonly startSeconds: number;
  /** The Dockerfile of a function on AWS's own base image. */
  readonly functionImage: (subject: Subject<E>) => string;
  /** The same on the distribution that has what it loads, with the runtime interface client beside it. */
  readonly clientImage: (subject: Subject<E>) => string;
  /** Shell: fills `$build` and makes `$out` of it. */
  readonly bundle: Lines<E>;
  /** The handler as Lambda finds it in what is bundled, where that is not its own name. */
  readonly bundledHandler?: (subject: Subject<E>) => string;
  /** What a SAM template asks for besides. */
  readonly template?: Lines<E>;
  /** Shell: an environment of its own below `$prefix`. */
  readonly install: Lines<E>;
  /** Whether its command names its files as the directory sees them that it is built from. */
  readonly startsAround?: (subject: Subject<E>) => boolean;
  /** The words of systemd's ExecStart. */
  readonly start: (subject: Subject<E>, prefix: string) => string;
  /** Lines of systemd's unit that set variables. */
  readonly environment?: (subject: Subject<E>, prefix: string) => readonly string[];
  /** Shell: the whole script that puts a site's files where a web server finds them. */
  readonly site?: (subject: Subject<E>, output: string) => readonly string[];
}
