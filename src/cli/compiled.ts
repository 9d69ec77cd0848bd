import { readFileSync } from 'node:fs';
import module from 'node:module';
import { dirname } from 'node:path';
import vm from 'node:vm';

/** A CommonJS file that has run. */
export interface Compiled {
  readonly exports: unknown;
  /** V8's code of the functions that have been called until now, and of those that were known. */
  readonly code: () => Buffer;
  /** Whether the code that was known is of this file, this V8 and its flags: else all is compiled anew. */
  readonly isKnown: boolean;
}

/** Runs a CommonJS file of ASCII (as the bundler writes them: UTF-8 is slower to read) as `require` does (it may not `import()`), with the code that an earlier run has left of it. */
export function runCompiled(file: string, known: Buffer | undefined): Compiled {
  const script = new vm.Script(module.wrap(readFileSync(file, 'latin1')), {
    filename: file,
    cachedData: known,
  });
  const body: (...of: readonly unknown[]) => void = script.runInThisContext();
  const own = { exports: {} };
  body(own.exports, module.createRequire(file), own, file, dirname(file));
  return {
    exports: own.exports,
    code: () => script.createCachedData(),
    isKnown: known !== undefined && script.cachedDataRejected !== true,
  };
}
