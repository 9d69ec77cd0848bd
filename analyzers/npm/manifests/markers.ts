import type { Diagnostic, SourceFile } from '../../../src/model/index.ts';

const MARKER = /^(?:<{7}|={7}|>{7})(?: |$)/m;

/** A file with unmerged changes of git: which line, and what to do. */
export function conflictMarker(file: SourceFile): Diagnostic | undefined {
  // The common case is decided without a regex.
  const at = file.text.includes('<<<<<<<') ? file.text.search(MARKER) : -1;
  if (at < 0) return undefined;
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
