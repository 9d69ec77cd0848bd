/** Requirements files that a tool compiled: locks of what they were made from (pip-compile, `uv pip compile`, exports). */
import { baseName, directoryOf, isReadFailure, normalizeName, type Project } from '../../../src/model/index.ts';
import { isLocal, type LockFacts, type ManifestFacts, NOTHING } from '../declared.ts';
import { compiledFrom, readPipCompile } from '../locks/pip-compile.ts';
import { readPyproject } from '../manifests/pyproject.ts';
import { type Collected, type LockAt, whereHeld } from './collected.ts';
import { byInterpreter, groupOf, type Home } from './homes.ts';

/** What compiled lists were made from, by their paths. */
export function madeFrom(project: Project, locks: readonly LockAt[]): ReadonlyMap<string, readonly string[]> {
  return new Map(
    locks.flatMap(({ path, facts: { kind } }) => {
      const compiled = kind === 'pip-compile' ? project.parse(path, readPipCompile) : undefined;
      if (compiled === undefined || isReadFailure(compiled)) return [];
      return [[path, compiledFrom(path, compiled, (one) => project.has(one))] as const];
    }),
  );
}

/** A compiled file as the lock of its group, which is the answer. */
function addLock(home: Home, path: string, facts: LockFacts, { locks, list }: Collected): string {
  const { group, marker } = byInterpreter(home.files.get('requirements') ?? []).get(path) ?? groupOf(path);
  locks.push({ path, group, facts: { ...facts, pins: whereHeld(facts.pins, path, marker) } });
  list(path, facts.kind, 'lock', group);
  return group;
}

/**
 * Those that nothing compiled, and the `.in` files that others were compiled from. What is compiled from a project elsewhere
 * is a service of its own only where something starts: lists for who develops that project may lie anywhere.
 */
export function plainFiles(project: Project, home: Home, collected: Collected, isStarted: boolean): Set<string> {
  const plain = new Set(home.files.get('requirements-in') ?? []);
  const compiled = new CompiledLists(project, home, collected, isStarted);
  for (const path of home.files.get('requirements') ?? []) for (const source of compiled.take(path) ?? [path]) plain.add(source);
  return plain;
}

class CompiledLists {
  readonly #project: Project;
  readonly #home: Home;
  readonly #collected: Collected;
  /** Whether the home is there for its lists alone, and something starts it. */
  readonly #isOfLists: boolean;
  /** What manifests and locks name before any list is looked into. */
  readonly #named: Names;
  readonly #brought: Names;
  readonly #settled = new Set<string>();

  constructor(project: Project, home: Home, collected: Collected, isStarted: boolean) {
    const { manifests, locks } = collected;
    this.#project = project;
    this.#home = home;
    this.#collected = collected;
    this.#isOfLists = manifests.length === 0 && isStarted;
    this.#named = new Set(manifests.flatMap(({ facts }) => facts.declared.map(({ name }) => name)));
    this.#brought = new Set(locks.flatMap(({ facts }) => facts.pins.map(({ name }) => name)));
  }

  /** Takes a compiled list for a lock; the `.in` files that it was made from, undefined where it is none. */
  take(path: string): readonly string[] | undefined {
    const compiled = this.#project.parse(path, readPipCompile);
    if (isReadFailure(compiled)) return undefined;
    const sources = compiledFrom(path, compiled, (one) => this.#project.has(one));
    if (sources.length === 0 && !isExport(compiled, this.#named, this.#brought)) return undefined;
    const there = this.#isOfLists ? sources.flatMap((source) => askedThere(this.#project, source, compiled, this.#settled)) : [];
    const isForeign =
      this.#isOfLists && sources.every((one) => !one.endsWith('.in') && directoryOf(one) !== this.#home.directory);
    // Where it cannot be told who asks for what in another project, the pins are all that is known to be asked for.
    if (isForeign && there.every(({ declared }) => declared.length === 0)) return undefined;
    const group = addLock(this.#home, path, compiled, this.#collected);
    if (isForeign) this.#ask(path, group, there);
    return sources.filter((source) => source.endsWith('.in'));
  }

  /** What the project elsewhere asks for is asked for here. */
  #ask(path: string, group: string, there: readonly ManifestFacts[]): void {
    const { scope } = groupOf(path);
    for (const facts of there) {
      const declared = facts.declared.map((one) => ({ ...one, group, scope }));
      this.#collected.manifests.push({ path, facts: { ...facts, declared } });
    }
  }
}

/** What the project elsewhere that a list was compiled from asks for of its packages; once per home, how it takes them. */
function askedThere(
  project: Project,
  source: string,
  { pins, groups, takes }: ReturnType<typeof readPipCompile>,
  settled: Set<string>,
): readonly ManifestFacts[] {
  const facts = baseName(source) === 'pyproject.toml' ? project.parse(source, readPyproject) : undefined;
  if (facts === undefined || isReadFailure(facts) || takes === 'others') return [];
  const pinned = new Set(pins.map(({ name }) => name));
  const isTaken = (group: string): boolean => group === 'default' || takes === 'all' || groups.includes(normalizeName(group));
  const declared = facts.declared.filter(
    (one) => one.name !== undefined && pinned.has(one.name) && !isLocal(one) && isTaken(one.group),
  );
  const asked = { ...NOTHING, kind: 'pip-requirements' as const, declared };
  if (settled.has(source)) return [asked];
  settled.add(source);
  const { overrides, constraints, policy } = facts;
  return [{ ...asked, overrides, constraints, ...(policy === undefined ? {} : { policy }) }];
}

/**
 * Whether a list says nothing but what the lock beside it says (`poetry export`, `pipenv requirements`, `uv export
 * --no-header`): pins alone, of packages of the lock, and not only of those that manifests name.
 */
function isExport({ isPinned, pins }: LockFacts & { readonly isPinned: boolean }, named: Names, brought: Names): boolean {
  return isPinned && pins.every(({ name }) => brought.has(name)) && pins.some(({ name }) => !named.has(name));
}

type Names = ReadonlySet<string | undefined>;

/**
 * What a file that is included was compiled from, where those are requirements too, or manifests of this home: whoever
 * includes such a file installs by a lock. One of another home is the lock of both.
 */
export function sourcesHere(project: Project, home: Home, path: string, collected: Collected): readonly string[] | undefined {
  const compiled = project.parse(path, readPipCompile);
  if (isReadFailure(compiled)) return undefined;
  const sources = compiledFrom(path, compiled, (one) => project.has(one));
  const isKnown = sources.every((one) => one.endsWith('.in') || directoryOf(one) === home.directory);
  if (sources.length === 0 || !isKnown) return undefined;
  if (!collected.locks.some((one) => one.path === path)) addLock(home, path, compiled, collected);
  return sources.filter((one) => one.endsWith('.in'));
}
