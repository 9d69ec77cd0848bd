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

/** A compiled file as the lock of its group. */
function asLock(home: Home, path: string, facts: LockFacts): LockAt {
  const { group, marker } = byInterpreter(home.files.get('requirements') ?? []).get(path) ?? groupOf(path);
  return { path, group, facts: { ...facts, pins: whereHeld(facts.pins, path, marker) } };
}

/**
 * Those that nothing compiled, and the `.in` files that others were compiled from. What is compiled from a project elsewhere
 * is a service of its own only where something starts: lists for who develops that project may lie anywhere.
 */
export function plainFiles(project: Project, home: Home, { manifests, locks, list }: Collected, isStarted: boolean): Set<string> {
  const plain = new Set(home.files.get('requirements-in') ?? []);
  const named = new Set(manifests.flatMap(({ facts }) => facts.declared.map(({ name }) => name)));
  const isOwn = manifests.length > 0;
  const settled = new Set<string>();
  const brought = new Set(locks.flatMap(({ facts }) => facts.pins.map(({ name }) => name)));
  for (const path of home.files.get('requirements') ?? []) {
    const compiled = project.parse(path, readPipCompile);
    const sources = isReadFailure(compiled) ? [] : compiledFrom(path, compiled, (one) => project.has(one));
    if (isReadFailure(compiled) || (sources.length === 0 && !isExport(compiled, named, brought))) plain.add(path);
    else {
      const there = isOwn || !isStarted ? [] : sources.flatMap((source) => askedThere(project, source, compiled, settled));
      const isForeign =
        !isOwn && isStarted && sources.every((one) => !one.endsWith('.in') && directoryOf(one) !== home.directory);
      // Where it cannot be told who asks for what in another project, the pins are all that is known to be asked for.
      if (isForeign && there.every(({ declared }) => declared.length === 0)) {
        plain.add(path);
        continue;
      }
      const lock = asLock(home, path, compiled);
      locks.push(lock);
      list(path, compiled.kind, 'lock', lock.group);
      const { scope } = groupOf(path);
      for (const { declared, ...facts } of isForeign ? there : [])
        manifests.push({ path, facts: { ...facts, declared: declared.map((one) => ({ ...one, group: lock.group, scope })) } });
      for (const source of sources) if (source.endsWith('.in')) plain.add(source);
    }
  }
  return plain;
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
export function sourcesHere(
  project: Project,
  home: Home,
  path: string,
  { locks, list }: Collected,
): readonly string[] | undefined {
  const compiled = project.parse(path, readPipCompile);
  if (isReadFailure(compiled)) return undefined;
  const sources = compiledFrom(path, compiled, (one) => project.has(one));
  const isKnown = sources.every((one) => one.endsWith('.in') || directoryOf(one) === home.directory);
  if (sources.length === 0 || !isKnown) return undefined;
  if (!locks.some((one) => one.path === path)) {
    const lock = asLock(home, path, compiled);
    locks.push(lock);
    list(path, compiled.kind, 'lock', lock.group);
  }
  return sources.filter((one) => one.endsWith('.in'));
}
