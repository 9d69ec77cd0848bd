import { changedDirectory } from '../paths.ts';
import type { Subshell } from './shell.ts';

/** The directories that the shells of a line are in, one command after the other; the empty one is where the line begins. */
export class ShellDirectories {
  readonly #directories = new Map<Subshell | undefined, string>();

  constructor(start = '') {
    this.#directories.set(undefined, start);
  }

  /** A subshell begins where the shell around it is. */
  in(shell: Subshell | undefined): string {
    const begun: Subshell[] = [];
    let at = shell;
    for (; at !== undefined && !this.#directories.has(at); at = at.around) begun.push(at);
    const directory = this.#directories.get(at) ?? '';
    for (const one of begun) this.#directories.set(one, directory);
    return directory;
  }

  change(shell: Subshell | undefined, to: string): void {
    this.#directories.set(shell, changedDirectory(this.in(shell), to));
  }
}
