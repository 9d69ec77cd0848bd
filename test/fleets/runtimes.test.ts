import { describe, expect, it } from 'vitest';
import { type Expected, type Files, observed, reportOf } from './fleet.ts';

function python(name: string, requires: string, more = ''): string {
  return `[project]\nname = "${name}"\nversion = "1"\nrequires-python = "${requires}"\ndependencies = []\n${more}`;
}

function poetry(name: string, requires: string): string {
  return `[tool.poetry]\nname = "${name}"\nversion = "1"\n[tool.poetry.dependencies]\npython = "${requires}"\n`;
}

function node(name: string, engines?: string): string {
  return JSON.stringify({ name, version: '1.0.0', ...(engines === undefined ? {} : { engines: { node: engines } }) });
}

function pom(name: string, more = ''): string {
  return `<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion><groupId>org.example</groupId><artifactId>${name}</artifactId><version>1</version>${more}</project>`;
}

function jib(version: string): string {
  const from = `<from><image>eclipse-temurin:${version}-jre</image></from>`;
  return `<build><plugins><plugin><groupId>com.google.cloud.tools</groupId><artifactId>jib-maven-plugin</artifactId><configuration>${from}</configuration></plugin></plugins></build>`;
}

function release(version: string): string {
  return `<properties><maven.compiler.release>${version}</maven.compiler.release></properties>`;
}

function enforced(range: string): string {
  return `<build><plugins><plugin><artifactId>maven-enforcer-plugin</artifactId><executions><execution><goals><goal>enforce</goal></goals><configuration><rules><requireJavaVersion><version>${range}</version></requireJavaVersion></rules></configuration></execution></executions></plugin></plugins></build>`;
}

function compiledBy(version: string): string {
  return `<build><plugins><plugin><artifactId>maven-compiler-plugin</artifactId><configuration><jdkToolchain><version>${version}</version></jdkToolchain></configuration></plugin></plugins></build>`;
}

function mavenToolchain(version: string): string {
  return `<build><plugins><plugin><artifactId>maven-toolchains-plugin</artifactId><configuration><toolchains><jdk><version>${version}</version></jdk></toolchains></configuration></plugin></plugins></build>`;
}

function toolchain(version: string): string {
  return `plugins { id 'java' }\njava {\n  toolchain {\n    languageVersion = JavaLanguageVersion.of(${version})\n  }\n}\n`;
}

function sam(runtime: string): string {
  return `Transform: AWS::Serverless-2016-10-31\nResources:\n  Main:\n    Type: AWS::Serverless::Function\n    Properties: { Handler: app.handler, Runtime: ${runtime}, CodeUri: . }\n`;
}

const FREE: Expected = { errors: [], warnings: [], hosts: [1, 1, 1] };
const apart = (runtime: string, services = 'a, b'): Expected => ({
  errors: [`runtime/unsatisfiable runtime:${runtime}: ${services}`],
  hosts: [2, 2, 1],
});
const pinned = (runtime: string): Expected => ({
  errors: [],
  warnings: [`runtime/pin runtime:${runtime}: a, b`],
  hosts: [1, 1, 1],
});

