#!/usr/bin/env node
import { setFlagsFromString } from 'node:v8';
import { run } from './program.ts';

// V8 11 (Node 20) knows nothing between its baseline and its optimizing compiler, which starts so early that a run of
// seconds spends two fifths of its work on code that is hardly run again. Later versions have a tier between.
if (process.versions.v8.startsWith('11.')) setFlagsFromString('--interrupt-budget=600000');

// Windows looks for programs in the current directory first, which is the project's; git and native tools come from the PATH.
process.env.NoDefaultCurrentDirectoryInExePath = '1';

await run(process.argv.slice(2));
