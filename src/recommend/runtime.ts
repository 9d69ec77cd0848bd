import semver from 'semver';
import { remember } from '../formats/remember.ts';
import { type Demand, ECOSYSTEM_FACTS, groupBy, type Origin, type Service } from '../model/index.ts';
import { LAMBDA_RUNTIMES, type LambdaRuntime } from './data/runtimes.ts';

/** How a service's runtime constraint meets Lambda's managed runtimes on a date. */
export interface RuntimeFit {
  readonly state: 'ok' | 'deprecated' | 'unsupported' | 'unknown';
  /** The managed runtime that fits best, or that a template names. */
  readonly runtime?: LambdaRuntime;
  readonly text: string;
  readonly origin?: Origin;
}

/** A runtime that ends within this many days counts as ending now: redeploying takes a quarter. */
const SOON_DAYS = 90;

const soonAfter = remember((today) => addDays(today, SOON_DAYS));

/** The best managed runtime for a service's main ecosystem. Go and other static binaries always fit an OS-only runtime. */
export function lambdaRuntimeFit(service: Service, today: string): RuntimeFit {
  const named = namedFit(service, today);
  if (named !== undefined) return named;
  const ecosystem = service.ecosystems[0];
  if (ecosystem === undefined) return { state: 'unknown', text: 'no ecosystem' };
  const { runtime } = ECOSYSTEM_FACTS[ecosystem];
  if (runtime === undefined) return { state: 'unknown', text: `no managed runtime of ${ecosystem} is known` };
  if (runtime === 'go')
    return { state: 'ok', text: 'provided.al2023 runs any static binary', ...pick(newest('provided', today)) };
  const constraints = constraintsOf(service, runtime);
  if (constraints.length === 0) {
    const asked = installingOn(service, runtime);
    const first = candidates(runtime, today).find(({ version }) => isInstalledOn(asked, version));
    return { state: 'unknown', text: `no ${runtime} version is declared`, ...pick(first ?? newest(runtime, today)) };
  }
  const installing = installingOn(service, runtime);
  const best = bestFor(runtime, constraints, today, installing);
  const [first] = constraints;
  // Programs of one service may have images of their own, each with its own release.
  if (best === undefined && declaredOf(service, runtime).length === 0)
    for (const one of constraints) {
      const own = bestFor(runtime, [one], today, installing);
      if (own !== undefined) return judge(own.name, own, today, one.origin);
    }
  const shown = [...new Set(constraints.map(({ constraint }) => `${runtime} ${constraint}`))].join(', ');
  if (best === undefined)
    return { state: 'unsupported', text: `none admits ${shown}`, ...(first === undefined ? {} : { origin: first.origin }) };
  return judge(best.name, best, today, first?.origin);
}

/**
 * Of the runtimes that functions name, one that has to change before the others; where one is alive, a retired one is a line
 * to change as well.
 */
function namedFit(service: Service, today: string): RuntimeFit | undefined {
  const fits = namedRuntimes(service).map(({ name, runtime, origin }) =>
    replaced(judge(name, runtime, today, origin), name, service, today),
  );
  const running = fits.filter(({ state, runtime }) => state !== 'unsupported' && runtime !== undefined);
  const alive = running.find(({ state }) => state === 'ok') ?? running[0];
  const retired = fits.find(({ state }) => state === 'unsupported');
  if (alive?.runtime !== undefined && retired !== undefined)
    return {
      ...retired,
      state: 'deprecated',
      runtime: alive.runtime,
      text: `${retired.text}; others here run on ${alive.runtime.name}`,
    };
  return retired ?? fits.find(({ state }) => state === 'deprecated') ?? fits[0];
}

/** A name that Lambda no longer takes is a line to change, unless the service itself declares that it needs that release. */
function replaced(fit: RuntimeFit, name: string, service: Service, today: string): RuntimeFit {
  const heir = fit.state === 'unsupported' ? heirOf(name, service, today) : undefined;
  if (heir === undefined) return fit;
  return { ...fit, state: 'deprecated', runtime: heir.runtime, text: `${fit.text}; ${heir.text}` };
}

