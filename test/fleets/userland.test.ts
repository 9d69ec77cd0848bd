import { describe, expect, it } from 'vitest';
import { type Expected, type Files, observed, reportOf } from './fleet.ts';

/** Two services and the images that they are packed in. */
function images(a: readonly string[], b: readonly string[], more: Files = {}): Files {
  return {
    'a/requirements.txt': 'flask\n',
    'a/Dockerfile': `${a.join('\n')}\n`,
    'b/requirements.txt': 'flask\n',
    'b/Dockerfile': `${b.join('\n')}\n`,
    ...more,
  };
}

const FREE: Expected = { errors: [], warnings: [], hosts: [1, 1, 1] };
const apart = (name: string): Expected => ({ errors: [`os/package-versions os:${name}: a, b`], hosts: [2, 2, 1] });
const apt = (...packages: readonly string[]): string =>
  `RUN apt-get update && apt-get install -y --no-install-recommends ${packages.join(' ')} && rm -rf /var/lib/apt/lists/*`;

const platforms = (...each: readonly object[]): Files =>
  Object.fromEntries(
    each.map((own, index) => {
      const name = 'abc'.charAt(index);
      return [`${name}/package.json`, JSON.stringify({ name, dependencies: { express: '^4' }, ...own })] as const;
    }),
  );

