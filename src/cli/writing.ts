import { appendFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { makeDirectories } from '../make-directories.ts';
import { UsageError } from './exit.ts';

/** What the system's codes mean for whoever named the file. */
const REFUSALS: Readonly<Record<string, string>> = {
  EACCES: 'no permission to write there',
  EPERM: 'no permission to write there',
  EROFS: 'its file system is read-only',
  ENOSPC: 'no space is left on its device',
  EDQUOT: 'the quota of disk space is used up',
  EFBIG: 'it would be larger than a file may be',
  EISDIR: 'a directory has that name',
  ENOTDIR: 'on the way there is a file where a directory should be',
  ENAMETOOLONG: 'the name is too long',
  ENOENT: 'its directory cannot be made',
};

/** Why the system refused; undefined for what is a fault of ours. */
export function refusal(error: unknown): string | undefined {
  if (!(error instanceof Error && 'code' in error && 'syscall' in error && typeof error.code === 'string')) return undefined;
  return REFUSALS[error.code] ?? error.message;
}

function told<T>(path: string, write: () => T): T {
  try {
    return write();
  } catch (error) {
    const reason = refusal(error);
    throw reason === undefined ? error : new UsageError(`cannot write ${path}: ${reason}`);
  }
}

/** Writes a result the user named a file for; an older result of the same name is replaced. */
export function writeResult(path: string, text: string): void {
  told(path, () => {
    makeDirectories(dirname(path));
    writeFileSync(path, text);
  });
}

/** Writes a file that is not there yet, through no link either, wherever it leads; whether it was written. */
export function writeNew(path: string, text: string): boolean {
  return told(path, () => {
    makeDirectories(dirname(path));
    try {
      writeFileSync(path, text, { flag: 'wx' });
      return true;
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
      throw error;
    }
  });
}

/** Adds to a file, which other programs may write to as well. */
export function appendResult(path: string, text: string): void {
  told(path, () => appendFileSync(path, text));
}
