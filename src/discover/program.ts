import { baseName } from '../model/index.ts';

/** What a command line starts, without options and what they are set to. */
export function programOf(command: readonly string[]): string {
  return command
    .filter((word) => !/^-|^\d+$|:\d+$|=/.test(word))
    .map(baseName)
    .join(' ');
}
