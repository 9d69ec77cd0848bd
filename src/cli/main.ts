#!/usr/bin/env node
import { setFlagsFromString } from 'node:v8';
import { VERSION } from '../version.ts';
import { unsuitedNode } from './node-version.ts';
import { endWithGrace } from './process.ts';
import { start } from './start.ts';

// V8 11 (Node 20) knows nothing between its baseline and its optimizing compiler, which starts so early that a run of
// seconds spends two fifths of its work on code that is hardly run again. Later versions have a tier between.
if (process.versions.node.startsWith('20.')) setFlagsFromString('--interrupt-budget=600000');

// Windows looks for programs in the current directory first, which is the project's; git and native tools come from the PATH.
process.env.NoDefaultCurrentDirectoryInExePath = '1';

const args = process.argv.slice(2);
const unsuited = unsuitedNode(process.versions.node);
endWithGrace();
if (unsuited !== undefined) {
  process.stderr.write(`${unsuited}\n`);
  process.exitCode = 2;
} else if (args[0] === '--version' || args[0] === '-V') process.stdout.write(`${VERSION}\n`);
else await start(args);
