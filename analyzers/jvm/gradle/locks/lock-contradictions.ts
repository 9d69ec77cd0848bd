/** Lines that a project's own lock excludes: Gradle refuses such a build until its lock is written anew. */
import type { Diagnostic } from '../../../../src/model/index.ts';
import { scopeOf } from '../configurations.ts';
import type { Member } from '../members.ts';
import type { GradleDependency, ProjectModel } from '../model.ts';
import type { RichVersion } from '../versions/rich-version.ts';
import { accepts, compareGradleVersions, isDynamic, parseSelector } from '../versions/version.ts';
import type { ProjectLock } from './lockfile.ts';
import { isExcluded, type Pinned, pinsOf } from './pins.ts';

interface Contradiction {
  /** `group:name`. */
  readonly key: string;
  readonly line: GradleDependency;
  /** Undefined where the lock does not hold the module. */
  readonly pin: Pinned | undefined;
  /** The lock. */
  readonly file: string;
}

/**
 * A lock is a strict version of the class path itself, and what asks for more is refused (Gradle User Manual, "Locking
 * Versions"). Only lines whose version nothing of the build changes tell it for sure.
 */
export function lockContradictions({ build, locks, management, project: { model } }: Member): readonly Contradiction[] {
  const own = locks.filter(({ kind }) => kind === 'gradle-lockfile');
  const isChanged =
    model.locking.lenient ||
    model.managedFirst ||
    model.rules.length > 0 ||
    management.platforms.some(({ enforced }) => enforced);
  if (own.length === 0 || isChanged) return [];
  const pins = pinsOf(own, model.extends);
  const isWhole = build.included.length === 0 && isComplete(model, own);
  const [{ path: lockFile = '' } = {}] = own;
  return model.dependencies.flatMap((line): readonly Contradiction[] => {
    const key = `${line.group}:${line.name}`;
    const pin = pins.get(key);
    const counts =
      (line.kind === 'module' || line.kind === 'constraint') &&
      line.dynamic !== true &&
      !line.conditional &&
      scopeOf(line.configuration, model.extends) === 'runtime' &&
      !management.forced.has(key);
    if (!counts) return [];
    if (pin === undefined) {
      const isAbsent = isWhole && line.kind === 'module' && !isExcluded(line, 'runtime', model);
      return isAbsent ? [{ key, line, pin, file: lockFile }] : [];
    }
    return pin.scope === 'runtime' && excludes(line.version, pin.version) ? [{ key, line, pin, file: pin.file }] : [];
  });
}

/** Whether everything that the class path holds has to stand in the lock, and nothing takes the place of what is asked for. */
function isComplete({ locking, replacements, capabilityRules }: ProjectModel, locks: readonly ProjectLock[]): boolean {
  return (
    locking.active === true &&
    locking.partial !== true &&
    locks.some(locksRuntime) &&
    replacements.size + capabilityRules.length === 0
  );
}

const RUNTIME = 'runtimeClasspath';

function locksRuntime({ lock: { modules, empty } }: ProjectLock): boolean {
  return empty.includes(RUNTIME) || modules.some(({ configurations }) => configurations.includes(RUNTIME));
}

function excludes({ strictly, require }: RichVersion, locked: string): boolean {
  if (strictly !== undefined) return accepts(parseSelector(strictly), locked) === false;
  return require !== undefined && !isDynamic(parseSelector(require)) && compareGradleVersions(require, locked) > 0;
}

/**
 * What a class path that was resolved under its lock holds and the lock does not, or the other way: Gradle refuses both.
 * What a lock holds beyond that a plug-in from elsewhere may have brought.
 */
export function lockGap(
  { build, locks, management, project: { model } }: Member,
  graph: { readonly versions: ReadonlyMap<string, string>; readonly platforms: ReadonlySet<string> },
): { readonly key: string; readonly problem: string } | undefined {
  const own = locks.filter(({ kind }) => kind === 'gradle-lockfile');
  const held = new Set([...graph.platforms, ...[...graph.versions.keys()].map((key) => key.split(':').slice(0, 2).join(':'))]);
  const { active, lenient, strict } = model.locking;
  const [first] = held;
  if (active === true && strict === true && first !== undefined && !own.some(locksRuntime))
    return { key: first, problem: `LockMode.STRICT wants a lock of ${RUNTIME}, and there is none` };
  if (lenient || build.included.length > 0 || !isComplete(model, own)) return undefined;
  const [{ path: lockFile = '' } = {}] = own;
  const pins = new Map([...pinsOf(own, model.extends)].filter(([, { scope }]) => scope === 'runtime'));
  const lacking = [...held].find((key) => !pins.has(key));
  if (lacking !== undefined)
    return { key: lacking, problem: `the class path holds ${lacking}, and ${lockFile} does not: write the lock anew` };
  const moved = [...pins].find(([key, { version }]) => management.forced.has(key) && graph.versions.get(key) !== version);
  if (moved !== undefined) {
    const [key, { file, line, version }] = moved;
    return { key, problem: `${file}:${line} locks ${key} at ${version}, and the build forces ${graph.versions.get(key)}` };
  }
  const isPlain = model.plugins.every(({ id, applied }) => !applied || !id.includes('.') || id.startsWith('org.gradle.'));
  const spare = isPlain ? [...pins].find(([key]) => !held.has(key)) : undefined;
  if (spare === undefined) return undefined;
  const [key, { file, line }] = spare;
  return { key, problem: `${file}:${line} locks ${key}, which nothing brings: write the lock anew` };
}

export function contradictionText({ key, line, pin, file }: Contradiction): string {
  if (pin === undefined) return `${file} does not hold ${key}, which ${line.file}:${line.line} asks for`;
  const asked = line.version.strictly ?? line.version.require ?? '';
  return `${pin.file}:${pin.line} locks ${key} at ${pin.version}, and ${line.file}:${line.line} asks for ${asked}`;
}

/** One for each script. */
export function contradictionNotes(members: readonly Member[]): readonly Diagnostic[] {
  const first = new Map<string, { readonly found: Contradiction; more: number }>();
  for (const found of members.flatMap(lockContradictions)) {
    const known = first.get(found.line.file);
    if (known === undefined) first.set(found.line.file, { found, more: 0 });
    else known.more++;
  }
  return [...first].map(([file, { found, more }]) => ({
    code: 'gradle/lock-out-of-date',
    severity: 'warning',
    message: `${contradictionText(found)}${more === 0 ? '' : ` (and ${more} more here)`}: Gradle refuses that; write the lock anew (--write-locks)`,
    file,
    line: found.line.line,
    column: found.line.column,
  }));
}
