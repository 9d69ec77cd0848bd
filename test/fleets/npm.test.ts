import { describe, expect, it } from 'vitest';
import { type Expected, type Files, observed, reportOf } from './fleet.ts';

const manifest = (name: string, dependencies: Readonly<Record<string, string>>, more: object = {}): string =>
  JSON.stringify({ name, version: '1.0.0', private: true, dependencies, ...more }, null, 2);

const lock = (dependencies: Readonly<Record<string, string>>, versions: Readonly<Record<string, string>>): string =>
  JSON.stringify({
    lockfileVersion: 3,
    packages: {
      '': { dependencies },
      ...Object.fromEntries(Object.entries(versions).map(([name, version]) => [`node_modules/${name}`, { version }])),
    },
  });

const NEIGHBOURS_LOCK = JSON.stringify({
  lockfileVersion: 3,
  packages: {
    '': { workspaces: ['apps/*'] },
    'apps/a': { name: 'a', version: '1.0.0', dependencies: { fastify: '^5' } },
    'apps/b': { name: 'b', version: '1.0.0', dependencies: { pg: '^8' } },
    'node_modules/a': { resolved: 'apps/a', link: true },
    'node_modules/b': { resolved: 'apps/b', link: true },
    'node_modules/fastify': { version: '5.1.0' },
    'node_modules/pg': { version: '8.13.0' },
  },
});
const NEIGHBOURS: Files = {
  'package.json': '{ "private": true, "workspaces": ["apps/*"] }',
  'apps/b/package.json': manifest('b', { pg: '^8' }),
  'apps/b/index.js': "import pg from 'pg';\n",
};

