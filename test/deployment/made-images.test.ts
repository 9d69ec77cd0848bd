import { describe, expect, it } from 'vitest';
import { assembled, type Files } from './project.ts';

/** What one Dockerfile asks of its host, and starts. */
function of(path: string, files: Files): readonly string[] {
  const facts = assembled(files).deployments.find(({ descriptor }) => descriptor.path === path);
  return [
    ...(facts?.demands ?? []).map(({ subject, constraint, origin }) => `${subject} ${constraint} ${origin.file}:${origin.line}`),
    ...(facts?.processes ?? []).flatMap(({ command }) => (command.length === 0 ? [] : [`starts ${command.join(' ')}`])),
  ].sort();
}

const compose = (...services: readonly string[]): string =>
  ['services:', ...services.map((one, index) => `  s${index}: {${one}}`), ''].join('\n');

const BASE = 'FROM python:3.12-alpine\nRUN apk add libpq=15.3\nENV PORT=8000\nEXPOSE 8000\nCMD ["python", "serve.py"]\n';
const OF_BASE = [
  'os:apk:libpq =15.3 base/Dockerfile:2',
  'os:distribution alpine base/Dockerfile:1',
  'os:libc musl base/Dockerfile:1',
  'port:8000/tcp listens base/Dockerfile:4',
  'runtime:python ==3.12.* base/Dockerfile:1',
  'starts python serve.py',
];
const named = (image: string, from: string, more = ''): Files => ({
  'compose.yaml': compose(`build: ./base, image: "${image}"`, 'build: ./api'),
  'base/Dockerfile': BASE,
  'api/Dockerfile': `${from}\n${more}`,
});

describe('an image that is built on one of the tree', () => {
  it.each<[what: string, files: Files]>([
    ['by the name that a compose file gives it', named('shop/base', 'FROM shop/base')],
    ['with its tag', named('shop/base:1.2', 'FROM shop/base:1.2 AS run')],
    ['with a registry on both sides', named('registry.example.org/shop/base:1', 'FROM registry.example.org/shop/base:1')],
    ['with a registry that the asking side names alone', named('shop/base', 'FROM registry.example.org/shop/base')],
    [
      'with variables for the registry and the tag',
      named('${REGISTRY}/shop/base:${TAG}', 'ARG REGISTRY\nARG TAG=latest\nFROM ${REGISTRY}/shop/base:${TAG}'),
    ],
    [
      'through another of them',
      {
        ...named('base', 'FROM middle'),
        'compose.yaml': compose('build: base, image: base', 'build: middle, image: middle', 'build: api'),
        'middle/Dockerfile': 'FROM base\n',
      },
    ],
    [
      'by the service that makes it',
      {
        ...named('', 'FROM below'),
        'compose.yaml': compose('build: ./base', 'build: {context: ./api, additional_contexts: {below: "service:s0"}}'),
      },
    ],
    [
      'by the tag that Bake gives it',
      {
        ...named('', 'FROM shop/base'),
        'compose.yaml': '',
        'docker-bake.hcl': 'target "below" {\n  context = "base"\n  tags = ["${REGISTRY}/shop/base:${TAG}"]\n}\n',
      },
    ],
    [
      'as the context that Bake gives it',
      {
        ...named('', 'FROM below'),
        'compose.yaml': '',
        'docker-bake.hcl':
          'target "base" { context = "base" }\ntarget "api" {\n  context = "api"\n  contexts = { below = "target:base" }\n}\n',
      },
    ],
    [
      'as the argument that Skaffold gives',
      {
        ...named('', 'ARG BASE\nFROM $BASE'),
        'compose.yaml': '',
        'skaffold.yaml':
          'build:\n  artifacts:\n    - { image: shop/base, context: base }\n    - { image: api, context: api, requires: [{ image: shop/base, alias: BASE }] }\n',
      },
    ],
    [
      'as the default of an argument that a compose file leaves to whoever builds',
      {
        ...named('shop/base', 'ARG BASE=shop/base\nFROM $BASE'),
        'compose.yaml': compose('build: ./base, image: shop/base', 'build: {context: ./api, args: {BASE: "${BASE_IMAGE}"}}'),
      },
    ],
    [
      'by the name under which a pipeline pushes it',
      {
        ...named('', 'FROM registry.example.org/shop/base:main'),
        'compose.yaml': '',
        '.github/workflows/base.yml':
          'jobs:\n  base:\n    steps:\n      - run: docker build --build-arg COMMIT=$GITHUB_SHA -t "registry.example.org/${{ github.repository_owner }}/base:${{ github.ref_name }}" base\n',
      },
    ],
    [
      'by the name that a recipe of make gives it',
      {
        ...named('', 'ARG REGISTRY\nFROM ${REGISTRY}/base'),
        'compose.yaml': '',
        Makefile: 'NAME = $(ORG)/base\nbase:\n\t-@docker build -t $(NAME):$$(date +%s) ./base\n',
      },
    ],
    [
      'where no compose file builds the one that is built on it',
      { ...named('base', 'FROM base'), 'compose.yaml': compose('build: ./base, image: base') },
    ],
  ])('%s', (_, files) => {
    expect(of('api/Dockerfile', files)).toEqual(OF_BASE);
  });

  it('goes before it with what it says itself', () => {
    const own = 'ENV PORT=9000\nEXPOSE 9000\nRUN apk del libpq\nENTRYPOINT ["python"]\nCMD ["work.py"]\n';
    expect(of('api/Dockerfile', named('base', 'FROM base', own))).toEqual([
      'os:distribution alpine base/Dockerfile:1',
      'os:libc musl base/Dockerfile:1',
      'port:8000/tcp listens base/Dockerfile:4',
      'port:9000/tcp listens api/Dockerfile:3',
      'runtime:python ==3.12.* base/Dockerfile:1',
      'starts python work.py',
    ]);
  });

  it('listens in place of what a pipeline builds to be built on', () => {
    const files = {
      ...named('', 'FROM shop/base'),
      'compose.yaml': compose('build: api'),
      'build.sh': 'docker build -t shop/base base\n',
    };
    expect(of('api/Dockerfile', files)).toEqual(OF_BASE);
    expect(of('base/Dockerfile', files)).toEqual(OF_BASE.filter((one) => !one.startsWith('port:')));
  });

  it('is made with the stage and the arguments of its build', () => {
    const files = {
      'compose.yaml': compose('image: base, build: {context: base, target: old, args: {PYTHON: "3.9"}}', 'build: api'),
      'base/Dockerfile': 'ARG PYTHON=3.13\nFROM python:${PYTHON} AS old\nFROM python:3.14\n',
      'api/Dockerfile': 'FROM base\n',
    };
    expect(of('api/Dockerfile', files)).toContain('runtime:python ==3.9.* base/Dockerfile:2');
  });

  it('runs what it was told to (ONBUILD), and takes its files from its own context', () => {
    const files = {
      ...named('base', 'FROM base', 'RUN pip install -r requirements.txt\n'),
      'base/Dockerfile': 'FROM python:3.12-alpine\nWORKDIR /app\nCOPY list.txt requirements.txt\nONBUILD RUN apk add curl=8\n',
      'base/list.txt': 'flask\n',
    };
    expect(of('api/Dockerfile', files)).toContain('os:apk:curl =8 base/Dockerfile:4');
    const facts = assembled(files).deployments.find(({ descriptor }) => descriptor.path === 'api/Dockerfile');
    expect(facts?.join.copies).toBeUndefined();
  });
});

