import { describe, expect, it } from 'vitest';
import { type Files, reportOf } from './fleet.ts';

const pom = (artifact: string, version: string): string =>
  `<project><modelVersion>4.0.0</modelVersion><groupId>g</groupId><artifactId>${artifact}</artifactId><version>1</version><dependencies><dependency><groupId>org.slf4j</groupId><artifactId>slf4j-api</artifactId><version>${version}</version></dependency></dependencies></project>\n`;
const functions = (...runtimes: readonly string[]): string =>
  [
    'Transform: AWS::Serverless-2016-10-31',
    'Resources:',
    ...runtimes.flatMap((runtime, index) => [
      `  F${index}:`,
      '    Type: AWS::Serverless::Function',
      `    Properties: { CodeUri: ., Handler: app.run, Runtime: ${runtime} }`,
    ]),
  ].join('\n');

/** What is true after the first change that is offered for a finding. */
const CASES: readonly (readonly [name: string, files: Files, rule: string, effect: string])[] = [
  [
    'of everybody who asks',
    { 'a/requirements.txt': 'x<2\n', 'b/requirements.txt': 'x>=2\n', 'c/requirements.txt': 'x>=1\n' },
    'version/unsatisfiable',
    'then all 3 services that ask for x agree',
  ],
  [
    'and names the pins of the same release that may have to follow',
    {
      'a/requirements.txt': 'boto3==1.34.69\nbotocore==1.34.69\nother==1.34.69\n',
      'b/requirements.txt': 'boto3>=1.35\nbotocore\n',
    },
    'version/unsatisfiable',
    'then both services that ask for boto3 agree; botocore ==1.34.69 (a/requirements.txt:2) may have to move with it, being pinned to the same release',
  ],
  [
    'of two revisions of a repository, of which all take the one that more of them have',
    {
      'a/requirements.txt': 'x @ git+https://example.org/x.git@main\n',
      'b/requirements.txt': 'x @ git+https://example.org/x.git@next\n',
      'c/requirements.txt': 'x @ git+https://example.org/x.git@main\n',
    },
    'version/unsatisfiable',
    'then all 3 services that ask for x agree',
  ],
  [
    'of some, while others stay at odds',
    {
      'a/requirements.txt': 'x>=3\n',
      'b/requirements.txt': 'x>=2,<3\n',
      'c/requirements.txt': 'x>=2\n',
      'd/requirements.txt': 'x<2\n',
    },
    'version/unsatisfiable',
    'then these 2 services agree on x',
  ],
  [
    'on a class path where a minor step is left',
    { 'a/pom.xml': pom('a', '1.7.36'), 'b/pom.xml': pom('b', '2.0.2'), 'c/pom.xml': pom('c', '2.0.13') },
    'jvm/below-required',
    'then only a warning is left over org.slf4j:slf4j-api',
  ],
  [
    'on several lines of one file',
    {
      'a/requirements.txt': 'x\n',
      'a/template.yaml': functions('python3.10', 'python3.10'),
      'b/requirements.txt': 'x\n',
      'b/template.yaml': functions('python3.12'),
    },
    'runtime/pin',
    'on lines 5 and 8; then both services that ask for python agree',
  ],
  [
    'in one version file above many services, not in what two of them need',
    {
      '.nvmrc': '20\n',
      'package.json': '{ "private": true, "workspaces": ["*"] }',
      'a/package.json': '{ "name": "a", "scripts": { "start": "node ." }, "dependencies": { "x": "1" } }',
      'b/package.json': '{ "name": "b", "scripts": { "start": "node ." }, "dependencies": { "x": "1" } }',
      'c/package.json': '{ "name": "c", "scripts": { "start": "node ." }, "dependencies": { "x": "1" } }',
      'd/package.json': '{ "name": "d", "scripts": { "start": "node ." }, "engines": { "node": ">=22" } }',
      'e/package.json': '{ "name": "e", "scripts": { "start": "node ." }, "engines": { "node": ">=22" } }',
    },
    'runtime/unsatisfiable',
    'for a, b and c; then all 5 services that ask for node agree',
  ],
];