const CASES: Readonly<Record<string, readonly [Files, Expected]>> = {
  'a peer that one’s lock leaves invalid takes nothing off what both ask for': [
    {
      'a/package.json': manifest('a', { react: '^18.3.1' }),
      'b/package.json': manifest('b', { react: '^19.2.1', ui: '4.1.19' }),
      'b/package-lock.json': JSON.stringify({
        lockfileVersion: 3,
        packages: {
          '': { dependencies: { react: '^19.2.1', ui: '4.1.19' } },
          'node_modules/react': { version: '19.2.8' },
          'node_modules/ui': { version: '4.1.19', peerDependencies: { react: '^18.3.1' } },
        },
      }),
    },
    {
      errors: ['version/unsatisfiable pkg:npm/react: a, b'],
      notes: ['service/contradiction pkg:npm/react: b'],
      hosts: [2, 1, 1],
    },
  ],
  'a package for others that a descriptor deploys is a service as well': [
    {
      'a/package.json': manifest('a', { zod: '^3' }, { private: false, types: 'dist/index.d.ts', exports: './dist/index.js' }),
      'a/serverless.yml':
        'service: a\nprovider: { name: aws, runtime: nodejs22.x }\nfunctions:\n  paid: { handler: src/paid.handler }\n',
      'a/src/paid.js': 'export const handler = async () => {};\n',
      'b/package.json': manifest('b', { zod: '^4', express: '^5' }),
      'b/index.js': "import express from 'express';\n",
      'shared/package.json': manifest('shared', { zod: '^4' }, { private: false, types: 'dist/index.d.ts' }),
    },
    { errors: ['version/unsatisfiable pkg:npm/zod: a, b'], hosts: [2, 1, 1] },
  ],
  'carets of different majors': [
    { 'a/package.json': manifest('a', { express: '^4.18.0' }), 'b/package.json': manifest('b', { express: '^5.0.0' }) },
    { errors: ['version/unsatisfiable pkg:npm/express: a, b'], hosts: [2, 1, 1] },
  ],
  'a member that imports what only its workspace’s root declares': [
    {
      'nx/package.json': JSON.stringify({
        private: true,
        workspaces: ['apps/*'],
        dependencies: { express: '^4.21.0', next: '~15.1.0', zod: '^3' },
      }),
      'nx/apps/api/package.json': '{ "name": "@shop/api", "version": "0.0.1", "private": true, "nx": {} }',
      'nx/apps/api/src/main.ts':
        "import express from 'express';\nimport type { Page } from 'next';\nimport { read } from './read';\nexpress().get('/', read).listen(3333);\n",
      'nx/apps/api/src/read.ts': "const { z } = require('zod');\n",
      'b/package.json': manifest('b', { express: '^5.0.0', next: '^14', zod: '^4' }),
    },
    {
      errors: ['version/unsatisfiable pkg:npm/express: b, nx/apps/api', 'version/unsatisfiable pkg:npm/zod: b, nx/apps/api'],
      warnings: [],
    },
  ],
  'a member whose modules of the workspace, which TypeScript finds by name, import what the root declares': [
    {
      'nx/package.json': JSON.stringify({
        private: true,
        workspaces: ['apps/*', 'libs/*'],
        dependencies: { express: '^4', kafkajs: '^1', zod: '^3' },
      }),
      'nx/tsconfig.base.json':
        '{ "compilerOptions": { "baseUrl": ".", "paths": { "@shop/*": ["libs/*/src"], "@shop/bus/deep/*": ["libs/bus/deep/*"], "@shop/own": ["libs/own/src/index.ts"], } } }',
      'nx/apps/api/tsconfig.json': '{ "extends": ["./gone.json", "../../tsconfig.base"], "include": ["src"] }',
      'nx/apps/api/package.json': '{ "name": "@shop/api", "version": "0.0.1", "private": true, "nx": {} }',
      'nx/apps/api/src/main.ts':
        "import { bus } from '@shop/bus';\nimport '@shop/bus/deep/x';\nimport '@shop/own';\nbus.start();\n",
      'nx/libs/bus/src/index.ts': "export * from 'express';\n",
      'nx/libs/bus/deep/x.ts': "import kafkajs from 'kafkajs';\nkafkajs();\n",
      'nx/libs/own/package.json': '{ "name": "@shop/own" }',
      'nx/libs/own/src/index.ts': "export * from 'zod';\n",
      'b/package.json': manifest('b', { express: '^5.0.0', kafkajs: '^2', zod: '^4' }),
    },
    {
      errors: [
        'version/unsatisfiable pkg:npm/express: b, nx/apps/api',
        'version/unsatisfiable pkg:npm/kafkajs: b, nx/apps/api',
        'version/unsatisfiable pkg:npm/zod: b, nx/libs/own',
      ],
    },
  ],
  'a member whose own baseUrl moves the paths that it inherits, and one that has none of them': [
    {
      'nx/package.json': JSON.stringify({ private: true, workspaces: ['apps/*'], dependencies: { express: '^4', zod: '^3' } }),
      'nx/tsconfig.base.json': '{ "compilerOptions": { "paths": { "@shop/*": ["./libs/*"] } } }',
      'nx/apps/api/tsconfig.json': '{ "extends": "../../tsconfig.base.json", "compilerOptions": { "baseUrl": "./src" } }',
      'nx/apps/api/package.json': '{ "name": "api", "private": true, "nx": {} }',
      'nx/apps/api/src/main.ts': "import '@shop/bus';\n",
      'nx/apps/api/src/libs/bus.ts': "export * from 'express';\n",
      'nx/libs/bus.ts': "export * from 'zod';\n",
      'nx/apps/web/tsconfig.json': '{ "extends": "../../tsconfig.base.json", "compilerOptions": { "paths": {} } }',
      'nx/apps/web/tsconfig.app.json': '{ "extends": "../../tsconfig.base.json" }',
      'nx/apps/web/package.json': '{ "name": "web", "private": true, "nx": {} }',
      'nx/apps/web/src/main.ts': "import '@shop/bus';\n",
      'b/package.json': manifest('b', { express: '^5.0.0', zod: '^4' }),
    },
    { errors: ['version/unsatisfiable pkg:npm/express: b, nx/apps/api'] },
  ],
  'a member that is started by what its root declares': [
    {
      'nx/package.json': JSON.stringify({ private: true, workspaces: ['apps/*'], dependencies: { next: '~15.1.0', zod: '^3' } }),
      'nx/apps/web/package.json':
        '{ "name": "web", "private": true, "scripts": { "start": "dotenv -e ../.env -- next start -p 4200", "zod": "zod" } }',
      'nx/apps/web/src/app/page.tsx': '',
      'b/package.json': manifest('b', { next: '^14', zod: '^4' }),
    },
    { errors: ['version/unsatisfiable pkg:npm/next: b, nx/apps/web'] },
  ],
  'a member that takes its settings by node-config, and modules by a pattern that its own directory begins': [
    {
      'nx/package.json': JSON.stringify({
        private: true,
        workspaces: ['apps/*'],
        dependencies: { config: '^3', express: '^4', pino: '^8' },
      }),
      'nx/tsconfig.base.json': '{ "compilerOptions": { "paths": { "#lib/*": ["${configDir}/lib/*"] } } }',
      'nx/apps/api/package.json': '{ "name": "api" }',
      'nx/apps/api/tsconfig.json': '{ "extends": "../../tsconfig.base.json" }',
      'nx/apps/api/config/default.json': '{ "port": 3000 }',
      'nx/apps/api/src/main.ts':
        "import config from 'config';\nimport '#lib/bus';\nconst tick = '`';\nconst ticks = /\\`/;\nconst log = require('pino');\nlog(config, tick, ticks, `-`);\n",
      'nx/apps/api/lib/bus.ts': "import express from 'express';\nexpress();\n",
      'b/package.json': manifest('b', { config: '^4', express: '^5.0.0', pino: '^9' }),
    },
    {
      errors: [
        'version/unsatisfiable pkg:npm/config: b, nx/apps/api',
        'version/unsatisfiable pkg:npm/express: b, nx/apps/api',
        'version/unsatisfiable pkg:npm/pino: b, nx/apps/api',
      ],
    },
  ],
  'a member that declares a part of what it imports': [
    {
      'nx/package.json': JSON.stringify({
        private: true,
        workspaces: ['apps/*'],
        dependencies: { express: '^4.21.0', fastify: '^4', ioredis: '^4', zod: '^3' },
      }),
      'nx/apps/api/package.json': manifest('api', { fastify: '^5' }),
      'nx/apps/api/src/main.ts': [
        "import { Router, type Request } from 'express';",
        "import fastify from 'fastify';",
        "import { Redis } from 'ioredis';",
        'export const router = Router();',
        'export const ask = (store: Redis): Promise<string | null> => store.get(fastify.name);',
      ].join('\n'),
      'b/package.json': manifest('b', { express: '^5.0.0', fastify: '^5', ioredis: '^5', zod: '^4' }),
    },
    { errors: ['version/unsatisfiable pkg:npm/express: b, nx/apps/api'], warnings: [] },
  ],
  'a member that imports what only its neighbour asks for': [
    {
      ...NEIGHBOURS,
      'apps/a/package.json': manifest('a', { fastify: '^5' }),
      'apps/a/index.js': "const fastify = require('fastify');\nconst pg = require('pg');\n",
      'package-lock.json': NEIGHBOURS_LOCK,
    },
    { errors: [], diagnostics: ['npm/undeclared-import'] },
  ],
  'a member that imports what, without a lock, a dependency of its own may bring': [
    {
      ...NEIGHBOURS,
      'apps/a/package.json': manifest('a', { fastify: '^5' }),
      'apps/a/index.js': "const fastify = require('fastify');\nconst pg = require('pg');\n",
    },
    { silent: ['npm/undeclared-import'] },
  ],
  'a member that writes programs which import what its neighbour asks for': [
    {
      ...NEIGHBOURS,
      'apps/a/package.json': manifest('a', {}),
      'apps/a/index.js': "const text = `import pg from 'pg';\nexport const \\`a\\` = ${name};`;\nwrite(text);\n",
    },
    { silent: ['npm/undeclared-import'] },
  ],
  'a member that imports what it can do without': [
    {
      ...NEIGHBOURS,
      'apps/a/package.json': manifest('a', {}),
      'apps/a/index.js': "let pg;\ntry {\n  pg = require('pg');\n} catch {\n  pg = undefined;\n}\n",
    },
    { silent: ['npm/undeclared-import'] },
  ],
  'a member that imports another without asking for it': [
    {
      ...NEIGHBOURS,
      'apps/a/package.json': manifest('a', { fastify: '^5' }),
      'apps/a/index.js': "import fastify from 'fastify';\nimport { read } from 'b';\n",
    },
    { diagnostics: ['npm/undeclared-import'] },
  ],
  'a member that imports what the member that it links to asks for': [
    {
      ...NEIGHBOURS,
      'apps/a/package.json': manifest('a', { b: '*' }),
      'apps/a/index.js': "import b from 'b';\nimport pg from 'pg';\n",
    },
    { silent: ['npm/undeclared-import'] },
  ],
  'a member that imports types, a path of its compiler, itself, and what functions have': [
    {
      ...NEIGHBOURS,
      'apps/b/package.json': manifest('b', { '@aws-sdk/client-s3': '^3', express: '^5', pg: '^8', redis: '^5' }),
      'apps/a/package.json': manifest('a', { fastify: '^5', '@types/express': '^5' }),
      'apps/a/tsconfig.json': '{ "compilerOptions": { "paths": { "redis": ["./redis.ts"] } } }',
      'apps/a/index.ts':
        "import { S3Client } from '@aws-sdk/client-s3';\nimport type { Pool } from 'pg';\nimport express from 'express';\nimport redis from 'redis';\nimport a from 'a/x';\nnew S3Client();\n",
    },
    { silent: ['npm/undeclared-import'] },
  ],
  'a member whose program has Node’s own, comments, a path of its own and types of others': [
    {
      ...NEIGHBOURS,
      'apps/b/package.json': manifest('b', { config: '^4', events: '^3', ioredis: '^5', pg: '^8' }),
      'apps/a/package.json': manifest('a', { fastify: '^5' }),
      'apps/a/tsconfig.json': '{ "compilerOptions": { "baseUrl": "src" } }',
      'apps/a/src/config/index.ts': 'export const port = 80;\n',
      'apps/a/src/main.ts': [
        "import { EventEmitter } from 'events';",
        "import { port } from 'config';",
        "import { Redis } from 'ioredis';",
        "// import pg from 'pg';",
        "/** const pg = require('pg'); */",
        'new EventEmitter().emit(port);',
        'export const ask = { store(at: number, store: Redis, name: string) {} };',
      ].join('\n'),
    },
    { silent: ['npm/undeclared-import'] },
  ],
  'a member that takes from its root what modules import that it names as values': [
    {
      'nx/package.json': JSON.stringify({
        private: true,
        workspaces: ['apps/*'],
        dependencies: { express: '^4', ioredis: '^4', kafkajs: '^1', pg: '^7', zod: '^3' },
      }),
      'nx/apps/api/package.json': manifest('api', { fastify: '^5' }),
      'nx/apps/api/src/main.ts': [
        "import { userRoutes } from './users';",
        "import { providers } from './providers';",
        "import { Memory } from './memory';",
        "import { Store } from './store';",
        'const chosen = process.env.STORE || Memory;',
        'export const app = routes({ user: userRoutes }, [...providers], chosen);',
        '@Injectable()',
        'export class App {',
        '  constructor(private readonly store: Store) {}',
        '}',
      ].join('\n'),
      'nx/apps/api/src/users.ts': "import { z } from 'zod';\nexport const userRoutes = { schema: z };\n",
      'nx/apps/api/src/providers.ts': "import pg from 'pg';\nexport const providers = [pg];\n",
      'nx/apps/api/src/memory.ts': "import kafka from 'kafkajs';\nexport const Memory = kafka;\n",
      'nx/apps/api/src/store.ts': "import Redis from 'ioredis';\nexport class Store extends Redis {}\n",
      'b/package.json': manifest('b', { express: '^5', ioredis: '^5', kafkajs: '^2', pg: '^8', zod: '^4' }),
    },
    {
      errors: ['ioredis', 'kafkajs', 'pg', 'zod'].map((name) => `version/unsatisfiable pkg:npm/${name}: b, nx/apps/api`),
    },
  ],
  'a member that pnpm keeps from what its neighbour asks for': [
    {
      ...NEIGHBOURS,
      'package.json': '{ "private": true, "packageManager": "pnpm@10.2.0" }',
      'pnpm-workspace.yaml': 'packages: [apps/*]\n',
      'apps/a/package.json': manifest('a', { fastify: '^5' }),
      'apps/a/index.js': "import pg from 'pg';\n",
    },
    { silent: ['npm/undeclared-import'] },
  ],
  'different text, same versions': [
    { 'a/package.json': manifest('a', { express: '4.x' }), 'b/package.json': manifest('b', { express: '~4.18.2 || ^4.19' }) },
    { errors: [], hosts: [1, 1, 1] },
  ],
  'three ranges of which every two meet and all three do not': [
    {
      'a/package.json': manifest('a', { react: '17 || 18' }),
      'b/package.json': manifest('b', { react: '18 || 19' }),
      'c/package.json': manifest('c', { react: '17 || 19' }),
    },
    { errors: ['version/unsatisfiable pkg:npm/react: a, b, c'], hosts: [2, 1, 1] },
  ],
  'ranges that touch where no version exists': [
    { 'a/package.json': manifest('a', { lib: '>1.2.3 <1.2.4' }), 'b/package.json': manifest('b', { lib: '^1.0.0' }) },
    { errors: [] },
  ],
  'a range that no version can be, of which nobody else speaks': [
    { 'a/package.json': manifest('a', { lib: '>=2 <1' }), 'b/package.json': manifest('b', { other: '^1' }) },
    { errors: [], notes: ['service/contradiction pkg:npm/lib: a'], hosts: [1, 1, 1] },
  ],
  'a range that no version can be, beside a locked peer of another service': [
    {
      'a/package.json': manifest('a', { react: '^16.8 ^17' }),
      'b/package.json': manifest('b', { menu: '^1' }),
      'b/package-lock.json': JSON.stringify({
        name: 'b',
        lockfileVersion: 3,
        packages: {
          '': { name: 'b', dependencies: { menu: '^1' } },
          'node_modules/menu': { version: '1.0.0', peerDependencies: { react: '^18' } },
          'node_modules/react': { version: '18.2.0', peer: true },
        },
      }),
    },
    { errors: [], warnings: [], notes: ['service/contradiction pkg:npm/react: a'] },
  ],
  'an npm override against its own line': [
    {
      'a/package.json': manifest('a', { lib: '^1.0.0' }, { overrides: { lib: '2.0.0' } }),
      'b/package.json': manifest('b', { lib: '^1.2.0' }),
    },
    { errors: [], diagnostics: ['npm/refused-override'] },
  ],
  'pnpm takes away what is overridden to nothing': [
    {
      'a/package.json': manifest('a', { lib: '^1.0.0' }, { pnpm: { overrides: { lib: '-' } } }),
      'b/package.json': manifest('b', { lib: '^2.0.0' }),
    },
    { errors: [] },
  ],
  'optional peers of pinned packages, on what their services bring themselves, are told with the lines': [
    Object.fromEntries(
      ['11.2.0', '21.2.0'].flatMap((version) => {
        const dir = `v${version.slice(0, 2)}`;
        const packages = {
          '': { dependencies: { motion: version, browser: version } },
          'node_modules/motion': { version },
          'node_modules/browser': {
            version,
            peerDependencies: { motion: version },
            peerDependenciesMeta: { motion: { optional: true } },
          },
        };
        return [
          [`${dir}/package.json`, manifest(dir, { motion: version, browser: version })],
          [`${dir}/package-lock.json`, JSON.stringify({ lockfileVersion: 3, packages })],
        ];
      }),
    ),
    { errors: ['version/unsatisfiable pkg:npm/browser: v11, v21', 'version/unsatisfiable pkg:npm/motion: v11, v21'] },
  ],
  'a library of an Angular workspace is built with the packages of the workspace, whatever its peers say': [
    {
      'package.json': manifest('app', { '@angular/core': '^21.2.0' }, { scripts: { start: 'ng serve' } }),
      'angular.json': '{}',
      'src/main.ts': '',
      'projects/sdk/package.json': manifest('sdk', {}, { peerDependencies: { '@angular/core': '^8.2.9' } }),
      'projects/sdk/ng-package.json': '{}',
      'projects/sdk/src/public-api.ts': '',
    },
    { errors: [], services: ['.', 'projects/sdk'] },
  ],
  'a peer that its own lock does not keep binds nobody else': [
    {
      'a/package.json': manifest('a', { meter: '1.2.0' }, { devDependencies: { api: '1.9.0' } }),
      'a/package-lock.json': JSON.stringify({
        name: 'a',
        lockfileVersion: 3,
        packages: {
          '': { name: 'a', dependencies: { meter: '1.2.0' }, devDependencies: { api: '1.9.0' } },
          'node_modules/meter': { version: '1.2.0', peerDependencies: { api: '>=1.0.0 <1.9.0' } },
          'node_modules/api': { version: '1.9.0' },
        },
      }),
      'b/package.json': manifest('b', { api: '1.9.0' }),
    },
    { errors: [], warnings: [], hosts: [1, 1, 1] },
  ],
  'one that it keeps does': [
    {
      'a/package.json': manifest('a', { meter: '1.2.0' }, { devDependencies: { api: '1.8.0' } }),
      'a/package-lock.json': JSON.stringify({
        name: 'a',
        lockfileVersion: 3,
        packages: {
          '': { name: 'a', dependencies: { meter: '1.2.0' }, devDependencies: { api: '1.8.0' } },
          'node_modules/meter': { version: '1.2.0', peerDependencies: { api: '>=1.0.0 <1.9.0' } },
          'node_modules/api': { version: '1.8.0' },
        },
      }),
      'b/package.json': manifest('b', { api: '1.9.0' }),
    },
    { errors: ['version/unsatisfiable pkg:npm/api: a, b'] },
  ],
  'a service whose own lines exclude its peer, beside a locked peer of another one': [
    {
      'a/package.json': manifest('a', { box: '1.8.1', react: '18.2.0' }),
      'a/package-lock.json': JSON.stringify({
        name: 'a',
        lockfileVersion: 3,
        packages: {
          '': { name: 'a', dependencies: { box: '1.8.1', react: '18.2.0' } },
          'node_modules/box': { version: '1.8.1', peerDependencies: { react: '^16 || ^17' } },
          'node_modules/react': { version: '18.2.0' },
        },
      }),
      'b/package.json': manifest('b', { menu: '^1' }),
      'b/package-lock.json': JSON.stringify({
        name: 'b',
        lockfileVersion: 3,
        packages: {
          '': { name: 'b', dependencies: { menu: '^1' } },
          'node_modules/menu': { version: '1.0.0', peerDependencies: { react: '^18' } },
          'node_modules/react': { version: '18.2.0', peer: true },
        },
      }),
    },
    { errors: [], warnings: [], notes: ['service/contradiction pkg:npm/react: a'] },
  ],
  'pnpm overrides peers too, npm the lines of its members alone': [
    {
      'a/package.json': manifest('a', {}, { peerDependencies: { lib: '^1.0.0' }, pnpm: { overrides: { lib: '^2.0.0' } } }),
      'b/package.json': manifest('b', { lib: '^2.0.0' }),
    },
    { errors: [] },
  ],
  'an optional dependency that does not run on the target is in nobody’s way': [
    {
      'a/package.json': manifest('a', {}, { optionalDependencies: { fsevents: '^1.2.0' } }),
      'b/package.json': manifest('b', { fsevents: '^2.3.0' }),
    },
    { errors: [], warnings: [] },
  ],
  'it is where it runs': [
    {
      'cohost.yaml': 'target: { platform: macos-arm64 }\n',
      'a/package.json': manifest('a', {}, { optionalDependencies: { fsevents: '^1.2.0' } }),
      'b/package.json': manifest('b', { fsevents: '^2.3.0' }),
    },
    { errors: ['version/unsatisfiable pkg:npm/fsevents: a, b'] },
  ],
  'an aliased package is another name': [
    {
      'a/package.json': manifest('a', { lodash4: 'npm:lodash@^4' }),
      'b/package.json': manifest('b', { lodash: '^3' }),
    },
    { errors: [] },
  ],
  'one alias for two packages': [
    {
      'a/package.json': manifest('a', { util: 'npm:lodash@^4' }),
      'b/package.json': manifest('b', { util: 'npm:underscore@^1' }),
    },
    { errors: ['npm/mixed-sources pkg:npm/util: a, b'] },
  ],
  'a tag and another package under its name': [
    {
      'a/package.json': manifest('a', { util: 'latest' }),
      'b/package.json': manifest('b', { util: 'npm:underscore@^1' }),
    },
    { errors: ['npm/mixed-sources pkg:npm/util: a, b'] },
  ],
  'a tag and a repository': [
    {
      'a/package.json': manifest('a', { lib: 'next' }),
      'b/package.json': manifest('b', { lib: 'owner/lib#v1' }),
    },
    { errors: ['npm/mixed-sources pkg:npm/lib: a, b'] },
  ],
  'a tag of what an alias leads to': [
    {
      'a/package.json': manifest('a', { util: 'npm:underscore@latest' }),
      'b/package.json': manifest('b', { util: 'npm:underscore@^1' }),
    },
    { errors: [] },
  ],
  'one repository, written in several ways': [
    {
      'a/package.json': manifest('a', { lib: 'owner/lib#v1' }),
      'b/package.json': manifest('b', { lib: 'git+https://github.com/owner/lib.git#v1' }),
      'c/package.json': manifest('c', { lib: 'git+ssh://git@github.com/owner/lib.git#v1' }),
    },
    { errors: [] },
  ],
  'berry writes a version with its protocol, patched or not': [
    {
      'a/package.json': manifest('a', { lib: 'patch:lib@npm%3A1.0.0#./lib.patch' }),
      'b/package.json': manifest('b', { lib: '^1.0.0' }),
      'c/package.json': manifest('c', { lib: 'npm:2.0.0' }),
    },
    { errors: ['version/unsatisfiable pkg:npm/lib: a, b, c'], hosts: [2, 1, 1] },
  ],
  'two revisions of one repository': [
    {
      'a/package.json': manifest('a', { lib: 'owner/lib#v1' }),
      'b/package.json': manifest('b', { lib: 'git+https://github.com/owner/lib.git#v2' }),
    },
    { errors: ['npm/mixed-sources pkg:npm/lib: a, b'] },
  ],
  'ranges over the tags of one repository': [
    {
      'a/package.json': manifest('a', { lib: 'owner/lib#semver:^1.0.0', other: 'owner/other#semver:^1.0.0' }),
      'b/package.json': manifest('b', { lib: 'github:owner/lib#semver:~1.2.0', other: 'owner/other#semver:^2.0.0' }),
    },
    { errors: ['version/unsatisfiable pkg:npm/other: a, b'] },
  ],
  'workspace links are no versions': [
    {
      'package.json': JSON.stringify({ name: 'root', private: true, workspaces: ['packages/*'] }),
      'packages/core/package.json': manifest('@x/core', {}),
      'packages/web/package.json': manifest('@x/web', { '@x/core': 'workspace:^' }),
      'packages/api/package.json': manifest('@x/api', { '@x/core': 'workspace:*' }),
    },
    { errors: [], services: ['packages/api', 'packages/core', 'packages/web'] },
  ],
  'what a library of a workspace asks for nests below it, whoever else is there': [
    {
      'package.json': JSON.stringify({ name: 'root', private: true, workspaces: ['packages/*'] }),
      'packages/ui/package.json': manifest('@x/ui', { icons: '^5.0.0', broken: '>=2 <1' }),
      'packages/kit/package.json': manifest('@x/kit', { icons: '^4.0.0' }),
      'packages/web/package.json': manifest('@x/web', { '@x/ui': '*', '@x/kit': '*', icons: '^4.0.0' }),
    },
    { errors: [], notes: ['service/contradiction pkg:npm/broken: packages/ui'], hosts: [1, 1, 1] },
  ],
  'a member that others use and that an image is made of is a service': [
    {
      'package.json': JSON.stringify({ name: 'root', private: true, workspaces: ['packages/*'] }),
      'packages/api/package.json': manifest('@x/api', { icons: '^5.0.0' }),
      'packages/api/Dockerfile': 'FROM node:22\nCMD ["node", "api.js"]\n',
      'packages/web/package.json': manifest('@x/web', { '@x/api': '*', icons: '^4.0.0' }),
    },
    { errors: ['version/unsatisfiable pkg:npm/icons: packages/api, packages/web'] },
  ],
  'in one workspace libraries nest their copies as other members do': [
    {
      'cohost.yaml': 'realms: { npm: { model: hoisted } }\n',
      'package.json': JSON.stringify({ name: 'root', private: true, workspaces: ['packages/*'] }),
      'packages/ui/package.json': manifest('@x/ui', { icons: '^5.0.0' }),
      'packages/web/package.json': manifest('@x/web', { '@x/ui': '*', icons: '^4.0.0' }),
    },
    { errors: [], notes: ['npm/duplicate pkg:npm/icons: packages/ui, packages/web'] },
  ],
  'development dependencies stay out': [
    {
      'a/package.json': manifest('a', {}, { devDependencies: { jest: '^29' } }),
      'b/package.json': manifest('b', {}, { devDependencies: { jest: '^28' } }),
    },
    { errors: [] },
  ],
  'Node versions that do not meet need containers': [
    {
      'a/package.json': manifest('a', {}, { engines: { node: '16 || 18' } }),
      'b/package.json': manifest('b', {}, { engines: { node: '>=22' } }),
    },
    { errors: ['runtime/unsatisfiable runtime:node: a, b'], hosts: [2, 2, 1] },
  ],
  'hoisted workspaces nest their copies': [
    {
      'cohost.yaml': 'realms: { npm: { model: hoisted } }\n',
      'a/package.json': manifest('a', { express: '^4.18.0' }),
      'b/package.json': manifest('b', { express: '^5.0.0' }),
    },
    { errors: [], hosts: [1, 1, 1] },
  ],
  'members that keep their copies have none beside those of others': [
    {
      'cohost.yaml': 'realms: { npm: { model: hoisted } }\n',
      'package.json': JSON.stringify({ name: 'root', private: true, workspaces: ['*'], packageManager: 'yarn@4.18.1' }),
      '.yarnrc.yml': 'nodeLinker: node-modules\nnmHoistingLimits: workspaces\n',
      'a/package.json': manifest('a', { express: '^4.18.0', icons: '^4.0.0' }),
      'b/package.json': manifest('b', { express: '^5.0.0', icons: '^5.0.0' }, { installConfig: { hoistingLimits: 'none' } }),
      'c/package.json': manifest('c', { icons: '^6.0.0' }, { installConfig: { hoistingLimits: 'none' } }),
    },
    { errors: [], notes: ['npm/duplicate pkg:npm/icons: b, c'], hosts: [1, 1, 1] },
  ],
  'locks that hold what is no version': [
    {
      'a/package.json': manifest('a', { lib: '*' }),
      'a/package-lock.json': lock({ lib: '*' }, { lib: 'junk' }),
      'b/package.json': manifest('b', { lib: '*' }),
      'b/package-lock.json': lock({ lib: '*' }, { lib: '1.0.0' }),
      'c/package.json': manifest('c', { lib: '^1.0.0' }),
      'c/package-lock.json': lock({ lib: '^1.0.0' }, { lib: '1.0.0beta' }),
    },
    { errors: [], services: ['a', 'b', 'c'] },
  ],
  'a file that holds a name alone is a package; one that marks a part of a package is none': [
    {
      'a/package.json': '{ "name": "a" }',
      'b/package.json': '{ "name": "b", "private": true }',
      'b/esm/package.json': '{ "type": "module" }',
      'b/hooks/package.json': '{ "name": "b/hooks", "main": "../dist/hooks.js" }',
      'compose.yaml': 'services:\n  a: { build: ./a, ports: ["80:3000"] }\n  b: { build: ./b, ports: ["80:4000"] }\n',
    },
    { errors: ['port/taken port:80/tcp: a, b'], hosts: [2, 2, 2], services: ['a', 'b'] },
  ],
  'a broken neighbour, read up to its break, adds nothing': [
    {
      'a/package.json': manifest('a', { express: '^4.18.0' }),
      'b/package.json': manifest('b', { express: '^5.0.0' }),
      'c/package.json': '{ "name": "c", "dependencies": { "express": "^3.0.0"',
    },
    { errors: ['version/unsatisfiable pkg:npm/express: a, b'], hosts: [2, 1, 1] },
  ],
  'a broken neighbour hides nothing': [
    {
      'a/package.json': manifest('a', { express: '^4.18.0' }),
      'b/package.json': manifest('b', { express: '^5.0.0' }),
      'c/package.json': '{ "name": "c", "dependencies": { "express" ',
    },
    { errors: ['version/unsatisfiable pkg:npm/express: a, b'] },
  ],
  'exact versions': [
    { 'a/package.json': manifest('a', { express: '4.18.1' }), 'b/package.json': manifest('b', { express: '4.18.2' }) },
    { errors: ['version/unsatisfiable pkg:npm/express: a, b'], hosts: [2, 1, 1] },
  ],
  'a tag means what the registry says': [
    {
      'a/package.json': manifest('a', { express: 'latest' }),
      'b/package.json': manifest('b', { express: '^4' }),
      'c/package.json': manifest('c', { express: '' }),
    },
    { errors: [], hosts: [1, 1, 1] },
  ],
  // npm takes any version for `*`, where `x` and `>=0` take no prerelease.
  'any version is a prerelease too': [
    {
      'a/package.json': manifest('a', { lib: '*', other: 'x' }),
      'b/package.json': manifest('b', { lib: '1.0.0-rc.1', other: '1.0.0-rc.1' }),
    },
    { errors: ['version/unsatisfiable pkg:npm/other: a, b'] },
  ],
  'a locked peer that takes any version takes prereleases': [
    {
      'a/package.json': manifest('a', { plugin: '1.0.0' }),
      'a/package-lock.json': JSON.stringify({
        lockfileVersion: 3,
        packages: {
          '': { dependencies: { plugin: '1.0.0' } },
          'node_modules/plugin': { version: '1.0.0', peerDependencies: { host: '*' } },
          'node_modules/host': { version: '1.0.0', peer: true },
        },
      }),
      'b/package.json': manifest('b', { host: '2.0.0-rc.1' }),
    },
    { errors: [], warnings: [] },
  ],
  'prereleases of two bases': [
    { 'a/package.json': manifest('a', { lib: '^1.0.0-rc.1' }), 'b/package.json': manifest('b', { lib: '1.0.0-beta.3' }) },
    { errors: ['version/unsatisfiable pkg:npm/lib: a, b'] },
  ],
  'a prerelease within the range that names its base': [
    { 'a/package.json': manifest('a', { lib: '^2.0.0-rc.1' }), 'b/package.json': manifest('b', { lib: '2.0.0-rc.2' }) },
    { errors: [], hosts: [1, 1, 1] },
  ],
  'a release lies above its prereleases': [
    { 'a/package.json': manifest('a', { lib: '>=2.0.0-rc.1 <2.0.0' }), 'b/package.json': manifest('b', { lib: '^2.0.0' }) },
    { errors: ['version/unsatisfiable pkg:npm/lib: a, b'] },
  ],
  'carets below 1.0 hold one minor': [
    { 'a/package.json': manifest('a', { lib: '^0.2.3' }), 'b/package.json': manifest('b', { lib: '^0.3.0' }) },
    { errors: ['version/unsatisfiable pkg:npm/lib: a, b'], hosts: [2, 1, 1] },
  ],
  'one name from a repository and from the registry': [
    { 'a/package.json': manifest('a', { lib: 'github:example/lib#v1' }), 'b/package.json': manifest('b', { lib: '^1.0.0' }) },
    { errors: ['npm/mixed-sources pkg:npm/lib: a, b'], hosts: [2, 1, 1] },
  ],
  'one directory for two': [
    {
      'lib/package.json': manifest('lib', {}),
      'a/package.json': manifest('a', { lib: 'file:../lib' }),
      'b/package.json': manifest('b', { lib: 'file:../lib' }),
    },
    { errors: [], hosts: [1, 1, 1] },
  ],
  'an alias to its own name is a range of it': [
    { 'a/package.json': manifest('a', { lodash: 'npm:lodash@^4' }), 'b/package.json': manifest('b', { lodash: '^3' }) },
    { errors: ['version/unsatisfiable pkg:npm/lodash: a, b'] },
  ],
  'a member by its version is the member': [
    {
      'package.json': JSON.stringify({ name: 'root', private: true, workspaces: ['packages/*'] }),
      'packages/core/package.json': manifest('core', {}),
      'packages/web/package.json': manifest('web', { core: '^1.0.0' }),
      'packages/api/package.json': manifest('api', { core: '1.0.0' }),
    },
    { errors: [], hosts: [1, 1, 1] },
  ],
  'a catalogue of pnpm': [
    {
      'pnpm-workspace.yaml': 'packages:\n  - apps/*\ncatalog:\n  react: ^18.2.0\n',
      'package.json': JSON.stringify({ name: 'root', private: true }),
      'apps/a/package.json': manifest('a', { react: 'catalog:' }),
      'apps/b/package.json': manifest('b', { react: '^17.0.0' }),
    },
    { errors: ['version/unsatisfiable pkg:npm/react: apps/a, apps/b'] },
  ],
  'a peer has to be the copy of its user': [
    {
      'a/package.json': manifest('a', { react: '^17.0.0' }),
      'b/package.json': manifest('b', {}, { peerDependencies: { react: '^18.0.0' } }),
    },
    { errors: ['version/unsatisfiable pkg:npm/react: a, b'], hosts: [2, 1, 1] },
  ],
  'an optional dependency beside another service’s peer of other versions': [
    {
      'a/package.json': manifest('a', {}, { optionalDependencies: { redis: '1.0.0' } }),
      'b/package.json': manifest('b', { queue: '^1' }, { peerDependencies: { redis: '^3' } }),
    },
    { errors: [], warnings: ['version/unsatisfiable pkg:npm/redis: a, b'] },
  ],
  'an optional peer that nobody brings': [
    {
      'a/package.json': manifest(
        'a',
        {},
        { peerDependencies: { redis: '^3' }, peerDependenciesMeta: { redis: { optional: true } } },
      ),
      'b/package.json': manifest(
        'b',
        {},
        { peerDependencies: { redis: '^4' }, peerDependenciesMeta: { redis: { optional: true } } },
      ),
    },
    { errors: [], hosts: [1, 1, 1] },
  ],
  'what an optional peer brings for development is no part of what is deployed': [
    {
      'a/package.json': manifest('a', { zod: '^3.24.0' }),
      'b/package.json': manifest(
        'b',
        {},
        {
          devDependencies: { agents: '0.14.2' },
          peerDependencies: { agents: '0.14.2', zod: '^3.25.0 || ^4.0.0' },
          peerDependenciesMeta: { agents: { optional: true } },
        },
      ),
      'b/package-lock.json': JSON.stringify({
        lockfileVersion: 3,
        packages: {
          '': {},
          'node_modules/agents': { version: '0.14.2', dev: true, peerDependencies: { zod: '^4.0.0' } },
          'node_modules/zod': { version: '4.1.0', peer: true },
        },
      }),
    },
    { errors: [], hosts: [1, 1, 1] },
  ],
  'locks may move': [
    {
      'a/package.json': manifest('a', { express: '^4.17.0' }),
      'a/package-lock.json': JSON.stringify({
        name: 'a',
        lockfileVersion: 3,
        packages: { '': { name: 'a', dependencies: { express: '^4.17.0' } }, 'node_modules/express': { version: '4.17.1' } },
      }),
      'b/package.json': manifest('b', { express: '^4.19.0' }),
    },
    { errors: [], warnings: ['version/drift pkg:npm/express: a, b'], hosts: [1, 1, 1] },
  ],
  'a lock that its own package.json excludes moves whoever is beside it': [
    {
      'a/package.json': manifest('a', { express: '^4.19.0' }),
      'a/package-lock.json': JSON.stringify({
        name: 'a',
        lockfileVersion: 3,
        packages: { '': { name: 'a', dependencies: { express: '^4.17.0' } }, 'node_modules/express': { version: '4.17.1' } },
      }),
      'b/package.json': manifest('b', { express: '^4.19.0' }),
    },
    { errors: [], warnings: [], hosts: [1, 1, 1] },
  ],
  'names like prototype members are names': [
    {
      'a/package.json': '{ "name": "a", "dependencies": { "__proto__": "^1.0.0", "constructor": "^1.0.0" } }',
      'b/package.json': '{ "name": "b", "dependencies": { "__proto__": "^2.0.0", "constructor": "^1.0.0" } }',
    },
    { errors: ['version/unsatisfiable pkg:npm/__proto__: a, b'] },
  ],
};