/**
 * What takes the place of a retired runtime: a newer release that the service declares, or for Node any where it declares
 * none, as JavaScript goes on running; for what needs the system alone, Go's programs among them, the newer one of these. Pins of Python may have no wheels for a newer release. A JDK's level is what code is
 * compiled for, and says nothing of those that took classes away.
 */
function heirOf(
  name: string,
  service: Service,
  today: string,
): { readonly runtime: LambdaRuntime; readonly text: string } | undefined {
  const family = familyOf(name);
  if (family === 'jdk') return undefined;
  if (family === 'provided') {
    const runtime = newest(family, today);
    return runtime === undefined ? undefined : { runtime, text: `${runtime.name} runs the same program as bootstrap` };
  }
  const declared = declaredOf(service, family);
  if (declared.length === 0 && family !== 'node') return undefined;
  const runtime = declared.length === 0 ? newest(family, today) : bestFor(family, declared, today, installingOn(service, family));
  if (runtime === undefined) return undefined;
  const text = declared.length === 0 ? 'nothing else here asks for it' : `${runtime.name} is within what the service declares`;
  return { runtime, text };
}

const fits = new Map<string, LambdaRuntime | undefined>();

/** Fleets repeat few constraints. Of those that a service admits, one on which it is installed as well, where there is one. */
function bestFor(
  family: LambdaRuntime['family'],
  constraints: readonly Constraint[],
  today: string,
  installing: readonly string[],
): LambdaRuntime | undefined {
  const key = [family, today, ...constraints.map(({ constraint }) => constraint), '', ...installing].join('\0');
  if (!fits.has(key)) {
    const admitting = candidates(family, today).filter((runtime) =>
      constraints.every(({ constraint }) => admits(family, constraint, runtime.version)),
    );
    fits.set(key, admitting.find(({ version }) => isInstalledOn(installing, version)) ?? admitting[0]);
  }
  return fits.get(key);
}

function pick(runtime: LambdaRuntime | undefined): { readonly runtime?: LambdaRuntime } {
  return runtime === undefined ? {} : { runtime };
}

function newest(family: LambdaRuntime['family'], today: string): LambdaRuntime | undefined {
  return candidates(family, today)[0];
}

const creatableOn = remember((today) => {
  const creatable = LAMBDA_RUNTIMES.filter(({ createBlocked }) => createBlocked === null || createBlocked > today).sort(
    (a, b) =>
      Number(a.deprecated <= today) - Number(b.deprecated <= today) ||
      compareVersions(b.version, a.version) ||
      (a.os < b.os ? 1 : -1),
  );
  return groupBy(creatable, ({ family }) => family);
});

/** Creatable runtimes of a family on a date, those that live longest first. */
export function candidates(family: LambdaRuntime['family'], today: string): readonly LambdaRuntime[] {
  return creatableOn(today).get(family) ?? [];
}

function compareVersions(a: string, b: string): number {
  const left = a.split('.').map(Number);
  const right = b.split('.').map(Number);
  return (left[0] ?? 0) - (right[0] ?? 0) || (left[1] ?? 0) - (right[1] ?? 0);
}

interface NamedRuntime {
  readonly name: string;
  readonly runtime: LambdaRuntime | undefined;
  readonly origin: Origin;
}

/** Each once, in the order of the descriptors. */
function namedRuntimes(service: Service): readonly NamedRuntime[] {
  const found = new Map<string, NamedRuntime>();
  for (const { facts } of service.deployments)
    for (const { provider, packageType, runtime: name, origin } of facts.functions) {
      if (provider !== 'aws' || packageType !== 'zip' || name === undefined || !/^[a-z][\w.]*$/.test(name) || found.has(name))
        continue;
      const runtime = LAMBDA_RUNTIMES.find((one) => one.name === name);
      found.set(name, { name, runtime, origin: lineOf(name, facts.demands) ?? origin });
    }
  return [...found.values()];
}

