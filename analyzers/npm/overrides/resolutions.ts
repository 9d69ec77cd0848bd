/** `resolutions` of package.json as each tool reads them: yarn 1 with globs, berry without, pnpm and bun as their own overrides. */
import type { Diagnostic } from '../../../src/model/index.ts';
import type { Override } from '../manifests/manifest.ts';
import { pnpmPath, selectorOf, withoutTagProtocol } from '../notation/spec.ts';
import type { PackageManager } from '../workspaces/package-manager.ts';

/** Any number of packages on the way; one (`*`) is read as any, too. */
export const ANY_DEPTH = '**';

function isGlob(part: string): boolean {
  return part === ANY_DEPTH || part === '*';
}

type Refusal = string;

const READERS: Readonly<Record<'classic' | 'berry' | 'pnpm' | 'bun', (one: Override) => Override | Refusal | undefined>> = {
  classic: ofClassicYarn,
  berry: ofBerry,
  pnpm: (one) =>
    one.path.length > 1
      ? `pnpm cannot parse it, and refuses to install; write ${one.path.filter((part) => !isGlob(part)).join('>')} into its overrides`
      : { ...one, tool: 'pnpm', path: one.path.flatMap(pnpmPath) },
  // A glob at the beginning is let be, one further on makes the line count for nothing.
  bun: (one) => {
    const path = withoutLeadingGlob(one.path);
    return path.some(isGlob) ? undefined : { ...one, tool: 'bun', path };
  },
};

/** Those that `manager` applies; of each that it refuses a diagnostic is added. */
export function resolutionsFor(
  { tool, major }: Partial<PackageManager>,
  overrides: readonly Override[],
  diagnostics: Diagnostic[],
): readonly Override[] {
  const read = READERS[tool === 'pnpm' || tool === 'bun' ? tool : major !== undefined && major > 1 ? 'berry' : 'classic'];
  return overrides.flatMap((one): readonly Override[] => {
    if (one.tool !== 'yarn') return [];
    const answer = read(one);
    if (typeof answer !== 'string') return answer === undefined ? [] : [answer];
    const message = `the resolution of ${one.path.join('/')} is not applied: ${answer}`;
    diagnostics.push({ code: 'npm/refused-override', severity: 'error', message, ...one.origin });
    return [];
  });
}

/**
 * yarn 1 matches the whole way from the root to a package: `a` and its kin with `**` in front mean every one, `a/b` the one
 * below the root's own a (yarn 1, `ResolutionMap`).
 */
function ofClassicYarn(one: Override): Override | Refusal {
  if (isGlob(one.path.at(-1) ?? '')) return 'yarn ignores one that ends with a glob; write the package that is meant';
  const path = withoutLeadingGlob(one.path).map((part) => (part === '*' ? ANY_DEPTH : part));
  return path.length > 1 && path.length === one.path.length ? { ...one, path, fromRoot: true } : { ...one, path };
}

/** `npm:3.0.0`, as `yarn set resolution` writes it, is a version or a tag: to every other tool the name of a package. */
function ofBerry(one: Override): Override | Refusal {
  if (!one.path.some(isGlob)) return { ...one, value: withoutTagProtocol(one.value) };
  const names = one.path.filter((part) => !isGlob(part)).map((part) => selectorOf(part).name);
  return `yarn refuses globs since version 2; write ${names.slice(-2).join('/')}`;
}

function withoutLeadingGlob(path: readonly string[]): readonly string[] {
  const [first = '', ...rest] = path;
  return rest.length > 0 && isGlob(first) ? withoutLeadingGlob(rest) : path;
}
