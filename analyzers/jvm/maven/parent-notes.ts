/** Parents that the tree holds and that Maven reads from a repository all the same. */

import { type Diagnostic, groupBy } from '../../../src/model/index.ts';
import type { EffectiveModel } from './model/effective-model.ts';
import type { ParsedPom } from './model/pom.ts';
import type { Workspace } from './workspace.ts';

/**
 * Maven 3 finds a parent by its relativePath or in a repository, never by its coordinates among the modules: it fails where
 * nobody has installed it. What it would install is the tree's own POM, so that one is read, and this is told.
 */
export function parentNotes(workspace: Workspace, entries: readonly { readonly model: EffectiveModel }[]): readonly Diagnostic[] {
  const apart = entries.flatMap(({ model: { lineage } }) => {
    const [child, parent] = lineage;
    if (child?.parent === undefined || parent === undefined) return [];
    const beside: ParsedPom | undefined =
      child.parent.relativePath === ''
        ? undefined
        : workspace.answer({ kind: 'file', from: child.file, relativePath: child.parent.relativePath })?.pom;
    return beside?.model?.file === parent.file ? [] : [{ child, parent, place: child.parent.place }];
  });
  return [...groupBy(apart, ({ parent }) => parent.file)].flatMap(([file, [first, ...others]]) =>
    first === undefined
      ? []
      : {
          code: 'maven/parent-apart',
          severity: 'note' as const,
          message: `the parent is ${file}, to which relativePath does not lead${others.length === 0 ? '' : ` (here and in ${others.length} more)`}: Maven 3 reads it from a repository alone and fails where nobody has installed it; set relativePath, or install it first`,
          file: first.child.file,
          line: first.place.line,
          column: first.place.column,
        },
  );
}
