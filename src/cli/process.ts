import { EXIT } from './exit.ts';
import { refusal } from './writing.ts';

/**
 * How the process ends where somebody outside ends it. An interrupt is left to the system: a handler would run only when an
 * analysis is over, and shells say 130 of who dies of it.
 */
export function endWithGrace(): void {
  // Whoever reads no further has seen enough: what was concluded stands, if it was by then.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(process.exitCode);
    process.stderr.write(`cohost: cannot write to standard output: ${refusal(error) ?? error.message}\n`);
    process.exit(EXIT.usage);
  });
}
