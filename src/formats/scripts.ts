/** Commands of a package's scripts. */

/** What only prepares the command behind it: variables, a look-up of the program, its path. */
const PREPARES: readonly RegExp[] = [
  /^(?:cross-env(?:-shell)?|npx|bunx|(?:npm|yarn|pnpm) exec)\s+(?:--?[\w-]+\s+)*/,
  /^[A-Za-z_]\w*=(?:"[^"]*"|'[^']*'|[^\s"']*)\s+/,
  /^(?:dotenv|env-cmd|sst-env|doppler run|infisical run)\s+(?:.*?\s)?--\s+/,
  /^(?:dotenv|env-cmd)\s+(?:-\w|--[\w-]+)\s+\S+\s+/,
  /^(?:\.\/)?node_modules\/\.bin\//,
];

/** `NODE_ENV=test cross-env PORT=1 vite && tsc` → `vite`, `tsc`. */
export function commandsOf(script: string): readonly string[] {
  return script.split(/&&|\|\||[;&]/).flatMap((part) => unwrapped(part.trim()) || []);
}

/** Nobody prepares more often; what would go on without end is left as it is. */
const MAX_PREPARED = 16;

function unwrapped(command: string): string {
  let rest = command;
  for (let times = 0; times < MAX_PREPARED; times++) {
    const prefix = PREPARES.find((one) => one.test(rest));
    if (prefix === undefined) return rest;
    rest = rest.replace(prefix, '');
  }
  return rest;
}
