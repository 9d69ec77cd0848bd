import { baseName } from '../../../model/index.ts';
import { systemdWords } from '../quoting.ts';
import type { Subject } from '../subject.ts';
import type { Writer } from '../writer.ts';
import { pythonBundle, pythonClient, pythonFunction } from './function.ts';
import { pythonImage } from './image.ts';
import { pythonHost, startsAround } from './install.ts';

export const python: Writer<'python'> = {
  isScripted: true,
  leftBehind: () => ['**/__pycache__', '**/*.pyc', '**/.venv', '**/.pixi'],
  ignored: ({ tool }) => ['__pycache__', '*.pyc', '.venv', 'venv', ...(tool === 'pixi' ? ['.pixi'] : []), '.pytest_cache'],
  image: pythonImage,
  health: (_, port) => ['python', '-c', `import socket; socket.create_connection(('127.0.0.1', ${port}), 3)`],
  startSeconds: 60,
  functionImage: pythonFunction,
  clientImage: pythonClient,
  bundle: pythonBundle,
  install: pythonHost,
  startsAround,
  start,
};

/** Programs of its virtualenv. */
function start({ command }: Subject<'python'>, prefix: string): string {
  const [program = 'python', ...rest] = command.length > 0 ? command : ['python', '-m', 'app'];
  return systemdWords([program === 'sh' ? '/bin/sh' : `${prefix}/venv/bin/${baseName(program)}`, ...rest]);
}