/** The line that names the runtime, which may be far from the function's own: among what all functions have in common. */
function lineOf(name: string, demands: readonly Demand[]): Origin | undefined {
  const version = /\d+(?:\.\d+)?/.exec(name)?.[0];
  if (version === undefined) return undefined;
  return demands.find(
    ({ realm, key, constraint }) => realm === 'runtime' && key === familyOf(name) && constraint.includes(version),
  )?.origin;
}

function judge(name: string, runtime: LambdaRuntime | undefined, today: string, origin: Origin | undefined): RuntimeFit {
  const at = origin === undefined ? {} : { origin };
  if (runtime === undefined) {
    // Families that this table does not hold (.NET, Ruby, newer releases) are not judged.
    const known = /^(?:python|nodejs|java|go|provided)/.test(name);
    return known && isOlder(name)
      ? { state: 'unsupported', text: `${name} is retired`, ...at }
      : { state: 'unknown', text: `${name} is not in the runtime table`, ...at };
  }
  if (runtime.createBlocked !== null && runtime.createBlocked <= today)
    return { state: 'unsupported', runtime, text: `${name} has taken no new functions since ${runtime.createBlocked}`, ...at };
  if (runtime.deprecated <= today)
    return {
      state: 'deprecated',
      runtime,
      text: `${name} has been deprecated since ${runtime.deprecated}${blockedText(runtime)}`,
      ...at,
    };
  if (runtime.deprecated <= soonAfter(today))
    return {
      state: 'deprecated',
      runtime,
      text: `${name} will be deprecated on ${runtime.deprecated}${blockedText(runtime)}`,
      ...at,
    };
  return { state: 'ok', runtime, text: `${name} (until ${runtime.deprecated})`, ...at };
}

function blockedText(runtime: LambdaRuntime): string {
  return runtime.createBlocked === null ? '' : `, no new functions from ${runtime.createBlocked}`;
}

function familyOf(name: string): LambdaRuntime['family'] {
  if (name.startsWith('nodejs')) return 'node';
  if (name.startsWith('java')) return 'jdk';
  return name.startsWith('python') ? 'python' : 'provided';
}

/** Names older than every runtime in the table: `python3.8`, `nodejs16.x`, `java8`. */
function isOlder(name: string): boolean {
  const version = /(\d+(?:\.\d+)?)/.exec(name)?.[1];
  const family = familyOf(name);
  if (version === undefined) return family !== 'provided' || name === 'provided';
  const oldest = LAMBDA_RUNTIMES.filter((one) => one.family === family)
    .map((one) => one.version)
    .sort(compareVersions)[0];
  return name === 'java8' || (oldest !== undefined && compareVersions(version, oldest) < 0);
}

