/**
 * How old a release has to be before it is taken: npm's `min-release-age`, `minimumReleaseAge` of pnpm and bun, and yarn's
 * `npmMinimalAgeGate` (the tools, "Settings"; pnpm, `createPackageVersionPolicy`; yarn, `isPackageApproved`).
 */
import { satisfies } from './notation/range.ts';
import { matchesGlob } from './workspaces/globs.ts';

export interface ReleaseAge {
  readonly milliseconds: number;
  readonly except: readonly AnyAge[];
  /** Where no older release suits, a younger one is taken (pnpm, `minimumReleaseAgeStrict: false`). */
  readonly yields: boolean;
}

/** What is taken at any age: packages by a pattern of their names, or some versions of one. */
export interface AnyAge {
  readonly pattern: string;
  readonly versions?: string;
}

/** What the registry had then is taken. */
export interface Aged extends Omit<ReleaseAge, 'milliseconds'> {
  readonly before: string;
}

/** `name`, `@scope/*`, `name@1.0.0 || 1.0.1`. */
export function anyAge(texts: readonly string[]): readonly AnyAge[] {
  return texts.flatMap((text): readonly AnyAge[] => {
    const at = text.indexOf('@', 1);
    if (text === '') return [];
    return [at < 0 ? { pattern: text } : { pattern: text.slice(0, at), versions: text.slice(at + 1) }];
  });
}

/** Counted back from the date that is asked about, else from the run. */
export function agedAt({ milliseconds, ...rest }: ReleaseAge, at: string | undefined): Aged | undefined {
  const start = Date.parse(at ?? '');
  const before = new Date(start - milliseconds);
  return milliseconds <= 0 || Number.isNaN(before.getTime()) ? undefined : { ...rest, before: before.toISOString() };
}

/** Services that share are installed by somebody whose settings may be those of any of them. */
export function sharedAge(all: readonly (ReleaseAge | undefined)[]): ReleaseAge | undefined {
  const stated = all.flatMap((one) => one ?? []);
  const [first] = stated;
  if (first === undefined || stated.length < all.length) return undefined;
  return {
    milliseconds: Math.min(...stated.map((one) => one.milliseconds)),
    except: [...new Map(stated.flatMap((one) => one.except).map((one) => [JSON.stringify(one), one])).values()],
    yields: stated.some((one) => one.yields),
  };
}

/** `all`, or which versions of a package are taken at any age. */
export function takenAtAnyAge(
  { except }: Pick<ReleaseAge, 'except'>,
  name: string,
): 'all' | ((version: string) => boolean) | undefined {
  const own = except.filter(({ pattern }) => isMeant(pattern, name));
  if (own.length === 0) return undefined;
  const ranges = own.map(({ versions }) => versions);
  if (ranges.includes(undefined)) return 'all';
  return (version) => ranges.some((range) => range !== undefined && satisfies(version, range));
}

/** pnpm's `*` runs across the slash of a scope, npm's and yarn's does not: what is meant for all means all. */
function isMeant(pattern: string, name: string): boolean {
  return pattern === '*' || pattern === name || (/[*?[({]/.test(pattern) && matchesGlob(pattern, name));
}
