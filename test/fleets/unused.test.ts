import { expect, test } from 'vitest';
import { reportOf } from './fleet.ts';

test.each([
  [
    { 'compose.load.yaml': 'services:\n  load: { image: load }\n', 'compose.yaml': 'services:\n  cart: { build: cart }\n' },
    'compose.load.yaml counts only where `docker compose -f`, or COMPOSE_FILE in .env, names it, so nothing was compared from it',
  ],
  [
    {
      'docker/compose.load.yaml': 'services:\n  load: { image: load }\n',
      'docker/compose.debug.yaml': 'services:\n  debug: { image: debug }\n',
      'docker/compose.yaml': 'services:\n  cart: { build: ../cart }\n',
    },
    'docker/compose.debug.yaml and compose.load.yaml count only where `docker compose -f`, or COMPOSE_FILE in .env, names them, so nothing was compared from them',
  ],
  [
    {
      'compose.yaml': 'services:\n  cart: { build: cart }\n',
      'compose.override.yaml': 'services:\n  cart: { command: flask run --debug }\n',
      'compose.prod.yaml': 'services:\n  cart: { restart: always }\n',
    },
    'nothing here uses compose.override.yaml (no manifest beside it asks for it, or another file takes its place), so nothing was compared from it',
  ],
  [
    {
      'shop/build.gradle': "plugins { id 'java' }\nif (project.hasProperty('prod')) { apply from: 'gradle/prod.gradle' }\n",
      'shop/gradle/prod.gradle': "dependencies { implementation 'a:b:1' }\n",
    },
    'shop/gradle/prod.gradle counts only where an `apply from` whose condition holds names it, so nothing was compared from it',
  ],
  [
    { 'tools/go.sum': '' },
    'nothing here uses tools/go.sum (no manifest beside it asks for it, or another file takes its place), so nothing was compared from it',
  ],
])('says why nothing was compared from a file: %j', async (files, message) => {
  const { diagnostics } = await reportOf({ 'cart/requirements.txt': 'flask\n', ...files });
  expect(diagnostics.filter(({ code }) => code === 'file/unused').map((one) => one.message)).toEqual([message]);
});

test('texts that go by the name of a Dockerfile, and a binary lock of bun, are not told as unused', async () => {
  const { diagnostics } = await reportOf({
    'cart/requirements.txt': 'flask\n',
    'cart/Dockerfile': 'FROM python:3.12\n',
    'cart/Dockerfile.license': 'SPDX-License-Identifier: MIT\n',
    'cart/Dockerfile.dockerignore': 'docs\n',
    'cart/Dockerfile.md': '# Our image\n',
    'web/package.json': '{"name": "web", "scripts": {"start": "node ."}, "dependencies": {"left-pad": "^1.0.0"}}',
    'web/bun.lockb': 'bun-lockfile-format-v0\n\u0000',
  });
  expect(diagnostics.map(({ code, file }) => `${code} ${file}`)).toEqual(['npm/lock-unreadable web/bun.lockb']);
});

test.each([
  [{}, ['npm/several-locks web/pnpm-lock.yaml', 'npm/several-locks web/yarn.lock']],
  [{ packageManager: 'npm@10.0.0' }, ['file/unused web/pnpm-lock.yaml', 'file/unused web/yarn.lock']],
  [{ packageManager: 'yarn@1.22.0' }, ['file/unused web/package-lock.json', 'file/unused web/pnpm-lock.yaml']],
])('each lock beside the one that counts is told once: %j', async (stated, told) => {
  const dependencies = { low: '^1.0.0' };
  const { diagnostics } = await reportOf({
    'web/package.json': JSON.stringify({ name: 'web', scripts: { start: 'node .' }, dependencies, ...stated }),
    'web/package-lock.json': JSON.stringify({
      lockfileVersion: 3,
      packages: { '': { dependencies }, 'node_modules/low': { version: '1.0.0' } },
    }),
    'web/yarn.lock': '# yarn lockfile v1\n\n\nlow@^1.0.0:\n  version "1.0.0"\n',
    'web/pnpm-lock.yaml':
      "lockfileVersion: '9.0'\nimporters:\n  .:\n    dependencies:\n      low: { specifier: ^1.0.0, version: 1.0.0 }\npackages:\n  low@1.0.0: {}\nsnapshots:\n  low@1.0.0: {}\n",
  });
  expect(diagnostics.map(({ code, file }) => `${code} ${file}`).sort()).toEqual(told);
});

test('lists of tools are told of once, however many there are', async () => {
  const { diagnostics } = await reportOf({
    'cart/requirements.txt': 'flask\n',
    'cart/tests/requirements-test.txt': 'pytest\n',
    'stock/requirements.txt': 'flask\n',
    'stock/tests/requirements-test.txt': 'pytest\n',
  });
  expect(diagnostics.map(({ file, message }) => `${file}: ${message}`)).toEqual([
    'cart/tests/requirements-test.txt: nothing beyond tools of development, tests or documentation is listed here, and in 1 more file, so these directories are no services',
  ]);
});

test('says once that nothing asks for a file', async () => {
  const { diagnostics } = await reportOf({ 'cart/requirements.txt': 'flask\n', 'cart/constraints.txt': 'flask<3\n' });
  expect(diagnostics.map(({ code }) => code)).toEqual(['python/constraints-not-referenced']);
});

test('says of a file among tests that nothing asks for it, though nobody is told there what is wrong', async () => {
  const { diagnostics } = await reportOf({
    'cart/requirements.txt': 'flask\n',
    'tests/service/requirements.txt': 'flask\n',
    'tests/service/app-constraints.txt': 'flask<3\n',
  });
  expect(diagnostics.map(({ code, file }) => `${code} ${file}`)).toContain('file/unused tests/service/app-constraints.txt');
});
