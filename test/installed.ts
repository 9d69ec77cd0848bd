import { spawnSync } from 'node:child_process';

/** Node and npm are enough for the tests; those of what speaks to another program are skipped where it is not installed. */
export function areInstalled(...programs: readonly string[]): boolean {
  return programs.every((program) => spawnSync(program, ['--version'], { stdio: 'ignore' }).status === 0);
}