describe('a fix says what it ends', () => {
  it.each(CASES)('%s', async (_, files, rule, effect) => {
    const { conflicts } = await reportOf(files);
    const effects = conflicts.filter((one) => one.rule === rule).flatMap(({ fixes: [first] }) => first?.effect ?? []);
    expect(effects).toContain(effect);
  });
});

it.each([
  ['.python-version', '3.8\n', '3.8 → 3.10'],
  ['Pipfile', '[requires]\npython_version = "3.8"\n', '3.8 → 3.10'],
  ['pyproject.toml', '[project]\nname = "a"\nversion = "1"\nrequires-python = "==3.8.*"\n', '==3.8.* → ==3.10.*'],
])('a fix writes an interpreter as %s does', async (file, text, change) => {
  const { conflicts } = await reportOf({
    'a/requirements.txt': 'x\n',
    [`a/${file}`]: text,
    'b/pyproject.toml': '[project]\nname = "b"\nversion = "1"\nrequires-python = ">=3.10"\n',
  });
  const changes = conflicts.flatMap(({ fixes }) => fixes.filter((fix) => fix.file === `a/${file}`));
  expect(changes.map(({ from, to }) => `${from} → ${to}`)).toEqual([change]);
});

const poetry = (lines: string): string => `[tool.poetry]\nname = "p"\nversion = "1"\n[tool.poetry.dependencies]\n${lines}\n`;

it.each<[name: string, files: Files, expected: readonly string[]]>([
  [
    'of a package: what all are aligned to is read in every file',
    {
      'a/requirements.txt': 'x==1.0\n',
      'b/requirements.txt': 'x==2.0\n',
      'c/pyproject.toml': poetry('x = "3.10"'),
      'd/pyproject.toml': poetry('x = "3.10"'),
    },
    ['undefined → ==3.10'],
  ],
  [
    'of a package: all take the newest, and the number of a candidate does not make it newer',
    { 'a/requirements.txt': 'x==2.0rc20\n', 'b/requirements.txt': 'x==3.0\n', 'c/requirements.txt': 'x==1.0\n' },
    ['undefined → ==3.0'],
  ],
  [
    'of a runtime: an image is tagged by a release of those that are kept, and never by a range',
    {
      'a/requirements.txt': 'x\n',
      'a/Dockerfile': 'FROM python:3.9\n',
      'b/requirements.txt': 'x\n',
      'b/Dockerfile': 'FROM python:3.10\n',
      'c/pyproject.toml': poetry('python = "^3.11"'),
      'd/pyproject.toml': poetry('python = "^3.11"'),
      'e/requirements.txt': 'x\n',
      'e/Dockerfile': 'FROM python:3.12\n',
    },
    ['undefined → 3.12'],
  ],
  [
    'of a runtime: images move to a release within the range that most have',
    {
      'a/requirements.txt': 'x\n',
      'a/Dockerfile': 'FROM python:3.9\n',
      'b/requirements.txt': 'x\n',
      'b/Dockerfile': 'FROM python:3.10\n',
      'c/pyproject.toml': poetry('python = "^3.11"'),
      'd/pyproject.toml': poetry('python = "^3.12"'),
    },
    ['undefined → 3.12'],
  ],
])('a fix is written in the words of its file, %s', async (_, files, expected) => {
  const { conflicts } = await reportOf(files);
  const changes = conflicts.flatMap(({ severity, fixes }) =>
    severity === 'error' ? fixes.filter(({ kind }) => kind === 'align').map(({ from, to }) => `${from} → ${to}`) : [],
  );
  expect(changes).toEqual(expected);
});

const node = (asked: string): string => JSON.stringify({ name: 'n', engines: { node: asked } });

