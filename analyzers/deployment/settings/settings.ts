/** Files of `key = value` lines below `[section]`s. */
import type { Diagnostic, SourceFile } from '../../../src/model/index.ts';

export interface Setting {
  readonly section: string;
  readonly key: string;
  readonly value: string;
  readonly line: number;
}

/** `key=value` lines below `[section]`s, continued by a backslash (systemd.syntax(7)) or by indentation (configparser). */
export function settingsOf(text: string, continuation: 'backslash' | 'indentation'): readonly Setting[] {
  const settings: Setting[] = [];
  let section = '';
  let isOpen = false;
  for (const [index, raw] of text.split('\n').entries()) {
    const last = settings.at(-1);
    const written = (continuation === 'indentation' ? raw.replace(/\s;.*/, '') : raw).trim();
    const isContinued = continuation === 'backslash' ? isOpen : /^[ \t]+\S/.test(raw) && last?.section === section;
    isOpen = continuation === 'backslash' && written.endsWith('\\');
    const part = isOpen ? written.slice(0, -1).trim() : written;
    if (/^[#;]/.test(written)) continue;
    if (isContinued && last !== undefined) settings[settings.length - 1] = { ...last, value: `${last.value} ${part}` };
    else if (/^\[.+\]$/.test(written)) section = written.slice(1, -1);
    else {
      const equals = part.indexOf('=');
      const [key, value] = [part.slice(0, Math.max(equals, 0)).trim(), part.slice(equals + 1).trim()];
      if (key !== '') settings.push({ section, key, value, line: index + 1 });
    }
  }
  return settings;
}

/** Filled in by whoever installs it. */
const TEMPLATE = /\{\{|\{%|<%/;

/**
 * The first header of a section that has no end: what stands below it counts for another section, or for none.
 * `refuses` names who reads the file, and how that one takes it.
 */
export function headerProblems({ path, text }: SourceFile, refuses: string): readonly Diagnostic[] {
  const lines = TEMPLATE.test(text) ? [] : text.split('\n');
  const index = lines.findIndex((line) => /^\[[\w:%. -]+(?:[;#].*)?$/.test(line.trimEnd()));
  if (index < 0) return [];
  const message = `this header of a section has no "]": ${refuses}; add it, what stands below it is not known`;
  return [{ code: 'process-manager/syntax', severity: 'warning', message, file: path, line: index + 1, incomplete: true }];
}