const FIXES: Readonly<Record<string, readonly [Files, readonly string[]]>> = {
  'the range of the other one': [
    { 'a/package.json': manifest('a', { lib: '^1.0.0' }), 'b/package.json': manifest('b', { lib: '^2.0.0' }) },
    ['a: ^1.0.0 to ^2.0.0', 'b: ^2.0.0 to ^1.0.0'],
  ],
  'an alias keeps what it leads to': [
    { 'a/package.json': manifest('a', { x: 'npm:lib@^1.0.0' }), 'b/package.json': manifest('b', { x: 'npm:lib@^2.0.0' }) },
    ['a: npm:lib@^1.0.0 to npm:lib@^2.0.0', 'b: npm:lib@^2.0.0 to npm:lib@^1.0.0'],
  ],
  'a line that an override replaces is left alone': [
    {
      'a/package.json': manifest('a', { lib: '^2.0.0' }, { pnpm: { overrides: { lib: '1.0.0' } } }),
      'b/package.json': manifest('b', { lib: '^2.0.0' }),
    },
    ['b: ^2.0.0 to 1.0.0'],
  ],
};

describe('changes that are offered', () => {
  it.each(Object.entries(FIXES))('%s', async (_, [files, fixes]) => {
    const { conflicts } = await reportOf(files);
    expect(
      conflicts.flatMap((one) =>
        one.fixes.filter(({ to }) => to !== undefined).map(({ service, from, to }) => `${service}: ${from} to ${to}`),
      ),
    ).toEqual(fixes);
  });
});

describe('npm fleets', () => {
  it.each(Object.entries(CASES))('%s', async (_, [files, expected]) => {
    expect(observed(await reportOf(files), expected)).toEqual(expected);
  });
});
