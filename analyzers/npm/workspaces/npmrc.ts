/** npm's ini files (npm, "npmrc"): `key = value`, comments with `;` or `#`, values in quotes; below a `[section]` nothing is npm's. */
import type { SourceFile } from '../../../src/model/index.ts';
import type { Setting } from './setting.ts';

export interface NpmrcLine {
  readonly key: string;
  readonly value: string;
  readonly line: number;
}

export function npmrcLines(text: string): readonly NpmrcLine[] {
  let isBelowSection = false;
  return text.split(/\r?\n/).flatMap((raw, index): readonly NpmrcLine[] => {
    const line = raw.trim();
    isBelowSection ||= /^\[[^\]]*\]$/.test(line);
    if (isBelowSection || line === '' || line.startsWith(';') || line.startsWith('#')) return [];
    const cut = line.indexOf('=');
    const key = unquoted((cut < 0 ? line : line.slice(0, cut)).trim());
    return [{ key, value: unquoted(cut < 0 ? 'true' : line.slice(cut + 1).trim()), line: index + 1 }];
  });
}

function unquoted(value: string): string {
  const quoted = /^(["'])(.*)\1$/.exec(value);
  return quoted?.[2] ?? value.replace(/\s[;#].*$/s, '').trim();
}

/** pnpm reads its settings here as well, as `link-workspace-packages` for what is `linkWorkspacePackages` in its own file. */
export function npmrcSetting({ path, text }: SourceFile): Setting {
  const settings = npmrcLines(text).map(({ key, value, line }): readonly [string, Setting] => [
    key.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase()),
    { origin: { file: path, line }, text: value, items: () => [], entries: () => [] },
  ]);
  return { origin: { file: path, line: 1 }, text: undefined, items: () => [], entries: () => settings };
}
