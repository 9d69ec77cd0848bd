import type { Diagnostic, Project, Target } from '../../src/model/index.ts';
import type { Analyzer, Assembly } from '../analyzer.ts';
import { compareGo, languageOf } from './gover.ts';
import { type Module, readTree } from './modules.ts';
import { goCommand } from './native.ts';
import { buildRule, toolchainRule } from './rule.ts';
import { unitsOf } from './units.ts';

/** Go modules and workspaces. */
export const go: Analyzer = {
  id: 'go',
  files: ['go.mod', 'go.work', 'go.sum', 'go.work.sum'],
  generated: [],
  targets: ['go', 'platform'],
  rules: [buildRule, toolchainRule],
  native: goCommand,
  assemble(project: Project, target: Target): Assembly {
    const tree = readTree(project);
    const late = [...tree.modules.values()].flatMap((module) => newerThanToolchain(module, target));
    return {
      units: unitsOf(project, tree, target),
      deployments: [],
      diagnostics: [...tree.diagnostics, ...late],
      resolver: async (environment) => (await import('./resolver.ts')).openResolver(environment, project, tree),
    };
  },
};

/** A go line above the toolchain that the fleet says it has; a toolchain that was only guessed proves nothing. */
function newerThanToolchain({ mod, file }: Module, target: Target): readonly Diagnostic[] {
  const stated = target.because.go === 'option' || target.because.go === 'config';
  const least = mod.go?.value ?? '';
  const isLine = languageOf(target.go) === target.go;
  if (!stated || least === '' || compareGo(isLine ? languageOf(least) : least, target.go) <= 0) return [];
  return [
    {
      code: 'go/toolchain-too-old',
      severity: 'warning',
      message: `${file} asks for go ${least}, the fleet's toolchain is ${target.go} (${target.because.go}); a build host has to have ${least} or be allowed to fetch it (GOTOOLCHAIN=auto)`,
      file,
      line: mod.go?.at.line ?? 1,
      column: mod.go?.at.column ?? 1,
    },
  ];
}
