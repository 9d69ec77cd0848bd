import { type Diagnostic, isMarkedUtf16, type SourceFile } from '../model/index.ts';

/** A file in UTF-16 where its own tools read UTF-8 alone: it is read here, and fails there. `refuses`: who, and the verb. */
export function utf16Diagnostic({ path, bytes }: SourceFile, refuses: string): readonly Diagnostic[] {
  if (!isMarkedUtf16(bytes)) return [];
  const message = `this file is UTF-16, which ${refuses}; save it as UTF-8`;
  return [{ code: 'file/encoding', severity: 'error', message, file: path, line: 1 }];
}