const CASES: Readonly<Record<string, readonly [Files, Expected]>> = {
  'two distributions run most code alike': [images(['FROM python:3.12-alpine'], ['FROM python:3.12-slim-bookworm']), FREE],
  'releases of one distribution': [images(['FROM python:3.12-slim-bullseye'], ['FROM python:3.12-slim-bookworm']), FREE],
  'static binaries have no userland': [
    {
      'a/go.mod': 'module x.org/a\n\ngo 1.22\n',
      'a/Dockerfile': 'FROM golang:1.22 AS build\nRUN go build -o /a .\nFROM scratch\nCOPY --from=build /a /a\n',
      'b/go.mod': 'module x.org/b\n\ngo 1.22\n',
      'b/Dockerfile':
        'FROM golang:1.22-alpine AS build\nRUN go build -o /b .\nFROM gcr.io/distroless/static-debian12\nCOPY --from=build /b /b\n',
    },
    FREE,
  ],
  'packages of any version': [
    images(['FROM python:3.12-slim', apt('libpq5', 'curl')], ['FROM python:3.12-slim', apt('libpq5', 'git')]),
    FREE,
  ],
  'two exact versions of one package': [
    images(['FROM python:3.12-slim', apt('libpq5=15.3-0+deb12u1')], ['FROM python:3.12-slim', apt('libpq5=15.5-0+deb12u1')]),
    apart('deb:libpq5'),
  ],
  'an exact version and any': [
    images(['FROM python:3.12-slim', apt('libpq5=15.3-0+deb12u1')], ['FROM python:3.12-slim', apt('libpq5')]),
    FREE,
  ],
  'a star that holds the exact version': [
    images(['FROM python:3.12-slim', apt('libpq5=15.*')], ['FROM python:3.12-slim', apt('libpq5=15.5-0+deb12u1')]),
    FREE,
  ],
  'a star that does not': [
    images(['FROM python:3.12-slim', apt('libpq5=14.*')], ['FROM python:3.12-slim', apt('libpq5=15.5-0+deb12u1')]),
    apart('deb:libpq5'),
  ],
  'packages of two managers are two packages': [
    images(
      ['FROM python:3.12-alpine', 'RUN apk add --no-cache curl=8.5.0-r0'],
      ['FROM python:3.12-slim', apt('curl=7.88.1-10+deb12u5')],
    ),
    FREE,
  ],
  'rpm versions, with their releases': [
    images(
      ['FROM rockylinux:9', 'RUN dnf install -y openssl-libs-3.0.7-24.el9.x86_64 java-17-openjdk'],
      ['FROM rockylinux:9', 'RUN yum -y install openssl-libs-1:3.0.7-25.el9 java-17-openjdk'],
    ),
    apart('rpm:openssl-libs'),
  ],
  'rpm versions without a release': [
    images(
      ['FROM rockylinux:9', 'RUN dnf install -y nginx-1.20.1 dotnet-sdk-6.0.100'],
      ['FROM rockylinux:9', 'RUN dnf install -y nginx-1.22.1-3.el9 dotnet-sdk-8.0.100'],
    ),
    apart('rpm:nginx'),
  ],
  'an rpm version and a release of it': [
    images(
      ['FROM rockylinux:9', 'RUN dnf install -y nginx-1.20.1'],
      ['FROM rockylinux:9', 'RUN yum install -y nginx-1.20.1-14.el9'],
    ),
    FREE,
  ],
  'bounds of apk that leave none': [
    images(['FROM alpine:3.19', "RUN apk add 'curl<8.5'"], ['FROM alpine:3.19', 'RUN apk add curl=8.5.0-r0']),
    apart('apk:curl'),
  ],
  'bounds of apk that leave some': [
    images(
      ['FROM alpine:3.19', "RUN apk add 'curl<9' 'git>=2.43_rc1'"],
      ['FROM alpine:3.19', "RUN apk add 'curl>8.5.0-r1' git~=2.43"],
    ),
    FREE,
  ],
  'apk’s other way to write a version that begins so, which agrees': [
    images(
      ['FROM alpine:3.19', 'RUN apk add curl=~8.5 "git=~2.43"'],
      ['FROM alpine:3.19', 'RUN apk add curl=8.5.0-r0 git~=2.43.0'],
    ),
    FREE,
  ],
  'apk’s other way to write a version that begins so, which does not agree': [
    images(['FROM alpine:3.19', 'RUN apk add curl=~8.5'], ['FROM alpine:3.19', 'RUN apk add curl=8.50.0-r0']),
    apart('apk:curl'),
  ],
  'operators that apk reads character by character': [
    images(
      ['FROM alpine:3.19', "RUN apk add curl==8.5.0-r0 'git=>2.43' jq=1.7-r0"],
      ['FROM alpine:3.19', 'RUN apk add curl=8.5.0-r0 git=2.44.0-r0 jq==1.7-r0'],
    ),
    FREE,
  ],
  'operators that apk reads character by character, which do not agree': [
    images(['FROM alpine:3.19', "RUN apk add 'curl=<8.5'"], ['FROM alpine:3.19', 'RUN apk add curl==8.6.0-r0']),
    apart('apk:curl'),
  ],
  'streams of a module of dnf': [
    images(
      ['FROM rockylinux:9', 'RUN dnf module reset -y nodejs && dnf module enable -y nodejs:18 && dnf install -y nodejs'],
      ['FROM rockylinux:9', 'RUN dnf install -y @nodejs:20/minimal'],
    ),
    apart('rpm:@nodejs'),
  ],
  'one stream of a module of dnf, and one that is reset': [
    images(
      [
        'FROM rockylinux:9',
        'RUN dnf -y module install nodejs:18/common',
        'RUN dnf module enable -y php:7.4 && dnf module reset -y php',
      ],
      ['FROM rockylinux:9', 'RUN microdnf module enable nodejs:18 php:8.2'],
    ),
    FREE,
  ],
  'apk versions': [
    images(
      ['FROM python:3.12-alpine', 'RUN apk add --no-cache libpq=15.4-r0'],
      ['FROM python:3.12-alpine', 'RUN apk add --no-cache libpq=16.1-r0'],
    ),
    apart('apk:libpq'),
  ],
  'apk versions that begin alike': [
    images(
      ['FROM python:3.12-alpine', 'RUN apk add --no-cache "libpq~=15.4"'],
      ['FROM python:3.12-alpine', 'RUN apk add --no-cache libpq=15.4-r0'],
    ),
    FREE,
  ],
  'packages of the stage that builds': [
    images(
      ['FROM python:3.12 AS build', apt('gcc=4:12.2.0-3'), 'FROM python:3.12-slim'],
      ['FROM python:3.12 AS build', apt('gcc=4:10.2.1-1'), 'FROM python:3.12-slim'],
    ),
    FREE,
  ],
  'packages that are removed again': [
    images(
      [
        'FROM python:3.12-alpine',
        'RUN apk add --no-cache --virtual .deps gcc=12.2.1-r0 && pip install -r requirements.txt && apk del .deps',
      ],
      [
        'FROM python:3.12-alpine',
        'RUN apk add --no-cache --virtual .deps gcc=13.1.1-r0 && pip install -r requirements.txt && apk del .deps',
      ],
    ),
    FREE,
  ],
  'versions in arguments': [
    images(
      ['FROM python:3.12-slim', 'ARG PQ=15.3-0+deb12u1', 'RUN apt-get install -y libpq5=${PQ}'],
      ['FROM python:3.12-slim', apt('libpq5=15.5-0+deb12u1')],
    ),
    apart('deb:libpq5'),
  ],
  'a here-document': [
    images(
      ['FROM python:3.12-slim', 'RUN <<EOF', 'apt-get update', 'apt-get install -y libpq5=15.3-0+deb12u1', 'EOF'],
      ['FROM python:3.12-slim', apt('libpq5=15.5-0+deb12u1')],
    ),
    apart('deb:libpq5'),
  ],
  'three versions are one conflict': [
    {
      ...images(['FROM debian:12', apt('libpq5=15.1')], ['FROM debian:12', apt('libpq5=15.2')]),
      'c/requirements.txt': 'flask\n',
      'c/Dockerfile': `FROM debian:12\n${apt('libpq5=15.3')}\n`,
    },
    { errors: ['os/package-versions os:deb:libpq5: a, b, c'], hosts: [3, 3, 1] },
  ],
  'an image that nobody knows': [
    images(['FROM registry.example.org/base/python:main'], ['FROM registry.example.org/other@sha256:0123']),
    FREE,
  ],
  'an image that a variable leaves open': [
    images(['ARG BASE', 'FROM ${BASE}'], ['FROM python:3.12-slim']),
    { ...FREE, diagnostics: ['dockerfile/open-image'] },
  ],
  'a Dockerfile that cannot be read part by part': [
    images(['FROM python:3.12-slim', 'INSTALL libpq5', apt('libpq5=15.3')], ['FROM python:3.12-slim', apt('libpq5=15.5')]),
    { ...apart('deb:libpq5'), diagnostics: ['dockerfile/syntax'] },
  ],
  'a library that two services load is told, once': [
    { 'a/requirements.txt': 'psycopg2==2.9.9\n', 'b/package.json': '{ "name": "b", "dependencies": { "pg-native": "^3.0.1" } }' },
    { ...FREE, notes: ['os/system-library os:libpq: a, b'] },
  ],
  'a distribution that brings its library along': [
    { 'a/requirements.txt': 'psycopg2-binary==2.9.9\n', 'b/requirements.txt': 'psycopg2-binary==2.9.9\n' },
    { ...FREE, notes: [] },
  ],
  'a library of development alone': [
    {
      'a/requirements.txt': 'psycopg2\n',
      'b/requirements.txt': 'flask\n',
      'b/requirements-dev.txt': 'psycopg2\n',
    },
    { ...FREE, notes: [] },
  ],
  'packages that are bound to two C libraries': [
    {
      'a/package.json': '{ "name": "a", "libc": ["musl"], "dependencies": { "express": "^4" } }',
      'b/package.json': '{ "name": "b", "libc": ["glibc"], "dependencies": { "express": "^4" } }',
    },
    { errors: ['os/libc os:libc: a, b'], hosts: [2, 2, 1] },
  ],
  'systems that exclude each other': [
    platforms({ os: ['darwin'] }, { os: ['linux', 'win32'] }),
    { errors: ['os/platform os:system: a, b'], hosts: [2, 2, 2] },
  ],
  'processors that exclude each other': [
    platforms({ cpu: ['arm64'] }, { cpu: ['!arm64', '!arm'] }),
    { errors: ['os/platform os:processor: a, b'], hosts: [2, 2, 2] },
  ],
  'systems in common': [platforms({ os: ['linux', 'darwin'] }, { os: ['!win32'], cpu: ['any'] }), FREE],
  'systems of three, where every two agree': [
    platforms({ os: ['linux', 'darwin'] }, { os: ['darwin', 'win32'] }, { os: ['win32', 'linux'] }),
    { errors: ['os/platform os:system: a, b, c'], hosts: [2, 2, 2] },
  ],
  'all but some': [platforms({ os: ['!win32'] }, { os: ['!linux'] }), FREE],
  'Node.js that npm only warns developers about': [
    platforms(
      { devEngines: { runtime: { name: 'node', version: '>=22.12', onFail: 'error' } } },
      { devEngines: { runtime: [{ name: 'node', version: '^20', onFail: 'warn' }] } },
    ),
    FREE,
  ],
  'Node.js without which npm installs and starts nothing': [
    platforms({ devEngines: { runtime: { name: 'node', version: '^20' } } }, { engines: { node: '>=22.12' } }),
    { errors: ['runtime/unsatisfiable runtime:node: a, b'], hosts: [2, 2, 1] },
  ],
  'one of several such will do': [
    platforms(
      { devEngines: { runtime: ['^20', '^24'].map((version) => ({ name: 'node', version })) } },
      { engines: { node: '>=22.12' } },
    ),
    FREE,
  ],
  'an npm that does not look': [
    platforms({ devEngines: { runtime: { name: 'node', version: '>=24' } } }, { engines: { node: '^20' } }),
    FREE,
  ],
  'an npm that does, named': [
    platforms(
      { devEngines: { runtime: { name: 'node', version: '>=24' } }, packageManager: 'npm@11.4.2' },
      { engines: { node: '^20' } },
    ),
    { errors: ['runtime/unsatisfiable runtime:node: a, b'], hosts: [2, 2, 1] },
  ],
  'a system without which npm installs and starts nothing': [
    platforms(
      { devEngines: { os: [{ name: 'darwin' }, { name: 'win32' }] }, packageManager: 'npm@11.4.2' },
      { devEngines: { os: { name: 'linux' }, cpu: { name: 'x64' } }, packageManager: 'npm@12.2.2' },
    ),
    { errors: ['os/platform os:system: a, b'], hosts: [2, 2, 2] },
  ],
  'a C library without which it does': [
    platforms({ devEngines: { libc: { name: 'musl' } }, packageManager: 'npm@11.4.2' }, { libc: ['glibc'] }),
    { errors: ['os/libc os:libc: a, b'], hosts: [2, 2, 1] },
  ],
  'an npm that may not look, and one that only warns': [
    platforms(
      { devEngines: { os: { name: 'darwin' } } },
      { devEngines: { os: { name: 'linux' } }, packageManager: 'npm@11.4.2' },
      { devEngines: { os: { name: 'win32', onFail: 'warn' } }, packageManager: 'npm@11.4.2' },
    ),
    FREE,
  ],
  'a tool that asks for no such thing': [
    platforms(
      { devEngines: { runtime: { name: 'node', version: '^20', onFail: 'download' } }, packageManager: 'pnpm@10.14.0' },
      { engines: { node: '>=22.12' } },
    ),
    FREE,
  ],
  'what the root of a workspace says, and not its members': [
    {
      'package.json': JSON.stringify({ workspaces: ['a', 'b'], devEngines: { runtime: { name: 'node', version: '^20' } } }),
      'a/package.json': JSON.stringify({ name: 'a', dependencies: { express: '^4' } }),
      'b/package.json': JSON.stringify({
        name: 'b',
        dependencies: { express: '^4' },
        devEngines: { runtime: { name: 'node', version: '>=24' } },
      }),
    },
    FREE,
  ],
  'packages that need a system library part nobody': [
    {
      'a/requirements.txt': 'psycopg2==2.9.9\n',
      'a/Dockerfile': 'FROM python:3.12-slim\n',
      'b/requirements.txt': 'mysqlclient\nlxml\n',
      'b/Dockerfile': 'FROM python:3.12-alpine\n',
    },
    FREE,
  ],
};

describe('userland', () => {
  it.each(Object.entries(CASES))('%s', async (_, [files, expected]) => {
    expect(observed(await reportOf(files), expected)).toEqual(expected);
  });
});
