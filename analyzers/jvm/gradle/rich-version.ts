import { accepts, compareGradleVersions, isDynamic, parseSelector, type Selector } from './version.ts';

/** A rich version (Gradle User Manual, "Declaring Rich Versions"); `require` is what a plain notation states. */
export interface RichVersion {
  readonly require?: string;
  readonly strictly?: string;
  readonly prefer?: string;
  readonly reject?: readonly string[];
}

/** Reads the shorthand: `1.7!!` is strictly 1.7, `[1.7,1.8[!!1.7.25` is strictly the range and prefers 1.7.25. */
export function parseVersionNotation(text: string): RichVersion {
  const marker = text.indexOf('!!');
  if (marker < 0) return text === '' ? {} : { require: text };
  const strictly = text.slice(0, marker);
  const prefer = text.slice(marker + 2);
  return { strictly, ...(prefer === '' ? {} : { prefer }) };
}

/** The one version that a rich version asks for where it names one; null for ranges, preferences and nothing. */
export function requiredVersion(version: RichVersion): string | null {
  if (version.strictly !== undefined) return isDynamic(parseSelector(version.strictly)) ? null : version.strictly;
  return version.require ?? null;
}

/** One edge or constraint on a module. */
export interface Declared extends RichVersion {
  /** Declared by the consumer itself: its `strictly` overrules what comes transitively. */
  readonly direct?: boolean;
  /** Takes part only when something else brings the module. */
  readonly constraint?: boolean;
  /** `force`, or a member of an enforced platform: overrules everything. */
  readonly force?: string;
}

export type Selection =
  | { readonly kind: 'selected'; readonly version: string }
  | { readonly kind: 'absent' }
  | { readonly kind: 'error'; readonly because: string };

function highest(versions: readonly string[]): string | undefined {
  return versions.reduce<string | undefined>(
    (best, version) => (best === undefined || compareGradleVersions(version, best) > 0 ? version : best),
    undefined,
  );
}

function lets(selector: Selector, version: string): boolean {
  if (selector.kind !== 'latest') return accepts(selector, version) === true;
  return selector.status === 'integration' || !version.endsWith('-SNAPSHOT');
}

/**
 * Chooses the version of one module among `available`: the highest that is asked for wins, ranges move to a version that
 * another edge names, `strictly` has to hold, preferences count last, rejected versions never.
 */
export function selectVersion(declared: readonly Declared[], available: readonly string[]): Selection {
  if (declared.every((one) => one.constraint === true)) return { kind: 'absent' };
  const forced = highest(declared.flatMap((one) => (one.force === undefined ? [] : [one.force])));
  if (forced !== undefined)
    return available.includes(forced)
      ? { kind: 'selected', version: forced }
      : { kind: 'error', because: `the forced version ${forced} does not exist` };

  const own = declared.flatMap((one) => (one.direct === true && one.strictly !== undefined ? [parseSelector(one.strictly)] : []));
  // What comes transitively and lies outside the consumer's own strict version is overruled.
  const counted = declared.filter((one) => {
    const asked = one.strictly ?? one.require;
    if (own.length === 0 || one.direct === true || asked === undefined) return true;
    const selector = parseSelector(asked);
    return selector.kind === 'exact' && own.every((strict) => lets(strict, selector.version));
  });
  const rejects = counted.flatMap((one) => (one.reject ?? []).map(parseSelector));
  const rejected = (version: string) => rejects.some((selector) => lets(selector, version));
  const candidates = available.filter((version) => !rejected(version));
  const stricts = counted.flatMap((one) => (one.strictly === undefined ? [] : [parseSelector(one.strictly)]));
  const requires = counted.flatMap((one) =>
    one.strictly === undefined && one.require !== undefined ? [parseSelector(one.require)] : [],
  );
  const prefers = counted.flatMap((one) => (one.prefer === undefined ? [] : [parseSelector(one.prefer)]));
  const hard = [...stricts, ...requires];

  const picked = pick(hard, prefers, candidates, available);
  if (picked.kind !== 'selected') return picked;
  const { version } = picked;
  if (rejected(version)) return { kind: 'error', because: `${version} is rejected` };
  if (!stricts.every((strict) => lets(strict, version)))
    return { kind: 'error', because: `no version satisfies every strict version (the highest asked for is ${version})` };
  return picked;
}

function pick(
  hard: readonly Selector[],
  prefers: readonly Selector[],
  candidates: readonly string[],
  available: readonly string[],
): Selection {
  const exact = hard.flatMap((selector) => (selector.kind === 'exact' ? [selector.version] : []));
  const missing = exact.find((version) => !available.includes(version));
  if (missing !== undefined) return { kind: 'error', because: `version ${missing} does not exist` };
  const chosen: string[] = [...exact];
  const dynamic = hard.filter((selector) => selector.kind !== 'exact');
  if (exact.length === 0) {
    const wished = candidates.filter(
      (version) => prefers.some((wish) => lets(wish, version)) && dynamic.every((selector) => lets(selector, version)),
    );
    const best = highest(wished);
    if (best !== undefined) return { kind: 'selected', version: best };
    const common = highest(candidates.filter((version) => dynamic.every((selector) => lets(selector, version))));
    if (common !== undefined) return { kind: 'selected', version: common };
  }
  for (const selector of dynamic) {
    if (chosen.some((version) => lets(selector, version))) continue;
    const best = highest(candidates.filter((version) => lets(selector, version)));
    if (best === undefined) return { kind: 'error', because: 'no version matches a range' };
    chosen.push(best);
  }
  const best = highest(chosen);
  return best === undefined ? { kind: 'error', because: 'no version is known' } : { kind: 'selected', version: best };
}
