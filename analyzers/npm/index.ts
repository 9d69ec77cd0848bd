import type { Diagnostic, Project, Target, Unit } from '../../src/model/index.ts';
import type { Analyzer, Assembly } from '../analyzer.ts';
import { nodeRule } from './node-rule.ts';
import { npmRule } from './rule.ts';
import { readEntries, unitOf } from './unit.ts';
import { readStructure } from './workspaces.ts';

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
};

function assemble(project: Project, _target: Target): Assembly {
  const structure = readStructure(project);
  const diagnostics: Diagnostic[] = [...structure.diagnostics];
  const units: Unit[] = [];
  for (const [directory, manifest] of structure.packages) {
    const reading = readEntries(directory, manifest, structure);
    diagnostics.push(...reading.diagnostics);
    const unit = unitOf(reading, project, structure, undefined);
    if (unit !== undefined) units.push(unit);
  }
  return { units, deployments: [], diagnostics };
}
