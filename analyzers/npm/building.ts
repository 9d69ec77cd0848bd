/** Whether a script only builds, once or whenever a file changes: nothing of the package runs by it. */
import type { PackageJson } from './manifest.ts';

/** Programs that write files and start nothing. */
const BUILDERS = new Set([
  'tsc',
  'tsup',
  'rollup',
  'babel',
  'swc',
  'microbundle',
  'ng-packagr',
  'unbuild',
  'tsdx',
  'esbuild',
  'rimraf',
  'cpx',
  'copyfiles',
]);
/** What some of them start after a build, or serve. */
const STARTS_AFTER = /--(?:onSuccess|on-success|serve|servedir)\b/;
/** What only sets the stage for the program behind it. */
const PREFIX = /^(?:(?:cross-env(?:-shell)?|npx|dotenv)\s+|[A-Z_]\w*=\S*\s+|(?:\.\/)?node_modules\/\.bin\/)/;
const SCRIPT = /^(?:npm|pnpm|yarn|bun)\s+(?:run\s+)?([\w:.-]+)\s*$/;

export function onlyBuilds(command: string, scripts: PackageJson['scripts'], hops = 0): boolean {
  const parts = command.split(/&&|;/).map((part) => part.trim());
  return hops <= MAX_HOPS && parts.every((part) => isBuild(part, scripts, hops));
}

const MAX_HOPS = 8;

function isBuild(part: string, scripts: PackageJson['scripts'], hops: number): boolean {
  let rest = part;
  while (PREFIX.test(rest)) rest = rest.replace(PREFIX, '');
  const named = SCRIPT.exec(rest)?.[1];
  const script = scripts.find(({ name }) => name === named);
  if (script !== undefined) return onlyBuilds(script.value, scripts, hops + 1);
  return BUILDERS.has(/^[\w-]+/.exec(rest)?.[0] ?? '') && !STARTS_AFTER.test(rest);
}