const CASES: Readonly<Record<string, readonly [Files, Expected]>> = {
  'an image for development says nothing of the host, though compose builds it': [
    {
      'a/package.json': node('a'),
      'a/Dockerfile.dev': 'FROM node:20\nCMD ["node", "a.js"]\n',
      'a/Dockerfile.conformance': 'FROM node:18\nCMD ["node", "a.js"]\n',
      'b/package.json': node('b', '>=22'),
      'b/Dockerfile': 'FROM node:22\nCMD ["node", "b.js"]\n',
      'compose.yaml': 'services:\n  a:\n    build: { context: a, dockerfile: Dockerfile.dev }\n',
    },
    { errors: [], warnings: [], hosts: [1, 1, 1] },
  ],
  'what two choose is told beside one of whose images each takes another version': [
    {
      'a/package.json': node('a', '>=16'),
      'a/Dockerfile': 'FROM node:20\n',
      'b/package.json': node('b', '>=16'),
      'b/Dockerfile': 'FROM node:22\n',
      'c/package.json': node('c', '>=16'),
      'c/Dockerfile': 'FROM node:20\n',
      'c/Dockerfile.slim': 'FROM node:22\n',
    },
    pinned('node'),
  ],
  'a version that a folder of settings chooses is that of the directory around it': [
    {
      'a/package.json': node('a'),
      'a/.config/mise.toml': '[tools]\nnode = "18"\n',
      'b/package.json': node('b', '>=24'),
    },
    apart('node'),
  ],
  'so at the root': [
    {
      'a/package.json': node('a'),
      'b/package.json': node('b', '>=24'),
      '.mise/config.toml': '[tools]\nnode = "prefix:18"\n',
    },
    apart('node'),
  ],
  'nor does one that drives a browser through tests': [
    {
      'a/package.json': node('a'),
      'a/Dockerfile.playwright': 'FROM node:20\nCMD ["npx", "playwright", "test"]\n',
      'a/Dockerfile': 'FROM node:22\nCMD ["node", "a.js"]\n',
      'b/package.json': node('b', '>=22'),
    },
    { errors: [], warnings: [], hosts: [1, 1, 1] },
  ],
  'Python: ranges that meet': [
    { 'a/pyproject.toml': python('a', '>=3.8,<3.12'), 'b/pyproject.toml': python('b', '>=3.11') },
    FREE,
  ],
  'Python: ranges that do not': [
    { 'a/pyproject.toml': python('a', '>=3.8,<3.11'), 'b/pyproject.toml': python('b', '~=3.11') },
    apart('python'),
  ],
  'Python: a compatible release is of one major': [
    { 'a/pyproject.toml': python('a', '~=3.8'), 'b/pyproject.toml': python('b', '>=3.12') },
    FREE,
  ],
  'Python: a compatible release of a patch is of one minor': [
    { 'a/pyproject.toml': python('a', '~=3.8.0'), 'b/pyproject.toml': python('b', '>=3.12') },
    apart('python'),
  ],
  'Python: Poetry carets': [{ 'a/pyproject.toml': poetry('a', '^3.8'), 'b/pyproject.toml': poetry('b', '>=3.12,<4') }, FREE],
  'Python: Poetry tildes': [
    { 'a/pyproject.toml': poetry('a', '~3.9'), 'b/pyproject.toml': poetry('b', '^3.11') },
    apart('python'),
  ],
  'Python: three of which every two agree': [
    {
      'a/pyproject.toml': python('a', '>=3.9,<3.11'),
      'b/pyproject.toml': python('b', '>=3.10,<3.12'),
      'c/pyproject.toml': python('c', '>=3.9,<3.12,!=3.10.*'),
    },
    { errors: ['runtime/unsatisfiable runtime:python: a, b, c'], hosts: [2, 2, 1] },
  ],
  'Python: a version file is all there is': [
    { 'a/requirements.txt': 'flask\n', 'a/.python-version': '3.8.18\n', 'b/pyproject.toml': python('b', '>=3.11') },
    apart('python'),
  ],
  'Python: a version file within a declared range gives way': [
    { 'a/pyproject.toml': python('a', '>=3.8'), 'a/.python-version': '3.8.18\n', 'b/pyproject.toml': python('b', '>=3.11') },
    pinned('python'),
  ],
  'Python: version files of two minors, ranges that meet': [
    {
      'a/pyproject.toml': python('a', '>=3.8'),
      'a/.python-version': '3.11\n',
      'b/pyproject.toml': python('b', '>=3.8'),
      'b/.python-version': '3.12\n',
    },
    pinned('python'),
  ],
  'Python: patches of one minor are one interpreter': [
    {
      'a/requirements.txt': 'flask\n',
      'a/.python-version': '3.11.4\n',
      'b/requirements.txt': 'flask\n',
      'b/.python-version': '3.11.9\n',
    },
    FREE,
  ],
  'Python: a version file beside an image is for those who develop': [
    {
      '.python-version': '3.10\n',
      'a/requirements.txt': 'flask\n',
      'a/Dockerfile': 'FROM python:3.12\nCOPY . .\nCMD ["python", "app.py"]\n',
      'b/requirements.txt': 'flask\n',
      'b/Dockerfile': 'FROM python:3.10\nCOPY . .\nCMD ["python", "app.py"]\n',
      'c/requirements.txt': 'flask\n',
    },
    { errors: ['runtime/unsatisfiable runtime:python: a, b, c'], notes: [], hosts: [2, 2, 1] },
  ],
  'A version file above that images below it contradict, and none has, says nothing of services without an image': [
    {
      '.python-version': '3.10\n',
      'a/requirements.txt': 'flask\n',
      'a/Dockerfile': 'FROM python:3.12\nCOPY . .\nCMD ["python", "app.py"]\n',
      'b/requirements.txt': 'flask\n',
    },
    FREE,
  ],
  'One of the directory itself does, and one that a nearer file hides from those images': [
    {
      '.python-version': '3.10\n',
      'a/.python-version': '3.12\n',
      'a/requirements.txt': 'flask\n',
      'a/Dockerfile': 'FROM python:3.12\nCOPY . .\nCMD ["python", "app.py"]\n',
      'b/requirements.txt': 'flask\n',
    },
    apart('python'),
  ],
  'Python: several versions in a file, of which uv takes the first': [
    {
      'a/requirements.txt': 'flask\n',
      'a/.python-versions': '3.9\n3.12\n',
      'b/requirements.txt': 'flask\n',
      'b/.python-version': '3.12\n',
    },
    apart('python'),
  ],
  'Python: several versions in a file, which one beside it hides': [
    {
      'a/requirements.txt': 'flask\n',
      'a/.python-versions': '3.9\n3.12\n',
      'a/.python-version': '3.12\n',
      'b/requirements.txt': 'flask\n',
      'b/.python-version': '3.12\n',
    },
    FREE,
  ],
  'Python: one version file at the root': [
    { '.python-version': '3.11\n', 'a/requirements.txt': 'flask\n', 'b/pyproject.toml': python('b', '>=3.9') },
    FREE,
  ],
  'Python: runtime.txt of a platform': [
    {
      'a/requirements.txt': 'flask\n',
      'a/runtime.txt': 'python-3.8.18\n',
      'b/requirements.txt': 'flask\n',
      'b/runtime.txt': 'python-3.12.1\n',
    },
    apart('python'),
  ],
  'Python: Pipfile': [
    {
      'a/Pipfile': '[packages]\nflask = "*"\n[requires]\npython_version = "3.8"\n',
      'b/Pipfile': '[packages]\nflask = "*"\n[requires]\npython_version = "3.12"\n',
    },
    apart('python'),
  ],
  'Python: Pipfile with a specifier, and with a wildcard': [
    {
      'a/Pipfile': '[packages]\nflask = "*"\n[requires]\npython_version = ">=3.12"\n',
      'b/Pipfile': '[packages]\nflask = "*"\n[requires]\npython_version = "3.11.*"\n',
      'c/Pipfile': '[packages]\nflask = "*"\n[requires]\npython_version = "*"\n',
    },
    apart('python'),
  ],
  'Python: a version file with a range, as uv takes it': [
    {
      'a/requirements.txt': 'flask\n',
      'a/.python-version': '>=3.11, <3.13  # production\n',
      'b/pyproject.toml': python('b', '>=3.13'),
      'c/requirements.txt': 'flask\n',
      'c/.python-version': 'cp311\n',
      'd/requirements.txt': 'flask\n',
      'd/.python-version': '312\n',
    },
    {
      errors: ['runtime/unsatisfiable runtime:python: a, b, c, d', 'runtime/unsatisfiable runtime:python: c, d'],
      hosts: [3, 3, 1],
    },
  ],
  'version files that contradict each other, and a neighbour that both exclude': [
    {
      'a/package.json': JSON.stringify({ name: 'a', scripts: { start: 'node .' }, dependencies: { ms: '^2.0.0' } }),
      'a/.nvmrc': '18.20.0\n',
      'a/.node-version': '20.11.0\n',
      'b/package.json': node('b', '>=22'),
      'c/package.json': node('c', '<20'),
    },
    {
      errors: ['runtime/unsatisfiable runtime:node: a, b', 'runtime/unsatisfiable runtime:node: b, c'],
      notes: ['service/contradiction runtime:node: a'],
      hosts: [2, 2, 1],
    },
  ],
  "Python: the image and the version file are outside of the service's own range": [
    {
      'a/pyproject.toml': python('a', '>=3.12'),
      'a/Dockerfile': 'FROM python:3.11-slim\nCOPY . .\nRUN pip install .\nCMD ["a"]\n',
      'b/pyproject.toml': python('b', '>=3.9'),
      'b/Dockerfile': 'FROM python:3.12-slim\nCOPY . .\nRUN pip install .\nCMD ["b"]\n',
      'c/package.json': node('c', '>=20'),
      'c/.nvmrc': '18\n',
    },
    { errors: [], notes: ['service/contradiction runtime:node: c', 'service/contradiction runtime:python: a'], hosts: [1, 1, 1] },
  ],
  'Python: what Render is told of a service that it runs itself': [
    {
      'a/requirements.txt': 'flask\n',
      'b/pyproject.toml': python('b', '>=3.12'),
      'c/requirements.txt': 'flask\n',
      'render.yaml':
        'services:\n  - type: web\n    name: a\n    runtime: python\n    rootDir: a\n    envVars:\n      - { key: PYTHON_VERSION, value: 3.11.4 }\n  - type: web\n    name: c\n    runtime: docker\n    rootDir: c\n    envVars:\n      - { key: PYTHON_VERSION, value: 3.10.2 }\n',
    },
    apart('python'),
  ],
  'Python: images of two minors and nothing declared': [
    {
      'a/requirements.txt': 'flask\n',
      'a/Dockerfile': 'FROM python:3.8-slim\n',
      'b/requirements.txt': 'flask\n',
      'b/Dockerfile': 'FROM python:3.12-slim\n',
    },
    apart('python'),
  ],
  'Python: what images of plain systems install': [
    {
      'a/requirements.txt': 'flask\n',
      'a/Dockerfile':
        'FROM ubuntu:22.04\nRUN apt-get update && apt-get install -y python3.11 python3-pip\nCOPY . .\nRUN pip install -r requirements.txt\nCMD ["python3.11", "a.py"]\n',
      'b/pyproject.toml': python('b', '>=3.12'),
      'b/Dockerfile': 'FROM debian:bookworm-slim\nCOPY . .\nRUN uv sync --frozen --python 3.13\nCMD ["uv", "run", "b.py"]\n',
      'c/requirements.txt': 'flask\n',
      'c/Dockerfile':
        'FROM ubuntu:22.04\nRUN uv python install cpython-3.12.4\nCOPY . .\nRUN uv pip install -r requirements.txt\nCMD ["python", "c.py"]\n',
    },
    {
      errors: ['runtime/unsatisfiable runtime:python: a, b, c'],
      hosts: [2, 2, 1],
    },
  ],
  'Python: the image of a stage that is not deployed': [
    {
      'a/requirements.txt': 'flask\n',
      'a/Dockerfile': 'FROM python:3.8 AS build\nFROM python:3.12-slim\n',
      'b/requirements.txt': 'flask\n',
      'b/Dockerfile': 'FROM python:3.12-slim\n',
    },
    FREE,
  ],
  'Python: an image by ARG': [
    {
      'a/requirements.txt': 'flask\n',
      'a/Dockerfile': 'ARG VERSION=3.8\nFROM python:${VERSION}-slim\n',
      'b/pyproject.toml': python('b', '>=3.11'),
    },
    apart('python'),
  ],
  'Python: a managed runtime is where a function runs, not what it needs': [
    {
      'a/requirements.txt': 'flask\n',
      'a/template.yaml': sam('python3.9'),
      'b/requirements.txt': 'flask\n',
      'b/template.yaml': sam('python3.12'),
    },
    pinned('python'),
  ],
  'Python and Node do not meet': [{ 'a/pyproject.toml': python('a', '>=3.11'), 'b/package.json': node('b', '>=20') }, FREE],

  'Node: a range that holds the other': [{ 'a/package.json': node('a', '>=18'), 'b/package.json': node('b', '20.x') }, FREE],
  'Node: majors': [{ 'a/package.json': node('a', '^18'), 'b/package.json': node('b', '^20') }, apart('node')],
  'Node: a version file against engines': [
    { 'a/package.json': node('a'), 'a/.nvmrc': 'v18.20.2\n', 'b/package.json': node('b', '>=20') },
    apart('node'),
  ],
  'Node: a version file within engines gives way': [
    { 'a/package.json': node('a', '>=16'), 'a/.nvmrc': '18\n', 'b/package.json': node('b', '>=20') },
    pinned('node'),
  ],
  'Node: a long-term line by its name': [
    { 'a/package.json': node('a'), 'a/.nvmrc': 'lts/hydrogen\n', 'b/package.json': node('b', '>=20') },
    apart('node'),
  ],
  'Node: the newest long-term release binds nobody': [
    { 'a/package.json': node('a'), 'a/.nvmrc': 'lts/*\n', 'b/package.json': node('b', '^18') },
    FREE,
  ],
  'Node: images': [
    {
      'a/package.json': node('a'),
      'a/Dockerfile': 'FROM node:16-alpine\n',
      'b/package.json': node('b'),
      'b/Dockerfile': 'FROM node:22-alpine\n',
    },
    apart('node'),
  ],
  'Node: .tool-versions': [
    { 'a/package.json': node('a'), 'a/.tool-versions': 'nodejs 18.12.0\n', 'b/package.json': node('b', '>=20') },
    apart('node'),
  ],
  'Node: Volta, by the root that a member extends': [
    {
      'package.json': '{ "name": "root", "private": true, "workspaces": ["apps/*"], "volta": { "node": "18.12.0" } }',
      'apps/a/package.json': '{ "name": "a", "version": "1.0.0", "volta": { "extends": "../../package.json" } }',
      'apps/b/package.json': node('b', '>=20'),
    },
    apart('node', 'apps/a, apps/b'),
  ],
  'Node: Volta': [
    {
      'a/package.json': '{ "name": "a", "version": "1.0.0", "volta": { "node": "18.12.0" } }',
      'b/package.json': node('b', '>=20'),
    },
    apart('node'),
  ],

  'Java: compiler releases are minimums': [{ 'a/pom.xml': pom('a', release('8')), 'b/pom.xml': pom('b', release('21')) }, FREE],
  'Java: toolchains compile, and newer machines run it': [
    { 'a/build.gradle': toolchain('11'), 'b/build.gradle': toolchain('17') },
    FREE,
  ],
  'Java: Maven toolchains as well': [
    { 'a/pom.xml': pom('a', mavenToolchain('11')), 'b/pom.xml': pom('b', mavenToolchain('17')) },
    FREE,
  ],
  'Java: a toolchain by a range, and one of the compiler alone': [
    {
      'a/pom.xml': pom('a', mavenToolchain('[17,22)')),
      'b/pom.xml': pom('b', compiledBy('21')),
      'c/pom.xml': pom('c'),
      'c/.java-version': '11\n',
    },
    apart('jdk', 'a, b, c'),
  ],
  'Java: the enforcer is about the machine that builds': [
    { 'a/pom.xml': pom('a', enforced('[1.8,9)')), 'b/pom.xml': pom('b', release('17')) },
    FREE,
  ],
  'Java: images above what is compiled for': [
    {
      'a/pom.xml': pom('a', release('8')),
      'a/Dockerfile': 'FROM eclipse-temurin:11-jre\n',
      'b/pom.xml': pom('b', release('17')),
      'b/Dockerfile': 'FROM eclipse-temurin:17-jre\n',
    },
    pinned('jdk'),
  ],
  'Java: an old image and a new level': [
    { 'a/pom.xml': pom('a', release('8')), 'a/Dockerfile': 'FROM eclipse-temurin:8-jre\n', 'b/pom.xml': pom('b', release('17')) },
    pinned('jdk'),
  ],
  'Java: images of two releases and nothing declared: one default JDK serves one of them': [
    {
      'a/pom.xml': pom('a'),
      'a/Dockerfile': 'FROM eclipse-temurin:17\n',
      'b/pom.xml': pom('b'),
      'b/Dockerfile': 'FROM eclipse-temurin:21\n',
    },
    apart('jdk'),
  ],
  'Java: a version file below what another is compiled for': [
    { 'a/pom.xml': pom('a'), 'a/.java-version': '11\n', 'b/pom.xml': pom('b', release('17')) },
    apart('jdk'),
  ],
  'Java: images of two releases that builds make without a Dockerfile': [
    { 'a/pom.xml': pom('a', jib('17')), 'b/pom.xml': pom('b', jib('21')) },
    apart('jdk'),
  ],
  'Java: what a build makes an image of counts before a version file': [
    { '.java-version': '11\n', 'a/pom.xml': pom('a', jib('17')), 'b/pom.xml': pom('b', jib('17')) },
    FREE,
  ],
  'Java: a version file around them chooses nothing for a library that an image has inside': [
    {
      '.java-version': '11\n',
      'a/pom.xml': pom(
        'a',
        '<dependencies><dependency><groupId>org.example</groupId><artifactId>b</artifactId><version>1</version></dependency></dependencies>',
      ),
      'a/Dockerfile': 'FROM eclipse-temurin:17-jre\n',
      'b/pom.xml': pom('b'),
    },
    FREE,
  ],

  'Go: language and toolchain lines part nobody': [
    { 'a/go.mod': 'module x.org/a\n\ngo 1.21\n\ntoolchain go1.21.5\n', 'b/go.mod': 'module x.org/b\n\ngo 1.24.1\n' },
    FREE,
  ],
  'Go: images of two releases part nobody': [
    {
      'a/go.mod': 'module x.org/a\n\ngo 1.20\n',
      'a/Dockerfile': 'FROM golang:1.20\n',
      'b/go.mod': 'module x.org/b\n\ngo 1.24\n',
      'b/Dockerfile': 'FROM golang:1.24\n',
    },
    FREE,
  ],
};

