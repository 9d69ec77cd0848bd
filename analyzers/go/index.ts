import type { Diagnostic, Project, RuntimeConstraint, Target, Unit } from '../../src/model/index.ts';
import type { Analyzer, Assemble } from '../analyzer.ts';
import { compareGo, languageOf } from './gover.ts';
import { readTree } from './modules.ts';
import { goCommand, goQuestion } from './native.ts';
import { buildRule, toolchainRule } from './rule.ts';
import { unitsOf } from './units.ts';
import { UNREAD } from './unread.ts';

/** Go modules and workspaces. */
export const go: Analyzer<null> = {
  id: 'go',
  files: ['go.mod', 'go.work', 'go.sum', 'go.work.sum'],
  unread: UNREAD,
  axis: null,
  rules: [buildRule, toolchainRule],
  native: goCommand,
  doubts: (units: readonly Unit[], target: Target) =>
    units.flatMap((unit) => unit.runtimes.flatMap((runtime) => newerThanToolchain(runtime, target))),
  read(project: Project): Assemble<null> {
    const tree = readTree(project);
    return (target) => ({
      units: unitsOf(project, tree, target),
      deployments: [],
      diagnostics: tree.diagnostics,
      resolver: async (environment) => (await import('./resolve/resolver.ts')).openResolver(environment, project, tree),
      ...(tree.modules.size === 0 ? {} : { nativeQuestion: (paths, context) => goQuestion(project, tree, paths, context) }),
    });
  },
};

/** A go line above the toolchain that the fleet says it has; a toolchain that was only guessed proves nothing. */
function newerThanToolchain({ constraint, origin }: RuntimeConstraint, target: Target): readonly Diagnostic[] {
  const stated = target.because.go === 'option' || target.because.go === 'config';
  const least = constraint.replace(/^>=/, '');
  const isLine = languageOf(target.go) === target.go;
  if (!stated || compareGo(isLine ? languageOf(least) : least, target.go) <= 0) return [];
  return [
    {
      code: 'go/toolchain-too-old',
      severity: 'warning',
      message: `${origin.file} asks for go ${least}, the fleet's toolchain is ${target.go} (${target.because.go}); a build host has to have ${least} or be allowed to fetch it (GOTOOLCHAIN=auto)`,
      ...origin,
    },
  ];
}