export function addDays(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

export interface Constraint {
  readonly constraint: string;
  readonly origin: Origin;
}

function declaredOf(service: Service, family: LambdaRuntime['family']): readonly Constraint[] {
  return service.units.flatMap(({ runtimes }) => runtimes).filter((one) => one.name === family && one.constraint.trim() !== '');
}

/**
 * Whether a service's tool installs it on the newest release of a line, which is what images and managed runtimes bring: npm
 * refuses any Node.js that `devEngines` leave out, and Rush what its repository does not support, whatever the service runs on.
 */
export function isInstalledOn(installing: readonly string[], version: string): boolean {
  return installing.every((range) => semver.satisfies(newestRelease(version), range));
}

/** Ranges of Node.js without which a service is not installed. */
export function installingOn(service: Service, family: LambdaRuntime['family']): readonly string[] {
  if (family !== 'node') return [];
  const tools = service.units.flatMap(({ installer }) => installer?.node ?? []);
  const stated = new Set(service.units.flatMap(({ runtimes }) => runtimes).map(({ origin }) => placeOf(origin)));
  const refusing = service.units
    .flatMap(({ demands }) => demands)
    .filter(({ realm, key, strength }) => realm === 'runtime' && key === 'node' && strength === 'declared')
    .flatMap(({ constraint, origin }) => (stated.has(placeOf(origin)) ? [] : [constraint]));
  return [...tools, ...refusing];
}

function placeOf({ file, line, column }: Origin): string {
  return `${file}:${line}:${column}`;
}

/** `22` → `22.999.999`. */
function newestRelease(version: string): string {
  return [...version.split('.'), '999', '999'].slice(0, 3).join('.');
}

/** Declared constraints; where a manifest declares none, what version files and base images say. */
export function constraintsOf(service: Service, family: LambdaRuntime['family']): readonly Constraint[] {
  const declared = declaredOf(service, family);
  if (declared.length > 0) return declared;
  return service.deployments
    .flatMap(({ facts }) => facts.demands)
    .filter((demand) => demand.realm === 'runtime' && demand.key === family && demand.constraint.trim() !== '')
    .map(({ constraint, origin }) => ({ constraint, origin }));
}

/** Whether some patch release of a managed runtime's version satisfies a constraint. What cannot be read admits all. */
export function admits(family: LambdaRuntime['family'], constraint: string, version: string): boolean {
  if (family === 'node') {
    const range = semver.validRange(constraint);
    return range === null || semver.intersects(range, `^${version.split('.')[0] ?? ''}.0.0`);
  }
  if (family === 'jdk') {
    const level = /^(?:>=\s*|\[)?(?:1\.)?(\d+)/.exec(constraint.trim())?.[1];
    // A release level is a lower bound: newer JVMs run older class files.
    return level === undefined || Number(version) >= Number(level);
  }
  return admitsPython(constraint, version);
}

/** A release line (`3.11`) beside a clause of a specifier, both as far as two numbers tell. */
interface Comparison {
  readonly major: number;
  /** The release line and the clause's version, as numbers that compare. */
  readonly line: number;
  readonly bound: number;
  readonly boundMajor: number;
  readonly hasMinor: boolean;
  /** A third number: its patch releases lie on both sides of the bound. */
  readonly hasPatch: boolean;
  readonly isPatched: boolean;
}

function isSameLine({ hasMinor, major, boundMajor, line, bound }: Comparison): boolean {
  return hasMinor ? line === bound : major === boundMajor;
}

/** PEP 440, "Version specifiers", and Poetry's caret and tilde. */
const OPERATORS: Readonly<Record<string, (one: Comparison) => boolean>> = {
  '>=': ({ line, bound }) => line >= bound,
  '>': ({ line, bound, hasMinor, hasPatch }) => (!hasMinor || hasPatch ? line >= bound : line > bound),
  '<=': ({ line, bound }) => line <= bound,
  '<': ({ line, bound, isPatched }) => (isPatched ? line <= bound : line < bound),
  '!=': ({ line, bound, hasPatch }) => hasPatch || line !== bound,
  '^': ({ major, boundMajor, line, bound }) => major === boundMajor && line >= bound,
  '~=': ({ hasPatch, major, boundMajor, line, bound }) => (hasPatch ? line === bound : major === boundMajor && line >= bound),
  '~': isSameLine,
  '==': isSameLine,
  '===': isSameLine,
};

const CLAUSE = /^(===?|~=|!=|>=|<=|>|<|\^|~)?\s*v?(\d+)(?:\.(\d+))?(\.(?:\d+))?(\.\*)?/;

function admitsPython(constraint: string, version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return constraint.split('||').some((alternative) =>
    alternative.split(',').every((clause) => {
      const match = CLAUSE.exec(clause.trim());
      if (match === null) return true;
      const [, operator = '==', x = '0', y, patch] = match;
      return OPERATORS[operator]?.({
        major,
        line: major * 1000 + minor,
        bound: Number(x) * 1000 + Number(y ?? 0),
        boundMajor: Number(x),
        hasMinor: y !== undefined,
        hasPatch: patch !== undefined,
        isPatched: patch !== undefined && Number(patch.slice(1)) > 0,
      });
    }),
  );
}