describe('runtimes', () => {
  it.each(Object.entries(CASES))('%s', async (_, [files, expected]) => {
    expect(observed(await reportOf(files), expected)).toEqual(expected);
  });

  it('a host runs what its service asks for, not what a file of the root chooses for others', async () => {
    const files = {
      '.python-version': '3.12.13\n',
      'a/pyproject.toml': python('a', '>=3.11,<3.12'),
      'b/pyproject.toml': python('b', '>=3.12,<3.13'),
    };
    const { placement } = await reportOf(files);
    expect(placement.hosts.map(({ services, runtimes }) => [services, runtimes])).toEqual([
      [['a'], { python: '3.11' }],
      [['b'], { python: '3.12' }],
    ]);
  });

  it('says of a pin who chooses and who asks', async () => {
    const files = { 'a/pom.xml': pom('a', release('8')), 'a/.java-version': '11\n', 'b/pom.xml': pom('b', release('17')) };
    const { conflicts } = await reportOf(files);
    expect(conflicts.map(({ message }) => message)).toEqual(['one host has one default JDK: a chooses 11 and b asks for >=17']);
    const more = {
      'c/pom.xml': pom('c', release('17')),
      'd/pom.xml': pom('d', release('17')),
      'e/pom.xml': pom('e', release('17')),
    };
    expect((await reportOf({ ...files, ...more })).conflicts.map(({ message }) => message)).toEqual([
      'one host has one default JDK: a chooses 11 and b, c and 2 more ask for >=17',
    ]);
  });
});
