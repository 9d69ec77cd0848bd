/** Whether a script only builds, once or whenever a file changes: nothing of the package runs by it. */
import { commandsOf } from '../../../src/formats/scripts.ts';
import type { PackageJson } from '../manifests/manifest.ts';

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
/** Of programs that do both what builds, and workbenches on which developers look at components. */
const BUILDS =
  /^(?:heft\s+(?:build|test)|(?:vite|parcel|ng|stencil|brunch|tsdown|bunchee)\s+(?:build|watch)|storybook\s+(?:dev|build)|start-storybook)\b/;
/** What some of them start after a build, or serve. */
const STARTS_AFTER = /--(?:onSuccess|on-success|serve|servedir|server)\b/;
const SCRIPT = /^(?:npm|pnpm|yarn|bun)\s+(?:run\s+)?([\w:.-]+)(?:\s+-[-\w=]*)*\s*$/;
/** Commands side by side, each in quotes. */
const SIDE_BY_SIDE = /^concurrently((?:\s+(?:-[-\w=]*|"[^"]*"|'[^']*'))+)\s*$/;

export function onlyBuilds(command: string, scripts: PackageJson['scripts'], hops = 0): boolean {
  return hops <= MAX_HOPS && commandsOf(command).every((part) => isBuild(part, scripts, hops));
}

const MAX_HOPS = 8;

function isBuild(part: string, scripts: PackageJson['scripts'], hops: number): boolean {
  const named = SCRIPT.exec(part)?.[1];
  const script = scripts.find(({ name }) => name === named);
  // What Wireit runs stands elsewhere in the manifest; a script of that name builds.
  if (script?.value === 'wireit') return /^(?:build|compile)\b/.test(script.name);
  if (script !== undefined) return onlyBuilds(script.value, scripts, hops + 1);
  const beside = SIDE_BY_SIDE.exec(part)?.[1]?.match(/"[^"]*"|'[^']*'/g);
  if (beside) return beside.every((one) => onlyBuilds(one.slice(1, -1), scripts, hops + 1));
  return (BUILDERS.has(/^[\w-]+/.exec(part)?.[0] ?? '') || BUILDS.test(part)) && !STARTS_AFTER.test(part);
}
