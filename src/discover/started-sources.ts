import { baseName, type Demand, directoryOf, type JoinedDeployment } from '../model/index.ts';
import { programOf } from './program.ts';

/**
 * Where a Python program says in its own text that it listens, that file has to be what is started: a server that imports
 * it (`gunicorn app:app`) never comes to its last lines. Where nothing is known of any start, it is what there is to start.
 */
export function startedSources(all: readonly JoinedDeployment[]): readonly JoinedDeployment[] {
  const own = withoutUnreadSettings(withoutAlternatives(all));
  if (!own.some(isProgramText)) return own;
  const commands = own.flatMap(({ facts }) => facts.processes.map(({ command }) => command));
  const isOpen = own.every(({ facts }) => facts.processes.length + facts.functions.length + facts.images.length === 0);
  const alone = own.filter(isProgramText).length === 1;
  return own.map((one) => {
    if (!isProgramText(one)) return one;
    const { facts } = one;
    const started = commands.find((command) => runs(command, facts.descriptor.path));
    const demands = facts.demands.flatMap((demand): readonly Demand[] => {
      if (demand.realm !== 'port') return [demand];
      if (started === undefined) return isOpen && alone ? [demand] : [];
      return [{ ...demand, detail: { ...demand.detail, program: programOf(started) } }];
    });
    return { ...one, facts: { ...facts, demands } };
  });
}

/**
 * Programs of one Go module that take the same port by their own text never run beside each other: outside of `cmd`, where
 * what is deployed lies, they are samples, of which nobody knows which one runs.
 */
function withoutAlternatives(own: readonly JoinedDeployment[]): readonly JoinedDeployment[] {
  const programs = own.filter(isGoProgram);
  if (programs.length < 2) return own;
  const homes = new Map<string, Set<string>>();
  for (const { facts } of programs)
    for (const { realm, key } of facts.demands)
      if (realm === 'port') homes.set(key, (homes.get(key) ?? new Set()).add(directoryOf(facts.descriptor.path)));
  return own.map((one) => {
    const { facts } = one;
    if (!isGoProgram(one) || /(?:^|\/)cmd\//.test(facts.descriptor.path)) return one;
    const demands = facts.demands.filter(({ realm, key }) => realm !== 'port' || (homes.get(key)?.size ?? 0) < 2);
    return { ...one, facts: { ...facts, demands } };
  });
}

/** `.flaskenv` is for who develops, unless `flask run` is what is deployed. */
function withoutUnreadSettings(own: readonly JoinedDeployment[]): readonly JoinedDeployment[] {
  const isFlasks = ({ facts: { descriptor } }: JoinedDeployment): boolean => baseName(descriptor.path) === '.flaskenv';
  if (!own.some(isFlasks)) return own;
  const isRead = own.some(({ facts }) => facts.processes.some(({ command }) => /\bflask\b.*\brun\b/.test(command.join(' '))));
  return isRead ? own : own.filter((one) => !isFlasks(one));
}

function isGoProgram({ facts: { descriptor } }: JoinedDeployment): boolean {
  return descriptor.kind === 'source' && baseName(descriptor.path) === 'main.go';
}

function isProgramText({ facts: { descriptor, demands } }: JoinedDeployment): boolean {
  return descriptor.kind === 'source' && descriptor.path.endsWith('.py') && demands.some(({ realm }) => realm === 'port');
}

const PYTHON = /(?:^|[\s/'"])(?:python[\d.]*|uv run)\s+((?:-[A-LN-Za-ln-z]\S*\s+)*)(?:-m\s+([\w.]+)|([\w./-]+\.py))/g;
const ITSELF = /^(?:\.\/|\/)?[\w./-]+\.py$/;

/** Whether a command line runs the file: `python src/main.py`, `python -m src.main`, `./main.py`. */
function runs(command: readonly string[], path: string): boolean {
  const [first = ''] = command;
  const named = [...command.join(' ').matchAll(PYTHON)].flatMap(([, , module, file]) =>
    module === undefined ? (file ?? []) : [`${module.replaceAll('.', '/')}.py`, `${module.replaceAll('.', '/')}/__main__.py`],
  );
  return [...named, ...(ITSELF.test(first) ? [first] : [])].some((file) => isSame(file, path));
}

/** The image's directories may be called otherwise, so that the file's own name tells, and the folder of a `__main__.py`. */
function isSame(file: string, path: string): boolean {
  if (baseName(file) !== baseName(path)) return false;
  return baseName(file) !== '__main__.py' || baseName(directoryOf(file)) === baseName(directoryOf(path));
}
