import { mergeMarker } from '../../../src/formats/merge-markers.ts';
import type { Diagnostic, SourceFile } from '../../../src/model/index.ts';

/** A file with unmerged changes of git: which line, and what to do. */
export function conflictMarker(file: SourceFile): Diagnostic | undefined {
  const at = mergeMarker(file.text);
  if (at === undefined) return undefined;
  return {
    code: 'npm/merge-conflict',
    severity: 'error',
    message: `${file.path} holds unresolved git conflict markers; resolve the merge, then run again`,
    file: file.path,
    line: file.text.slice(0, at).split('\n').length,
    column: 1,
    incomplete: true,
  };
}
