/** Which profiles of a POM are active, by Maven's activators. Reference: "Introduction to build profiles". */
import { EVERYWHERE } from './given.ts';
import type { Activation, PomProfile } from './pom.ts';

export interface ActivationContext {
  /** Full version as `java.version` gives it: `17.0.15`, `1.8.0_402`. */
  readonly javaVersion: string;
  readonly os: { readonly name: string; readonly family: string; readonly arch: string };
  /** `-D` on the command line or in `.mvn/maven.config`. */
  readonly user: ReadonlyMap<string, string>;
  readonly system: (name: string) => string | undefined;
  /** Ids named by `-P`; with `!` or `-` in front: switched off. */
  readonly named: readonly string[];
}

/** Whether a path, relative to the POM's directory, exists; undefined where it asks for a directory that there is not. */
export type FileTest = (path: string) => boolean | undefined;

function matches(pattern: string, actual: string): boolean {
  const wanted = pattern.toLowerCase();
  return wanted.startsWith('!') ? wanted.slice(1) !== actual : wanted === actual;
}

/** Families that Maven knows by name; any other word has to occur in the system's own name (`linux` is no family, yet matches). */
function isFamily(wanted: string, { family, name }: ActivationContext['os']): boolean {
  if (wanted === 'unix') return family === 'unix' || name.endsWith('x');
  if (wanted === 'mac' || wanted === 'windows') return family === wanted;
  return name.includes(wanted);
}

function familyMatches(pattern: string, os: ActivationContext['os']): boolean {
  const wanted = pattern.toLowerCase();
  return wanted.startsWith('!') ? !isFamily(wanted.slice(1), os) : isFamily(wanted, os);
}

function osMatches(os: Readonly<Record<string, string>>, actual: ActivationContext['os']): boolean {
  return (
    ['family', 'name', 'arch', 'version'].some((name) => os[name] !== undefined) &&
    (os.family === undefined || familyMatches(os.family, actual)) &&
    (os.name === undefined || matches(os.name, actual.name)) &&
    (os.arch === undefined || matches(os.arch, actual.arch)) &&
    // A kernel's version is not known of a target.
    (os.version === undefined || os.version.startsWith('!'))
  );
}

/** NaN for what is no number. */
function threeNumbers(version: string, separator: RegExp): readonly number[] {
  const numbers = version.split(separator).map((token) => (/^\d+$/.test(token) ? Number(token) : Number.NaN));
  return [numbers[0] ?? 0, numbers[1] ?? 0, numbers[2] ?? 0];
}

interface Limit {
  readonly version: string;
  readonly closed: boolean;
}

function limits(range: string): readonly Limit[] {
  const found = range.split(',').map((token): Limit => {
    // Of one token only the bracket at its start is taken off, if there is one.
    const version = (/^[[(]/.test(token) ? token.slice(1) : token.replace(/[\])]$/, '')).trim();
    return { version, closed: /^\[/.test(token) || (!token.startsWith('(') && token.endsWith(']')) };
  });
  return found.length < 2 ? [...found, { version: '99999999', closed: false }] : found;
}

/** -1 below, 1 above, 0 at a closed limit; by three numbers, as the JDK activator compares. NaN where it gives up. */
function relation(version: string, limit: Limit | undefined, isLower: boolean): number {
  if (limit === undefined || limit.version === '') return isLower ? 1 : -1;
  const actual = threeNumbers(version.replace(/[^0-9._-]/g, ''), /[._-]/);
  const wanted = threeNumbers(limit.version, /\./);
  for (const [index, number] of actual.entries()) {
    const other = wanted[index] ?? 0;
    if (Number.isNaN(number) || Number.isNaN(other)) return Number.NaN;
    if (number !== other) return number < other ? -1 : 1;
  }
  if (limit.closed) return 0;
  return isLower ? -1 : 1;
}

/** `17` and `1.8` are prefixes, `!1.4` its negation, `[11,17)` a range. Undefined where Maven cannot tell: `[17]`. */
function jdkMatches(pattern: string, javaVersion: string): boolean | undefined {
  if (pattern.startsWith('!')) return !javaVersion.startsWith(pattern.slice(1));
  if (!/^[[(]/.test(pattern)) return javaVersion.startsWith(pattern);
  const [lower, upper] = limits(pattern);
  const left = relation(javaVersion, lower, true);
  if (Number.isNaN(left)) return undefined;
  if (left <= 0) return left === 0;
  const right = relation(javaVersion, upper, false);
  return Number.isNaN(right) ? undefined : right <= 0;
}

function propertyMatches(
  { name, value }: { readonly name: string; readonly value?: string },
  context: ActivationContext,
): boolean {
  const negated = name.startsWith('!');
  const key = negated ? name.slice(1) : name;
  const actual = context.user.get(key) ?? context.system(key);
  if (value !== undefined && value !== '') return value.startsWith('!') ? value.slice(1) !== actual : value === actual;
  const present = EVERYWHERE.has(key) || (actual !== undefined && actual !== '');
  return negated ? !present : present;
}

function fileMatches(file: NonNullable<Activation['file']>, exists: FileTest): boolean {
  if (file.exists !== undefined && file.exists !== '') return exists(file.exists) === true;
  return file.missing !== undefined && file.missing !== '' && exists(file.missing) === false;
}

/** What is asked of the project that is built. */
export interface Built {
  readonly packaging: string;
  readonly exists: FileTest;
}

function isTriggered(activation: Activation, context: ActivationContext, { packaging, exists }: Built): boolean {
  const tests = [
    activation.jdk === undefined ? undefined : jdkMatches(activation.jdk, context.javaVersion) === true,
    activation.os === undefined ? undefined : osMatches(activation.os, context.os),
    activation.property === undefined ? undefined : propertyMatches(activation.property, context),
    activation.file === undefined ? undefined : fileMatches(activation.file, exists),
    activation.packaging === undefined ? undefined : activation.packaging === packaging,
  ].filter((test) => test !== undefined);
  return tests.length > 0 && tests.every((test) => test);
}

/** Why Maven gives up on profiles, in words that end "failed to determine activation for profile ID:". */
export function undecidable(
  profiles: readonly PomProfile[],
  context: ActivationContext,
): readonly { readonly id: string; readonly why: string }[] {
  const named = new Set(context.named.map((id) => id.replace(/^[!+-]/, '')));
  return profiles.flatMap(({ id, activation }) => {
    if (activation === undefined || named.has(id)) return [];
    const { jdk, property } = activation;
    return [
      ...(jdk !== undefined && jdkMatches(jdk, context.javaVersion) === undefined ? [{ id, why: 'its jdk is no range' }] : []),
      ...(property !== undefined && /^!?$/.test(property.name) ? [{ id, why: 'its property has no name' }] : []),
    ];
  });
}

/** The active ones in the POM's order. `activeByDefault` counts only where nothing else of the same POM is active. */
export function activeProfiles(profiles: readonly PomProfile[], context: ActivationContext, built: Built): readonly PomProfile[] {
  const off = new Set(context.named.filter((id) => /^[!-]/.test(id)).map((id) => id.slice(1)));
  const on = new Set(context.named.map((id) => id.replace(/^\+/, '')));
  const left = profiles.filter(({ id }) => !off.has(id));
  const active = left.filter(
    ({ id, activation }) => on.has(id) || (activation !== undefined && isTriggered(activation, context, built)),
  );
  return active.length > 0 ? active : left.filter(({ activation }) => activation?.activeByDefault === true);
}
