// Runs after `npm install` among the sources: builds what is not in git, once, so that `npm install git+…`, `npx git+…` and
// pre-commit get a command that works.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

if (!existsSync('dist/cli/main.js')) {
  // For a global install npm prepares a git dependency with its own "global" still in force, and so without what builds it.
  const { npm_config_global: _, npm_config_prefix: __, NPM_CONFIG_PREFIX: ___, ...env } = process.env;
  const run = (command, args) => {
    const { status } = spawnSync(command, args, { stdio: ['ignore', 2, 2], env, shell: process.platform === 'win32' });
    if (status !== 0) process.exit(status ?? 1);
  };
  if (!existsSync('node_modules/esbuild')) run('npm', ['ci', '--include=dev', '--ignore-scripts', '--no-audit', '--no-fund']);
  run(process.execPath, ['build.mjs']);
}