it.each<[name: string, files: Files, service: string, expected: string]>([
  [
    'the newer of two carets of Poetry, which moves as far as the older would',
    { 'a/pyproject.toml': poetry('x = "^0.115.0"'), 'b/pyproject.toml': poetry('x = "^0.111.0"') },
    'b',
    '^0.111.0 → >=0.115.0,<0.116 b/pyproject.toml:5',
  ],
  [
    'the interpreter that others run on, of those that all admit',
    {
      'a/requirements.txt': 'x\n',
      'a/Dockerfile': 'FROM python:3.8\n',
      'b/pyproject.toml': '[project]\nname = "b"\nversion = "1"\nrequires-python = ">=3.10"\n',
      'b/Dockerfile': 'FROM python:3.12\n',
    },
    'a',
    '3.8 → 3.12 a/Dockerfile:1',
  ],
  [
    'what images chose, and not what a manifest says that the code needs',
    {
      'a/package.json': node('>=22'),
      'b/package.json': node('>=18'),
      'b/Dockerfile': 'FROM node:20\n',
      'c/package.json': node('>=18'),
      'c/Dockerfile': 'FROM node:20\n',
    },
    'b,c',
    '20 → 22 b/Dockerfile:1,c/Dockerfile:1',
  ],
  [
    'what can be written: an image has no range, though a manifest on its side has one',
    {
      'a/package.json': node('>=22'),
      'b/package.json': JSON.stringify({ name: 'b', dependencies: { x: '1' } }),
      'b/Dockerfile': 'FROM node:25\n',
      'c/package.json': JSON.stringify({ name: 'c', dependencies: { x: '1' } }),
      'c/Dockerfile': 'FROM node:20\n',
      'd/package.json': JSON.stringify({ name: 'd', dependencies: { x: '1' } }),
      'd/Dockerfile': 'FROM node:20\n',
      'e/package.json': JSON.stringify({ name: 'e', dependencies: { x: '1' } }),
      'e/Dockerfile': 'FROM node:20\n',
    },
    'c,d,e',
    '20 → 25 c/Dockerfile:1,d/Dockerfile:1,e/Dockerfile:1',
  ],
  [
    'what can be written: an image names a JDK, though a manifest on its side has a least one',
    {
      'a/pom.xml': pom('a', '1.7.36').replace(
        '<dependencies>',
        '<properties><maven.compiler.release>21</maven.compiler.release></properties><dependencies>',
      ),
      'b/pom.xml': pom('b', '1.7.36'),
      'b/Dockerfile': 'FROM eclipse-temurin:25-jre\n',
      'c/pom.xml': pom('c', '1.7.36'),
      'c/Dockerfile': 'FROM eclipse-temurin:17-jre\n',
    },
    'c',
    '17 → 25 c/Dockerfile:1',
  ],
  [
    'every line that says the port',
    {
      'a/package.json': node('>=20'),
      'a/Dockerfile': 'FROM node:20\nWORKDIR /a\nCMD ["node", "a.js", "--port", "8000"]\n',
      'b/package.json': node('>=20'),
      'b/Dockerfile': 'FROM node:20\nEXPOSE 8000\n',
      'compose.yaml': 'services:\n  a:\n    build: a\n    ports: ["8080:8000"]\n',
    },
    'a',
    'undefined → 8001 a/Dockerfile:3,compose.yaml:4',
  ],
])('a fix moves %s', async (_, files, services, expected) => {
  const { conflicts } = await reportOf(files);
  const fixes = conflicts.flatMap(({ fixes: [first, ...others] }) => (first === undefined ? [] : [first, ...others]));
  const told = fixes.map(({ from, to, places, file = '', line = 0 }) => {
    const lines = places ?? [{ file, line }];
    return `${from} → ${to} ${lines.map((one) => `${one.file}:${one.line}`)}`;
  });
  expect(told[0]).toBe(expected);
  expect(fixes[0]?.service ?? services).toBe(services);
});

it('pins that move in step are found among tens of thousands of lines', async () => {
  const many = 'flask==1.0\n'.repeat(100_000);
  const { conflicts } = await reportOf({
    'a/requirements.txt': `${many}flash==1.0\n`,
    'b/requirements.txt': 'flask>=2\n',
  });
  expect(conflicts.map(({ subject }) => subject)).toContain('pkg:pypi/flask');
});
