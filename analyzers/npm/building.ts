/** Whether a script only builds, once or whenever a file changes: nothing of the package runs by it. */
import { commandsOf } from '../../src/formats/scripts.ts';
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
const SCRIPT = /^(?:npm|pnpm|yarn|bun)\s+(?:run\s+)?([\w:.-]+)(?:\s+--?[\w-]+)*\s*$/;

export function onlyBuilds(command: string, scripts: PackageJson['scripts'], hops = 0): boolean {
  return hops <= MAX_HOPS && commandsOf(command).every((part) => isBuild(part, scripts, hops));
}

const MAX_HOPS = 8;

function isBuild(part: string, scripts: PackageJson['scripts'], hops: number): boolean {
  const named = SCRIPT.exec(part)?.[1];
  const script = scripts.find(({ name }) => name === named);
  if (script !== undefined) return onlyBuilds(script.value, scripts, hops + 1);
  return BUILDERS.has(/^[\w-]+/.exec(part)?.[0] ?? '') && !STARTS_AFTER.test(part);
}
