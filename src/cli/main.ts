#!/usr/bin/env node
import { VERSION } from '../version.ts';
import { tuneEngine } from './engine.ts';
import { unsuitedNode } from './node-version.ts';
import { endWithGrace } from './process.ts';
import { start } from './start.ts';

tuneEngine();

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
