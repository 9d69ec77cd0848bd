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

/** What a script comes to: `yarn build && lerna run start` starts members. */
export function lastStep(script: string): string {
  return script.split('&&').at(-1)?.trim() ?? script;
}

/** `npm run dev -- --host` stands for the script of that name, unless it asks for that of another package. */
const NAMED = /^(?:npm|yarn|pnpm|bun)\s+(?:run(?:-script)?\s+)?([\w:.-]+)(?:\s|$)/;
const OF_OTHERS = /\s(?:--workspaces?|--filter|--prefix|--cwd|-[CFrw])(?:[\s=]|$)/;

/** How tools of workspaces ask for a script of one member. */
const OF_MEMBER = /\s(?:(?:--workspace|--filter|-[wF])(?:=|\s+)|workspace\s+)(\S+)(?=\s|$)/;

/** Whether a word by which a member is asked for is one of those that it is called by: a name, or its path from the root. */
export function isMemberNamed(word: string, names: ReadonlySet<string>): boolean {
  return names.has(word.replace(/^\.\//, '').replace(/\/$/, ''));
}

function namedScript(step: string, names: ReadonlySet<string>): string | undefined {
  const own = step.replace(OF_MEMBER, (asked, name: string) => (isMemberNamed(name, names) ? '' : asked));
  return OF_OTHERS.test(own) ? undefined : NAMED.exec(own)?.[1];
}

/** Nobody hands on more often. */
const MAX_HOPS = 8;

const NO_NAMES: ReadonlySet<string> = new Set();

/**
 * What a script comes to through the scripts that it names; `stepOf` is what is left of each at its end, and `names` are what
 * the package itself is called by who asks for its scripts from elsewhere.
 */
export function behindScripts(
  script: string,
  commandNamed: (name: string) => string | undefined,
  stepOf: (script: string) => string,
  names: ReadonlySet<string> = NO_NAMES,
): string {
  let step = stepOf(script);
  for (let hop = 0; hop < MAX_HOPS; hop++) {
    const named = commandNamed(namedScript(step, names) ?? '');
    if (named === undefined) return step;
    step = stepOf(named);
  }
  return step;
}

/** Scripts that installations of a package run by themselves (npm, "Life Cycle Operation Order"). */
export const AT_INSTALLATION = /^(?:(?:pre|post)?install|prepare)$/;

/** What asks only who installs, or says something, needs nothing of the package. */
const NEEDS_NOTHING = /^(?:(?:npx|pnpx|pnpm dlx)\s+(?:(?:-y|--yes)\s+)?)?(?:only-allow|echo|true|exit)(?:\s|$)/;

/** Tools that write git hooks, as their READMEs have them in `prepare`. */
const HOOKS = /(?:^|[;&|]\s*)(?:npx\s+)?(?:husky|lefthook|simple-git-hooks|is-ci)\b/;

/** Whether a script sets up git hooks once everything is installed: `prepare`, which can be left out for production. */
export function setsUpHooks(name: string, command: string): boolean {
  return name === 'prepare' && HOOKS.test(command);
}

/** Whether an installation runs a script that may need the package's files and the tools of its developers. */
export function preparesPackage(scripts: readonly { readonly name: string; readonly command: string }[]): boolean {
  return scripts.some(
    ({ name, command }) =>
      AT_INSTALLATION.test(name) && !setsUpHooks(name, command) && commandsOf(command).some((one) => !NEEDS_NOTHING.test(one)),
  );
}
