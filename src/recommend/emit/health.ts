import type { Subject } from './subject.ts';

/** Whether a container answers, asked by what its image has: nothing else is installed for it. */

interface Health {
  readonly command: readonly string[];
  /** Seconds in which it may still be starting. */
  readonly start: number;
}

/** None where nothing says which port that is, what runs to its end, or the image is empty. */
export function healthOf(subject: Subject): Health | undefined {
  const { port, isPortKnown, role } = subject;
  if (port === undefined || !isPortKnown || role === 'job') return undefined;
  const command = asksPort(subject, port);
  return command === undefined ? undefined : { command, start: subject.ecosystem === 'jvm' ? 120 : 60 };
}

function asksPort({ ecosystem, site, system }: Subject, port: number): readonly string[] | undefined {
  if (site !== undefined) return ['wget', '-q', '--spider', `http://127.0.0.1:${port}/`];
  switch (ecosystem) {
    case 'python':
      return ['python', '-c', `import socket; socket.create_connection(('127.0.0.1', ${port}), 3)`];
    case 'npm':
      // A refusal is an error that nobody handles, which ends with 1.
      return ['node', '-e', `require('net').connect(${port}, '127.0.0.1', function () { this.destroy(); })`];
    case 'jvm':
      return system.distribution === 'alpine' ? ['nc', '-z', '127.0.0.1', String(port)] : byShell(port);
    case 'go':
      return system.linked || system.run.length > 0 ? byShell(port) : undefined;
  }
}

/** Images of Debian and Ubuntu have bash, and seldom more. */
function byShell(port: number): readonly string[] {
  return ['bash', '-c', `exec 3<>/dev/tcp/127.0.0.1/${port}`];
}
