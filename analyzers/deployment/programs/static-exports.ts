/** Settings of frameworks of pages that ask for files instead of a server. */
import { blanked } from '../../../src/formats/lines.ts';
import { baseName, type SourceFile } from '../../../src/model/index.ts';
import type { FileFacts } from '../file-facts.ts';

/** `output: 'export'` (Next.js, "Static Exports") and `ssr: false` (React Router, "SPA Mode"); one that a condition chooses is open. */
const NEXT = /^[^?]*?\boutput\s*[:=]\s*(['"`])export\1/;
const REACT_ROUTER = /^[^?]*?\bssr\s*:\s*false\s*(?:[,}]|$)/;

const SETTINGS: ReadonlyMap<string, RegExp> = new Map([
  ...['js', 'mjs', 'cjs', 'ts'].map((ending) => [`next.config.${ending}`, NEXT] as const),
  ...['js', 'ts'].map((ending) => [`react-router.config.${ending}`, REACT_ROUTER] as const),
]);

export const STATIC_EXPORT_FILES: readonly string[] = [...SETTINGS.keys()];

export function isExportSettings(path: string): boolean {
  return SETTINGS.has(baseName(path));
}

export function readExportSettings({ path, text }: SourceFile): FileFacts {
  const lines = text.replaceAll(/\/\*[\s\S]*?(?:\*\/|$)/g, blanked).split(/\r?\n/);
  const asks = SETTINGS.get(baseName(path));
  const at = lines.findIndex((line) => line.length < 1000 && asks?.test(line.replace(/\/\/.*$/, '')) === true);
  return { traits: at < 0 ? [] : [{ kind: 'static-export', origin: { file: path, line: at + 1 } }], diagnostics: [] };
}
