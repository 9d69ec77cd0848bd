/** Start commands as an image can run them: its environment is active already, and nothing but a shell fills in variables. */

import { isMemberNamed } from '../../formats/scripts.ts';

/** Tools that run a command in the environment of a project, and would make or update that environment first. */
const RUNNERS = 'uv|poetry|pipenv|pdm|rye|hatch';
const RUNNER = new RegExp(`^(?:${RUNNERS})$`);
const IN_SCRIPT = new RegExp(
  `(^|[;&|(]\\s*|\\bexec\\s+)(?:${RUNNERS})\\s+run\\s+(?:--?(?!-)[\\w-]+\\s+|--\\s+)*(?=[\\w./])`,
  'g',
);
const VARIABLE = /\$(?:\{[A-Za-z_]|[A-Za-z_])/;

/** `scripts` are those of the manifests, by name; `names` are the service's packages, in whose directory the image starts. */
export function startWords(
  words: readonly string[],
  scripts: ReadonlyMap<string, string> = NO_SCRIPTS,
  names: ReadonlySet<string> = NO_NAMES,
): readonly string[] {
  const [shell, option, script] = words;
  if (words.length === 3 && /(?:^|\/)(?:sh|bash|ash|dash)$/.test(shell ?? '') && option === '-c' && script !== undefined)
    return ['sh', '-c', script.replaceAll(IN_SCRIPT, '$1').replaceAll(RELOADING, '')];
  const own = byNpm(
    withoutMember(inMember(withoutRunner(onPath(words)), names), names).filter((word) => word !== '--reload'),
    scripts,
  );
  return own.some((word) => VARIABLE.test(word)) ? ['sh', '-c', `exec ${own.map(expanding).join(' ')}`] : own;
}

const NO_SCRIPTS: ReadonlyMap<string, string> = new Map();
const NO_NAMES: ReadonlySet<string> = new Set();

/** Programs that every image of their language has on its path, and not where a host has them. */
const OF_RUNTIMES =
  /^\/(?:[\w.@-]+\/){1,20}((?:node|npm|npx|yarn|pnpm|bun|python[\d.]*|gunicorn|uvicorn|hypercorn|daphne|uwsgi|celery|flask|streamlit))$/;
/** Of an environment or a user's own directory, which is another one in an image. */
const OF_ENVIRONMENT =
  /^(?:\.?\/)?(?:[\w.@-]+\/){0,20}(?:\.?v?env\/bin|\.?virtualenvs\/[\w.-]+\/bin|\.local\/bin|node_modules\/\.bin)\/([\w.-]+)$/;

/** `/opt/shop/.venv/bin/uvicorn app:app` as an image finds it. */
function onPath([program = '', ...rest]: readonly string[]): readonly string[] {
  const name = OF_RUNTIMES.exec(program)?.[1] ?? OF_ENVIRONMENT.exec(program)?.[1];
  return program === '' ? rest : [name ?? program, ...rest];
}

/** `npm start -w worker -- --all`, `pnpm --filter ./services/worker start`: what is behind `--` is the script's own. */
function withoutMember(words: readonly string[], names: ReadonlySet<string>): readonly string[] {
  if (!/^(?:npm|pnpm)$/.test(words[0] ?? '')) return words;
  const ends = words.indexOf('--');
  const options = ends < 0 ? words : words.slice(0, ends);
  const at = options.findIndex((word) => MEMBER.test(word));
  const joined = /=(.+)$/.exec(options[at] ?? '')?.[1];
  const name = joined ?? options[at + 1] ?? '';
  if (at < 1 || !isMemberNamed(name, names)) return words;
  return [...words.slice(0, at), ...words.slice(at + (joined === undefined ? 2 : 1))];
}

const MEMBER = /^(?:--workspace|--filter|-[wF])(?:=|$)/;

/** `yarn workspace worker node main.js` of the member in whose directory it starts anyway. */
function inMember(words: readonly string[], names: ReadonlySet<string>): readonly string[] {
  const [tool, option, name = '', ...own] = words;
  return tool === 'yarn' && option === 'workspace' && names.has(name) && own.length > 0 ? [tool, ...own] : words;
}

/** Servers that look for changes of their sources are developers'. */
const RELOADING = /\s--reload(?=\s|$)/g;

/** npm is in every image with Node.js and starts scripts in the service's directory; pnpm, bun and the Yarn of a project are not. */
function byNpm(words: readonly string[], scripts: ReadonlyMap<string, string>): readonly string[] {
  if (!/^(?:pnpm|yarn|bun)$/.test(words[0] ?? '')) return words;
  const [first = '', ...rest] = words.slice(1);
  // What they find is on the image's path as well.
  if (words[0] !== 'bun' && first === 'exec' && /^\w/.test(rest[0] ?? '')) return rest;
  if (words[0] === 'yarn' && first === 'node' && rest.length > 0) return [first, ...rest];
  const [name = '', args] = first === 'run' ? [rest[0], rest.slice(1)] : [first, rest];
  // bun runs files as well, and scripts before those.
  const isFile = words[0] === 'bun' && /\.[cm]?[jt]sx?$/.test(name);
  if ((first !== 'run' || isFile) && !scripts.has(name)) return words;
  if (name === '' || name.startsWith('-')) return words;
  return ['npm', 'run', name, ...(args.length === 0 ? [] : ['--', ...args.filter((word) => word !== '--')])];
}

/** `uv run --no-dev uvicorn app:app` → `uvicorn app:app`; a file of Python needs its interpreter. */
function withoutRunner(words: readonly string[]): readonly string[] {
  if (!RUNNER.test(words[0] ?? '') || words[1] !== 'run') return words;
  const from = words.findIndex((word, index) => index > 1 && !word.startsWith('-'));
  if (from < 0) return words;
  const own = words.slice(from);
  return own[0]?.endsWith('.py') === true ? ['python', ...own] : own;
}

/** A word in double quotes, in which a shell fills in variables and nothing else (POSIX shell, 2.2.3). */
function expanding(word: string): string {
  return /^[\w./:=@,+-]+$/.test(word) ? word : `"${word.replaceAll(/["\\`]|\$(?=\()/g, '\\$&')}"`;
}
