import { append, type Diagnostic, type Project, type TargetFor, type Unit } from '../../src/model/index.ts';
import type { Analyzer, Assembly } from '../analyzer.ts';
import { linkedFrom } from './copies/placement.ts';
import { type FoundLock, LockFinder, relativePath } from './lock-finder.ts';
import { type LockFacts, lockFacts, startsOf } from './locked.ts';
import type { Lock } from './locks/lock.ts';
import { npmCommand, npmQuestion } from './native.ts';
import { nodeRule } from './node-rule.ts';
import { NO_ADJUSTMENTS } from './overrides/adjustments.ts';
import { type Member, type RefusedOverride, refusedOverrides } from './overrides/overrides.ts';
import { comparedBy, nodePlatform } from './platforms.ts';
import { type Imports, importedPackages } from './programs/imports.ts';
import { namesOf, type Reading, readEntries } from './reading.ts';
import { refusedSources } from './refused-sources.ts';
import { npmRule } from './rule.ts';
import { missedLines, type StaleLines, staleNotes } from './stale-locks.ts';
import { undeclaredImports } from './undeclared.ts';
import { unitOf } from './unit.ts';
import { UNREAD } from './unread.ts';
import { importersFrom } from './workspaces/homes.ts';
import { withRootsLines } from './workspaces/roots-lines.ts';
import { readStructure, type Structure } from './workspaces/workspaces.ts';

/** npm, pnpm, yarn and bun: one registry, one realm. */
export const npm: Analyzer<null> = {
  id: 'npm',
  files: [
    'package.json',
    'pnpm-workspace.yaml',
    'lerna.json',
    'rush.json',
    'package-lock.json',
    'npm-shrinkwrap.json',
    'pnpm-lock.yaml',
    'yarn.lock',
    'bun.lock',
  ],
  unread: UNREAD,
  axis: null,
  read: (project) => (target) => assemble(project, target),
  rules: [npmRule, nodeRule],
  native: npmCommand,
};

function missedBy(lock: Lock, at: string, readings: readonly Reading[]): number {
  const missed = readings.map((reading) => {
    const importer = relativePath(importersFrom(at), reading.directory);
    return missedLines(startsOf(reading, { lock, importer })).length;
  });
  return missed.reduce((sum, count) => sum + count, 0);
}

function assemble(project: Project, { platform }: TargetFor<null>): Assembly {
  const targetPlatform = nodePlatform(platform);
  const structure = readStructure(project);
  const diagnostics: Diagnostic[] = [...structure.diagnostics];
  const units = new Map<string, Unit>();
  const readings = new Map<string, Reading>();
  const asked: Reading[] = [];
  const locks = new LockFinder(
    project,
    (directory) => structure.homes.get(directory)?.adjustments ?? NO_ADJUSTMENTS,
    (lock, at) =>
      missedBy(
        lock,
        at,
        [at, ...(structure.roots.get(at)?.members ?? [])].flatMap((one) => readings.get(one) ?? []),
      ),
  );
  const refusedMembers = new Map<string, RefusedOverride>();
  const stale: StaleLines[] = [];
  for (const [directory, manifest] of structure.packages) readings.set(directory, readEntries(directory, manifest, structure));
  const loaders = linkedFrom(readings);
  const lockOf = (reading: Reading): FoundLock | undefined => (reading.manifest.readable ? locks.find(reading) : undefined);
  for (const [directory, reading] of readings) {
    append(diagnostics, reading.diagnostics);
    append(diagnostics, refusedSources(reading, structure.packages.get(reading.home?.directory ?? directory)));
    const found = lockOf(reading);
    const refused = isRootOfNpm(reading, found) ? refusedOverrides(reading.manifest, membersOf(reading, structure)) : [];
    for (const one of refused) {
      diagnostics.push(one.diagnostic);
      if (one.member !== undefined) refusedMembers.set(one.member, one);
    }
    const platform = comparedBy(reading.home?.manager, targetPlatform);
    const locked = found === undefined ? undefined : lockFacts(reading, found, { readings, lockOf, platform });
    if (locked?.stale !== undefined) stale.push(locked.stale);
    let known: Imports | undefined;
    const imports = (): Imports => (known ??= importedPackages(project, directory, reading.manifest));
    const whole = withRootsLines(reading, readings, imports);
    asked.push(whole);
    const unit = unitOf(whole, { project, structure, platform, loaders }, locked);
    if (unit === undefined) continue;
    units.set(directory, unit);
    if (unit.role === 'service') append(diagnostics, undeclaredImports(whole, namesIn(locked), imports, { readings, project }));
  }
  const nativeQuestion: Assembly['nativeQuestion'] = (paths, context) =>
    npmQuestion(
      paths.flatMap((path) => units.get(path) ?? []),
      context,
    );
  const resolver: Assembly['resolver'] = async (environment) => {
    const [{ createNpmResolver }, { servicesOf }] = await Promise.all([
      import('./resolve/index.ts'),
      import('./resolve/services.ts'),
    ]);
    return createNpmResolver(servicesOf(asked, { units, structure, refusedMembers }), project, environment);
  };
  return {
    units: [...units.values()],
    deployments: [],
    diagnostics: [...diagnostics, ...staleNotes(stale), ...structure.archives.diagnostics, ...locks.diagnostics],
    ...(units.size === 0 ? {} : { nativeQuestion, resolver }),
  };
}

/** Whether npm would install here, as far as can be told, with this package.json as its root. */
function membersOf({ root }: Reading, structure: Structure): readonly Member[] {
  if (root === undefined) return [];
  return [...namesOf(root, structure)].flatMap(([name, directory]) =>
    directory === root.directory ? [] : [{ name, directory }],
  );
}

function isRootOfNpm({ root, home, directory }: Reading, found: FoundLock | undefined): boolean {
  if (root !== undefined && (root.directory !== directory || root.tool !== 'npm')) return false;
  if (home?.manager !== undefined && home.manager.tool !== 'npm') return false;
  return found === undefined || found.lock.kind === 'package-lock' || found.lock.kind === 'npm-shrinkwrap';
}

function namesIn(locked: LockFacts | undefined): ReadonlySet<string> | undefined {
  return locked === undefined ? undefined : new Set(locked.transitive.map(({ name }) => name));
}
