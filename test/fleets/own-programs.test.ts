import { describe, expect, it } from 'vitest';
import { type Expected, type Files, observed, reportOf } from './fleet.ts';
import { workload } from './port-files.ts';

/** One module of two programs and the files that say how they run. */
function module(files: Files): Files {
  return {
    'go.mod': 'module example.org/shop\n\ngo 1.23\n',
    'cmd/web/main.go': 'package main\n\nfunc main() {}\n',
    'cmd/feed/main.go': 'package main\n\nfunc main() {}\n',
    ...files,
  };
}

function image(program: string, ...lines: readonly string[]): string {
  return [
    'FROM golang:1.23 AS build',
    'COPY . .',
    `RUN go build -o /out/${program} ./cmd/${program}`,
    'FROM scratch',
    `COPY --from=build /out/${program} /${program}`,
    ...lines,
    '',
  ].join('\n');
}

function compose(
  web: string,
  feed: string,
  dockerfiles: readonly [string, string] = ['web.Dockerfile', 'feed.Dockerfile'],
): string {
  const [first, second] = dockerfiles;
  return `services:
  web: { build: { context: ., dockerfile: ${first} }${web} }
  feed: { build: { context: ., dockerfile: ${second} }${feed} }
`;
}

const LISTEN = 'port/own-programs port:8080/tcp: .';
const one = (...notes: readonly string[]): Expected => ({ errors: [], warnings: [], notes, hosts: [1, 1, 1] });

const CASES: Readonly<Record<string, readonly [Files, Expected]>> = {
  'two images that compose runs expose one port': [
    module({
      'compose.yaml': compose('', ''),
      'web.Dockerfile': image('web', 'EXPOSE 8080', 'CMD ["/web"]'),
      'feed.Dockerfile': image('feed', 'EXPOSE 8080', 'CMD ["/feed"]'),
    }),
    one(LISTEN),
  ],
  'what compose says goes before the image': [
    module({
      'compose.yaml': compose(', ports: ["8080:8080"]', ', ports: ["8081:8081"]'),
      'web.Dockerfile': image('web', 'EXPOSE 8080', 'CMD ["/web"]'),
      'feed.Dockerfile': image('feed', 'EXPOSE 8080', 'CMD ["/feed"]'),
    }),
    one(),
  ],
  'one port of the host': [
    module({
      'compose.yaml': compose(', ports: ["8080:80"]', ', ports: ["8080:81"]'),
      'web.Dockerfile': image('web', 'CMD ["/web"]'),
      'feed.Dockerfile': image('feed', 'CMD ["/feed"]'),
    }),
    one(LISTEN),
  ],
  'commands of one image': [
    module({
      'compose.yaml': compose(', command: [/web], expose: ["8080"]', ', command: [/feed], expose: ["8080"]', [
        'Dockerfile',
        'Dockerfile',
      ]),
      Dockerfile: image('web'),
    }),
    one(LISTEN),
  ],
  'copies of one program': [
    module({
      'compose.yaml': compose(', ports: ["8081:8080"]', ', ports: ["8082:8080"]', ['web.Dockerfile', 'web.Dockerfile']),
      'web.Dockerfile': image('web', 'EXPOSE 8080', 'CMD ["/web"]'),
    }),
    one(),
  ],
  'a command of its own does not listen where its image does': [
    module({
      'compose.yaml': compose('', ', command: [/web, migrate]', ['web.Dockerfile', 'web.Dockerfile']),
      'web.Dockerfile': image('web', 'EXPOSE 8080', 'CMD ["/web"]'),
    }),
    one(),
  ],
  'profiles that are alternatives': [
    module({
      'compose.yaml': compose(', profiles: [a], expose: ["8080"]', ', profiles: [b], expose: ["8080"]'),
      'web.Dockerfile': image('web', 'CMD ["/web"]'),
      'feed.Dockerfile': image('feed', 'CMD ["/feed"]'),
    }),
    one(),
  ],
  'compose files of other directories are other ways to run it': [
    module({
      'dev/compose.yaml': 'services:\n  web: { build: { context: .., dockerfile: web.Dockerfile }, expose: ["8080"] }\n',
      'live/compose.yaml': 'services:\n  feed: { build: { context: .., dockerfile: feed.Dockerfile }, expose: ["8080"] }\n',
      'web.Dockerfile': image('web', 'CMD ["/web"]'),
      'feed.Dockerfile': image('feed', 'CMD ["/feed"]'),
    }),
    one(),
  ],
  'workloads of ko': [
    module({
      'config/web.yaml': workload('web', '{ containerPort: 8080 }').replace(
        'registry.example.org/web:1',
        'ko://example.org/shop/cmd/web',
      ),
      'config/feed.yaml': workload('feed', '{ containerPort: 8080 }').replace(
        'registry.example.org/feed:1',
        'ko://example.org/shop/cmd/feed',
      ),
    }),
    one(LISTEN),
  ],
  'images that nothing here runs, of binaries in directories of their own': [
    module({
      'cmd/web/Dockerfile': image('web', 'EXPOSE 8080', 'CMD ["/web"]'),
      'cmd/feed/Dockerfile': image('feed', 'EXPOSE 8080', 'CMD ["/feed"]'),
    }),
    one(LISTEN),
  ],
  'images of one program for development and for the host': [
    module({
      'docker/dev/Dockerfile': image('web', 'EXPOSE 8080', 'CMD ["/web-debug"]'),
      'docker/live/Dockerfile': image('web', 'EXPOSE 8080', 'CMD ["/web"]'),
    }),
    one(),
  ],
  'images whose launchers may start the same': [
    {
      'package.json': '{ "name": "shop", "version": "1.0.0" }',
      'blue/Dockerfile': 'FROM node:22\nCOPY . .\nEXPOSE 8080\nCMD ["node", "main.js"]\n',
      'green/Dockerfile': 'FROM node:22\nCOPY . .\nEXPOSE 8080\nCMD ["npm", "start"]\n',
    },
    { errors: [], notes: [] },
  ],
};

describe('programs of one service', () => {
  it.each(Object.entries(CASES))('%s', async (_, [files, expected]) => {
    expect(observed(await reportOf(files), expected)).toEqual(expected);
  });

  it('are told by their own names, each with its line', async () => {
    const [files] = CASES['two images that compose runs expose one port'] ?? [{}];
    const found = (await reportOf(files)).conflicts.find(({ rule }) => rule === 'port/own-programs');
    expect(found?.message).toBe(
      'within the root alone: feed and web listen on port 8080/tcp; on one host only the first of them starts',
    );
    expect(found?.demands.map(({ service, origin }) => [service, origin.file])).toEqual([
      ['.', 'feed.Dockerfile'],
      ['.', 'web.Dockerfile'],
    ]);
  });
});
