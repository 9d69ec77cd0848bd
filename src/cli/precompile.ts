/** What the build runs: it leaves the code of a check of the example fleet beside the program. */
import { tuneEngine } from './engine.ts';
import { BUILT, BUILT_COMMAND, start } from './start.ts';

// Code is taken only by a V8 with the same flags.
tuneEngine();
await start([BUILT_COMMAND, 'fixtures/fleet', '--json', '--quiet', '--fail-on', 'never'], BUILT);
