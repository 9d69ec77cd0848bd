/** Settings of frameworks of pages that ask for files instead of a server. */
import { baseName, type SourceFile } from '../../../src/model/index.ts';
import type { FileFacts } from '../file-facts.ts';

const SETTINGS: ReadonlySet<string> = new Set(['js', 'mjs', 'cjs', 'ts'].map((ending) => `next.config.${ending}`));

export const STATIC_EXPORT_FILES: readonly string[] = [...SETTINGS];

export function isExportSettings(path: string): boolean {
  return SETTINGS.has(baseName(path));
}

/** `output: 'export'` (Next.js, "Static Exports"); one that a condition chooses is open, and says nothing. */
const EXPORTS = /^[^?]*?\boutput\s*[:=]\s*(['"`])export\1/;

export function readExportSettings({ path, text }: SourceFile): FileFacts {
  const lines = text.replaceAll(/\/\*[\s\S]*?(?:\*\/|$)/g, (comment) => comment.replaceAll(/[^\n]/g, ' ')).split(/\r?\n/);
  const at = lines.findIndex((line) => line.length < 1000 && EXPORTS.test(line.replace(/\/\/.*$/, '')));
  return { traits: at < 0 ? [] : [{ kind: 'static-export', origin: { file: path, line: at + 1 } }], diagnostics: [] };
}