describe('an image of the same name that is not the one of the tree', () => {
  it.each<[what: string, files: Files, expected: readonly string[]]>([
    ['another tag', named('shop/base:1.2', 'FROM shop/base:1.3'), []],
    ['a digest', named('shop/base', 'FROM shop/base@sha256:0123'), []],
    ['a name without the registry that it is pushed to', named('registry.example.org/base', 'FROM base'), []],
    [
      'itself, of the run before',
      { ...named('api', 'FROM base'), 'api/Dockerfile': 'FROM api\n', 'compose.yaml': compose('build: api, image: api') },
      [],
    ],
    [
      'two that are built of different files',
      {
        ...named('base', 'FROM base'),
        'compose.yaml': compose('build: base, image: base', 'build: other, image: base', 'build: api'),
        'other/Dockerfile': 'FROM python:3.9\n',
      },
      [],
    ],
    [
      'two that are built on each other',
      {
        'compose.yaml': compose('build: a, image: a', 'build: b, image: b', 'build: api'),
        'a/Dockerfile': 'FROM b\n',
        'b/Dockerfile': 'FROM a\n',
        'api/Dockerfile': 'FROM a\n',
      },
      [],
    ],
    [
      'an image of the public registry',
      named('python', 'FROM python:latest'),
      ['os:distribution debian api/Dockerfile:1', 'os:libc glibc api/Dockerfile:1'],
    ],
    [
      'one that a build puts in its place',
      {
        ...named('base', 'FROM base'),
        'compose.yaml': compose(
          'build: base, image: base',
          'build: {context: api, additional_contexts: ["base=docker-image://python:3.9-alpine"]}',
        ),
      },
      ['os:distribution alpine api/Dockerfile:1', 'os:libc musl api/Dockerfile:1', 'runtime:python ==3.9.* api/Dockerfile:1'],
    ],
  ])('%s', (_, files, expected) => {
    expect(of('api/Dockerfile', files)).toEqual(expected);
  });
});

it('is followed no further than anybody builds', () => {
  const indexes = Array.from({ length: 300 }, (_, index) => index);
  const files: Files = {
    'compose.yaml': compose(...indexes.map((index) => `build: i${index}, image: i${index}`)),
    ...Object.fromEntries(
      indexes.map((index) => [
        `i${index}/Dockerfile`,
        `FROM ${index === 0 ? 'python:3.12-alpine' : `i${index - 1}`}\nRUN apk add p${index}=1\n`,
      ]),
    ),
  };
  const counts = assembled(files).deployments.flatMap(({ descriptor, demands }) =>
    descriptor.kind === 'dockerfile' ? [demands.length] : [],
  );
  counts.sort((one, other) => one - other);
  expect(counts).toHaveLength(indexes.length);
  expect(Math.max(...counts)).toBeLessThan(20);
});
