import type { Diagnostic, SourceFile } from '../model/index.ts';

/** A file in UTF-16 where its own tools read UTF-8 alone: it is read here, and fails there. `refuses`: who, and the verb. */
export function utf16Diagnostic({ path, bytes }: SourceFile, refuses: string): readonly Diagnostic[] {
  const [first, second] = bytes;
  const isUtf16 = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
  if (!isUtf16) return [];
  const message = `this file is UTF-16, which ${refuses}; save it as UTF-8`;
  return [{ code: 'file/encoding', severity: 'error', message, file: path, line: 1 }];
}
