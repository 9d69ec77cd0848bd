import { describe, expect, it } from 'vitest';
import { type Expected, type Files, observed, reportOf } from './fleet.ts';

const go = (name: string, more = ''): string => `module example.org/${name}\n\ngo 1.23\n${more}`;

const CASES: Readonly<Record<string, readonly [Files, Expected]>> = {
  'Go binaries never clash over a library': [
    {
      'a/go.mod': go('a', '\nrequire example.org/lib v1.2.0\n\nreplace example.org/lib => example.org/fork v1.0.0\n'),
      'b/go.mod': go('b', '\nrequire example.org/lib v1.9.0\n\nreplace example.org/lib => example.org/other v1.0.0\n'),
    },
    { errors: [], warnings: [], hosts: [1, 1, 1] },
  ],
  'one go.work with two replacements does not build': [
    {
      'go.work': 'go 1.23\n\nuse (\n\t./a\n\t./b\n)\n',
      'a/go.mod': go('a', '\nrequire example.org/lib v1.2.0\n\nreplace example.org/lib => example.org/fork v1.0.0\n'),
      'b/go.mod': go('b', '\nrequire example.org/lib v1.9.0\n\nreplace example.org/lib => example.org/other v1.0.0\n'),
    },
    { errors: ['go/replace-disagreement pkg:golang/example.org/lib: a, b'] },
  ],
  'one published port for two services': [
    {
      'compose.yaml': 'services:\n  a:\n    build: a\n    ports: ["8080:80"]\n  b:\n    build: b\n    ports: ["8080:81"]\n',
      'a/go.mod': go('a'),
      'b/go.mod': go('b'),
    },
    { errors: ['port/taken port:8080/tcp: a, b'], hosts: [2, 2, 2] },
  ],
  'databases of others are no services': [
    {
      'compose.yaml':
        'services:\n  a:\n    build: a\n    ports: ["8080:80"]\n  db:\n    image: postgres:16\n    ports: ["5432:5432"]\n',
      'a/go.mod': go('a'),
    },
    { errors: [], services: ['a'], hosts: [1, 1, 1] },
  ],
  'samples and tests are left out': [
    {
      'svc/package.json': '{ "name": "svc", "dependencies": { "express": "^4" } }',
      'examples/old/package.json': '{ "name": "old", "dependencies": { "express": "^3" } }',
      'svc/test/fixtures/x/package.json': '{ "name": "x", "dependencies": { "express": "^2" } }',
    },
    { errors: [], services: ['svc'] },
  ],
  'a directory with two ecosystems is one service': [
    { 'a/package.json': '{ "name": "a", "dependencies": {} }', 'a/requirements.txt': 'flask\n', 'b/requirements.txt': 'flask\n' },
    { services: ['a', 'b'], hosts: [1, 1, 1] },
  ],
  'together and apart cannot both be had': [
    {
      'cohost.yaml': 'services:\n  a:\n    together: [b]\n    apart: [b]\n',
      'a/requirements.txt': 'flask\n',
      'b/requirements.txt': 'flask\n',
    },
    { diagnostics: ['config/contradiction'] },
  ],
  'services that are not there are told': [
    { 'cohost.yaml': 'services:\n  nowhere:\n    apart: [a]\n', 'a/requirements.txt': 'flask\n' },
    { diagnostics: ['config/unknown-service'] },
  ],
};

describe('hosts', () => {
  it.each(Object.entries(CASES))('%s', async (_, [files, expected]) => {
    expect(observed(await reportOf(files), expected)).toEqual(expected);
  });
});
