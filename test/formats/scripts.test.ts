import { describe, expect, it } from 'vitest';
import { behindScripts, commandsOf, lastStep } from '../../src/formats/scripts.ts';

const SCRIPTS: Readonly<Record<string, string>> = {
  all: 'npm run build && npm run serve',
  serve: 'node server.js',
  again: 'npm run again',
  ping: 'npm run pong',
  pong: 'npm run ping',
  start: 'vite',
};

describe('what a script comes to', () => {
  it.each([
    ['npm run all', 'node server.js'],
    ['npm start', 'vite'],
    ['npm run-script serve', 'node server.js'],
    ['tsc && yarn serve', 'node server.js'],
    ['npm run serve -- --port 80', 'node server.js'],
    ['pnpm run serve --workspace=api', 'pnpm run serve --workspace=api'],
    ['pnpm --filter api start', 'pnpm --filter api start'],
    ['npm start -w api', 'npm start -w api'],
    ['npm ci', 'npm ci'],
    ['npm run again', 'npm run again'],
    ['npm run ping', 'npm run ping'],
    ['make all', 'make all'],
    ['', ''],
  ])('%s', (script, step) => {
    expect(behindScripts(script, (name) => SCRIPTS[name], lastStep)).toBe(step);
  });

  it.each([
    ['npm start -w @shop/web', 'vite'],
    ['npm run serve --workspace=apps/web -- --port 80', 'node server.js'],
    ['npm start -w ./apps/web', 'vite'],
    ['pnpm --filter @shop/web start', 'vite'],
    ['pnpm start --filter @shop/web', 'vite'],
    ['yarn workspace @shop/web serve', 'node server.js'],
    ['npm start -w @shop/api', 'npm start -w @shop/api'],
    ['pnpm --filter @shop/web... start', 'pnpm --filter @shop/web... start'],
    ['npm start -w @shop/web -w @shop/api', 'npm start -w @shop/web -w @shop/api'],
  ])('%s, of a member by what it is called', (script, step) => {
    expect(behindScripts(script, (name) => SCRIPTS[name], lastStep, new Set(['@shop/web', 'apps/web']))).toBe(step);
  });

  it('takes no longer for a line of a megabyte', () => {
    const name = 'a'.repeat(500_000);
    const line = `npm run ${name}! ${'--filter '.repeat(50_000)}`;
    expect(behindScripts(line, () => undefined, lastStep)).toBe(line.trim());
    expect(commandsOf(`${'A=b '.repeat(50_000)}vite`)).toHaveLength(1);
  });
});
