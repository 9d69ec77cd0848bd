import type { Diagnostic, Project, Target, Unit } from '../../src/model/index.ts';
import type { Analyzer, Assembly } from '../analyzer.ts';
import { type FoundLock, LockFinder } from './lock-finder.ts';
import { lockFacts } from './locked.ts';
import { npmCommand, npmQuestion } from './native.ts';
import { nodeRule } from './node-rule.ts';
import { refusedOverrides } from './overrides.ts';
import { nodePlatform } from './platforms.ts';
import { type Reading, readEntries } from './reading.ts';
import { npmRule } from './rule.ts';
import { unitOf } from './unit.ts';
import { readStructure, type Structure } from './workspaces.ts';

/** npm, pnpm, yarn and bun: one registry, one realm. */
export const npm: Analyzer = {
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
    'bun.lockb',
  ],
  generated: ['node_modules', '.yarn', '.pnpm-store'],
  targets: [],
  assemble,
  rules: [npmRule, nodeRule],
  native: npmCommand,
};

function assemble(project: Project, target: Target): Assembly {
  const platform = nodePlatform(target.platform);
  const structure = readStructure(project);
  const diagnostics: Diagnostic[] = [...structure.diagnostics];
  const locks = new LockFinder(project, (directory) => structure.packages.get(directory)?.overrides ?? []);
  const units = new Map<string, Unit>();
  const readings = new Map<string, Reading>();
  for (const [directory, manifest] of structure.packages) readings.set(directory, readEntries(directory, manifest, structure));
  for (const [directory, reading] of readings) {
    diagnostics.push(...reading.diagnostics);
    const packageManager = packageManagerOf(reading, structure);
    const found = reading.manifest.readable ? locks.find(directory, reading.root, packageManager) : undefined;
    if (isRootOfNpm(reading, packageManager, found)) diagnostics.push(...refusedOverrides(reading.manifest));
    const locked = found === undefined ? undefined : lockFacts(reading, found, diagnostics, { readings, platform });
    const unit = unitOf(reading, { project, structure, platform }, locked);
    if (unit !== undefined) units.set(directory, unit);
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
    return createNpmResolver(servicesOf([...readings.values()], units, structure), project, environment);
  };
  return {
    units: [...units.values()],
    deployments: [],
    diagnostics: [...diagnostics, ...locks.diagnostics],
    ...(units.size === 0 ? {} : { nativeQuestion, resolver }),
  };
}

/** Whether npm would install here, as far as can be told, with this package.json as its root. */
function isRootOfNpm({ root, directory }: Reading, packageManager: string | undefined, found: FoundLock | undefined): boolean {
  if (root !== undefined && (root.directory !== directory || root.tool !== 'npm')) return false;
  if (packageManager !== undefined && !packageManager.startsWith('npm')) return false;
  return found === undefined || found.lock.kind === 'package-lock' || found.lock.kind === 'npm-shrinkwrap';
}

function packageManagerOf({ manifest, root }: Reading, structure: Structure): string | undefined {
  return (root === undefined ? undefined : structure.packages.get(root.directory)?.packageManager) ?? manifest.packageManager;
}
