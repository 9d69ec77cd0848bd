/** Parents that the tree holds and that Maven reads from a repository all the same. */

import { type Diagnostic, groupBy } from '../../../src/model/index.ts';
import type { EffectiveModel } from './model/effective-model.ts';
import { ownCoordinates } from './model/lineage.ts';
import type { ParsedPom, RawModel } from './model/pom.ts';
import { isRange } from './versions/range.ts';
import type { Workspace } from './workspace.ts';

/** What keeps Maven 3 from a parent that the tree holds: what is so, and what comes of it. */
type Obstacle = readonly [fact: string, outcome: string];

function obstacle(workspace: Workspace, child: RawModel, parent: RawModel): Obstacle | undefined {
  const { relativePath = '', version: wanted = '' } = child.parent ?? {};
  const beside: ParsedPom | undefined =
    relativePath === '' ? undefined : workspace.answer({ kind: 'file', from: child.file, relativePath })?.pom;
  if (beside?.model?.file !== parent.file)
    return [
      `the parent is ${parent.file}, to which relativePath does not lead`,
      'Maven 3 reads it from a repository alone and fails where nobody has installed it; set relativePath, or install it first',
    ];
  const { version } = ownCoordinates(parent);
  // Maven 4 alone reads model 4.1.0.
  if (version === wanted || isRange(wanted) || child.modelVersion === '4.1.0') return undefined;
  return [
    `the version of the parent ${parent.file} is written ${wanted} here and ${version} there`,
    `Maven 3 compares them as they are written, reads the parent from a repository alone and fails where nobody has installed it; write ${version} here`,
  ];
}

/**
 * Maven 3 finds a parent by its relativePath or in a repository, never by its coordinates among the modules: it fails where
 * nobody has installed it. What it would install is the tree's own POM, so that one is read, and this is told.
 */
export function parentNotes(workspace: Workspace, entries: readonly { readonly model: EffectiveModel }[]): readonly Diagnostic[] {
  const apart = entries.flatMap(({ model: { lineage } }) => {
    const [child, parent] = lineage;
    if (child?.parent === undefined || parent === undefined) return [];
    const why = obstacle(workspace, child, parent);
    return why === undefined ? [] : [{ child, why, place: child.parent.place }];
  });
  return [...groupBy(apart, ({ why }) => why.join())].flatMap(([, [first, ...others]]) =>
    first === undefined
      ? []
      : {
          code: 'maven/parent-apart',
          severity: 'note' as const,
          message: `${first.why[0]}${others.length === 0 ? '' : ` (here and in ${others.length} more)`}: ${first.why[1]}`,
          file: first.child.file,
          line: first.place.line,
          column: first.place.column,
        },
  );
}
