#!/usr/bin/env node
import module from 'node:module';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { defaultCacheDirectory, keepsCache } from '../user-directories.ts';
import { unsuitedNode } from './node-version.ts';
import { run } from './program.ts';

// V8 11 (Node 20) knows nothing between its baseline and its optimizing compiler, which starts so early that a run of
// seconds spends two fifths of its work on code that is hardly run again. Later versions have a tier between.
if (process.versions.node.startsWith('20.')) setFlagsFromString('--interrupt-budget=600000');

// Compiling is a third of a short run. Node from 22.1 on keeps the compiled code; in the user's own cache directory, as
// any user may write where Node would keep it (the directory of temporary files).
const keepCompiled: unknown = Reflect.get(module, 'enableCompileCache');
if (typeof keepCompiled === 'function' && keepsCache(process.env))
  Reflect.apply(keepCompiled, module, [join(defaultCacheDirectory(process.env), 'code')]);

// Windows looks for programs in the current directory first, which is the project's; git and native tools come from the PATH.
process.env.NoDefaultCurrentDirectoryInExePath = '1';

const unsuited = unsuitedNode(process.versions.node);
if (unsuited === undefined) await run(process.argv.slice(2));
else {
  process.stderr.write(`${unsuited}\n`);
  process.exitCode = 2;
}
