import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The built command line, as users run it; absent before `npm run build`. */
export const CLI = fileURLToPath(new URL('../dist/cli/main.js', import.meta.url));

/** The same, for whoever can do nothing without it. */
export function builtCli(): string {
  if (!existsSync(CLI)) throw new Error('dist/cli/main.js is missing: npm run build');
  return CLI;
}
