import { accepts, compareGradleVersions, highestVersion, isDynamic, parseSelector, type Selector } from './version.ts';

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

/** Asking for an enforced platform is asking for exactly this one. */
export function exactly(version: RichVersion): RichVersion {
  return version.require === undefined ? version : { strictly: version.require };
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
  | {
      readonly kind: 'selected';
      readonly version: string;
      /** What each selector takes, this one among them: of more than one Gradle has to choose. */
      readonly among: readonly string[];
    }
  | { readonly kind: 'absent' }
  | { readonly kind: 'error'; readonly because: string };

function lets(selector: Selector, version: string): boolean {
  if (selector.kind !== 'latest') return accepts(selector, version) === true;
  return selector.status === 'integration' || !version.endsWith('-SNAPSHOT');
}

/** What a selector makes of the versions that are known so far. */
interface Choice {
  readonly selector: Selector;
  readonly version: string;
  readonly isForced?: true;
}

/** What an enforced platform that only prefers a version forces: any version, which its preference refines. */
export const ANY_VERSION = '[0,)';

/** Exact versions and ranges take what another has chosen where they accept it; `1.+` and `latest.*` look for themselves. */
function joins({ kind }: Selector): boolean {
  return kind === 'exact' || kind === 'range';
}

function isBelow(version: string, other: string): boolean {
  return compareGradleVersions(version, other) < 0;
}

/** Choices that accept a lower version move down to it. */
function lowered(choices: readonly Choice[], version: string): readonly Choice[] {
  return choices.map((choice) =>
    joins(choice.selector) && lets(choice.selector, version) && isBelow(version, choice.version)
      ? { ...choice, version }
      : choice,
  );
}

/**
 * Chooses the version of one module among `available`: every selector takes what another has chosen or the highest that is
 * left to it, preferences refine that, the highest choice wins; `strictly` has to hold for it, and nothing may reject it.
 * Compared with Gradle 8.11 for every pair of shapes (`npx tsx test/jvm/compare-gradle.ts`).
 */
export function selectVersion(declared: readonly Declared[], available: readonly string[]): Selection {
  if (declared.every((one) => one.constraint === true)) return { kind: 'absent' };
  const own = declared.flatMap((one) => (one.direct === true && one.strictly !== undefined ? [parseSelector(one.strictly)] : []));
  // What comes transitively and lies outside the consumer's own strict version is overruled.
  const counted = declared.filter((one) => {
    const asked = one.strictly ?? one.require;
    if (own.length === 0 || one.direct === true || asked === undefined) return true;
    const selector = parseSelector(asked);
    return selector.kind === 'exact' && own.every((strict) => lets(strict, selector.version));
  });
  const rejects = counted.flatMap((one) => (one.reject ?? []).map(parseSelector));
  const stricts = counted.flatMap((one) => (one.strictly === undefined ? [] : [parseSelector(one.strictly)]));
  const barred = (version: string): string | undefined => {
    if (rejects.some((selector) => lets(selector, version))) return `${version} is rejected`;
    return stricts.every((strict) => lets(strict, version))
      ? undefined
      : `no version satisfies every strict version (the highest asked for is ${version})`;
  };
  const picked = pickForced(declared, available, barred) ?? pick(counted, available, barred);
  const because = picked.kind === 'selected' ? barred(picked.version) : undefined;
  return because === undefined ? picked : { kind: 'error', because };
}

function pickForced(
  declared: readonly Declared[],
  available: readonly string[],
  barred: (version: string) => string | undefined,
): Selection | undefined {
  const forced = highestVersion(declared.flatMap((one) => (one.force === undefined ? [] : [one.force])));
  if (forced === undefined) return undefined;
  const selector = parseSelector(forced);
  if (isDynamic(selector)) {
    // A range of an enforced platform: what lies outside of it does not count, and what it comes to itself is taken.
    const within = available.filter((version) => lets(selector, version));
    return pick(
      declared.filter((one) => fits(one, selector)),
      within,
      barred,
    );
  }
  return available.includes(forced)
    ? { kind: 'selected', version: forced, among: [forced] }
    : { kind: 'error', because: `the forced version ${forced} does not exist` };
}

function fits({ strictly, require }: Declared, within: Selector): boolean {
  const asked = parseSelector(strictly ?? require ?? '');
  return asked.kind !== 'exact' || asked.version === '' || lets(within, asked.version);
}

function pick(
  counted: readonly Declared[],
  available: readonly string[],
  barred: (version: string) => string | undefined,
): Selection {
  const allowed = available.filter((version) => barred(version) === undefined);
  // Where nothing is left to a selector its highest stands for it: another's may win over that.
  const best = (selector: Selector) => {
    const matching = (of: readonly string[]) => highestVersion(of.filter((version) => lets(selector, version)));
    return matching(allowed) ?? matching(available);
  };
  let choices: readonly Choice[] = [];
  for (const one of counted) {
    const asked = one.strictly ?? one.require ?? one.force;
    if (asked === undefined) continue;
    const selector = parseSelector(asked);
    const shared = joins(selector) ? choices.find(({ version }) => lets(selector, version)) : undefined;
    const version = shared?.version ?? (selector.kind === 'exact' ? selector.version : best(selector));
    if (version === undefined) return { kind: 'error', because: 'no version matches a range' };
    if (!available.includes(version)) return { kind: 'error', because: `version ${version} does not exist` };
    choices = [...lowered(choices, version), { selector, version, ...(one.force === undefined ? {} : { isForced: true }) }];
  }
  const wishes = preferred(counted, best);
  const settled = refined(choices, wishes);
  const forced = settled.filter(({ isForced }) => isForced);
  const version =
    choices.length === 0 ? wishes[0] : highestVersion((forced.length > 0 ? forced : settled).map((one) => one.version));
  if (version === undefined) return { kind: 'error', because: 'no version is known' };
  return { kind: 'selected', version, among: [...new Set([...settled.map((one) => one.version), version])] };
}

/** The versions that preferences stand for, the highest first. */
function preferred(counted: readonly Declared[], best: (selector: Selector) => string | undefined): readonly string[] {
  return counted
    .flatMap(({ prefer }) => {
      if (prefer === undefined) return [];
      const selector = parseSelector(prefer);
      return (selector.kind === 'exact' ? selector.version : best(selector)) ?? [];
    })
    .sort((a, b) => compareGradleVersions(b, a));
}

/** The highest preference that some choice can move down to counts. */
function refined(choices: readonly Choice[], wishes: readonly string[]): readonly Choice[] {
  for (const wish of wishes) {
    const moved = lowered(choices, wish);
    if (choices.some(({ version }) => version === wish) || moved.some((choice, index) => choice !== choices[index])) return moved;
  }
  return choices;
}
