import { type Diagnostic, directoryOf, isReadFailure, listed, type UnreadFormat } from '../model/index.ts';
import { compilePatterns } from './patterns.ts';
import { type FileStore, projectFor } from './project.ts';
import { looksLikeSample } from './samples.ts';
import type { Walk } from './walk.ts';

/**
 * Files of a form that is known and not read, told once: what they say is missing from every answer. `read`: directories
 * of which a manifest that is read tells.
 * What a service needs is missing from a verdict; how it runs may be known from elsewhere.
 */
export function unreadFormat(
  format: UnreadFormat,
  walked: Walk,
  store: FileStore,
  read: ReadonlySet<string>,
  says: 'needs' | 'how it runs',
): readonly Diagnostic[] {
  const { files, holds, why, instead, beside } = format;
  const isOne = compilePatterns(files);
  const named = walked.files.filter(isOne);
  if (named.length === 0) return [];
  const project = projectFor(files, walked, store);
  const found = named.filter((path) => {
    const directory = directoryOf(path);
    if (beside !== true && (read.has(directory) || read.has(directoryOf(directory)))) return false;
    if (holds === undefined) return true;
    const file = project.read(path);
    return !isReadFailure(file) && holds.test(file.text);
  });
  const own = found.filter((path) => !looksLikeSample(directoryOf(path)));
  const told = own.length > 0 ? own : found;
  const [file] = told;
  if (file === undefined) return [];
  const message = `${listed(told, 3)} ${told.length === 1 ? 'is' : 'are'} ${why}; ${instead}`;
  const note = { code: 'file/format-not-read', message, file, line: 1 };
  return [says === 'needs' ? { ...note, severity: 'warning', incomplete: true } : { ...note, severity: 'note' }];
}
